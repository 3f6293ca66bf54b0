"""What goes wrong with a file, in words that say what to do."""

from gka.exceptions import NietToegestaan


class BestandGeweigerd(NietToegestaan):
    """This file is not read; `str()` says why and what to do instead. It never quotes the file."""


LEEG = "Dit bestand is leeg. Maak de export opnieuw in ParnasSys of ESIS."
TE_GROOT = "Dit bestand is te groot (meer dan 5 MB). Maak een export van alleen groep 8 en probeer het opnieuw."
TE_VEEL = "In dit bestand staan meer dan 2.000 leerlingen. Maak een export van alleen uw school en probeer het opnieuw."
TE_BREED = "Dit bestand heeft meer dan 100 kolommen. Maak een export met alleen naam, geboortedatum en groep."

ONVEILIG = (
    "Dit bestand bevat onderdelen (DTD of entiteiten) die niet in een leerlinglijst horen. "
    "Wij lezen het niet. Maak de export opnieuw in ParnasSys of ESIS."
)
GEEN_XML = "Wij kunnen dit bestand niet lezen. Maak de export opnieuw in ParnasSys of ESIS en kies daar voor EDEXML."
GEEN_EDEXML = (
    "Dit bestand is geen leerlinglijst. Kies in ParnasSys of ESIS voor EDEXML, of sla de lijst op als "
    "CSV of Excel (.xlsx)."
)
OSO_DOSSIER = (
    "Dit is een overstapdossier. Dat mag u hier niet uploaden: er staat te veel in. "
    "Kies in ParnasSys of ESIS voor de leerlinglijst in EDEXML."
)
GEEN_SCHOOLJAAR = (
    "In dit bestand staat geen schooljaar. Maak de export opnieuw in ParnasSys of ESIS en kies het schooljaar."
)
GEEN_BRIN = (
    "In dit bestand staat geen BRIN-code van een Nederlandse school. Maak de export opnieuw en kies daar uw school."
)
VLAAMS = (
    "Dit bestand is van een Vlaamse school. Overstap werkt met Nederlandse basisscholen. "
    "Maak de export opnieuw en kies daar uw Nederlandse school."
)

OUD_EDEX = "Dit is het oude EDEX-formaat. Kies in ParnasSys of ESIS voor EDEXML."
PDF = "Dit is een pdf. Overstap kan geen pdf lezen. Kies in ParnasSys of ESIS voor de leerlinglijst in EDEXML."
BEELD = "Dit is een foto of afbeelding. Overstap leest alleen een lijst: EDEXML, CSV of Excel (.xlsx)."
TEKSTDOCUMENT = (
    "Dit is een tekstdocument, bijvoorbeeld van Word. Zet de lijst in Excel en sla haar op als Excel-werkmap (.xlsx)."
)
OUD_EXCEL = (
    "Dit is een oud Excel-bestand (.xls). Open het in Excel, kies Opslaan als, Excel-werkmap (.xlsx), en "
    "kies dat bestand."
)
ANDER_REKENBLAD = (
    "Dit is een rekenblad van een andere soort. Open het, kies Opslaan als, Excel-werkmap (.xlsx), en kies dat bestand."
)
WACHTWOORD = (
    "Dit bestand is beveiligd met een wachtwoord. Haal in Excel het wachtwoord weg en sla het op. "
    "Kies het bestand daarna opnieuw."
)
INGEPAKT = "Dit is een ingepakt bestand (zip). Pak het uit en kies de lijst die erin zit."
KAPOT_EXCEL = (
    "Dit Excel-bestand is beschadigd. Open het in Excel, sla het op als Excel-werkmap (.xlsx) en probeer het opnieuw."
)
BOM = "Dit Excel-bestand is uitgepakt veel te groot. Maak een export van alleen groep 8 en probeer het opnieuw."
FORMULES = (
    "In dit Excel-bestand staan formules zonder uitkomst. Open het in Excel, sla het op en kies het bestand opnieuw."
)
GEEN_TEKST = (
    "Wij kunnen dit bestand niet lezen. Overstap leest een lijst in EDEXML, CSV of Excel (.xlsx). "
    "Maak de export opnieuw in ParnasSys of ESIS."
)
LETTERS = (
    "Wij kunnen de letters met accenten in dit bestand niet zeker lezen. "
    "Open de lijst in Excel, kies Opslaan als, ‘CSV UTF-8’ of Excel-werkmap (.xlsx), en kies dat bestand."
)
TWEE_LIJSTEN = (
    "In dit bestand staan twee lijsten (blad {een} en {ander}). Bewaar het blad dat u wilt inlezen als eigen bestand."
)
AANHALINGSTEKEN = (
    'In rij {rij} staat een aanhalingsteken (") te veel. Daardoor lopen cellen in elkaar over. '
    "Haal het weg en kies het bestand opnieuw."
)
GEEN_LIJST = (
    "In dit bestand vinden wij geen lijst met kolommen. Maak een lijst met ten minste de naam, de "
    "geboortedatum en de groep, "
    "en sla haar op als CSV of Excel (.xlsx)."
)
ALLEEN_KOP = (
    "In dit bestand staan alleen de namen van de kolommen, geen leerlingen. Maak de export opnieuw in "
    "ParnasSys of ESIS."
)
