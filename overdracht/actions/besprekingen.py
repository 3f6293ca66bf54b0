"""Record what was said about one pupil: reasons, wishes, what to watch for, school and familiar face."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gka.access.table import Rol
from gka.actions import schoolkeuzes
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Keuze, Medewerker, School
from gka.privacy.consent import mag_delen
from gka.versions import vergrendel
from gka.workflow import Deelname, Keuzesoort, Ontvanger, Schoolsoort
from overdracht.actions import besluiten, instemmingen
from overdracht.actions.instemmingen import VAN_DE_VO_SCHOOL, Gehoord
from overdracht.actions.status import eis_nieuwste, verander, vergrendel_leerling
from overdracht.models import Bespreking
from overdracht.workflow import Besprekingstatus, Keus

TEKENS = 280
REDENENLIJST = "domein"


@dataclass(frozen=True)
class Bespreekgegevens:
    """What the page of one pupil holds. `vo_school` None: not known yet; a known wish stays as it is."""

    reden_1: Keuze | None = None
    reden_2: Keuze | None = None
    wens_leerling: str = ""
    wens_ouders: str = ""
    aandachtspunten: str = ""
    leerling_aanwezig: bool | None = None
    ouder_aanwezig: bool | None = None
    vo_school: School | None = None
    vast_gezicht: Aanstelling | None = None


@transaction.atomic
def bijwerken(
    *, bespreking: Bespreking, versie: int, gegevens: Bespreekgegevens, door: Medewerker, op: datetime, dag: date
) -> Bespreking:
    """Save the content of a bespreking; refuses without consent to talk about the pupil."""
    vergrendel_leerling(bespreking)
    bespreking = vergrendel(bespreking, versie=versie)
    eis_nieuwste(bespreking)
    mag = mag_delen(bespreking.leerling, Ontvanger.OVERLEG, op=dag)
    if not mag:
        raise NietToegestaan(mag.zin)
    _eis_redenen(bespreking, gegevens, dag)
    _eis_teksten(gegevens)
    _leg_school_vast(bespreking, gegevens.vo_school, door, op, dag)
    _eis_vast_gezicht(bespreking, gegevens.vast_gezicht, dag)
    bespreking.refresh_from_db()
    bespreking.reden_1, bespreking.reden_2 = gegevens.reden_1, gegevens.reden_2
    bespreking.wens_leerling, bespreking.wens_ouders = gegevens.wens_leerling.strip(), gegevens.wens_ouders.strip()
    bespreking.aandachtspunten = gegevens.aandachtspunten.strip()
    bespreking.leerling_aanwezig, bespreking.ouder_aanwezig = gegevens.leerling_aanwezig, gegevens.ouder_aanwezig
    bespreking.vast_gezicht = gegevens.vast_gezicht
    bespreking.save(
        update_fields=[
            "reden_1",
            "reden_2",
            "wens_leerling",
            "wens_ouders",
            "aandachtspunten",
            "leerling_aanwezig",
            "ouder_aanwezig",
            "vast_gezicht",
        ]
    )
    if bespreking.status == Besprekingstatus.VOORGESTELD:
        verander(bespreking=bespreking, naar=Besprekingstatus.BESPROKEN, door=door, op=op)
    leg_vast("bespreking.bijgewerkt", door=door, op=op, onderwerp=bespreking)
    return bespreking


@transaction.atomic
def bewaren(
    *,
    bespreking: Bespreking,
    versie: int,
    gegevens: Bespreekgegevens,
    gehoord: Sequence[Gehoord],
    keus: Keus | None,
    door: Medewerker,
    op: datetime,
    dag: date,
    reden: str = "",
) -> Bespreking:
    """One save of the whole page: content, every party's stance and, with `keus`, the decision. All or nothing."""
    was = {(row.partij, row.ouder_id): row for row in bespreking.instemmingen.huidig()}
    vorige_school = _gewenste_school_id(bespreking)
    bespreking = bijwerken(bespreking=bespreking, versie=versie, gegevens=gegevens, door=door, op=op, dag=dag)
    if vorige_school and vorige_school != _gewenste_school_id(bespreking):
        # The page still showed what the previous school had said; only what was changed on it counts for the new one.
        gehoord = [
            een
            for een in gehoord
            if een.partij not in VAN_DE_VO_SCHOOL
            or (oud := was.get((een.partij, None))) is None
            or een.standpunt != oud.standpunt
        ]
    instemmingen.alle_vastleggen(bespreking=bespreking, gehoord=gehoord, door=door, op=op, reden=reden)
    bespreking.refresh_from_db()
    if keus is not None:
        besluiten.vastleggen(
            bespreking=bespreking, versie=bespreking.versie, keus=keus, door=door, op=op, dag=dag, reden=reden
        )
        bespreking.refresh_from_db()
    return bespreking


