"""What a decision became is told to who helps, on paper, and in the history; and nothing more than may be said."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gka.models import Leerling, Plaatsen
from gka.workflow import Doel, Toestemmingstand
from overdracht.models import Besluit, Bespreking
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.pages import tekst


def adres(row: Bespreking, naam: str) -> str:
    pk = row.overleg_id if naam == "verslag" else row.pk
    return reverse(f"overdracht:{naam}", kwargs={"pk": pk})


@pytest.fixture
def opgenomen(cast: Cast, leerling: Leerling) -> Bespreking:
    return build.besluit_traject(cast, leerling).bespreking


def vandaag(cast: Cast, wie: str) -> str:
    return tekst(cast.log_in(Client(), wie).get(reverse("gka:start")))


def test_who_helps_is_told_that_a_traject_ended(cast: Cast, opgenomen: Bespreking, clock: Any) -> None:
    assert "zijn veranderd" not in vandaag(cast, "smw_vo")
    clock.shift(timedelta(minutes=5))
    build.vindt(cast, opgenomen, Partij.OUDER, Standpunt.NEE)

    for wie in ("smw_vo", "smw_po", "zorgcoordinator"):
        pagina = vandaag(cast, wie)
        assert "Het besluit over" in pagina and "is op 10 maart 2026 veranderd: niet opgenomen." in pagina, wie
        assert cast.log_in(Client(), wie).get(opgenomen.get_absolute_url()).status_code == 200, wie
    for wie in ("buitenstaander_smw_vo", "buitenstaander_zorgcoordinator", "ib_er"):
        assert "Besluiten die zijn veranderd" not in vandaag(cast, wie), wie


@pytest.mark.parametrize(("dagen", "staat_er"), [(13, True), (14, False)])
def test_it_is_told_for_two_weeks(cast: Cast, opgenomen: Bespreking, clock: Any, dagen: int, staat_er: bool) -> None:
    build.vindt(cast, opgenomen, Partij.OUDER, Standpunt.NEE)
    clock.shift(timedelta(days=dagen))

    assert ("Besluiten die zijn veranderd" in vandaag(cast, "smw_po")) is staat_er


def test_who_may_not_see_it_any_more_is_told_nothing(cast: Cast, opgenomen: Bespreking) -> None:
    build.zegt(cast, opgenomen.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    assert opgenomen.besluiten.huidig().get().uitkomst == "niet_opgenomen"
    for wie in ("smw_vo", "smw_po", "zorgcoordinator"):
        assert "Besluiten die zijn veranderd" not in vandaag(cast, wie), wie


def test_a_decision_that_counts_again_is_looked_at_again(cast: Cast, leerling: Leerling, clock: Any) -> None:
    row = build.iedereen_eens(cast, build.bespreking(cast, leerling))
    build.vindt(cast, row, Partij.SMW_VO, Standpunt.NEE)
    build.besluit(cast, row)
    later = build.overleg(cast, leerling, datum=row.overleg.datum + timedelta(days=3))
    build.zegt(cast, leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    assert Besluit.objects.huidig().get().uitkomst == "wacht", "a later overleg counts"

    clock.shift(timedelta(minutes=5))
    ib_er = cast.log_in(Client(), "ib_er")
    ib_er.post(reverse("overdracht:overleg-afgelasten", kwargs={"pk": later.pk}), {"versie": later.versie})

    row.refresh_from_db()
    assert row.status == "niet_opgenomen"
    assert "Alles is er" not in tekst(ib_er.get(reverse("gka:start")))
    assert "Alles is er" not in tekst(ib_er.get(row.get_absolute_url()))


def test_the_history_holds_every_answer_in_between(cast: Cast, leerling: Leerling, clock: Any) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling, Doel.BESPREKEN), cast.vo_school)
    row = build.iedereen_eens(cast, build.overleg(cast, leerling).besprekingen.get())
    build.besluit(cast, row)
    clock.shift(timedelta(minutes=5))
    build.zegt(cast, leerling, Doel.DEELNEMEN)
    clock.shift(timedelta(minutes=5))
    build.besluit(cast, row)

    def verloop(wie: str) -> str:
        return tekst(cast.log_in(Client(), wie).get(row.get_absolute_url())).split("Wie zei wat, en wanneer")[1]

    assert "Moeder zegt ja: deelnemen aan het traject" in verloop("ib_er")
    assert "Toestemming ja: " in verloop("zorgcoordinator")
    assert "Moeder zegt ja: deelnemen aan het traject" not in verloop("zorgcoordinator")


def test_the_letter_recap_and_list_say_the_waiting_order(cast: Cast, opgenomen: Bespreking) -> None:
    Plaatsen.objects.filter(school=cast.vo_school).update(aantal=0)
    build.zegt(cast, opgenomen.leerling, Doel.DELEN, school=cast.vo_school)
    ib_er = cast.log_in(Client(), "ib_er")

    brief = tekst(ib_er.get(adres(opgenomen, "brief")))
    assert "Er is nu geen plek. Test staat op de wachtlijst van Compass, als 1e." in brief
    assert "helpt Test en u" not in brief
    naar_school = tekst(cast.log_in(Client(), "zorgcoordinator").get(reverse("overdracht:naar-mijn-school")))
    assert "achtlijst: 1e voor Compass" in naar_school
    for naam in ("verslag", "bespreking"):
        assert "achtlijst: 1e voor Compass" in tekst(ib_er.get(adres(opgenomen, naam))), naam
    assert "achtlijst: 1e voor Compass" in tekst(ib_er.get(opgenomen.overleg.get_absolute_url()))


def test_the_recap_names_the_pupil_only_where_it_can_be_hidden(cast: Cast, leerling: Leerling) -> None:
    row = build.bespreking(cast, leerling)
    Bespreking.objects.filter(pk=row.pk).update(leerling_aanwezig=True, wens_leerling="Test wil testen <b>.")
    build.iedereen_eens(cast, row)

    pagina = cast.log_in(Client(), "ib_er").get(adres(row, "verslag")).content.decode()
    zonder = pagina.replace('<span class="name__full">Test</span>', "").replace(
        f'<span class="name__full">{row.leerling.korte_naam}</span>', ""
    )
    assert "wil testen &lt;b&gt;." in zonder and "De leerling wil meedoen." in zonder
    kaart = zonder.split("<main")[1].split("Uitgenodigd")[0]
    assert " Test " not in kaart and ">Test " not in kaart


def test_the_family_gets_a_letter_about_the_end_without_what_was_said(cast: Cast, opgenomen: Bespreking) -> None:
    Bespreking.objects.filter(pk=opgenomen.pk).update(wens_leerling="Een maatje.")
    build.zegt(cast, opgenomen.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    ib_er = cast.log_in(Client(), "ib_er")

    brief = tekst(ib_er.get(adres(opgenomen, "brief")))
    assert "Het besluit over Test" in brief and "er is geen toestemming om samen over Test te praten" in brief
    assert "krijgt deze extra hulp niet" in brief and "Zeg het tegen de basisschool." in brief
    for inhoud in ("Een maatje.", "Wie wat vond", "meedoet", "spraken we"):
        assert inhoud not in brief, inhoud
    assert adres(opgenomen, "brief") in ib_er.get(opgenomen.get_absolute_url()).content.decode()
    verslag = tekst(ib_er.get(adres(opgenomen, "verslag")))
    assert "naar uw school" not in verslag and "dat niet introk" in verslag
    assert cast.log_in(Client(), "smw_vo").get(adres(opgenomen, "brief")).status_code == 404
