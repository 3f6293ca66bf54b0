"""Read a pupil list in EDEXML 1.03 to 2.1, tolerantly: the official schema knows no school year after 2024-2025.

Only the elements named here are read. What else stands in the file (citizen service numbers, origin, weights,
addresses, pictures, vendor additions, teachers) is never put in a variable: it cannot reach a table, message or log.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from gka.imports.refusals import BestandGeweigerd
from gka.privacy.numbers import lijkt_op_bsn

MAX_BYTES = 5 * 1024 * 1024
MAX_LEERLINGEN = 2000

LEEG = "Dit bestand is leeg. Maak de export opnieuw in ParnasSys of ESIS en kies daar voor EDEXML."
TE_GROOT = "Dit bestand is te groot (meer dan 5 MB). Maak een export van alleen groep 8 en probeer het opnieuw."
TE_VEEL = "In dit bestand staan meer dan 2.000 leerlingen. Maak een export van alleen uw school en probeer het opnieuw."
GEEN_XML = "Wij kunnen dit bestand niet lezen. Maak de export opnieuw in ParnasSys of ESIS en kies daar voor EDEXML."
GEEN_EDEXML = "Dit bestand is geen leerlinglijst in EDEXML. Kies in ParnasSys of ESIS voor EDEXML."
ONVEILIG = (
    "Dit bestand bevat onderdelen (DTD of entiteiten) die niet in een leerlinglijst horen. "
    "Wij lezen het niet. Maak de export opnieuw in ParnasSys of ESIS."
)
OSO_DOSSIER = (
    "Dit is een overstapdossier. Dat mag u hier niet uploaden: er staat te veel in. "
    "Kies in ParnasSys of ESIS voor de leerlinglijst in EDEXML."
)
OUD_EDEX = "Dit is het oude EDEX-formaat. Kies in ParnasSys of ESIS voor EDEXML."
PDF = "Dit is een pdf. Overstap kan geen pdf lezen. Kies in ParnasSys of ESIS voor de leerlinglijst in EDEXML."
KANTOOR = "Dit is een Excel-, Word- of zipbestand. Kies in ParnasSys of ESIS voor de leerlinglijst in EDEXML."
GEEN_SCHOOLJAAR = (
    "In dit bestand staat geen schooljaar. Maak de export opnieuw in ParnasSys of ESIS en kies het schooljaar."
)
GEEN_BRIN = (
    "In dit bestand staat geen BRIN-code van een Nederlandse school. Maak de export opnieuw en kies daar uw school."
)

# What another kind of file starts with.
HANDTEKENINGEN = ((b"%PDF", PDF), (b"PK\x03\x04", KANTOOR), (b"\xd0\xcf\x11\xe0", KANTOOR))
OUDE_NAAM = re.compile(r"edex(ll|lk|gr|lg)", re.IGNORECASE)
BRIN = re.compile(r"([0-9]{2}[A-Z]{2})([0-9]{2})?")
SCHOOLJAAR = re.compile(r"([0-9]{4})\s*[-/]\s*([0-9]{4})")
DATUM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
JAARGROEP = re.compile(r"[BD0-9]|1[1-6]|[SVCNH]")


@dataclass(frozen=True)
class Rij:
    """One pupil of the file; `nummer` is the place in it as the user counts, `sleutel` is empty unless it is stable."""

    nummer: int
    sleutel: str
    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    geboortedatum: date | None
    jaargroep: str
    uitstroomdatum: date | None

    @property
    def naam(self) -> str:
        return " ".join(part for part in (self.roepnaam, self.tussenvoegsel, self.achternaam) if part)


@dataclass(frozen=True)
class Bestand:
    """A list as the school made it. `stand_van` is the day it describes: the later of peildatum and aanmaakdatum."""

    schooljaar: str
    brin_vestiging: str
    stand_van: date | None
    rijen: tuple[Rij, ...]


def lees(inhoud: bytes, naam: str = "") -> Bestand:
    """The list in these bytes, or BestandGeweigerd. `naam` is the name of the file: it only helps to say what it is."""
    root = _root(inhoud, naam)
    school = _kind(root, "school")
    leerlingen = _kinderen(_kind(root, "leerlingen"), "leerling")
    if len(leerlingen) > MAX_LEERLINGEN:
        raise BestandGeweigerd(TE_VEEL)
    groepen = _jaargroepen(root)
    standen = [_datum(_tekst(school, name)) for name in ("peildatum", "aanmaakdatum")]
    return Bestand(
        schooljaar=_schooljaar(_tekst(school, "schooljaar")),
        brin_vestiging=_brin_vestiging(school),
        stand_van=max((stand for stand in standen if stand), default=None),
        rijen=tuple(_rij(nummer, element, groepen) for nummer, element in enumerate(leerlingen, start=1)),
    )


def _root(inhoud: bytes, naam: str) -> etree._Element:
    if len(inhoud) > MAX_BYTES:
        raise BestandGeweigerd(TE_GROOT)
    inhoud = inhoud.lstrip()
    if not inhoud:
        raise BestandGeweigerd(LEEG)
    for begin, zin in HANDTEKENINGEN:
        if inhoud.startswith(begin):
            raise BestandGeweigerd(zin)
    if OUDE_NAAM.match(naam) and b"<" not in inhoud[:200]:
        raise BestandGeweigerd(OUD_EDEX)
    # Before any parser sees it; without NUL bytes also in UTF-16. The check after parsing covers rarer encodings.
    plat = inhoud.replace(b"\0", b"")
    if b"<!DOCTYPE" in plat or b"<!ENTITY" in plat:
        raise BestandGeweigerd(ONVEILIG)
    root = _ontleed(inhoud)
    if root.getroottree().docinfo.internalDTD is not None:
        raise BestandGeweigerd(ONVEILIG)
    soort = etree.QName(root)
    if soort.localname == "EDEX":
        return root
    raise BestandGeweigerd(OSO_DOSSIER if "oso" in (soort.namespace or "").lower() else GEEN_EDEXML)


def _ontleed(inhoud: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding=_afwijkende_codering(inhoud),
    )
    try:
        root: etree._Element = etree.fromstring(inhoud, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        # `from None`: the parser's own message quotes the file.
        raise BestandGeweigerd(GEEN_XML) from None
    return root


def _afwijkende_codering(inhoud: bytes) -> str | None:
    """Windows-1252 for a file that says (or leaves unsaid) UTF-8 and is not; schools' exports do that."""
    kop = inhoud[:200].lower()
    if inhoud[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"encoding" in kop and b"utf-8" not in kop):
        return None
    try:
        inhoud.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return None


