"""The SMW's day on the start page, and the panel on a pupil's page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Traject
from begeleiding.workflow import Trajectstatus
from gka import panels, taken, werk
from gka.access.rights import Recht
from gka.models import Gebeurtenis, Keuze, Leerling
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from tests import build
from tests.begeleiding.paginas import adres, start
from tests.cast import Cast
from tests.pages import tekst


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
    assert "21 dagen niet gesproken" in start(cast, "smw_vo")
    assert "/trajecten/?signaal=stil" in start(cast, "smw_vo")


def test_hoogstens_drie_taken_staan_open_en_de_rest_zit_eronder(
    client: Client, cast: Cast, traject: Traject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is urgent first, whatever app it comes from; the pupils come after all of it."""
    regels = [werk.Werkregel(f"Label {nummer}", f"Taak {nummer}", f"/taak/{nummer}/") for nummer in range(5)]
    laat = werk.Werkregel("Nu", "Dringende taak", "/nu/", werk.DRINGEND)
    monkeypatch.setattr(werk, "_BRONNEN", {"proef": (1, Recht.CONTACT_VASTLEGGEN, lambda wie, dag: [*regels, laat])})
    pagina = html.fromstring(cast.log_in(client, "smw_vo").get("/").content)

    (kaart,) = pagina.xpath("//section[@id='werk']")
    assert kaart.xpath(".//ul[not(ancestor::details)]//a/@href") == ["/nu/", "/taak/0/", "/taak/1/"]
    (meer,) = kaart.xpath(".//details[not(@open)]")
    assert meer.xpath("string(summary)").strip() == "Nog 3 taken"
    assert meer.xpath(".//a/@href") == ["/taak/2/", "/taak/3/", "/taak/4/"]
    assert kaart.xpath("following::section[starts-with(@id, 'kaart-')]") and not kaart.xpath(
        "preceding::section[starts-with(@id, 'kaart-')]"
    )
    assert "Taak" not in tekst(cast.log_in(client, "teamleider").get("/")), "only for whoever holds the right"
    werk.register("proef", Recht.CONTACT_VASTLEGGEN, lambda wie, dag: regels[:3], order=1)
    assert "Nog" not in html.fromstring(cast.log_in(client, "smw_vo").get("/").content).xpath("string(//*[@id='werk'])")


def test_boven_twaalf_leerlingen_is_er_een_lijst_met_namen(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from begeleiding.views import panels as eigen

    monkeypatch.setattr(eigen, "KAARTEN_HOOGSTENS", 2)
    monkeypatch.setattr(eigen, "ZOEKEN_VANAF", 3)
    wie = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Cas", "Aad", "Bo")]
    assert "Zoek een leerling" not in start(cast, "smw_vo")
    wie.append(build.traject(cast, roepnaam="Dirk", achternaam="Verzonnen"))

    pagina = html.fromstring(cast.log_in(client, "smw_vo").get("/").content)

    namen = pagina.xpath("//ul[contains(@class, 'name-list')]//a")
    assert [een.text for een in namen] == ["Aad V.", "Bo V.", "Cas V.", "Dirk V."]
    ankers = {een.get("href").removeprefix("#") for een in namen if een.get("href").startswith("#")}
    assert ankers == set(pagina.xpath("//section/@id[starts-with(., 'kaart-')]")) and len(ankers) == 2
    rest = [een.get("href") for een in namen if not een.get("href").startswith("#")]
    assert all(client.get(adres).status_code == 200 for adres in rest)
    gezien = Gebeurtenis.objects.filter(soort="caseload.gezien").latest("moment").details
    assert gezien["aantal"] == 4, "every name that was shown is in the audit"


def test_in_december_vraagt_de_kalender_om_af_te_sluiten(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    """The day is data of the cohort; what is not closed by then stays asked for."""
    build.traject(cast, roepnaam="Sem", achternaam="Kuipers", gezicht="buitenstaander_smw_vo")
    klaar = build.traject(cast, roepnaam="Noor", achternaam="Klaar")
    trajecten.afsluiten(traject=klaar, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    clock.move_to("2026-11-30T10:00:00+01:00")
    assert "afsluiten" not in start(cast, "smw_vo")

    for dag in ("2026-12-01", "2027-01-20"):
        clock.move_to(f"{dag}T10:00:00+01:00")
        assert "1 traject afsluiten" in start(cast, "smw_vo")
        assert "Voor 31 december" in start(cast, "smw_vo")
    lijst = cast.log_in(client, "smw_vo").get("/trajecten/?signaal=afsluiten").text
    assert [naam for naam in ("Vermeulen", "Kuipers", "Klaar") if naam in lijst] == ["Vermeulen"]
    cast.cohort.stappen.filter(code="afronden").update(datum=date(2027, 2, 1))
    assert "afsluiten" not in start(cast, "smw_vo")


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
    assert "u als vast gezicht kiest" in start(cast, "smw_vo")
    assert "Er is nu geen leerling van uw basisschool in een traject" in start(cast, "smw_po")


def test_na_de_overstap_zegt_het_lege_scherm_van_de_smw_po_waarom(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    clock.move_to("2026-08-01T10:00:00+02:00")
    assert "Na de overstap begeleidt de SMW vo" in start(cast, "smw_po")
    assert "Na de overstap gaat het over naar de SMW vo" in tekst(cast.log_in(client, "smw_po").get("/trajecten/"))


def leerlingpaneel(cast: Cast, leerling: Leerling, naam: str) -> str:
    """What begeleiding shows of this pupil; other apps have panels of their own."""
    (met_feiten,) = taken.met_feiten(Leerling.objects.filter(pk=leerling.pk))
    alles = panels.for_leerling(met_feiten, cast[naam], timezone.localdate())
    return "".join(paneel.html for paneel in alles if 'id="begeleiding' in paneel.html)


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


def test_na_intrekken_ziet_ook_de_school_geen_uren_meer(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject, minuten=75)
    assert "1,25 uur" in leerlingpaneel(cast, traject.leerling, "ib_er")

    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    assert "uur" not in leerlingpaneel(cast, traject.leerling, "ib_er")


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
