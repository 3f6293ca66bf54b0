"""The page of the zorgcoördinator about the first class, through the front door."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Positie, Traject
from begeleiding.workflow import Trajectstatus
from gka import taken
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Keuze, Leerling
from gka.workflow import Adviessoort, Advieswaarde, Doel, Keuzesoort, Toestemmingstand
from tests import build
from tests.begeleiding.paginas import start
from tests.begeleiding.posities import DECEMBER, HAVO, KADER, OKTOBER, PAGINA, TOELATING, VWO, positie, toegelaten
from tests.cast import Cast
from tests.pages import tekst, velden

OKT = "?peiling=2026-oktober"
KLAS_OKTOBER = "Vul in wie in oktober in welke klas zit"


@pytest.fixture
def traject(cast: Cast, clock: Traveller) -> Traject:
    made = toegelaten(cast)
    build.advies(cast, made.leerling, Adviessoort.VOORLOPIG, Advieswaarde.HAVO)
    clock.move_to("2026-10-02T10:00:00+02:00")
    return made


class School(Client):
    """The zorgcoördinator at her screen, logged in afresh for every request: the clock jumps over months."""

    cast: Cast

    def request(self, **request: Any) -> Any:
        self.force_login(self.cast["zorgcoordinator"], backend="allauth.account.auth_backends.AuthenticationBackend")
        return super().request(**request)


@pytest.fixture
def school(cast: Cast) -> Client:
    client = School()
    client.cast = cast
    return client


def veld(leerling: Leerling, naam: str) -> str:
    return f"{leerling.pk}-{naam}"


def stuur(client: Client, *invoer: tuple[Leerling, dict[str, str]], peiling: str = "2026-oktober") -> HttpResponse:
    data = {veld(leerling, naam): waarde for leerling, velden in invoer for naam, waarde in velden.items()}
    return client.post(f"{PAGINA}?peiling={peiling}", data)


def klassen(leerling: Leerling) -> list[str]:
    return [str(rij) for rij in Positie.objects.filter(leerling=leerling).order_by("vastgelegd_op")]


# --- who is on it


@pytest.mark.parametrize(
    "naam",
    ["ib_er", "smw_po", "smw_vo", "teamleider", "gemeente", "projectcoordinator", "onderzoeker", "fg", "zonder_rol"],
)
@pytest.mark.parametrize("adres", [PAGINA, TOELATING])
def test_alleen_voor_de_zorgcoordinator(client: Client, cast: Cast, naam: str, adres: str) -> None:
    cast.log_in(client, naam)
    assert client.get(adres).status_code == 403
    assert client.post(adres).status_code == 403


def test_een_andere_school_ziet_en_bewaart_niets(cast: Cast, client: Client, traject: Traject) -> None:
    cast.log_in(client, "buitenstaander_zorgcoordinator")
    assert "Vermeulen" not in tekst(client.get(PAGINA))
    stuur(client, (traject.leerling, {"snel": "5-5"}))
    assert klassen(traject.leerling) == []


def test_gewenst_of_zonder_traject_staat_er_niet_bij(cast: Cast, school: Client, traject: Traject) -> None:
    wenst = build.traject(cast, roepnaam="Sem", achternaam="Gewenst").leerling
    build.zegt(cast, wenst, Doel.DELEN, school=cast.vo_school)
    zonder = build.met_toestemming(cast, build.leerling(cast, roepnaam="Noor", achternaam="Zonder"))
    build.wil_naar(cast, zonder, cast.vo_school, Keuzesoort.DEFINITIEF)

    pagina = tekst(school.get(PAGINA))

    assert "Vermeulen" in pagina
    assert "Gewenst" not in pagina and "Zonder" not in pagina


def test_over_een_vergissing_vraagt_niemand_een_klas(cast: Cast, school: Client, traject: Traject) -> None:
    ander = toegelaten(cast, roepnaam="Sem", achternaam="Verhuisd")
    for gestopt, code in [(traject, "fout-ingevoerd"), (ander, "verhuisd")]:
        trajecten.afsluiten(
            traject=gestopt,
            status=Trajectstatus.EERDER_GESTOPT,
            stopreden=Keuze.objects.get(lijst__regio=cast.regio, lijst__code="stopreden", code=code),
            door=cast["smw_vo"],
            op=timezone.now(),
        )

    pagina = tekst(school.get(PAGINA))
    assert "Verhuisd" in pagina and "Vermeulen" not in pagina
    stuur(school, (traject.leerling, {"snel": "5-5"}))
    assert klassen(traject.leerling) == []
    with pytest.raises(NietToegestaan, match="niet begeleid"):
        positie(cast, traject.leerling, HAVO)
    (groep,) = (een for een in taken.overzicht(cast["zorgcoordinator"], timezone.localdate()) if "positie" in een.soort)
    assert groep.aantal == 1


@pytest.mark.parametrize("doel", [Doel.BESPREKEN, Doel.DEELNEMEN])
def test_wie_intrekt_is_meteen_weg(cast: Cast, school: Client, traject: Traject, doel: Doel) -> None:
    build.zegt(cast, traject.leerling, doel, Toestemmingstand.INGETROKKEN)

    assert "Vermeulen" not in tekst(school.get(PAGINA))
    stuur(school, (traject.leerling, {"snel": "5-5"}))
    assert klassen(traject.leerling) == []


def test_wie_naar_een_andere_school_ging_is_weg(cast: Cast, school: Client, traject: Traject) -> None:
    build.wil_naar(cast, traject.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)

    assert "Vermeulen" not in tekst(school.get(PAGINA))
    stuur(school, (traject.leerling, {"snel": "5-5"}))
    assert klassen(traject.leerling) == []


@pytest.mark.parametrize(
    ("dag", "woorden"),
    [("2026-09-30", "U hoeft nog niets in te vullen"), ("2026-10-01", "1 leerling nog in te vullen")],
)
def test_voor_de_peildag_is_er_niets_te_doen(
    school: Client, traject: Traject, clock: Traveller, dag: str, woorden: str
) -> None:
    clock.move_to(f"{dag}T12:00:00+02:00")
    assert woorden in tekst(school.get(PAGINA))
    stuur(school, (traject.leerling, {"snel": "5-5"}))
    assert klassen(traject.leerling) == ([] if dag < "2026-10-01" else ["havo"])


# --- saving


def test_een_tabel_in_een_keer(cast: Cast, school: Client, traject: Traject) -> None:
    ander, derde = (toegelaten(cast, roepnaam=naam).leerling for naam in ("Sem", "Yara"))
    antwoord = stuur(
        school, (traject.leerling, {"snel": "5-5"}), (ander, {"snel": "anders", "klas": "2-4"}), (derde, {"klas": ""})
    )

    assert (antwoord.status_code, antwoord["Location"]) == (302, f"{PAGINA}?peiling=2026-oktober")
    assert klassen(traject.leerling) == ["havo"]
    assert klassen(ander) == ["brede klas, vmbo basis tot en met vmbo gl-tl"]
    assert klassen(derde) == []
    pagina = tekst(school.get(PAGINA))
    assert "Opgeslagen: 2 leerlingen." in pagina and "1 leerling nog in te vullen" in pagina
    assert Gebeurtenis.objects.filter(soort="positie.vastgelegd", leerling_id=str(ander.pk)).exists()


def test_niets_is_vooraf_gekozen_en_het_advies_is_een_tik(school: Client, traject: Traject) -> None:
    pagina = school.get(PAGINA)
    ingevuld = velden(pagina, actie=OKT)
    del ingevuld["csrfmiddlewaretoken"]
    assert ingevuld == {veld(traject.leerling, "klas"): [""]}
    assert [klas.naam for klas in pagina.context["rijen"][0].snelle] == ["havo", "havo/vwo", "vmbo gl-tl/havo"]


def test_twee_keer_verstuurd_is_een_keer_bewaard(school: Client, traject: Traject) -> None:
    for _ in range(2):
        assert stuur(school, (traject.leerling, {"gezien": "", "snel": "5-5"})).status_code == 302
    assert klassen(traject.leerling) == ["havo"]


@pytest.mark.parametrize(
    ("invoer", "fout"),
    [
        ({"snel": "anders"}, "Kies de klas van Bo Vermeulen uit de lijst."),
        ({"snel": "5-5", "klas": "6-6"}, "Kies één klas voor Bo Vermeulen"),
        ({"klas": "9-9"}, "Kies een klas"),
        ({"snel": "2-4"}, ""),
        ({"reden": "vergissing"}, "Kies ook de juiste klas van Bo Vermeulen."),
    ],
)
def test_een_fout_houdt_wat_er_stond_en_de_rest_wordt_bewaard(
    cast: Cast, school: Client, traject: Traject, invoer: dict[str, str], fout: str
) -> None:
    goed = toegelaten(cast, roepnaam="Sem").leerling

    antwoord = stuur(school, (traject.leerling, invoer), (goed, {"klas": "3-3"}))

    assert antwoord.status_code == 200
    assert fout in tekst(antwoord) and "Fout: Brugklas" in tekst(antwoord)
    assert klassen(traject.leerling) == [] and klassen(goed) == ["vmbo kader"]
    ingevuld = velden(antwoord, actie=OKT)
    for naam, waarde in invoer.items():
        if waarde in ("anders", "5-5", "6-6"):
            assert ingevuld[veld(traject.leerling, naam)] == [waarde], "what was typed is kept"


def test_een_collega_was_eerder(cast: Cast, school: Client, traject: Traject) -> None:
    """Nobody overwrites unseen work: the choice comes back beside what stands now, and counts with a reason."""
    positie(cast, traject.leerling, VWO)

    antwoord = stuur(school, (traject.leerling, {"gezien": "", "snel": "5-5"}))

    assert "Een collega vulde intussen ‘vwo’ in." in tekst(antwoord)
    ingevuld = velden(antwoord, actie=OKT)
    assert ingevuld[veld(traject.leerling, "klas")] == ["5-5"]
    zonder_reden = school.post(f"{PAGINA}{OKT}", ingevuld)
    assert "Kies waarom u dit verbetert." in tekst(zonder_reden)
    assert klassen(traject.leerling) == ["vwo"]
    ingevuld = velden(zonder_reden, actie=OKT) | {veld(traject.leerling, "reden"): ["nagekeken"]}
    assert school.post(f"{PAGINA}{OKT}", ingevuld).status_code == 302
    assert klassen(traject.leerling) == ["vwo", "havo"]


def test_een_verbetering_staat_onder_de_rij(cast: Cast, school: Client, traject: Traject) -> None:
    oud = positie(cast, traject.leerling, HAVO)
    assert "Alles is ingevuld" in tekst(school.get(PAGINA))

    stuur(school, (traject.leerling, {"gezien": str(oud.pk), "klas": "6-6", "reden": "vergissing"}))

    assert klassen(traject.leerling) == ["havo", "vwo"]


def test_december_is_een_eigen_tabel(cast: Cast, school: Client, traject: Traject, clock: Traveller) -> None:
    positie(cast, traject.leerling, HAVO)
    clock.move_to("2026-12-31T10:00:00+01:00")

    assert "1 leerling nog in te vullen" in tekst(school.get(PAGINA)), "the newest measurement first"
    stuur(school, (traject.leerling, {"snel": "5-6"}), peiling="2026-december")
    assert set(Positie.objects.values_list("peilmoment", "laag", "hoog")) == {(OKTOBER, 5, 5), (DECEMBER, 5, 6)}


def test_de_tabel_kost_niet_meer_queries_voor_meer_leerlingen(cast: Cast, school: Client, traject: Traject) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as gezien:
            assert school.get(PAGINA).status_code == 200
        return len(gezien)

    queries()  # the first one also makes the session
    een = queries()
    for naam in ("Sem", "Yara", "Noor"):
        positie(cast, toegelaten(cast, roepnaam=naam).leerling, KADER)
    assert queries() == een <= 30


# --- the task, and the road of the pupil


def test_de_taak_loopt_van_de_peildag_tot_het_is_ingevuld(cast: Cast, traject: Traject, clock: Traveller) -> None:
    assert KLAS_OKTOBER in start(cast, "zorgcoordinator")
    assert f"{PAGINA}?peiling=2026-oktober" in start(cast, "zorgcoordinator")
    assert KLAS_OKTOBER not in start(cast, "ib_er") + start(cast, "buitenstaander_zorgcoordinator")
    positie(cast, traject.leerling, None)
    assert KLAS_OKTOBER not in start(cast, "zorgcoordinator"), "not known yet is an answer"
    clock.move_to("2027-01-11T10:00:00+01:00")
    assert "in december in welke klas" in start(cast, "zorgcoordinator"), "also when the year is over"
    assert not taken.overzicht(cast["ib_er"], timezone.localdate())


def test_de_weg_van_de_leerling_toont_wie_wat_mag_zien(
    cast: Cast, client: Client, traject: Traject, clock: Traveller
) -> None:
    positie(cast, traject.leerling, HAVO)
    clock.move_to("2026-12-31T10:00:00+01:00")
    positie(cast, traject.leerling, VWO, DECEMBER)

    for naam in ("zorgcoordinator", "smw_vo", "teamleider"):
        pagina = tekst(cast.log_in(client, naam).get(traject.leerling.get_absolute_url()))
        assert "Klas: vwo" in pagina and "Klas: havo" in pagina, naam
    for naam in ("ib_er", "smw_po"):
        assert cast.log_in(client, naam).get(traject.leerling.get_absolute_url()).status_code == 404, naam
    oud = tekst(cast.log_in(client, "ib_er").get(reverse("gka:oud_leerlingen")))
    assert traject.leerling.roepnaam in oud and "vwo" in oud and "havo" not in oud
    for naam in ("buitenstaander_zorgcoordinator", "buitenstaander_smw_vo", "gemeente", "vreemdeling_ib_er"):
        assert not Positie.objects.zichtbaar_voor(cast[naam]).exists()


# --- confirming who comes


@pytest.fixture
def wenst(cast: Cast, clock: Traveller) -> Leerling:
    leerling = build.bespreking(cast, build.leerling(cast, roepnaam="Sem", achternaam="Denkbeeld")).leerling
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    clock.move_to("2026-04-01T10:00:00+02:00")
    return leerling


def bevestig(client: Client, *leerlingen: Leerling, vanaf: str = "2026-04-01") -> HttpResponse:
    return client.post(TOELATING, {"leerling": [str(een.pk) for een in leerlingen], "vanaf": vanaf})


def definitief(leerling: Leerling) -> list[str]:
    return [str(keuze.school) for keuze in leerling.schoolkeuzes.lopend().filter(soort=Keuzesoort.DEFINITIEF)]


def test_bevestigen_na_de_aanmeldweek(school: Client, wenst: Leerling, clock: Traveller) -> None:
    clock.move_to("2026-03-31T12:00:00+02:00")
    assert "Denkbeeld" not in tekst(school.get(TOELATING)), "the enrolment week is not over"
    clock.move_to("2026-04-01T12:00:00+02:00")
    assert "1 leerling wil naar uw school" in tekst(school.get(PAGINA))
    assert "Sem Denkbeeld" in tekst(school.get(TOELATING))
    for _ in range(2):
        assert bevestig(school, wenst).status_code == 302
    assert definitief(wenst) == ["Compass"]
    assert "Er is niemand om te bevestigen" in tekst(school.get(TOELATING))


def test_zonder_ja_tegen_delen_geen_bevestiging(cast: Cast, school: Client, wenst: Leerling) -> None:
    build.zegt(cast, wenst, Doel.DELEN, Toestemmingstand.INGETROKKEN, school=cast.vo_school)
    assert "Denkbeeld" not in tekst(school.get(TOELATING))
    bevestig(school, wenst)
    assert definitief(wenst) == []


@pytest.mark.parametrize(("vanaf", "zin"), [("2026-04-02", "nog niet geweest"), ("", "sinds wanneer"), ("x", "")])
def test_een_dag_die_niet_kan(school: Client, wenst: Leerling, vanaf: str, zin: str) -> None:
    antwoord = bevestig(school, wenst, vanaf=vanaf)
    assert antwoord.status_code == 200 and zin in tekst(antwoord)
    assert f'value="{wenst.pk}" checked' in antwoord.content.decode() or "checked" in antwoord.content.decode()
    assert definitief(wenst) == []


def test_wie_intussen_elders_is_toegelaten_wordt_gemeld(cast: Cast, school: Client, wenst: Leerling) -> None:
    ander = build.bespreking(cast, build.leerling(cast, roepnaam="Noor")).leerling
    build.zegt(cast, ander, Doel.DELEN, school=cast.vo_school)
    build.wil_naar(cast, ander, cast.andere_vo_school, Keuzesoort.DEFINITIEF)

    bevestig(school, wenst, ander)

    assert (definitief(wenst), definitief(ander)) == (["Compass"], ["Holz"])
    assert "1 leerling staat niet meer op deze lijst" in tekst(school.get(PAGINA))


def test_niemand_aangevinkt(school: Client, wenst: Leerling) -> None:
    assert "Zet een vinkje bij wie op uw school komt." in tekst(bevestig(school))
