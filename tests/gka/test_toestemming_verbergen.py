"""Withdrawing hides a pupil in the next request: every page as every role, before and after."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gka.actions import ouders
from gka.models import Gebeurtenis, Leerling, Ouder
from gka.workflow import Doel, Keuzesoort, Relatie, Toestemmingstand
from monitoring.actions import exports
from monitoring.models import Export
from tests import build
from tests.cast import Cast

NAAM = "Zqverborgen"
JA, NEE, INGETROKKEN, BEZWAAR = (
    Toestemmingstand.JA,
    Toestemmingstand.NEE,
    Toestemmingstand.INGETROKKEN,
    Toestemmingstand.BEZWAAR,
)
PAGINAS = ("start", "leerlingen", "overleggen", "bord", "trajecten")
EIGEN = ("leerling", "toestemming", "formulier", "bespreking", "traject", "contact")
# Who finds the pupil's name where, with every consent, in the traject and on the board.
ALLES = {
    "ib_er": {"leerlingen", "bord", "leerling", "toestemming", "formulier", "bespreking"},
    "smw_po": {"start", "leerlingen", "bord", "trajecten", *EIGEN},
    "smw_vo": {"start", "leerlingen", "bord", "trajecten", *EIGEN},
    "zorgcoordinator": {"leerlingen", "bord", "leerling", "bespreking"},
    "teamleider": {"leerlingen", "trajecten", "leerling", "traject"},
}
# The own IB-er keeps name, consent and what was decided, and is told on the start page that it was taken back.
ALLEEN_IB_ER: dict[str, set[str]] = {"ib_er": ALLES["ib_er"] | {"start"}}
UIT_HET_TRAJECT = ALLEEN_IB_ER | {
    # One may still talk about the pupil in the overleg, and who sat there is told that the decision changed; the
    # traject and its hours are gone.
    "smw_po": ALLES["smw_po"] - {"trajecten", "traject", "contact"},
    "smw_vo": ALLES["smw_vo"] - {"trajecten", "traject", "contact"},
    "zorgcoordinator": ALLES["zorgcoordinator"] | {"start"},
}


@pytest.fixture
def pupil(cast: Cast) -> Leerling:
    """In the traject, with a contact and every consent, eleven years old, two parents with authority."""
    made = build.leerling(cast, roepnaam=NAAM, achternaam=NAAM)
    build.met_toestemming(cast, made, Doel.VRAGENLIJSTEN, Doel.ONDERZOEK)
    build.contact(cast, build.traject(cast, made))
    build.zegt(cast, made, Doel.DELEN, school=cast.vo_school)
    return made


def gevonden(cast: Cast, client: Client, pupil: Leerling, *, mensen: Iterable[str] = ALLES) -> dict[str, set[str]]:
    """For each of these people the pages that answer and show the name (a form about the pupil always names it)."""
    traject = pupil.trajecten.get()
    bespreking = traject.besluit.bespreking
    adressen = {
        "start": reverse("gka:start"),
        "leerlingen": reverse("gka:leerlingen"),
        "overleggen": reverse("overdracht:overleggen"),
        "trajecten": reverse("begeleiding:trajecten"),
        "bord": bespreking.overleg.get_absolute_url(),
        "bespreking": bespreking.get_absolute_url(),
        "leerling": pupil.get_absolute_url(),
        "toestemming": reverse("gka:toestemming", kwargs={"pk": pupil.pk}),
        "formulier": reverse("gka:toestemming_formulier", kwargs={"pk": pupil.pk}),
        "traject": reverse("begeleiding:traject", kwargs={"pk": traject.pk}),
        "contact": reverse("begeleiding:contact", kwargs={"pk": traject.pk}),
    }
    assert set(adressen) == {*PAGINAS, *EIGEN}
    found = {}
    for wie in mensen:
        cast.log_in(client, wie)
        waar = set()
        for naam, adres in adressen.items():
            response = client.get(adres)
            if response.status_code == 200 and NAAM in response.content.decode():
                waar.add(naam)
            if naam in EIGEN and response.status_code == 404:
                assert NAAM not in response.content.decode()
        if waar:
            found[wie] = waar
    return found


def test_before_withdrawing(cast: Cast, client: Client, pupil: Leerling) -> None:
    assert gevonden(cast, client, pupil, mensen=cast.people) == ALLES


def trekt_bespreken_in(cast: Cast, pupil: Leerling) -> None:
    build.zegt(cast, pupil, Doel.BESPREKEN, INGETROKKEN)


def trekt_deelnemen_in(cast: Cast, pupil: Leerling) -> None:
    build.zegt(cast, pupil, Doel.DEELNEMEN, INGETROKKEN)


def andere_ouder_maakt_bezwaar(cast: Cast, pupil: Leerling) -> None:
    ander = ouders.toevoegen(leerling=pupil, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())
    build.zegt(cast, pupil, Doel.DEELNEMEN, BEZWAAR, ouder=ander)


def leerling_van_twaalf_zegt_nee(cast: Cast, pupil: Leerling) -> None:
    Leerling.objects.update(geboortedatum=date(2014, 3, 10))
    build.zegt(cast, pupil, Doel.DEELNEMEN, NEE, zelf=True)


@pytest.mark.parametrize("stap", [trekt_deelnemen_in, andere_ouder_maakt_bezwaar, leerling_van_twaalf_zegt_nee])
def test_out_of_the_traject(
    cast: Cast, client: Client, pupil: Leerling, stap: Callable[[Cast, Leerling], None]
) -> None:
    stap(cast, pupil)

    assert gevonden(cast, client, pupil) == UIT_HET_TRAJECT


def test_no_more_talking_about_the_pupil(cast: Cast, client: Client, pupil: Leerling) -> None:
    trekt_bespreken_in(cast, pupil)

    # Also from the vo-school, whatever the yes to share with it says.
    assert gevonden(cast, client, pupil) == ALLEEN_IB_ER


def test_everything_withdrawn_leaves_the_own_ib_er(cast: Cast, client: Client, pupil: Leerling) -> None:
    for doel in Doel:
        build.zegt(cast, pupil, doel, INGETROKKEN, school=cast.vo_school if doel == Doel.DELEN else None)

    assert gevonden(cast, client, pupil, mensen=cast.people) == ALLEEN_IB_ER


def test_no_to_questionnaires_and_research_hides_nothing(cast: Cast, client: Client, pupil: Leerling) -> None:
    for doel in (Doel.VRAGENLIJSTEN, Doel.ONDERZOEK):
        build.zegt(cast, pupil, doel, INGETROKKEN)

    assert gevonden(cast, client, pupil) == ALLES


def test_only_sharing_withdrawn(cast: Cast, client: Client, pupil: Leerling) -> None:
    build.zegt(cast, pupil, Doel.DELEN, INGETROKKEN, school=cast.vo_school)

    # At the table of the overleg still, as a participant; the page of the pupil is closed.
    assert gevonden(cast, client, pupil) == ALLES | {"zorgcoordinator": {"bord", "bespreking"}}


def test_after_admission_the_school_keeps_its_own_pupil(cast: Cast, client: Client, pupil: Leerling) -> None:
    build.wil_naar(cast, pupil, cast.vo_school, Keuzesoort.DEFINITIEF)
    build.zegt(cast, pupil, Doel.DELEN, INGETROKKEN, school=cast.vo_school)

    assert gevonden(cast, client, pupil)["zorgcoordinator"] == {"leerlingen", "leerling", "bord", "bespreking"}


@pytest.mark.parametrize("stand", [None, NEE, INGETROKKEN])
def test_nobody_but_the_own_ib_er_lists_a_pupil_without_consent_to_discuss(
    cast: Cast, client: Client, stand: Toestemmingstand | None
) -> None:
    """Also not the school that admitted the pupil: no line, no file, no page, no telephone of the parents."""
    pupil = build.leerling(cast, roepnaam=NAAM, achternaam=NAAM)
    build.wil_naar(cast, pupil, cast.vo_school)
    build.wil_naar(cast, pupil, cast.vo_school, Keuzesoort.DEFINITIEF)
    build.zegt(cast, pupil, Doel.DELEN, school=cast.vo_school)
    build.zegt(cast, pupil, Doel.DEELNEMEN)
    if stand:
        build.zegt(cast, pupil, Doel.BESPREKEN, JA if stand == INGETROKKEN else stand)
    if stand == INGETROKKEN:
        assert pupil in Leerling.objects.zichtbaar_voor(cast["zorgcoordinator"])
        assert Ouder.objects.zichtbaar_voor(cast["zorgcoordinator"]).exists()
        build.zegt(cast, pupil, Doel.BESPREKEN, INGETROKKEN)

    assert [wie for wie in cast.people if Leerling.objects.zichtbaar_voor(cast[wie]).exists()] == ["ib_er"]
    assert [wie for wie in cast.people if Ouder.objects.zichtbaar_voor(cast[wie]).exists()] == ["ib_er"]
    cast.log_in(client, "zorgcoordinator")
    assert client.get(pupil.get_absolute_url()).status_code == 404
    for adres in (reverse("gka:leerlingen"), reverse("gka:leerlingen_csv"), reverse("gka:start")):
        assert NAAM not in client.get(adres).content.decode()


def test_a_changed_wish_leaves_the_yes_with_the_old_school(cast: Cast, client: Client, pupil: Leerling) -> None:
    build.wil_naar(cast, pupil, cast.andere_vo_school)

    nieuwe = ["buitenstaander_zorgcoordinator", "buitenstaander_smw_vo"]
    assert gevonden(cast, client, pupil, mensen=nieuwe) == {}
    build.zegt(cast, pupil, Doel.DELEN, school=cast.andere_vo_school)
    assert gevonden(cast, client, pupil, mensen=nieuwe).keys() == {"buitenstaander_zorgcoordinator"}


def test_whoever_objected_and_agrees_later_opens_it_again(cast: Cast, client: Client, pupil: Leerling) -> None:
    andere_ouder_maakt_bezwaar(cast, pupil)
    build.zegt(cast, pupil, Doel.DEELNEMEN, JA, ouder=pupil.ouders.get(relatie=Relatie.VADER))

    # The consent is there again; that the traject goes on is a decision of people.
    nu = gevonden(cast, client, pupil, mensen=["smw_vo", "teamleider"])
    assert "traject" in nu["smw_vo"] and "trajecten" in nu["teamleider"]
    assert pupil.trajecten.get().status == "eerder_gestopt"


def test_a_research_file_of_before_is_not_handed_out_any_more(cast: Cast, client: Client, pupil: Leerling) -> None:
    ander = build.leerling(cast)
    build.met_toestemming(cast, ander, Doel.ONDERZOEK)
    gevraagd = exports.aanvragen(regio=cast.regio, cohorten=[cast.cohort], door=cast["onderzoeker"], op=timezone.now())
    assert exports.maken(aanvraag=gevraagd, op=timezone.now())
    adres = reverse("monitoring:export_download", kwargs={"pk": Export.objects.get().pk})
    cast.log_in(client, "onderzoeker")
    assert client.get(adres).status_code == 200

    build.zegt(cast, pupil, Doel.ONDERZOEK, INGETROKKEN)
    response = client.get(adres, follow=True)

    assert "Er is een toestemming ingetrokken sinds deze export. Vraag een nieuwe aan." in response.content.decode()
    assert Gebeurtenis.objects.filter(soort="export.gedownload").count() == 1
    nieuw = exports.aanvragen(regio=cast.regio, cohorten=[cast.cohort], door=cast["onderzoeker"], op=timezone.now())
    made = exports.maken(aanvraag=nieuw, op=timezone.now())
    assert made is not None and made.rijen == 1
    assert client.get(reverse("monitoring:export_download", kwargs={"pk": made.pk})).status_code == 200
