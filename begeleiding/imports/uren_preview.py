"""What a file of hours would do: contacts to add, rows that are there already, rows that are wrong and why.

Nothing is written here. The rules are those of `actions.contacten`, asked for the whole file at once; the action asks
them again when it records.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5

from begeleiding.actions.uren_inlezen import Nieuw
from begeleiding.imports import uren_opmerkingen
from begeleiding.imports.uren_bekend import Bekend, Feiten
from begeleiding.imports.uren_regels import Regels
from begeleiding.imports.uren_rijen import Onleesbaar, Urenrij
from begeleiding.imports.uren_woorden import Kennis
from begeleiding.models import Traject
from begeleiding.workflow import HOORT_BIJ, Gezelschap
from gka.models import Keuze, Organisatie
from gka.templatetags.formatting import counted, join_and

NIET_VAN_U = (
    "wij kennen geen leerling met dit nummer die u mag zien: het nummer is onbekend, de leerling hoort niet bij u, of "
    "de toestemming is ingetrokken"
)
ANDEREN_ERBIJ = (
    "dit contact staat al in Overstap, en daar waren andere leerlingen bij: klopt dat niet, corrigeer het dan in "
    "Overstap"
)
ANDER_CONTACT = "deze sleutel is al gebruikt voor een ander contact: geef deze rij een andere sleutel"
GEWIJZIGD = (
    "dit contact staat al in Overstap, met iets anders bij {}: een bestand verandert niets wat er al staat, klopt het "
    "daar niet, wijzig het dan in Overstap"
)
_RUIMTE = UUID("6f1d2c1e-8a55-4a3c-9f0e-5d0a7b1f4c13")


@dataclass(frozen=True)
class Fout:
    """A row that cannot be used."""

    nummer: int
    reden: str


@dataclass(frozen=True)
class Preview:
    """Every row of the file is in one of the three. `met_naam`: the trajecten whose names the reader may see."""

    nieuw: list[Nieuw]
    bekend: list[int]
    fouten: list[Fout]
    met_naam: Collection[UUID]
    opmerkingen: list[str]

    @property
    def kop(self) -> str:
        """The heading says the answer."""
        if self.nieuw:
            return counted(len(self.nieuw), "nieuw contact,nieuwe contacten")
        return "Niets nieuws in dit bestand" if self.bekend else "Geen enkele rij kan worden ingelezen"

    @property
    def rijen(self) -> int:
        """How many rows would be added."""
        return sum(len(een.rijen) for een in self.nieuw)

    @property
    def knop(self) -> str:
        """The button names the act."""
        return f"{counted(len(self.nieuw), 'contact,contacten')} toevoegen"


@dataclass(frozen=True)
class Begrepen:
    """A row of which the words are understood; without `traject` it can only be one that is there already."""

    rij: Urenrij
    soort: Keuze
    werkers: tuple[UUID, ...]
    traject: Traject | None

    @cached_property
    def feiten(self) -> tuple[object, ...]:
        """What the rows of one contact have in common, beside `met_anderen`. Travel may stand in one of them only."""
        rij = self.rij
        return (rij.datum, self.soort.pk, rij.minuten, rij.overige, self.werkers)

    @property
    def met(self) -> frozenset[Gezelschap]:
        """With whom the contact was; where the file has no column for it, those whom the kind names."""
        return self.rij.met if self.rij.zegt_met else frozenset(HOORT_BIJ.get(self.soort.code, ()))

    @property
    def aanwezig(self) -> bool:
        """Was the pupil of this row there?"""
        return Gezelschap.LEERLING in self.met

    @property
    def met_anderen(self) -> frozenset[Gezelschap]:
        """With whom else the contact was."""
        return self.rij.met - {Gezelschap.LEERLING}


def maak(rijen: Sequence[Urenrij], weet: Kennis, regels: Regels, organisatie: Organisatie) -> Preview:
    """Sort every row; the number of queries does not grow with the file."""
    fouten = {rij.nummer: rij.reden for rij in rijen if rij.reden}
    begrepen = _begrijp((rij for rij in rijen if not rij.reden), weet, fouten)
    groepen = _groepeer(begrepen, organisatie, fouten)
    _eis_hele_groepen(rijen, groepen, fouten)
    goed = {key: groep for key, groep in groepen.items() if not any(een.rij.nummer in fouten for een in groep)}
    bekend = _bekend(goed, fouten)
    over = {key: groep for key, groep in goed.items() if not any(een.rij.nummer in bekend for een in groep)}
    nieuw = []
    for key, groep in over.items():
        if any(een.rij.nummer in fouten for een in groep):
            continue
        try:
            nieuw.append(_nieuw(key, groep, regels))
        except Onleesbaar as reden:
            fouten |= {een.rij.nummer: str(reden) for een in groep}
    nieuw.sort(key=lambda een: een.rijen)
    return Preview(
        nieuw,
        sorted(bekend),
        [Fout(nummer, fouten[nummer]) for nummer in sorted(fouten)],
        weet.trajecten.keys(),
        uren_opmerkingen.maak(nieuw, {rij.nummer: rij for rij in rijen}),
    )


def _begrijp(rijen: Iterable[Urenrij], weet: Kennis, fouten: dict[int, str]) -> list[Begrepen]:
    begrepen = []
    for rij in rijen:
        soort = weet.soorten.get(rij.soort.casefold())
        werkers = [weet.medewerkers.get(woord.casefold()) for woord in rij.medewerkers]
        bekend = tuple(werker for werker in werkers if werker is not None)
        if soort is None:
            fouten[rij.nummer] = "deze soort contact kennen wij niet"
        elif len(bekend) < len(werkers):
            fouten[rij.nummer] = "deze medewerker kennen wij niet"
        else:
            begrepen.append(Begrepen(rij, soort, bekend, weet.leerlingen.get(rij.leerling.casefold())))
    return begrepen


def sleutel(een: Begrepen, organisatie: Organisatie) -> UUID:
    """The key of the contact a row is about: its own, one made of the other package's, or one made of what it says."""
    tekst = een.rij.sleutel
    try:
        return UUID(tekst)
    except ValueError:
        pass
    if tekst:
        return uuid5(_RUIMTE, f"{organisatie.pk}:{tekst}")
    rij = een.rij
    leerling = een.traject.pk if een.traject else rij.leerling
    wie = sorted(rij.met)
    delen = [rij.datum, een.soort.pk, rij.minuten, wie, rij.overige, rij.reisminuten, *een.werkers, leerling]
    return uuid5(_RUIMTE, f"{organisatie.pk}::" + ":".join(map(str, delen)))


