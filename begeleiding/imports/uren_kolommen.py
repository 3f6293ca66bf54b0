"""Which column of a file of hours is what: headings that packages use, what was remembered, and what to ask."""

from dataclasses import dataclass, replace
from enum import StrEnum

from begeleiding.models import Urenindeling
from gka.imports import formats, refusals
from gka.imports.columns import vingerafdruk, vouw_kop
from gka.imports.dates import kopstijl, stijlvraag, strijdig
from gka.imports.refusals import BestandGeweigerd
from gka.imports.table import Tabel, met_eerste_rij_als_kop
from gka.models import Organisatie


class Urenveld(StrEnum):
    """What a column of hours can be to us."""

    SLEUTEL = "sleutel"
    DATUM = "datum"
    MEDEWERKER = "medewerker"
    COLLEGAS = "collegas"
    LEERLING = "leerling"
    SOORT = "soort"
    MET = "met"
    MINUTEN = "minuten"
    UREN = "uren"
    REISMINUTEN = "reisminuten"
    OVERIGE = "overige_deelnemers"
    TOEGEREKEND = "toegerekend"


# The first heading of a field wins from a later one in the same file.
_KOPPEN = {
    Urenveld.SLEUTEL: "sleutel uniekesleutel boekingsid boekingid registratieid regelid key id",
    Urenveld.DATUM: "datum datumcontact contactdatum boekdatum werkdatum gebeurdop dag date",
    Urenveld.MEDEWERKER: "medewerker medewerkercode medewerkernummer medewerkernr personeelsnummer persnr "
    "personeelscode werknemer werknemernummer hulpverlener smw",
    Urenveld.COLLEGAS: "collegas collega tweedemedewerker medewerker2",
    Urenveld.LEERLING: "leerling leerlingcode client clientnummer clientnr clientcode dossiernummer dossiernr "
    "leerlingnummer traject",
    Urenveld.SOORT: "soort soortcontact contactsoort activiteit activiteitcode verrichting urensoort type",
    Urenveld.MET: "met metwie gezelschap",
    Urenveld.MINUTEN: "minuten aantalminuten duur duurminuten duurinminuten tijd min",
    Urenveld.UREN: "uren aantaluren uur",
    Urenveld.REISMINUTEN: "reisminuten reistijd reistijdminuten reistijdinminuten reis",
    Urenveld.OVERIGE: "overigedeelnemers anderekinderen overigekinderen",
    Urenveld.TOEGEREKEND: "toegerekend toegerekendeminuten",
}
_BEKEND = {kop: (veld, rang) for veld, koppen in _KOPPEN.items() for rang, kop in enumerate(koppen.split())}

_ZINNEN = {
    refusals.LEEG: "Dit bestand is leeg. Maak de export opnieuw.",
    refusals.TE_GROOT: "Dit bestand is te groot. Maak een export van één maand en probeer het opnieuw.",
    refusals.TE_VEEL: "In dit bestand staan meer dan 2.000 rijen. Maak een export van één maand.",
    refusals.TE_BREED: "Dit bestand heeft meer dan 100 kolommen. Maak een export met alleen de uren.",
    refusals.GEEN_TEKST: "Wij kunnen dit bestand niet lezen. Kies een bestand in CSV of Excel (.xlsx).",
    refusals.PDF: "Dit is een pdf. Kies een bestand in CSV of Excel (.xlsx).",
    refusals.BEELD: "Dit is een foto of afbeelding. Kies een bestand in CSV of Excel (.xlsx).",
    refusals.GEEN_LIJST: "In dit bestand vinden wij geen lijst met kolommen. Kies een export van uren.",
    refusals.ALLEEN_KOP: "In dit bestand staan alleen de namen van de kolommen, geen uren.",
    refusals.BOM: "Dit Excel-bestand is uitgepakt veel te groot. Maak een export van één maand.",
}
GEEN_XML = "Wij lezen uren alleen uit CSV of Excel (.xlsx). Maak zo'n export en kies dat bestand."


