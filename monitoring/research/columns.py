"""Every column of the research files, once: the files, the codebook and the Table Schema are made from this list."""

from dataclasses import dataclass, field

LEERLINGEN, CONTACTEN = "leerlingen.csv", "contacten.csv"


@dataclass(frozen=True)
class Column:
    """`codes` maps a closed list of codes to Dutch and English; a number or a key has none."""

    name: str
    kind: str
    nl: str
    en: str
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    minimum: int | None = None
    missing_nl: str = ""
    missing_en: str = ""


STATUS = {
    "geen": ("niet besproken", "not discussed"),
    "voorgesteld": ("op de lijst van een overleg", "on the list of a meeting"),
    "besproken": ("besproken, nog geen besluit", "discussed, no decision yet"),
    "wacht": ("wacht", "waiting"),
    "niet_opgenomen": ("niet opgenomen", "not admitted"),
    "opgenomen": ("opgenomen, nog niet gestart", "admitted, not started"),
    "gestart": ("gestart", "started"),
    "afgerond": ("afgerond", "completed"),
    "eerder_gestopt": ("eerder gestopt", "stopped early"),
}
NIVEAU = {
    "1": ("praktijkonderwijs", "practical education"),
    "2": ("vmbo basis", "vmbo basic"),
    "3": ("vmbo kader", "vmbo advanced vocational"),
    "4": ("vmbo gl-tl", "vmbo combined-theoretical"),
    "5": ("havo", "havo"),
    "6": ("vwo", "vwo"),
}
FASE = {"po": ("basisschool", "primary school"), "vo": ("middelbare school", "secondary school")}
SOORTGROEP = {
    "direct": ("rechtstreeks contact", "direct contact"),
    "groep": ("groepsactiviteit", "group activity"),
    "indirect": ("werk voor de leerling zonder contact", "work for the pupil without contact"),
    "niet_verschenen": ("niet verschenen", "did not show up"),
    "anders": ("overig", "other"),
}
JA_NEE = {"0": ("nee", "no"), "1": ("ja", "yes")}

_PSEUDONIEM = Column("pseudoniem", "string", "pseudoniem van de leerling", "pseudonym of the pupil")
_COHORT = Column("cohort", "integer", "jaar van het cohort", "year of the cohort", minimum=2020)
_GEEN_TRAJECT = ("geen traject", "no traject")

COLUMNS: dict[str, tuple[Column, ...]] = {
    LEERLINGEN: (
        _PSEUDONIEM,
        _COHORT,
        Column(
            "leeftijd",
            "integer",
            "leeftijd in jaren op 1 januari van het cohort",
            "age in years on 1 January",
            minimum=0,
        ),
        Column(
            "vo_gemeente",
            "string",
            "gemeente van de vo-school, CBS-code van vier cijfers",
            "municipality of the secondary school, CBS code of four digits",
            missing_nl="nog geen vo-school",
            missing_en="no secondary school yet",
        ),
        Column(
            "vo_school",
            "string",
            "vo-school als verzonnen lettercode",
            "secondary school as an invented letter code",
            missing_nl="nog geen vo-school",
            missing_en="no secondary school yet",
        ),
        Column(
            "advies_laag",
            "integer",
            "laagste niveau van het laatste advies",
            "lowest level of the latest school advice",
            NIVEAU,
            missing_nl="geen advies of niet op de schaal",
            missing_en="no advice or not on the scale",
        ),
        Column(
            "advies_hoog",
            "integer",
            "hoogste niveau van het laatste advies",
            "highest level of the latest school advice",
            NIVEAU,
            missing_nl="geen advies of niet op de schaal",
            missing_en="no advice or not on the scale",
        ),
        Column("status", "string", "stand van bespreking of traject", "state of discussion or traject", STATUS),
        Column(
            "uren_po",
            "number",
            "uren inzet van medewerkers in de fase po, toegerekend",
            "staff hours in the primary phase, attributed",
            minimum=0,
            missing_nl=_GEEN_TRAJECT[0],
            missing_en=_GEEN_TRAJECT[1],
        ),
        Column(
            "uren_vo",
            "number",
            "uren inzet van medewerkers in de fase vo, toegerekend",
            "staff hours in the secondary phase, attributed",
            minimum=0,
            missing_nl=_GEEN_TRAJECT[0],
            missing_en=_GEEN_TRAJECT[1],
        ),
    ),
    CONTACTEN: (
        _PSEUDONIEM,
        _COHORT,
        Column(
            "week",
            "integer",
            "week sinds de eerste dag van het traject, 0 is de eerste",
            "week since the first day of the traject, 0 is the first",
            minimum=0,
        ),
        Column("fase", "string", "fase", "phase", FASE),
        Column("soort", "string", "soort contact, in groepen", "kind of contact, grouped", SOORTGROEP),
        Column("minuten", "integer", "toegerekende minuten inzet", "attributed staff minutes", minimum=0),
        Column("aanwezig", "integer", "de leerling was erbij", "the pupil was present", JA_NEE),
    ),
}


def header(file: str) -> list[str]:
    return [column.name for column in COLUMNS[file]]