def _kinderen(element: etree._Element | None, naam: str) -> list[etree._Element]:
    return [] if element is None else [kind for kind in _elementen(element) if etree.QName(kind).localname == naam]


def _elementen(element: etree._Element) -> Iterator[etree._Element]:
    return (kind for kind in element if isinstance(kind.tag, str))


def _kind(element: etree._Element, naam: str) -> etree._Element | None:
    return next(iter(_kinderen(element, naam)), None)


def _tekst(element: etree._Element | None, naam: str) -> str:
    kind = None if element is None else _kind(element, naam)
    return " ".join((kind.text or "").split()) if kind is not None else ""


def _sleutel(leerling: etree._Element) -> str:
    """The pupil's `key`; nothing for a dummy (starts with #, may change) or what may be a citizen service number."""
    sleutel = " ".join((leerling.get("key") or "").split())
    return "" if sleutel.startswith("#") or lijkt_op_bsn(sleutel) else sleutel


def _datum(tekst: str) -> date | None:
    vorm = DATUM.fullmatch(tekst)
    try:
        return date.fromisoformat(vorm[1]) if vorm else None
    except ValueError:
        return None


def _schooljaar(tekst: str) -> str:
    vorm = SCHOOLJAAR.fullmatch(tekst)
    if vorm is None or int(vorm[2]) != int(vorm[1]) + 1:
        raise BestandGeweigerd(GEEN_SCHOOLJAAR)
    return f"{vorm[1]}-{vorm[2]}"


def _brin_vestiging(school: etree._Element | None) -> str:
    """Six characters; no dependance, or an empty one, is the main site 00."""
    vorm = BRIN.fullmatch(_tekst(school, "brincode").upper())
    dependance = _tekst(school, "dependancecode").zfill(2)
    if vorm is None or not re.fullmatch(r"[0-9]{2}", dependance):
        raise BestandGeweigerd(GEEN_BRIN)
    return vorm[1] + (vorm[2] or dependance)


def _jaargroep(element: etree._Element) -> str:
    tekst = _tekst(element, "jaargroep").upper()
    tekst = tekst.lstrip("0") or tekst[:1]
    return tekst if JAARGROEP.fullmatch(tekst) else ""


def _jaargroepen(root: etree._Element) -> dict[str, str]:
    """The year of each group by its key; a group without key or year is of no use and does no harm."""
    groepen = _kinderen(_kind(root, "groepen"), "groep")
    return {key: _jaargroep(groep) for groep in groepen if (key := groep.get("key"))}


def _rij(nummer: int, element: etree._Element, groepen: dict[str, str]) -> Rij:
    groep = _kind(element, "groep")
    # A pupil may have only `voornamen`: the first of them is then the name to call.
    roepnaam = _tekst(element, "roepnaam") or next(iter(_tekst(element, "voornamen").split()), "")
    return Rij(
        nummer=nummer,
        sleutel=_sleutel(element),
        roepnaam=roepnaam,
        tussenvoegsel=_tekst(element, "voorvoegsel"),
        achternaam=_tekst(element, "achternaam"),
        geboortedatum=_datum(_tekst(element, "geboortedatum")),
        jaargroep=_jaargroep(element) or ("" if groep is None else groepen.get(groep.get("key") or "", "")),
        uitstroomdatum=_datum(_tekst(element, "uitstroomdatum")),
    )
