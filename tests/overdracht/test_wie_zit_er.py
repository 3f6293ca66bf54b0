"""What is said in a talk is said at this table, on its day, by somebody of that party; by one person for one party."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Leerling
from gka.workflow import Keuzesoort, Wijze
from overdracht.actions import instemmingen
from overdracht.models import Bespreking, Deelnemer
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.rijen import bewaar
from tests.overdracht.test_aan_tafel import bewaar_pagina, standen
from tests.overdracht.test_standpunten import geeft, namens
from tests.overdracht.test_wijzigen_na_besluit import wijzig


def alleen(cast: Cast, pupil: Leerling) -> Bespreking:
    """An overleg with the IB-er and nobody else."""
    build.wil_naar(cast, build.met_toestemming(cast, pupil), cast.vo_school)
    return build.overleg(cast, pupil, met=()).besprekingen.get()


@pytest.mark.parametrize("partij", ["vo_school", "smw_po", "smw_vo"])
def test_without_a_seat_nobody_spoke_in_a_talk(cast: Cast, ib_er: Client, leerling: Leerling, partij: str) -> None:
    row = alleen(cast, leerling)
    pagina = ib_er.get(row.get_absolute_url()).context["form"]
    assert "gesprek" not in dict(pagina.fields[f"wijze_{partij}"].choices)

    response = bewaar_pagina(ib_er, row, **{f"standpunt_{partij}": "ja", f"wijze_{partij}": "gesprek"})
    assert response.status_code == 200 and not standen(row)
    with pytest.raises(Exception, match=r"zit niemand aan tafel\. Hoorde u het anders\? Kies telefonisch of op papier"):
        build.instemmingen.vastleggen(
            bespreking=row,
            partij=Partij(partij),
            standpunt=Standpunt.JA,
            wijze=build.Wijze.GESPREK,
            door=cast["ib_er"],
            op=timezone.now(),
        )
    bewaar_pagina(ib_er, row, **{f"standpunt_{partij}": "ja", f"wijze_{partij}": "telefoon"})
    assert standen(row) == {partij: "ja"}


@pytest.mark.parametrize("anders", [{"tot": -1}, {"van": 1}])
def test_a_seat_counts_while_its_appointment_does(
    cast: Cast, ib_er: Client, bespreking: Bespreking, anders: dict[str, int]
) -> None:
    """Planned in time, and by the day itself somebody left or has not begun yet."""
    ((veld, dagen),) = anders.items()
    stoel = Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk)
    stoel.update(**{veld: bespreking.overleg.datum + timedelta(days=dagen)})

    with pytest.raises(NietToegestaan, match="zit niemand aan tafel"):
        instemmingen.vastleggen(
            bespreking=bespreking,
            partij=Partij.SMW_VO,
            standpunt=Standpunt.JA,
            wijze=Wijze.GESPREK,
            door=cast["ib_er"],
            op=timezone.now(),
        )
    bewaar(ib_er, bespreking, iedereen="on", keus="traject", leerling_aanwezig="ja", ouder_aanwezig="ja")
    assert (standen(bespreking)["smw_vo"], standen(bespreking)["vo_school"]) == ("niet_gehoord", "ja")


def test_of_a_school_whose_seats_ended_nobody_sits_there(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    van_school = [cast.aanstelling[wie].pk for wie in ("smw_vo", "zorgcoordinator")]
    Aanstelling.objects.filter(pk__in=van_school).update(tot=bespreking.overleg.datum - timedelta(days=1))

    pagina = tekst(ib_er.get(bespreking.get_absolute_url()))

    assert "Van Compass zit niemand aan tafel" in pagina


def test_who_left_after_the_day_sat_there(cast: Cast, bespreking: Bespreking, clock: Any) -> None:
    stoel = Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk)
    stoel.update(tot=bespreking.overleg.datum)
    clock.shift(timedelta(days=2))

    build.vindt(cast, bespreking, Partij.SMW_VO)

    assert bespreking.instemmingen.get().wijze == "gesprek"


@pytest.mark.parametrize("zelf", [True, False])
def test_one_person_with_two_seats_speaks_for_one_party(
    cast: Cast, client: Client, bespreking: Bespreking, zelf: bool
) -> None:
    ook = build.werkt_ook(cast, "smw_vo", "zorgcoordinator")
    bespreking.overleg.deelnemers.filter(aanstelling=cast.aanstelling["zorgcoordinator"]).delete()
    Deelnemer.objects.create(overleg=bespreking.overleg, aanstelling=ook)
    if zelf:
        namens(cast, bespreking, "smw_vo")
    ib_er = cast.log_in(client, "ib_er")

    bewaar(ib_er, bespreking, iedereen="on", keus="traject")

    gezegd = standen(bespreking)
    assert sorted((gezegd["smw_vo"], gezegd["vo_school"])) == ["ja", "niet_gehoord"] and gezegd["smw_po"] == "ja"
    assert bespreking.status == "wacht"
    stil = "vo_school" if gezegd["smw_vo"] == "ja" else "smw_vo"
    response = bewaar_pagina(ib_er, bespreking, **{f"standpunt_{stil}": "ja", f"wijze_{stil}": "gesprek"})
    assert "Eén persoon spreekt niet voor twee partijen" in tekst(response) and standen(bespreking) == gezegd


def test_the_tick_of_who_leads_does_not_speak_for_the_second_role(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    Deelnemer.objects.create(overleg=bespreking.overleg, aanstelling=build.werkt_ook(cast, "ib_er", "smw_po"))

    bewaar(ib_er, bespreking, iedereen="on", keus="traject")

    assert (standen(bespreking)["basisschool"], standen(bespreking)["smw_po"]) == ("ja", "niet_gehoord")


@pytest.mark.parametrize("hoe", ["zelf", "in een gesprek"])
def test_who_spoke_stays_at_the_table(cast: Cast, ib_er: Client, bespreking: Bespreking, hoe: str) -> None:
    if hoe == "zelf":
        namens(cast, bespreking, "smw_vo", standpunt=Standpunt.NEE)
    else:
        build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)
    blijven = [str(cast.aanstelling[wie].pk) for wie in ("ib_er", "smw_po", "zorgcoordinator")]

    assert "liet hier al weten wat het schoolmaatschappelijk werk van de middelbare school vindt" in wijzig(
        ib_er, bespreking, deelnemers=blijven
    )
    assert bespreking.overleg.deelnemers.count() == 4
    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school)  # and then the seat is of no use here
    wijzig(ib_er, bespreking, deelnemers=blijven)
    assert bespreking.overleg.deelnemers.count() == 3


# --- before the day


@pytest.fixture
def later(cast: Cast, leerling: Leerling) -> Bespreking:
    """An overleg of next week."""
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    return build.overleg(cast, leerling, datum=timezone.localdate() + timedelta(days=7)).besprekingen.get()


@pytest.mark.parametrize(
    "velden",
    [
        {"keus": "traject"},
        {"keus": "later", "bevestigd": "on"},
        {"keus": "traject", "iedereen": "on"},
        {"leerling_aanwezig": "ja"},
        {"ouder_aanwezig": "nee"},
    ],
)
def test_before_the_day_the_board_takes_no_decision(
    cast: Cast, ib_er: Client, later: Bespreking, clock: Any, velden: dict[str, str]
) -> None:
    response = bewaar(ib_er, later, **velden)

    assert response.status_code == 422
    assert "Dit overleg is op 17 maart 2026. Leg dit die dag vast, of verzet het overleg." in tekst(response)
    assert later.status == "voorgesteld" and not later.instemmingen.exists() and not later.besluiten.exists()
    clock.shift(timedelta(days=7))
    assert bewaar(cast.log_in(ib_er, "ib_er"), later, **velden).status_code == 200


def test_before_the_day_one_prepares(cast: Cast, ib_er: Client, client: Client, later: Bespreking) -> None:
    pagina = tekst(ib_er.get(later.get_absolute_url()))
    assert "U bereidt dit overleg voor" in pagina and "zei nu ja" not in pagina
    assert "zei nu ja" not in tekst(ib_er.get(later.overleg.get_absolute_url()))

    gesprek = bewaar_pagina(ib_er, later, standpunt_leerling="ja", wijze_leerling="gesprek")
    assert "iets uit de lijst" in tekst(gesprek) and not later.instemmingen.exists()
    velden = {"wens_leerling": "Rust.", "standpunt_leerling": "nee", "wijze_leerling": "telefoon"}
    assert bewaar_pagina(ib_er, later, **velden).status_code == 302
    later.refresh_from_db()
    assert (later.wens_leerling, standen(later)["leerling"]) == ("Rust.", "nee")
    geeft(cast.log_in(client, "smw_vo"), later, "nee", partij="smw_vo")
    assert standen(later)["smw_vo"] == "nee", "who cannot come may say so"


# --- after a move to another primary school


def test_another_primary_school_reads_and_plans_anew(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking)
    assert bespreking.status == "wacht"
    build.wil_naar(cast, bespreking.leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)
    nieuwe = cast.log_in(client, "buitenstaander_ib_er")

    pagina = nieuwe.get(bespreking.get_absolute_url())
    assert "form" not in pagina.context and "Plan een nieuw overleg om samen te besluiten." in tekst(pagina)
    velden = {"versie": bespreking.versie, "merk": "", "keus": "traject", "iedereen": "on", "bevestigd": "on"}
    response = nieuwe.post(f"/besprekingen/{bespreking.pk}/rij/", velden, follow=True)
    assert "Deze leerling zit nu op een andere basisschool. Plan daar een nieuw overleg." in tekst(response)
    bewaar_pagina(nieuwe, bespreking, standpunt_basisschool="ja", keus="traject")
    assert "Plan een nieuw overleg" in tekst(nieuwe.get("/"))

    bespreking.refresh_from_db()
    assert bespreking.status == "wacht" and not bespreking.instemmingen.exists()


def test_of_who_is_in_the_new_primary_school_may_say_that_it_ends(
    cast: Cast, client: Client, leerling: Leerling
) -> None:
    row = build.besluit_traject(cast, leerling).bespreking
    build.wil_naar(cast, leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)

    velden = {"standpunt_leerling": "nee", "wijze_leerling": "telefoon", "keus": Keus.TRAJECT.value}
    bewaar_pagina(cast.log_in(client, "buitenstaander_ib_er"), row, **velden)

    row.refresh_from_db()
    assert row.status == "niet_opgenomen"
