"""Days on which something changes by itself: who sees what, and in which phase an hour counts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import Traveller

from begeleiding import tasks
from begeleiding.actions import fasen, trajecten, verdeling
from begeleiding.models import Fasewissel, Traject
from begeleiding.querysets.verdeling import inzet_per_fase, uren_per_fase
from begeleiding.workflow import Nazorg, Trajectstatus, laatste_dag_na_afsluiten, vroegst_gesloten
from gka import taken
from gka.access.rights import Recht
from gka.actions import leerlingen, regio
from gka.models import Gebeurtenis, Leerling
from gka.workflow import Keuzesoort
from overdracht.models import Bespreking
from tests import build
from tests.begeleiding.paginas import adres, invoer, start
from tests.cast import Cast
from tests.pages import tekst

HIER = ZoneInfo("Europe/Amsterdam")
NAAM = "Vermeulen"


def op(dag: str, tijd: str = "10:00:00") -> datetime:
    return datetime.fromisoformat(f"{dag}T{tijd}").replace(tzinfo=HIER)


@pytest.fixture
def onderweg(cast: Cast, traject: Traject, clock: Traveller) -> Traject:
    """In the traject with one contact of 45 minutes, admitted to the wished school."""
    build.contact(cast, traject)
    build.wil_naar(cast, traject.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    return traject


def paginas(traject: Traject) -> dict[str, str]:
    bespreking = traject.besluit.bespreking
    pk = {"pk": traject.leerling_id}
    return {
        "leerling": reverse("gka:leerling", kwargs=pk),
        "toestemming": reverse("gka:toestemming", kwargs=pk),
        "traject": adres(traject, "traject"),
        "contact": adres(traject, "contact"),
        "bespreking": bespreking.get_absolute_url(),
        "brief": reverse("overdracht:brief", kwargs={"pk": bespreking.pk}),
        "brief-pdf": reverse("overdracht:brief-pdf", kwargs={"pk": bespreking.pk}),
    }


def lijsten(traject: Traject) -> list[str]:
    overleg = {"pk": traject.besluit.bespreking.overleg_id}
    return [
        reverse("gka:start"),
        reverse("gka:leerlingen"),
        reverse("gka:leerlingen_csv"),
        reverse("overdracht:overleg", kwargs=overleg),
        reverse("overdracht:agenda", kwargs=overleg),
        reverse("overdracht:verslag", kwargs=overleg),
        reverse("begeleiding:trajecten"),
    ]


def ziet(client: Client, cast: Cast, naam: str, traject: Traject) -> set[str]:
    """Which pages about this pupil open, and `lijst` when the name is on a list, a start page or in the CSV."""
    cast.log_in(client, naam)
    open_ = {wat for wat, url in paginas(traject).items() if client.get(url).status_code == 200}
    op_een_lijst = any(NAAM in client.get(url).content.decode() for url in lijsten(traject))
    return open_ | ({"lijst"} if op_een_lijst else set())


# --- 31 July and 1 August


ALLES_IB = {"leerling", "toestemming", "bespreking", "brief", "brief-pdf", "lijst"}
VOOR_EN_NA = {
    "ib_er": (ALLES_IB, set()),
    "smw_po": ({"leerling", "toestemming", "traject", "contact", "bespreking", "lijst"}, set()),
    "smw_vo": ({"leerling", "toestemming", "traject", "contact", "bespreking", "lijst"},) * 2,
    "zorgcoordinator": ({"leerling", "bespreking", "lijst"},) * 2,
    "teamleider": ({"leerling", "traject", "lijst"},) * 2,
}


@pytest.mark.parametrize("naam", VOOR_EN_NA)
def test_op_1_augustus_wisselt_wie_de_leerling_ziet(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller, naam: str
) -> None:
    voor, na = VOOR_EN_NA[naam]

    clock.move_to(op("2026-07-31", "23:59:30"))
    assert ziet(client, cast, naam, onderweg) == voor
    clock.move_to(op("2026-08-01", "00:00:30"))
    assert ziet(client, cast, naam, onderweg) == na


@pytest.mark.parametrize(
    "naam",
    ["gemeente", "projectcoordinator", "fg", "buitenstaander_ib_er", "buitenstaander_smw_vo", "vreemdeling_ib_er"],
)
def test_wie_niets_zag_ziet_na_1_augustus_ook_niets(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller, naam: str
) -> None:
    clock.move_to(op("2026-08-01"))

    assert ziet(client, cast, naam, onderweg) == set()


def test_wie_aan_tafel_zat_maar_niet_begeleidt_ziet_na_de_overstap_niets(
    cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    verdeling.overdragen(
        trajecten=[onderweg],
        naar=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 3, 10),
        reden="Andere verdeling",
        door=cast["teamleider"],
        op=timezone.now(),
    )
    assert Bespreking.objects.zichtbaar_voor(cast["smw_vo"]).exists()

    clock.move_to(op("2026-08-01"))

    assert not Bespreking.objects.zichtbaar_voor(cast["smw_vo"]).exists()
    assert not Leerling.objects.zichtbaar_voor(cast["smw_vo"]).exists()
    assert Bespreking.objects.zichtbaar_voor(cast["buitenstaander_smw_vo"]).exists(), "who guides reads the agreements"


def test_ook_zonder_traject_gaat_de_leerling_uit_zicht(cast: Cast, leerling: Leerling, clock: Traveller) -> None:
    build.bespreking(cast, leerling)

    clock.move_to(op("2026-08-01"))

    for naam in ("ib_er", "smw_po", "smw_vo"):
        assert not Leerling.objects.zichtbaar_voor(cast[naam]).exists(), naam
    assert taken.overzicht(cast["ib_er"], date(2026, 8, 1)) == []


def test_wie_blijft_zitten_blijft_bij_de_basisschool(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    volgend = regio.cohort_openen(regio=cast.regio, jaar=2027, plaatsen=[])
    leerlingen.aan_jaar_toevoegen(leerling=onderweg.leerling, cohort=volgend, door=cast["ib_er"], op=timezone.now())

    clock.move_to(op("2026-08-01"))

    assert {"leerling", "bespreking", "lijst"} <= ziet(client, cast, "ib_er", onderweg)
    assert not Leerling.objects.oud_leerlingen(cast["ib_er"], op=date(2026, 8, 1)).exists()
    clock.move_to(op("2027-08-01"))
    assert ziet(client, cast, "ib_er", onderweg) == set()


def test_de_ib_er_houdt_namen_en_scholen_en_telt_de_overleggen(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    cast.log_in(client, "ib_er")
    assert "Er zijn nog geen oud-leerlingen" in tekst(client.get("/leerlingen/oud/"))
    clock.move_to(op("2026-08-01"))
    cast.log_in(client, "ib_er")

    pagina = tekst(client.get("/leerlingen/oud/"))
    overleggen = tekst(client.get("/overleggen/"))

    assert "Vermeulen, Bo B.V. 2026 Compass" in pagina
    assert str(onderweg.leerling_id) not in client.get("/leerlingen/oud/").content.decode()
    assert "Lokaal 1 1 1" in overleggen, "one pupil, one decision, no name"
    assert NAAM not in overleggen
    gezien = Gebeurtenis.objects.filter(soort="oud_leerlingen.gezien").latest("moment")
    assert gezien.details["sleutels"] == [str(onderweg.leerling_id)]
    assert "Vermeulen" not in tekst(cast.log_in(client, "buitenstaander_ib_er").get("/leerlingen/oud/"))
    for naam in ("smw_po", "smw_vo", "zorgcoordinator", "teamleider", "gemeente"):
        assert cast.log_in(client, naam).get("/leerlingen/oud/").status_code == 403


def test_de_school_en_de_uren_wisselen_mee(client: Client, cast: Cast, onderweg: Traject, clock: Traveller) -> None:
    clock.move_to(op("2026-07-31"))
    cast.log_in(client, "smw_vo")
    assert "Basisschool De Regenboom" in tekst(client.get(adres(onderweg, "traject")))
    build.contact(cast, onderweg, minuten=30)

    clock.move_to(op("2026-08-01"))
    build.contact(cast, onderweg, minuten=20)
    build.contact(cast, onderweg, minuten=10, gebeurd_op=date(2026, 7, 31))  # late, still of the phase po

    pagina = tekst(cast.log_in(client, "smw_vo").get(adres(onderweg, "traject")))
    assert "Bo Vermeulen fase vo Compass" in pagina
    assert "De vo-school en de SMW vo gaan verder" in pagina
    assert inzet_per_fase(onderweg) == {"po": 85, "vo": 20}
    smw = cast.aanstelling["smw_vo"]
    assert uren_per_fase([smw], jaar=2026)[smw.pk] == {"po": 85, "vo": 20}


def test_de_stap_naar_vo_wordt_een_keer_vastgelegd_ook_als_het_laat_is(
    cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    clock.move_to(op("2026-07-31", "23:59:00"))
    tasks.fasen_bijwerken()
    assert not Fasewissel.objects.exists()
    clock.move_to(op("2026-08-09"))  # nine days without a scheduler
    tasks.fasen_bijwerken()
    tasks.fasen_bijwerken()

    wissel = Fasewissel.objects.get()
    assert (wissel.traject, wissel.dag, wissel.school) == (onderweg, date(2026, 8, 1), cast.vo_school)
    assert wissel.aanstelling == cast.aanstelling["smw_vo"]
    gebeurtenis = Gebeurtenis.objects.get(soort="traject.fase_vo")
    assert gebeurtenis.leerling_id == str(onderweg.leerling_id)
    assert gebeurtenis.details["vanaf"] == "2026-08-01"


def test_wie_eerder_stopte_ging_niet_naar_de_fase_vo(cast: Cast, onderweg: Traject, clock: Traveller) -> None:
    clock.move_to(op("2026-07-31", "23:50:00"))
    sluit(cast, onderweg)

    assert fasen.bijwerken(op=timezone.now(), dag=date(2026, 8, 2)) == 0


# --- after closing


def sluit(cast: Cast, traject: Traject) -> Traject:
    return trajecten.afsluiten(
        traject=traject, status=Trajectstatus.AFGEROND, nazorg=Nazorg.JA, door=cast["smw_vo"], op=timezone.now()
    )


@pytest.mark.parametrize(
    ("gesloten", "laatste"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 8, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 9, 30), date(2027, 3, 30)),
        (date(2026, 2, 28), date(2026, 8, 28)),
        (date(2026, 3, 10), date(2026, 9, 10)),
    ],
    ids=str,
)
def test_zes_kalendermaanden(gesloten: date, laatste: date) -> None:
    assert laatste_dag_na_afsluiten(gesloten) == laatste


def test_de_grens_is_voor_de_lijst_dezelfde_als_voor_de_regel() -> None:
    for nummer in range(800):
        vandaag = date(2027, 1, 1) + timedelta(days=nummer)
        grens = vroegst_gesloten(vandaag)
        assert laatste_dag_na_afsluiten(grens) >= vandaag
        assert laatste_dag_na_afsluiten(grens - timedelta(days=1)) < vandaag


def test_de_smw_ziet_tot_en_met_zes_maanden_na_31_augustus(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    clock.move_to(op("2026-08-31", "23:59:30"))  # 21.59 UTC: the same day
    sluit(cast, onderweg)

    clock.move_to(op("2027-02-28", "23:59:30"))
    assert {"leerling", "traject"} <= ziet(client, cast, "smw_vo", onderweg)
    clock.move_to(op("2027-03-01", "00:00:30"))
    assert ziet(client, cast, "smw_vo", onderweg) == set()
    assert {"leerling", "traject"} <= ziet(client, cast, "teamleider", onderweg)


def test_sluiten_net_na_middernacht_telt_voor_de_nieuwe_dag(cast: Cast, onderweg: Traject, clock: Traveller) -> None:
    clock.move_to(op("2026-09-11", "00:30:00"))  # 10 September, 22.30 UTC
    sluit(cast, onderweg)

    assert Traject.objects.zichtbaar_voor(cast["smw_vo"], op=date(2027, 3, 11)).exists()
    assert not Traject.objects.zichtbaar_voor(cast["smw_vo"], op=date(2027, 3, 12)).exists()


# --- 31 December, and the nights in which the clock changes


def test_op_1_januari_telt_een_uur_voor_het_nieuwe_jaar(cast: Cast, onderweg: Traject, clock: Traveller) -> None:
    smw = cast.aanstelling["smw_vo"]
    clock.move_to(op("2026-12-31", "23:59:30"))
    build.contact(cast, onderweg, minuten=30)
    clock.move_to(op("2027-01-01", "00:00:30"))
    build.contact(cast, onderweg, minuten=20)

    assert uren_per_fase([smw], jaar=2026)[smw.pk] == {"po": 45, "vo": 30}
    assert uren_per_fase([smw], jaar=2027)[smw.pk] == {"po": 0, "vo": 20}, "still the phase vo of this pupil"
    assert inzet_per_fase(onderweg) == {"po": 45, "vo": 50}


def test_elk_kind_telt_in_de_fase_van_het_eigen_jaar(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    clock.move_to(op("2026-12-07"))
    volgend = replace(cast, cohort=regio.cohort_openen(regio=cast.regio, jaar=2027, plaatsen=[]))
    build.advies(volgend, jonger := build.leerling(volgend))
    jong = build.traject(volgend, jonger)
    build.contact(cast, jong, minuten=60)
    build.contact(cast, onderweg, jong, soort="groep", minuten=45, overige_deelnemers=1)

    smw = cast.aanstelling["smw_vo"]
    po, vo = inzet_per_fase(jong), inzet_per_fase(onderweg)
    assert (po, vo) == ({"po": 75, "vo": 0}, {"po": 45, "vo": 15})
    # 45 minutes with two pupils and a third child, who goes along with both.
    assert uren_per_fase([smw], jaar=2026)[smw.pk] == {"po": 45 + 60 + 23, "vo": 22}
    assert "Compass 2 0 0 2,13 0,37" in tekst(cast.log_in(client, "teamleider").get("/verdeling/"))


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        ("2026-03-29T00:30:00+01:00", date(2026, 3, 29)),
        ("2026-03-29T03:30:00+02:00", date(2026, 3, 29)),  # half past two does not exist that night
        ("2026-03-28T23:30:00+01:00", date(2026, 3, 28)),
        ("2026-10-25T00:30:00+02:00", date(2026, 10, 25)),
        ("2026-10-25T02:30:00+02:00", date(2026, 10, 25)),
        ("2026-10-25T02:30:00+01:00", date(2026, 10, 25)),  # and once more, an hour later
        ("2026-10-25T23:30:00+01:00", date(2026, 10, 25)),
    ],
)
def test_een_contact_in_de_nacht_dat_de_klok_verzet_wordt_is_op_de_goede_dag(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller, moment: str, dag: date
) -> None:
    clock.move_to(datetime.fromisoformat(moment))

    response = cast.log_in(client, "smw_vo").post(adres(onderweg), invoer())

    assert response.status_code == 302
    assert onderweg.contactdeelnames.nieuwste_eerst()[0].contact.gebeurd_op == dag


# --- another SMW, another school


def test_een_andere_smw_ziet_vanaf_de_eerste_dag_alles_en_de_oude_niets(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller
) -> None:
    clock.move_to(op("2026-09-01"))
    build.contact(cast, onderweg, minuten=30)
    verdeling.overdragen(
        trajecten=[onderweg],
        naar=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 10, 1),
        reden="Andere school",
        door=cast["teamleider"],
        op=timezone.now(),
    )

    clock.move_to(op("2026-09-30", "23:59:30"))
    assert {"traject", "leerling", "lijst"} <= ziet(client, cast, "smw_vo", onderweg)
    assert ziet(client, cast, "buitenstaander_smw_vo", onderweg) == set()
    assert {"traject", "lijst"} <= ziet(client, cast, "teamleider", onderweg)
    clock.move_to(op("2026-10-01", "00:00:30"))
    assert ziet(client, cast, "smw_vo", onderweg) == set()
    assert ziet(client, cast, "teamleider", onderweg) == set()
    assert {"traject", "leerling", "contact", "bespreking", "lijst"} <= ziet(
        client, cast, "buitenstaander_smw_vo", onderweg
    )
    build.contact(cast, onderweg, minuten=20, wie="buitenstaander_smw_vo")
    oud, nieuw = cast.aanstelling["smw_vo"], cast.aanstelling["buitenstaander_smw_vo"]
    uren = uren_per_fase([oud, nieuw], jaar=2026)
    assert (uren[oud.pk], uren[nieuw.pk]) == ({"po": 45, "vo": 30}, {"po": 0, "vo": 20})
    assert "1,25" not in start(cast, "buitenstaander_smw_vo")
    pagina = tekst(client.get(adres(onderweg, "traject")))
    assert "45 minuten" in pagina
    assert "30 minuten" in pagina


@pytest.mark.parametrize("dag", ["2026-05-20", "2026-09-10"])
def test_een_andere_definitieve_school_wisselt_wie_meekijkt_en_de_uren_blijven(
    client: Client, cast: Cast, onderweg: Traject, clock: Traveller, dag: str
) -> None:
    clock.move_to(op(dag))
    assert {"leerling", "bespreking", "lijst"} <= ziet(client, cast, "zorgcoordinator", onderweg)
    assert ziet(client, cast, "buitenstaander_zorgcoordinator", onderweg) == set()

    build.wil_naar(cast, onderweg.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)

    assert ziet(client, cast, "zorgcoordinator", onderweg) == set()
    assert {"leerling", "lijst"} <= ziet(client, cast, "buitenstaander_zorgcoordinator", onderweg)
    assert {"leerling", "traject", "bespreking"} <= ziet(client, cast, "smw_vo", onderweg)
    assert sum(inzet_per_fase(onderweg).values()) == 45
    assert Traject.objects.zichtbaar_voor(cast["smw_vo"], recht=Recht.CONTACT_VASTLEGGEN).get() == onderweg
