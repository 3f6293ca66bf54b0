"""`manage.py importeer_leerlingen`: the same rules, reported in counts and numbers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gka.access.table import Rol
from gka.actions import aanstellingen, regio
from gka.imports import refusals
from gka.imports.rows import MAX_BYTES
from gka.models import Gebeurtenis, Leerling
from tests import build
from tests.cast import Cast
from tests.edexml import edexml, gewoon, leerling, school_van
from tests.tabellen import KOP, csv_bestand, rij, xlsx_bestand

VOORBEELD = Path(__file__).resolve().parents[3] / "shared" / "data" / "edexml" / "EDEXML.Voorbeeld.2.1.xml"
ZONDER_DATUM = leerling("900", roepnaam="Isa", achternaam="Naamgeheim", jaargroep=8)


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    return tmp_path / "leerlingen.xml"


def lees_in(bestand: Path, inhoud: str, capsys: pytest.CaptureFixture[str], **opties: Any) -> str:
    bestand.write_text(inhoud, encoding="utf-8")
    call_command("importeer_leerlingen", str(bestand), school=opties.pop("school", "99ZZ"), **opties)
    return capsys.readouterr().out


def test_it_adds_and_reports_without_names(cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build.leerling(cast, roepnaam="Cas", achternaam="Bekend", nummer="10002")
    inhoud = edexml([gewoon(1), gewoon(2), gewoon(3, jaargroep=7), gewoon(4, jaargroep="H"), gewoon(1), ZONDER_DATUM])

    uit = lees_in(bestand, inhoud, capsys)

    assert uit.splitlines() == [
        "Nieuw: 2 (nummer 1, 6)",
        "Al bekend: 1 (nummer 2)",
        "Lijkt op een bekende leerling (niet toegevoegd: kies op het scherm): 0",
        "Van school: 1 (nummer 4)",
        "Overgeslagen: 2 (nummer 3, 5)",
        "  zit niet in groep 8: nummer 3",
        "  staat dubbel in het bestand: nummer 5",
        "  geboortedatum ontbreekt: voeg toe via het scherm: nummer 6",
        "Toegevoegd: 1",
    ]
    assert set(Leerling.objects.values_list("leerlingnummer", flat=True)) == {"10001", "10002"}
    assert Gebeurtenis.objects.get(soort="leerlingen.ingelezen").door == str(cast.people["ib_er"].pk)


def test_proef_reports_and_writes_nothing(cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ervoor = Gebeurtenis.objects.count()

    uit = lees_in(bestand, school_van(40, groep_8=12), capsys, proef=True, school="99zz00")

    assert "Nieuw: 12 (nummer 29-40)" in uit
    assert "Proef: er is niets opgeslagen." in uit
    assert not Leerling.objects.exists()
    assert Gebeurtenis.objects.count() == ervoor


def test_the_same_file_twice_adds_nobody(cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lees_in(bestand, school_van(20, groep_8=5), capsys)

    uit = lees_in(bestand, school_van(20, groep_8=5), capsys)

    assert "Al bekend: 5" in uit and "Toegevoegd: 0" in uit
    assert Leerling.objects.count() == 5


def test_another_school_year_needs_an_option(cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regio.cohort_openen(regio=cast.regio, jaar=2025, plaatsen={})
    inhoud = edexml([gewoon(1)], schooljaar="2024-2025")

    with pytest.raises(CommandError, match=r"lijst van 2024-2025; het is nu 2025-2026.*--toch-gebruiken"):
        lees_in(bestand, inhoud, capsys)
    assert "Dit is een lijst van 2024-2025" in lees_in(bestand, inhoud, capsys, proef=True)
    assert not Leerling.objects.exists()

    lees_in(bestand, inhoud, capsys, toch_gebruiken=True)
    assert Leerling.objects.get().cohortdeelnames.get().cohort.jaar == 2025


@pytest.mark.parametrize(
    ("opties", "inhoud", "zin"),
    [
        ({}, "geen xml", refusals.GEEN_XML),
        ({}, "", refusals.LEEG),
        ({}, edexml([gewoon(1)], brin="12AB"), r"andere school \(12AB00\)"),
        ({"school": "88XX"}, edexml([gewoon(1)]), "staat niet in Overstap"),
        ({"school": "18DO"}, edexml([gewoon(1)]), "staat niet in Overstap"),  # a secondary school
        ({"school": ""}, edexml([gewoon(1)]), "staat niet in Overstap"),
        ({"toch_gebruiken": True}, edexml([gewoon(1)], schooljaar="2026-2027"), "2027 staat nog niet open"),
        ({"door": "smw_po@test.example"}, edexml([gewoon(1)]), "geen IB-er van 99ZZ00"),
        ({"door": "buitenstaander_ib_er@test.example"}, edexml([gewoon(1)]), "geen IB-er van 99ZZ00"),
        ({"door": "niemand@test.example"}, edexml([gewoon(1)]), "geen IB-er van 99ZZ00"),
    ],
)
def test_it_refuses_with_a_sentence(
    cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str], opties: dict[str, Any], inhoud: str, zin: str
) -> None:
    with pytest.raises(CommandError, match=zin) as weigering:
        lees_in(bestand, inhoud, capsys, **opties)

    assert weigering.value.returncode == 1
    assert not Leerling.objects.exists()


def test_a_file_that_is_not_there(cast: Cast, bestand: Path) -> None:
    with pytest.raises(CommandError, match="Dit bestand is er niet"):
        call_command("importeer_leerlingen", str(bestand), school="99ZZ")


def test_a_file_that_is_too_big_is_not_read_whole(cast: Cast, bestand: Path) -> None:
    with bestand.open("wb") as groot:
        groot.truncate(MAX_BYTES * 100)

    with pytest.raises(CommandError, match="te groot"):
        call_command("importeer_leerlingen", str(bestand), school="99ZZ")


def test_with_two_ib_ers_somebody_is_named(cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tweede = aanstellingen.toekennen(
        medewerker=cast["zonder_rol"],
        rol=Rol.IB_ER,
        organisatie=cast.aanstelling["ib_er"].organisatie,
        werkplek_school=cast.school,
        van=date(2024, 1, 1),
        door=cast["beheerder"],
        op=timezone.now(),
    )
    lees_in(bestand, edexml([gewoon(1)]), capsys)  # not confirmed yet, so it does not count
    aanstellingen.bevestigen(aanstelling=tweede, door=cast["fg"], op=timezone.now())

    with pytest.raises(CommandError, match="meer dan één IB-er"):
        lees_in(bestand, edexml([gewoon(2)]), capsys)
    lees_in(bestand, edexml([gewoon(2)]), capsys, door=cast["zonder_rol"].email.upper())

    assert Leerling.objects.count() == 2


def test_without_an_ib_er_nobody_can(cast: Cast, bestand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["ib_er"], laatste_dag=date(2026, 3, 9), door=cast["beheerder"], op=timezone.now()
    )

    with pytest.raises(CommandError, match="heeft nog geen IB-er"):
        lees_in(bestand, edexml([gewoon(1)]), capsys)


def test_the_sample(cast: Cast, capsys: pytest.CaptureFixture[str], bestand: Path) -> None:
    if not VOORBEELD.exists():
        pytest.skip("the official sample of Edustandaard is not beside the checkout")
    inhoud = VOORBEELD.read_text(encoding="utf-8")

    as_it_is = lees_in(bestand, inhoud, capsys, proef=True)
    dit_jaar = (
        inhoud.replace("2014-2015", "2025-2026").replace("2014-1", "2025-1").replace(">4</jaargroep", ">8</jaargroep")
    )
    changed = lees_in(bestand, dit_jaar, capsys, proef=True)

    assert "Dit is een lijst van 2014-2015" in as_it_is
    assert "In dit bestand staan geen leerlingen van groep 8." in as_it_is
    assert "Nieuw: 2 (nummer 1-2)" in changed and "Van school: 1 (nummer 3)" in changed
    assert "geboortedatum ontbreekt: voeg toe via het scherm: nummer 2" in changed


# --- CSV and Excel


def tabel(map_: Path, naam: str, *rijen: list[object]) -> str:
    pad = map_ / naam
    pad.write_bytes(xlsx_bestand(rijen) if naam.endswith("xlsx") else csv_bestand(rijen))
    return str(pad)


@pytest.mark.parametrize("naam", ["lijst.csv", "lijst.xlsx"])
def test_a_table_is_read_by_the_same_rules(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], naam: str
) -> None:
    bestand = tabel(
        tmp_path, naam, [*KOP, "BSN"], [*rij(1), "123456782"], [*rij(2, "7"), "111222333"], [*rij(3, "7/8"), ""]
    )

    for proef, erbij in ((True, 0), (False, 1), (False, 1)):
        call_command("importeer_leerlingen", bestand, school="99ZZ", proef=proef)
        assert Leerling.objects.count() == erbij

    uit = capsys.readouterr().out
    assert "Nieuw: 2 (nummer 2, 4)" in uit and "zit niet in groep 8: nummer 3" in uit
    assert "combinatiegroep: voeg toe via het scherm: nummer 4" in uit
    assert "In kolom G lijken BSN's te staan. Wij lezen die kolom niet in." in uit
    assert "Toegevoegd: 0" in uit and "Proef" not in uit.replace("Proef: er is niets opgeslagen.", "")


@pytest.mark.parametrize(
    ("rijen", "zin", "opties", "gelezen"),
    [
        (
            [["Roepnaam", "Geboortedatum"], ["Bo", "1-2-2014"]],
            "--alles-groep-8",
            ["--alles-groep-8"],
            ("Bo", date(2014, 2, 1)),
        ),
        (
            [["Roepnaam", "Geboortedatum", "Groep"], ["Bo", "3/27/2014", "8"]],
            "--datums dag, maand of excel",
            ["--datums", "maand"],
            ("Bo", date(2014, 3, 27)),
        ),
        (
            [["Naam", "Geboortedatum", "Groep"], ["Aartsen Bo", "1-2-2014", "8"]],
            "--namen roepnaam of achternaam",
            ["--namen", "achternaam"],
            ("Bo", date(2014, 2, 1)),
        ),
        (
            [["Bo", "1-2-2014", "8"], ["Isa", "1-2-2014", "7"]],
            "--kolommen, bijvoorbeeld",
            ["--kolommen", "roepnaam=A,geboortedatum=b,groep=C"],
            ("Bo", date(2014, 2, 1)),
        ),
    ],
)
def test_where_the_screen_would_ask_it_names_an_option(
    cast: Cast, tmp_path: Path, rijen: list[list[object]], zin: str, opties: list[str], gelezen: tuple[str, date]
) -> None:
    bestand = tabel(tmp_path, "lijst.csv", *rijen)
    with pytest.raises(CommandError, match=zin):
        call_command("importeer_leerlingen", bestand, "--school", "99ZZ")
    assert not Leerling.objects.exists()

    call_command("importeer_leerlingen", bestand, "--school", "99ZZ", *opties)

    assert Leerling.objects.values_list("roepnaam", "geboortedatum").get() == gelezen


@pytest.mark.parametrize("kolommen", ["roepnaam", "roepnaam=A,bsn=B", "=", "roepnaam=Z", "roepnaam=B"])
def test_columns_that_cannot_be_are_refused(cast: Cast, tmp_path: Path, kolommen: str) -> None:
    bestand = tabel(tmp_path, "lijst.csv", ["Bo", "123456782", "8"], ["Isa", "111222333", "8"])

    with pytest.raises(CommandError):
        call_command("importeer_leerlingen", bestand, "--school", "99ZZ", "--kolommen", kolommen)

    assert not Leerling.objects.exists()
