"""A property: whatever shape a list has, every value is read right or asked about; never a silent wrong guess.

The generator below shares nothing with the reader: it writes lists as schools make them, from its own words.
"""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from gka.imports import formats
from gka.imports.columns import Indeling
from gka.imports.doubts import twijfels, voorstel
from gka.imports.rows import Naam, Rij
from gka.imports.table import Tabel
from gka.imports.table_rows import lees_rijen

ROEPNAMEN = ["Zoë", "Bo", "Anna Maria", "José", "Çelin", "Jan-Willem", "Noor", "D'Andre", "Lou", "Ben", "Ömer"]
TUSSEN = ["", "", "van", "de", "van den", "van 't", "el", "ter"]
ACHTERNAMEN = ["Proef", "Vries Robbé", "Bakker-Nep", "Jansen de Toets", "Müller", "O'Verzonnen", "Idrissi", "Hof"]
KOPPEN = {
    "nummer": ["Leerlingnummer", "leerlingnr.", "Stamnummer", "LEERLING-NUMMER", "Deelnemersnummer"],
    "roepnaam": ["Roepnaam", "voornaam", "ROEPNAAM ", "Roep naam"],
    "tussen": ["Tussenvoegsel", "voorvoegsel", "Tussenv.", "Voorvoegsels"],
    "achternaam": ["Achternaam", "Familienaam", "achter-naam"],
    "naam": ["Naam", "Leerling", "Volledige naam"],
    "geboren": ["Geboortedatum", "Geb.datum", "geboorte-datum (dd-mm-jjjj)", "Gebdatum"],
    "groep": ["Groep", "Klas", "Stamgroep", "Jaargroep", "leerjaar"],
}
# The surname under "Naam" beside a prefix, without a heading, and with the prefix behind a comma.
ACHTERNAAMKOPPEN = {"naam": "Naam", "geen kop": "", "achter komma": "Achternaam"}
VORMKOPPEN = {"m/d/jjjj": "Geboortedatum (mm-dd-jjjj)", "d-m-jjjj": "Geb.datum (dd-mm-jjjj)"}
VERBODEN = {
    "BSN": "123456782",
    "E-mailadres": "ouder@voorbeeld.example",
    "Postcode": "6411 AA",
    "Geslacht": "M",
    "Telefoon thuis": "045-1234567",
    "Etniciteit": "x",
}
MAANDEN = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
STIJLEN = {
    "d-m-jjjj": lambda dag: f"{dag.day}-{dag.month}-{dag.year}",
    "dd/mm/jjjj": lambda dag: dag.strftime("%d/%m/%Y"),
    "d.m.jjjj": lambda dag: f"{dag.day}.{dag.month}.{dag.year}",
    "jjjj-mm-dd": lambda dag: dag.isoformat(),
    "met tijd": lambda dag: f"{dag.isoformat()} 00:00:00",
    "maandnaam": lambda dag: f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}",
    "twee cijfers": lambda dag: f"{dag.day}-{dag.month}-{dag.year % 100:02}",
    "m/d/jjjj": lambda dag: f"{dag.month}/{dag.day}/{dag.year}",
    "dagnummer": lambda dag: str((dag - date(1899, 12, 30)).days),
}
GROEPEN = ["8", "Groep 8", "8A", "8 b", "gr. 8", "7/8", "7", "Groep 7"]

kinderen = st.lists(
    st.tuples(
        st.sampled_from(ROEPNAMEN),
        st.sampled_from(TUSSEN),
        st.sampled_from(ACHTERNAMEN),
        st.integers(0, 700).map(lambda dagen: date(2013, 3, 14) + timedelta(days=dagen)),
        st.sampled_from(GROEPEN),
    ),
    min_size=1,
    max_size=8,
)
vorm = st.fixed_dictionaries(
    {
        "soort": st.sampled_from(["csv", "csv", "xlsx"]),
        "scheider": st.sampled_from([";", ",", "\t"]),
        "codering": st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]),
        "stijl": st.sampled_from([*STIJLEN, "echt"]),
        "namen": st.sampled_from(["los", "komma", "gewoon", "achteraan", *ACHTERNAAMKOPPEN]),
        "vormkop": st.booleans(),
        "koppen": st.fixed_dictionaries({naam: st.sampled_from(keuzes) for naam, keuzes in KOPPEN.items()}),
        "nummers": st.booleans(),
        "titels": st.lists(st.sampled_from([[], ["Leerlingen groep 8"], ["School:", "De Proef"]]), max_size=3),
        "leeg_onder": st.integers(0, 3),
        "leeg_midden": st.booleans(),
        "verboden": st.lists(st.sampled_from(sorted(VERBODEN)), unique=True, max_size=3),
        "krul": st.booleans(),
        "volgorde": st.randoms(use_true_random=False),
    }
)


def heel(kind: tuple[Any, ...], namen: str) -> str:
    roepnaam, tussen, achternaam, *_ = kind
    if namen == "komma":
        return f"{achternaam}, {roepnaam} {tussen}".strip()
    if namen == "achteraan":
        return f"{tussen} {achternaam}, {roepnaam}".strip()
    return " ".join(deel for deel in (roepnaam, tussen, achternaam) if deel)


