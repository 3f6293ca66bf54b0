"""What a file of hours would do: contacts to add or to correct, rows that are there already, rows that are wrong and
why, and rows about which somebody must answer first.

Nothing is written here. The rules are those of `actions.contacten`, asked for the whole file at once; the action asks
them again when it records.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from begeleiding.actions.uren_inlezen import Nieuw
from begeleiding.imports import uren_opmerkingen
from begeleiding.imports.uren_begrepen import Begrepen, feiten, met, reis, sleutel
from begeleiding.imports.uren_bekend import Bekend
from begeleiding.imports.uren_groepen import Antwoord, Groepsvraag, Kandidaat, kandidaten
from begeleiding.imports.uren_regels import Regels
from begeleiding.imports.uren_rijen import Onleesbaar, Urenrij
from begeleiding.imports.uren_wijzigingen import Wijziging, Wijzigingen
from begeleiding.imports.uren_woorden import Kennis
from gka.models import Organisatie
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
GEWIJZIGD = "dit contact staat al in Overstap, met iets anders bij {}: {}"
ANDERE_GROEP = (
    "de andere leerlingen van deze groep ({}) staan al in Overstap, zonder deze: was deze leerling erbij, trek het "
    "contact daar dan in en lees dit bestand opnieuw in; was het een ander contact, geef deze rij dan een eigen sleutel"
)


@dataclass(frozen=True)
class Fout:
    """A row that cannot be used."""

    nummer: int
    reden: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Every row of the file is in one of: `nieuw`, `bekend`, `fouten`, `wijzigingen` and `wachten`, the rows of a
    question that nobody answered. `met_naam`: the trajecten whose names the reader may see."""

    nieuw: list[Nieuw]
    bekend: list[int]
    fouten: list[Fout]
    wijzigingen: list[Wijziging]
    vragen: list[Groepsvraag]
    met_naam: Collection[UUID]
    opmerkingen: list[str]

    @property
    def kop(self) -> str:
        """The heading says the answer."""
        if self.nieuw:
            return counted(len(self.nieuw), "nieuw contact,nieuwe contacten")
        if self.wachten:
            return counted(len(self.wachten), "rij wacht,rijen wachten") + " op uw antwoord"
        if self.wijzigingen:
            return counted(len(self.wijzigingen), "contact is,contacten zijn") + " anders in uw bestand"
        return "Niets nieuws in dit bestand" if self.bekend else "Geen enkele rij kan worden ingelezen"

    @cached_property
    def wachten(self) -> list[int]:
        """Rows about which somebody must answer first."""
        fout = {een.nummer for een in self.fouten}
        open_ = {nummer for vraag in self.vragen if not vraag.antwoord for nummer in vraag.nummers}
        return sorted(open_ - fout)

    @property
    def rijen(self) -> int:
        """How many rows would be added."""
        return sum(len(een.rijen) for een in self.nieuw)

    @property
    def knop(self) -> str:
        """The button names the act."""
        erbij = f"{counted(len(self.nieuw), 'contact,contacten')} toevoegen" if self.nieuw else ""
        beter = "aangevinkte contacten corrigeren" if self.wijzigingen else ""
        woorden = " en ".join(filter(None, (erbij, beter)))
        return woorden[:1].upper() + woorden[1:]


