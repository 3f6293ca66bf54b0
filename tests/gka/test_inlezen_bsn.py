"""A number that may not be kept is dropped on reading, however it is dressed up; and no action ever writes it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from gka.actions import inlezen, leerlingen
from gka.exceptions import NietToegestaan
from gka.models import Leerling
from gka.privacy.bsn import verboden_nummer
from tests import build
from tests.cast import Cast
from tests.edexml import edexml, leerling
from tests.inlezen import bevestig, kies
from tests.pages import tekst
from tests.tabellen import KOP, csv_bestand, xlsx_bestand

NUMMERS = [
    "BSN123456708",
    "bsn: 123456789",
    "123456708.0",
    "123456708,0",
    "123.456.708.0",
    "1234/56/708",
    "123-456-708",
    "'123456708",
    "L111222308",
    "L111222333",
    "123456708 (1)",
    "１２３４５６７０８",
    "https://id.school/pilot/a7d5",
    "http://school.example/7",
    "100000009",  # an onderwijsnummer by the check of the BSN
    "100000004",  # and by its own
]
GOED = ["20001", "A-17", "123456789", "L123456789", "1234567081", "00123", "7f3c-11e4-9a"]
NAMEN = ["Jan 123456708", "123456708", "Jan123456708", "Jan 123.456.708", "Jan 123456789", "Jan 1234/56/708"]
REDEN = "In de naam staat een getal dat op een BSN lijkt"
GEVALLEN = [("roepnaam", naam) for naam in NAMEN] + [("achternaam", naam.replace("Jan", "Bsntest")) for naam in NAMEN]


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def nummers() -> dict[str, str]:
    return dict(Leerling.objects.values_list("roepnaam", "leerlingnummer"))


def als_bestand(soort: str, nummer: str, roepnaam: str, achternaam: str) -> tuple[bytes | str, str]:
    if soort == "lijst.xml":
        feiten = {"achternaam": achternaam, "roepnaam": roepnaam, "geboortedatum": "2014-01-01", "jaargroep": 8}
        return edexml(
            [leerling(nummer, **feiten), leerling("7", **feiten | {"roepnaam": "Isa", "achternaam": "Nep"})]
        ), soort
    rijen = [KOP, [nummer, roepnaam, "", achternaam, "1-1-2014", "8"]]
    rijen += [[str(plaats), naam, "", "Nep", "2-2-2014", "8"] for plaats, naam in ((7, "Isa"), (9, "Sem"))]
    return (xlsx_bestand(rijen) if soort.endswith("xlsx") else csv_bestand(rijen)), soort


@pytest.mark.parametrize("nummer", NUMMERS)
def test_what_no_pupil_may_be_known_by(nummer: str) -> None:
    assert verboden_nummer(nummer)


@pytest.mark.parametrize("nummer", GOED)
def test_a_number_of_the_school_itself(nummer: str) -> None:
    assert not verboden_nummer(nummer)


@pytest.mark.parametrize("soort", ["lijst.xml", "lijst.csv", "lijst.xlsx"])
@pytest.mark.parametrize(
    "nummer", ["BSN123456708", "123456708.0", "1234/56/708", "'123456708", NUMMERS[12], "100000004"]
)
def test_the_pupil_is_added_without_the_number(ib_er: Client, soort: str, nummer: str) -> None:
    preview = kies(ib_er, *als_bestand(soort, nummer, "Bo", "Proef"))
    bevestig(ib_er, preview)

    assert nummers()["Bo"] == "" and nummers()["Isa"] == "7"
    assert nummer not in preview.content.decode()


@pytest.mark.parametrize("soort", ["lijst.xml", "lijst.csv"])
@pytest.mark.parametrize(("waar", "naam"), GEVALLEN)
def test_a_name_with_such_a_number_is_left_out_without_the_number(
    ib_er: Client, soort: str, waar: str, naam: str
) -> None:
    preview = kies(ib_er, *als_bestand(soort, "8", **{"roepnaam": "Bo", "achternaam": "Proef"} | {waar: naam}))
    bevestig(ib_er, preview)

    assert REDEN in tekst(preview)
    assert naam not in preview.content.decode() and "123" not in tekst(preview)
    assert "Isa" in nummers() and not {"Bo", naam} & set(nummers())


def test_who_left_is_shown_without_the_number(ib_er: Client) -> None:
    weg = leerling("1", achternaam="Proef 123456708", roepnaam="Bo", jaargroep="H")

    preview = kies(ib_er, edexml([weg, leerling("2", roepnaam="Isa", geboortedatum="2014-01-01", jaargroep=8)]))

    assert "zonder naam (nummer 1)" in tekst(preview) and "123456708" not in preview.content.decode()


@pytest.mark.parametrize(
    "fout", [{"leerlingnummer": "BSN123456708"}, {"roepnaam": "Jan 123456708"}, {"geboortedatum": date(1914, 1, 1)}]
)
def test_the_actions_are_the_last_wall(cast: Cast, fout: dict[str, object]) -> None:
    goed = {"roepnaam": "Bo", "tussenvoegsel": "", "achternaam": "Proef", "geboortedatum": date(2014, 1, 1)}
    nieuw = leerlingen.Nieuw(**goed | fout)  # type: ignore[arg-type]
    wie = {"door": cast["ib_er"], "op": timezone.now()}
    lijst = wie | {"school": cast.school, "cohort": cast.cohort, "dag": timezone.localdate()}
    bekend = build.leerling(cast, roepnaam="Lou")
    ander = leerlingen.Nieuw("Isa", "", "Nep", date(2014, 1, 1))

    with pytest.raises(NietToegestaan):
        leerlingen.toevoegen(nieuw=[ander, nieuw], **lijst)
    with pytest.raises(NietToegestaan):
        inlezen.inlezen(nieuw=[ander, nieuw], aantallen={}, **lijst)
    with pytest.raises(NietToegestaan):
        inlezen.overgenomen(leerling=bekend, versie=bekend.versie, gegevens=nieuw, school=cast.school, **wie)

    assert list(Leerling.objects.values_list("roepnaam", flat=True)) == ["Lou"]
