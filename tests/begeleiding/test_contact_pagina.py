"""Recording a contact, through the front door."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Contact, Traject
from begeleiding.workflow import Trajectstatus
from gka.models import Keuze
from tests.begeleiding.paginas import adres, invoer, start
from tests.cast import Cast

# --- recording


def test_vier_tikken_leggen_een_contact_vast(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    pagina = client.get(adres(traject) + "?soort=huisbezoek")
    form = pagina.context["form"]
    assert form["soort"].value() == "huisbezoek"
    assert not form["met"].value()
    assert not form["duur"].value()

    gestuurd = invoer(sleutel=str(form["sleutel"].value()), wanneer=form["wanneer"].value())
    antwoord = client.post(adres(traject) + "?soort=huisbezoek", gestuurd)

    assert (antwoord.status_code, antwoord.url) == (302, "/")
    contact = Contact.objects.get()
    assert (contact.soort.code, contact.minuten, contact.met) == ("huisbezoek", 45, ["leerling"])
    assert contact.inzet.get().aanstelling == cast.aanstelling["smw_vo"]
    melding = client.get(adres(traject, "traject")).text
    assert "Opgeslagen: huisbezoek, 45 minuten." in melding
    assert f'href="{adres(traject)}"' in melding


@pytest.mark.parametrize("wie, code", [("leerling", "gesprek-leerling"), ("ouder", "gesprek-ouder")])
def test_op_school_wordt_de_soort_die_bij_het_gezelschap_hoort(
    client: Client, cast: Cast, traject: Traject, wie: str, code: str
) -> None:
    cast.log_in(client, "smw_vo")
    assert client.get(adres(traject), {"soort": "op-school"}).context["form"].gekozen_soort == "Op school"

    client.post(adres(traject), invoer(soort="op-school", met=[wie]))

    assert Contact.objects.get().soort.code == code
    assert "Vandaag, op school, 45" in start(cast, "smw_vo")


def test_een_gesprek_dat_de_regio_niet_meer_kent_wordt_geweigerd(client: Client, cast: Cast, traject: Traject) -> None:
    Keuze.objects.filter(lijst__regio=cast.regio, code="gesprek-ouder").update(vervallen_op=timezone.localdate())

    antwoord = cast.log_in(client, "smw_vo").post(adres(traject), invoer(soort="op-school", met=["ouder"]))

    assert "niet meer in gebruik" in antwoord.context["form"].errors["soort"][0]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("soort", ["", "anders", "bestaat-niet", "<script>"])
def test_een_onbekende_soort_kiest_niets_voor(client: Client, cast: Cast, traject: Traject, soort: str) -> None:
    form = cast.log_in(client, "smw_vo").get(adres(traject), {"soort": soort}).context["form"]

    assert not form["soort"].value()
    assert not form.gekozen_soort


def test_dubbel_versturen_maakt_een_contact(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    gestuurd = invoer()

    for _ in range(2):
        assert client.post(adres(traject), gestuurd).status_code == 302

    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    "anders, veld, zin",
    [
        ({"duur": "anders", "duur_anders": "0"}, "duur_anders", "1 minuut tot 10 uur"),
        ({"duur": "anders", "duur_anders": "601"}, "duur_anders", "1 minuut tot 10 uur"),
        ({"duur": "", "duur_anders": "abc"}, "duur_anders", "bijvoorbeeld 90, 1u15 of 0:45"),
        ({"duur": "anders", "duur_anders": "1,333 uur"}, "duur_anders", "bijvoorbeeld 90, 1u15 of 0:45"),
        ({"duur": "anders"}, "duur_anders", "hoe lang"),
        ({"duur": "45", "duur_anders": "20"}, "duur_anders", "al een duur"),
        ({"duur": ""}, "duur", "hoe lang"),
        ({"duur": "7"}, "duur", "Kies hoe lang"),
        ({"soort": ""}, "soort", "Kies een soort contact."),
        ({"soort": "verhuisd"}, "soort", "uit de lijst"),
        ({"met": []}, "met", "met wie"),
        ({"met": ["buurvrouw"]}, "met", "Vink aan met wie"),
        ({"soort": "gesprek-ouder"}, "met", "ouder"),
        ({"soort": "op-school", "met": []}, "met", "met wie"),
        ({"soort": "op-school", "met": ["school"]}, "met", "leerling of ouder"),
        ({"wanneer": "anders", "datum": "2026-03-11"}, "datum", "moet nog komen"),
        ({"wanneer": "anders", "datum": "2026-02-30"}, "datum", "bijvoorbeeld 27-3-2026"),
        ({"wanneer": "anders"}, "datum", "Vul de dag in"),
        ({"wanneer": "2026-03-09"}, "wanneer", "begon op 10-3-2026"),
        ({"wanneer": "2026-03-09", "datum": "2026-03-10"}, "datum", "al een dag"),
        ({"datum": "2026-03-09"}, "datum", "al een dag"),
        ({"wanneer": "ooit"}, "wanneer", "Kies wanneer"),
        ({"wanneer": ""}, "wanneer", "Kies wanneer"),
        ({"reisminuten": "-1"}, "reisminuten", "bijvoorbeeld 90, 1u15"),
        ({"reisminuten": "601"}, "reisminuten", "0 tot 600 minuten"),
        ({"overige_deelnemers": "100"}, "overige_deelnemers", "heel getal in, van 0 tot 99"),
        ({"overige_deelnemers": "1,5"}, "overige_deelnemers", "heel getal in"),
    ],
)
def test_een_fout_staat_bij_het_veld_en_wat_getypt_is_blijft(
    client: Client, cast: Cast, traject: Traject, anders: dict[str, Any], veld: str, zin: str
) -> None:
    gestuurd = invoer(**anders)

    antwoord = cast.log_in(client, "smw_vo").post(adres(traject), gestuurd)

    assert antwoord.status_code == 200
    form = antwoord.context["form"]
    assert list(form.errors) == [veld]
    assert zin in form.errors[veld][0]
    assert "<title>Fout:" in antwoord.text
    assert "Er is een probleem" in antwoord.text
    for naam, waarde in gestuurd.items():
        assert form[naam].value() == waarde
    assert gestuurd["sleutel"] in antwoord.text
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "anders, verwacht",
    [
        ({"duur": "anders", "duur_anders": "1u15"}, {"minuten": 75}),
        ({"duur": "", "duur_anders": "0:45"}, {"minuten": 45}),
        ({"soort": "verslag", "met": []}, {"met_leerling": False}),
        ({"soort": "op-school", "met": ["ouder"]}, {"met_ouder": True, "met_leerling": False}),
        ({"met": ["ouder", "school"]}, {"met_ouder": True, "met_school": True, "met_leerling": False}),
        ({"reisminuten": "0:25", "overige_deelnemers": "3"}, {"reisminuten": 25, "overige_deelnemers": 3}),
        ({"wanneer": "2026-03-12"}, {"gebeurd_op": date(2026, 3, 12)}),
        ({"wanneer": "anders", "datum": "2026-03-10"}, {"gebeurd_op": date(2026, 3, 10)}),
    ],
)
def test_wat_minder_vaak_voorkomt_kan_ook(
    client: Client, cast: Cast, traject: Traject, clock: Traveller, anders: dict[str, Any], verwacht: dict[str, Any]
) -> None:
    clock.move_to("2026-03-13T10:00:00+01:00")

    antwoord = cast.log_in(client, "smw_vo").post(adres(traject), invoer(**anders))

    assert (antwoord.status_code, antwoord.url) == (302, adres(traject, "traject"))
    contact = Contact.objects.get()
    assert {naam: getattr(contact, naam) for naam in verwacht} == verwacht


def test_een_formulier_van_voor_middernacht_houdt_zijn_dag(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    clock.move_to("2026-03-11T23:58:00+01:00")
    cast.log_in(client, "smw_vo")
    dagen = [waarde for waarde, _ in client.get(adres(traject)).context["form"].fields["wanneer"].choices]
    clock.move_to("2026-03-12T00:03:00+01:00")

    for dag in dagen[:2]:
        assert client.post(adres(traject), invoer(wanneer=dag)).status_code == 302

    assert {contact.gebeurd_op for contact in Contact.objects.all()} == {date(2026, 3, 11), date(2026, 3, 10)}


def test_na_afsluiten_is_er_geen_formulier_en_wordt_er_niets_opgeslagen(
    client: Client, cast: Cast, traject: Traject
) -> None:
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    cast.log_in(client, "smw_vo")

    assert "U kunt geen contact meer vastleggen" in client.get(adres(traject)).text
    assert "U kunt geen contact meer vastleggen" in client.post(adres(traject), invoer()).text
    assert "Contact vastleggen</" not in client.get(adres(traject, "traject")).text
    assert not Contact.objects.exists()
