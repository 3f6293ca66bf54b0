"""The pages of begeleiding through the front door: who gets in, what is shown, what is refused and kept."""

from datetime import date, timedelta
from typing import Any
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
from gka.models import Gebeurtenis, Keuze, Leerling
from gka.workflow import Keuzesoort
from tests import build
from tests.cast import Cast

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


@pytest.fixture
def traject(cast: Cast) -> Traject:
    return build.traject(cast, roepnaam="Bo", achternaam="Vermeulen")


def adres(traject: Traject, naam: str = "contact") -> str:
    return reverse(f"begeleiding:{naam}", kwargs={"pk": traject.pk})


def invoer(**anders: Any) -> dict[str, Any]:
    """What the browser sends after four taps."""
    return {
        "soort": "huisbezoek",
        "met": ["leerling"],
        "duur": "45",
        "duur_anders": "",
        "wanneer": timezone.localdate().isoformat(),
        "datum": "",
        "reisminuten": "",
        "overige_deelnemers": "",
        "sleutel": str(uuid4()),
    } | anders


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
        ({"duur": "7"}, "duur", "7"),
        ({"soort": ""}, "soort", "Kies een soort contact."),
        ({"soort": "verhuisd"}, "soort", "verhuisd"),
        ({"met": []}, "met", "met wie"),
        ({"met": ["buurvrouw"]}, "met", "buurvrouw"),
        ({"soort": "gesprek-ouder"}, "met", "ouder"),
        ({"soort": "op-school", "met": []}, "met", "met wie"),
        ({"soort": "op-school", "met": ["school"]}, "met", "leerling of ouder"),
        ({"wanneer": "anders", "datum": "2026-03-11"}, "datum", "moet nog komen"),
        ({"wanneer": "anders", "datum": "2026-02-30"}, "datum", "geldige"),
        ({"wanneer": "anders"}, "datum", "Vul de dag in"),
        ({"wanneer": "2026-03-09"}, "wanneer", "begon op 10-3-2026"),
        ({"wanneer": "2026-03-09", "datum": "2026-03-10"}, "datum", "al een dag"),
        ({"datum": "2026-03-09"}, "datum", "al een dag"),
        ({"wanneer": "ooit"}, "wanneer", "ooit"),
        ({"wanneer": ""}, "wanneer", "Kies wanneer"),
        ({"reisminuten": "-1"}, "reisminuten", "0"),
        ({"overige_deelnemers": "100"}, "overige_deelnemers", "99"),
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
        ({"reisminuten": "25", "overige_deelnemers": "3"}, {"reisminuten": 25, "overige_deelnemers": 3}),
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


