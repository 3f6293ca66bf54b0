"""Which year a group is in, from the words that schools use: "8", "Groep 8", "8A", "7/8"."""

import re

_VORM = re.compile(
    r"(?:(?:jaar|stam)?groep|leerjaar|klas|gr\.?|g)?\s*"
    r"(?P<jaren>[0-9]{1,2}(?:\s*[-/+&]\s*[0-9]{1,2})*)"
    r"(?:\s*[-/]?\s*\(?[a-z]\)?|\s+[^0-9]*|\s*-\s*[^0-9]*)?",
    re.IGNORECASE,
)
_DATUM = re.compile(r"[0-9]{4}-([0-9]{2})-([0-9]{2})")
_MAANDEN = {"jan": 1, "feb": 2, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8}
_DAG_MAAND = re.compile(r"0?([1-8])[- ]([a-z]{3})\.?", re.IGNORECASE)
_RANG = re.compile(r"([1-8])e\s+(?:groep|klas|leerjaar)", re.IGNORECASE)
_KLAS = re.compile(r"(?:groep\s*)?([1-8])\s?-\s?([1-8])", re.IGNORECASE)
_TOELICHTING = re.compile(r"(?<=\S)\s*\([^)]*\)$")
_WOORDEN = {"acht": "8", "zeven": "7", "zes": "6"}


def lees_groep(tekst: str) -> str:
    """`8` for a year, `7/8` for a combination, empty when the text says no year of primary school.

    Excel makes a date of a combination that was typed as 7/8; that is undone.
    """
    tekst = re.sub(
        r"\b(acht|zeven|zes)\b", lambda woord: _WOORDEN[woord[1].lower()], tekst.strip(), flags=re.IGNORECASE
    )
    tekst = _RANG.sub(r"groep \1", _TOELICHTING.sub("", tekst.removesuffix(".0")))
    # "8-2" is the second group 8: a combination is of years beside each other.
    if (klas := _KLAS.fullmatch(tekst)) and int(klas[1]) - int(klas[2]) > 1:
        return klas[1]
    if datum := _DATUM.fullmatch(tekst):
        return _combinatie([int(datum[1]), int(datum[2])], minstens=2)
    if (kort := _DAG_MAAND.fullmatch(tekst)) and kort[2].lower() in _MAANDEN:
        return _combinatie([int(kort[1]), _MAANDEN[kort[2].lower()]], minstens=2)
    vorm = _VORM.fullmatch(tekst)
    return _combinatie([int(jaar) for jaar in re.findall("[0-9]+", vorm["jaren"])], minstens=1) if vorm else ""


def _combinatie(jaren: list[int], *, minstens: int) -> str:
    uniek = sorted(set(jaren))
    return "/".join(map(str, uniek)) if len(uniek) >= minstens and all(1 <= jaar <= 8 for jaar in uniek) else ""