def _eis_redenen(bespreking: Bespreking, gegevens: Bespreekgegevens, dag: date) -> None:
    gekozen = [reden for reden in (gegevens.reden_1, gegevens.reden_2) if reden]
    if gegevens.reden_2 and (gegevens.reden_1 is None or gegevens.reden_1 == gegevens.reden_2):
        raise NietToegestaan("Kies twee verschillende redenen, of één.")
    lijst = Keuze.objects.van_lijst(bespreking.leerling.regio_id, REDENENLIJST, op=dag)
    # What was chosen before stays possible, also when the list changed since.
    in_gebruik = {*lijst.values_list("pk", flat=True), bespreking.reden_1_id, bespreking.reden_2_id}
    if any(reden.pk not in in_gebruik for reden in gekozen):
        raise NietToegestaan("Kies een reden die op de lijst staat.")


def _eis_teksten(gegevens: Bespreekgegevens) -> None:
    for naam in ("wens_leerling", "wens_ouders", "aandachtspunten"):
        if (lengte := len(getattr(gegevens, naam).strip())) > TEKENS:
            veld = Bespreking._meta.get_field(naam).verbose_name  # type: ignore[union-attr]
            raise NietToegestaan(f"Maak de tekst bij {veld} korter: hoogstens {TEKENS} tekens, nu {lengte}.")


def _gewenste_school_id(bespreking: Bespreking) -> int | None:
    keuze = bespreking.leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.BEOOGD).first()
    return keuze.school_id if keuze else None


def _leg_school_vast(bespreking: Bespreking, school: School | None, door: Medewerker, op: datetime, dag: date) -> None:
    """The wish of the pupil; `instemmingen.volg_schoolkeuze` sees to it that another school is heard anew."""
    if school is None or school.pk == _gewenste_school_id(bespreking):
        return
    if school.regio_id != bespreking.leerling.regio_id or school.soort != Schoolsoort.VO:
        raise NietToegestaan(f"{school} is geen middelbare school in deze regio.")
    if school.deelname == Deelname.GEEN:
        raise NietToegestaan(f"{school} doet niet mee aan het project.")
    schoolkeuzes.vastleggen(
        leerling=bespreking.leerling, soort=Keuzesoort.BEOOGD, school=school, door=door, op=op, dag=dag
    )


def _eis_vast_gezicht(bespreking: Bespreking, aanstelling: Aanstelling | None, dag: date) -> None:
    if aanstelling is None:
        return
    gekend = aanstelling.pk == bespreking.vast_gezicht_id
    if aanstelling.rol != Rol.SMW_VO or not (gekend or aanstelling.geldig_op(dag)):
        raise NietToegestaan("Kies als vast gezicht een schoolmaatschappelijk werker die nu op een vo-school werkt.")
    if aanstelling.werkplek_school_id != _gewenste_school_id(bespreking):
        wie = aanstelling.medewerker.naam
        raise NietToegestaan(f"{wie} werkt niet op de gewenste vo-school. Kies iemand van die school.")
