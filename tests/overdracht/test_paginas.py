"""The pages, through the front door."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gka.actions import ouders
from gka.models import Keuze, Leerling
from gka.workflow import Doel, Keuzesoort, Relatie, Toestemmingstand
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst

PARTIJEN = ("basisschool", "vo_school", "smw_po", "smw_vo", "leerling")
NIEUW = "/overleggen/nieuw/"


def invoer(bespreking: Bespreking, **anders: str) -> dict[str, str]:
    bespreking.refresh_from_db()
    school = bespreking.leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.BEOOGD).first()
    return {"versie": str(bespreking.versie), "vo_school": str(school.school_id) if school else ""} | anders


def telt(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context)


# --- the list


def test_without_an_overleg_the_list_says_what_to_do(cast: Cast, client: Client) -> None:
    assert "Er is nog geen overleg." in tekst(cast.log_in(client, "ib_er").get("/overleggen/"))
    assert "Zodra een basisschool u uitnodigt" in tekst(cast.log_in(client, "smw_vo").get("/overleggen/"))


def test_what_is_coming_stands_first(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    vandaag = timezone.localdate()
    for nummer, dagen in enumerate((-20, 9, -3, 2, 0)):
        pupil = build.met_toestemming(cast, build.leerling(cast, roepnaam=f"Kind{nummer}"))
        build.overleg(cast, pupil, datum=vandaag + timedelta(days=dagen))

    pagina = tekst(ib_er.get("/overleggen/"))

    dagen = ["10 maart 2026", "12 maart 2026", "19 maart 2026", "7 maart 2026", "18 februari 2026"]
    assert [pagina.index(dag) for dag in dagen] == sorted(pagina.index(dag) for dag in dagen)


def test_list_and_board_cost_the_same_with_more_pupils(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    aantallen: dict[str, list[int]] = {"/overleggen/": [], "bord": [], "bespreking": [], NIEUW: [], "/": []}
    for ronde in (2, 6):
        pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=f"R{ronde}{n}")) for n in range(ronde)]
        for pupil in pupils:
            build.wil_naar(cast, pupil, cast.vo_school)
            ouders.toevoegen(leerling=pupil, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())
        overleg = build.overleg(cast, *pupils)
        for row in overleg.besprekingen.all():
            build.vindt(cast, row, Partij.LEERLING)
            build.besluit(cast, row)
        build.met_toestemming(cast, build.leerling(cast, roepnaam=f"Nog{ronde}"))
        for naam, url in (
            ("bord", overleg.get_absolute_url()),
            ("bespreking", row.get_absolute_url()),
            ("/overleggen/", "/overleggen/"),
            (NIEUW, NIEUW),
            ("/", "/"),
        ):
            aantallen[naam].append(telt(ib_er, url))

    assert all(len(set(tellingen)) == 1 for tellingen in aantallen.values()), aantallen
    assert max(max(tellingen) for tellingen in aantallen.values()) <= 48, aantallen


# --- the board


def test_the_board_counts_and_shows_agreed_places(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    pagina = tekst(ib_er.get(bespreking.overleg.get_absolute_url()))

    assert "1 leerling bespreken" in pagina and "0 van 1 besloten" in pagina
    assert "1 leerling wil hierheen" in pagina and "10 van 10 plekken over" in pagina
    assert "Nog niemand gehoord" in pagina

    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    pagina = tekst(ib_er.get(bespreking.overleg.get_absolute_url()))
    assert "1 leerling besproken" in pagina and "Opgenomen in het traject" in pagina
    assert "9 van 10 plekken over" in pagina


def test_the_board_says_what_the_rings_do_not(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling, Doel.BESPREKEN)
    row = build.overleg(cast, build.wil_naar(cast, leerling, cast.vo_school)).besprekingen.get()
    build.besluit(cast, row, Keus.LATER)
    assert "Later opnieuw bespreken." in tekst(ib_er.get(row.overleg.get_absolute_url()))
    build.besluit(cast, build.iedereen_eens(cast, row), Keus.TRAJECT)
    assert "Toestemming om mee te doen ontbreekt." in tekst(ib_er.get(row.overleg.get_absolute_url()))
    build.zegt(cast, leerling, Doel.DEELNEMEN)
    assert "Alles is er. Leg het besluit vast." in tekst(ib_er.get(row.overleg.get_absolute_url()))
    build.zegt(cast, leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    pagina = tekst(ib_er.get(row.overleg.get_absolute_url()))
    assert "Toestemming om te bespreken ontbreekt" in pagina and "Vraag toestemming" in pagina


# --- one pupil


def test_nothing_is_chosen_beforehand(ib_er: Client, bespreking: Bespreking) -> None:
    pagina = ib_er.get(bespreking.get_absolute_url()).content.decode()

    assert not re.search(r"<input[^>]*checked", pagina)


def test_a_decision_in_three_clicks_on_the_page(ib_er: Client, bespreking: Bespreking) -> None:
    """Everyone agrees, traject, save: with the button of the board that makes four."""
    response = ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, iedereen="on", keus="traject"), follow=True)

    assert "Bewaard. Opgenomen in het traject: iedereen is het eens." in tekst(response)
    bespreking.refresh_from_db()
    assert bespreking.status == "opgenomen"
    assert set(bespreking.instemmingen.values_list("standpunt", "wijze")) == {("ja", "gesprek")}


def test_who_was_filled_in_stays_as_filled_in(ib_er: Client, bespreking: Bespreking) -> None:
    data = invoer(
        bespreking, iedereen="on", keus="traject", standpunt_smw_po="niet_beschikbaar", standpunt_vo_school="nee"
    )
    ib_er.post(bespreking.get_absolute_url(), data)

    standen = dict(bespreking.instemmingen.huidig().values_list("partij", "standpunt"))
    assert standen["smw_po"] == "niet_beschikbaar" and standen["vo_school"] == "nee" and standen["leerling"] == "ja"
    assert Besluit.objects.get().uitkomst == "wacht"


def test_each_parent_has_a_place(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    vader = ouders.toevoegen(
        leerling=bespreking.leerling, relatie=Relatie.VADER, gezag=False, door=cast["ib_er"], op=timezone.now()
    )
    moeder = bespreking.leerling.ouders.get(relatie="moeder")
    data = {f"standpunt_{naam}": "ja" for naam in PARTIJEN}
    data |= {f"standpunt_ouder_{moeder.pk.hex}": "ja", f"wijze_ouder_{moeder.pk.hex}": "telefoon"}
    data |= {f"standpunt_ouder_{vader.pk.hex}": "nee"}

    assert "vader (zonder gezag)" in tekst(ib_er.get(bespreking.get_absolute_url()))
    ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, keus="traject", **data))

    assert Besluit.objects.get().uitkomst == "opgenomen"
    assert bespreking.instemmingen.get(ouder=moeder).wijze == "telefoon"
    assert bespreking.instemmingen.get(ouder=vader).standpunt == "nee"


def test_saving_without_a_decision_says_so(ib_er: Client, bespreking: Bespreking) -> None:
    response = ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, wens_leerling="Rust."), follow=True)

    assert "Bewaard. Er is nog geen besluit." in tekst(response)
    assert not Instemming.objects.exists(), "what was left open says nothing"


def test_a_third_reason_is_refused_and_everything_typed_stays(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    drie = [
        str(pk)
        for pk in Keuze.objects.filter(lijst__regio=cast.regio, lijst__code="domein").values_list("pk", flat=True)[:3]
    ]
    data: dict[str, Any] = invoer(bespreking, wens_ouders="Een kleine klas.", keus="later", standpunt_leerling="ja")

    response = ib_er.post(bespreking.get_absolute_url(), data | {"redenen": drie})

    assert response.status_code == 200
    assert "Kies hoogstens twee redenen. U koos er 3." in tekst(response)
    assert "Een kleine klas." in tekst(response)
    assert re.search(r'<input[^>]*name="standpunt_leerling"[^>]*value="ja"[^>]*checked', response.content.decode())
    bespreking.refresh_from_db()
    assert bespreking.versie == 1


def test_a_long_text_is_refused_with_its_length(ib_er: Client, bespreking: Bespreking) -> None:
    response = ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, aandachtspunten="x" * 300))

    assert "Maak ‘Waar letten we op?’ korter: hoogstens 280 tekens, nu 300." in tekst(response)


def test_line_ends_count_once(ib_er: Client, bespreking: Bespreking) -> None:
    lang = "\r\n".join(["x" * 13] * 20)  # 279 as people count, 298 as browsers send

    ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, aandachtspunten=lang))

    bespreking.refresh_from_db()
    assert len(bespreking.aandachtspunten) == 279


@pytest.mark.parametrize("veld", ["wens_leerling", "wens_ouders", "aandachtspunten"])
def test_something_like_a_bsn_warns_and_may_be_confirmed(ib_er: Client, bespreking: Bespreking, veld: str) -> None:
    data = invoer(bespreking, **{veld: "Zie 111222333"})
    assert "Dit is geen BSN" not in tekst(ib_er.get(bespreking.get_absolute_url()))

    response = ib_er.post(bespreking.get_absolute_url(), data)

    assert "staat een getal dat op een BSN lijkt" in tekst(response)
    assert 'name="geen_bsn"' in response.content.decode()
    bespreking.refresh_from_db()
    assert getattr(bespreking, veld) == ""
    ib_er.post(bespreking.get_absolute_url(), data | {"geen_bsn": "on"})
    bespreking.refresh_from_db()
    assert getattr(bespreking, veld) == "Zie 111222333"
    again = ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, **{veld: "Zie 111222333"}))
    assert again.status_code == 302, "confirmed before: not asked again"


def test_a_final_decision_asks_why_it_changes(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    assert "Waarom dit besluit" not in tekst(ib_er.get(bespreking.get_absolute_url()))
    build.besluit(cast, build.iedereen_eens(cast, bespreking))

    response = ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, keus="geen_traject", wens_leerling="Nieuw"))

    assert "Er is al een besluit. Schrijf op waarom het verandert." in tekst(response)
    bespreking.refresh_from_db()
    assert (bespreking.status, bespreking.wens_leerling) == ("opgenomen", ""), "nothing is half saved"
    data = invoer(bespreking, keus="geen_traject", reden="Wil zelf verder.")
    response = ib_er.post(bespreking.get_absolute_url(), data, follow=True)
    assert "Nieuw besluit" in tekst(response) and "Waarom: Wil zelf verder." in tekst(response)


def test_the_page_asks_why_there_is_no_traject_without_the_family(ib_er: Client, bespreking: Bespreking) -> None:
    response = ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, keus="geen_traject"))

    assert "nog niet gehoord. Kiest u toch voor geen traject, schrijf dan op waarom." in tekst(response)
    assert 'name="reden"' in response.content.decode() and not bespreking.besluiten.exists()


def test_content_after_a_final_decision_needs_no_reason(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    data = {f"standpunt_{naam}": "ja" for naam in PARTIJEN}

    ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, keus="traject", wens_leerling="Nieuw", **data))

    bespreking.refresh_from_db()
    assert (bespreking.status, bespreking.wens_leerling, Besluit.objects.count()) == ("opgenomen", "Nieuw", 1)


def test_two_editors_second_sees_both_versions_and_loses_nothing(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    url = bespreking.get_absolute_url()
    oud = invoer(bespreking)
    ib_er.post(url, oud | {"aandachtspunten": "Van de eerste.", "standpunt_leerling": "ja"})

    response = ib_er.post(url, oud | {"aandachtspunten": "Van de tweede.", "wens_ouders": "Dicht bij huis."})

    assert response.status_code == 409
    pagina = tekst(response)
    assert "Iemand anders heeft deze bespreking intussen gewijzigd" in pagina
    assert "Nu bewaard: Van de eerste." in pagina and "U vulde in: Van de tweede." in pagina
    assert "Standpunt van leerling" in pagina and "Nu bewaard: Ja" in pagina
    assert "Dicht bij huis." in pagina
    bespreking.refresh_from_db()
    assert (bespreking.aandachtspunten, bespreking.wens_ouders) == ("Van de eerste.", "")
    # The page now carries the new version: saving again is a choice.
    versie = re.search(r'name="versie" value="(\d+)"', response.content.decode())
    assert versie and int(versie[1]) == bespreking.versie
    ib_er.post(url, oud | {"versie": versie[1], "aandachtspunten": "Van de tweede."})
    bespreking.refresh_from_db()
    assert bespreking.aandachtspunten == "Van de tweede."
    assert bespreking.instemmingen.huidig().get().standpunt == "ja", "left open says nothing"


def test_text_is_shown_as_text(cast: Cast, client: Client, ib_er: Client, bespreking: Bespreking) -> None:
    ib_er.post(bespreking.get_absolute_url(), invoer(bespreking, aandachtspunten="<script>alert(1)</script>"))

    for wie in ("ib_er", "smw_vo", "zorgcoordinator"):
        pagina = cast.log_in(client, wie).get(bespreking.get_absolute_url()).content.decode()
        assert "<script>alert" not in pagina and "&lt;script&gt;alert" in pagina


def test_readers_read(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.VO_SCHOOL, Standpunt.NEE)

    for wie in ("smw_po", "smw_vo", "zorgcoordinator"):
        response = cast.log_in(client, wie).get(bespreking.get_absolute_url())
        assert "vo-school: nee" in tekst(response) and "Bewaar" not in tekst(response)


def test_next_pupil_goes_round_what_is_undecided(cast: Cast, ib_er: Client) -> None:
    pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=naam)) for naam in ("Aaf", "Bas", "Cas")]
    aaf, bas, cas = build.overleg(cast, *pupils).besprekingen.order_by("leerling__roepnaam")
    build.besluit(cast, bas, Keus.LATER)

    def volgende(row: Bespreking) -> Any:
        return ib_er.get(row.get_absolute_url()).context["volgende"]

    assert (volgende(aaf), volgende(bas), volgende(cas)) == (cas, cas, aaf)


def test_an_older_bespreking_is_for_reading(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    eerste = build.bespreking(cast, leerling)
    build.besluit(cast, eerste, Keus.LATER)
    build.overleg(cast, leerling, datum=timezone.localdate() + timedelta(days=7))

    pagina = tekst(ib_er.get(eerste.get_absolute_url()))
    assert "staat op de lijst van een later overleg" in pagina and "Bewaar" not in pagina
    response = ib_er.post(eerste.get_absolute_url(), invoer(eerste, keus="traject"))
    assert response.status_code == 200 and Besluit.objects.count() == 1
