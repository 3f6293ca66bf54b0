"""What a list leaves unsaid: which column is what, how its dates are meant. A person answers; nothing is guessed."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from gka.imports.columns import Indeling, Veld, herken, vouw_kop
from gka.imports.dates import Datumstijl, Datumvraag, kopstijl, lees_datum, stijlvraag, strijdig
from gka.imports.groups import lees_groep
from gka.imports.names import volgorde_bekend
from gka.imports.table import Tabel

GROEPSVELDEN = (Veld.JAARGROEP, Veld.GROEP)


class Twijfel(StrEnum):
    """One thing to ask, as a sentence; `--` tells the command line what to add."""

    KOP = "Boven de lijst staan geen namen van kolommen die wij kennen. Kies zelf wat er in elke kolom staat."
    NAAM = "Wij weten niet in welke kolom de roepnaam en de achternaam staan."
    ZONDER_KOP = "Boven een kolom met gegevens staat geen naam. Kies wat erin staat."
    DUBBEL = "Twee kolommen lijken hetzelfde. Kies welke u wilt gebruiken."
    DATUM = "Wij weten niet in welke kolom de geboortedatum staat."
    GROEP = "Wij weten niet wie in groep 8 zit."
    NUMMER = "De kolom met nummers telt alleen de rijen. Kies of dit wel het leerlingnummer is."
    DATUMSTIJL = "De geboortedatums zijn op meer dan één manier te lezen."
    NAAMVOLGORDE = "Wij weten niet of de roepnaam of de achternaam voorop staat."


# Doubts that are settled as soon as a person has looked at the columns.
OVER_KOLOMMEN = {Twijfel.KOP, Twijfel.ZONDER_KOP, Twijfel.DUBBEL, Twijfel.DATUM, Twijfel.NUMMER}


def voorstel(tabel: Tabel) -> Indeling:
    """What the headings say. A heading that is used twice is proposed once: the best known, then the first."""
    rangen: dict[Veld, tuple[int, int]] = {}
    for plaats, kop in enumerate(tabel.koppen):
        herkend = herken(kop) if kop else None
        if herkend and (herkend[0] not in rangen or herkend[1] < rangen[herkend[0]][0]):
            rangen[herkend[0]] = (herkend[1], plaats)
    if Veld.NAAM in rangen and Veld.ROEPNAAM in rangen and Veld.ACHTERNAAM in rangen:
        del rangen[Veld.NAAM]  # the same name once more
    if Veld.NAAM in rangen and Veld.TUSSENVOEGSEL in rangen and Veld.ACHTERNAAM not in rangen:
        plaatsen = {veld: plaats for veld, (_, plaats) in rangen.items()}
        if not _is_hele_naam(tabel, plaatsen):
            rangen[Veld.ACHTERNAAM] = rangen.pop(Veld.NAAM)
    gekozen = {plaats: veld for veld, (_, plaats) in rangen.items()}
    return Indeling(tuple(str(gekozen.get(plaats, "")) for plaats in range(len(tabel.koppen))))


def twijfels(tabel: Tabel, indeling: Indeling, *, gezien: bool = False) -> list[Twijfel]:
    """What must be asked before this list can be read; `gezien` when a person chose the columns."""
    gevonden = [
        (Twijfel.KOP, not tabel.heeft_kop),
        (Twijfel.NAAM, _naam_onduidelijk(tabel, indeling, gezien)),
        (Twijfel.ZONDER_KOP, tabel.heeft_kop and _gegevens_zonder_kop(tabel)),
        (Twijfel.DUBBEL, _dubbele_koppen(tabel, indeling)),
        (Twijfel.DATUM, _datum_onduidelijk(tabel, indeling)),
        (Twijfel.GROEP, not indeling.alles_groep_8 and not _groepen_leesbaar(tabel, indeling)),
        (Twijfel.NUMMER, _telt_rijen(tabel, indeling)),
        (Twijfel.DATUMSTIJL, not indeling.datumstijl and bool(datumkeuzes(tabel, indeling))),
        (Twijfel.NAAMVOLGORDE, not indeling.naamvolgorde and namen_onduidelijk(tabel, indeling)),
    ]
    return [twijfel for twijfel, waar in gevonden if waar and not (gezien and twijfel in OVER_KOLOMMEN)]


def datumkeuzes(tabel: Tabel, indeling: Indeling) -> set[str]:
    """The readings of the dates that a person chooses from, if any."""
    waarden = _waarden(tabel, indeling, Veld.GEBOORTEDATUM)
    if stijl_van_kop(tabel, indeling):
        return set()
    zegt_kop = kopstijl(_datumkop(tabel, indeling))
    stijlen = stijlvraag(waarden) | ({Datumstijl.DAG, Datumstijl.MAAND} if zegt_kop else set())
    return {str(stijl) for stijl in stijlen}


def stijl_van_kop(tabel: Tabel, indeling: Indeling) -> str:
    """How the heading says that the dates are written, unless a date below it shows that this cannot be."""
    stijl = kopstijl(_datumkop(tabel, indeling))
    return stijl if stijl and not strijdig(_waarden(tabel, indeling, Veld.GEBOORTEDATUM), stijl) else ""


def namen_onduidelijk(tabel: Tabel, indeling: Indeling) -> bool:
    """Are there names in one column that do not show what stands first?"""
    return volgorde_bekend(_waarden(tabel, indeling, Veld.NAAM)) is None


def herinnerd(tabel: Tabel, indeling: Indeling) -> Indeling:
    """A remembered layout for these headings, without what this list contradicts: that is asked again."""
    if indeling.datumstijl and strijdig(_waarden(tabel, indeling, Veld.GEBOORTEDATUM), indeling.datumstijl):
        indeling = replace(indeling, datumstijl="")
    if stijl_van_kop(tabel, indeling):
        indeling = replace(indeling, datumstijl="")
    bekend = volgorde_bekend(_waarden(tabel, indeling, Veld.NAAM))
    if bekend and indeling.naamvolgorde and bekend != indeling.naamvolgorde:
        indeling = replace(indeling, naamvolgorde="")
    return indeling


def _waarden(tabel: Tabel, indeling: Indeling, veld: Veld) -> list[str]:
    plaats = indeling.plaats(veld)
    return [] if plaats is None else tabel.kolom(plaats)


def _datumkop(tabel: Tabel, indeling: Indeling) -> str:
    plaats = indeling.plaats(Veld.GEBOORTEDATUM)
    return "" if plaats is None else tabel.koppen[plaats]


def _is_hele_naam(tabel: Tabel, plaatsen: dict[Veld, int]) -> bool:
    """Does "Naam" beside a prefix hold the first name as well? By a comma, or by the first name of the same row."""
    naam, roepnaam = plaatsen[Veld.NAAM], plaatsen.get(Veld.ROEPNAAM)
    return any(
        "," in cellen[naam]
        or (roepnaam is not None and cellen[roepnaam] and cellen[roepnaam].split()[0] in cellen[naam].split())
        for _, cellen in tabel.rijen
    )


def _gegevens_zonder_kop(tabel: Tabel) -> bool:
    """A column without a heading that holds more than the count of the rows."""
    return any(not kop and not _telt(tabel.kolom(plaats)) for plaats, kop in enumerate(tabel.koppen))


def _telt(waarden: Sequence[str]) -> bool:
    return [waarde.lstrip("0") for waarde in waarden] == [str(nummer) for nummer in range(1, len(waarden) + 1)]


def _onbekend(tabel: Tabel, indeling: Indeling) -> bool:
    """Is there a column of which nobody said what it is?"""
    return any(not veld and not (kop and herken(kop)) for veld, kop in zip(indeling.velden, tabel.koppen, strict=True))


def _naam_onduidelijk(tabel: Tabel, indeling: Indeling, gezien: bool) -> bool:
    roepnaam, tussenvoegsel, achternaam, naam = (
        indeling.plaats(veld) is not None for veld in (Veld.ROEPNAAM, Veld.TUSSENVOEGSEL, Veld.ACHTERNAAM, Veld.NAAM)
    )
    if naam:
        return roepnaam or tussenvoegsel or achternaam
    if not roepnaam:
        return True
    if any(_geen_woorden(_waarden(tabel, indeling, veld)) for veld in (Veld.ROEPNAAM, Veld.ACHTERNAAM)):
        return not gezien
    return not achternaam and not gezien and _onbekend(tabel, indeling)


def _geen_woorden(waarden: Sequence[str]) -> bool:
    """Mostly numbers under a heading that promises names."""
    return bool(waarden) and 2 * sum(not any(map(str.isalpha, waarde)) for waarde in waarden) > len(waarden)


def _dubbele_koppen(tabel: Tabel, indeling: Indeling) -> bool:
    """Two columns under equally good headings that do not hold the same."""
    for plaats, veld in enumerate(indeling.velden):
        if not veld:
            continue
        eigen = herken(tabel.koppen[plaats])
        for ander, kop in enumerate(tabel.koppen):
            zelfde = ander != plaats and kop and herken(kop) == eigen
            if zelfde and any(cellen[plaats] != cellen[ander] for _, cellen in tabel.rijen):
                return True
    return False


def _datum_onduidelijk(tabel: Tabel, indeling: Indeling) -> bool:
    if indeling.plaats(Veld.GEBOORTEDATUM) is None:
        return _onbekend(tabel, indeling)
    waarden = _waarden(tabel, indeling, Veld.GEBOORTEDATUM)
    leesbaar = sum(1 for waarde in waarden if _is_datum(waarde))
    return bool(waarden) and 2 * leesbaar < len(waarden)


def _is_datum(waarde: str) -> bool:
    return any(lees_datum(waarde, stijl)[1] != Datumvraag.ONLEESBAAR for stijl in Datumstijl)


def _groepen_leesbaar(tabel: Tabel, indeling: Indeling) -> bool:
    return any(lees_groep(waarde) for veld in GROEPSVELDEN for waarde in _waarden(tabel, indeling, veld))


def _telt_rijen(tabel: Tabel, indeling: Indeling) -> bool:
    """1, 2, 3 ... under a heading that only says "nummer": a number of the row, not of the pupil."""
    plaats = indeling.plaats(Veld.LEERLINGNUMMER)
    if plaats is None or vouw_kop(tabel.koppen[plaats]) != "nummer":
        return False
    return _telt(tabel.kolom(plaats))
