"""What was filled in and not saved waits for who filled it in: it counts for nothing, and nobody else sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from gka.workflow import Doel, Toestemmingstand
from overdracht.models import Besluit, Bespreking, Concept, Instemming
from overdracht.stand import TEKSTVELDEN, tekstmerk
from overdracht.workflow import CONCEPT_HOUDBAAR, Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht import rijen
from tests.pages import tekst, velden

NOTICE = "Nog niet bewaard"
GEKOZEN = {"keus": "traject", "standpunt_leerling": "ja", "leerling_aanwezig": "ja", "reden": "Rust is nodig."}
AFSPRAAK = {"afspraak-wat": "Belt de ouders.", "afspraak-wie": "smw_vo"}


def vult_in(client: Client, row: Bespreking, **data: str) -> Any:
    """What the script sends when no text was touched: the form as it is shown, with these choices."""
    pagina = velden(client.get(row.get_absolute_url()), actie=row.get_absolute_url())
    keuzes = {naam: waarde for naam, waarde in pagina.items() if naam not in TEKSTVELDEN}
    return client.post(f"/besprekingen/{row.pk}/concept/", keuzes | data)


def test_choices_wait_and_count_for_nothing(ib_er: Client, bespreking: Bespreking) -> None:
    assert vult_in(ib_er, bespreking, **GEKOZEN).json() == {"open": True}

    assert not Instemming.objects.exists() and not Besluit.objects.exists()
    bespreking.refresh_from_db()
    assert (bespreking.versie, bespreking.leerling_aanwezig) == (1, None)
    response = ib_er.get(bespreking.get_absolute_url())
    form = response.context["form"]
    assert {naam: form[naam].value() for naam in GEKOZEN} == GEKOZEN
    assert NOTICE in tekst(response) and "Is de leerling erbij? Ja Nu bewaard: niets" in tekst(response)


def test_the_button_saves_what_waited(ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, **GEKOZEN, **AFSPRAAK)

    bewaard = {"versie": "1", "tekstmerk": tekstmerk(bespreking), **GEKOZEN, **AFSPRAAK}
    response = ib_er.post(bespreking.get_absolute_url(), bewaard, follow=True)

    assert (Instemming.objects.get().standpunt, Besluit.objects.count()) == ("ja", 1)
    # The agreement that is still being written is not lost with it.
    assert response.context["afspraak_form"]["wat"].value() == "Belt de ouders."
    assert response.context["klaargezet"] == []


def test_an_agreement_leaves_the_choices_waiting(ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, **GEKOZEN, **AFSPRAAK)
    morgen = timezone.localdate() + timedelta(days=1)

    pagina = velden(ib_er.get(bespreking.get_absolute_url()), actie=bespreking.get_absolute_url())
    afspraak = pagina | AFSPRAAK | {"afspraak-voor": morgen.isoformat()}
    response = ib_er.post(f"/besprekingen/{bespreking.pk}/afspraken/", afspraak, follow=True)

    assert bespreking.afspraken.count() == 1 and not Instemming.objects.exists()
    assert response.context["form"]["keus"].value() == "traject"
    assert response.context["afspraak_form"]["wat"].value() is None


def test_nothing_waits_when_all_is_as_it_was_saved(ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, keus="later")

    assert vult_in(ib_er, bespreking, keus="").json() == {"open": False}
    assert not Concept.objects.exists() and NOTICE not in tekst(ib_er.get(bespreking.get_absolute_url()))


def test_thrown_away(ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, **GEKOZEN)

    response = ib_er.post(f"/besprekingen/{bespreking.pk}/concept/weggooien/", follow=True)

    assert not Concept.objects.exists() and response.context["form"]["keus"].value() == ""


def test_nobody_else_sees_it_or_throws_it_away(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    vult_in(cast.log_in(client, "ib_er"), bespreking, **GEKOZEN)
    build.werkt_ook(cast, "zonder_rol", "ib_er")
    cast.log_in(client, "zonder_rol")

    response = client.get(bespreking.get_absolute_url())
    client.post(f"/besprekingen/{bespreking.pk}/concept/weggooien/")

    assert NOTICE not in tekst(response) and response.context["form"]["keus"].value() == ""
    assert Concept.objects.get().medewerker == cast["ib_er"]


def test_what_a_colleague_saved_meanwhile_stands_beside_it(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, standpunt_smw_vo="ja")
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    (verschil,) = ib_er.get(bespreking.get_absolute_url()).context["klaargezet"]

    assert (verschil["bewaard"], verschil["getypt"]) == ("Nee", "Ja")


def test_it_is_encrypted_at_rest(ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, **GEKOZEN)

    with connection.cursor() as cursor:
        cursor.execute("SELECT ingevuld FROM overdracht_concept")
        (rauw,) = cursor.fetchone()
    assert "traject" not in rauw and "Rust" not in rauw
    assert "Rust is nodig." in Concept.objects.get().ingevuld


@pytest.mark.parametrize("veld", ["reden", "afspraak-wat"])
def test_what_looks_like_a_bsn_is_not_kept(ib_er: Client, bespreking: Bespreking, veld: str) -> None:
    assert vult_in(ib_er, bespreking, **{veld: "Zie 111222333"}).json() == {"open": False}
    assert not Concept.objects.exists()


def test_after_a_week_it_is_gone(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    vult_in(ib_er, bespreking, **GEKOZEN)
    Concept.objects.update(bijgewerkt_op=timezone.now() - CONCEPT_HOUDBAAR)

    assert NOTICE not in tekst(ib_er.get(bespreking.get_absolute_url()))
    andere = build.bespreking(cast, build.leerling(cast))
    vult_in(ib_er, andere, keus="later")
    assert Concept.objects.get().bespreking == andere


def test_without_consent_no_choice_is_kept(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    response = ib_er.post(f"/besprekingen/{bespreking.pk}/concept/", {"versie": "1", "keus": "later"})

    assert response.status_code == 422 and "mag niet" in response.json()["zin"]
    assert not Concept.objects.exists()


def test_a_reason_being_written_on_the_board_waits_there(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking, Keus.GEEN_TRAJECT)
    vult_in(ib_er, bespreking, standpunt_leerling="ja")
    anders = {"keus": "later", "reden": "Moeder wil"}
    assert rijen.bewaar(ib_er, bespreking, concept="on", **anders).status_code == 204
    assert (Besluit.objects.count(), bespreking.versie) == (1, 2)

    rij = rijen.invoer(ib_er, bespreking)
    assert {naam: rij[naam] for naam in anders} == anders
    assert "dit vulde u eerder in" in tekst(ib_er.get(bespreking.overleg.get_absolute_url()))
    build.werkt_ook(cast, "zonder_rol", "ib_er")
    assert rijen.invoer(cast.log_in(Client(), "zonder_rol"), bespreking)["keus"] == "geen_traject"

    rijen.stuur(ib_er, bespreking, rij | {"bevestigd": "on"})
    assert Besluit.objects.huidig().get().reden == "Moeder wil"
    assert "standpunt_leerling" in Concept.objects.get().ingevuld and "Moeder" not in Concept.objects.get().ingevuld