def _groepeer(
    begrepen: Sequence[Begrepen], organisatie: Organisatie, fouten: dict[int, str]
) -> dict[UUID, list[Begrepen]]:
    """Rows with one key are one contact; a row that is there twice counts once, and its second one is wrong."""
    groepen: dict[UUID, list[Begrepen]] = defaultdict(list)
    for een in begrepen:
        groep = groepen[sleutel(een, organisatie)]
        dubbel = [ander for ander in groep if een.traject and ander.traject == een.traject]
        reis = een.rij.reisminuten in (0, _reis(groep)) or not _reis(groep)
        if dubbel and reis and dubbel[0].feiten == een.feiten and dubbel[0].rij.met == een.rij.met:
            fouten[een.rij.nummer] = f"deze rij is gelijk aan rij {dubbel[0].rij.nummer}"
        else:
            eerste = groep[0] if groep else een
            if eerste.feiten != een.feiten or not reis:
                fouten[een.rij.nummer] = f"rij {eerste.rij.nummer} heeft dezelfde sleutel en zegt iets anders"
            elif eerste.met_anderen != een.met_anderen:
                fouten[een.rij.nummer] = (
                    f"rij {eerste.rij.nummer} heeft dezelfde sleutel, en noemt andere mensen bij ‘met’: alleen "
                    "‘leerling’ mag daar verschillen"
                )
            elif dubbel:
                fouten[een.rij.nummer] = f"deze leerling staat met dezelfde sleutel ook in rij {dubbel[0].rij.nummer}"
            groep.append(een)
    return groepen


def _reis(groep: Sequence[Begrepen]) -> int:
    """The travel of the contact of these rows: it may be in each of them, or in one."""
    return max((een.rij.reisminuten for een in groep), default=0)


def _eis_hele_groepen(
    rijen: Sequence[Urenrij], groepen: Mapping[UUID, Sequence[Begrepen]], fouten: dict[int, str]
) -> None:
    """Minutes are divided over everybody who was there: when one row of a contact is wrong, the others wait."""
    mis = {
        rij.sleutel: rij.nummer for rij in rijen if rij.nummer in fouten and rij.sleutel and not _gelijk(rij, fouten)
    }
    for groep in groepen.values():
        eerste = mis.get(groep[0].rij.sleutel) if groep[0].rij.sleutel else None
        for een in groep:
            if eerste is not None and een.rij.nummer not in fouten:
                fouten[een.rij.nummer] = f"hoort bij rij {eerste}, en die kan niet"


