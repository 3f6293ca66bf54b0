"""The weekly mail: to whom, when, once, and never about whom."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import Traveller

from begeleiding import tasks
from begeleiding.actions import weekoverzichten
from begeleiding.models import Traject
from gka.models import Aanstelling, Gebeurtenis, Leerling, Medewerker, Opdracht, Regio, Vakantie
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.cast import Cast
from tests.pages import tekst

ROEPNAAM, ACHTERNAAM = "Zqroepnaam", "Zqachternaam"
ALLEN = {"smw_vo@test.example", "smw_po@test.example", "teamleider@test.example"}
BERICHTEN = "/account/berichten/"


@pytest.fixture
def stil(cast: Cast, clock: Traveller) -> Traject:
    """Nobody spoke to this pupil; it is a Monday, three quarters past seven."""
    traject = build.traject(cast, roepnaam=ROEPNAAM, achternaam=ACHTERNAAM)
    clock.move_to("2026-04-06T07:45:00+02:00")
    return traject


def draai() -> list[EmailMessage]:
    """The hourly job, and the work that waits after it; the mails it sent."""
    mail.outbox.clear()
    tasks.weekoverzichten_klaarzetten()
    for taak, doe in (
        (weekoverzichten.VERDEELTAAK, tasks.weekoverzichten_verdelen),
        (weekoverzichten.TAAK, tasks.weekoverzicht_sturen),
    ):
        for opdracht in Opdracht.objects.filter(taak=taak, stand="open").order_by("pk"):
            doe(opdracht_id=str(opdracht.pk))
    return list(mail.outbox)


def aan() -> set[str]:
    return {adres for bericht in draai() for adres in bericht.to}


def test_aantallen_en_een_link_aan_wie_het_aangaat(stil: Traject, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://overstap.example"
    berichten = draai()

    assert {adres for bericht in berichten for adres in bericht.to} == ALLEN
    for bericht in berichten:
        assert "1 leerling: 21 dagen niet gesproken" in bericht.body
        assert "https://overstap.example/trajecten/" in bericht.body
        assert "https://overstap.example/account/berichten/" in bericht.body
    assert Gebeurtenis.objects.filter(soort="weekoverzicht.verstuurd").count() == 3


def test_geen_naam_in_de_hele_mail_en_niet_in_het_werk(cast: Cast, stil: Traject) -> None:
    leerling: Leerling = stil.leerling
    verboden = [ROEPNAAM, ACHTERNAAM, leerling.initialen, leerling.korte_naam, str(leerling.pk), str(stil.pk)]
    verboden += [cast.school.naam, cast.vo_school.naam, *(who.naam for who in cast.people.values())]

    for bericht in draai():
        geheel = bericht.message().as_string() + bericht.subject + bericht.body
        assert [woord for woord in verboden if woord in geheel] == []
    werk = str(list(Opdracht.objects.values_list("argumenten", "sleutel")))
    assert [woord for woord in verboden if woord in werk] == []


def test_een_keer_per_week_ook_als_het_twee_keer_draait_of_te_laat(stil: Traject, clock: Traveller) -> None:
    assert aan() == ALLEN
    assert aan() == set(), "again within the hour"
    clock.move_to("2026-04-09T16:30:00+02:00")
    assert aan() == set(), "later that week"
    assert Opdracht.objects.filter(taak=weekoverzichten.VERDEELTAAK).count() == Regio.objects.count()
    clock.move_to("2026-04-13T07:30:00+02:00")
    assert aan() == ALLEN, "the next Monday"


def test_wie_de_maandag_miste_krijgt_het_later_die_week(stil: Traject, clock: Traveller) -> None:
    clock.move_to("2026-04-09T16:30:00+02:00")
    assert aan() == ALLEN


@pytest.mark.parametrize("moment", ["2026-04-06T07:29:00+02:00", "2026-04-11T09:00:00+02:00"])
def test_niet_voor_half_acht_en_niet_in_het_weekend(stil: Traject, clock: Traveller, moment: str) -> None:
    clock.move_to(moment)
    assert aan() == set()


@pytest.mark.parametrize("maandag", ["2026-03-30T07:30:00+02:00", "2026-10-26T07:30:00+01:00"])
def test_half_acht_is_hier_half_acht_ook_na_de_klok(stil: Traject, clock: Traveller, maandag: str) -> None:
    """On the Mondays after both nights in which the clock moves."""
    clock.move_to(maandag)
    clock.shift(timedelta(minutes=-1))
    assert aan() == set()
    assert not Opdracht.objects.filter(taak=weekoverzichten.VERDEELTAAK).exists()
    clock.move_to(maandag)
    assert weekoverzichten.klaarzetten(op=timezone.now())


def test_niets_als_er_niets_is(cast: Cast, stil: Traject) -> None:
    build.contact(cast, stil)
    assert aan() == set()


def test_niet_in_een_vakantie(cast: Cast, stil: Traject) -> None:
    Vakantie.objects.create(regio=cast.regio, naam="Vrij", van="2026-04-04", tot="2026-04-12")
    assert aan() == set()


def test_na_een_vrije_maandag_op_dinsdag(cast: Cast, stil: Traject, clock: Traveller) -> None:
    Vakantie.objects.create(regio=cast.regio, naam="Tweede Paasdag", van="2026-04-06", tot="2026-04-06")
    assert aan() == set()
    assert Opdracht.objects.filter(taak=weekoverzichten.VERDEELTAAK).count() == 1, "of the region without that holiday"
    clock.move_to("2026-04-07T07:29:00+02:00")
    assert aan() == set()
    clock.move_to("2026-04-07T07:30:00+02:00")
    assert aan() == ALLEN
    clock.move_to("2026-04-08T07:30:00+02:00")
    assert aan() == set(), "once that week"


def test_niet_aan_wie_het_uitzette_vertrok_of_niet_meer_inlogt(cast: Cast, stil: Traject) -> None:
    Medewerker.objects.filter(pk=cast["smw_po"].pk).update(weekoverzicht=False)
    Medewerker.objects.filter(pk=cast["teamleider"].pk).update(is_active=False)
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot="2026-04-05")
    assert aan() == set()


def test_wie_het_intussen_uitzette_krijgt_het_niet_meer(cast: Cast, stil: Traject) -> None:
    weekoverzichten.klaarzetten(op=timezone.now())
    weekoverzichten.verdelen(maandag=timezone.localdate(), regio_id=cast.regio.pk, op=timezone.now())
    Medewerker.objects.filter(pk=cast["smw_vo"].pk).update(weekoverzicht=False)
    assert aan() == ALLEN - {"smw_vo@test.example"}


def test_wie_toestemming_introk_telt_niet(cast: Cast, stil: Traject) -> None:
    build.zegt(cast, stil.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    assert aan() == set()


def test_zelf_uitzetten_en_weer_aan(cast: Cast, client: Client, stil: Traject) -> None:
    cast.log_in(client, "smw_vo")
    assert "nooit een naam" in tekst(client.get(BERICHTEN))

    assert client.post(BERICHTEN, {}).status_code == 302
    assert not cast["smw_vo"].weekoverzicht and cast["teamleider"].weekoverzicht
    client.post(BERICHTEN, {})
    assert Gebeurtenis.objects.filter(soort="medewerker.berichten_ingesteld").count() == 1
    client.post(BERICHTEN, {"weekoverzicht": "on"})
    assert cast["smw_vo"].weekoverzicht


def test_wie_niemand_begeleidt_heeft_niets_uit_te_zetten(cast: Cast, client: Client) -> None:
    cast.log_in(client, "ib_er")
    pagina = client.get(BERICHTEN)
    assert "geen weekoverzicht" in tekst(pagina) and "Keuze opslaan" not in tekst(pagina)
    assert "account/berichten" not in client.get("/").text
