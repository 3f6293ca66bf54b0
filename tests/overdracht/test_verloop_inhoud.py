"""Nothing that was written about a pupil is overwritten: the history has it, with the school and what was agreed."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from gka.models import Gebeurtenis
from overdracht import verloop
from overdracht.models import Bespreking, EerdereInhoud
from tests import build
from tests.cast import Cast
from tests.overdracht import rijen
from tests.overdracht.test_verloop import gelezen
from tests.pages import velden

TEKST = "Waar we op letten"


def schrijft(client: Client, row: Bespreking, **anders: str) -> Any:
    blad = velden(client.get(row.get_absolute_url()), actie=row.get_absolute_url())
    response = client.post(row.get_absolute_url(), blad | anders)
    assert response.status_code == 302
    return response


def regels(client: Client, row: Bespreking) -> list[list[str]]:
    """Per moment the lines about content, the newest first."""
    kop = ("Waar we", "Wat de", "Leerling erbij", "Gewenste", "Afgesproken", "Klaar", "Toch niet", "Vervallen")
    return [gevonden for _, _, *lijst in gelezen(client, row) if (gevonden := [r for r in lijst if r.startswith(kop)])]


def test_what_was_said_stays_to_be_read(cast: Cast, ib_er: Client, bespreking: Bespreking, clock: Traveller) -> None:
    schrijft(ib_er, bespreking, aandachtspunten="EERSTE", leerling_aanwezig="ja")
    clock.shift(timedelta(minutes=31))
    schrijft(cast.log_in(ib_er, "ib_er"), bespreking, aandachtspunten="TWEEDE")

    nieuw, oud = regels(ib_er, bespreking)

    assert nieuw == [f"{TEKST}: TWEEDE was: EERSTE"]
    assert oud[0] == "Leerling erbij: ja" and oud[1].startswith(f"{TEKST}: EERSTE vervangen op 10 maart 2026")
    laatste = Gebeurtenis.objects.filter(soort="bespreking.bijgewerkt").order_by("moment").last()
    assert laatste and laatste.details["velden"] == ["aandachtspunten"], "the audit names fields, never what they hold"


def typt(client: Client, row: Bespreking, **anders: str) -> None:
    """What the script saves while somebody types."""
    blad = velden(client.get(row.get_absolute_url()), actie=row.get_absolute_url())
    assert client.post(f"/besprekingen/{row.pk}/concept/", blad | anders).status_code == 200


def test_what_is_typed_in_one_sitting_is_one_text(ib_er: Client, bespreking: Bespreking, clock: Traveller) -> None:
    for tekst in ("Een", "Een maatje", "Een maatje helpt."):
        typt(ib_er, bespreking, aandachtspunten=tekst)
        clock.shift(timedelta(minutes=2))
    schrijft(ib_er, bespreking)  # nothing new

    assert not EerdereInhoud.objects.exists()
    assert regels(ib_er, bespreking) == [[f"{TEKST}: Een maatje helpt."]]


def test_what_somebody_chose_to_save_is_a_version(ib_er: Client, bespreking: Bespreking, clock: Traveller) -> None:
    typt(ib_er, bespreking, aandachtspunten="Ee")
    schrijft(ib_er, bespreking, aandachtspunten="Een.")
    for tekst in ("Tw", "Twee."):
        clock.shift(timedelta(seconds=5))
        typt(ib_er, bespreking, aandachtspunten=tekst)
    schrijft(ib_er, bespreking)  # the button, with what the script saved already
    clock.shift(timedelta(minutes=1))
    schrijft(ib_er, bespreking, aandachtspunten="Drie.")

    bewaard = EerdereInhoud.objects.order_by("geschreven_op").values_list("aandachtspunten", flat=True)
    assert list(bewaard) == ["Een.", "Twee."]
    assert [moment[0].split(" vervangen")[0] for moment in regels(ib_er, bespreking)] == [
        f"{TEKST}: Drie. was: Twee.",
        f"{TEKST}: Twee. was: Een.",
        f"{TEKST}: Een.",
    ]


def test_on_the_board_only_the_button_makes_a_version(ib_er: Client, bespreking: Bespreking, clock: Traveller) -> None:
    for erbij, knop in (("ja", ""), ("nee", "on"), ("ja", ""), ("nee", "")):
        rijen.bewaar(ib_er, bespreking, leerling_aanwezig=erbij, bevestigd=knop)
        clock.shift(timedelta(seconds=5))

    assert [rij.leerling_aanwezig for rij in EerdereInhoud.objects.all()] == [False]


def test_what_a_colleague_wrote_or_one_decided_on_is_kept_at_once(
    cast: Cast, ib_er: Client, bespreking: Bespreking, clock: Traveller
) -> None:
    build.werkt_ook(cast, "zonder_rol", "ib_er")
    schrijft(ib_er, bespreking, aandachtspunten="Van de een.")
    schrijft(cast.log_in(Client(), "zonder_rol"), bespreking, aandachtspunten="Van de ander.")
    clock.shift(timedelta(minutes=1))
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    clock.shift(timedelta(minutes=1))
    schrijft(cast.log_in(Client(), "zonder_rol"), bespreking, aandachtspunten="Erna.")

    assert [rij.aandachtspunten for rij in EerdereInhoud.objects.order_by("geschreven_op")] == [
        "Van de een.",
        "Van de ander.",
    ]
    assert f"{TEKST}: Erna. was: Van de ander." in regels(ib_er, bespreking)[0]


def test_another_school_and_what_was_agreed_are_moments(
    cast: Cast, ib_er: Client, bespreking: Bespreking, clock: Traveller
) -> None:
    clock.shift(timedelta(days=1))
    schrijft(cast.log_in(ib_er, "ib_er"), bespreking, vo_school=str(cast.andere_vo_school.pk))
    clock.shift(timedelta(minutes=1))
    nieuw = {"afspraak-wat": "Belt.", "afspraak-wie": "smw_vo", "afspraak-voor": "2026-03-20"}
    ib_er.post(f"/besprekingen/{bespreking.pk}/afspraken/", nieuw)
    afspraak = bespreking.afspraken.get()
    for versie, stap in enumerate(("klaar", "open", "vervallen"), 1):
        clock.shift(timedelta(minutes=1))
        data = {"stap": f"{stap}:{afspraak.pk}:{versie}"}
        ib_er.post(f"/besprekingen/{bespreking.pk}/afspraken/wijzigen/", data)

    assert regels(ib_er, bespreking) == [
        ["Vervallen: Belt."],
        ["Toch niet klaar: Belt."],
        ["Klaar: Belt."],
        ["Afgesproken: Schoolmaatschappelijk werk vo, voor 20 maart 2026: Belt."],
        [f"Gewenste school: {cast.andere_vo_school} was: {cast.vo_school}"],
    ]


def test_it_costs_the_same_however_often_it_changed(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    def gevraagd() -> int:
        with CaptureQueriesContext(connection) as vragen:
            verloop.van(Bespreking.objects.select_related("inhoud_door").get(pk=bespreking.pk), met_gever=True)
        return len(vragen)

    schrijft(ib_er, bespreking, wens_leerling="0")
    kort = gevraagd()
    build.werkt_ook(cast, "zonder_rol", "ib_er")
    twee = cast.log_in(Client(), "zonder_rol")
    for nummer in range(1, 4):
        schrijft([ib_er, twee][nummer % 2], bespreking, wens_leerling=str(nummer))

    assert EerdereInhoud.objects.filter(geschreven_op__lte=timezone.now()).count() == 3
    assert gevraagd() == kort