def _gelijk(rij: Urenrij, fouten: Mapping[int, str]) -> bool:
    return fouten[rij.nummer].startswith("deze rij is gelijk")


def _bekend(groepen: Mapping[UUID, Sequence[Begrepen]], fouten: dict[int, str]) -> set[int]:
    """Rows that are there already, by their key or by what they say; a pupil who is not known is an error elsewhere."""
    alle = [een for groep in groepen.values() for een in groep]
    bekend = Bekend(groepen.keys(), {een.rij.datum for een in alle}, {werker for een in alle for werker in een.werkers})
    nummers: set[int] = set()
    over = []
    for key, groep in groepen.items():
        rijnummers = {een.rij.nummer for een in groep}
        if key in bekend.sleutels:
            if bekend.is_versie(key, _feiten(groep)) or bekend.is_versie(key, _feiten(groep, letterlijk=True)):
                nummers |= rijnummers
            else:
                anders = bekend.verschil(key, _feiten(groep))
                fouten |= dict.fromkeys(rijnummers, GEWIJZIGD.format(join_and(anders)) if anders else ANDER_CONTACT)
        else:
            over.append(groep)
    al_gezegd: Counter[tuple[object, ...]] = Counter()
    for groep in over:
        feiten = _feiten(groep)
        if zonder := [een for een in groep if een.traject is None]:
            fouten |= {een.rij.nummer: f"hoort bij rij {zonder[0].rij.nummer}, en die kan niet" for een in groep}
            fouten |= {een.rij.nummer: NIET_VAN_U if een.rij.leerling else "de leerling is leeg" for een in zonder}
        elif al_gezegd[feiten.inhoud] < bekend.met_inhoud(feiten.inhoud):
            al_gezegd[feiten.inhoud] += 1
            if bekend.spreekt_tegen(_feiten(groep, letterlijk=True)):
                fouten |= {een.rij.nummer: ANDEREN_ERBIJ for een in groep}
            else:
                nummers |= {een.rij.nummer for een in groep}
    return nummers


def _feiten(groep: Sequence[Begrepen], *, letterlijk: bool = False) -> Feiten:
    """What the rows of one contact say; `letterlijk` without what follows from the kind."""
    rij = groep[0].rij
    erbij = [een for een in groep if (Gezelschap.LEERLING in een.rij.met if letterlijk else een.aanwezig)]
    return Feiten(
        datum=rij.datum,
        soort=groep[0].soort.pk,
        minuten=rij.minuten,
        met=frozenset().union(*(een.rij.met for een in groep)) if letterlijk else _met(groep),
        overige=rij.overige,
        reisminuten=_reis(groep),
        werkers=frozenset(groep[0].werkers),
        trajecten=frozenset(een.traject.pk for een in groep if een.traject),
        aanwezig=frozenset(een.traject.pk for een in erbij if een.traject),
        kinderen=len(groep),
        erbij=len(erbij),
    )


def _met(groep: Sequence[Begrepen]) -> frozenset[Gezelschap]:
    """With whom the contact of these rows was: with the pupil when any of them was there."""
    return frozenset().union(*(een.met for een in groep))


def _nieuw(key: UUID, groep: Sequence[Begrepen], regels: Regels) -> Nieuw:
    """The contact of these rows. Raises Onleesbaar with the rule that it breaks."""
    eerste = groep[0]
    trajecten = tuple(een.traject for een in groep if een.traject)
    met = _met(groep)
    return Nieuw(
        rijen=tuple(een.rij.nummer for een in groep),
        sleutel=key,
        gebeurd_op=eerste.rij.datum,
        soort=eerste.soort,
        minuten=eerste.rij.minuten,
        met=met,
        overige_deelnemers=eerste.rij.overige,
        reisminuten=_reis(groep),
        trajecten=trajecten,
        aanwezig=tuple(een.traject for een in groep if een.traject and een.aanwezig),
        werkers=regels.toets(
            datum=eerste.rij.datum, soort=eerste.soort, met=met, werkers=eerste.werkers, trajecten=trajecten
        ),
    )
