"""What a social worker did this year, for nobody but that person: no comparison, no target of somebody else.

A fact is a function of the own work: of what this person recorded or worked in, also with pupils of whom somebody else
is the familiar face by now, and never of what others did with the own pupils. One more fact is one more name in FEITEN.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from begeleiding import signalen, urenstaat
from begeleiding.models import Doelscore, Inzet, Traject
from begeleiding.querysets.contacten import InzetQuerySet
from begeleiding.workflow import Kenmerk
from gka.access.rights import Recht
from gka.models import Medewerker
from gka.templatetags.formatting import MONTHS, hours, hours_number


@dataclass(frozen=True)
class Maand:
    """One month as a bar: label, minutes, and the same in words."""

    label: str
    value: int
    words: str


@dataclass(frozen=True)
class Feit:
    """A number to be content with, and what it says."""

    label: str
    waarde: str
    uitleg: str = ""


@dataclass(frozen=True)
class Werk:
    """Whose work, in which year, up to which day."""

    medewerker: Medewerker
    dag: date

    @property
    def inzet(self) -> InzetQuerySet:
        """The own part of every contact of this year that counts, under whatever appointment."""
        dit_jaar: InzetQuerySet = Inzet.objects.geldig_in(date(self.dag.year, 1, 1), self.dag)
        return dit_jaar.filter(aanstelling__medewerker=self.medewerker).order_by()


def maanden(werk: Werk) -> list[Maand]:
    """The rhythm of the year until now; a month without work is part of it."""
    rijen = werk.inzet.annotate(maand=TruncMonth("contact__gebeurd_op")).values("maand").annotate(som=Sum("minuten"))
    per_maand = {rij["maand"].month: rij["som"] for rij in rijen}
    return [
        Maand(MONTHS[nummer - 1], minuten := per_maand.get(nummer, 0), hours(minuten))
        for nummer in range(1, werk.dag.month + 1)
    ]


def feiten(werk: Werk) -> list[Feit]:
    """Those that have something to say."""
    return [feit for vraag in FEITEN if (feit := vraag(werk))]


def _leerlingen(werk: Werk) -> Feit | None:
    nu = Traject.objects.zichtbaar_voor(werk.medewerker, recht=Recht.CONTACT_VASTLEGGEN, op=werk.dag).lopend().count()
    return Feit("Leerlingen nu", str(nu), "die u begeleidt of die op uw school zitten") if nu else None


def _gesproken(werk: Werk) -> Feit | None:
    erbij = werk.inzet.filter(contact__deelnames__aanwezig=True)
    aantal = erbij.aggregate(aantal=Count("contact__deelnames__traject", distinct=True))["aantal"]
    return Feit("Kinderen gesproken", str(aantal), "dit jaar, alleen of in een groep") if aantal else None


def _eerste_contacten(werk: Werk) -> Feit | None:
    """First contacts of a pupil in which this person worked; what nobody did yet is nobody's."""
    direct = werk.inzet.filter(contact__soort__kenmerk__in=signalen.DIRECT)
    mijn = set(direct.values_list("contact__deelnames__traject", "contact__gebeurd_op").distinct())
    gevonden = signalen.feiten_van(Traject.objects.filter(pk__in={traject for traject, _ in mijn}))
    grenzen = signalen.grenzen_van({een.regio for een in gevonden.values()}, werk.dag)
    gelukt = [
        tijdig
        for traject, een in gevonden.items()
        for dag, tijdig in signalen.eerste_contacten(een, grenzen[een.regio])
        if (traject, dag) in mijn
    ]
    if not any(gelukt):
        return None
    return Feit(
        "Eerste contacten op tijd", str(sum(gelukt)), f"van de {len(gelukt)} die u had, bij de start en in de brugklas"
    )


def _groepen(werk: Werk) -> Feit | None:
    groepen = werk.inzet.filter(contact__soort__kenmerk=Kenmerk.GROEP)
    aantal = groepen.aggregate(aantal=Count("contact", distinct=True))["aantal"]
    return Feit("Keer in een groep", str(aantal), "een activiteit met meer kinderen") if aantal else None


def _uren_over(werk: Werk) -> Feit | None:
    gepland = urenstaat.gepland(werk.medewerker, date(werk.dag.year, 1, 1), date(werk.dag.year, 12, 31))
    if gepland is None:
        return None
    over = gepland - (werk.inzet.aggregate(som=Sum("minuten"))["som"] or 0)
    if over < 0:
        return Feit("Uren meer dan gepland", hours_number(-over), f"gepland is {hours(gepland)} voor dit jaar")
    return Feit("Uren over", hours_number(over), f"van {hours(gepland)} voor dit jaar")


def _doelen(werk: Werk) -> Feit | None:
    """Goals whose last score this person recorded this year, after an earlier one: of how many it is higher."""
    mijn = Doelscore.objects.huidig().filter(vastgelegd_door=werk.medewerker, gemeten_op__year=werk.dag.year)
    rijen = Doelscore.objects.huidig().filter(doel__in=mijn.values("doel")).in_volgorde()
    scores: dict[UUID, list[Doelscore]] = defaultdict(list)
    for rij in rijen:
        scores[rij.doel_id].append(rij)
    laatste = {rij.pk for rij in mijn}
    gemeten = [reeks for reeks in scores.values() if len(reeks) > 1 and reeks[-1].pk in laatste]
    if not gemeten:
        return None
    vooruit = sum(reeks[-1].score > reeks[0].score for reeks in gemeten)
    return Feit("Doelen dichterbij", str(vooruit), f"van de {len(gemeten)} waarvan u het laatste cijfer vastlegde")


FEITEN: Sequence[Callable[[Werk], Feit | None]] = (
    _leerlingen,
    _gesproken,
    _eerste_contacten,
    _groepen,
    _doelen,
    _uren_over,
)
