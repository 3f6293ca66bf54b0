"""Correct one pupil by hand, through the front door."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gka.actions import leerlingen
from gka.actions.leerlingen import Nieuw
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Leerling
from tests import build
from tests.cast import Cast
from tests.pages import tekst

GEBOREN = date(2014, 5, 6)


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def leerling(cast: Cast) -> Leerling:
    return build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=GEBOREN, nummer="17")


def adres(leerling: Leerling) -> str:
    return reverse("gka:leerling_bewerken", kwargs={"pk": leerling.pk})


def verstuur(client: Client, leerling: Leerling, **anders: Any) -> HttpResponse:
    gewoon = {"roepnaam": "Noor", "tussenvoegsel": "", "achternaam": "Vermeulen", "geboortedatum": "06-05-2014"}
    return client.post(adres(leerling), gewoon | {"leerlingnummer": "17", "versie": 1} | anders)


def stand(leerling: Leerling) -> tuple[Any, ...]:
    leerling.refresh_from_db()
    return leerling.naam, leerling.geboortedatum, leerling.leerlingnummer, leerling.leerlingnummer_van, leerling.versie


def bijgewerkt() -> list[Any]:
    return [rij.details for rij in Gebeurtenis.objects.filter(soort="leerling.bijgewerkt")]


def test_the_form_shows_the_pupil_as_it_is_and_that_is_recorded(ib_er: Client, leerling: Leerling) -> None:
    pagina = ib_er.get(adres(leerling))

    form = pagina.context["form"]
    assert [form[naam].value() for naam in ("roepnaam", "achternaam", "leerlingnummer", "versie")] == [
        "Noor",
        "Vermeulen",
        "17",
        1,
    ]
    assert 'value="06-05-2014"' in pagina.text
    assert Gebeurtenis.objects.get(soort="leerling.gezien").leerling_id == str(leerling.pk)


def test_everything_can_be_corrected_and_the_audit_has_no_values(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    anders = {
        "roepnaam": " Noortje ",
        "tussenvoegsel": "van  der",
        "achternaam": "Meulen",
        "geboortedatum": "7/5/2014",
        "leerlingnummer": "18",
    }

    antwoord = verstuur(ib_er, leerling, **anders)

    assert (antwoord.status_code, antwoord["Location"]) == (302, leerling.get_absolute_url())
    assert stand(leerling) == ("Noortje van der Meulen", date(2014, 5, 7), "18", cast.school, 2)
    assert bijgewerkt() == [{"velden": ["roepnaam", "tussenvoegsel", "achternaam", "geboortedatum", "leerlingnummer"]}]
    assert "De gegevens zijn opgeslagen." in tekst(ib_er.get(antwoord["Location"]))


def test_nothing_changed_is_no_change(ib_er: Client, leerling: Leerling) -> None:
    assert verstuur(ib_er, leerling).status_code == 302

    assert leerling.versie == stand(leerling)[-1]
    assert bijgewerkt() == []


def test_a_number_can_go_and_come(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    verstuur(ib_er, leerling, leerlingnummer="")
    assert stand(leerling)[2:4] == ("", None)

    verstuur(ib_er, leerling, leerlingnummer="99", versie=2)
    assert stand(leerling)[2:4] == ("99", cast.school)
    assert bijgewerkt() == [{"velden": ["leerlingnummer"]}] * 2


@pytest.mark.parametrize(
    ("anders", "veld", "zin"),
    [
        ({"roepnaam": " "}, "roepnaam", ""),
        ({"roepnaam": "x" * 65}, "roepnaam", "64"),
        ({"roepnaam": "Noor 123456782"}, "roepnaam", "burgerservicenummer"),
        ({"tussenvoegsel": "x" * 21}, "tussenvoegsel", "20"),
        ({"geboortedatum": ""}, "geboortedatum", ""),
        ({"geboortedatum": "31-2-2014"}, "geboortedatum", "bestaande datum"),
        ({"geboortedatum": "6-5-14"}, "geboortedatum", "bestaande datum"),
        ({"geboortedatum": "10-3-2026"}, "geboortedatum", "kan niet kloppen"),  # today
        ({"geboortedatum": "6-5-1914"}, "geboortedatum", "kan niet kloppen"),
        ({"leerlingnummer": "123456782"}, "leerlingnummer", "burgerservicenummer"),
        ({"leerlingnummer": "123.456.782"}, "leerlingnummer", "burgerservicenummer"),
        ({"leerlingnummer": "123-456-782"}, "leerlingnummer", "burgerservicenummer"),
        ({"versie": "x"}, "versie", ""),
    ],
)
def test_an_error_is_beside_its_field_and_what_was_typed_stays(
    ib_er: Client, leerling: Leerling, anders: dict[str, str], veld: str, zin: str
) -> None:
    voor = stand(leerling)

    antwoord = verstuur(ib_er, leerling, **{"achternaam": "Getypt"} | anders)

    assert antwoord.status_code == 200
    form = antwoord.context["form"]
    assert list(form.errors) == [veld] and zin in form.errors[veld][0]
    assert "<title>Fout: " in antwoord.text and "Er is een probleem" in antwoord.text
    assert form["achternaam"].value() == "Getypt" and form[veld].value() == anders[veld]
    assert stand(leerling) == voor


def test_a_stale_form_shows_both_and_keeps_what_was_typed(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    leerlingen.bijwerken(
        leerling=leerling,
        versie=1,
        gegevens=Nieuw("Noor", "", "Vermeulens", GEBOREN, "17"),
        door=cast["ib_er"],
        op=timezone.now(),
    )

    antwoord = verstuur(ib_er, leerling, achternaam="Vermeulen-Bos")

    pagina = tekst(antwoord)
    assert "Iemand anders heeft dit intussen gewijzigd." in pagina
    assert "Achternaam Vermeulens Vermeulen-Bos" in pagina
    assert antwoord.context["form"]["achternaam"].value() == "Vermeulen-Bos"
    assert 'name="versie" value="2"' in antwoord.text
    assert stand(leerling)[0] == "Noor Vermeulens"

    assert verstuur(ib_er, leerling, achternaam="Vermeulen-Bos", versie=2).status_code == 302
    assert stand(leerling)[0] == "Noor Vermeulen-Bos"


def test_who_becomes_somebody_else_is_refused(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ander = build.leerling(cast, roepnaam="Fien", achternaam="Proef", geboortedatum=GEBOREN, nummer="18")

    dezelfde = verstuur(ib_er, leerling, roepnaam="fien", achternaam="PROEF")
    nummer = verstuur(ib_er, leerling, leerlingnummer="18")

    assert "Deze leerling staat al in Overstap." in tekst(dezelfde)
    assert f'href="{ander.get_absolute_url()}"' in dezelfde.text
    assert "Dit leerlingnummer is al van een andere leerling." in nummer.context["form"].errors["leerlingnummer"][0]
    assert stand(leerling)[-1] == 1


def test_who_comes_to_look_like_somebody_is_asked_about(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ander = build.leerling(cast, roepnaam="Noor", achternaam="Verhoeven", geboortedatum=date(2014, 6, 6))

    vraag = verstuur(ib_er, leerling, achternaam="Verhoeven")
    assert vraag.context["form"].gelijkend == [ander]
    assert stand(leerling)[-1] == 1

    klaar = verstuur(ib_er, leerling, achternaam="Verhoeven", andere_leerling="on", vergeleken=ander.pk)
    assert klaar.status_code == 302
    assert stand(leerling)[0] == "Noor Verhoeven"


def test_a_twin_or_an_old_likeness_does_not_stand_in_the_way(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen", geboortedatum=date(2014, 6, 30))
    build.leerling(cast, roepnaam="Fien", achternaam="Vermeulen", geboortedatum=GEBOREN)

    assert verstuur(ib_er, leerling, tussenvoegsel="van").status_code == 302

    assert stand(leerling)[0] == "Noor van Vermeulen"


def test_a_pupil_of_two_schools_can_still_be_corrected(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.leerling(cast, roepnaam="Noor", achternaam="Proef", geboortedatum=GEBOREN, school=cast.andere_school)

    antwoord = verstuur(ib_er, leerling, achternaam="Proef")

    assert antwoord.status_code == 302
    assert not Gebeurtenis.objects.filter(soort="leerling.elders").exists()


@pytest.mark.parametrize(
    "gegevens",
    [
        Nieuw("", "", "Proef", GEBOREN, "17"),
        Nieuw("Noor", "", "Proef", date(2026, 3, 10), "17"),
        Nieuw("Noor", "", "Proef", GEBOREN, "123456782"),
        Nieuw("Noor", "", "bsn 123456782", GEBOREN, "17"),
    ],
)
def test_the_action_refuses_by_itself(cast: Cast, leerling: Leerling, gegevens: Nieuw) -> None:
    with pytest.raises(NietToegestaan):
        leerlingen.bijwerken(leerling=leerling, versie=1, gegevens=gegevens, door=cast["ib_er"], op=timezone.now())

    assert stand(leerling)[-1] == 1 and bijgewerkt() == []


def test_who_may_correct_a_pupil(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    verwacht = {"anoniem": 302, "ib_er": 200, "smw_po": 403}
    for wie in [*cast.people, "anoniem"]:
        cast.log_in(client, wie)
        assert client.get(adres(leerling)).status_code == verwacht.get(wie, 404), wie
        if wie != "ib_er":
            assert verstuur(client, leerling, roepnaam="Gekaapt").status_code == verwacht.get(wie, 404), wie
    assert stand(leerling)[0] == "Noor Vermeulen"


def test_only_who_may_sees_the_button(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)

    assert adres(leerling) in cast.log_in(client, "ib_er").get(leerling.get_absolute_url()).text
    assert adres(leerling) not in cast.log_in(client, "smw_po").get(leerling.get_absolute_url()).text


def test_as_many_questions_with_many_pupils(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    aantallen = []
    for tot in (3, 12):
        for nummer in range(Leerling.objects.count(), tot):
            build.leerling(cast, roepnaam="Noor", achternaam="Verhoeven", geboortedatum=date(2014, 6, nummer + 1))
        with CaptureQueriesContext(connection) as vragen:
            verstuur(ib_er, leerling, achternaam="Verhoeven")
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 30
