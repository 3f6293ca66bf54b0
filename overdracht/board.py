"""What the pages of an overleg show: a row per pupil, a tile per school, and where one may click through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from gka.access.rights import Recht
from gka.models import Advies, Cohort, Leerling, Medewerker, Ouder, Plaatsen, School, Schoolkeuze, Toestemming
from gka.templatetags.formatting import join_and
from gka.workflow import Doel
from overdracht import stand
from overdracht.models import Besluit, Bespreking, Overleg
from overdracht.plaatsen import Bezetting, bezetting
from overdracht.querysets import BesprekingQuerySet
from overdracht.sprekers import SPREEKT
from overdracht.stand import Plek
from overdracht.workflow import DOELEN, GEZIN, OPEN, Akkoord, Besprekingstatus, Keus, Uitkomst

ALLES_IS_ER = "Alles is er. Leg het besluit vast."
NIEUW_OVERLEG = "De leerling zit nu op een andere basisschool. Plan een nieuw overleg."
PAST_NIET = "Het besluit past niet meer bij wat er is gezegd. Leg het opnieuw vast."
TOON = {
    Besprekingstatus.OPGENOMEN: "done",
    Besprekingstatus.NIET_OPGENOMEN: "quiet",
    Besprekingstatus.WACHT: "attention",
}


@dataclass(frozen=True)
class Rij:
    """One pupil on the board. `school` is the secondary school that has a say; `leerling_url` is empty for whoever may
    not open the pupil page."""

    bespreking: Bespreking
    plekken: list[Plek]
    school: School | None
    advies: Advies | None
    besluit: Besluit | None
    nodig: tuple[str, ...]
    begonnen: bool
    mag_bespreken: bool
    mag_deelnemen: bool
    leerling_url: str
    plaatsen: Bezetting | None
    merk: str
    volgmerk: str

    @property
    def sleutel(self) -> str:
        """Part of every address and name on the page that is about this row."""
        return self.bespreking.pk.hex

    @property
    def formulier(self) -> str:
        """The id of the form of this row; its fields lie in several cells."""
        return f"bewaar-{self.sleutel}"

    @property
    def alleen_lezen(self) -> bool:
        return stand.alleen_lezen(self.bespreking)

    @property
    def naar(self) -> str:
        return stand.naar(self.bespreking)

    @property
    def wachtplek(self) -> str:
        """`wachtlijst: 2e voor Compass`, for a pupil who is in without a place."""
        nummer = self.plaatsen.wachtplek(self.bespreking.leerling_id) if self.plaatsen else None
        return f"wachtlijst: {nummer}e voor {self.school}" if nummer else ""

    @property
    def plekken_over(self) -> str:
        """How many places are left at that school, for whoever has none yet."""
        if self.plaatsen is None or self.bespreking.status == Besprekingstatus.OPGENOMEN:
            return ""
        if self.plaatsen.vrij is None:
            return "plekken nog niet afgesproken"
        return f"nog {self.plaatsen.vrij} van {self.plaatsen.afgesproken} plekken" if self.plaatsen.vrij else ""

    @property
    def vol(self) -> bool:
        """A traject would exceed the places of that school."""
        niet_in = self.bespreking.status != Besprekingstatus.OPGENOMEN
        return niet_in and self.plaatsen is not None and self.plaatsen.vol

    @property
    def waarom_vol(self) -> str:
        return self.plaatsen.waarom_vol(self.school) if self.vol and self.plaatsen and self.school else ""

    @property
    def geen_plek(self) -> str:
        """The same as a few words: `geen plek meer`, or that the school has none yet."""
        if not self.vol or self.plaatsen is None:
            return ""
        return "geen plek meer" if self.plaatsen.afgesproken else "nog geen plekken"

    @property
    def wordt(self) -> int:
        """The place in the waiting order that this pupil would get."""
        return self.plaatsen.wachten + 1 if self.plaatsen else 1

    @property
    def reden_nodig(self) -> bool:
        """Whether a decision may take a reason: it changes one, or there is no place."""
        return self.besloten or self.vol

    @property
    def nog_open(self) -> bool:
        """Whether anybody at the table was not heard yet; before the day nobody sits there."""
        return self.begonnen and bool(self._te_vragen)

    @property
    def gezin_zegt_ja(self) -> str:
        """`leerling en moeder waren erbij`: of whom of the family "everyone said yes" speaks, and says that they were
        there."""
        wie = [str(plek.ouder or plek.partij.label) for plek in self._te_vragen if plek.partij in GEZIN]
        return f"{join_and(wie)} {'was' if len(wie) == 1 else 'waren'} erbij" if wie else ""

    @property
    def _te_vragen(self) -> list[Plek]:
        return [*stand.nog_te_vragen(self.bespreking), *stand.tik_zegt_erbij(self.bespreking)]

    @property
    def besloten(self) -> bool:
        return stand.is_definitief(self.besluit)

    @property
    def open(self) -> bool:
        """Nothing decided yet, and one may talk about it."""
        return self.bespreking.status in OPEN and self.mag_bespreken

    @property
    def uitkomst(self) -> str:
        return str(Besprekingstatus(self.bespreking.status).label).capitalize()

    @property
    def kort_nodig(self) -> str:
        """What is left to do that the rings do not show."""
        if not self.besluit:
            return ""
        if self.nodig in ((ALLES_IS_ER,), (PAST_NIET,)):
            return self.nodig[0]
        if self.bespreking.status != Besprekingstatus.WACHT:
            return ""
        if self.besluit.keus == Keus.LATER:
            return "Later opnieuw bespreken."
        return "" if self.mag_deelnemen else "Toestemming om mee te doen ontbreekt."

    @property
    def waarom(self) -> str:
        """Why the table chose no traject, if that was written down."""
        return self.besluit.reden if self.besluit and self.besluit.keus == Keus.GEEN_TRAJECT else ""

    @property
    def toon(self) -> str:
        return toon(self.bespreking)


@dataclass(frozen=True)
class Tegel:
    """A secondary school: how many pupils of this overleg go there or wish to, and how full it is."""

    school: School
    willen: int
    plaatsen: Bezetting


def toon(bespreking: Bespreking) -> str:
    """The tone of the tag with the status."""
    return TOON.get(Besprekingstatus(bespreking.status), "quiet")


def besprekingen(overleg: Overleg, medewerker: Medewerker) -> BesprekingQuerySet:
    """What this person may see of an overleg, in the order of the board."""
    rows: BesprekingQuerySet = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_INZIEN)
    return rows.filter(overleg=overleg).op_de_lijst().order_by("leerling__roepnaam", "leerling__achternaam", "pk")


def aantal_over(overleg: Overleg, dag: date) -> int:
    """How many pupils of its list were handed over to the secondary school since; to be counted only."""
    lijst: BesprekingQuerySet = Bespreking.objects.filter(overleg=overleg).op_de_lijst()
    return lijst.om_te_tellen(lijst.none(), Overleg.objects.filter(pk=overleg.pk), dag).count()


def rijen(rows: BesprekingQuerySet, medewerker: Medewerker, dag: date) -> list[Rij]:
    """The rows, in a number of queries that does not grow with the pupils."""
    adviezen = Prefetch("leerling__adviezen", Advies.objects.van_de_school(), to_attr="schooladviezen")
    gevonden = list(rows.met_stand().select_related("reden_1", "reden_2").prefetch_related(adviezen))
    bekend = zichtbare_leerlingen((row.leerling_id for row in gevonden), medewerker)
    plaatsen = _plaatsen(gevonden, dag)
    return [_rij(row, row.leerling_id in bekend, plaatsen, dag) for row in gevonden]


def rij(bespreking: Bespreking, medewerker: Medewerker, dag: date) -> Rij:
    """The row of one pupil, as it is saved now."""
    (gevonden,) = rijen(Bespreking.objects.filter(pk=bespreking.pk), medewerker, dag)
    return gevonden


def volgmerken(rows: BesprekingQuerySet) -> dict[str, str]:
    """Per row of the board its id on the page and its `volgmerk`, in one query."""
    keuzes = Schoolkeuze.objects.lopend().filter(leerling=OuterRef("leerling"))
    scholen = [Subquery(keuzes.filter(soort=soort).values("school")[:1]) for soort in SPREEKT]
    antwoorden = Toestemming.objects.filter(doel__in=DOELEN, leerling=OuterRef("leerling")).order_by("-vastgelegd_op")
    adviezen = Advies.objects.van_de_school().filter(leerling=OuterRef("leerling")).reverse()
    gevonden = rows.values_list(
        "pk",
        "versie",
        "status",
        "overleg__datum",
        "leerling__versie",
        _waarde(Ouder.objects.filter(leerling=OuterRef("leerling")), "leerling", Sum("versie")),
        Coalesce(*scholen),
        Subquery(adviezen.values("pk")[:1]),
        Subquery(antwoorden.values("vastgelegd_op")[:1]),
    )
    return {f"rij-{pk.hex}": _volgmerk(*wat) for pk, *wat in gevonden}


def plekkenmerk(overleg: Overleg) -> str:
    """A mark that changes when the places left at a school may be others, in one query: something was decided in this
    year, one of its pupils chose another school, or a school agreed on more or fewer places."""
    besluiten = Besluit.objects.filter(bespreking__overleg__cohort=OuterRef("pk")).order_by("-vastgelegd_op")
    keuzes = Schoolkeuze.objects.filter(leerling__cohortdeelnames__cohort=OuterRef("pk")).order_by("-vastgelegd_op")
    plaatsen = Plaatsen.objects.filter(cohort=OuterRef("pk"))
    (nu,) = Cohort.objects.filter(pk=overleg.cohort_id).values_list(
        Subquery(besluiten.values("vastgelegd_op")[:1]),
        Subquery(keuzes.values("vastgelegd_op")[:1]),
        _waarde(plaatsen, "cohort", Count("pk")),
        _waarde(plaatsen, "cohort", Sum("aantal")),
    )
    return _merk(nu)


def _waarde(rows: QuerySet[Any], per: str, wat: Count | Sum) -> Subquery:
    return Subquery(rows.order_by().values(per).annotate(waarde=wat).values("waarde"))


def _volgmerk(
    versie: int,
    status: str,
    datum: date,
    leerling: int,
    ouders: int | None,
    school_id: int | None,
    advies: UUID | None,
    antwoord_op: datetime | None,
) -> str:
    """A mark that changes when the row does: also by a stance, a consent, another wish or advice, another name or
    parent, unlike `Rij.merk`. The places left have a mark of their own, for they change in every row of a school."""
    return _merk((versie, str(status), datum, leerling, ouders, school_id, advies, antwoord_op))


def _merk(wat: object) -> str:
    return sha256(repr(wat).encode()).hexdigest()[:16]


def _plaatsen(rows: list[Bespreking], dag: date) -> dict[int, Bezetting]:
    """Per school that has a say; the rows are of one overleg."""
    scholen = {school.pk for row in rows if (school := stand.school_die_spreekt(row))}
    if not scholen:
        return {}
    overleg = rows[0].overleg
    return bezetting(overleg.cohort, scholen, dag=max(overleg.datum, dag))


def zichtbare_leerlingen(keys: Iterable[UUID], medewerker: Medewerker) -> set[UUID]:
    """Of these pupils, those whose page this person may open."""
    mag = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.LEERLING_INZIEN)
    return set(mag.filter(pk__in=list(keys)).values_list("pk", flat=True))


def nodig(bespreking: Bespreking, dag: date) -> tuple[str, ...]:
    """The tasks that are left before a waiting decision can be taken, as things stand now, or to take it anew."""
    huidig = stand.besluit(bespreking)
    if huidig is None:
        return ()
    if stand.alleen_lezen(bespreking):
        return (NIEUW_OVERLEG,)
    if bespreking.status != Besprekingstatus.WACHT:
        return () if stand.klopt(bespreking, dag=dag) else (PAST_NIET,)
    nu = stand.oordeel(bespreking, Keus(huidig.keus), dag=dag)
    return nu.nodig or ((PAST_NIET if nu.uitkomst == Uitkomst.NIET_OPGENOMEN else ALLES_IS_ER),)


def tegels(rijen: Iterable[Rij]) -> list[Tegel]:
    """A tile per secondary school, over the pupils that are shown."""
    willen: dict[int, list[Rij]] = {}
    for rij in rijen:
        if rij.school:
            willen.setdefault(rij.school.pk, []).append(rij)
    gevonden = [(groep[0].school, len(groep), groep[0].plaatsen) for groep in willen.values()]
    gesorteerd = sorted(gevonden, key=lambda een: een[0].naam if een[0] else "")
    return [Tegel(school, aantal, bezet) for school, aantal, bezet in gesorteerd if school and bezet]


def volgende(bespreking: Bespreking, medewerker: Medewerker) -> Bespreking | None:
    """The next pupil on the list of whom nothing is decided, starting after this one and going round."""
    rows: list[Any] = list(besprekingen(bespreking.overleg, medewerker).only("pk", "status"))
    plek = next((nummer for nummer, row in enumerate(rows) if row.pk == bespreking.pk), -1)
    rond = [*rows[plek + 1 :], *rows[: max(plek, 0)]]
    return next((row for row in rond if row.status in OPEN), None)


def _rij(bespreking: Bespreking, bekend: bool, plaatsen: dict[int, Bezetting], dag: date) -> Rij:
    leerling: Any = bespreking.leerling
    school = stand.school_die_spreekt(bespreking)
    akkoorden = stand.akkoorden(bespreking, dag=dag)
    advies = leerling.schooladviezen[-1] if leerling.schooladviezen else None
    return Rij(
        bespreking=bespreking,
        plekken=stand.plekken(bespreking),
        school=school,
        advies=advies,
        besluit=stand.besluit(bespreking),
        nodig=nodig(bespreking, dag),
        begonnen=stand.begonnen(bespreking.overleg, dag),
        mag_bespreken=akkoorden[Doel.BESPREKEN] == Akkoord.GEGEVEN,
        mag_deelnemen=akkoorden[Doel.DEELNEMEN] == Akkoord.GEGEVEN,
        leerling_url=leerling.get_absolute_url() if bekend else "",
        plaatsen=plaatsen.get(school.pk) if school else None,
        merk=stand.rijmerk(bespreking),
        volgmerk=_volgmerk(
            bespreking.versie,
            bespreking.status,
            bespreking.overleg.datum,
            leerling.versie,
            sum(ouder.versie for ouder in leerling.alle_ouders) or None,
            school.pk if school else None,
            advies.pk if advies else None,
            max((rij.vastgelegd_op for rij in leerling.huidige_toestemmingen), default=None),
        ),
    )
