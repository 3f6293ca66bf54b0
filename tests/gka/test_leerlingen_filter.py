"""The list of pupils by school and status, and the same list as a file."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from begeleiding.actions import trajecten
from begeleiding.workflow import Trajectstatus
from gka.actions import leerlingen, regio
from gka.models import Gebeurtenis, Leerling
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from overdracht.workflow import Keus
from tests import build
from tests.cast import Cast
from tests.pages import tekst

LIJST, CSV = reverse("gka:leerlingen"), reverse("gka:leerlingen_csv")


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def rijen(client: Client, query: str = "") -> dict[str, str]:
    """Name to status."""
    return {rij["leerling"].roepnaam: rij["status"] for rij in client.get(LIJST + query).context["rijen"]}


def regels(antwoord: HttpResponse) -> list[dict[str, str]]:
    assert antwoord.status_code == 200
    return list(csv.DictReader(io.StringIO(antwoord.content.decode("utf-8-sig")), delimiter=";"))


def afgerond(cast: Cast, pupil: Leerling) -> None:
    traject = build.traject(cast, pupil)
    trajecten.afsluiten(
        traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=build.timezone.now(), nazorg="ja"
    )


# What happens to a pupil, the status an IB-er reads, and the one an SMW of the secondary school reads.
VERLOPEN: dict[str, tuple[Callable[[Cast, Leerling], object], str, str | None]] = {
    "niets": (lambda cast, pupil: None, "alleen op de lijst", None),
    "op een lijst": (build.bespreking, "voorgesteld", "voorgesteld"),
    "later": (lambda cast, pupil: build.besluit(cast, build.bespreking(cast, pupil), Keus.LATER), "wacht", "wacht"),
    "geen": (
        lambda cast, pupil: build.besluit(cast, build.bespreking(cast, pupil), Keus.GEEN_TRAJECT),
        "niet opgenomen",
        "niet opgenomen",
    ),
    "gestart": (build.traject, "opgenomen in het traject", "traject gestart"),
    "afgerond": (afgerond, "opgenomen in het traject", "traject afgerond"),
}


@pytest.mark.parametrize("verloop", VERLOPEN)
def test_the_status_is_what_this_person_may_know(client: Client, cast: Cast, leerling: Leerling, verloop: str) -> None:
    gebeurt, ib_er, smw_vo = VERLOPEN[verloop]
    gebeurt(cast, leerling)

    assert rijen(cast.log_in(client, "ib_er")) == {"Test": ib_er}
    assert rijen(cast.log_in(client, "smw_vo")) == ({"Test": smw_vo} if smw_vo else {})


def test_filter_on_status(client: Client, cast: Cast) -> None:
    for naam, (gebeurt, _, _) in VERLOPEN.items():
        gebeurt(cast, build.leerling(cast, roepnaam=naam))

    cast.log_in(client, "ib_er")
    assert set(rijen(client, "?status=opgenomen")) == {"gestart", "afgerond"}
    assert set(rijen(client, "?status=op_de_lijst")) == {"niets"}
    assert set(rijen(client, "?status=wacht")) == {"later"}
    assert rijen(client, "?status=gestart") == {}, "not a status this person can ask for"
    cast.log_in(client, "smw_vo")
    assert set(rijen(client, "?status=gestart")) == {"gestart"}
    assert set(rijen(client, "?status=afgerond")) == {"afgerond"}


def test_filter_on_the_secondary_school(ib_er: Client, cast: Cast) -> None:
    wil, gaat, anders = (build.leerling(cast, roepnaam=naam) for naam in ("Wil", "Gaat", "Anders"))
    for pupil in (wil, anders):
        build.wil_naar(cast, pupil, cast.vo_school)
    build.wil_naar(cast, gaat, cast.andere_vo_school)
    build.wil_naar(cast, gaat, cast.vo_school, Keuzesoort.DEFINITIEF)
    build.wil_naar(cast, anders, cast.andere_vo_school, Keuzesoort.DEFINITIEF)

    assert set(rijen(ib_er, f"?vo_school={cast.vo_school.pk}")) == {"Wil", "Gaat"}
    assert set(rijen(ib_er, f"?vo_school={cast.andere_vo_school.pk}")) == {"Anders"}
    namen = {str(naam) for _, naam in ib_er.get(LIJST).context["filter"].form.fields["vo_school"].choices}
    assert "College Elders" not in namen


def test_the_school_is_a_column_only_where_there_are_more(client: Client, cast: Cast) -> None:
    for school in (cast.school, cast.andere_school):
        build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast, school=school)), cast.vo_school)
        build.zegt(cast, Leerling.objects.latest("gemaakt_op"), Doel.DELEN, school=cast.vo_school)

    assert "Basisschool De Regenboom</td>" not in cast.log_in(client, "ib_er").get(LIJST).content.decode()
    assert "Basisschool De Regenboom</td>" in cast.log_in(client, "zorgcoordinator").get(LIJST).content.decode()


# --- as a file


def test_the_file_holds_exactly_what_was_filtered(ib_er: Client, cast: Cast) -> None:
    for nummer in range(30):
        build.leerling(cast, roepnaam=f"Kind{nummer:02}", achternaam="Nep")
    build.wil_naar(cast, Leerling.objects.get(roepnaam="Kind07"), cast.vo_school)
    build.zegt(cast, Leerling.objects.get(roepnaam="Kind07"), Doel.BESPREKEN)

    assert len(regels(ib_er.get(CSV))) == 30
    (regel,) = regels(ib_er.get(f"{CSV}?vo_school={cast.vo_school.pk}&page=9"))
    assert regel == {
        "achternaam": "Nep",
        "tussenvoegsel": "",
        "roepnaam": "Kind07",
        "geboortedatum": "1-9-2014",
        "basisschool": "Basisschool De Regenboom",
        "vo_school": "Compass",
        "vo_school_stand": "gewenst",
        "status": "alleen op de lijst",
        "toestemming": "bespreken: ja, deelnemen: nog vragen",
    }


def test_the_page_links_to_its_own_file(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Bo", achternaam="Zoekgeheim")
    build.leerling(cast, roepnaam="Sem")
    gevonden = ib_er.post(LIJST, {"naam": "Zoekgeheim"}, follow=True)

    bestand = ib_er.get(gevonden.context["csv"])

    assert "geheim" not in gevonden.context["csv"].lower()
    assert [regel["roepnaam"] for regel in regels(bestand)] == ["Bo"]
    assert bestand["Content-Disposition"] == 'attachment; filename="leerlingen_2026-03-10.csv"'


def test_a_name_that_is_a_formula_stays_text(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="=1+1", achternaam="@nep")

    (regel,) = regels(ib_er.get(CSV))
    assert (regel["roepnaam"], regel["achternaam"]) == ("'=1+1", "'@nep")


def test_the_file_says_no_more_than_the_list(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    assert regels(cast.log_in(client, "smw_po").get(CSV))
    build.zegt(cast, leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    assert regels(client.get(CSV)) == []
    assert regels(cast.log_in(client, "buitenstaander_ib_er").get(CSV)) == []
    assert regels(cast.log_in(client, "vreemdeling_ib_er").get(CSV)) == []
    assert cast.log_in(client, "gemeente").get(CSV).status_code == 403
    assert cast.log_in(client, "ib_er").post(CSV).status_code == 405


def test_fetching_the_file_is_recorded_with_every_pupil_in_it(ib_er: Client, cast: Cast) -> None:
    pupils = {str(build.leerling(cast, roepnaam=f"Kind{nummer}").pk) for nummer in range(3)}

    ib_er.get(CSV)

    gedownload = Gebeurtenis.objects.get(soort="leerlingen.gedownload")
    assert set(gedownload.details["sleutels"]) == pupils
    assert not Gebeurtenis.objects.filter(soort="leerlingen.gezien").exists()


def test_the_file_asks_a_fixed_number_of_questions(ib_er: Client, cast: Cast) -> None:
    aantallen = []
    for tot in (5, 40):
        for nummer in range(Leerling.objects.count(), tot):
            build.wil_naar(cast, build.leerling(cast, roepnaam=f"Kind{nummer}"), cast.vo_school)
        with CaptureQueriesContext(connection) as vragen:
            ib_er.get(CSV)
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 20


def test_several_years_in_one_list_are_told_apart(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast)
    assert "Leerling Vo-school" in tekst(ib_er.get(LIJST))
    volgend = regio.cohort_openen(regio=cast.regio, jaar=2027, plaatsen={})
    leerlingen.toevoegen(
        nieuw=[leerlingen.Nieuw("Bo", "", "Aartsen", date(2015, 9, 1))],
        school=cast.school,
        cohort=volgend,
        door=cast["ib_er"],
        op=build.timezone.now(),
        dag=build.timezone.localdate(),
    )

    assert "Leerling Jaar Vo-school" in tekst(ib_er.get(LIJST))
    assert "Aartsen, Bo B.A. 2027 nog niet bekend" in tekst(ib_er.get(LIJST))
    assert "Leerling Vo-school" in tekst(ib_er.get(f"{LIJST}?cohort={volgend.pk}"))


def test_a_search_can_be_cleared_and_the_filters_stay(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast)
    pagina = ib_er.post(f"{LIJST}?toestemming=vragen", {"naam": "leerling"}, follow=True)

    assert "Wis zoeken" in tekst(pagina) and 'href="?toestemming=vragen"' in pagina.content.decode()
    assert "Wis zoeken" not in tekst(ib_er.get(f"{LIJST}?toestemming=vragen"))
