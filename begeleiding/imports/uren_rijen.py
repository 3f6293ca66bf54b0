"""The rows of a file of hours, cell by cell; what cannot be read is said of the row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from begeleiding.imports.uren_kolommen import Urenkolommen, Urenveld, stijl
from begeleiding.urenbestand import SCHEIDER
from begeleiding.workflow import (
    KINDEREN_HOOGSTENS,
    MINUTEN_HOOGSTENS,
    WOORDTEKENS,
    Gezelschap,
    Onjuist,
    lees_minuten,
)
from gka.imports.dates import Datumvraag, lees_datum
from gka.imports.table import WEGGELATEN, Tabel
from gka.spreadsheet import FORMULA
from gka.templatetags.formatting import lower_first

_TUSSEN = re.compile(rf"[,;/+{re.escape(SCHEIDER)}]|\ben\b")
_UREN = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,10})?)\s*(u|uur)?", re.ASCII)
_GEHEEL = re.compile(r"-?[0-9]{1,6}")
_WIE = {
    Gezelschap.LEERLING: "leerling kind jongere client",
    Gezelschap.OUDER: "ouder ouders moeder vader verzorger",
    Gezelschap.SCHOOL: "school leerkracht mentor ib-er zorgcoördinator",
    Gezelschap.ANDEREN: "anderen ander derden iemand anders",
}
WIE = {woord: wie for wie, woorden in _WIE.items() for woord in woorden.split()}
DATUMZINNEN = {
    Datumvraag.TWEE_CIJFERS: "schrijf het jaar van de datum met vier cijfers: nu is zij op meer manieren te lezen",
    Datumvraag.ONLEESBAAR: "dit is geen bestaande datum",
    Datumvraag.GETAL: "in plaats van een datum staat er een getal",
}

# What a file may leave out: then it does not say that there was none.
STIL = (Urenveld.MET, Urenveld.REISMINUTEN, Urenveld.OVERIGE)


class Onleesbaar(Exception):
    """Why a row cannot be read, as a sentence without a full stop."""


@dataclass(frozen=True)
class Urenrij:
    """One row as it stands in the file; `reden` says why it cannot be read, and then the other fields mean nothing.

    `afgerond` is how a duration was written that is no whole minutes; `zwijgt` are those of `STIL` without a column.
    """

    nummer: int
    reden: str = ""
    sleutel: str = ""
    datum: date = date.min
    medewerkers: tuple[str, ...] = ()
    leerling: str = ""
    soort: str = ""
    met: frozenset[Gezelschap] = frozenset()
    minuten: int = 0
    reisminuten: int = 0
    overige: int = 0
    afgerond: str = ""
    zwijgt: frozenset[Urenveld] = frozenset()

    @property
    def zegt_met(self) -> bool:
        """Is there a column that says with whom?"""
        return Urenveld.MET not in self.zwijgt


def lees_rijen(tabel: Tabel, kolommen: Urenkolommen, *, ik: str = "") -> list[Urenrij]:
    """Every row. `ik` stands for the worker where the file does not name one: who reads in the own hours."""
    datumstijl, sleutel = stijl(tabel, kolommen), kolommen.plaats(Urenveld.SLEUTEL)
    rijen = []
    for nummer, cellen in tabel.rijen:
        try:
            if nummer in tabel.scheef:
                raise Onleesbaar("deze rij heeft meer vakjes dan er kolommen zijn")
            rijen.append(_lees(nummer, _Cellen(cellen, kolommen), datumstijl, ik))
        except Onleesbaar as reden:
            rijen.append(Urenrij(nummer, reden=str(reden), sleutel="" if sleutel is None else cellen[sleutel]))
    return rijen


class _Cellen:
    """The cells of a row by what they are."""

    def __init__(self, cellen: tuple[str, ...], kolommen: Urenkolommen) -> None:
        self._cellen, self._kolommen = cellen, kolommen
        gelezen = [self(veld) for veld in Urenveld if veld != Urenveld.TOEGEREKEND]
        if WEGGELATEN in gelezen:
            raise Onleesbaar("in deze rij staat een getal dat op een BSN lijkt")
        if any(cel.startswith(FORMULA) and not _GEHEEL.fullmatch(cel) for cel in gelezen):
            raise Onleesbaar("in deze rij staat een formule")

    def __call__(self, veld: Urenveld) -> str:
        plaats = self._kolommen.plaats(veld)
        return "" if plaats is None else self._cellen[plaats]

    def heeft(self, veld: Urenveld) -> bool:
        return self._kolommen.plaats(veld) is not None

    def gevuld(self, veld: Urenveld, wat: str) -> str:
        if not self(veld):
            raise Onleesbaar(f"{wat} is leeg, of de rij is te kort")
        return self(veld)


def _lees(nummer: int, cel: _Cellen, datumstijl: str, ik: str) -> Urenrij:
    datum = _datum(cel.gevuld(Urenveld.DATUM, "de datum"), datumstijl)
    soort = cel.gevuld(Urenveld.SOORT, "de soort")
    minuten, afgerond = _minuten(cel)
    eerste = cel.gevuld(Urenveld.MEDEWERKER, "de medewerker") if not ik or cel.heeft(Urenveld.MEDEWERKER) else ik
    medewerkers = (eerste, *(woord.strip() for woord in _TUSSEN.split(cel(Urenveld.COLLEGAS)) if woord.strip()))
    leerling = cel(Urenveld.LEERLING)
    _eis_kort([soort], "de soort")
    _eis_kort(medewerkers, "de medewerker")
    _eis_kort([leerling], "de leerling")
    return Urenrij(
        nummer=nummer,
        sleutel=cel(Urenveld.SLEUTEL),
        datum=datum,
        medewerkers=medewerkers,
        leerling=leerling,
        soort=soort,
        met=_met(cel(Urenveld.MET)),
        minuten=minuten,
        reisminuten=_geheel(cel(Urenveld.REISMINUTEN), "de reistijd", MINUTEN_HOOGSTENS),
        overige=_geheel(cel(Urenveld.OVERIGE), "het aantal andere kinderen", KINDEREN_HOOGSTENS),
        afgerond=afgerond,
        zwijgt=frozenset(veld for veld in STIL if not cel.heeft(veld)),
    )


def _eis_kort(woorden: Iterable[str], wat: str) -> None:
    if any(len(woord) > WOORDTEKENS for woord in woorden):
        raise Onleesbaar(f"{wat} is langer dan {WOORDTEKENS} tekens: staat hier wel het goede in")


def _datum(tekst: str, datumstijl: str) -> date:
    dag, vraag = lees_datum(tekst, datumstijl)
    if dag is None:
        raise Onleesbaar(DATUMZINNEN.get(Datumvraag(vraag), "dit is geen bestaande datum"))
    return dag


def _minuten(cel: _Cellen) -> tuple[int, str]:
    """Whole minutes, and how it was written when they had to be rounded: a package writes 20 minutes as 0,33 uur."""
    in_minuten = cel(Urenveld.MINUTEN)
    tekst = in_minuten or cel.gevuld(Urenveld.UREN if cel.heeft(Urenveld.UREN) else Urenveld.MINUTEN, "de duur")
    uren = _UREN.fullmatch(tekst.lower())
    afgerond = ""
    if uren and (uren[2] or not in_minuten):
        precies = Decimal(uren[1].replace(",", ".")) * 60
        tekst = str(precies.quantize(Decimal(1), ROUND_HALF_UP))
        afgerond = f"{uren[1]} uur" if precies != int(tekst) else ""
    elif re.fullmatch(r"[0-9]{1,6}[.,]0{1,4}", tekst):  # whole, as a spreadsheet writes it
        tekst = re.split("[.,]", tekst)[0]
    try:
        return lees_minuten(tekst), afgerond
    except Onjuist as weigering:
        raise Onleesbaar(lower_first(str(weigering)).removesuffix(".")) from None


def _geheel(tekst: str, wat: str, hoogstens: int) -> int:
    if not tekst:
        return 0
    if not _GEHEEL.fullmatch(tekst) or not 0 <= int(tekst) <= hoogstens:
        raise Onleesbaar(f"{wat} is geen heel getal van 0 tot en met {hoogstens}")
    return int(tekst)


def _met(tekst: str) -> frozenset[Gezelschap]:
    woorden = [woord for deel in _TUSSEN.split(tekst.casefold()) for woord in deel.split()]
    if vreemd := [woord for woord in woorden if woord not in WIE]:
        raise Onleesbaar(f"met wie het contact was, kennen wij niet ({len(vreemd)} woord)")
    return frozenset(WIE[woord] for woord in woorden)
