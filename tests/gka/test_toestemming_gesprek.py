"""Objection, the day something was said, what withdrawing means, and the history on the page of consent."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gka.actions import ouders, toestemming
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Leerling, Ouder, Toestemming
from gka.privacy.consent import mag_delen
from gka.workflow import Doel, Ontvanger, Relatie, Toestemmingstand, Wijze
from tests import build
from tests.cast import Cast
from tests.gka.test_toestemming import adres, formulier, standen, zeg
from tests.pages import tekst

JA, NEE, INGETROKKEN, BEZWAAR = (
    Toestemmingstand.JA,
    Toestemmingstand.NEE,
    Toestemmingstand.INGETROKKEN,
    Toestemmingstand.BEZWAAR,
)
VANDAAG = date(2026, 3, 10)


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def vader(cast: Cast, leerling: Leerling) -> Ouder:
    return ouders.toevoegen(leerling=leerling, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())


def mag(leerling: Leerling, met: Ontvanger = Ontvanger.OVERLEG) -> bool:
    return bool(mag_delen(leerling, met, op=timezone.localdate()))


# --- objection


def test_a_parent_who_never_said_anything_can_object(
    ib_er: Client, cast: Cast, leerling: Leerling, vader: Ouder
) -> None:
    for doel in (Doel.BESPREKEN, Doel.DEELNEMEN):
        build.zegt(cast, leerling, doel, ouder=leerling.ouders.get(relatie=Relatie.MOEDER))
    assert mag(leerling)

    klaar = zeg(ib_er, leerling, vader, ouder_deelnemen="bezwaar", ouder_bespreken="bezwaar")

    assert not mag(leerling) and not mag(leerling, Ontvanger.TRAJECT)
    gestopt = "2 antwoorden opgeslagen. Het traject stopt. De gegevens worden verwijderd volgens de bewaartermijn."
    assert gestopt in tekst(klaar)
    assert "Bespreken in het knooppuntoverleg mag niet: vader maakt bezwaar." in tekst(klaar)
    zeg(ib_er, leerling, vader, ouder_bespreken="ja")
    assert mag(leerling) and not mag(leerling, Ontvanger.TRAJECT)


def test_objection_is_offered_where_there_is_another_parent_with_authority(
    ib_er: Client, cast: Cast, leerling: Leerling
) -> None:
    (moeder,) = leerling.ouders.all()
    keuze = 'value="bezwaar"'
    assert keuze not in ib_er.get(adres(leerling)).content.decode()
    assert keuze in ib_er.get(adres(leerling, "nieuw")).content.decode()

    oma = ouders.toevoegen(
        leerling=leerling, relatie=Relatie.VERZORGER, gezag=False, door=cast["ib_er"], op=timezone.now()
    )

    for wie in (moeder, oma):
        assert keuze not in ib_er.get(adres(leerling, wie)).content.decode()
        zeg(ib_er, leerling, wie, ouder_bespreken="bezwaar")
    assert not Toestemming.objects.exists()


def test_a_parent_without_authority_blocks_nothing_and_allows_nothing(
    ib_er: Client, cast: Cast, leerling: Leerling, vader: Ouder
) -> None:
    Ouder.objects.filter(pk=vader.pk).update(gezag=False)
    zeg(ib_er, leerling, vader, ouder_bespreken="ja")
    assert not mag(leerling)

    build.zegt(cast, leerling, Doel.BESPREKEN, ouder=leerling.ouders.get(relatie=Relatie.MOEDER))
    zeg(ib_er, leerling, vader, ouder_bespreken="ingetrokken")

    assert mag(leerling)
    assert "telt niet: geen gezag" in tekst(ib_er.get(adres(leerling, vader)))


def test_a_pupil_says_no_and_does_not_object(cast: Cast, leerling: Leerling) -> None:
    with pytest.raises(NietToegestaan, match="Bezwaar maakt een ouder"):
        build.zegt(cast, leerling, Doel.BESPREKEN, BEZWAAR, zelf=True)
    assert not Toestemming.objects.exists()


def test_the_pupil_alone(ib_er: Client, leerling: Leerling, vader: Ouder) -> None:
    assert "Alleen de leerling" not in tekst(ib_er.get(adres(leerling, "leerling")))
    Leerling.objects.update(geboortedatum=date(2014, 3, 10))

    zeg(ib_er, leerling, "leerling", leerling_deelnemen="ja")

    assert standen(leerling) == {("leerling", "deelnemen"): JA}
    assert "Moeder: " not in tekst(ib_er.get(adres(leerling, "leerling")))


def test_from_sixteen_nobody_has_to_choose_a_parent(ib_er: Client, leerling: Leerling, vader: Ouder) -> None:
    Leerling.objects.update(geboortedatum=date(2010, 3, 10))

    pagina = tekst(ib_er.get(adres(leerling, vader)))

    assert "Leerling: Wil je meedoen" in pagina and "Vader" not in pagina


# --- which day


def test_a_form_signed_last_week(ib_er: Client, leerling: Leerling) -> None:
    zeg(ib_er, leerling, ouder_bespreken="ja", wijze="papier", gegeven_op="2026-03-04")

    rij = leerling.toestemmingen.get()
    assert (rij.gegeven_op, timezone.localdate(rij.vastgelegd_op)) == (date(2026, 3, 4), VANDAAG)
    assert "Nu: ja, op papier, 4 maart 2026." in tekst(ib_er.get(adres(leerling)))
    # What was known on a day counts for that day.
    for dag, verwacht in ((4, False), (9, False), (10, True)):
        assert bool(mag_delen(leerling, Ontvanger.OVERLEG, op=date(2026, 3, dag))) is verwacht


def test_no_day_means_today(ib_er: Client, leerling: Leerling) -> None:
    zeg(ib_er, leerling, ouder_bespreken="ja")

    assert leerling.toestemmingen.get().gegeven_op == VANDAAG


@pytest.mark.parametrize(
    ("dag", "zin"),
    [
        ("2026-03-11", "Deze dag ligt in de toekomst."),
        ("2025-07-31", "Kies een dag vanaf 1 augustus 2025."),
        ("2014-09-02", "Kies een dag vanaf 1 augustus 2025."),
        ("2014-09-01", "Toen was deze leerling nog niet geboren."),
        ("2026-02-30", "Kies een dag die bestaat"),
    ],
)
def test_a_day_that_cannot_be(ib_er: Client, leerling: Leerling, dag: str, zin: str) -> None:
    fout = zeg(ib_er, leerling, ouder_bespreken="ja", ouder_deelnemen="nee", gegeven_op=dag)

    assert tekst(fout).count(zin) == 2 and 'href="#id_gegeven_op"' in fout.content.decode()
    assert formulier(fout)["ouder_deelnemen"] == "nee"
    assert not Toestemming.objects.exists()


@pytest.mark.parametrize("dag", ["2025-08-01", "2026-03-10"])
def test_the_first_day_of_the_text_and_today_are_fine(ib_er: Client, leerling: Leerling, dag: str) -> None:
    zeg(ib_er, leerling, ouder_bespreken="ja", gegeven_op=dag)

    assert str(leerling.toestemmingen.get().gegeven_op) == dag


def test_an_older_form_undoes_no_later_no(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN, NEE)

    fout = zeg(ib_er, leerling, ouder_bespreken="ja", wijze="papier", gegeven_op="2026-03-09")

    assert "Op 10 maart 2026 is er al iets anders gezegd." in tekst(fout)
    assert standen(leerling) == {("ouder", "bespreken"): NEE}
    zeg(ib_er, leerling, ouder_bespreken="ja", wijze="papier", gegeven_op="2026-03-10")
    assert standen(leerling) == {("ouder", "bespreken"): JA}


def test_the_day_of_the_same_answer_can_be_put_right(cast: Cast, leerling: Leerling) -> None:
    def ja(gegeven_op: date | None) -> Toestemming:
        return toestemming.vastleggen(
            leerling=leerling,
            doel=Doel.BESPREKEN,
            stand=JA,
            wijze=Wijze.PAPIER,
            tekstversie=build.TEKST,
            door=cast["ib_er"],
            op=timezone.now(),
            ouder=leerling.ouders.get(),
            gegeven_op=gegeven_op,
        )

    eerste = ja(VANDAAG)
    assert ja(None) == ja(VANDAAG) == eerste

    beter = ja(VANDAAG - timedelta(days=3))

    assert (beter.vervangt, leerling.toestemmingen.count()) == (eerste, 2)


# --- what it means, and what was said


def test_withdrawing_says_beforehand_what_happens(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling, Doel.DEELNEMEN, Doel.ONDERZOEK)

    pagina = tekst(ib_er.get(adres(leerling)))

    assert "Intrekken? Het traject stopt. De gegevens worden verwijderd volgens de bewaartermijn." in pagina
    assert "Intrekken? Onderzoekers krijgen geen gegevens meer. De hulp gaat gewoon door." in pagina
    klaar = zeg(ib_er, leerling, ouder_onderzoek="ingetrokken")
    assert "1 antwoord opgeslagen. Onderzoekers krijgen geen gegevens meer. De hulp gaat gewoon door." in tekst(klaar)


def test_the_history_shows_who_said_what_when_and_in_which_words(
    ib_er: Client, cast: Cast, leerling: Leerling, vader: Ouder
) -> None:
    moeder = leerling.ouders.get(relatie=Relatie.MOEDER)
    zeg(ib_er, leerling, moeder, ouder_bespreken="ja", wijze="papier", gegeven_op="2026-03-02")
    zeg(ib_er, leerling, vader, ouder_bespreken="bezwaar", wijze="telefoon")
    zeg(ib_er, leerling, vader, ouder_bespreken="ja")

    pagina = tekst(ib_er.get(adres(leerling)))

    assert "Vader zegt ja 10 maart 2026 · in een gesprek" in pagina
    assert "Vader maakt bezwaar later veranderd 10 maart 2026 · telefonisch" in pagina
    assert "Moeder zegt ja 2 maart 2026 · op papier" in pagina
    assert "Vastgelegd op 10 maart 2026 door Test IB-er. Tekst 2026-1." in pagina
    with pytest.raises(IntegrityError), transaction.atomic():
        Toestemming.objects.filter(stand=BEZWAAR).update(stand=JA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Toestemming.objects.filter(stand=BEZWAAR).delete()


def test_who_only_sees_the_standing_is_not_told_who_said_it(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.traject(cast, leerling)
    build.zegt(cast, leerling, Doel.ONDERZOEK, NEE)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    for wie, ziet in (("ib_er", True), ("smw_vo", True), ("teamleider", False), ("zorgcoordinator", False)):
        pagina = tekst(cast.log_in(client, wie).get(leerling.get_absolute_url()))
        assert "Gegevens gebruiken voor onderzoek mag niet" in pagina
        assert ("Moeder zegt nee, sinds 10 maart 2026" in pagina) is ziet, wie


def test_the_page_costs_a_fixed_number_of_queries(
    ib_er: Client, cast: Cast, leerling: Leerling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for stand in (JA, NEE, JA, NEE, JA):
        for doel in Doel:
            build.zegt(cast, leerling, doel, stand, school=cast.vo_school if doel == Doel.DELEN else None)

    with django_assert_num_queries(13):
        ib_er.get(adres(leerling))
    assert Gebeurtenis.objects.filter(soort="leerling.gezien", leerling_id=str(leerling.pk)).count() == 1
