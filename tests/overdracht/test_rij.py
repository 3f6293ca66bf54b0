"""A row of the board: saved on its own, nothing else touched, and a colleague's change is looked at."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from gka.actions import ouders
from gka.models import Cohort, Gebeurtenis, Keuze, Leerling, Plaatsen
from gka.workflow import Doel, Relatie, Toestemmingstand
from overdracht.actions import besprekingen
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import adres, bewaar, invoer, stuur, velden


def redenen(cast: Cast) -> list[Keuze]:
    return list(Keuze.objects.filter(lijst__regio=cast.regio, lijst__code="domein").order_by("volgorde")[:3])


@pytest.fixture
def gevuld(cast: Cast, bespreking: Bespreking) -> Bespreking:
    """With everything that the row does not show."""
    besprekingen.bijwerken(
        bespreking=bespreking,
        versie=bespreking.versie,
        gegevens=besprekingen.Bespreekgegevens(
            wens_leerling="Een rustige klas.",
            wens_ouders="Dicht bij huis.",
            aandachtspunten="Begint graag vroeg.",
            vast_gezicht=cast.aanstelling["smw_vo"],
        ),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    build.vindt(cast, bespreking, Partij.LEERLING, Standpunt.NEE)
    build.vindt(cast, bespreking, Partij.LEERLING)
    return bespreking


def test_a_row_is_saved_and_nothing_it_does_not_show_is_touched(cast: Cast, ib_er: Client, gevuld: Bespreking) -> None:
    een, twee, _ = redenen(cast)

    response = bewaar(
        ib_er,
        gevuld,
        keus="traject",
        leerling_aanwezig="ja",
        ouder_aanwezig="nee",
        reden_1=str(een.pk),
        reden_2=str(twee.pk),
    )

    assert response.status_code == 200
    assert (gevuld.reden_1, gevuld.reden_2) == (een, twee)
    assert (gevuld.leerling_aanwezig, gevuld.ouder_aanwezig) == (True, False)
    assert (gevuld.wens_leerling, gevuld.wens_ouders) == ("Een rustige klas.", "Dicht bij huis.")
    assert (gevuld.aandachtspunten, gevuld.vast_gezicht) == ("Begint graag vroeg.", cast.aanstelling["smw_vo"])
    assert gevuld.instemmingen.huidig().get().standpunt == "ja"
    assert (gevuld.status, gevuld.besluiten.get().keus) == ("wacht", "traject")


def test_the_answer_is_the_row_as_it_is_now(ib_er: Client, bespreking: Bespreking) -> None:
    response = bewaar(ib_er, bespreking, keus="later", leerling_aanwezig="ja")

    nu = velden(html.fromstring(response.content), bespreking)
    assert (nu["versie"], nu["keus"], nu["leerling_aanwezig"]) == (str(bespreking.versie), "later", "ja")
    assert nu == invoer(ib_er, bespreking)
    assert "Later opnieuw bespreken." in tekst(response)


def test_without_scripts_one_comes_back_at_the_row(ib_er: Client, bespreking: Bespreking) -> None:
    response = bewaar(ib_er, bespreking, los=False, keus="later", bevestigd="on")

    assert response.status_code == 302
    assert response["Location"].endswith(f"?bewaard={bespreking.pk.hex}#rij-{bespreking.pk.hex}")
    pagina = ib_er.get(response["Location"])
    assert f'id="rij-{bespreking.pk.hex}" tabindex="-1"' in pagina.content.decode() and "Bewaard" in tekst(pagina)
    assert ib_er.get(adres(bespreking)).status_code == 302


def test_everyone_at_the_table_said_yes(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    ouders.toevoegen(leerling=bespreking.leerling, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())

    beiden = [ouder.pk.hex for ouder in bespreking.leerling.ouders.all()]
    velden = {"keus": "traject", "leerling_aanwezig": "ja", "ouders_aanwezig": beiden}
    response = bewaar(ib_er, bespreking, iedereen="on", **velden)

    assert bespreking.status == "opgenomen"
    assert bespreking.instemmingen.filter(standpunt="ja", wijze="gesprek").count() == 7
    assert 'name="iedereen"' not in response.content.decode(), "nobody is left to say yes"


@pytest.mark.parametrize(("veld", "partij"), [("leerling_aanwezig", "leerling"), ("ouder_aanwezig", "ouder")])
def test_who_was_not_there_was_not_heard(ib_er: Client, bespreking: Bespreking, veld: str, partij: str) -> None:
    bewaar(ib_er, bespreking, iedereen="on", keus="traject", **{veld: "nee"})

    assert bespreking.instemmingen.get(partij=partij).standpunt == "niet_gehoord"
    assert bespreking.status == "wacht"


def test_everyone_leaves_what_was_said_before(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    bewaar(ib_er, bespreking, iedereen="on", keus="traject")

    assert bespreking.instemmingen.huidig().get(partij="smw_vo").standpunt == "nee"
    assert bespreking.status == "wacht"


def test_saving_who_was_there_lets_nobody_in(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    """The choice on the row is an old one; only a person takes the decision anew."""
    build.besluit(cast, bespreking)
    build.iedereen_eens(cast, bespreking)

    bewaar(ib_er, bespreking, leerling_aanwezig="ja")
    assert (bespreking.status, bespreking.leerling_aanwezig) == ("wacht", True)

    bewaar(ib_er, bespreking, bevestigd="on")
    assert bespreking.status == "opgenomen"


def test_a_final_decision_changes_with_a_reason_only(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    assert bewaar(ib_er, bespreking, bevestigd="on", ouder_aanwezig="ja").status_code == 200, "the same needs none"

    response = bewaar(ib_er, bespreking, keus="geen_traject", leerling_aanwezig="ja")

    assert response.status_code == 422
    assert "Schrijf op waarom het verandert" in tekst(response) and 'name="reden"' in response.content.decode()
    assert velden(html.fromstring(response.content), bespreking)["keus"] == "geen_traject", "what was chosen stays"
    assert (bespreking.status, bespreking.leerling_aanwezig) == ("opgenomen", None), "nothing is half saved"
    bewaar(ib_er, bespreking, keus="geen_traject", reden="Verhuist.")
    assert (bespreking.status, Besluit.objects.huidig().get().reden) == ("niet_opgenomen", "Verhuist.")


def test_no_traject_against_or_without_the_family_asks_why(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    response = bewaar(ib_er, bespreking, keus="geen_traject")
    assert response.status_code == 422 and not bespreking.besluiten.exists()
    assert "De leerling en de ouders zijn nog niet gehoord. Kiest u toch voor geen traject, schrijf" in tekst(response)
    assert velden(html.fromstring(response.content), bespreking)["reden"] == "", "where to write it is there"

    build.vindt(cast, bespreking, Partij.OUDER)
    assert "Een ouder met gezag wil het traject wel." in tekst(bewaar(ib_er, bespreking, keus="geen_traject"))
    response = bewaar(ib_er, bespreking, keus="geen_traject", reden="Krijgt al hulp van de gemeente.")

    assert response.status_code == 200 and "Waarom: Krijgt al hulp van de gemeente." in tekst(response)
    assert bespreking.besluiten.get().toelichting.endswith(" en de leerling."), "who was not heard is named"
    assert bespreking.besluiten.get().reden == "Krijgt al hulp van de gemeente."


def test_where_the_family_says_no_nothing_is_asked(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.LEERLING, Standpunt.NEE)

    assert bewaar(ib_er, bespreking, keus="geen_traject").status_code == 200
    assert bespreking.status == "niet_opgenomen" and not bespreking.besluiten.get().reden


def test_a_reason_is_asked_when_it_counts_and_never_thrown_away(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=0)
    response = bewaar(ib_er, bespreking, keus="traject")
    assert bespreking.status == "wacht" and 'name="reden"' not in response.content.decode(), "it waits anyway"

    bewaar(ib_er, bespreking, reden="Kan niet wachten.")
    assert (Besluit.objects.count(), Besluit.objects.huidig().get().reden) == (2, "Kan niet wachten.")

    build.iedereen_eens(cast, bespreking)
    response = bewaar(ib_er, bespreking, bevestigd="on")
    assert response.status_code == 422 and tekst(response).count("heeft nog geen plekken.") == 1, "said once"


def test_a_reason_without_a_choice_asks_for_one(ib_er: Client, bespreking: Bespreking) -> None:
    response = bewaar(ib_er, bespreking, reden="Kan niet wachten.")

    assert response.status_code == 422 and "Kies ook wat het besluit is" in tekst(response)
    assert "Kan niet wachten." in tekst(response)


def test_two_equal_reasons_and_unknown_ones_are_refused(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    een = str(redenen(cast)[0].pk)

    assert "twee verschillende redenen" in tekst(bewaar(ib_er, bespreking, reden_1=een, reden_2=een))
    assert bewaar(ib_er, bespreking, reden_1="999999").status_code == 422
    assert bespreking.versie == 1
    bewaar(ib_er, bespreking, reden_2=een)
    assert (bespreking.reden_1_id, bespreking.reden_2) == (int(een), None), "one reason is the first reason"


def test_a_bsn_in_the_reason_warns(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))

    response = bewaar(ib_er, bespreking, keus="later", reden="Zie 111222333")

    assert response.status_code == 422 and "Dit is geen BSN" in tekst(response)
    bewaar(ib_er, bespreking, keus="later", reden="Zie 111222333", geen_bsn="on")
    assert bespreking.status == "wacht"


@pytest.mark.parametrize("los", [True, False])
def test_the_second_of_two_sees_both_versions_and_chooses(ib_er: Client, bespreking: Bespreking, los: bool) -> None:
    oud = invoer(ib_er, bespreking)
    stuur(ib_er, bespreking, oud | {"keus": "later", "leerling_aanwezig": "ja"})

    response = stuur(ib_er, bespreking, oud | {"keus": "traject", "ouder_aanwezig": "ja"}, los=los)

    assert response.status_code == 409
    pagina = tekst(response)
    assert "Iemand anders heeft deze rij intussen gewijzigd" in pagina
    assert "Besluit nu bewaard: Later u koos: Traject" in pagina
    assert "Het blijft zoals uw collega het bewaarde: Leerling erbij: Ja" in pagina
    assert "Leerling erbij nu bewaard" not in pagina, "that was not chosen here"
    assert (bespreking.besluiten.get().keus, bespreking.ouder_aanwezig) == ("later", None), "nothing is overwritten"
    mijn = velden(html.fromstring(response.content), bespreking)
    assert (mijn["keus"], mijn["ouder_aanwezig"]) == ("traject", "ja"), "what was chosen stays"
    assert stuur(ib_er, bespreking, mijn | {"bevestigd": "on"}).status_code == 200
    assert bespreking.besluiten.huidig().get().keus == "traject"
    assert (bespreking.leerling_aanwezig, bespreking.ouder_aanwezig) == (True, True), "and so does the colleague's"


@pytest.mark.parametrize("los", [True, False])
def test_who_only_chose_does_not_put_back_a_reason(
    cast: Cast, ib_er: Client, bespreking: Bespreking, los: bool
) -> None:
    een, twee, drie = redenen(cast)
    bewaar(ib_er, bespreking, reden_1=str(een.pk), reden_2=str(twee.pk))
    oud = invoer(ib_er, bespreking)
    stuur(ib_er, bespreking, oud | {"reden_1": str(drie.pk), "reden_2": ""})

    response = stuur(ib_er, bespreking, oud | {"keus": "later"}, los=los)

    pagina = tekst(response)
    assert response.status_code == 409 and "u koos: " not in pagina and "U koos hetzelfde" not in pagina
    assert f"Eerste reden: {drie} Tweede reden: niets" in pagina
    mijn = velden(html.fromstring(response.content), bespreking)
    assert stuur(ib_er, bespreking, mijn | {"bevestigd": "on"}).status_code == 200
    assert (bespreking.reden_1, bespreking.reden_2, bespreking.besluiten.get().keus) == (drie, None, "later")


def test_a_row_that_does_not_say_what_it_showed_is_all_chosen(ib_er: Client, bespreking: Bespreking) -> None:
    oud = invoer(ib_er, bespreking)
    stuur(ib_er, bespreking, oud | {"leerling_aanwezig": "ja"})

    for kapot in ("", "{", "[1]"):
        response = stuur(ib_er, bespreking, oud | {"leerling_aanwezig": "nee", "getoond": kapot})
        assert response.status_code == 409 and "nu bewaard: Ja u koos: Nee" in tekst(response)


def test_a_conflict_without_scripts_shows_the_whole_board(cast: Cast, ib_er: Client) -> None:
    pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=naam)) for naam in ("Aaf", "Bas")]
    aaf, bas = build.overleg(cast, *pupils).besprekingen.order_by("leerling__roepnaam")
    oud = invoer(ib_er, aaf)
    stuur(ib_er, aaf, oud | {"keus": "later"})

    response = stuur(ib_er, aaf, oud | {"keus": "geen_traject"}, los=False)

    (regel,) = html.fromstring(response.content).xpath("//*[@role='alert']//a")
    assert regel.get("href") == f"#rij-{aaf.pk.hex}" and "iemand anders heeft de rij van A.L." in regel.text
    assert "Bas L." in tekst(response) and "<title>Fout: " in response.content.decode()
    assert velden(html.fromstring(response.content), bas)["versie"] == str(bas.versie)


def test_a_colleague_who_changed_something_else_is_no_conflict(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    """A stance given meanwhile raises the version; the row itself is as it was seen, so nothing is overwritten."""
    oud = invoer(ib_er, bespreking)
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    response = stuur(ib_er, bespreking, oud | {"keus": "traject"})

    assert response.status_code == 200 and "Tegen: SMW vo" in tekst(response)
    assert Instemming.objects.get().standpunt == "nee"


def test_a_mark_made_up_by_hand_opens_nothing(ib_er: Client, bespreking: Bespreking) -> None:
    oud = invoer(ib_er, bespreking)
    stuur(ib_er, bespreking, oud | {"keus": "later"})

    for merk in ("", "x", "0" * 16):
        assert stuur(ib_er, bespreking, oud | {"merk": merk, "keus": "traject"}).status_code == 409


def test_withdrawn_consent_stops_the_row(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    oud = invoer(ib_er, bespreking)
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    response = stuur(ib_er, bespreking, oud | {"keus": "later"})

    assert response.status_code == 422 and "mag niet" in tekst(response)
    assert f"bewaar-{bespreking.pk.hex}" not in ib_er.get(bespreking.overleg.get_absolute_url()).content.decode()


def test_an_older_overleg_is_for_reading(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    eerste = build.bespreking(cast, leerling)
    oud = invoer(ib_er, eerste)
    build.besluit(cast, eerste, Keus.LATER)
    build.overleg(cast, leerling, datum=timezone.localdate() + timedelta(days=7))

    pagina = ib_er.get(eerste.overleg.get_absolute_url()).content.decode()
    assert "<form" not in pagina[pagina.index("<tbody>") : pagina.index("</tbody>")]
    response = stuur(ib_er, eerste, oud | {"keus": "traject"})
    assert response.status_code in (409, 422) and Besluit.objects.count() == 1


def test_the_recap_is_there_once_something_was_said(ib_er: Client, bespreking: Bespreking) -> None:
    bord = bespreking.overleg.get_absolute_url()
    assert f"{bord}verslag/" not in ib_er.get(bord).content.decode()

    bewaar(ib_er, bespreking, leerling_aanwezig="ja")

    assert f"{bord}verslag/" in ib_er.get(bord).content.decode()


def test_the_board_of_pupils_who_moved_on_says_so(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    Cohort.objects.filter(pk=cast.cohort.pk).update(fase_vo_vanaf=timezone.localdate())

    pagina = tekst(ib_er.get(bespreking.overleg.get_absolute_url()))

    assert "1 leerling besproken" in pagina and "Deze leerlingen zijn naar de middelbare school." in pagina
    assert "Nog geen leerlingen" not in pagina and "Overleg wijzigen" not in pagina


def test_readers_get_no_form(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    for wie in ("smw_po", "smw_vo", "zorgcoordinator"):
        pagina = cast.log_in(client, wie).get(bespreking.overleg.get_absolute_url()).content.decode()
        assert adres(bespreking) not in pagina and "board.js" not in pagina
        assert client.post(adres(bespreking), {"versie": "1", "keus": "later"}).status_code == 403


def test_names_are_hidden_in_what_the_script_receives_too(ib_er: Client, bespreking: Bespreking) -> None:
    assert re.search(r'class="name__short">T\.L\.<', bewaar(ib_er, bespreking).content.decode())


def test_every_save_is_recorded(ib_er: Client, bespreking: Bespreking) -> None:
    bewaar(ib_er, bespreking, keus="later")

    soorten = set(Gebeurtenis.objects.filter(leerling_id=str(bespreking.leerling_id)).values_list("soort", flat=True))
    assert {"bespreking.bijgewerkt", "besluit.vastgelegd", "bespreking.gezien"} <= soorten


def test_a_row_costs_the_same_on_a_long_board(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=f"Kind{nummer}")) for nummer in range(4)]
    for pupil in pupils:
        build.wil_naar(cast, pupil, cast.vo_school)
    lang = build.overleg(cast, *pupils).besprekingen.order_by("leerling__roepnaam")[0]
    aantallen = []
    for row in (bespreking, lang):
        data = invoer(ib_er, row)
        with CaptureQueriesContext(connection) as context:
            stuur(ib_er, row, data | {"keus": "later", "leerling_aanwezig": "ja"})
        aantallen.append(len(context))

    assert aantallen[0] == aantallen[1] <= 115
