"""What views may read: protected figures, and of those only what this person's cell of the one table allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gka.access.rights import Recht
from gka.access.table import TABEL, Gegeven, Rol, Zicht
from gka.models import Cohort, Medewerker, Regio
from monitoring.models import Publicatie, Rapport
from monitoring.onthulling import publiceren, tellingen
from monitoring.onthulling.catalogus import GEMEENTE, INDICATOREN, KERN, TOTAAL, Indicator, Tabel

EENHEDEN = {"leerlingen": "", "%": "%", "uur": " uur"}


@dataclass(frozen=True)
class Kijker:
    """Whose eyes: the region, the cells of the table, and the municipalities (CBS codes) this person works for."""

    regio: Regio
    zicht: frozenset[Zicht]
    gemeenten: frozenset[str]

    def ziet(self, tabel: Tabel, rij: str) -> bool:
        """May this row of the table be shown to this person?"""
        if self.zicht & tabel.alles:
            return True
        return bool(self.zicht & tabel.eigen) and (rij == TOTAAL or rij in self.gemeenten)


@dataclass(frozen=True)
class Cijfer:
    """One protected figure with its own date. `waarde` None: hidden, `reden` says why."""

    code: str
    naam: str
    waarde: int | None
    reden: str
    peildatum: date
    n: int | None = None
    plaatsen: int | None = None

    @property
    def verborgen(self) -> bool:
        return self.waarde is None

    @property
    def tekst(self) -> str:
        """The number as every screen and file shows it."""
        return "x" if self.waarde is None else str(self.waarde)

    @property
    def met_eenheid(self) -> str:
        """The number with its unit, where that is not simply pupils."""
        return f"{self.tekst}{EENHEDEN[self.indicator.eenheid]}"

    @property
    def indicator(self) -> Indicator:
        return INDICATOREN[self.code]


@dataclass(frozen=True)
class Stand:
    """The key figures of one cohort."""

    cohort: Cohort
    cijfers: dict[str, Cijfer]

    def __getitem__(self, code: str) -> Cijfer:
        return self.cijfers[code]

    @property
    def rijen(self) -> list[Cijfer]:
        return list(self.cijfers.values())


def kijker(medewerker: Medewerker, *, recht: Recht, op: date) -> Kijker | None:
    """The eyes of this person, in the region of the first appointment with the right."""
    rows = medewerker.aanstellingen_met(recht, op)
    if not rows:
        return None
    regio = rows[0].organisatie.regio
    rows = [row for row in rows if row.organisatie.regio_id == regio.pk]
    gemeenten = {row.organisatie.gemeente.cbs_code for row in rows if row.organisatie.gemeente}
    return Kijker(regio, frozenset(TABEL[Gegeven.CIJFERS][Rol(row.rol)] for row in rows), frozenset(gemeenten))


def kerncijfers(wie: Kijker, cohort: Cohort, *, peildatum: date | None = None) -> Stand | None:
    """The newest key figures of a cohort, or those of a snapshot of exactly `peildatum`."""
    if cohort.regio_id != wie.regio.pk or not wie.zicht & KERN.alles:
        return None
    rows = Publicatie.objects.filter(cohort=cohort, tabel=KERN.code)
    if peildatum:
        rows = rows.filter(momentopname__peildatum=peildatum)
    row = rows.order_by("-momentopname__peildatum", "-momentopname__nummer").first()
    return Stand(cohort, {cijfer.code: cijfer for cijfer in _cijfers(row.cellen)}) if row else None


def gemeentecijfers(wie: Kijker, cohort: Cohort) -> list[Cijfer]:
    """The municipalities this person may see, the total last; none when the table was not published yet."""
    rows = Publicatie.objects.filter(cohort=cohort, tabel=GEMEENTE.code)
    row = rows.order_by("-momentopname__peildatum", "-momentopname__nummer").first()
    if row is None or cohort.regio_id != wie.regio.pk:
        return []
    cijfers = [cijfer for cijfer in _cijfers(row.cellen) if wie.ziet(GEMEENTE, cijfer.code)]
    return sorted(cijfers, key=lambda cijfer: (cijfer.code == TOTAAL, cijfer.naam))


def met_cijfers(cohorten: Iterable[Cohort]) -> set[int]:
    """Which of these cohorts have figures."""
    return set(Publicatie.objects.filter(cohort__in=list(cohorten)).values_list("cohort_id", flat=True).distinct())


def rapportcijfers(rapport: Rapport) -> list[Stand]:
    """The key figures of a report, the newest cohort first."""
    rows = rapport.momentopname.publicaties.filter(tabel=KERN.code).select_related("cohort").order_by("-cohort__jaar")
    return [Stand(row.cohort, {cijfer.code: cijfer for cijfer in _cijfers(row.cellen)}) for row in rows]


def klopt(rapport: Rapport) -> bool:
    """Is the report still what was frozen?"""
    return publiceren.klopt(rapport.momentopname)


def _cijfers(cellen: Iterable[dict[str, Any]]) -> list[Cijfer]:
    return [
        Cijfer(
            code=cel["rij"],
            naam=cel.get("naam") or INDICATOREN[cel["rij"]].naam,
            waarde=cel["waarde"],
            reden=cel["reden"],
            peildatum=date.fromisoformat(cel["peildatum"]),
            n=cel.get("n", cel["waarde"]),
            plaatsen=cel.get("plaatsen"),
        )
        for cel in cellen
    ]


@dataclass(frozen=True)
class Bezetting:
    """Live use of the places of one vo-school. Not protected: only for whoever holds `bezetting_inzien`."""

    school: str
    gebruikt: int
    plaatsen: int | None

    @property
    def vol(self) -> bool:
        return self.plaatsen is not None and self.gebruikt >= self.plaatsen


def bezetting_nu(medewerker: Medewerker, cohort: Cohort, *, op: date) -> list[Bezetting]:
    """The places as they are used today; empty for whoever has no right to them in the region of the cohort."""
    wie = kijker(medewerker, recht=Recht.BEZETTING_INZIEN, op=op)
    if wie is None or wie.regio.pk != cohort.regio_id:
        return []
    return [Bezetting(school.naam, aantal, plaatsen) for school, aantal, plaatsen in tellingen.bezetting(cohort, op)]
