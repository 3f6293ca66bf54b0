"""The tables that may exist, as data. Nothing else is ever counted for a screen: free filters give away."""

from dataclasses import dataclass

from gka.access.table import Zicht


@dataclass(frozen=True)
class Indicator:
    """One figure of the report, with what it means (codes of kennis/domein.md 4.4)."""

    code: str
    naam: str
    definitie: str
    formule: str
    eenheid: str = "leerlingen"


@dataclass(frozen=True)
class Tabel:
    """`alles` and `eigen`: which cells of the one table (gka.access.table) see all rows, or own rows and the total."""

    code: str
    titel: str
    dimensie: str
    maat: str
    regel: str
    ritme: str
    alles: frozenset[Zicht]
    eigen: frozenset[Zicht]


A1, A2, A3, A4, B1, B1_MEDIAAN = "A1", "A2", "A3", "A4", "B1", "B1m"

INDICATOREN: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            A1,
            "Voorgesteld",
            "Leerlingen die op de lijst van een knooppuntoverleg staan of stonden.",
            "verschillende leerlingen met een bespreking in het cohort",
        ),
        Indicator(
            A2,
            "Opgenomen",
            "Leerlingen van wie het laatste besluit is: opgenomen in het traject.",
            "verschillende leerlingen met als laatste besluit opgenomen",
        ),
        Indicator(
            A3,
            "Ondersteund",
            "Leerlingen met ten minste één contact en geldige toestemming om deel te nemen.",
            "verschillende leerlingen met 1 of meer contacten en toestemming op de peildatum",
        ),
        Indicator(
            A4,
            "Bezetting",
            "Ondersteunde leerlingen tegenover de afgesproken plekken.",
            "A3 : afgesproken plekken × 100",
            "%",
        ),
        Indicator(
            B1,
            "Uren per leerling, gemiddeld",
            "Tijd van medewerkers voor een leerling, verdeeld over de kinderen die erbij waren; zonder reistijd.",
            "som van de minuten inzet : 60 : A3, in hele uren",
            "uur",
        ),
        Indicator(
            B1_MEDIAAN,
            "Uren per leerling, middelste",
            "De middelste leerling: de helft kreeg meer uren, de helft minder.",
            "mediaan van de minuten inzet per leerling : 60, in hele uren",
            "uur",
        ),
    )
}

GEMEENTEN = (
    "Een leerling telt bij de gemeente van de definitieve vo-school, of zolang die er niet is van de gewenste. "
    "Alleen gemeenten die zeker meedoen, tellen mee, ook in het getal voor het hele project."
)
AFSCHERMING = (
    "Aantallen van 1 tot en met 4 laten wij niet zien, en ook niet wat daardoor uit te rekenen is; een gemiddelde pas "
    "vanaf 10 leerlingen. Er staat dan een x. Het getal van een gemeente vernieuwen wij elk "
    "kwartaal, als er niets veranderde of bij ten minste 5 leerlingen iets; anders blijft het vorige staan."
)
GEEN_EFFECT = "Deze cijfers laten een verandering zien, geen effect: er is geen vergelijkingsgroep."

TOTAAL = "totaal"
ALLEN = frozenset({Zicht.CIJFERS_ALLES})

KERN = Tabel(
    code="kern",
    titel="Kerncijfers van het project",
    dimensie="",
    maat="A1, A2, A3, A4, B1",
    regel="vanaf 5 leerlingen; gemiddelden vanaf 10, in hele uren",
    ritme="maand",
    alles=ALLEN | {Zicht.CIJFERS_GEMEENTE},
    eigen=frozenset(),
)
GEMEENTE = Tabel(
    code="ondersteund-gemeente",
    titel="Ondersteunde leerlingen per gemeente van de vo-school",
    dimensie="gemeente",
    maat=A3,
    regel="vanaf 5 leerlingen, met een tweede cel als het totaal er anders een teruggeeft",
    ritme="kwartaal",
    alles=ALLEN,
    eigen=frozenset({Zicht.CIJFERS_GEMEENTE}),
)
TABELLEN = {tabel.code: tabel for tabel in (KERN, GEMEENTE)}