# --- reading


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
    trajecten.afsluiten(traject=ander, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    clock.move_to("2026-03-31T10:00:00+02:00")
    cast.log_in(client, "smw_vo")

    for filter_, verwacht in [
        ({}, {traject, ander}),
        ({"status": "gestart"}, {traject}),
        ({"status": "afgerond"}, {ander}),
        ({"status": "weg"}, set()),
        ({"fase": "po"}, {traject, ander}),
        ({"fase": "vo"}, set()),
        ({"gesproken": "stil"}, {traject}),
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
    assert f"fase {fase}" in "".join(panels.for_start(cast["smw_vo"], timezone.localdate()))


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


# --- panels


def start(cast: Cast, naam: str) -> str:
    return "".join(panels.for_start(cast[naam], timezone.localdate()))


def test_de_dag_van_de_smw(cast: Cast, traject: Traject, clock: Traveller) -> None:
    ander = build.traject(cast, roepnaam="Sem", achternaam="Kuipers")
    build.contact(cast, traject, minuten=45)
    clock.move_to("2026-03-11T10:00:00+01:00")

    dag = start(cast, "smw_vo")

    assert "2 leerlingen · 0,75 uur deze week" in dag
    assert "Gisteren, huisbezoek, 45\N{NO-BREAK SPACE}min" in dag
    assert dag.index("Bo V.") < dag.index("Sem K.")
    assert f'href="{adres(ander)}?soort=huisbezoek"' in dag
    assert dag.count("fase po") == 2
    assert "niet gesproken" not in dag
    assert Gebeurtenis.objects.filter(soort="caseload.gezien").exists()


def test_wie_21_dagen_niet_gesproken_is_staat_bovenaan(cast: Cast, traject: Traject, clock: Traveller) -> None:
    build.contact(cast, traject)
    clock.move_to("2026-03-20T10:00:00+01:00")
    build.contact(cast, traject, soort="gesprek-ouder", met_leerling=False, met_ouder=True)  # not with the pupil

    clock.move_to("2026-03-30T10:00:00+02:00")
    assert "niet gesproken" not in start(cast, "smw_vo")
    clock.move_to("2026-03-31T10:00:00+02:00")
    assert "1 leerling 21 dagen niet gesproken" in start(cast, "smw_vo")
    assert "/trajecten/?gesproken=stil" in start(cast, "smw_vo")


def test_een_dubbele_korte_naam_wordt_voluit_geschreven(cast: Cast, traject: Traject) -> None:
    build.traject(cast, roepnaam="Bo", achternaam="Vos")

    dag = start(cast, "smw_vo")

    assert "Bo Vermeulen" in dag
    assert "Bo Vos" in dag


def test_hoogstens_twintig_kaarten_en_dan_de_lijst(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from begeleiding.views import panels as eigen

    monkeypatch.setattr(eigen, "KAARTEN_HOOGSTENS", 2)
    for _ in range(3):
        build.traject(cast)

    dag = start(cast, "smw_vo")

    assert dag.count("button-grid") == 2
    assert "Bekijk alle 3 leerlingen" in dag


def test_een_vervallen_soort_heeft_geen_knop(cast: Cast, traject: Traject) -> None:
    Keuze.objects.filter(lijst__regio=cast.regio, code="telefoon").update(vervallen_op=timezone.localdate())

    dag = start(cast, "smw_vo")

    assert "?soort=telefoon" not in dag
    assert "?soort=anders" in dag


def test_de_startpagina_kost_evenveel_vragen_voor_een_als_voor_veel(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject)

    def tel() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            start(cast, "smw_vo")
        return len(gevangen)

    een = tel()
    for _ in range(3):
        build.contact(cast, build.traject(cast))

    assert tel() == een


@pytest.mark.parametrize("naam", ["ib_er", "zorgcoordinator", "teamleider", "gemeente", "fg", "zonder_rol"])
def test_geen_dag_voor_wie_geen_contact_vastlegt(cast: Cast, traject: Traject, naam: str) -> None:
    assert "deze week" not in start(cast, naam)


def test_een_lege_dag_zegt_wat_er_nodig_is(cast: Cast) -> None:
    assert "U hebt nog geen leerlingen" in start(cast, "smw_vo")


def leerlingpaneel(cast: Cast, leerling: Leerling, naam: str) -> str:
    """What begeleiding shows of this pupil; other apps have panels of their own."""
    alles = panels.for_leerling(leerling, cast[naam], timezone.localdate())
    return "".join(paneel for paneel in alles if 'id="begeleiding' in paneel)


def test_op_de_leerlingpagina_ziet_de_smw_het_traject_en_de_school_alleen_uren(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject, minuten=75)
    leerling = traject.leerling
    build.wil_naar(cast, leerling, cast.vo_school, Keuzesoort.DEFINITIEF)

    for naam in ("smw_vo", "smw_po", "teamleider"):
        paneel = leerlingpaneel(cast, leerling, naam)
        assert "Vast gezicht" in paneel
        assert "1,25 uur" in paneel
        assert "Inzet tot nu toe" not in paneel
    for naam in ("ib_er", "zorgcoordinator"):
        paneel = leerlingpaneel(cast, leerling, naam)
        assert "Inzet tot nu toe" in paneel
        assert "1,25 uur" in paneel
        for verboden in ("Vast gezicht", "uisbezoek", "/trajecten/", "maart", "Schoolmaatschappelijk"):
            assert verboden not in paneel
    for naam in ("buitenstaander_smw_vo", "buitenstaander_ib_er", "buitenstaander_zorgcoordinator", "gemeente"):
        assert "uur" not in leerlingpaneel(cast, leerling, naam)


def test_wie_aan_tafel_zat_maar_niet_begeleidt_ziet_ook_geen_totaal(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject)
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=timezone.localdate(),
        door=cast["teamleider"],
        op=timezone.now(),
    )

    assert Leerling.objects.zichtbaar_voor(cast["smw_vo"]).exists()
    assert not leerlingpaneel(cast, traject.leerling, "smw_vo")


def test_zonder_traject_is_er_geen_paneel(cast: Cast, leerling: Leerling) -> None:
    for naam in ("ib_er", "smw_po"):
        assert "Begeleiding" not in leerlingpaneel(cast, leerling, naam)


def test_de_week_begint_op_maandag(cast: Cast, traject: Traject, clock: Traveller) -> None:
    build.contact(cast, traject, minuten=45)  # Tuesday

    for dagen, verwacht in [(5, "0,75 uur deze week"), (6, "0 uur deze week")]:
        clock.move_to(f"{date(2026, 3, 10) + timedelta(days=dagen)}T10:00:00+01:00")
        assert verwacht in start(cast, "smw_vo")
