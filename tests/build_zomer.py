"""Build goals, notes and summer activities through actions, for every test."""

from datetime import date, time
from typing import Any
from uuid import uuid4

from django.utils import timezone

from begeleiding.actions import aanmeldingen, aantekeningen, aanwezigheid, doelen, zomer
from begeleiding.actions.aanwezigheid import Aanwezig
from begeleiding.actions.zomer import Zomergegevens
from begeleiding.models import (
    Aanmelding,
    Aantekening,
    Aanwezigheidslijst,
    Doel,
    Doelscore,
    Traject,
    Zomeractiviteit,
    Zomerdag,
)
from begeleiding.workflow import Scoremoment, Uitspraak
from tests.cast import Cast

ZOMERDAG = date(2026, 7, 13)
NA_DE_DAG = "2026-07-13T14:00:00+02:00"


def nu(cast: Cast, wie: str = "smw_vo") -> dict[str, Any]:
    """Who acts, and when."""
    return {"door": cast[wie], "op": timezone.now(), "dag": timezone.localdate()}


def doel(cast: Cast, traject: Traject, tekst: str = "Ik wil zelf met de bus durven.", **feiten: Any) -> Doel:
    """A goal in the words of the pupil."""
    return doelen.toevoegen(
        **{"traject": traject, "tekst": tekst, "van_wie": Uitspraak.LEERLING} | nu(cast) | feiten  # type: ignore[arg-type]
    )


def score(cast: Cast, row: Doel, cijfer: int = 3, moment: Scoremoment = Scoremoment.BEGIN, **feiten: Any) -> Doelscore:
    """A score of today."""
    gewoon = {"doel": row, "moment": moment, "score": cijfer, "gemeten_op": timezone.localdate()} | nu(cast)
    return doelen.scoren(**gewoon | feiten)


def aantekening(
    cast: Cast, traject: Traject, tekst: str = "Belt liever na vier uur.", wie: str = "smw_vo", **feiten: Any
) -> Aantekening:
    gewoon = {"traject": traject, "tekst": tekst, "sleutel": uuid4()} | nu(cast, wie)
    return aantekeningen.schrijven(**gewoon | feiten)


def gegevens(**anders: Any) -> Zomergegevens:
    """Monday to Friday in the middle of July, from nine to twelve, two places."""
    gewoon: dict[str, Any] = {
        "naam": "Zomerkamp Verzonnen",
        "omschrijving": "Spelen en koken.",
        "plaats": "Wijkcentrum De Verzinning",
        "plaatsen": 2,
        "voor_wie": "groep 8",
        "contactpersoon": "jongerenwerker",
        "van": ZOMERDAG,
        "tot": date(2026, 7, 17),
        "weekdagen": frozenset(range(5)),
        "begin": time(9),
        "eind": time(12),
        "aanmelden_tot": date(2026, 7, 10),
    }
    return Zomergegevens(**gewoon | anders)


def concept(cast: Cast, wie: str = "teamleider", **anders: Any) -> Zomeractiviteit:
    """An activity of the organisation of this person, not published yet."""
    organisatie = cast.aanstelling[wie].organisatie
    return zomer.maken(organisatie=organisatie, gegevens=gegevens(**anders), door=cast[wie], op=timezone.now())


def zomeractiviteit(cast: Cast, wie: str = "teamleider", **anders: Any) -> Zomeractiviteit:
    """A published one."""
    row = concept(cast, wie, **anders)
    return zomer.publiceren(activiteit=row, versie=row.versie, door=cast[wie], op=timezone.now())


def aanmelding(cast: Cast, activiteit: Zomeractiviteit, traject: Traject, wie: str = "smw_vo") -> Aanmelding:
    (row,) = aanmeldingen.aanmelden(activiteit=activiteit, trajecten=[traject], **nu(cast, wie))
    return row


def eerste_dag(activiteit: Zomeractiviteit) -> Zomerdag:
    row: Zomerdag = activiteit.dagen.get(dag=ZOMERDAG)
    return row


def aanwezig(*trajecten: Traject, overige: int = 0, minuten: int | None = 180) -> Aanwezig:
    """These own pupils were there, and with `minuten` the SMW too."""
    return Aanwezig(trajecten=trajecten, overige=overige, zelf_erbij=minuten is not None, minuten=minuten)


def bevestigd(cast: Cast, dag: Zomerdag, wat: Aanwezig, wie: str = "smw_vo") -> Aanwezigheidslijst:
    return aanwezigheid.bevestigen(
        dag=dag,
        aanwezig=wat,
        aanstelling=cast.aanstelling[wie],
        door=cast[wie],
        op=timezone.now(),
        vandaag=timezone.localdate(),
    )


def verbeterd(
    cast: Cast, lijst: Aanwezigheidslijst, wat: Aanwezig, wie: str = "smw_vo", **feiten: Any
) -> Aanwezigheidslijst:
    gewoon = {
        "lijst": lijst,
        "versie": lijst.versie,
        "reden": "Verkeerd geteld",
        "aanwezig": wat,
        "aanstelling": cast.aanstelling[wie],
    }
    moment = {"door": cast[wie], "op": timezone.now(), "vandaag": timezone.localdate()}
    return aanwezigheid.verbeteren(**gewoon | moment | feiten)
