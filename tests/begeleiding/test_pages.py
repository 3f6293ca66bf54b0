"""The pages of a traject, through the front door: who gets in, and what they read."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import contacten, trajecten
from begeleiding.models import Contact, Traject
from begeleiding.workflow import Trajectstatus
from gka import panels
from gka.models import Gebeurtenis
from gka.workflow import Keuzesoort
from tests import build
from tests.begeleiding.paginas import adres, invoer
from tests.cast import Cast
from tests.pages import tekst

LIJST = "/trajecten/"
ANDEREN = (
    "ib_er",
    "zorgcoordinator",
    "buitenstaander_ib_er",
    "buitenstaander_smw_po",
    "buitenstaander_smw_vo",
    "buitenstaander_zorgcoordinator",
    "buitenstaander_teamleider",
    "gemeente",
    "projectcoordinator",
    "onderzoeker",
    "beheerder",
    "fg",
    "vreemdeling_ib_er",
    "vreemdeling_smw_vo",
    "vreemdeling_gemeente",
    "zonder_rol",
)
MET_LIJST = {"smw_po", "smw_vo", "teamleider"} | {
    "buitenstaander_smw_po",
    "buitenstaander_smw_vo",
    "buitenstaander_teamleider",
    "vreemdeling_smw_vo",
}


# --- who gets in


@pytest.mark.parametrize("naam, verwacht", [("smw_vo", 200), ("smw_po", 200), ("teamleider", 200), ("anoniem", 302)])
def test_het_traject_voor_wie_het_aangaat(
    client: Client, cast: Cast, traject: Traject, naam: str, verwacht: int
) -> None:
    cast.log_in(client, naam)

    for pagina in (LIJST, adres(traject, "traject")):
        assert client.get(pagina).status_code == verwacht


@pytest.mark.parametrize("naam", ANDEREN)
def test_het_traject_bestaat_niet_voor_anderen(client: Client, cast: Cast, traject: Traject, naam: str) -> None:
    cast.log_in(client, naam)

    lijst = client.get(LIJST)
    assert lijst.status_code == (200 if naam in MET_LIJST else 403)
    assert b"Vermeulen" not in lijst.content
    for pagina in (adres(traject, "traject"), adres(traject)):
        assert client.get(pagina).status_code == 404
    assert client.post(adres(traject), invoer()).status_code == 404
    assert not Contact.objects.exists()


@pytest.mark.parametrize("naam, verwacht", [("smw_vo", 302), ("smw_po", 302), ("teamleider", 403), ("anoniem", 302)])
def test_vastleggen_is_voor_de_smw(client: Client, cast: Cast, traject: Traject, naam: str, verwacht: int) -> None:
    cast.log_in(client, naam)

    assert client.post(adres(traject), invoer()).status_code == verwacht
    assert client.get(adres(traject)).status_code == (200 if naam.startswith("smw") else verwacht)
    assert Contact.objects.exists() is naam.startswith("smw")


def test_een_onbekend_traject_lijkt_op_dat_van_een_ander(client: Client, cast: Cast) -> None:
    cast.log_in(client, "teamleider")

    for naam in ("traject", "contact"):
        assert client.get(reverse(f"begeleiding:{naam}", kwargs={"pk": uuid4()})).status_code == 404


def test_de_teamleider_leest_zonder_knop(client: Client, cast: Cast, traject: Traject) -> None:
    assert "Contact vastleggen" in cast.log_in(client, "smw_vo").get(adres(traject, "traject")).text
    assert "Contact vastleggen" not in cast.log_in(client, "teamleider").get(adres(traject, "traject")).text


def test_wie_niet_meer_toegewezen_is_komt_er_niet_meer_in(client: Client, cast: Cast, traject: Traject) -> None:
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=timezone.localdate(),
        door=cast["teamleider"],
        op=timezone.now(),
    )

    assert cast.log_in(client, "smw_vo").get(adres(traject)).status_code == 404
    assert cast.log_in(client, "buitenstaander_smw_vo").get(adres(traject)).status_code == 200


# --- reading


def sluit(cast: Cast, traject: Traject) -> None:
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())


def test_het_traject_toont_twee_totalen_en_alle_contacten(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    build.contact(cast, traject, minuten=60, collegas=[cast.aanstelling["smw_po"]])
    clock.move_to("2026-03-12T10:00:00+01:00")
    fout = build.contact(cast, traject, soort="telefoon", minuten=300, met_leerling=False, met_ouder=True)
    contacten.corrigeren(
        contact=fout,
        reden="Typefout",
        soort=fout.soort,
        gebeurd_op=fout.gebeurd_op,
        minuten=30,
        door=cast["smw_vo"],
        op=timezone.now(),
        dag=timezone.localdate(),
        sleutel=uuid4(),
        met_ouder=True,
    )

    antwoord = cast.log_in(client, "smw_vo").get(adres(traject, "traject"))

    assert "2,5 uur inzet in 2 contacten" in antwoord.text
    assert antwoord.context["totaal"].ontvangen == 60
    assert [deelname.contact.minuten for deelname in antwoord.context["page_obj"]] == [30, 60]
    assert "gecorrigeerd" in antwoord.text
    assert "Test Schoolmaatschappelijk werker vo, Test Schoolmaatschappelijk werker po" in antwoord.text
    assert Gebeurtenis.objects.filter(soort="traject.gezien", leerling_id=str(traject.leerling_id)).exists()


def test_de_lijst_filtert_op_status_fase_en_stilte(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    ander = build.traject(cast, roepnaam="Sem", achternaam="Kuipers")
    sluit(cast, ander)
    clock.move_to("2026-03-31T10:00:00+02:00")
    cast.log_in(client, "smw_vo")

    for filter_, verwacht in [
        ({}, {traject, ander}),
        ({"status": "gestart"}, {traject}),
        ({"status": "afgerond"}, {ander}),
        ({"status": "weg"}, set()),
        ({"fase": "po"}, {traject, ander}),
        ({"fase": "vo"}, set()),
        ({"signaal": "stil"}, {traject}),
        ({"fase": "po", "status": "voorgesteld"}, set()),
    ]:
        assert set(client.get(LIJST, filter_).context["object_list"]) == verwacht, filter_
    assert "Geen traject past" in client.get(LIJST, {"fase": "vo"}).text


@pytest.mark.parametrize("dag, fase", [("2026-07-31T23:30:00+02:00", "po"), ("2026-08-01T00:30:00+02:00", "vo")])
def test_de_fase_wisselt_in_de_nacht_van_1_augustus(
    client: Client, cast: Cast, traject: Traject, clock: Traveller, dag: str, fase: str
) -> None:
    build.wil_naar(cast, traject.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)
    clock.move_to(dag)
    cast.log_in(client, "smw_vo")

    assert client.get(adres(traject, "traject")).context["fase"] == fase
    (rij,) = client.get(LIJST, {"fase": fase}).context["rijen"]
    assert rij.fase == fase
    assert rij.weg.nu == str(cast.school if fase == "po" else cast.andere_vo_school)
    assert f"fase {fase}" in "".join(paneel.html for paneel in panels.for_start(cast["smw_vo"], timezone.localdate()))


def test_een_gesloten_traject_blijft_in_de_fase_van_zijn_laatste_dag(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    laat, vo = build.traject(cast, roepnaam="Sem"), build.traject(cast, roepnaam="Noor")
    for dicht, gesloten_op in [(traject, "2026-03-31T10:00"), (laat, "2026-07-31T23:30"), (vo, "2026-08-01T00:30")]:
        clock.move_to(f"{gesloten_op}:00+02:00")
        sluit(cast, dicht)
    clock.move_to("2026-08-02T10:00:00+02:00")
    cast.log_in(client, "smw_vo")

    for fase, verwacht in [("po", {traject, laat}), ("vo", {vo})]:
        rijen = client.get(LIJST, {"fase": fase}).context["rijen"]
        assert {rij.traject for rij in rijen} == verwacht
        assert {rij.fase for rij in rijen} == {fase}
        assert {rij.weg.nu for rij in rijen} == {str(cast.vo_school)}, "the pupil did go on"
    pagina = client.get(adres(traject, "traject"))
    assert "Afgerond op 31 maart 2026, in de fase po" in tekst(pagina)
    assert pagina.context["fase"] == "po"


def test_een_gesloten_traject_zegt_het_bovenaan(client: Client, cast: Cast, traject: Traject, clock: Traveller) -> None:
    build.contact(cast, traject)
    open_ = cast.log_in(client, "smw_vo").get(adres(traject, "traject")).text
    assert open_.index('id="contacten"') < open_.index('id="traject"') and "U ziet dit traject" not in open_
    sluit(cast, traject)

    for naam, tot in [("smw_vo", True), ("teamleider", False)]:
        pagina = cast.log_in(client, naam).get(adres(traject, "traject"))
        assert "Bo Vermeulen afgerond" in tekst(pagina)
        assert pagina.text.index("Afgerond op 10 maart 2026, in de fase po") < pagina.text.index('id="traject"')
        assert pagina.text.index('id="verloop"') < pagina.text.index('id="contacten"')
        assert ("U ziet dit traject tot en met 10 september 2026." in tekst(pagina)) is tot


def test_de_lijst_kost_evenveel_vragen_voor_een_als_voor_veel(client: Client, cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject)
    cast.log_in(client, "smw_vo")

    def tel(pagina: str) -> int:
        client.get(pagina)
        with CaptureQueriesContext(connection) as gevangen:
            client.get(pagina)
        return len(gevangen)

    een = [tel(LIJST), tel(adres(traject, "traject"))]
    for _ in range(4):
        meer = build.traject(cast)
        build.contact(cast, meer)
        build.contact(cast, traject, collegas=[cast.aanstelling["smw_po"]])

    assert [tel(LIJST), tel(adres(traject, "traject"))] == een
