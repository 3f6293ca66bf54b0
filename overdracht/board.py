"""What the pages of an overleg show: a row per pupil, a tile per wished school, and where one may click through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from gka.access.rights import Recht
from gka.models import Advies, Leerling, Medewerker, Plaatsen, School
from gka.workflow import Adviessoort, Doel
from overdracht import stand
from overdracht.models import Besluit, Bespreking, Overleg
from overdracht.querysets import BesprekingQuerySet
from overdracht.stand import Plek
from overdracht.workflow import OPEN, Akkoord, Besprekingstatus, Keus

ALLES_IS_ER = "Alles is er. Leg het besluit vast."
TOON = {
    Besprekingstatus.OPGENOMEN: "done",
    Besprekingstatus.NIET_OPGENOMEN: "quiet",
    Besprekingstatus.WACHT: "attention",
}


@dataclass(frozen=True)
class Rij:
    """One pupil on the board. `leerling_url` is empty for whoever may not open the pupil page."""

    bespreking: Bespreking
    plekken: list[Plek]
    school: School | None
    advies: Advies | None
    besluit: Besluit | None
    nodig: tuple[str, ...]
    mag_bespreken: bool
    mag_deelnemen: bool
    leerling_url: str

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
        if not self.besluit or self.bespreking.status != Besprekingstatus.WACHT:
            return ""
        if self.nodig == (ALLES_IS_ER,):
            return ALLES_IS_ER
        if self.besluit.keus == Keus.LATER:
            return "Later opnieuw bespreken."
        return "" if self.mag_deelnemen else "Toestemming om mee te doen ontbreekt."

    @property
    def toon(self) -> str:
        return toon(self.bespreking)


@dataclass(frozen=True)
class Tegel:
    """A secondary school: how many pupils of this overleg wish it, and how many places were agreed (None: not yet)."""

    school: School
    willen: int
    plaatsen: int | None


def toon(bespreking: Bespreking) -> str:
    """The tone of the tag with the status."""
    return TOON.get(Besprekingstatus(bespreking.status), "quiet")


def besprekingen(overleg: Overleg, medewerker: Medewerker) -> BesprekingQuerySet:
    """What this person may see of an overleg, in the order of the board."""
    rows: BesprekingQuerySet = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_INZIEN)
    return rows.filter(overleg=overleg).op_de_lijst().order_by("leerling__roepnaam", "leerling__achternaam", "pk")


def rijen(rows: BesprekingQuerySet, medewerker: Medewerker, dag: date) -> list[Rij]:
    """The rows, in a number of queries that does not grow with the pupils."""
    # The test result is not advice of the school, and not for this table.
    adviezen = Advies.objects.exclude(soort=Adviessoort.TOETS).order_by("datum", "vastgelegd_op")
    gevonden = list(
        rows.met_stand().prefetch_related(Prefetch("leerling__adviezen", adviezen, to_attr="schooladviezen"))
    )
    bekend = zichtbare_leerlingen((row.leerling_id for row in gevonden), medewerker)
    return [_rij(row, row.leerling_id in bekend, dag) for row in gevonden]


def zichtbare_leerlingen(keys: Iterable[UUID], medewerker: Medewerker) -> set[UUID]:
    """Of these pupils, those whose page this person may open."""
    mag = Leerling.objects.zichtbaar_voor(medewerker, recht=Recht.LEERLING_INZIEN)
    return set(mag.filter(pk__in=list(keys)).values_list("pk", flat=True))


def nodig(bespreking: Bespreking, dag: date) -> tuple[str, ...]:
    """The tasks that are left before a waiting decision can be taken, as things stand now."""
    huidig = stand.besluit(bespreking)
    if huidig is None or bespreking.status != Besprekingstatus.WACHT:
        return ()
    nu = stand.oordeel(bespreking, Keus(huidig.keus), dag=dag)
    return nu.nodig or (ALLES_IS_ER,)


def tegels(rijen: Iterable[Rij], overleg: Overleg) -> list[Tegel]:
    """A tile per wished school, over the pupils that are shown."""
    scholen: dict[int, School] = {}
    willen: dict[int, int] = {}
    for rij in rijen:
        if rij.school:
            scholen[rij.school.pk] = rij.school
            willen[rij.school.pk] = willen.get(rij.school.pk, 0) + 1
    # In autumn the overleg is about places that start in January.
    dag = max(overleg.datum, date(overleg.cohort.jaar, 1, 1))
    afgesproken = Plaatsen.objects.filter(cohort=overleg.cohort_id, school__in=scholen, vanaf__lte=dag)
    plaatsen = dict(afgesproken.order_by("vanaf").values_list("school", "aantal"))
    return [
        Tegel(school, willen[pk], plaatsen.get(pk))
        for pk, school in sorted(scholen.items(), key=lambda item: item[1].naam)
    ]


def volgende(bespreking: Bespreking, medewerker: Medewerker) -> Bespreking | None:
    """The next pupil on the list of whom nothing is decided, starting after this one and going round."""
    rows: list[Any] = list(besprekingen(bespreking.overleg, medewerker).only("pk", "status"))
    plek = next((nummer for nummer, row in enumerate(rows) if row.pk == bespreking.pk), -1)
    rond = [*rows[plek + 1 :], *rows[: max(plek, 0)]]
    return next((row for row in rond if row.status in OPEN), None)


def _rij(bespreking: Bespreking, bekend: bool, dag: date) -> Rij:
    leerling: Any = bespreking.leerling
    akkoorden = stand.akkoorden(bespreking, dag=dag)
    return Rij(
        bespreking=bespreking,
        plekken=stand.plekken(bespreking),
        school=stand.gewenste_school(bespreking),
        advies=leerling.schooladviezen[-1] if leerling.schooladviezen else None,
        besluit=stand.besluit(bespreking),
        nodig=nodig(bespreking, dag),
        mag_bespreken=akkoorden[Doel.BESPREKEN] == Akkoord.GEGEVEN,
        mag_deelnemen=akkoorden[Doel.DEELNEMEN] == Akkoord.GEGEVEN,
        leerling_url=leerling.get_absolute_url() if bekend else "",
    )