def maak(
    rijen: Sequence[Urenrij], weet: Kennis, regels: Regels, organisatie: Organisatie, antwoorden: Mapping[str, str]
) -> Preview:
    """Sort every row; the number of queries does not grow with the file. `antwoorden` are those to the questions about
    groups, by the key of the question."""
    fouten = {rij.nummer: rij.reden for rij in rijen if rij.reden}
    begrepen = _begrijp((rij for rij in rijen if not rij.reden), weet, fouten)
    groepen = _groepeer(begrepen, organisatie, fouten)
    _eis_hele_groepen(rijen, groepen, fouten)
    over = {key: groep for key, groep in groepen.items() if not _nummers(groep) & fouten.keys()}
    alle = [een for groep in over.values() for een in groep]
    al = Bekend(over.keys(), {een.rij.datum for een in alle}, {werker for een in alle for werker in een.werkers})
    bekend = _bekend(over, al, fouten)
    wijzigingen = _wijzigingen(over, al, weet, regels, fouten)
    vreemd = [een for een in begrepen if not een.traject and not een.rij.sleutel and een.rij.nummer in fouten]
    los = {key: groep[0] for key, groep in over.items() if not groep[0].rij.sleutel}
    mogelijk = _nog_niet_bekend(over, kandidaten(los, vreemd), al, bekend, fouten)
    vragen = _beantwoord(over, mogelijk, regels, antwoorden, fouten)
    nieuw = []
    for key, groep in over.items():
        try:
            nieuw.append(_nieuw(key, groep, regels))
        except Onleesbaar as reden:
            fouten |= dict.fromkeys(_nummers(groep), str(reden))
    nieuw.sort(key=lambda een: een.rijen)
    besproken = {nummer for vraag in vragen for nummer in vraag.nummers}
    return Preview(
        nieuw=nieuw,
        bekend=sorted(bekend),
        fouten=[Fout(nummer, fouten[nummer]) for nummer in sorted(fouten)],
        wijzigingen=wijzigingen,
        vragen=vragen,
        met_naam=weet.trajecten.keys(),
        opmerkingen=uren_opmerkingen.maak(nieuw, {rij.nummer: rij for rij in rijen}, besproken),
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


def _groepeer(
    begrepen: Sequence[Begrepen], organisatie: Organisatie, fouten: dict[int, str]
) -> dict[UUID, list[Begrepen]]:
    """Rows with one key are one contact; a row that is there twice counts once, and its second one is wrong."""
    groepen: dict[UUID, list[Begrepen]] = defaultdict(list)
    for een in begrepen:
        groep = groepen[sleutel(een, organisatie)]
        dubbel = [ander for ander in groep if een.traject and ander.traject == een.traject]
        zelfde_reis = een.rij.reisminuten in (0, reis(groep)) or not reis(groep)
        if dubbel and zelfde_reis and dubbel[0].feiten == een.feiten and dubbel[0].rij.met == een.rij.met:
            fouten[een.rij.nummer] = f"deze rij is gelijk aan rij {dubbel[0].rij.nummer}"
        else:
            eerste = groep[0] if groep else een
            if eerste.feiten != een.feiten or not zelfde_reis:
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


def _bekend(over: dict[UUID, list[Begrepen]], al: Bekend, fouten: dict[int, str]) -> set[int]:
    """Take out the rows that are there already, by their key or by what they say; and those that are wrong for it. What
    is there with something else stays. A pupil who is not known is an error elsewhere."""
    nummers: set[int] = set()
    al_gezegd: Counter[tuple[object, ...]] = Counter()
    for key, groep in list(over.items()):
        gezegd = feiten(groep)
        if key in al.sleutels:
            if al.is_versie(key, gezegd):
                nummers |= _nummers(over.pop(key))
        elif zonder := [een for een in groep if een.traject is None]:
            fouten |= dict.fromkeys(_nummers(over.pop(key)), f"hoort bij rij {zonder[0].rij.nummer}, en die kan niet")
            fouten |= {een.rij.nummer: NIET_VAN_U if een.rij.leerling else "de leerling is leeg" for een in zonder}
        elif al_gezegd[gezegd.inhoud] < al.met_inhoud(gezegd.inhoud):
            al_gezegd[gezegd.inhoud] += 1
            if al.spreekt_tegen(gezegd):
                fouten |= dict.fromkeys(_nummers(over.pop(key)), ANDEREN_ERBIJ)
            else:
                nummers |= _nummers(over.pop(key))
    return nummers


def _wijzigingen(
    over: dict[UUID, list[Begrepen]], al: Bekend, weet: Kennis, regels: Regels, fouten: dict[int, str]
) -> list[Wijziging]:
    """Take out what is there with something else: it can be corrected, or it is wrong, with the reason."""
    anders = {key: over.pop(key) for key in list(over) if key in al.sleutels}
    if not anders:
        return []
    kan, gevonden = Wijzigingen(anders.keys(), al, regels, weet), []
    for key, groep in anders.items():
        verschil = al.verschil(key, feiten(groep))
        try:
            if not verschil:
                raise Onleesbaar(ANDER_CONTACT)
            gevonden.append(kan.wijziging(key, groep))
        except Onleesbaar as reden:
            zin = GEWIJZIGD.format(join_and(verschil), reden) if verschil else str(reden)
            fouten |= dict.fromkeys(_nummers(groep), zin)
    return sorted(gevonden, key=lambda een: een.correctie.rijen)


def _nog_niet_bekend(
    over: dict[UUID, list[Begrepen]],
    mogelijk: Sequence[Kandidaat],
    al: Bekend,
    bekend: set[int],
    fouten: dict[int, str],
) -> list[Kandidaat]:
    """Take out rows that are there already as one contact, read in before or recorded by hand. Returns the others."""
    gelezen = Bekend([een.sleutel for een in mogelijk], (), ()).sleutels if mogelijk else ()
    nog = []
    for een in mogelijk:
        rijen = list(een.rijen.values())
        erin = al.in_groep(feiten(rijen))
        if een.sleutel not in gelezen and not erin:
            nog.append(een)
            continue
        binnen = [rij for rij in rijen if een.sleutel in gelezen or (rij.traject and rij.traject.pk in erin)]
        bekend |= _nummers(binnen)
        zin = ANDERE_GROEP.format(f"rij {join_and([str(rij.rij.nummer) for rij in binnen])}")
        fouten |= dict.fromkeys(_nummers(rijen) - _nummers(binnen), zin)
        _neem_uit(over, een)
    return nog


def _beantwoord(
    over: dict[UUID, list[Begrepen]],
    mogelijk: Sequence[Kandidaat],
    regels: Regels,
    antwoorden: Mapping[str, str],
    fouten: dict[int, str],
) -> list[Groepsvraag]:
    """Make one contact of rows of which somebody said so, and take out those of which nobody said anything."""
    vragen = []
    for een in mogelijk:
        if not any(_kan(key, rij, regels) for key, rij in een.rijen.items()):
            continue
        gezegd = antwoorden.get(str(een.sleutel))
        vragen.append(een.vraag(Antwoord(gezegd) if gezegd else None))
        if gezegd == Antwoord.LOS:
            continue
        _neem_uit(over, een)
        if gezegd == Antwoord.EEN and een.vreemd:
            zin = f"hoort bij rij {een.vreemd[0].rij.nummer}, en die kan niet"
            fouten |= dict.fromkeys(_nummers(een.rijen.values()), zin)
        elif gezegd == Antwoord.EEN:
            over[een.sleutel] = list(een.rijen.values())
    return vragen


def _neem_uit(over: dict[UUID, list[Begrepen]], een: Kandidaat) -> None:
    for key in een.rijen:
        del over[key]


def _kan(key: UUID, een: Begrepen, regels: Regels) -> bool:
    """Can this row be a contact by itself? If none of them can, neither can they together."""
    try:
        _nieuw(key, [een], regels)
    except Onleesbaar:
        return False
    return True


def _nummers(groep: Iterable[Begrepen]) -> set[int]:
    return {een.rij.nummer for een in groep}


def _nieuw(key: UUID, groep: Sequence[Begrepen], regels: Regels) -> Nieuw:
    """The contact of these rows. Raises Onleesbaar with the rule that it breaks."""
    eerste = groep[0]
    trajecten = tuple(een.traject for een in groep if een.traject)
    gezelschap = met(groep)
    return Nieuw(
        rijen=tuple(een.rij.nummer for een in groep),
        sleutel=key,
        gebeurd_op=eerste.rij.datum,
        soort=eerste.soort,
        minuten=eerste.rij.minuten,
        met=gezelschap,
        overige_deelnemers=eerste.rij.overige,
        reisminuten=reis(groep),
        trajecten=trajecten,
        aanwezig=tuple(een.traject for een in groep if een.traject and een.aanwezig),
        werkers=regels.toets(
            datum=eerste.rij.datum, soort=eerste.soort, met=gezelschap, werkers=eerste.werkers, trajecten=trajecten
        ),
    )