@dataclass(frozen=True)
class Urenkolommen:
    """What each column is (an Urenveld or ""), and how its dates are written when a person said so."""

    velden: tuple[str, ...]
    datumstijl: str = ""

    def plaats(self, veld: Urenveld) -> int | None:
        """The column of this field."""
        return self.velden.index(veld) if veld in self.velden else None


def herken(kop: str) -> tuple[str, int] | None:
    """The field this heading stands for, with its rank; None when unknown."""
    return _BEKEND.get(vouw_kop(kop))


def lees(inhoud: bytes, naam: str) -> Tabel:
    """The table in a file of hours. Raises BestandGeweigerd with what to do instead."""
    if inhoud[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        raise BestandGeweigerd(GEEN_XML)
    try:
        gelezen = formats.lees(inhoud, naam, herken)
    except BestandGeweigerd as weigering:
        raise BestandGeweigerd(_ZINNEN.get(str(weigering), str(weigering))) from None
    if not isinstance(gelezen, Tabel):
        raise BestandGeweigerd(GEEN_XML)
    return gelezen


def voorstel(tabel: Tabel, organisatie: Organisatie) -> tuple[Tabel, Urenkolommen]:
    """What was remembered for these headings, else what they say; the table with its headings in place."""
    met_kop = tabel if tabel.heeft_kop or len(tabel.rijen) < 2 else met_eerste_rij_als_kop(tabel)
    afdruk = vingerafdruk(met_kop.alle_koppen)
    eerder = Urenindeling.objects.filter(organisatie=organisatie, vingerafdruk=afdruk).first()
    if eerder is None:
        return tabel, Urenkolommen(_uit_koppen(tabel))
    kolommen = Urenkolommen(tuple(eerder.velden[plaats] for plaats in met_kop.plaatsen), eerder.datumstijl)
    if strijdig(datums(met_kop, kolommen), kolommen.datumstijl):
        kolommen = replace(kolommen, datumstijl="")
    return met_kop, kolommen


def mist(kolommen: Urenkolommen, *, met_medewerker: bool) -> list[Urenveld]:
    """Fields without which nothing can be read."""
    nodig = [Urenveld.DATUM, Urenveld.LEERLING, Urenveld.SOORT] + [Urenveld.MEDEWERKER] * met_medewerker
    zonder = [veld for veld in nodig if kolommen.plaats(veld) is None]
    duur = kolommen.plaats(Urenveld.MINUTEN) is None and kolommen.plaats(Urenveld.UREN) is None
    return zonder + [Urenveld.MINUTEN] * duur


def datumkeuzes(tabel: Tabel, kolommen: Urenkolommen) -> set[str]:
    """The readings of the dates between which a person chooses; empty when they can be read in one way."""
    if stijl_van_kop(tabel, kolommen):
        return set()
    return {str(stijl) for stijl in stijlvraag(datums(tabel, kolommen))}


def stijl(tabel: Tabel, kolommen: Urenkolommen) -> str:
    """How the dates of this file are read."""
    return kolommen.datumstijl or stijl_van_kop(tabel, kolommen)


def stijl_van_kop(tabel: Tabel, kolommen: Urenkolommen) -> str:
    """How the heading says that the dates are written, unless a date below it shows that this cannot be."""
    plaats = kolommen.plaats(Urenveld.DATUM)
    gezegd = kopstijl(tabel.koppen[plaats]) if plaats is not None else ""
    return gezegd if gezegd and not strijdig(datums(tabel, kolommen), gezegd) else ""


def datums(tabel: Tabel, kolommen: Urenkolommen) -> list[str]:
    """The filled cells of the column with dates."""
    plaats = kolommen.plaats(Urenveld.DATUM)
    return [] if plaats is None else tabel.kolom(plaats)


def _uit_koppen(tabel: Tabel) -> tuple[str, ...]:
    rangen: dict[str, tuple[int, int]] = {}
    for plaats, kop in enumerate(tabel.koppen):
        if (herkend := herken(kop)) and (herkend[0] not in rangen or herkend[1] < rangen[herkend[0]][0]):
            rangen[herkend[0]] = (herkend[1], plaats)
    gekozen = {plaats: veld for veld, (_, plaats) in rangen.items()}
    return tuple(str(gekozen.get(plaats, "")) for plaats in range(len(tabel.koppen)))
