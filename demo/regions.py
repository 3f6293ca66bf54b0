"""Two regions: Parkstad with its real partners and invented primary schools, and a small one that does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from demo.schooldays import Kalender, vakanties
from gka.actions import regio as regio_acties
from gka.models import Aanstelling, Cohort, Gemeente, Keuze, Medewerker, Organisatie, Regio, School, Vakantie
from gka.workflow import Organisatiesoort, Schoolsoort

Row = dict[str, str]

COLUMNS = ("soort", "naam", "officiele_naam", "brin_vestiging", "bestuur", "gemeente", "cbs_code", "plaatsen")
DEMOSCHOOL = "99ZZ00"
BASISSCHOLEN = (
    ("Basisschool De Verzonnen Vlinder", DEMOSCHOOL, "INNOVO", "Brunssum"),
    ("Basisschool Het Bedachte Bootje", "99XA00", "MOVARE", "Brunssum"),
    ("Basisschool De Denkbeeldige Driehoek", "99XB00", "MOVARE", "Brunssum"),
    ("Basisschool Het Zogenaamde Zonnetje", "99XC00", "INNOVO", "Heerlen"),
    ("Basisschool De Fictieve Fluit", "99XD00", "INNOVO", "Heerlen"),
    ("Basisschool De Gefantaseerde Giraf", "99XE00", "INNOVO", "Heerlen"),
    ("Basisschool Het Nagemaakte Nest", "99XF00", "MOVARE", "Heerlen"),
    ("Basisschool De Schijnbare Schatkist", "99XG00", "INNOVO", "Heerlen"),
    ("Basisschool De Papieren Planeet", "99XH00", "MOVARE", "Kerkrade"),
    ("Basisschool Het Uitgedachte Uiltje", "99XI00", "MOVARE", "Kerkrade"),
    ("Basisschool De Gedroomde Draak", "99XJ00", "MOVARE", "Kerkrade"),
    ("Basisschool Het Voorbeeldige Varken", "99XK00", "MOVARE", "Landgraaf"),
)
ELDERS: tuple[Row, ...] = (
    {"soort": "gemeente", "naam": "Verzonnenstad", "gemeente": "Verzonnenstad", "cbs_code": "9901"},
    {"soort": "gemeente", "naam": "Nergenshuizen", "gemeente": "Nergenshuizen", "cbs_code": "9902"},
    {"soort": "po-bestuur", "naam": "Schoolbestuur Fabelland"},
    {"soort": "vo-bestuur", "naam": "Vo-bestuur Fabelland"},
    {"soort": "welzijn", "naam": "Welzijn Fabelland", "gemeente": "Verzonnenstad"},
    {"soort": "samenwerking", "naam": "Projectteam Fabelland"},
    {"soort": "universiteit", "naam": "Universiteit van Fabelland"},
    {
        "soort": "vo",
        "naam": "College Fabelland",
        "brin_vestiging": "98ZZ00",
        "bestuur": "Vo-bestuur Fabelland",
        "gemeente": "Verzonnenstad",
        "plaatsen": "10",
    },
    {
        "soort": "po",
        "naam": "Basisschool Ver Hiervandaan",
        "brin_vestiging": "98ZY00",
        "bestuur": "Schoolbestuur Fabelland",
        "gemeente": "Nergenshuizen",
    },
)


@dataclass
class Gebied:
    """A region with everything the stories of pupils happen in; people are filled in by `demo.people`."""

    regio: Regio
    cohorten: dict[int, Cohort]
    po: list[School]
    vo: list[School]
    plaatsen: dict[int, int]
    gemeenten: list[Gemeente]
    keuzes: dict[tuple[str, str], Keuze]
    kalenders: dict[int, Kalender]
    ib_er: dict[int, Aanstelling] = field(default_factory=dict)
    smw_po: dict[int, Aanstelling] = field(default_factory=dict)
    smw_vo: dict[int, list[Aanstelling]] = field(default_factory=dict)
    zorgcoordinator: dict[int, Aanstelling] = field(default_factory=dict)
    teamleider: dict[int, Medewerker] = field(default_factory=dict)

    def organisatie(self, soort: Organisatiesoort, naam: str = "") -> Organisatie:
        """The organisation of this kind with this name, or the first one."""
        rows = Organisatie.objects.filter(regio=self.regio, soort=soort)
        return rows.get(naam=naam) if naam else rows.order_by("pk")[0]

    def schooldag_vanaf(self, dag: date) -> date:
        """This day, or the first school day after it, also over the turn of the year."""
        for jaar in range(dag.year, max(self.kalenders) + 1):
            if gevonden := self.kalenders[jaar].schooldag_vanaf(dag):
                return gevonden
        return dag

    def domeinen(self) -> list[Keuze]:
        """The domains of help, without the one that says nothing."""
        return [keuze for (lijst, code), keuze in self.keuzes.items() if lijst == "domein" and code != "anders"]


def inrichten(*, jaren: Iterable[int], basisscholen: int, vergroting: int) -> list[Gebied]:
    """Set both regions up for these years.

    `basisscholen` is the number of primary schools in Parkstad and `vergroting` multiplies the places: 12 and 1 in the
    shape of the agenda, more in bulk.
    """
    jaren = list(jaren)
    scholen = [_basisschool(nummer) for nummer in range(basisscholen)]
    parkstad = regio_acties.lees_data("parkstad.csv")
    elders = [dict.fromkeys(COLUMNS, "") | {"deelname": "bevestigd"} | row for row in ELDERS]
    return [
        _gebied("parkstad", "Parkstad", "Gelijke Kansen Alliantie Parkstad", [*parkstad, *scholen], jaren, vergroting),
        _gebied("fabelland", "Fabelland", "Overstapproject Fabelland", elders, jaren, 1),
    ]


def _basisschool(nummer: int) -> Row:
    naam, brin, bestuur, gemeente = BASISSCHOLEN[nummer % len(BASISSCHOLEN)]
    if ronde := nummer // len(BASISSCHOLEN):
        naam = f"{naam} {ronde + 1}"
        brin = f"{'99XL' if brin == DEMOSCHOOL else brin[:4]}{ronde:02d}"
    row = dict.fromkeys(COLUMNS, "") | {"soort": Schoolsoort.PO.value, "deelname": "bevestigd"}
    return row | {"naam": naam, "brin_vestiging": brin, "bestuur": bestuur, "gemeente": gemeente}


def _gebied(code: str, naam: str, projectnaam: str, rows: list[Row], jaren: list[int], vergroting: int) -> Gebied:
    regio = regio_acties.inrichten(code=code, naam=naam, projectnaam=projectnaam, rows=rows)
    plaatsen = {brin: aantal and aantal * vergroting for brin, aantal in regio_acties.plaatsen_uit(rows).items()}
    cohorten = {jaar: regio_acties.cohort_openen(regio=regio, jaar=jaar, plaatsen=plaatsen) for jaar in jaren}
    Vakantie.objects.bulk_create(
        Vakantie(regio=regio, naam=vakantie.naam, van=vakantie.van, tot=vakantie.tot)
        for jaar in jaren
        for vakantie in vakanties(jaar)
    )
    scholen = list(School.objects.filter(regio=regio).select_related("gemeente", "bestuur").order_by("pk"))
    keuzes = Keuze.objects.filter(lijst__regio=regio).select_related("lijst").order_by("pk")
    return Gebied(
        regio=regio,
        cohorten=cohorten,
        po=[school for school in scholen if school.soort == Schoolsoort.PO],
        vo=[school for school in scholen if school.soort == Schoolsoort.VO],
        plaatsen={school.pk: plaatsen.get(school.brin_vestiging) or 0 for school in scholen},
        gemeenten=list(Gemeente.objects.filter(regio=regio).order_by("pk")),
        keuzes={(keuze.lijst.code, keuze.code): keuze for keuze in keuzes},
        kalenders={jaar: Kalender(jaar) for jaar in jaren},
    )
