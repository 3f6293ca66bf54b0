"""How a bespreking came to stand as it does: who stood where, when, and what changed since.

Reads the rows that are only ever added to (stances, decisions, status steps, answers about consent, what was said
before it was overwritten), never the audit: what is said here is what counted. What one person recorded in one go is
one moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils.text import capfirst

from gka.models import Medewerker, Toestemming
from gka.privacy.consent import WOORDEN, wie_zegt
from gka.templatetags.formatting import join_and
from gka.workflow import Doel, Toestemmingstand
from overdracht.models import Besluit, Bespreking, Instemming, Statuswissel
from overdracht.verloop_regels import NIET_LEESBAAR, Ging, Regel, afspraken, scholen, vervangen
from overdracht.verloop_regels import inhoud as inhoud_van
from overdracht.workflow import DEFINITIEF, DOELEN, Besprekingstatus, Partij, Uitkomst

STAP = {
    Besprekingstatus.VOORGESTELD: "Op de lijst gezet",
    Besprekingstatus.BESPROKEN: "Besproken",
    Besprekingstatus.VERVALLEN: "Van de lijst gehaald",
}


@dataclass(frozen=True)
class Moment:
    """What one person recorded in one go. `geldt`: the decision that stands was taken here."""

    op: datetime
    door: Medewerker
    titel: str
    regels: tuple[Regel, ...]
    geldt: bool


def van(bespreking: Bespreking, *, met_gever: bool, met_inhoud: bool = True) -> list[Moment]:
    """Every moment of this bespreking, the newest first, in a number of queries that does not grow with it.

    `met_gever`: whether the reader may see who gave or withdrew a consent; else only what became of it. `met_inhoud`:
    whether the reader may see what was written and which schools there were; else only that something was written.
    """
    besluiten = _keten(bespreking.besluiten.select_related("vastgelegd_door"))
    instemmingen = bespreking.instemmingen.select_related("ouder", "vastgelegd_door").defer("ouder__contact")
    wissels = list(bespreking.statuswissels.select_related("door").order_by("op"))
    begin = wissels[0].op if wissels else bespreking.overleg.gemaakt_op
    # Every answer since the pupil came on the list: a decision may rest on one that changed nothing by itself.
    antwoorden = (
        Toestemming.objects.zonder_contact()
        .filter(leerling=bespreking.leerling_id, doel__in=DOELEN, vastgelegd_op__gt=begin)
        .select_related("vastgelegd_door")
    )
    inhoud: dict[Ging, list[Regel]] = {}
    schoolwissels = scholen(bespreking, wissels[0].op) if wissels and met_inhoud else []
    geschreven = inhoud_van(bespreking, leesbaar=met_inhoud), afspraken(bespreking, leesbaar=met_inhoud)
    for ging, regel in chain(schoolwissels, *geschreven):
        inhoud.setdefault(ging, []).append(regel)
    return _Rijen(list(antwoorden), list(instemmingen), besluiten, wissels, inhoud, met_gever, met_inhoud).momenten()


@dataclass(frozen=True)
class _Rijen:
    antwoorden: list[Toestemming]
    instemmingen: list[Instemming]
    besluiten: list[Besluit]
    wissels: list[Statuswissel]
    inhoud: dict[Ging, list[Regel]]
    met_gever: bool
    met_inhoud: bool

    def momenten(self) -> list[Moment]:
        gingen = {Ging(rij.op, rij.door) for rij in self.wissels} | set(self.inhoud)
        gingen |= {Ging(rij.vastgelegd_op, rij.vastgelegd_door) for rij in self.instemmingen}
        gingen |= {Ging(rij.vastgelegd_op, rij.vastgelegd_door) for rij in self.besluiten}
        gingen |= {Ging(rij.vastgelegd_op, rij.vastgelegd_door) for rij in self.antwoorden}
        return [self._moment(ging) for ging in sorted(gingen, key=lambda ging: (ging.op, ging.door.pk), reverse=True)]

    def _moment(self, ging: Ging) -> Moment:
        op, door = ging.op, ging.door
        besluiten = [rij for rij in self.besluiten if (rij.vastgelegd_op, rij.vastgelegd_door) == (op, door)]
        uitkomsten = {besluit.uitkomst for besluit in besluiten}
        # A decision says its status itself.
        stappen = [
            self._stap(rij) for rij in self.wissels if (rij.op, rij.door) == (op, door) and rij.naar not in uitkomsten
        ]
        stemmen, inhoud = self._stemmen(op, door), self.inhoud.get(ging, [])
        titel = _titel(besluiten[-1], self.besluiten) if besluiten else stappen.pop().zin if stappen else ""
        toestemmingen = list(self._toestemmingen(op, door))
        alleen_toestemming = "Toestemming" if toestemmingen and not stemmen and not inhoud else ""
        return Moment(
            op,
            door,
            titel or alleen_toestemming or _titel_zonder_besluit(stemmen),
            (*toestemmingen, *stappen, *inhoud, *stemmen, *self._besloten(besluiten, stemmen)),
            geldt=self.besluiten[-1:] == besluiten[-1:] != [],
        )

    def _toestemmingen(self, op: datetime, door: Medewerker) -> Iterable[Regel]:
        for rij in self.antwoorden:
            if (rij.vastgelegd_op, rij.vastgelegd_door_id) == (op, door.pk):
                stand, doel = Toestemmingstand(rij.stand), Doel(rij.doel)
                wie = f"{capfirst(wie_zegt(rij))} {WOORDEN[stand]}" if self.met_gever else f"Toestemming {stand.label}"
                yield Regel(f"{wie}: {doel.label}")

    def _stemmen(self, op: datetime, door: Medewerker) -> list[Regel]:
        """One line for all who said the same, and of whom the same was and became of it."""
        eerder = {rij.pk: rij for rij in self.instemmingen}
        later = {rij.vervangt_id: rij for rij in self.instemmingen}
        gelijk: dict[tuple[str, str, str, str], list[str]] = {}
        hier = [rij for rij in self.instemmingen if (rij.vastgelegd_op, rij.vastgelegd_door) == (op, door)]
        for rij in sorted(hier, key=_plek_aan_tafel):
            was = _wat(eerder[rij.vervangt_id]) if rij.vervangt_id else ""
            nu = later.get(rij.pk)
            weg = vervangen(nu.vastgelegd_op, _wat(nu)) if nu else ""
            gelijk.setdefault((_wat(rij), was, self._waarom(rij.reden), weg), []).append(
                str(rij.ouder or Partij(rij.partij).label)
            )
        return [
            Regel(f"{capfirst(join_and(wie))}: {wat}{'.' if waarom else ''}", was=was, waarom=waarom, vervangen=weg)
            for (wat, was, waarom, weg), wie in gelijk.items()
        ]

    def _besloten(self, besluiten: list[Besluit], stemmen: list[Regel]) -> Iterable[Regel]:
        """What was decided; why is said once, also when it is why somebody said nee."""
        gezegd = {regel.waarom for regel in stemmen}
        later = {rij.vervangt_id: rij for rij in self.besluiten}
        for rij in besluiten:
            nu = later.get(rij.pk)
            weg = vervangen(nu.vastgelegd_op, Uitkomst(nu.uitkomst).label) if nu else ""
            waarom = self._waarom(rij.reden)
            yield Regel(rij.toelichting, waarom="" if waarom in gezegd else waarom, vervangen=weg)

    def _stap(self, wissel: Statuswissel) -> Regel:
        naar = Besprekingstatus(wissel.naar)
        zin = "Weer op de lijst gezet" if wissel.van == Besprekingstatus.VERVALLEN else STAP.get(naar, naar.label)
        return Regel(capfirst(zin), waarom=self._waarom(wissel.reden))

    def _waarom(self, reden: str) -> str:
        """What somebody wrote as the reason of a change, or only that there is one."""
        return reden if self.met_inhoud or not reden else NIET_LEESBAAR


def _keten(besluiten: Iterable[Besluit]) -> list[Besluit]:
    """The decisions in the order in which they replaced each other, also within one moment."""
    volgende = {rij.vervangt_id: rij for rij in besluiten}
    keten: list[Besluit] = []
    while nu := volgende.get(keten[-1].pk if keten else None):
        keten.append(nu)
    return keten


def _titel(besluit: Besluit, besluiten: list[Besluit]) -> str:
    """Whether this is the first decision, opens one again, or takes the place of another."""
    nummer = besluiten.index(besluit)
    if nummer == 0:
        return "Besluit"
    was_klaar = besluiten[nummer - 1].uitkomst in DEFINITIEF
    return "Besluit weer open" if was_klaar and besluit.uitkomst == Uitkomst.WACHT else "Nieuw besluit"


def _titel_zonder_besluit(stemmen: list[Regel]) -> str:
    if not stemmen:
        return "Bijgewerkt"
    return "Standpunt" if len(stemmen) == 1 else "Standpunten"


def _plek_aan_tafel(rij: Instemming) -> tuple[int, str]:
    return list(Partij).index(Partij(rij.partij)), str(rij.ouder or "")


def _wat(rij: Instemming) -> str:
    """`ja, in een gesprek`; nobody gave it when a party was not heard."""
    return ", ".join(filter(None, (rij.get_standpunt_display(), rij.get_wijze_display())))