def schrijf(kinderen: list[tuple[Any, ...]], v: dict[str, Any]) -> tuple[bytes, str, dict[int, int]]:
    """The file, its name, and which row each child is in, counted as a spreadsheet does."""
    los = ["roepnaam", "achternaam"] if v["namen"] == "achter komma" else ["roepnaam", "tussen", "achternaam"]
    velden = los if v["namen"] in ("los", *ACHTERNAAMKOPPEN) else ["naam"]
    koppen = v["koppen"] | ({"achternaam": ACHTERNAAMKOPPEN[v["namen"]]} if v["namen"] in ACHTERNAAMKOPPEN else {})
    koppen |= {"geboren": VORMKOPPEN[v["stijl"]]} if v["vormkop"] and v["stijl"] in VORMKOPPEN else {}
    velden += ["geboren", "groep", *(["nummer"] if v["nummers"] else []), *v["verboden"]]
    v["volgorde"].shuffle(velden)
    datum = STIJLEN.get(v["stijl"]) or (lambda dag: datetime(dag.year, dag.month, dag.day))  # noqa: DTZ001
    if v["stijl"] == "echt" and v["soort"] == "csv":
        datum = STIJLEN["d-m-jjjj"]
    rijen: list[list[Any]] = [*v["titels"], [koppen.get(veld, veld) for veld in velden]]
    plaats = {}
    for nummer, kind in enumerate(kinderen):
        if nummer == 1 and v["leeg_midden"]:
            rijen.append([])
        waarden = dict(zip(("roepnaam", "tussen", "achternaam", "geboren", "groep"), kind, strict=True)) | VERBODEN
        waarden |= {"geboren": datum(kind[3]), "naam": heel(kind, v["namen"]), "nummer": str(30017 + nummer * 3)}
        if v["namen"] == "achter komma" and kind[1]:
            waarden["achternaam"] = f"{kind[2]}, {kind[1]}"
        rij = [waarden[veld] for veld in velden]
        rijen.append([cel.replace("'", "’") if v["krul"] and isinstance(cel, str) else cel for cel in rij])
        plaats[nummer] = len(rijen)
    rijen += [[""] * len(velden) if v["soort"] == "csv" else []] * v["leeg_onder"]
    return (*_csv_of_xlsx(rijen, v), plaats)


def _csv_of_xlsx(rijen: list[list[Any]], v: dict[str, Any]) -> tuple[bytes, str]:
    if v["soort"] == "csv":
        tekst = io.StringIO()
        csv.writer(tekst, delimiter=v["scheider"]).writerows(rijen)
        return tekst.getvalue().encode(v["codering"]), "lijst.csv"
    boek, uit = Workbook(), io.BytesIO()
    for rij in rijen:
        boek.active.append(rij)
    boek.save(uit)
    return uit.getvalue(), "lijst.xlsx"


def antwoord(tabel: Tabel, indeling: Indeling, v: dict[str, Any]) -> Indeling:
    """What a person who knows the list would answer."""
    stijl = {"m/d/jjjj": "maand", "dagnummer": "excel"}.get(v["stijl"], "dag")
    velden = [veld if kop else "achternaam" for veld, kop in zip(indeling.velden, tabel.koppen, strict=True)]
    return Indeling(tuple(velden), datumstijl=stijl, naamvolgorde="roepnaam")


def controleer(rij: Rij, kind: tuple[Any, ...], nummer: int, v: dict[str, Any]) -> None:
    roepnaam, tussen, achternaam, geboren, groep = kind
    assert (
        (Naam(roepnaam, tussen, achternaam) in rij.lezingen)
        if rij.lezingen
        else rij.naam == " ".join(deel for deel in (roepnaam, tussen, achternaam) if deel)
    )
    if not rij.lezingen:
        assert (rij.roepnaam, rij.tussenvoegsel, rij.achternaam) == (roepnaam, tussen, achternaam)
    assert rij.geboortedatum == geboren or (rij.geboortedatum is None and rij.datumvraag)
    assert (rij.geboortedatum is None) == (v["stijl"] == "twee cijfers")
    assert rij.jaargroep == groep.lower().removeprefix("groep").removeprefix("gr.").strip().rstrip(" ab")
    assert rij.sleutel == (str(30017 + nummer * 3) if v["nummers"] else "")


@pytest.mark.parametrize("hoeveel", [120, pytest.param(5000, marks=pytest.mark.long)])
def test_every_value_is_right_or_asked(hoeveel: int) -> None:
    @settings(max_examples=hoeveel, deadline=None, derandomize=hoeveel < 1000, suppress_health_check=list(HealthCheck))
    @given(kinderen, vorm)
    def eigenschap(kinderen: list[tuple[Any, ...]], v: dict[str, Any]) -> None:
        # All days up to the twelfth: only a heading shows that the month stands first. Dutch use reads the day first.
        if v["stijl"] == "m/d/jjjj" and not v["vormkop"] and all(kind[3].day <= 12 for kind in kinderen):
            v = v | {"stijl": "d-m-jjjj"}
        inhoud, naam, plaats = schrijf(kinderen, v)

        tabel = formats.lees(inhoud, naam)

        assert isinstance(tabel, Tabel)
        indeling = voorstel(tabel)
        if twijfels(tabel, indeling):
            indeling = antwoord(tabel, indeling, v)
            assert not twijfels(tabel, indeling, gezien=True)
        rijen = {rij.nummer: rij for rij in lees_rijen(tabel, indeling).rijen}
        assert set(rijen) == set(plaats.values())
        for nummer, kind in enumerate(kinderen):
            controleer(rijen[plaats[nummer]], kind, nummer, v)
        assert not set(VERBODEN.values()) & {cel for _, cellen in tabel.rijen for cel in cellen}

    eigenschap()
