"""A list in rows and columns, from CSV or Excel. What must not be read is gone from it before anything else looks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gka.imports.columns import MAX_KOP, NAAMVELDEN, Kenner, herken, is_verboden, letter
from gka.imports.refusals import ALLEEN_KOP, GEEN_LIJST, LEEG, TE_BREED, TE_VEEL, BestandGeweigerd
from gka.imports.rows import MAX_LEERLINGEN, schoon
from gka.privacy.bsn import verboden_nummer
from gka.privacy.numbers import lijkt_op_bsn

MAX_KOLOMMEN = 100
MAX_CEL = 300  # longer than any name or number we keep
KOP_BINNEN = 20  # rows with something in them, above which the headings stand
WEGGELATEN = "[weggelaten]"  # stands where a number that we may not keep was
FOUTWAARDEN = {
    "#N/A",
    "#N/B",
    "#REF!",
    "#VERW!",
    "#VALUE!",
    "#WAARDE!",
    "#NAME?",
    "#NAAM?",
    "#DIV/0!",
    "#DEEL/0!",
    "#NULL!",
}
FOUTWAARDEN |= {"#NUM!", "#GETAL!", "#LEEG!"}

# A row with its number as the user sees it in a spreadsheet.
Genummerd = tuple[int, list[str]]

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_GESLACHT = {"m", "v", "j", "o", "x", "man", "vrouw", "jongen", "meisje"}
_INHOUD = {
    "e-mailadressen": re.compile(r"\S+@\S+\.\S+"),
    "telefoonnummers": re.compile(r"(?:\+|00)[0-9][0-9 ()-]{8,}|0[0-9]{1,3}[ -]?[0-9][0-9 ]{5,7}"),
    "postcodes": re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}\b.*"),
    "bankrekeningen": re.compile(r"[A-Z]{2}[0-9]{2} ?[A-Z]{4}[0-9 ]{8,}"),
}


@dataclass(frozen=True)
class Tabel:
    """The columns that may be read, with the rows below the headings.

    `koppen` are as in the file, or all empty when it has none; `niet_gelezen` are sentences about columns that were
    dropped. `scheef` are the numbers of rows with more cells than there are headings.
    """

    koppen: tuple[str, ...]
    plaatsen: tuple[int, ...]
    rijen: tuple[tuple[int, tuple[str, ...]], ...]
    scheef: frozenset[int]
    niet_gelezen: tuple[str, ...]
    alle_koppen: tuple[str, ...]

    @property
    def heeft_kop(self) -> bool:
        return any(self.koppen)

    def kolom(self, plaats: int) -> list[str]:
        """The filled cells of a column."""
        return [cellen[plaats] for _, cellen in self.rijen if cellen[plaats]]

    def naam_van(self, plaats: int) -> str:
        """What the user calls this column."""
        return self.koppen[plaats] or f"Kolom {letter(self.plaatsen[plaats])}"


def kopscore(cellen: Iterable[str], kent: Kenner = herken) -> int:
    """How many cells are headings that we know. What is never read counts too, unless it stands alone in its row."""
    gevuld = [cel for cel in cellen if cel]
    bekend = sum(1 for cel in gevuld if len(cel) <= MAX_KOP and kent(cel))
    verboden = sum(1 for cel in gevuld if len(cel) <= MAX_KOP and is_verboden(cel))
    return bekend + verboden if bekend or len(gevuld) > 1 else 0


def beste_kop(rijen: Sequence[Genummerd], kent: Kenner = herken) -> tuple[int, int]:
    """The place of the row that looks most like headings, and its score; a lone heading must stand among words only."""
    beste, hoogste = 0, 0
    gevuld = 0
    for plaats, (_, cellen) in enumerate(rijen):
        gevuld += any(cellen)
        if gevuld > KOP_BINNEN:
            break
        score = kopscore(cellen, kent)
        if score == 1 and any(teken.isdigit() for cel in cellen for teken in cel):
            score = 0
        if score > hoogste:
            beste, hoogste = plaats, score
    return beste, hoogste


def maak_tabel(ruw: Iterable[tuple[int, Sequence[str]]], kent: Kenner = herken) -> Tabel:
    """The table in these rows. Raises BestandGeweigerd when there is nothing in them that can be a list.

    `kent` recognises the headings: those of a list of pupils, unless another app reads a list of its own.
    """
    rijen = [(nummer, [_cel(cel) for cel in cellen]) for nummer, cellen in ruw]
    rijen = [(nummer, cellen) for nummer, cellen in rijen if any(cellen) and not _is_totaal(cellen)]
    if not rijen:
        raise BestandGeweigerd(LEEG)
    if max(_breedte(cellen) for _, cellen in rijen) > MAX_KOLOMMEN:
        raise BestandGeweigerd(TE_BREED)
    kop, score = beste_kop(rijen, kent)
    # A column of names alone under its heading is still a list; a letter with a comma here and there is not.
    if not score and 2 * sum(sum(map(bool, cellen)) > 1 for _, cellen in rijen) <= len(rijen):
        raise BestandGeweigerd(GEEN_LIJST)
    koppen = rijen[kop][1][: _breedte(rijen[kop][1])] if score else []
    inhoud = rijen[kop + 1 :] if score else rijen
    inhoud = [(nummer, cellen) for nummer, cellen in inhoud if not score or cellen[: len(koppen)] != koppen]
    if not inhoud:
        raise BestandGeweigerd(ALLEEN_KOP)
    if len(inhoud) > MAX_LEERLINGEN:
        raise BestandGeweigerd(TE_VEEL)
    return _zonder_wat_niet_mag(koppen, inhoud, kent)


def met_eerste_rij_als_kop(tabel: Tabel) -> Tabel:
    """The same table, when a person says that its first row holds headings: words that we do not know."""
    _, cellen = tabel.rijen[0]
    alle = [""] * len(tabel.alle_koppen)
    for plaats, cel in zip(tabel.plaatsen, cellen, strict=True):
        alle[plaats] = cel[:MAX_KOP]
    koppen = tuple(alle[plaats] for plaats in tabel.plaatsen)
    return replace(tabel, koppen=koppen, rijen=tabel.rijen[1:], alle_koppen=tuple(alle))


def _cel(tekst: str) -> str:
    tekst = schoon(tekst)
    return "" if len(tekst) > MAX_CEL or tekst in FOUTWAARDEN else tekst


def _is_totaal(cellen: Sequence[str]) -> bool:
    """A line that counts: "Totaal: 24", alone or with the figure in the next cell."""
    gevuld = [cel for cel in cellen if cel]
    return len(gevuld) <= 2 and bool(
        re.fullmatch(r"totaal(?: aantal)?\b[^a-z]*(?:leerlingen\b.*)?", " ".join(gevuld).lower())
    )


def _breedte(cellen: Sequence[str]) -> int:
    return max((plaats + 1 for plaats, cel in enumerate(cellen) if cel), default=0)


def _breedte_van(koppen: list[str], rijen: list[Genummerd]) -> int:
    """As wide as the headings; wider when most rows are, as below a heading that was merged over columns."""
    breedtes = [_breedte(cellen) for _, cellen in rijen]
    breder = sum(breedte > len(koppen) for breedte in breedtes)
    return max(breedtes) if not koppen or 2 * breder > len(rijen) else len(koppen)


def _zonder_wat_niet_mag(koppen: list[str], rijen: list[Genummerd], kent: Kenner) -> Tabel:
    breedte = _breedte_van(koppen, rijen)
    koppen = [kop[:MAX_KOP] for kop in koppen] + [""] * (breedte - len(koppen))
    blijft, gemeld = [], []
    for plaats in range(breedte):
        waarden = [cellen[plaats] for _, cellen in rijen if plaats < len(cellen) and cellen[plaats]]
        zin = _niet_lezen(koppen[plaats], letter(plaats), waarden, kent)
        if zin:
            gemeld.append(zin)
        elif waarden or koppen[plaats]:
            blijft.append(plaats)
    return Tabel(
        koppen=tuple(koppen[plaats] for plaats in blijft),
        plaatsen=tuple(blijft),
        rijen=tuple((nummer, tuple(_houd(cellen, plaats) for plaats in blijft)) for nummer, cellen in rijen),
        scheef=frozenset(nummer for nummer, cellen in rijen if _breedte(cellen) > breedte),
        niet_gelezen=tuple(gemeld),
        alle_koppen=tuple(koppen),
    )


def _houd(cellen: Sequence[str], plaats: int) -> str:
    """The cell, unless a number that we may not keep is in it: a citizen service number, also in a text."""
    cel = cellen[plaats] if plaats < len(cellen) else ""
    return WEGGELATEN if _is_bsn(cel) else cel


def _niet_lezen(kop: str, naam: str, waarden: Sequence[str], kent: Kenner) -> str:
    """Why a column is not read, for the user; empty when it may be read."""
    herkend = kent(kop)
    # Among names such a number is a mistake in a row, and the row says so.
    is_naam = herkend is not None and herkend[0] in NAAMVELDEN
    if waarden and not is_naam and 2 * sum(map(_is_bsn, waarden)) >= len(waarden):
        return f"In kolom {naam} lijken BSN's te staan. Wij lezen die kolom niet in."
    if is_verboden(kop):
        return f"Kolom {naam} ({kop}) lezen wij niet in."
    if herkend:
        return ""
    if waarden and all(waarde.lower() in _GESLACHT for waarde in waarden):
        return f"In kolom {naam} lijkt het geslacht te staan. Wij lezen die kolom niet in."
    for soort, vorm in _INHOUD.items():
        if waarden and 2 * sum(1 for waarde in waarden if vorm.fullmatch(waarde)) >= len(waarden):
            return f"In kolom {naam} lijken {soort} te staan. Wij lezen die kolom niet in."
    return ""


def _is_bsn(tekst: str) -> bool:
    """Also with eight digits: a spreadsheet takes the nought in front away. A date of eight has marks between."""
    if _UUID.fullmatch(tekst):  # random: nine of its digits may happen to pass the check
        return False
    kaal = re.sub(r"[.,]0+$", "", tekst)
    return any(map(str.isdigit, tekst)) and (verboden_nummer(tekst) or len(kaal) == 8 and lijkt_op_bsn(kaal.zfill(9)))
