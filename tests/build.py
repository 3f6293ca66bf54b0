"""Build states through actions, for every test."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.utils import timezone

from begeleiding.actions import contacten
from begeleiding.models import Contact, Traject
from begeleiding.workflow import CONTACTSOORTEN
from gka.access.table import Rol
from gka.actions import aanstellingen, adviezen, leerlingen, ouders, schoolkeuzes, toestemming
from gka.models import Aanstelling, Advies, Keuze, Leerling, Ouder, School
from gka.workflow import Adviessoort, Advieswaarde, Doel, Keuzesoort, Relatie, Toestemmingstand, Wijze
from overdracht import stand
from overdracht.actions import besluiten, besprekingen, instemmingen, overleggen
from overdracht.models import Besluit, Bespreking, Overleg
from overdracht.workflow import PROFESSIONALS, Keus, Partij, Standpunt
from tests.cast import Cast

TEKST = "2026-1"
# Tests make more pupils than a school has places.
ZONDER_PLEK = "Kan niet wachten op een plek."
WAAROM_NIET = "Er is al hulp."
# Tests end it without asking the family first.
ZONDER_GEZIN = "Het gezin belt de school nog terug."
AAN_TAFEL = ("smw_po", "smw_vo", "zorgcoordinator")


def leerling(
    cast: Cast,
    *,
    roepnaam: str = "Test",
    achternaam: str = "Leerling",
    geboortedatum: date = date(2014, 9, 1),
    school: School | None = None,
    nummer: str = "",
) -> Leerling:
    """A pupil on a list, with one parent who has authority, and no consent."""
    school = school or cast.school
    cohort = cast.elders_cohort if school.regio_id == cast.elders.pk else cast.cohort
    (made,) = leerlingen.toevoegen(
        nieuw=[leerlingen.Nieuw(roepnaam, "", achternaam, geboortedatum, nummer)],
        school=school,
        cohort=cohort,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    ouder(cast, made)
    return made


def werkt_ook(cast: Cast, wie: str, als: str, *, school: School | None = None) -> Aanstelling:
    """Give this person the work of another one too, at the same school unless another is named."""
    model = cast.aanstelling[als]
    made = aanstellingen.toekennen(
        medewerker=cast[wie],
        rol=Rol(model.rol),
        organisatie=model.organisatie,
        werkplek_school=school or model.werkplek_school,
        van=model.van,
        door=cast["beheerder"],
        op=timezone.now(),
    )
    return aanstellingen.bevestigen(aanstelling=made, door=cast["fg"], op=timezone.now())


def ouder(cast: Cast, pupil: Leerling, relatie: Relatie = Relatie.MOEDER, **feiten: Any) -> Ouder:
    """Another parent of this pupil; keywords go to the action."""
    return ouders.toevoegen(leerling=pupil, relatie=relatie, door=cast["ib_er"], op=timezone.now(), **feiten)


def advies(
    cast: Cast,
    pupil: Leerling,
    soort: Adviessoort = Adviessoort.VOORLOPIG,
    waarde: Advieswaarde = Advieswaarde.KB,
    *,
    datum: date | None = None,
    gemotiveerd: bool = False,
) -> Advies:
    """The school gives an advice, today unless another day is named."""
    return adviezen.vastleggen(
        leerling=pupil,
        soort=soort,
        waarde=waarde,
        datum=datum or timezone.localdate(),
        gemotiveerd=gemotiveerd,
        door=cast["ib_er"],
        op=timezone.now(),
    )


def zegt(
    cast: Cast,
    pupil: Leerling,
    doel: Doel,
    stand: Toestemmingstand = Toestemmingstand.JA,
    *,
    ouder: Ouder | None = None,
    zelf: bool = False,
    school: School | None = None,
) -> None:
    """A parent (the first one by default), or the pupil with `zelf`, answers a consent question."""
    toestemming.vastleggen(
        leerling=pupil,
        doel=doel,
        stand=stand,
        wijze=Wijze.GESPREK,
        tekstversie=TEKST,
        door=cast["ib_er"],
        op=timezone.now(),
        ouder=None if zelf else ouder or pupil.ouders.op_volgorde()[0],
        school=school,
    )


def met_toestemming(cast: Cast, pupil: Leerling, *doelen: Doel) -> Leerling:
    """The first parent says yes to these purposes (bespreken and deelnemen by default)."""
    for doel in doelen or (Doel.BESPREKEN, Doel.DEELNEMEN):
        zegt(cast, pupil, doel)
    return pupil


def wil_naar(
    cast: Cast,
    pupil: Leerling,
    school: School,
    soort: Keuzesoort = Keuzesoort.BEOOGD,
    *,
    vanaf: date | None = None,
) -> Leerling:
    """Record the wished or the definite secondary school, from today unless another day is named."""
    schoolkeuzes.vastleggen(
        leerling=pupil,
        soort=soort,
        school=school,
        vanaf=vanaf,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    return pupil


def overleg(cast: Cast, *pupils: Leerling, datum: date | None = None, met: Sequence[str] = AAN_TAFEL) -> Overleg:
    """A knooppuntoverleg of the cast's school, today, about pupils with consent to be discussed; all at the table."""
    return overleggen.plannen(
        school=cast.school,
        cohort=cast.cohort,
        datum=datum or timezone.localdate(),
        tijd=time(14),
        plaats="Lokaal 1",
        leerlingen=pupils,
        deelnemers=[cast.aanstelling[name] for name in met],
        door=cast["ib_er"],
        op=timezone.now(),
    )


