"""What somebody has to do next for a pupil: rules that look at one pupil whose facts were fetched for many at once.

A rule belongs to the right that lets one do the work; upper apps register theirs in `AppConfig.ready()`. A list of
pupils costs as many queries as one pupil, because every rule reads what `met_feiten` fetched.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from gka.access.rights import Recht
from gka.models import Advies, Cohortdeelname, Leerling, Medewerker, Ouder
from gka.privacy.overview import met_toestemmingen
from gka.querysets import LeerlingQuerySet


@dataclass(frozen=True)
class Taak:
    """One thing to do. `soort` is the kind one filters on, `voor` the day it must be done, `url` where one does it.

    `allen` is the page where one does it for all pupils at once, if there is one.
    """

    soort: str
    label: str
    zin: str
    url: str = ""
    voor: date | None = None
    laat: bool = False  # that day is over
    allen: str = ""

    @property
    def toon(self) -> str:
        """The tone of its tag: what has its day still to come is no alarm."""
        return "attention" if self.voor is None or self.laat else "quiet"


Taken = Callable[[Leerling, date], Iterable[Taak]]


@dataclass(frozen=True)
class Regel:
    """A rule, the right to do its work, and its kinds of tasks with the sentence that names each for many pupils.

    `feiten` fetches what the rule reads beyond what `met_feiten` fetches for all; `jaren` says for how many years after
    the year of the pupil it still asks.
    """

    recht: Recht
    soorten: Mapping[str, str]
    taken: Taken
    feiten: Callable[[LeerlingQuerySet], LeerlingQuerySet] | None = None
    jaren: int = 0

    def vraagt(self, leerling: Leerling, dag: date) -> Iterable[Taak]:
        """Of a year that is over nothing need be done any more, but for what such a rule still asks."""
        deelnames: list[Cohortdeelname] = leerling.deelnames  # type: ignore[attr-defined]
        voorbij = deelnames and deelnames[0].cohort.jaar + self.jaren < dag.year
        return () if voorbij else self.taken(leerling, dag)


@dataclass(frozen=True)
class Groep:
    """One kind of task over all pupils of a person: how many, and the most urgent of them."""

    soort: str
    zin: str
    aantal: int
    eerste: Taak


_REGELS: dict[str, Regel] = {}


def register(naam: str, regel: Regel) -> None:
    """Add a rule by name, `app.rule`; the same name again replaces it."""
    _REGELS[naam] = regel


def soorten(rechten: Iterable[Recht]) -> dict[str, str]:
    """The kinds of tasks these rights bring, with their sentences, in the order of registration."""
    houdt = set(rechten)
    return {soort: zin for regel in _REGELS.values() if regel.recht in houdt for soort, zin in regel.soorten.items()}


def met_feiten(leerlingen: LeerlingQuerySet) -> LeerlingQuerySet:
    """With all that rules read: `lopende_schoolkeuzes`, `huidige_toestemmingen`, `alle_adviezen` (newest first),
    `alle_ouders`, `deelnames` (newest cohort first, with its steps)."""
    # The way to reach a parent is encrypted and of no use here: it stays in the database.
    ouders = Ouder.objects.defer("contact").op_volgorde()
    adviezen = Advies.objects.order_by("-vastgelegd_op", "pk")
    deelnames = Cohortdeelname.objects.select_related("cohort").prefetch_related("cohort__stappen")
    leerlingen = met_toestemmingen(leerlingen.met_schoolweg()).prefetch_related(
        Prefetch("ouders", ouders, to_attr="alle_ouders"),
        Prefetch("adviezen", adviezen, to_attr="alle_adviezen"),
        Prefetch("cohortdeelnames", deelnames.order_by("-cohort__jaar"), to_attr="deelnames"),
    )
    for regel in _REGELS.values():
        leerlingen = regel.feiten(leerlingen) if regel.feiten else leerlingen
    return leerlingen


def voor_leerling(leerling: Leerling, rechten: Iterable[Recht], dag: date) -> list[Taak]:
    """The tasks of one pupil (fetched `met_feiten`) for whoever holds these rights there, the nearest day first."""
    houdt = set(rechten)
    taken = [taak for regel in _REGELS.values() if regel.recht in houdt for taak in regel.vraagt(leerling, dag)]
    return sorted(taken, key=_dag)


def overzicht(medewerker: Medewerker, dag: date) -> list[Groep]:
    """All tasks of a person by kind, the nearest day first."""
    per_soort: dict[str, list[Taak]] = {}
    for _, taken in _per_leerling(medewerker, dag):
        for soort, taak in {taak.soort: taak for taak in taken}.items():
            per_soort.setdefault(soort, []).append(taak)
    groepen = [
        Groep(soort, zin, len(per_soort[soort]), min(per_soort[soort], key=_dag))
        for soort, zin in soorten(medewerker.rechten(dag)).items()
        if soort in per_soort
    ]
    return sorted(groepen, key=lambda groep: _dag(groep.eerste))


def met_taak(medewerker: Medewerker, soort: str, dag: date) -> list[uuid.UUID]:
    """The pupils for whom this person has a task of this kind."""
    return [pk for pk, taken in _per_leerling(medewerker, dag) if any(taak.soort == soort for taak in taken)]


def _dag(taak: Taak) -> date:
    return taak.voor or date.max


def _per_leerling(medewerker: Medewerker, dag: date) -> Iterable[tuple[uuid.UUID, list[Taak]]]:
    """Once for all rights of the same appointments; not for all rights at once, because a right at one school does not
    count at another."""
    rechten_van: dict[tuple[uuid.UUID, ...], list[Recht]] = {}
    for recht in dict.fromkeys(regel.recht for regel in _REGELS.values()):
        stoelen = [stoel.pk for stoel in medewerker.aanstellingen_met(recht, dag)]
        if stoelen:
            rechten_van.setdefault(tuple(stoelen), []).append(recht)
    for rechten in rechten_van.values():
        leerlingen = Leerling.objects.zichtbaar_voor(medewerker, recht=rechten[0], op=dag)
        jaren = max(regel.jaren for regel in _REGELS.values() if regel.recht in rechten)
        lopend = leerlingen.filter(cohortdeelnames__cohort__jaar__gte=dag.year - jaren).distinct()
        for leerling in met_feiten(lopend):
            yield leerling.pk, voor_leerling(leerling, rechten, dag)
