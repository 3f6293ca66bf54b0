"""Contacts of a file that are there already: with the same key, in any version, or saying the same."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from begeleiding.imports.uren_kolommen import Urenveld
from begeleiding.models import Contact, Contactdeelname, Inzet
from begeleiding.workflow import Gezelschap


@dataclass(frozen=True)
class Feiten:
    """What one contact says. `kinderen` and `erbij` count the pupils, and those of them who were there; in a file they
    can be more than `trajecten` and `aanwezig`: pupils whom the reader may not see have no code in it. Of what `zwijgt`
    names a file says nothing."""

    datum: date
    soort: int
    minuten: int
    met: frozenset[Gezelschap]
    overige: int
    reisminuten: int
    werkers: frozenset[UUID]
    trajecten: frozenset[UUID]
    aanwezig: frozenset[UUID]
    kinderen: int
    erbij: int
    zwijgt: frozenset[Urenveld] = field(default=frozenset(), compare=False)

    @property
    def gebeurtenis(self) -> tuple[object, ...]:
        """When, what, how long and by whom: what the contacts of one group and of equal pupils have in common."""
        return (self.datum, self.soort, self.minuten, self.werkers)

    @property
    def inhoud(self) -> tuple[object, ...]:
        """By which one contact is known as the same, also where another package says less about it."""
        return (*self.gebeurtenis, self.trajecten)

    def aangevuld(self, staat: "Feiten") -> "Feiten":
        """With what the file has no column for as it stands; of another kind with whom that kind names."""
        erbij: dict[str, Any] = {}
        if Urenveld.MET in self.zwijgt and self.soort == staat.soort and self.kinderen == staat.kinderen:
            erbij = {"met": staat.met, "aanwezig": staat.aanwezig & self.trajecten, "erbij": staat.erbij}
        if Urenveld.REISMINUTEN in self.zwijgt:
            erbij["reisminuten"] = staat.reisminuten
        if Urenveld.OVERIGE in self.zwijgt:
            erbij["overige"] = staat.overige
        return replace(self, **erbij)


class Bekend:
    """Everything that is there with one of these keys, or on these days by these workers. A fixed number of queries,
    and one more for each time that a contact was corrected."""

    def __init__(self, sleutels: Iterable[UUID], dagen: Collection[date], werkers: Collection[UUID]) -> None:
        begin = list(Contact.objects.filter(sleutel__in=list(sleutels)))
        keten = Contact.objects.met_latere(begin)
        versies = {contact.sleutel: keten[contact.pk] for contact in begin}
        gevonden = [contact for keten in versies.values() for contact in keten]
        feiten = _feiten(gevonden)
        self._versies = {key: [feiten[contact.pk] for contact in keten] for key, keten in versies.items()}
        self._nieuwste = {key: keten[-1] for key, keten in versies.items()}
        op_inhoud = _op_dagen(dagen, werkers) if dagen and werkers else []
        al_op_sleutel = {contact.pk for contact in gevonden}
        anders = _feiten([contact for contact in op_inhoud if contact.pk not in al_op_sleutel])
        self._inhoud = Counter(een.inhoud for een in anders.values())
        self._aanwezig = {(een.inhoud, een.aanwezig) for een in anders.values()}
        self._groepen: dict[tuple[object, ...], list[frozenset[UUID]]] = defaultdict(list)
        for een in anders.values():
            self._groepen[een.gebeurtenis].append(een.trajecten)

    @property
    def sleutels(self) -> Collection[UUID]:
        return self._versies.keys()

    def is_versie(self, sleutel: UUID, feiten: Feiten) -> bool:
        """Does some version of this contact say this? Of pupils without a code only the numbers are compared."""
        return any(self._past(versie, feiten) for versie in self._versies[sleutel])

    def nieuwste(self, sleutel: UUID) -> tuple[Contact, Feiten]:
        """The version that nothing replaces, and what it says."""
        return self._nieuwste[sleutel], self._versies[sleutel][-1]

    def verschil(self, sleutel: UUID, feiten: Feiten) -> list[str]:
        """In what the newest version differs, in words; nothing when it is a contact with other pupils."""
        staat = self._versies[sleutel][-1]
        feiten = feiten.aangevuld(staat)
        if not feiten.trajecten & staat.trajecten:
            return []
        namen = {
            "de datum": staat.datum != feiten.datum,
            "de soort": staat.soort != feiten.soort,
            "de duur": staat.minuten != feiten.minuten,
            "de medewerker": staat.werkers != feiten.werkers,
            "wie erbij was": (staat.met, staat.overige, staat.kinderen, staat.erbij)
            != (feiten.met, feiten.overige, feiten.kinderen, feiten.erbij),
            "de reistijd": staat.reisminuten != feiten.reisminuten,
        }
        return [naam for naam, anders in namen.items() if anders] or ["de leerlingen"]

    def met_inhoud(self, inhoud: tuple[object, ...]) -> int:
        """How many contacts that count say this, without those that were found by a key of the file."""
        return self._inhoud[inhoud]

    def in_groep(self, feiten: Feiten) -> set[UUID]:
        """Those of these pupils who are in a contact that counts and says this of several of them at once."""
        samen = (feiten.trajecten & groep for groep in self._groepen[feiten.gebeurtenis])
        return set().union(*(deel for deel in samen if len(deel) > 1))

    def spreekt_tegen(self, feiten: Feiten) -> bool:
        """Do these facts, which are there already by what they say, name other pupils who were there? A file that does
        not say with whom a contact was, contradicts nothing."""
        zegt_met = Urenveld.MET not in feiten.zwijgt and feiten.met
        return bool(zegt_met) and (feiten.inhoud, feiten.aanwezig) not in self._aanwezig

    @staticmethod
    def _past(versie: Feiten, feiten: Feiten) -> bool:
        herkend = replace(
            versie, trajecten=feiten.trajecten & versie.trajecten, aanwezig=feiten.trajecten & versie.aanwezig
        )
        return herkend == feiten.aangevuld(versie)


def _op_dagen(dagen: Collection[date], werkers: Collection[UUID]) -> list[Contact]:
    inzet = Inzet.objects.geldig_in(min(dagen), max(dagen)).filter(aanstelling__medewerker__in=werkers)
    return [
        contact for contact in Contact.objects.filter(pk__in=inzet.values("contact")) if contact.gebeurd_op in dagen
    ]


def _feiten(contacten: Collection[Contact]) -> dict[UUID, Feiten]:
    keys = [contact.pk for contact in contacten]
    werkers: dict[UUID, set[UUID]] = defaultdict(set)
    inzet = Inzet.objects.filter(contact__in=keys).order_by()
    for contact, werker in inzet.values_list("contact", "aanstelling__medewerker"):
        werkers[contact].add(werker)
    trajecten: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    deelnames = Contactdeelname.objects.filter(contact__in=keys).order_by()
    for contact, traject, aanwezig in deelnames.values_list("contact", "traject", "aanwezig"):
        trajecten[contact][traject] = aanwezig
    return {
        contact.pk: Feiten(
            datum=contact.gebeurd_op,
            soort=contact.soort_id,
            minuten=contact.minuten,
            met=frozenset(contact.gezelschap),
            overige=contact.overige_deelnemers,
            reisminuten=contact.reisminuten,
            werkers=frozenset(werkers[contact.pk]),
            trajecten=frozenset(trajecten[contact.pk]),
            aanwezig=frozenset(key for key, aanwezig in trajecten[contact.pk].items() if aanwezig),
            kinderen=len(trajecten[contact.pk]),
            erbij=sum(trajecten[contact.pk].values()),
        )
        for contact in contacten
    }
