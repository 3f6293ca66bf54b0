"""Parents: who they are to the pupil, how to reach them, and who may."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gka.exceptions import NietToegestaan
from gka.leerling_panels.ouders import delen
from gka.models import Gebeurtenis, Leerling, Ouder
from gka.workflow import Doel, Keuzesoort, Relatie, Toestemmingstand
from overdracht.models import Besluit
from overdracht.workflow import Partij, Uitkomst
from tests import build
from tests.cast import Cast
from tests.pages import tekst

TELEFOON = "06-00001234"


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def moeder(leerling: Leerling) -> Ouder:
    ouder = leerling.ouders.get()
    ouder.contact = TELEFOON
    ouder.save(update_fields=["contact"])
    return ouder


def toevoegen(client: Client, leerling: Leerling, **anders: str) -> HttpResponse:
    velden = {"relatie": "vader", "gezag": "on", "contact": "", "taal": "nl"}
    return client.post(reverse("gka:ouder_toevoegen", kwargs={"pk": leerling.pk}), velden | anders)


def wijzigen(client: Client, ouder: Ouder, **anders: str) -> HttpResponse:
    velden = {"relatie": ouder.relatie, "contact": ouder.contact, "taal": ouder.taal, "versie": str(ouder.versie)}
    return client.post(ouder.get_absolute_url(), velden | ({"gezag": "on"} if ouder.gezag else {}) | anders)


def verwijderen(client: Client, ouder: Ouder, **anders: str) -> HttpResponse:
    adres = reverse("gka:ouder_verwijderen", kwargs={"pk": ouder.pk})
    return client.post(adres, {"versie": str(ouder.versie)} | anders, follow=True)


# --- add and correct


def test_a_second_parent(ib_er: Client, leerling: Leerling) -> None:
    toevoegen(ib_er, leerling, taal="pl", liever_mondeling="on", contact="papa@test.example")

    pagina = ib_er.get(leerling.get_absolute_url())
    assert "papa@test.example heeft gezag · spreekt Pools · liever mondeling" in tekst(pagina)
    assert 'href="mailto:papa@test.example"' in pagina.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM gka_ouder WHERE relatie = 'vader'")
        assert "papa" not in cursor.fetchone()[0]


def test_two_mothers_are_told_apart(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    toevoegen(ib_er, leerling, relatie="moeder")
    toevoegen(ib_er, leerling, relatie="voogd")

    assert [str(ouder) for ouder in leerling.ouders.op_volgorde()] == ["moeder", "tweede moeder", "voogd"]
    eerste, tweede, _ = leerling.ouders.op_volgorde()
    verwijderen(ib_er, eerste)
    tweede.refresh_from_db()
    assert str(tweede) == "tweede moeder", "the name that consents were read under stays"


def test_another_relation_gets_a_free_number(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    tweede = build.ouder(cast, leerling, Relatie.MOEDER)

    wijzigen(ib_er, tweede, relatie="vader")
    tweede.refresh_from_db()
    assert str(tweede) == "vader"


def test_four_at_most(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    for relatie in (Relatie.VADER, Relatie.VOOGD, Relatie.VERZORGER):
        build.ouder(cast, leerling, relatie)

    assert "Er staan al vier ouders of verzorgers" in tekst(toevoegen(ib_er, leerling))
    assert leerling.ouders.count() == 4
    adres = reverse("gka:ouder_toevoegen", kwargs={"pk": leerling.pk})
    assert adres not in ib_er.get(leerling.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"relatie": ""}, "Kies wie dit voor de leerling is."),
        ({"relatie": "buurman"}, "Kies"),
        ({"taal": "xx"}, "Kies"),
        ({"contact": "BSN 111222333"}, "staat een getal dat op een BSN lijkt"),
        ({"contact": "x" * 151}, "150"),
    ],
)
def test_what_cannot_be_is_refused(ib_er: Client, leerling: Leerling, anders: dict[str, str], zin: str) -> None:
    antwoord = toevoegen(ib_er, leerling, **anders)

    assert (antwoord.status_code, zin in tekst(antwoord)) == (200, True)
    assert leerling.ouders.count() == 1


def test_a_number_that_is_no_bsn_may_be_saved(ib_er: Client, leerling: Leerling) -> None:
    assert toevoegen(ib_er, leerling, contact="klant 111222333", geen_bsn="on").status_code == 302


def test_a_language_that_is_not_on_the_list_is_refused_by_the_action_too(cast: Cast, leerling: Leerling) -> None:
    with pytest.raises(NietToegestaan, match="taal die op de lijst staat"):
        build.ouder(cast, leerling, Relatie.VADER, taal="fr")


def test_a_change_is_recorded_by_field_and_without_content(ib_er: Client, moeder: Ouder) -> None:
    wijzigen(ib_er, moeder, contact="06-00009999", taal="de")

    moeder.refresh_from_db()
    assert (moeder.contact, moeder.taal, moeder.versie) == ("06-00009999", "de", 2)
    gebeurtenis = Gebeurtenis.objects.get(soort="ouder.bijgewerkt")
    assert gebeurtenis.details == {"velden": ["contact", "taal"]}
    assert gebeurtenis.leerling_id == str(moeder.leerling_id)


def test_no_change_is_no_event(ib_er: Client, moeder: Ouder) -> None:
    wijzigen(ib_er, moeder)

    assert not Gebeurtenis.objects.filter(soort="ouder.bijgewerkt").exists()


@pytest.mark.parametrize("versie", ["7", "", "x"])
def test_an_old_page_overwrites_nothing(ib_er: Client, moeder: Ouder, versie: str) -> None:
    antwoord = wijzigen(ib_er, moeder, contact="06-00009999", versie=versie)

    assert antwoord.status_code == 200
    moeder.refresh_from_db()
    assert moeder.contact == TELEFOON


# --- authority


def test_the_form_says_what_authority_changes(ib_er: Client, moeder: Ouder) -> None:
    assert "dan tellen de antwoorden van deze ouder vanaf nu anders mee" in tekst(ib_er.get(moeder.get_absolute_url()))


def test_a_decision_that_loses_its_consent_opens_again(ib_er: Client, cast: Cast) -> None:
    besluit: Besluit = build.besluit_traject(cast, build.leerling(cast))
    moeder = besluit.bespreking.leerling.ouders.get()

    ib_er.post(moeder.get_absolute_url(), {"relatie": "moeder", "taal": "nl", "versie": "1"})

    nu = besluit.bespreking.besluiten.huidig().get()
    assert (nu.uitkomst, nu.reden) == (Uitkomst.WACHT, "Het gezag van een ouder is veranderd.")


def test_a_no_that_gains_authority_counts(ib_er: Client, cast: Cast) -> None:
    pupil = build.leerling(cast)
    vader = build.ouder(cast, pupil, Relatie.VADER, gezag=False)
    besluit = build.besluit_traject(cast, pupil)
    build.zegt(cast, pupil, Doel.DEELNEMEN, Toestemmingstand.NEE, ouder=vader)
    assert besluit.bespreking.besluiten.huidig().get() == besluit

    wijzigen(ib_er, vader, gezag="on")

    assert besluit.bespreking.besluiten.huidig().get().uitkomst == Uitkomst.NIET_OPGENOMEN


# --- remove


def test_a_parent_added_by_mistake_is_removed(ib_er: Client, moeder: Ouder) -> None:
    assert "Verwijderd: moeder." in tekst(verwijderen(ib_er, moeder))
    assert not Ouder.objects.filter(pk=moeder.pk).exists()
    assert Gebeurtenis.objects.get(soort="ouder.verwijderd").onderwerp_id == str(moeder.pk)


def test_a_parent_who_said_something_stays(ib_er: Client, cast: Cast, leerling: Leerling, moeder: Ouder) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN)

    assert "Dat moet te lezen blijven." in tekst(verwijderen(ib_er, moeder))
    assert Ouder.objects.filter(pk=moeder.pk).exists()
    assert not Gebeurtenis.objects.filter(soort="ouder.verwijderd").exists()


def test_a_parent_with_a_stance_stays(ib_er: Client, cast: Cast) -> None:
    row = build.bespreking(cast, build.leerling(cast))
    vader = build.ouder(cast, row.leerling, Relatie.VADER)
    build.vindt(cast, row, Partij.OUDER, ouder=vader)

    assert "Dat moet te lezen blijven." in tekst(verwijderen(ib_er, vader))


def test_an_old_page_removes_nothing(ib_er: Client, moeder: Ouder) -> None:
    for versie in ("9", "", "x"):
        assert "Iemand anders heeft dit intussen gewijzigd." in tekst(verwijderen(ib_er, moeder, versie=versie))


# --- who reaches whom


def ziet(client: Client, cast: Cast, wie: str, leerling: Leerling) -> bool:
    antwoord = cast.log_in(client, wie).get(leerling.get_absolute_url())
    gevonden = TELEFOON in antwoord.content.decode()
    assert gevonden is Ouder.objects.zichtbaar_voor(cast[wie]).filter(leerling=leerling).exists()
    return gevonden


def test_who_sees_the_contact(client: Client, cast: Cast, leerling: Leerling, moeder: Ouder) -> None:
    assert [wie for wie in cast.people if ziet(client, cast, wie, leerling)] == ["ib_er"]

    build.traject(cast, leerling)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    assert [wie for wie in cast.people if ziet(client, cast, wie, leerling)] == ["ib_er", "smw_po", "smw_vo"]
    assert cast.log_in(client, "zorgcoordinator").get(leerling.get_absolute_url()).status_code == 200

    build.wil_naar(cast, leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    assert ziet(client, cast, "zorgcoordinator", leerling)
    assert not ziet(client, cast, "buitenstaander_zorgcoordinator", leerling)

    build.zegt(cast, leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    assert not ziet(client, cast, "smw_po", leerling)


def test_who_reads_does_not_change(client: Client, cast: Cast, leerling: Leerling, moeder: Ouder) -> None:
    build.traject(cast, leerling)
    for wie, status in (("smw_po", 403), ("smw_vo", 403), ("zorgcoordinator", 404), ("buitenstaander_ib_er", 404)):
        cast.log_in(client, wie)
        assert client.get(moeder.get_absolute_url()).status_code == status, wie
        assert wijzigen(client, moeder, contact="x").status_code == status, wie
        assert verwijderen(client, moeder).status_code == status, wie
    moeder.refresh_from_db()
    assert moeder.contact == TELEFOON


def test_the_contact_is_in_no_event(ib_er: Client, moeder: Ouder) -> None:
    wijzigen(ib_er, moeder, contact="06-00009999")

    alles = " ".join(str(rij) for rij in Gebeurtenis.objects.values())
    assert "0000" not in re.sub(r"[0-9a-f-]{32,64}|\d{4}-\d\d-\d\d", "", alles.replace("06-", "06"))


@pytest.mark.parametrize(
    ("contact", "verwacht"),
    [
        ("", []),
        ("06-00001234", [("06-00001234", "tel:0600001234")]),
        ("+31 45 000 00 00", [("+31 45 000 00 00", "tel:+31450000000")]),
        ("na 17 uur: 045 0000000", [("na 17 uur: ", ""), ("045 0000000", "tel:0450000000")]),
        ("a.b+c@test.example, 0600001234", [("a.b+c@test.example", "mailto:a.b+c@test.example"), (", ", "")]),
        ("kamer 12, tel 5678", [("kamer 12, tel 5678", "")]),
        ("<b>x</b>@", [("<b>x</b>@", "")]),
        ("javascript:alert(1)", [("javascript:alert(1)", "")]),
    ],
)
def test_what_can_be_called_or_mailed_is_a_link(contact: str, verwacht: list[tuple[str, str]]) -> None:
    gevonden = [(deel.tekst, deel.url) for deel in delen(contact)]

    assert gevonden[: len(verwacht)] == verwacht
    assert "".join(tekst for tekst, _ in gevonden) == contact


def test_markup_in_a_contact_is_text(ib_er: Client, moeder: Ouder) -> None:
    wijzigen(ib_er, moeder, contact="<script>alert(1)</script>")

    pagina: Any = ib_er.get(moeder.leerling.get_absolute_url())
    assert "<script>alert" not in pagina.content.decode()
