"""Record what each party says about one pupil. Nothing is overwritten: a new stance replaces the one before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Medewerker, Ouder, Schoolkeuze
from gka.workflow import Wijze
from overdracht import stand
from overdracht.actions.besluiten import RedenNodig, heroverwegen
from overdracht.actions.status import eis_begonnen, eis_nieuwste, eis_toestemming, vergrendel_leerling
from overdracht.models import Bespreking, Instemming
from overdracht.sprekers import SPREEKT, aan_tafel, elk_een_eigen, school_die_spreekt, spreekt_voor
from overdracht.workflow import PROFESSIONALS, TEKENS, VOLUIT, ZONDER_WIJZE, Besprekingstatus, Partij, Standpunt

VAN_DE_VO_SCHOOL = (Partij.VO_SCHOOL, Partij.SMW_VO)
ANDERE_SCHOOL = "De leerling gaat naar een andere vo-school, of wil dat."


class ZelfGegeven(NietToegestaan):
    """A party that spoke for itself in the application is not overruled by who writes for others."""

    def __init__(self, partij: Partij) -> None:
        wie = capfirst(VOLUIT[partij])
        super().__init__(f"{wie} gaf dit standpunt zelf in Overstap, en kan het daar wijzigen.")


class WaaromNiet(RedenNodig):
    """A nee of a professional that opens a decision again comes with a reason, whoever records it (ADR 0015)."""

    def __init__(self, partij: Partij) -> None:
        self.partij = partij
        NietToegestaan.__init__(
            self,
            f"Deze leerling is al opgenomen. Met de ‘nee’ van {VOLUIT[partij]} is het besluit weer open. "
            "Schrijf op waarom.",
        )


@dataclass(frozen=True)
class Gehoord:
    """What one party said; `wijze` counts for ja and nee only, `ouder` for a parent only.

    `reden` is why nee, if somebody said so; empty leaves the reason that was given with that same nee.
    """

    partij: Partij
    standpunt: Standpunt
    wijze: Wijze | None = None
    ouder: Ouder | None = None
    reden: str = ""


def vastleggen(
    *,
    bespreking: Bespreking,
    partij: Partij,
    standpunt: Standpunt,
    wijze: Wijze | None,
    door: Medewerker,
    op: datetime,
    ouder: Ouder | None = None,
    reden: str = "",
) -> Instemming:
    """Record the stance of one party. The same stance again is no new row."""
    (instemming,) = alle_vastleggen(
        bespreking=bespreking, gehoord=[Gehoord(partij, standpunt, wijze, ouder, reden)], door=door, op=op
    )
    return instemming


@transaction.atomic
def zelf_geven(
    *, bespreking: Bespreking, partij: Partij, standpunt: Standpunt, door: Medewerker, op: datetime, reden: str = ""
) -> Instemming:
    """Somebody at the table says in the application what the own party thinks: ja or nee, and why not."""
    dag = timezone.localdate(op)
    eis_toestemming(bespreking, dag)
    if partij not in spreekt_voor(door, bespreking, dag=dag):
        raise NietToegestaan(f"U spreekt hier niet voor {partij.label}.")
    if standpunt in ZONDER_WIJZE:
        raise NietToegestaan("Kies ja of nee.")
    gehoord = [Gehoord(partij, standpunt, Wijze.APP, reden=reden)]
    (instemming,) = alle_vastleggen(bespreking=bespreking, gehoord=gehoord, door=door, op=op)
    return instemming


@transaction.atomic
def alle_vastleggen(
    *, bespreking: Bespreking, gehoord: Sequence[Gehoord], door: Medewerker, op: datetime, reden: str = ""
) -> list[Instemming]:
    """Record several stances, all or none, and look again at the decision once.

    `reden` is why all this, if somebody said so. A professional who says nee about a pupil who is in, says why; a child
    and its parents need no reason.
    """
    vergrendel_leerling(bespreking)
    bespreking = Bespreking.objects.select_for_update().get(pk=bespreking.pk)
    eis_nieuwste(bespreking)
    if not gehoord:
        return []
    eigen = spreekt_voor(door, bespreking, dag=timezone.localdate(op))
    zitten = aan_tafel(bespreking, door)
    resultaat = [_leg_een_vast(bespreking, een, eigen, zitten, door, op, reden) for een in gehoord]
    if any(nieuw for _, nieuw in resultaat):
        _eis_elk_een_eigen(bespreking, gehoord, zitten)
        nieuw = [instemming for instemming, nieuw in resultaat if nieuw]
        _weeg_opnieuw(bespreking, reden or _enige_reden(nieuw) or "Een standpunt is veranderd.", door, op)
    return [instemming for instemming, _ in resultaat]


def _enige_reden(instemmingen: Sequence[Instemming]) -> str:
    redenen = {instemming.reden for instemming in instemmingen if instemming.reden}
    return redenen.pop() if len(redenen) == 1 else ""


def _weeg_opnieuw(bespreking: Bespreking, reden: str, door: Medewerker, op: datetime) -> None:
    # Whoever has the page open sees that it changed.
    Bespreking.objects.filter(pk=bespreking.pk).update(versie=F("versie") + 1)
    heroverwegen(bespreking=bespreking, reden=reden, door=door, op=op, dag=timezone.localdate(op))


@transaction.atomic
def opnieuw_horen(*, bespreking: Bespreking, partijen: Collection[Partij], door: Medewerker, op: datetime) -> None:
    """What these parties said no longer counts, because the question changed; an own word neither."""
    vergrendel_leerling(bespreking)
    bespreking = Bespreking.objects.select_for_update().get(pk=bespreking.pk)
    rijen = bespreking.instemmingen.huidig().filter(partij__in=partijen).exclude(standpunt=Standpunt.NIET_GEHOORD)
    oud = list(rijen.order_by("partij"))
    for row in oud:
        _schrijf(bespreking, Gehoord(Partij(row.partij), Standpunt.NIET_GEHOORD), row, door, op)
    if oud:
        _weeg_opnieuw(bespreking, ANDERE_SCHOOL, door, op)


@transaction.atomic
def volg_schoolkeuze(*, keuze: Schoolkeuze, vorige: int | None, door: Medewerker, op: datetime) -> None:
    """Follower of the kernel: another school that has a say must be heard anew, and brings another familiar face.

    Unless the pupil is in: then the traject moves along.
    """
    nu = dict(Schoolkeuze.objects.lopend().filter(leerling=keuze.leerling_id).values_list("soort", "school"))
    school, was = school_die_spreekt(nu), school_die_spreekt(nu | {keuze.soort: vorige})
    if was in (None, school):
        return
    open_ = Bespreking.objects.filter(leerling=keuze.leerling_id).exclude(status=Besprekingstatus.OPGENOMEN)
    for bespreking in open_.nieuwste():
        opnieuw_horen(bespreking=bespreking, partijen=VAN_DE_VO_SCHOOL, door=door, op=op)
        van_elders = Bespreking.objects.filter(pk=bespreking.pk, vast_gezicht__isnull=False)
        van_elders.exclude(vast_gezicht__werkplek_school=school).update(vast_gezicht=None, versie=F("versie") + 1)


def _leg_een_vast(
    bespreking: Bespreking,
    een: Gehoord,
    eigen: Sequence[Partij],
    zitten: Mapping[Partij, Collection[UUID]],
    door: Medewerker,
    op: datetime,
    reden: str,
) -> tuple[Instemming, bool]:
    _eis(bespreking, een)
    huidig = bespreking.instemmingen.huidig().filter(partij=een.partij, ouder=een.ouder).first()
    if huidig and huidig.standpunt == een.standpunt and not een.reden.strip():
        een = replace(een, reden=huidig.reden)
    if huidig and (huidig.standpunt, huidig.wijze, huidig.reden) == (een.standpunt, _wijze(een), _waarom(een)):
        return huidig, False
    _eis_spreker(bespreking, een, eigen, door)
    if huidig and een.partij not in eigen and zelf_gegeven(huidig, dag=timezone.localdate(op)):
        if huidig.standpunt == een.standpunt:
            return huidig, False  # heard again at the table: the own word says it already
        raise ZelfGegeven(een.partij)
    _eis_gesprek(bespreking, een, zitten, timezone.localdate(op))
    weer_open = een.standpunt == Standpunt.NEE and bespreking.status == Besprekingstatus.OPGENOMEN
    if weer_open and een.partij in PROFESSIONALS and not (_waarom(een) or reden.strip()):
        raise WaaromNiet(een.partij)
    return _schrijf(bespreking, een, huidig, door, op), True


def _schrijf(
    bespreking: Bespreking, een: Gehoord, huidig: Instemming | None, door: Medewerker, op: datetime
) -> Instemming:
    instemming = Instemming.objects.create(
        bespreking=bespreking,
        partij=een.partij,
        ouder=een.ouder,
        standpunt=een.standpunt,
        wijze=_wijze(een),
        reden=_waarom(een),
        vastgelegd_door=door,
        vastgelegd_op=op,
        vervangt=huidig,
    )
    leg_vast(
        "instemming.vastgelegd",
        door=door,
        op=op,
        onderwerp=instemming,
        leerling=bespreking.leerling_id,
        partij=een.partij,
        standpunt=een.standpunt,
    )
    return instemming


def _wijze(een: Gehoord) -> str:
    return "" if een.standpunt in ZONDER_WIJZE else str(een.wijze)


def _waarom(een: Gehoord) -> str:
    return een.reden.strip() if een.standpunt == Standpunt.NEE else ""


def zelf_gegeven(instemming: Instemming, *, dag: date) -> bool:
    """Whether the party gave this stance itself, and whoever did still speaks for it.

    Once that person left the table, or the wish changed, others may write down anew what the party says.
    """
    if instemming.wijze != Wijze.APP:
        return False
    return Partij(instemming.partij) in spreekt_voor(instemming.vastgelegd_door, instemming.bespreking, dag=dag)


def _eis_spreker(bespreking: Bespreking, een: Gehoord, eigen: Sequence[Partij], door: Medewerker) -> None:
    """Nobody fills two parties: not by giving a stance for another, and not by having two roles."""
    if een.standpunt in ZONDER_WIJZE:
        return
    if een.wijze == Wijze.APP and een.partij not in eigen:
        raise NietToegestaan(f"Alleen {een.partij.label} zelf geeft dit standpunt in Overstap. Kies hoe u het hoorde.")
    if een.partij not in eigen:
        return
    andere = bespreking.instemmingen.huidig().filter(partij__in=eigen, vastgelegd_door=door).exclude(partij=een.partij)
    if al := andere.exclude(standpunt__in=ZONDER_WIJZE).first():
        raise NietToegestaan(
            f"U gaf al het standpunt van {Partij(al.partij).label}. Eén persoon spreekt niet voor twee partijen: "
            f"laat een collega spreken voor {een.partij.label}."
        )


def _eis_gesprek(bespreking: Bespreking, een: Gehoord, zitten: Mapping[Partij, Collection[UUID]], dag: date) -> None:
    """What is heard in a talk, is said at this table, on its day, by somebody of that party."""
    if een.standpunt in ZONDER_WIJZE or een.wijze != Wijze.GESPREK:
        return
    eis_begonnen(bespreking, dag)
    if een.partij in PROFESSIONALS and not zitten[een.partij]:
        raise NietToegestaan(
            f"Van {VOLUIT[een.partij]} zit niemand aan tafel. Hoorde u het anders? Kies telefonisch of op papier."
        )


def _eis_elk_een_eigen(
    bespreking: Bespreking, gehoord: Sequence[Gehoord], zitten: Mapping[Partij, Collection[UUID]]
) -> None:
    """Whoever spoke at the table or in the application, spoke for one party."""
    if not any(een.partij in PROFESSIONALS and een.wijze in (Wijze.GESPREK, Wijze.APP) for een in gehoord):
        return
    if not elk_een_eigen(stand.spraken(bespreking.instemmingen.huidig(), zitten)):
        raise NietToegestaan(
            "Iemand aan tafel sprak al voor een andere partij. Eén persoon spreekt niet voor twee partijen: "
            "laat een collega spreken."
        )


def _eis(bespreking: Bespreking, een: Gehoord) -> None:
    if (een.partij == Partij.OUDER) != (een.ouder is not None):
        raise NietToegestaan("Zeg bij een ouder wie het is, en bij een andere partij niet.")
    if een.ouder is not None and een.ouder.leerling_id != bespreking.leerling_id:
        raise NietToegestaan("Deze ouder hoort niet bij deze leerling.")
    if een.standpunt == Standpunt.NIET_BESCHIKBAAR and een.partij != Partij.SMW_PO:
        raise NietToegestaan(f"Niet beschikbaar kan niet bij {een.partij.label}. Kies niet gehoord.")
    if (lengte := len(_waarom(een))) > TEKENS:
        raise NietToegestaan(f"Maak de reden van {een.partij.label} korter: hoogstens {TEKENS} tekens, nu {lengte}.")
    if een.standpunt in ZONDER_WIJZE:
        return
    if een.wijze is None:
        raise NietToegestaan(f"Kies hoe {een.partij.label} het heeft laten weten.")
    bekend = bespreking.leerling.schoolkeuzes.lopend().filter(soort__in=SPREEKT)
    if een.partij in VAN_DE_VO_SCHOOL and not bekend.exists():
        raise NietToegestaan("Kies eerst de gewenste vo-school. Daarna kunt u vastleggen wat die school vindt.")
