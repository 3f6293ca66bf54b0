"""The history on the page of a decision: who stood where, when, and what changed since. Nothing drops out of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from time_machine import Traveller

from gka.models import Leerling
from gka.workflow import Doel, Relatie, Toestemmingstand
from overdracht import verloop
from overdracht.actions import instemmingen, overleg_wijzigen, overleggen
from overdracht.models import Bespreking, Instemming
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast


def woorden(element: Any) -> str:
    return " ".join(element.text_content().split())


def gelezen(client: Client, row: Bespreking) -> list[list[str]]:
    """Per moment on the page: the title with its mark, when and by whom, and the lines."""
    pagina = html.fromstring(client.get(row.get_absolute_url()).content)
    momenten = pagina.xpath("//*[@id='verloop']//li")
    return [[woorden(deel) for deel in moment.xpath("./p | ./div//p")] for moment in momenten]


def zelf(cast: Cast, row: Bespreking, wie: str, partij: Partij, standpunt: Standpunt, reden: str = "") -> None:
    feit = {"partij": partij, "standpunt": standpunt, "reden": reden}
    instemmingen.zelf_geven(bespreking=row, door=cast[wie], op=timezone.now(), **feit)


@pytest.fixture
def verhaal(cast: Cast, leerling: Leerling, clock: Traveller) -> Bespreking:
    """Everything that can happen to a decision, a few minutes apart on 10 March and a few days later."""

    def om(dag: int, uur: int, minuut: int) -> None:
        clock.move_to(datetime(2026, 3, dag, uur - 1, minuut, tzinfo=UTC))

    om(10, 11, 0)
    build.ouder(cast, leerling, Relatie.VADER)
    row = build.bespreking(cast, leerling)
    om(10, 11, 5)
    overleg_wijzigen.leerling_van_lijst(bespreking=row, door=cast["ib_er"], op=timezone.now())
    om(10, 11, 10)
    overleggen.leerlingen_toevoegen(overleg=row.overleg, leerlingen=[leerling], door=cast["ib_er"], op=timezone.now())
    om(10, 14, 0)
    build.vindt(cast, row, Partij.VO_SCHOOL, Standpunt.NEE)
    om(10, 14, 10)
    build.iedereen_eens(cast, row)
    om(10, 14, 20)
    build.besluit(cast, row)
    om(12, 9, 0)
    zelf(cast, row, "zorgcoordinator", Partij.VO_SCHOOL, Standpunt.NEE, "Er is al hulp op school.")
    om(12, 9, 30)
    zelf(cast, row, "zorgcoordinator", Partij.VO_SCHOOL, Standpunt.JA)
    om(13, 10, 0)
    build.besluit(cast, row, reden="De school zegt nu ja.")
    om(16, 8, 0)
    build.zegt(cast, leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    return row


DOOR_IB_ER, DOOR_ZORG = "vastgelegd door Test IB-er", "vastgelegd door Test Zorgcoördinator vo"
GELEZEN = [
    [
        "Nieuw besluit geldt nu",
        f"maandag 16 maart 2026, 8.00 uur · {DOOR_IB_ER}",
        "Moeder trok het ja in: deelnemen aan het traject",
        "Niet opgenomen in het traject: er is geen toestemming om mee te doen aan het traject. "
        "Waarom: Een toestemming is veranderd.",
    ],
    [
        "Nieuw besluit",
        f"vrijdag 13 maart 2026, 10.00 uur · {DOOR_IB_ER}",
        "Opgenomen in het traject: iedereen is het eens. Waarom: De school zegt nu ja. "
        "vervangen op 16 maart 2026, 8.00 uur door: niet opgenomen",
    ],
    [
        "Standpunt",
        f"donderdag 12 maart 2026, 9.30 uur · {DOOR_ZORG}",
        "Vo-school: ja, zelf in Overstap was: nee, zelf in Overstap",
    ],
    [
        "Besluit weer open",
        f"donderdag 12 maart 2026, 9.00 uur · {DOOR_ZORG}",
        "Vo-school: nee, zelf in Overstap. Waarom: Er is al hulp op school. was: ja, in een gesprek "
        "vervangen op 12 maart 2026, 9.30 uur door: ja, zelf in Overstap",
        "Wacht: de middelbare school is het er niet mee eens. "
        "vervangen op 13 maart 2026, 10.00 uur door: opgenomen in het traject",
    ],
    [
        "Besluit",
        f"dinsdag 10 maart 2026, 14.20 uur · {DOOR_IB_ER}",
        "Opgenomen in het traject: iedereen is het eens. vervangen op 12 maart 2026, 9.00 uur door: wacht",
    ],
    [
        "Standpunten",
        f"dinsdag 10 maart 2026, 14.10 uur · {DOOR_IB_ER}",
        "Basisschool, schoolmaatschappelijk werk po, schoolmaatschappelijk werk vo, leerling, moeder en vader: "
        "ja, in een gesprek",
        "Vo-school: ja, in een gesprek was: nee, in een gesprek "
        "vervangen op 12 maart 2026, 9.00 uur door: nee, zelf in Overstap",
    ],
    [
        "Standpunt",
        f"dinsdag 10 maart 2026, 14.00 uur · {DOOR_IB_ER}",
        "Vo-school: nee, in een gesprek. Waarom: Er is al hulp. "
        "vervangen op 10 maart 2026, 14.10 uur door: ja, in een gesprek",
    ],
    ["Weer op de lijst gezet", f"dinsdag 10 maart 2026, 11.10 uur · {DOOR_IB_ER}"],
    ["Van de lijst gehaald", f"dinsdag 10 maart 2026, 11.05 uur · {DOOR_IB_ER}"],
    ["Op de lijst gezet", f"dinsdag 10 maart 2026, 11.00 uur · {DOOR_IB_ER}"],
]


def test_the_page_tells_the_whole_story_the_newest_first(cast: Cast, client: Client, verhaal: Bespreking) -> None:
    assert gelezen(cast.log_in(client, "ib_er"), verhaal) == GELEZEN


def test_who_may_not_see_a_consent_reads_what_became_of_it(cast: Cast, client: Client, verhaal: Bespreking) -> None:
    """The table: of a consent the zorgcoördinator sees the status; the rest of the story is on that page anyway."""
    nieuwste, *rest = gelezen(cast.log_in(client, "zorgcoordinator"), verhaal)

    assert nieuwste == [*GELEZEN[0][:2], "Toestemming ingetrokken: deelnemen aan het traject", GELEZEN[0][3]]
    assert rest == GELEZEN[1:]
    assert gelezen(cast.log_in(client, "smw_vo"), verhaal) == GELEZEN


@pytest.mark.parametrize("wie", ["buitenstaander_ib_er", "buitenstaander_smw_vo", "gemeente", "vreemdeling_ib_er"])
def test_who_does_not_see_the_decision_sees_no_history(
    cast: Cast, client: Client, verhaal: Bespreking, wie: str
) -> None:
    assert cast.log_in(client, wie).get(verhaal.get_absolute_url()).status_code == 404


def test_without_consent_to_discuss_the_history_is_hidden_with_the_page(
    cast: Cast, client: Client, verhaal: Bespreking
) -> None:
    build.zegt(cast, verhaal.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    for wie in ("smw_po", "smw_vo", "zorgcoordinator"):
        assert cast.log_in(client, wie).get(verhaal.get_absolute_url()).status_code == 404
    assert gelezen(cast.log_in(client, "ib_er"), verhaal)[-1] == GELEZEN[-1]


def test_what_was_saved_in_one_go_is_one_moment(ib_er: Client, bespreking: Bespreking) -> None:
    data = {"versie": "1", "vo_school": str(bespreking.leerling.schoolkeuzes.get(soort="beoogd").school_id)}
    ib_er.post(bespreking.get_absolute_url(), data | {"iedereen": "on", "keus": "traject", "standpunt_smw_po": "nee"})

    (titel, _, *regels), begin = gelezen(ib_er, bespreking)

    assert titel == "Besluit geldt nu" and begin[0] == "Op de lijst gezet"
    assert regels == [
        "Besproken",
        "Leerling erbij: ja",
        "Ouder erbij: ja: moeder",
        "Basisschool, vo-school, schoolmaatschappelijk werk vo, leerling en moeder: ja, in een gesprek",
        "Schoolmaatschappelijk werk po: nee, in een gesprek",
        "Wacht: het schoolmaatschappelijk werk van de basisschool is het er niet mee eens.",
    ]


def test_a_decision_reopened_and_taken_in_one_save_shows_both(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))
    ib_er.post(
        bespreking.get_absolute_url(),
        {
            "versie": str(bespreking.versie),
            "vo_school": str(bespreking.leerling.schoolkeuzes.get(soort="beoogd").school_id),
            "keus": "later",
            "standpunt_vo_school": "nee",
            "reden": "De school twijfelt.",
        },
    )

    titel, _, *regels = gelezen(ib_er, bespreking)[0]

    assert titel == "Nieuw besluit geldt nu"
    assert [regel.split(":")[0] for regel in regels] == ["Vo-school", "Wacht", "Wacht"]
    assert "vervangen op" in regels[1] and "later opnieuw" in regels[2], "in the order in which one replaced the other"


def test_a_history_of_any_length_costs_the_same_and_never_asks_the_audit(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    def gevraagd() -> list[str]:
        with CaptureQueriesContext(connection) as vragen:
            verloop.van(Bespreking.objects.get(pk=bespreking.pk), met_gever=True)
        return [vraag["sql"] for vraag in vragen][1:]

    build.besluit(cast, bespreking)
    kort = gevraagd()
    for standpunt in [Standpunt.NEE, Standpunt.JA] * 4:
        build.vindt(cast, build.iedereen_eens(cast, bespreking), Partij.BASISSCHOOL, standpunt)
        build.besluit(cast, bespreking, reden="Opnieuw.")
    lang = gevraagd()

    assert Instemming.objects.count() > 10 and len(kort) == len(lang) == 6
    assert not [vraag for vraag in lang if "gebeurtenis" in vraag]
