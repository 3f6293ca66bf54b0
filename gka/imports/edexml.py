"""Read a pupil list in EDEXML 1.03 to 2.1, tolerantly: the official schema knows no school year after 2024-2025.

Only the elements named here are read. What else stands in the file (citizen service numbers, origin, weights,
addresses, pictures, vendor additions, teachers) is never put in a variable: it cannot reach a table, message or log.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from gka.imports.groups import lees_groep
from gka.imports.refusals import (
    GEEN_BRIN,
    GEEN_EDEXML,
    GEEN_SCHOOLJAAR,
    GEEN_XML,
    ONVEILIG,
    OSO_DOSSIER,
    TE_VEEL,
    VLAAMS,
    BestandGeweigerd,
)
from gka.imports.rows import MAX_LEERLINGEN, Bestand, Rij, schoon
from gka.privacy.bsn import verboden_nummer

BRIN = re.compile(r"([0-9]{2}[A-Z]{2})([0-9]{2})?")
SCHOOLJAAR = re.compile(r"([0-9]{4})\s*[-/]\s*([0-9]{4})")
DATUM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
JAARGROEP = re.compile(r"[BD0-9]|1[1-6]|[SVCNH]")
COMBINATIE = "C"


def lees(inhoud: bytes) -> Bestand:
    """The list in these bytes, or BestandGeweigerd."""
    root = _root(inhoud)
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


def _root(inhoud: bytes) -> etree._Element:
    inhoud = inhoud.lstrip()
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
    return schoon(kind.text or "") if kind is not None else ""


def _sleutel(leerling: etree._Element) -> str:
    """The pupil's `key`; nothing for a dummy (starts with #, may change) or what may be a citizen service number."""
    sleutel = " ".join((leerling.get("key") or "").split())
    return "" if sleutel.startswith("#") or verboden_nummer(sleutel) else sleutel


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
    """Six characters; no dependance, or an empty one, is the main site 00. A Flemish school has another number."""
    if _tekst(school, "instellingsnummer"):
        raise BestandGeweigerd(VLAAMS)
    vorm = BRIN.fullmatch(_tekst(school, "brincode").upper())
    dependance = _tekst(school, "dependancecode").zfill(2)
    if vorm is None or not re.fullmatch(r"[0-9]{2}", dependance):
        raise BestandGeweigerd(GEEN_BRIN)
    return vorm[1] + (vorm[2] or dependance)


def _jaargroep(element: etree._Element) -> str:
    tekst = _tekst(element, "jaargroep").upper()
    tekst = tekst.lstrip("0") or tekst[:1]
    return tekst if JAARGROEP.fullmatch(tekst) else ""


def _groep(groep: etree._Element) -> str:
    """The year of a group; of a combination its years, which only its name tells ("7/8")."""
    jaargroep = _jaargroep(groep)
    return lees_groep(_tekst(groep, "naam")) or jaargroep if jaargroep == COMBINATIE else jaargroep


def _jaargroepen(root: etree._Element) -> dict[str, str]:
    """The year of each group by its key; a group without key or year is of no use and does no harm."""
    groepen = _kinderen(_kind(root, "groepen"), "groep")
    return {key: _groep(groep) for groep in groepen if (key := groep.get("key"))}


def _rij(nummer: int, element: etree._Element, groepen: dict[str, str]) -> Rij:
    groep = _kind(element, "groep")
    van_groep = "" if groep is None else groepen.get(groep.get("key") or "", "")
    eigen = _jaargroep(element)
    # A pupil may have only `voornamen`: the first of them is then the name to call.
    roepnaam = _tekst(element, "roepnaam") or next(iter(_tekst(element, "voornamen").split()), "")
    return Rij(
        nummer=nummer,
        sleutel=_sleutel(element),
        roepnaam=roepnaam,
        tussenvoegsel=_tekst(element, "voorvoegsel"),
        achternaam=_tekst(element, "achternaam"),
        geboortedatum=_datum(_tekst(element, "geboortedatum")),
        jaargroep=(van_groep or eigen) if eigen == COMBINATIE else (eigen or van_groep),
        uitstroomdatum=_datum(_tekst(element, "uitstroomdatum")),
    )
