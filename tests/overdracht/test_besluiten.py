"""Decisions: the outcome follows, history stays, followers hear it, and a later nee opens it again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from gka.actions import ouders
from gka.exceptions import NietToegestaan, Verouderd
from gka.followers import TOESTEMMING
from gka.models import Gebeurtenis, Leerling
from gka.workflow import Doel, Relatie, Toestemmingstand, Wijze
from overdracht import followers
from overdracht.actions import besluiten, instemmingen
from overdracht.actions.besluiten import RedenNodig
from overdracht.actions.instemmingen import Gehoord
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast


@pytest.fixture
def gehoord_door_volger(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    monkeypatch.setattr(followers, "BESLUIT", type(followers.BESLUIT)())
    calls: list[dict[str, Any]] = []
    followers.register("test.volger", lambda **feit: calls.append(feit))
    yield calls


def test_from_list_to_traject(cast: Cast, leerling: Leerling) -> None:
    besluit = build.besluit_traject(cast, leerling)

    bespreking = besluit.bespreking
    bespreking.refresh_from_db()
    assert (besluit.uitkomst, bespreking.status) == ("opgenomen", "opgenomen")
    assert list(bespreking.statuswissels.order_by("op").values_list("van", "naar")) == [
        ("", "voorgesteld"),
        ("voorgesteld", "opgenomen"),
    ]
    gebeurtenis = Gebeurtenis.objects.get(soort="besluit.vastgelegd")
    assert gebeurtenis.leerling_id == str(leerling.pk)
    assert gebeurtenis.details == {"keus": "traject", "stand": "opgenomen", "zonder_plek": False}


def test_the_same_decision_again_is_no_new_row(cast: Cast, bespreking: Bespreking) -> None:
    eerste = build.besluit(cast, build.iedereen_eens(cast, bespreking))

    assert build.besluit(cast, bespreking) == eerste
    assert Besluit.objects.count() == 1


def test_a_waiting_decision_is_taken_without_a_reason(cast: Cast, bespreking: Bespreking) -> None:
    wacht = build.besluit(cast, bespreking)
    opgenomen = build.besluit(cast, build.iedereen_eens(cast, bespreking))

    assert (wacht.uitkomst, opgenomen.uitkomst, opgenomen.vervangt) == ("wacht", "opgenomen", wacht)


def test_waiting_for_somebody_else_is_written_down_anew(cast: Cast, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking)
    build.vindt(cast, bespreking, Partij.LEERLING)
    tweede = build.besluit(cast, bespreking)

    assert Besluit.objects.count() == 2
    assert "de leerling" not in tweede.toelichting
    assert bespreking.statuswissels.count() == 2, "waiting stays waiting: no step in the status"


def test_a_final_decision_changes_only_with_a_reason(cast: Cast, bespreking: Bespreking) -> None:
    build.besluit(cast, build.iedereen_eens(cast, bespreking))

    with pytest.raises(RedenNodig, match="Schrijf op waarom"):
        build.besluit(cast, bespreking, Keus.GEEN_TRAJECT, reden="  ")
    nieuw = build.besluit(cast, bespreking, Keus.GEEN_TRAJECT, reden="Verhuist naar een andere stad.")

    assert (nieuw.uitkomst, nieuw.reden, bespreking.status) == (
        "niet_opgenomen", "Verhuist naar een andere stad.", "niet_opgenomen"
    )  # fmt: skip
    assert list(Besluit.objects.huidig()) == [nieuw]


def test_a_decision_made_from_an_old_page_is_refused(cast: Cast, bespreking: Bespreking) -> None:
    oud = bespreking.versie
    build.vindt(cast, bespreking, Partij.LEERLING)

    with pytest.raises(Verouderd):
        besluiten.vastleggen(
            bespreking=bespreking,
            versie=oud,
            keus=Keus.TRAJECT,
            door=cast["ib_er"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )
    assert not Besluit.objects.exists()


# --- stances


def test_the_same_stance_again_is_no_new_row(cast: Cast, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.LEERLING)
    versie = bespreking.versie
    build.vindt(cast, bespreking, Partij.LEERLING)

    assert (Instemming.objects.count(), bespreking.versie) == (1, versie)


def test_a_new_stance_replaces_and_keeps_the_old(cast: Cast, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.LEERLING)
    build.vindt(cast, bespreking, Partij.LEERLING, Standpunt.NEE)

    huidig = bespreking.instemmingen.huidig().get()
    assert (huidig.standpunt, huidig.vervangt.standpunt) == ("nee", "ja")


def test_nobody_said_it_so_there_is_no_way_it_was_said(cast: Cast, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.SMW_PO, Standpunt.NIET_BESCHIKBAAR)

    assert bespreking.instemmingen.get().wijze == ""


@pytest.mark.parametrize(
    ("partij", "standpunt", "zin"),
    [
        (Partij.OUDER, Standpunt.JA, "wie het is"),
        (Partij.VO_SCHOOL, Standpunt.NIET_BESCHIKBAAR, "Niet beschikbaar kan niet bij vo-school"),
    ],
)
def test_stances_that_make_no_sense_are_refused(
    cast: Cast, bespreking: Bespreking, partij: Partij, standpunt: Standpunt, zin: str
) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        instemmingen.vastleggen(
            bespreking=bespreking,
            partij=partij,
            standpunt=standpunt,
            wijze=Wijze.GESPREK,
            door=cast["ib_er"],
            op=timezone.now(),
        )


def test_a_yes_needs_a_way_in_which_it_was_given(cast: Cast, bespreking: Bespreking) -> None:
    with pytest.raises(NietToegestaan, match="Kies hoe leerling"):
        instemmingen.vastleggen(
            bespreking=bespreking,
            partij=Partij.LEERLING,
            standpunt=Standpunt.JA,
            wijze=None,
            door=cast["ib_er"],
            op=timezone.now(),
        )


def test_a_parent_of_another_pupil_has_no_say(cast: Cast, bespreking: Bespreking) -> None:
    ander = build.leerling(cast, roepnaam="Ander").ouders.get()

    with pytest.raises(NietToegestaan, match="hoort niet bij deze leerling"):
        build.vindt(cast, bespreking, Partij.OUDER, ouder=ander)


@pytest.mark.parametrize("partij", [Partij.VO_SCHOOL, Partij.SMW_VO])
def test_no_school_no_stance_of_that_school(cast: Cast, leerling: Leerling, partij: Partij) -> None:
    bespreking = build.overleg(cast, build.met_toestemming(cast, leerling)).besprekingen.get()

    with pytest.raises(NietToegestaan, match="Kies eerst de gewenste vo-school"):
        build.vindt(cast, bespreking, partij)
    build.vindt(cast, bespreking, partij, Standpunt.NIET_GEHOORD)


def test_several_stances_are_all_saved_or_none(cast: Cast, bespreking: Bespreking) -> None:
    with pytest.raises(NietToegestaan), transaction.atomic():
        instemmingen.alle_vastleggen(
            bespreking=bespreking,
            gehoord=[
                Gehoord(Partij.BASISSCHOOL, Standpunt.JA, Wijze.GESPREK),
                Gehoord(Partij.OUDER, Standpunt.JA, Wijze.GESPREK),
            ],
            door=cast["ib_er"],
            op=timezone.now(),
        )
    assert not Instemming.objects.exists()


# --- a later nee or withdrawal


@pytest.mark.parametrize(
    ("partij", "standpunt", "uitkomst"),
    [
        (Partij.LEERLING, Standpunt.NEE, "niet_opgenomen"),
        (Partij.OUDER, Standpunt.NEE, "niet_opgenomen"),
        (Partij.SMW_VO, Standpunt.NEE, "wacht"),
        (Partij.BASISSCHOOL, Standpunt.NIET_GEHOORD, "wacht"),
    ],
)
def test_a_later_nee_opens_the_decision_visibly(
    cast: Cast, leerling: Leerling, partij: Partij, standpunt: Standpunt, uitkomst: str
) -> None:
    bespreking = build.besluit_traject(cast, leerling).bespreking

    build.vindt(cast, bespreking, partij, standpunt)

    huidig = bespreking.besluiten.huidig().get()
    assert (huidig.uitkomst, huidig.keus, bespreking.status) == (uitkomst, "traject", uitkomst)
    assert huidig.reden == (build.WAAROM_NIET if partij == Partij.SMW_VO else "Een standpunt is veranderd.")
    assert bespreking.statuswissels.filter(van="opgenomen", naar=uitkomst).exists()
    assert Gebeurtenis.objects.filter(soort="besluit.heroverwogen", leerling_id=str(leerling.pk)).exists()


@pytest.mark.parametrize("doel", [Doel.BESPREKEN, Doel.DEELNEMEN])
def test_a_withdrawn_consent_opens_the_decision(cast: Cast, leerling: Leerling, doel: Doel) -> None:
    bespreking = build.besluit_traject(cast, leerling).bespreking

    build.zegt(cast, leerling, doel, Toestemmingstand.INGETROKKEN)

    bespreking.refresh_from_db()
    assert bespreking.status == "niet_opgenomen"
    assert bespreking.besluiten.huidig().get().reden == "Een toestemming is veranderd."


@pytest.mark.parametrize("doel", [Doel.ONDERZOEK, Doel.VRAGENLIJSTEN])
def test_refusing_research_never_touches_the_help(cast: Cast, leerling: Leerling, doel: Doel) -> None:
    bespreking = build.besluit_traject(cast, leerling).bespreking

    build.zegt(cast, leerling, doel, Toestemmingstand.NEE)

    bespreking.refresh_from_db()
    assert bespreking.status == "opgenomen"


def test_a_nee_of_a_parent_without_authority_opens_nothing(cast: Cast, leerling: Leerling) -> None:
    bespreking = build.besluit_traject(cast, leerling).bespreking
    vader = ouders.toevoegen(
        leerling=leerling, relatie=Relatie.VADER, gezag=False, door=cast["ib_er"], op=timezone.now()
    )

    build.vindt(cast, bespreking, Partij.OUDER, Standpunt.NEE, ouder=vader)

    assert bespreking.status == "opgenomen"


def test_looking_again_never_lets_a_pupil_in(cast: Cast, bespreking: Bespreking) -> None:
    """That stays a decision of people: the last yes makes it possible, not done."""
    build.besluit(cast, bespreking)

    build.iedereen_eens(cast, bespreking)

    assert bespreking.status == "wacht"
    assert build.besluit(cast, bespreking).uitkomst == "opgenomen"


def test_a_waiting_decision_ends_when_the_pupil_says_no(cast: Cast, bespreking: Bespreking) -> None:
    build.besluit(cast, bespreking)

    build.vindt(cast, bespreking, Partij.LEERLING, Standpunt.NEE)

    assert bespreking.status == "niet_opgenomen"


def test_before_a_decision_a_nee_opens_nothing(cast: Cast, bespreking: Bespreking) -> None:
    build.vindt(cast, bespreking, Partij.LEERLING, Standpunt.NEE)

    assert bespreking.status == "voorgesteld" and not Besluit.objects.exists()


# --- followers


def test_followers_hear_every_new_decision_and_nothing_else(
    cast: Cast, bespreking: Bespreking, gehoord_door_volger: list[dict[str, Any]]
) -> None:
    besluit = build.besluit(cast, build.iedereen_eens(cast, bespreking))
    build.besluit(cast, bespreking)
    build.vindt(cast, bespreking, Partij.LEERLING, Standpunt.NEE)

    assert [feit["besluit"].uitkomst for feit in gehoord_door_volger] == ["opgenomen", "niet_opgenomen"]
    assert gehoord_door_volger[0]["besluit"] == besluit
    assert set(gehoord_door_volger[0]) == {"besluit", "door", "op", "dag"}


def test_a_follower_that_refuses_takes_the_decision_back(
    cast: Cast, bespreking: Bespreking, gehoord_door_volger: list[dict[str, Any]]
) -> None:
    def weiger(**feit: Any) -> None:
        raise NietToegestaan("Er is geen plek meer.")

    followers.volg_besluit("test.weigert")(weiger)
    build.iedereen_eens(cast, bespreking)

    with pytest.raises(NietToegestaan, match="geen plek"):
        build.besluit(cast, bespreking)

    bespreking.refresh_from_db()
    assert bespreking.status == "voorgesteld" and not Besluit.objects.exists()
    assert not Gebeurtenis.objects.filter(soort="besluit.vastgelegd").exists()


def test_who_follows_is_a_known_list() -> None:
    assert TOESTEMMING.namen()[:1] == ["overdracht.heroverwegen"]
    assert [naam for naam in followers.BESLUIT.namen() if not naam.startswith("begeleiding.")] == []