def bespreking(cast: Cast, pupil: Leerling, *, school: School | None = None) -> Bespreking:
    """A pupil with both consents and a wished school (Compass by default), on the list of an overleg of today."""
    wil_naar(cast, met_toestemming(cast, pupil), school or cast.vo_school)
    return overleg(cast, pupil).besprekingen.get()


def vindt(
    cast: Cast, row: Bespreking, partij: Partij, standpunt: Standpunt = Standpunt.JA, *, ouder: Ouder | None = None
) -> None:
    """A party (for a parent: the first one, unless another is named) takes a stance; a professional says why nee."""
    if partij == Partij.OUDER:
        ouder = ouder or row.leerling.ouders.op_volgorde()[0]
    instemmingen.vastleggen(
        bespreking=row,
        partij=partij,
        standpunt=standpunt,
        wijze=_hoe(row)[partij],
        ouder=ouder,
        reden=WAAROM_NIET if standpunt == Standpunt.NEE and partij in PROFESSIONALS else "",
        door=cast["ib_er"],
        op=timezone.now(),
    )
    row.refresh_from_db()


def _hoe(row: Bespreking) -> dict[Partij, Wijze]:
    """At the table, and by telephone for who has no seat there."""
    daar = Bespreking.objects.met_stand().get(pk=row.pk)
    return {partij: Wijze.GESPREK if stand.zit_aan_tafel(daar, partij) else Wijze.TELEFOON for partij in Partij}


def iedereen_eens(cast: Cast, row: Bespreking) -> Bespreking:
    """Every party says yes, each parent too, in one save."""
    hoe = _hoe(row)
    gehoord = [
        instemmingen.Gehoord(partij, Standpunt.JA, hoe[partij], ouder)
        for partij in Partij
        for ouder in (row.leerling.ouders.op_volgorde() if partij == Partij.OUDER else [None])
    ]
    instemmingen.alle_vastleggen(bespreking=row, gehoord=gehoord, door=cast["ib_er"], op=timezone.now())
    row.refresh_from_db()
    return row


def besluit(cast: Cast, row: Bespreking, keus: Keus = Keus.TRAJECT, *, reden: str = "") -> Besluit:
    """The table decides; the outcome follows from what was said. *Geen traject* has a reason by default."""
    row.refresh_from_db()
    made = besluiten.vastleggen(
        bespreking=row,
        versie=row.versie,
        keus=keus,
        reden=reden or (ZONDER_GEZIN if keus == Keus.GEEN_TRAJECT else ""),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    row.refresh_from_db()
    return made


def besluit_traject(cast: Cast, pupil: Leerling, *, school: School | None = None) -> Besluit:
    """From a pupil on a list to *opgenomen in het traject*, for Compass unless another school is named."""
    return besluit(cast, iedereen_eens(cast, bespreking(cast, pupil, school=school)), reden=ZONDER_PLEK)


def traject(cast: Cast, pupil: Leerling | None = None, *, gezicht: str | None = "smw_vo", **wie: Any) -> Traject:
    """A pupil in the traject (a new one by default), started with this person of the cast as the familiar face.

    `gezicht=None` leaves it at *voorgesteld*. Other keywords go to `leerling`.
    """
    gekozen = cast.aanstelling[gezicht] if gezicht else None
    row = bespreking(cast, pupil or leerling(cast, **wie), school=gekozen.werkplek_school if gekozen else None)
    besprekingen.bijwerken(
        bespreking=row,
        versie=row.versie,
        gegevens=besprekingen.Bespreekgegevens(vast_gezicht=gekozen),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    row.refresh_from_db()
    return besluit(cast, iedereen_eens(cast, row), reden=ZONDER_PLEK).traject


def contact(cast: Cast, *trajecten: Traject, soort: str = "huisbezoek", wie: str = "smw_vo", **feiten: Any) -> Contact:
    """A contact of today, 45 minutes, with the pupil there; keywords replace what `vastleggen` is told."""
    keuzes = Keuze.objects.van_lijst(trajecten[0].cohort.regio_id, CONTACTSOORTEN, op=timezone.localdate())
    gewoon: dict[str, Any] = {
        "trajecten": trajecten,
        "soort": keuzes.get(code=soort),
        "gebeurd_op": timezone.localdate(),
        "minuten": 45,
        "aanstelling": cast.aanstelling[wie],
        "door": cast[wie],
        "op": timezone.now(),
        "dag": timezone.localdate(),
        "sleutel": uuid4(),
        "met_leerling": True,
    }
    return contacten.vastleggen(**gewoon | feiten)
