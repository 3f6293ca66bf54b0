"""A decision says why; when that no longer follows from what was said, the application says so."""

from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from gka.models import Gebeurtenis, Leerling
from gka.workflow import Doel, Relatie, Toestemmingstand
from overdracht import plaatsen
from overdracht.actions import instemmingen
from overdracht.models import Bespreking
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar


def zinnen(row: Bespreking) -> list[str]:
    return list(row.besluiten.order_by("vastgelegd_op").values_list("toelichting", flat=True))


def huidig(row: Bespreking) -> str:
    return str(row.besluiten.huidig().get().toelichting)


def test_another_nee_is_another_sentence(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.vindt(cast, build.iedereen_eens(cast, bespreking), Partij.LEERLING, Standpunt.NEE)
    build.besluit(cast, bespreking)
    build.vindt(cast, bespreking, Partij.OUDER, Standpunt.NEE)
    build.vindt(cast, bespreking, Partij.LEERLING)

    build.besluit(cast, bespreking, reden="Nu wil moeder niet.")

    assert "een ouder met gezag wil dit niet" in huidig(bespreking)
    assert bespreking.besluiten.huidig().get().reden == "Nu wil moeder niet."
    brief = tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))
    assert "de leerling wil dit niet" not in brief and "Test wil meedoen." in brief
    assert "U wilt niet dat Test meedoet." in brief


def test_a_letter_waits_until_the_decision_is_taken_anew(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking)
    assert "Beste ouder" in tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))

    build.iedereen_eens(cast, bespreking)

    brief = tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))
    assert "Leg eerst het besluit opnieuw vast" in brief and "Beste ouder" not in brief
    assert ib_er.get(f"{bespreking.get_absolute_url()}brief.pdf").status_code == 404
    verslag = tekst(ib_er.get(f"{bespreking.overleg.get_absolute_url()}verslag/"))
    assert "Het besluit wordt opnieuw vastgelegd." in verslag
    build.besluit(cast, bespreking)
    assert "Beste ouder" in tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))


def test_an_opgenomen_says_anew_why(cast: Cast, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))

    instemmingen.vastleggen(
        bespreking=bespreking,
        partij=Partij.SMW_PO,
        standpunt=Standpunt.NIET_BESCHIKBAAR,
        wijze=None,
        door=cast["ib_er"],
        op=timezone.now(),
    )

    bespreking.refresh_from_db()
    assert bespreking.status == "opgenomen" and "was niet beschikbaar" in huidig(bespreking)


