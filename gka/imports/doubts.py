"""What a list leaves unsaid: which column is what, how its dates are meant. A person answers; nothing is guessed."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from gka.imports.columns import Indeling, Veld, herken, vouw_kop
from gka.imports.dates import Datumstijl, Datumvraag, lees_datum, stijlvraag, strijdig
from gka.imports.groups import lees_groep
from gka.imports.names import volgorde_bekend
from gka.imports.table import Tabel

GROEPSVELDEN = (Veld.JAARGROEP, Veld.GROEP)


class Twijfel(StrEnum):
    """One thing to ask, as a sentence; `--` tells the command line what to add."""

    KOP = "Boven de lijst staan geen namen van kolommen die wij kennen. Kies zelf wat er in elke kolom staat."
    NAAM = "Wij weten niet in welke kolom de roepnaam en de achternaam staan."
    DUBBEL = "Twee kolommen lijken hetzelfde. Kies welke u wilt gebruiken."
    DATUM = "Wij weten niet in welke kolom de geboortedatum staat."
    GROEP = "Wij weten niet wie in groep 8 zit."
    NUMMER = "De kolom met nummers telt alleen de rijen. Kies of dit wel het leerlingnummer is."
    DATUMSTIJL = "De geboortedatums zijn op meer dan één manier te lezen."
    NAAMVOLGORDE = "Wij weten niet of de roepnaam of de achternaam voorop staat."


# Doubts that are settled as soon as a person has looked at the columns.
OVER_KOLOMMEN = {Twijfel.KOP, Twijfel.DUBBEL, Twijfel.DATUM, Twijfel.NUMMER}


def voorstel(tabel: Tabel) -> Indeling:
    """What the headings say. A heading that is used twice is proposed once: the best known, then the first."""
    rangen: dict[Veld, tuple[int, int]] = {}
    for plaats, kop in enumerate(tabel.koppen):
        herkend = herken(kop) if kop else None
        if herkend and (herkend[0] not in rangen or herkend[1] < rangen[herkend[0]][0]):
            rangen[herkend[0]] = (herkend[1], plaats)
    if Veld.NAAM in rangen and Veld.ROEPNAAM in rangen and Veld.ACHTERNAAM in rangen:
        del rangen[Veld.NAAM]  # the same name once more
    gekozen = {plaats: veld for veld, (_, plaats) in rangen.items()}
    return Indeling(tuple(str(gekozen.get(plaats, "")) for plaats in range(len(tabel.koppen))))


def twijfels(tabel: Tabel, indeling: Indeling, *, gezien: bool = False) -> list[Twijfel]:
    """What must be asked before this list can be read; `gezien` when a person chose the columns."""
    gevonden = [
        (Twijfel.KOP, not tabel.heeft_kop),
        (Twijfel.NAAM, _naam_onduidelijk(tabel, indeling, gezien)),
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
    return {str(stijl) for stijl in stijlvraag(_waarden(tabel, indeling, Veld.GEBOORTEDATUM))}


def namen_onduidelijk(tabel: Tabel, indeling: Indeling) -> bool:
    """Are there names in one column that do not show what stands first?"""
    return volgorde_bekend(_waarden(tabel, indeling, Veld.NAAM)) is None


def herinnerd(tabel: Tabel, indeling: Indeling) -> Indeling:
    """A remembered layout for these headings, without what this list contradicts: that is asked again."""
    if indeling.datumstijl and strijdig(_waarden(tabel, indeling, Veld.GEBOORTEDATUM), indeling.datumstijl):
        indeling = replace(indeling, datumstijl="")
    bekend = volgorde_bekend(_waarden(tabel, indeling, Veld.NAAM))
    if bekend and indeling.naamvolgorde and bekend != indeling.naamvolgorde:
        indeling = replace(indeling, naamvolgorde="")
    return indeling


def _waarden(tabel: Tabel, indeling: Indeling, veld: Veld) -> list[str]:
    plaats = indeling.plaats(veld)
    return [] if plaats is None else tabel.kolom(plaats)


def _onbekend(tabel: Tabel, indeling: Indeling) -> bool:
    """Is there a column of which nobody said what it is?"""
    return any(not veld and not (kop and herken(kop)) for veld, kop in zip(indeling.velden, tabel.koppen, strict=True))


def _naam_onduidelijk(tabel: Tabel, indeling: Indeling, gezien: bool) -> bool:
    roepnaam, achternaam, naam = (
        indeling.plaats(veld) is not None for veld in (Veld.ROEPNAAM, Veld.ACHTERNAAM, Veld.NAAM)
    )
    if naam:
        return roepnaam or achternaam
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
    waarden = tabel.kolom(plaats)
    return [waarde.lstrip("0") for waarde in waarden] == [str(nummer) for nummer in range(1, len(waarden) + 1)]
