"""Hours of one worker in a week or month, and of an organisation in a year: what was done and what was planned.

Everything starts at rows that were scoped; names of pupils are those the reader may see today, and no others.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from begeleiding.models import Contact, Contactdeelname, Inzet, Maandafsluiting, Traject, Urenbudget
from begeleiding.periodes import Periode, maand
from begeleiding.querysets.uren import per_maand, werkers
from begeleiding.workflow import Kenmerk
from gka.access.rights import Recht
from gka.models import Medewerker, Organisatie
from gka.schooldagen import Schooldagen
from gka.templatetags.formatting import SHORT_MONTHS, date_long

DIRECT = (Kenmerk.DIRECT, Kenmerk.GROEP)


@dataclass(frozen=True)
class Regel:
    """One contact as it counts for one worker. `onzichtbaar` counts pupils whom the reader may not see (any more);
    with `samen` somebody else worked in it too, and its travel is of both."""

    contact: Contact
    minuten: int
    trajecten: list[Traject]
    onzichtbaar: int
    samen: bool

    @property
    def is_direct(self) -> bool:
        return self.contact.soort.kenmerk in DIRECT


@dataclass(frozen=True)
class Dag:
    dag: date
    regels: list[Regel]

    @property
    def kop(self) -> str:
        """The day in words, as a heading."""
        return date_long(self.dag).capitalize()

    @property
    def minuten(self) -> int:
        return sum(regel.minuten for regel in self.regels)

    @property
    def reisminuten(self) -> int:
        return sum(regel.contact.reisminuten for regel in self.regels)


@dataclass(frozen=True)
class Urenstaat:
    """`gepland` is nothing where no budget counts. Travel is never part of `inzet`."""

    periode: Periode
    dagen: list[Dag]
    gepland: int | None

    @property
    def regels(self) -> list[Regel]:
        return [regel for dag in self.dagen for regel in dag.regels]

    @property
    def inzet(self) -> int:
        return sum(dag.minuten for dag in self.dagen)

    @property
    def reisminuten(self) -> int:
        return sum(dag.reisminuten for dag in self.dagen)

    @property
    def direct(self) -> int:
        return sum(regel.minuten for regel in self.regels if regel.is_direct)

    @property
    def indirect(self) -> int:
        return self.inzet - self.direct

    @property
    def heeft_onzichtbaar(self) -> bool:
        """Is there a contact with a pupil whom the reader may not see?"""
        return any(regel.onzichtbaar for regel in self.regels)

    @property
    def leerlingen(self) -> list[UUID]:
        """Whose names are on the page, for the audit."""
        return sorted({traject.leerling_id for regel in self.regels for traject in regel.trajecten})


class Planning:
    """Minutes planned between two days: school days of the region, a fifth of the weekly budget each."""

    def __init__(self, budgetten: Iterable[Urenbudget], van: date, tot: date) -> None:
        self._budgetten = list(budgetten)
        regios = {budget.aanstelling.organisatie.regio_id for budget in self._budgetten}
        dagen = Periode("", van, tot).dagen()
        self._schooldagen = {
            regio: [dag for dag in dagen if schooldagen.is_schooldag(dag)]
            for regio in regios
            for schooldagen in [Schooldagen.van(regio)]
        }

    def minuten(self, medewerker: UUID, van: date, tot: date) -> int | None:
        """For this worker, in whole minutes (a half goes up); None when no budget counts on any of these days."""
        mijn = [
            budget
            for budget in self._budgetten
            if budget.aanstelling.medewerker_id == medewerker
            and budget.van <= tot
            and (budget.eindigt is None or budget.eindigt >= van)
        ]
        return sum(self._van(budget, van, tot) for budget in mijn) if mijn else None

    def _van(self, budget: Urenbudget, van: date, tot: date) -> int:
        dagen = self._schooldagen[budget.aanstelling.organisatie.regio_id]
        eerste, laatste = max(van, budget.van), min(tot, budget.eindigt or tot)
        aantal = max(0, bisect_right(dagen, laatste) - bisect_left(dagen, eerste))
        return (aantal * budget.minuten_per_week * 2 + 5) // 10


def van_medewerker(
    medewerker: Medewerker, periode: Periode, *, kijker: Medewerker, organisaties: Sequence[Organisatie] | None = None
) -> Urenstaat:
    """The hours of one worker, as `kijker` may see them; with `organisaties` only what was done for those."""
    hier: dict[str, Any] = {"aanstelling__medewerker": medewerker}
    if organisaties is not None:
        hier["aanstelling__organisatie__in"] = organisaties
    inzet = Inzet.objects.zichtbaar_voor(kijker, recht=Recht.UREN_INZIEN)
    inzet = inzet.geldig_in(periode.van, periode.tot).filter(**hier).select_related("contact__soort")
    rows = list(inzet.order_by("contact__gebeurd_op", "contact__vastgelegd_op", "contact"))
    per_dag: dict[date, list[Regel]] = defaultdict(list)
    for regel in _regels(rows, kijker):
        per_dag[regel.contact.gebeurd_op].append(regel)
    budgetten = Urenbudget.objects.zichtbaar_voor(kijker, recht=Recht.UREN_INZIEN).filter(**hier)
    planning = _planning(budgetten, periode.van, periode.tot)
    werkdagen = {dag for dag in periode.dagen() if periode.soort == "week" and dag.weekday() < 5}
    return Urenstaat(
        periode=periode,
        dagen=[Dag(dag, per_dag[dag]) for dag in sorted({*per_dag, *werkdagen})],
        gepland=planning.minuten(medewerker.pk, periode.van, periode.tot),
    )


def gepland(medewerker: Medewerker, van: date, tot: date) -> int | None:
    """Minutes planned for somebody between two days, under whatever appointment; None without a budget."""
    budgetten = Urenbudget.objects.filter(aanstelling__medewerker=medewerker)
    return _planning(budgetten, van, tot).minuten(medewerker.pk, van, tot)


def _planning(budgetten: Any, van: date, tot: date) -> Planning:
    return Planning(budgetten.in_periode(van, tot).select_related("aanstelling__organisatie"), van, tot)


def _regels(rows: Sequence[Inzet], kijker: Medewerker) -> list[Regel]:
    """Who was there, in three queries for all of them."""
    erbij: dict[UUID, list[UUID]] = defaultdict(list)
    deelnames = Contactdeelname.objects.filter(contact__in=[row.contact_id for row in rows]).order_by("traject")
    for contact, traject in deelnames.values_list("contact", "traject"):
        erbij[contact].append(traject)
    mijn = Traject.objects.zichtbaar_voor(kijker, recht=Recht.TRAJECT_INZIEN)
    alle = {key for keys in erbij.values() for key in keys}
    zichtbaar = {traject.pk: traject for traject in mijn.filter(pk__in=alle).select_related("leerling")}
    werk = Inzet.objects.filter(contact__in=[row.contact_id for row in rows]).order_by()
    samen = Counter(werk.values_list("contact", flat=True))
    return [
        Regel(
            contact=row.contact,
            minuten=row.minuten,
            trajecten=[zichtbaar[key] for key in erbij[row.contact_id] if key in zichtbaar],
            onzichtbaar=sum(key not in zichtbaar for key in erbij[row.contact_id]),
            samen=samen[row.contact_id] > 1,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Maandcel:
    periode: Periode
    minuten: int
    gepland: int | None


@dataclass(frozen=True)
class Werker:
    """One worker with the months that were asked."""

    medewerker: Medewerker
    maanden: list[Maandcel]

    @property
    def minuten(self) -> int:
        return sum(cel.minuten for cel in self.maanden)

    @property
    def gepland(self) -> int | None:
        bekend = [cel.gepland for cel in self.maanden if cel.gepland is not None]
        return sum(bekend) if bekend else None


@dataclass(frozen=True)
class Maandkop:
    """A month of the organisation: its minutes, and whether it is closed."""

    periode: Periode
    minuten: int
    gesloten: bool
    voorbij: bool

    @property
    def kort(self) -> str:
        """The month in three letters."""
        return SHORT_MONTHS[self.periode.van.month - 1]


@dataclass(frozen=True)
class Overzicht:
    maanden: list[Maandkop]
    werkers: list[Werker]

    @property
    def minuten(self) -> int:
        return sum(kop.minuten for kop in self.maanden)

    @property
    def te_sluiten(self) -> list[Maandkop]:
        """Months that are over, with hours, and still open."""
        return [kop for kop in self.maanden if kop.voorbij and kop.minuten and not kop.gesloten]


def van_organisatie(organisatie: Organisatie, maanden: Sequence[Periode], *, dag: date) -> Overzicht:
    """Minutes per worker and month of one year (or one month of it), without a name of any pupil."""
    van, tot = maanden[0].van, maanden[-1].tot
    minuten = per_maand(organisatie, van, tot)
    toen = {
        aanstelling.medewerker
        for aanstelling in werkers([organisatie])
        if aanstelling.medewerker_id in minuten
        or (aanstelling.van <= tot and (aanstelling.tot is None or aanstelling.tot >= van))
    }
    planning = _planning(Urenbudget.objects.filter(aanstelling__organisatie=organisatie), van, tot)
    dicht = set(
        Maandafsluiting.objects.geldig()
        .filter(organisatie=organisatie, maand__range=(van, tot))
        .values_list("maand", flat=True)
    )
    rijen = [
        Werker(
            medewerker,
            [
                Maandcel(
                    periode,
                    minuten[medewerker.pk].get(periode.van.month, 0),
                    planning.minuten(medewerker.pk, periode.van, periode.tot),
                )
                for periode in maanden
            ],
        )
        for medewerker in sorted(toen, key=lambda een: (een.naam, str(een.pk)))
    ]
    koppen = [
        Maandkop(
            periode,
            sum(per.get(periode.van.month, 0) for per in minuten.values()),
            gesloten=periode.van in dicht,
            voorbij=periode.tot < dag,
        )
        for periode in maanden
    ]
    return Overzicht(koppen, rijen)


def jaar(nummer: int) -> list[Periode]:
    """The months of a year."""
    return [maand(date(nummer, een, 1)) for een in range(1, 13)]
