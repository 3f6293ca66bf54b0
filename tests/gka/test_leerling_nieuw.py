"""Add one pupil by hand, through the front door: who may, who is refused, and who is asked about first."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gka.actions import leerlingen, regio
from gka.actions.dubbelen import AlBekend
from gka.models import Gebeurtenis, Leerling, School
from gka.workflow import Keuzesoort
from tests import build
from tests.cast import Cast
from tests.pages import tekst

NIEUW = reverse("gka:leerling_nieuw")
LIJST = reverse("gka:leerlingen")
GEBOREN = date(2014, 5, 6)


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def verstuur(client: Client, **anders: Any) -> HttpResponse:
    return client.post(NIEUW, {"roepnaam": "Noor", "achternaam": "Vermeulen", "geboortedatum": "6-5-2014"} | anders)


def werkt_ook_op(cast: Cast, school: School) -> None:
    build.werkt_ook(cast, "ib_er", "ib_er", school=school)


# --- adding


def test_a_name_and_a_date_are_enough(ib_er: Client, cast: Cast) -> None:
    assert [veld.name for veld in ib_er.get(NIEUW).context["form"].velden] == [
        "roepnaam",
        "tussenvoegsel",
        "achternaam",
        "geboortedatum",
        "leerlingnummer",
    ]

    antwoord = verstuur(ib_er, achternaam="", follow=True)

    leerling = Leerling.objects.get()
    assert antwoord["Location"] == leerling.get_absolute_url()
    assert (leerling.naam, leerling.geboortedatum, leerling.leerlingnummer_van) == ("Noor", GEBOREN, None)
    assert leerling.schoolkeuzes.get().school == cast.school
    assert leerling.cohortdeelnames.get().cohort == cast.cohort
    assert Gebeurtenis.objects.get(soort="leerling.toegevoegd").leerling_id == str(leerling.pk)
    assert "De leerling is toegevoegd." in tekst(ib_er.get(antwoord["Location"]))


def test_everything_is_kept_as_it_was_meant(ib_er: Client, cast: Cast) -> None:
    verstuur(ib_er, roepnaam=" Anne  Marie ", tussenvoegsel="van den", achternaam="Berg", leerlingnummer=" 17 ")

    leerling = Leerling.objects.get()
    assert (leerling.naam, leerling.leerlingnummer) == ("Anne Marie van den Berg", "17")
    assert leerling.leerlingnummer_van == cast.school


@pytest.mark.parametrize(
    ("anders", "veld", "zin"),
    [
        ({"roepnaam": ""}, "roepnaam", ""),
        ({"geboortedatum": ""}, "geboortedatum", ""),
        ({"geboortedatum": "30-2-2014"}, "geboortedatum", "bestaande datum"),
        ({"geboortedatum": "6-5-2027"}, "geboortedatum", "kan niet kloppen"),
        ({"geboortedatum": "6-5-2000"}, "geboortedatum", "kan niet kloppen"),
        ({"leerlingnummer": "123456782"}, "leerlingnummer", "burgerservicenummer"),
        ({"achternaam": "Proef 123456782"}, "achternaam", "burgerservicenummer"),
    ],
)
def test_an_error_says_what_to_do_and_keeps_what_was_typed(
    ib_er: Client, anders: dict[str, str], veld: str, zin: str
) -> None:
    antwoord = verstuur(ib_er, **{"tussenvoegsel": "van"} | anders)

    form = antwoord.context["form"]
    assert list(form.errors) == [veld] and zin in form.errors[veld][0]
    assert f'href="#id_{veld}"' in antwoord.text
    assert form["tussenvoegsel"].value() == "van" and form[veld].value() == anders[veld]
    assert not Leerling.objects.exists()


# --- who is known already


@pytest.mark.parametrize(
    "anders",
    [{}, {"roepnaam": "NÖOR"}, {"achternaam": "van Vermeulen"}, {"leerlingnummer": "99"}],
)
def test_who_is_known_is_refused_with_a_link(ib_er: Client, cast: Cast, anders: dict[str, str]) -> None:
    bekend = build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN, nummer="17")

    antwoord = verstuur(ib_er, **anders)

    assert "Deze leerling staat al in Overstap." in tekst(antwoord)
    assert f'href="{bekend.get_absolute_url()}"' in antwoord.text
    assert "Noor Vermeulen Geboren op 6 mei 2014." in tekst(antwoord)
    assert Gebeurtenis.objects.get(soort="leerlingen.gezien").details["sleutels"] == [str(bekend.pk)]
    assert Leerling.objects.count() == 1


def test_a_number_that_is_taken_is_refused(ib_er: Client, cast: Cast) -> None:
    bekend = build.leerling(cast, roepnaam="Fien", achternaam="Proef", nummer="17")

    antwoord = verstuur(ib_er, leerlingnummer="17")

    assert "Dit leerlingnummer is al van een andere leerling." in antwoord.context["form"].errors["leerlingnummer"][0]
    assert f'href="{bekend.get_absolute_url()}"' in antwoord.text


def test_a_number_of_somebody_who_left_is_refused_without_a_link(ib_er: Client, cast: Cast) -> None:
    weg = build.leerling(cast, roepnaam="Fien", achternaam="Proef", nummer="17")
    build.wil_naar(cast, weg, cast.andere_school, Keuzesoort.BASISSCHOOL)

    antwoord = verstuur(ib_er, leerlingnummer="17")

    assert "Dit leerlingnummer is al van een andere leerling." in tekst(antwoord)
    assert str(weg.pk) not in antwoord.text and "Fien" not in antwoord.text


def test_a_pupil_of_another_school_is_refused_without_content_and_with_a_trace(ib_er: Client, cast: Cast) -> None:
    elders = build.leerling(
        cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN, school=cast.andere_school
    )

    antwoord = verstuur(ib_er)

    assert "staat bij een andere basisschool. Vraag die school de leerling over te dragen." in tekst(antwoord)
    assert str(elders.pk) not in antwoord.text and "Vlieger" not in antwoord.text
    assert Leerling.objects.count() == 1
    spoor = Gebeurtenis.objects.get(soort="leerling.elders")
    assert (spoor.leerling_id, spoor.uitkomst) == (str(elders.pk), "geweigerd")


@pytest.mark.parametrize("anders", [{"roepnaam": "Nor"}, {"geboortedatum": "5-6-2014"}])
def test_who_only_looks_like_a_pupil_of_another_school_tells_nothing(
    ib_er: Client, cast: Cast, anders: dict[str, str]
) -> None:
    build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN, school=cast.andere_school)

    assert verstuur(ib_er, **anders).status_code == 302


def test_another_region_is_not_asked(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN, school=cast.elders_school)

    assert verstuur(ib_er).status_code == 302
    assert Leerling.objects.count() == 2


def test_two_at_once_add_one(cast: Cast) -> None:
    """The check is inside the action, after the lock: not only in the form."""
    nieuw = leerlingen.Nieuw("Noor", "", "Vermeulen", GEBOREN)
    feit = {"nieuw": nieuw, "school": cast.school, "cohort": cast.cohort, "andere_dan": (), "door": cast["ib_er"]}
    feit |= {"op": timezone.now(), "dag": timezone.localdate()}
    leerlingen.met_de_hand_toevoegen(**feit)

    with pytest.raises(AlBekend):
        leerlingen.met_de_hand_toevoegen(**feit)


# --- who looks alike


def test_who_looks_alike_is_shown_first_and_everything_typed_is_kept(ib_er: Client, cast: Cast) -> None:
    gelijkend = [
        build.leerling(cast, roepnaam="Nora", achternaam="Vermeulen", geboortedatum=GEBOREN),
        build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=date(2014, 6, 5)),
    ]
    build.leerling(cast, roepnaam="Fien", achternaam="Vermeulen", geboortedatum=GEBOREN)  # the twin
    typte = {"roepnaam": "Noor", "tussenvoegsel": "van", "achternaam": "Vermeulen", "leerlingnummer": "17"}

    vraag = verstuur(ib_er, **typte)

    assert set(vraag.context["form"].gelijkend) == set(gelijkend)
    assert "Wat u typte Noor van Vermeulen 6 mei 2014" in tekst(vraag)
    assert "Staat al in Overstap Nora Vermeulen 6 mei 2014" in tekst(vraag)
    assert "Staat al in Overstap Noor Vermeulen 5 juni 2014" in tekst(vraag)
    assert all(f'href="{leerling.get_absolute_url()}"' in vraag.text for leerling in gelijkend)
    assert 'href="#id_andere_leerling"' in vraag.text and "Dit is een andere leerling" in tekst(vraag)
    assert {naam: vraag.context["form"][naam].value() for naam in typte} == typte
    assert Leerling.objects.count() == 3
    gezien = Gebeurtenis.objects.get(soort="leerlingen.gezien")
    assert set(gezien.details["sleutels"]) == {str(leerling.pk) for leerling in gelijkend}

    zonder = verstuur(ib_er, **typte, vergeleken=[leerling.pk for leerling in gelijkend])
    assert zonder.status_code == 200
    met = verstuur(ib_er, **typte, vergeleken=[leerling.pk for leerling in gelijkend], andere_leerling="on")
    assert met.status_code == 302
    assert Leerling.objects.count() == 4


def test_the_tick_is_only_about_who_was_shown(ib_er: Client, cast: Cast) -> None:
    een = build.leerling(cast, roepnaam="Nora", achternaam="Vermeulen", geboortedatum=GEBOREN)
    ander = build.leerling(cast, roepnaam="Daniel", achternaam="Vermeulen", geboortedatum=GEBOREN)

    antwoord = verstuur(ib_er, roepnaam="Danile", vergeleken=een.pk, andere_leerling="on")

    assert antwoord.context["form"].gelijkend == [ander]
    assert not antwoord.context["form"]["andere_leerling"].value()
    assert verstuur(ib_er, roepnaam="Danile", andere_leerling="on").status_code == 200
    assert Leerling.objects.count() == 2


def test_a_tick_does_not_add_who_is_known(ib_er: Client, cast: Cast) -> None:
    bekend = build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN)

    assert "staat al in Overstap" in tekst(verstuur(ib_er, vergeleken=bekend.pk, andere_leerling="on"))
    assert Leerling.objects.count() == 1


def test_a_pupil_of_another_school_does_not_look_alike(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Nora", achternaam="Vermeulen", geboortedatum=GEBOREN, school=cast.andere_school)

    assert verstuur(ib_er).status_code == 302


# --- school and year


def test_with_two_schools_one_chooses(client: Client, cast: Cast) -> None:
    werkt_ook_op(cast, cast.andere_school)
    cast.log_in(client, "ib_er")

    assert verstuur(client).context["form"].errors["school"] == ["Kies de school van deze leerling."]
    assert verstuur(client, school=cast.elders_school.pk).context["form"].errors["school"]
    assert not Leerling.objects.exists()
    verstuur(client, school=cast.andere_school.pk)

    assert Leerling.objects.get().schoolkeuzes.get().school == cast.andere_school


def test_a_pupil_of_the_other_own_school_is_not_added_twice(client: Client, cast: Cast) -> None:
    werkt_ook_op(cast, cast.andere_school)
    build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN)
    cast.log_in(client, "ib_er")

    antwoord = verstuur(client, school=cast.andere_school.pk)

    assert "Vraag die school de leerling over te dragen." in tekst(antwoord)


def test_the_year_is_asked_when_more_than_one_is_open(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    regio.cohort_openen(regio=cast.regio, jaar=2025, plaatsen={})
    volgend = regio.cohort_openen(regio=cast.regio, jaar=2027, plaatsen={})
    cast.log_in(client, "ib_er")
    form = client.get(NIEUW).context["form"]
    assert [keuze for keuze, _ in form.fields["jaar"].choices] == [2026, 2027]
    assert form["jaar"].value() == 2026

    assert verstuur(client).context["form"].errors["jaar"] == ["Kies het jaar."]
    assert verstuur(client, jaar=2025).context["form"].errors["jaar"]
    verstuur(client, jaar=2027)
    assert Leerling.objects.get().cohortdeelnames.get().cohort == volgend

    clock.move_to("2026-09-01T09:00:00+02:00")
    cast.log_in(client, "ib_er")
    assert client.get(NIEUW).context["form"]["jaar"].value() == 2027


def test_without_an_open_year_it_says_who_opens_one(client: Client, cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to("2027-02-01T09:00:00+01:00")
    cast.log_in(client, "ib_er")

    assert "Vraag de projectcoördinator om het te openen." in tekst(client.get(NIEUW))
    assert "Vraag de projectcoördinator om het te openen." in tekst(verstuur(client))
    assert not Leerling.objects.exists()


# --- doors


def test_only_an_ib_er_adds_pupils(client: Client, cast: Cast) -> None:
    for wie in [*cast.people, "anoniem"]:
        cast.log_in(client, wie)
        verwacht = 302 if wie == "anoniem" else 200 if wie.endswith("ib_er") else 403
        assert client.get(NIEUW).status_code == verwacht, wie
        if verwacht != 200:
            assert verstuur(client).status_code == verwacht, wie
    assert not Leerling.objects.exists()


def test_the_list_offers_it_to_who_may(client: Client, cast: Cast) -> None:
    assert NIEUW in cast.log_in(client, "ib_er").get(LIJST).text  # also when it is empty
    assert NIEUW not in cast.log_in(client, "smw_po").get(LIJST).text


def test_as_many_questions_with_many_pupils(ib_er: Client, cast: Cast) -> None:
    aantallen = []
    for tot in (3, 12):
        for nummer in range(Leerling.objects.count(), tot):
            build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=date(2014, 6, nummer + 1))
        with CaptureQueriesContext(connection) as vragen:
            verstuur(ib_er)
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 25