def test_after_a_changed_mind_the_board_asks_why(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.vindt(cast, build.iedereen_eens(cast, bespreking), Partij.LEERLING, Standpunt.NEE)
    build.besluit(cast, bespreking)
    build.vindt(cast, bespreking, Partij.LEERLING)
    assert bespreking.status == "niet_opgenomen"

    taak = "Het besluit past niet meer bij wat er is gezegd."
    assert taak in tekst(ib_er.get("/")) and taak in tekst(ib_er.get(bespreking.get_absolute_url()))
    assert taak in tekst(ib_er.get(bespreking.overleg.get_absolute_url()))
    response = bewaar(ib_er, bespreking, bevestigd="on")
    assert response.status_code == 422 and "Waarom dit besluit?" in tekst(response)
    bewaar(ib_er, bespreking, bevestigd="on", reden="Zij wil nu wel.")
    assert bespreking.status == "opgenomen" and taak not in tekst(ib_er.get("/"))


def test_a_consent_that_came_back_leads_on(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    build.zegt(cast, bespreking.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    build.zegt(cast, bespreking.leerling, Doel.DEELNEMEN)

    assert bewaar(ib_er, bespreking, bevestigd="on").status_code == 422
    bewaar(ib_er, bespreking, bevestigd="on", reden="Moeder wil toch.")

    assert bespreking.status == "opgenomen"


def test_waiting_decisions_on_the_start_page_are_recorded_as_seen(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    build.besluit(cast, bespreking)
    eerder = set(Gebeurtenis.objects.values_list("pk", flat=True))

    assert bespreking.leerling.korte_naam in tekst(ib_er.get("/"))

    gezien = Gebeurtenis.objects.exclude(pk__in=eerder).get(soort="besprekingen.gezien")
    assert str(bespreking.leerling_id) in str(gezien.details)


def test_a_mistake_put_right_the_same_day_costs_no_place(cast: Cast, leerling: Leerling) -> None:
    eerste = build.besluit_traject(cast, leerling).bespreking
    tweede = build.besluit_traject(cast, build.leerling(cast, roepnaam="Tweede")).bespreking
    for standpunt in (Standpunt.NEE, Standpunt.JA):
        build.vindt(cast, eerste, Partij.SMW_PO, standpunt)
    assert eerste.status == "wacht"

    build.besluit(cast, eerste, Keus.TRAJECT, reden="Vergissing.")

    bezet = plaatsen.van_school(cast.vo_school, cast.cohort, dag=timezone.localdate())
    assert bezet.op_volgorde == (eerste.leerling_id, tweede.leerling_id)


def test_the_letter_names_the_school_that_spoke(
    cast: Cast, client: Client, bespreking: Bespreking, clock: time_machine.Traveller
) -> None:
    ib_er = cast.log_in(client, "ib_er")
    Bespreking.objects.filter(pk=bespreking.pk).update(vast_gezicht=cast.aanstelling["smw_vo"])
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    brief = tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))
    assert f"Dat is {cast['smw_vo'].naam}, van {cast.vo_school}." in brief

    clock.shift(timedelta(days=1))
    ib_er = cast.log_in(client, "ib_er")
    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school)

    brief = tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))
    assert f"De middelbare school ({cast.vo_school}) wil dat Test meedoet." in brief
    assert f"Test wil naar {cast.andere_vo_school}." in brief and cast["smw_vo"].naam not in brief


def test_the_letter_does_not_order_parents_to_wait(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking, Keus.LATER)

    brief = tekst(ib_er.get(f"{bespreking.get_absolute_url()}brief/"))

    assert "We wachten nog. We praten er later opnieuw over." in brief and "Wacht:" not in brief


def test_the_letter_says_u_to_an_only_parent_and_names_two(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    row = build.bespreking(cast, leerling)
    build.besluit(cast, row)
    assert "U bent nog niet gehoord." in tekst(ib_er.get(f"{row.get_absolute_url()}brief/"))
    build.ouder(cast, leerling, Relatie.VADER)

    build.besluit(cast, build.iedereen_eens(cast, row))

    brief = tekst(ib_er.get(f"{row.get_absolute_url()}brief/"))
    assert "De moeder wil dat Test meedoet." in brief and "De vader wil dat Test meedoet." in brief
    assert "U wilt dat" not in brief and "U bent nog niet" not in brief


def test_restored_on_another_day_it_counts_from_then(
    cast: Cast, leerling: Leerling, clock: time_machine.Traveller
) -> None:
    eerste = build.besluit_traject(cast, leerling).bespreking
    tweede = build.besluit_traject(cast, build.leerling(cast, roepnaam="Tweede")).bespreking
    build.vindt(cast, eerste, Partij.SMW_PO, Standpunt.NEE)
    clock.shift(timedelta(days=1))
    build.vindt(cast, eerste, Partij.SMW_PO)

    build.besluit(cast, eerste, Keus.TRAJECT, reden="Toch eens.")

    bezet = plaatsen.van_school(cast.vo_school, cast.cohort, dag=timezone.localdate())
    assert bezet.op_volgorde == (tweede.leerling_id, eerste.leerling_id)


def test_the_screen_says_that_a_stance_is_about_the_traject(
    cast: Cast, ib_er: Client, client: Client, bespreking: Bespreking
) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking), Keus.GEEN_TRAJECT)

    assert "Wie wil dat deze leerling meedoet?" in tekst(ib_er.get(bespreking.get_absolute_url()))
    assert "School en wie het traject wil" in tekst(ib_er.get(bespreking.overleg.get_absolute_url()))
    smw_vo = cast.log_in(client, "smw_vo")
    assert "Wie wil dat deze leerling meedoet?" in tekst(smw_vo.get(bespreking.get_absolute_url()))
