"""The last contact once more, and the same contact by accident."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding import twijfel
from begeleiding.actions import trajecten
from begeleiding.models import Contact, Traject
from begeleiding.workflow import Trajectstatus
from gka.models import Keuze
from tests import build
from tests.begeleiding.correctie import corrigeer, trek_in
from tests.begeleiding.paginas import adres, invoer
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst


def test_nog_zo_n_contact_is_een_tik_en_een_knop(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    build.contact(cast, traject, soort="telefoon", minuten=20, met_leerling=False, met_ouder=True)
    clock.move_to("2026-03-12T10:00:00+01:00")
    cast.log_in(client, "smw_vo")
    assert f'href="{adres(traject)}?herhaal=1"' in client.get("/").text

    pagina = client.get(adres(traject) + "?herhaal=1")

    assert "Telefoon of beeldbellen, 20 minuten, met ouder" in tekst(pagina)
    assert Contact.objects.count() == 1, "looking saves nothing"
    assert client.post(adres(traject) + "?herhaal=1", hoofdformulier(pagina)).status_code == 302
    nieuw = Contact.objects.order_by("vastgelegd_op").last()
    assert nieuw is not None
    assert (nieuw.soort.code, nieuw.minuten, nieuw.met) == ("telefoon", 20, ["ouder"])
    assert nieuw.gebeurd_op == date(2026, 3, 12)


def test_herhalen_neemt_de_verbeterde_versie(client: Client, cast: Cast, traject: Traject) -> None:
    corrigeer(cast, build.contact(cast, traject, minuten=450), minuten=60)

    pagina = cast.log_in(client, "smw_vo").get(adres(traject) + "?herhaal=1")

    assert "Huisbezoek, 1 uur, met leerling" in tekst(pagina)


def test_zonder_vorig_contact_of_met_een_vervallen_soort_is_er_niets_voorgevuld(
    client: Client, cast: Cast, traject: Traject
) -> None:
    cast.log_in(client, "smw_vo")
    leeg = client.get(adres(traject) + "?herhaal=1")
    assert "Net als vorige keer" not in leeg.text
    assert not leeg.context["form"]["duur"].value()
    assert "herhaal=1" not in client.get("/").text

    build.contact(cast, traject)
    Keuze.objects.filter(lijst__regio=cast.regio, code="huisbezoek").update(vervallen_op=timezone.localdate())
    vervallen = client.get(adres(traject) + "?herhaal=1")
    assert "Net als vorige keer" not in vervallen.text
    assert not vervallen.context["form"]["soort"].value()


def test_wat_gedeeld_was_wordt_als_groep_herhaald(client: Client, cast: Cast, traject: Traject) -> None:
    ander = build.traject(cast, roepnaam="Cas", achternaam="Verzonnen")
    eerste = build.contact(
        cast,
        traject,
        ander,
        soort="groep",
        minuten=60,
        overige_deelnemers=8,
        collegas=[cast.aanstelling["smw_po"]],
        aanwezig=[traject],
    )
    cast.log_in(client, "smw_vo")
    naar = client.get(adres(traject) + "?herhaal=1")
    assert naar.url == f"/contacten/nieuw/?herhaal={eerste.pk}"

    pagina = client.get(naar.url)

    naam = cast["smw_po"].naam
    zin = f"Groepsactiviteit, 1 uur, met 1 leerling, 8 andere kinderen en {naam}, over 1 leerling"
    assert zin in tekst(pagina)
    assert client.post(naar.url, hoofdformulier(pagina) | {"bevestigd": "ja"}).status_code == 302
    tweede = Contact.objects.exclude(pk=eerste.pk).get()
    for een in (eerste, tweede):
        assert (een.minuten, een.overige_deelnemers, een.inzet.count()) == (60, 8, 2)
        assert set(een.deelnames.values_list("traject", "aanwezig", "minuten")) == {
            (traject.pk, True, 12),
            (ander.pk, False, 12),
        }
    assert f"?herhaal={tweede.pk}" in client.get("/").text
    for vreemd in ("onzin", tweede.sleutel):
        assert not client.get(f"/contacten/nieuw/?herhaal={vreemd}").context["form"]["duur"].value()


def test_wie_er_niet_meer_gekozen_kan_worden_wordt_gezegd(client: Client, cast: Cast, traject: Traject) -> None:
    ander = build.traject(cast, roepnaam="Cas", achternaam="Verzonnen")
    contact = build.contact(cast, traject, ander, soort="groep")
    trajecten.afsluiten(traject=ander, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    pagina = cast.log_in(client, "smw_vo").get(f"/contacten/nieuw/?herhaal={contact.pk}")

    assert "Niet iedereen van de vorige keer staat nog op uw lijst" in tekst(pagina)
    assert "Zo opslaan" not in tekst(pagina) and "Cas" not in tekst(pagina)


# --- the same contact by accident


def test_hetzelfde_contact_is_een_vraag(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    assert client.post(adres(traject), invoer()).status_code == 302
    gestuurd = invoer()

    antwoord = client.post(adres(traject), gestuurd)

    assert "U legde vandaag bij Bo V. al hetzelfde vast: huisbezoek, 45 minuten." in tekst(antwoord)
    assert "Klopt het dat dit er nog een is?" in tekst(antwoord)
    assert gestuurd["sleutel"] in antwoord.text
    assert Contact.objects.count() == 1
    assert client.post(adres(traject), gestuurd | {"bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 2


def test_terug_en_een_andere_duur_is_een_vraag(client: Client, cast: Cast, traject: Traject, clock: Traveller) -> None:
    """Back fetches the form anew, with a fresh key, and the browser puts the ticks back."""
    cast.log_in(client, "smw_vo")
    client.post(adres(traject), invoer(duur="30"))
    clock.shift(9 * 60)
    gestuurd = invoer(duur="45")

    antwoord = client.post(adres(traject), gestuurd)

    assert "U legde bij Bo V. zojuist al vast: huisbezoek, 30 minuten, vandaag. Is dit een ander contact?" in tekst(
        antwoord
    )
    assert [een.minuten for een in Contact.objects.all()] == [30]
    assert client.post(adres(traject), gestuurd | {"bevestigd": "ja"}).status_code == 302
    assert Contact.objects.count() == 2


def test_een_andere_duur_later_op_de_dag_of_met_een_ander_is_geen_vraag(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    ander = build.traject(cast, roepnaam="Cas", achternaam="Verzonnen")
    cast.log_in(client, "smw_vo")
    client.post(adres(traject), invoer(duur="30"))

    assert client.post(adres(ander), invoer(duur="45")).status_code == 302
    clock.shift(11 * 60)
    assert client.post(adres(traject), invoer(duur="45")).status_code == 302


@pytest.mark.parametrize("anders", [{"soort": "telefoon"}, {"soort": "groep"}])
def test_iets_anders_is_geen_vraag(client: Client, cast: Cast, traject: Traject, anders: dict[str, str]) -> None:
    cast.log_in(client, "smw_vo")
    client.post(adres(traject), invoer())

    assert client.post(adres(traject), invoer(**anders)).status_code == 302


def test_wat_een_collega_vastlegde_of_wat_vervangen_is_telt_niet(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    build.contact(cast, traject, wie="smw_po")
    corrigeer(cast, build.contact(cast, traject), minuten=60)
    clock.shift(11 * 60)

    assert cast.log_in(client, "smw_vo").post(adres(traject), invoer()).status_code == 302


def test_dubbel_versturen_is_geen_vraag(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    gestuurd = invoer()

    for _ in range(2):
        assert client.post(adres(traject), gestuurd).status_code == 302

    assert Contact.objects.count() == 1


def test_de_tweede_tik_vraagt_niets_over_de_eerste(
    client: Client, cast: Cast, traject: Traject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests at the same moment: the first one is saved while the second one looks for what is odd."""
    gestuurd, dubbele = invoer(), twijfel._dubbele

    def intussen(*plannen: Any) -> Iterator[str]:
        if not Contact.objects.exists():
            build.contact(cast, traject, sleutel=UUID(gestuurd["sleutel"]))
        return dubbele(*plannen)

    monkeypatch.setattr(twijfel, "_dubbele", intussen)

    assert cast.log_in(client, "smw_vo").post(adres(traject), gestuurd).status_code == 302
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("sindsdien", ["ingetrokken", "gecorrigeerd"])
def test_terug_en_opslaan_na_een_wijziging_is_nooit_opgeslagen_zonder_iets_op_te_slaan(
    client: Client, cast: Cast, traject: Traject, sindsdien: str
) -> None:
    cast.log_in(client, "smw_vo")
    gestuurd = invoer()
    client.post(adres(traject), gestuurd)
    contact = Contact.objects.get()
    if sindsdien == "gecorrigeerd":
        corrigeer(cast, contact, minuten=90)
    else:
        trek_in(cast, contact)

    antwoord = client.post(adres(traject), gestuurd)

    form = antwoord.context["form"]
    assert "Er is nu niets bij gekomen" in form.non_field_errors()[0]
    assert (
        client.post(adres(traject), gestuurd | {"sleutel": form["sleutel"].value(), "bevestigd": "ja"}).status_code
        == 302
    )
    assert [een.minuten for een in Contact.objects.geldig().order_by("minuten")] == {
        "ingetrokken": [45],
        "gecorrigeerd": [45, 90],
    }[sindsdien]
