"""The page to plan an overleg, through the front door."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gka.models import Leerling
from overdracht.models import Overleg
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.pages import hoofdformulier

NIEUW = "/overleggen/nieuw/"


def test_planning_offers_pupils_with_consent_and_links_the_others(cast: Cast, ib_er: Client) -> None:
    met = build.met_toestemming(cast, build.leerling(cast, roepnaam="Met"))
    zonder = build.leerling(cast, roepnaam="Zonder")
    build.wil_naar(cast, met, cast.vo_school)

    pagina = ib_er.get(NIEUW).content.decode()

    assert f'value="{met.pk}"' in pagina and f'value="{zonder.pk}"' not in pagina
    assert reverse("gka:toestemming", kwargs={"pk": zonder.pk}) in pagina


def test_colleagues_of_the_wished_schools_are_ticked(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)

    pagina = ib_er.get(NIEUW).content.decode()

    vinkjes = set(re.findall(r'<input[^>]*name="deelnemers"[^>]*value="([^"]+)"[^>]*checked', pagina))
    vinkjes |= set(re.findall(r'<input[^>]*checked[^>]*name="deelnemers"[^>]*value="([^"]+)"', pagina))
    assert vinkjes == {str(cast.aanstelling[wie].pk) for wie in ("smw_po", "smw_vo", "zorgcoordinator")}
    anderen = set(re.findall(r'<input[^>]*name="anderen"[^>]*value="([^"]+)"', pagina))
    assert anderen == {str(cast.aanstelling[f"buitenstaander_{wie}"].pk) for wie in ("smw_vo", "zorgcoordinator")}


def test_planning_makes_the_overleg_and_shows_the_board(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    data = {
        "datum": "2026-03-20",
        "tijd": "14:00",
        "duur": "45",
        "plaats": "Lokaal 3",
        "leerlingen": [str(leerling.pk)],
        "deelnemers": [str(cast.aanstelling["smw_po"].pk)],
        "anderen": [str(cast.aanstelling["smw_vo"].pk)],
        "functies": ["jeugdarts"],
    }

    response = ib_er.post(NIEUW, data, follow=True)

    overleg = Overleg.objects.get()
    assert response.redirect_chain == [(overleg.get_absolute_url(), 302)]
    assert "1 leerling bespreken" in tekst(response)
    assert overleg.deelnemers.count() == 4 and overleg.duur == 45


@pytest.mark.parametrize(("anders", "zin"), [
    ({"leerlingen": []}, "Kies ten minste één leerling"),
    ({"datum": "2020-01-01"}, "Kies een datum van 9-1-2026"),
    ({"datum": ""}, "Vul ‘Datum’ in"),
    ({"plaats": " "}, "Vul ‘Waar’ in"),
    ({"duur": "481"}, "Vul een duur in van 15 tot en met 480 minuten."),
])  # fmt: skip
def test_a_plan_with_a_mistake_keeps_what_was_typed(
    cast: Cast, ib_er: Client, leerling: Leerling, anders: dict[str, Any], zin: str
) -> None:
    build.met_toestemming(cast, leerling)
    data = {
        "datum": "2026-03-20",
        "tijd": "14:15",
        "duur": "60",
        "plaats": "Lokaal 3",
        "leerlingen": [str(leerling.pk)],
    }

    response = ib_er.post(NIEUW, data | anders)

    assert response.status_code == 200 and zin in tekst(response)
    assert 'value="14:15"' in response.content.decode()
    assert not Overleg.objects.exists()


def test_a_pupil_outside_the_choices_is_refused(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    vreemd = build.met_toestemming(cast, build.leerling(cast, roepnaam="Vreemd", school=cast.andere_school))

    response = ib_er.post(
        NIEUW, {"datum": "2026-03-20", "tijd": "14:15", "plaats": "Lokaal", "leerlingen": [str(vreemd.pk)]}
    )

    assert response.status_code == 200 and not Overleg.objects.exists()
    assert "Vreemd" not in response.content.decode()


@pytest.mark.parametrize("maak", ["niemand", "zonder", "bezet", "geen_cohort"])
def test_planning_with_nobody_to_choose_says_why(cast: Cast, ib_er: Client, maak: str, clock: Any) -> None:
    zinnen = {
        "niemand": "Lees eerst de leerlingen van groep 8 in",
        "zonder": "Vraag eerst de ouders",
        "bezet": "Alle leerlingen staan al op een lijst",
        "geen_cohort": "Er is nu geen leerling om te bespreken",
    }
    if maak != "niemand":
        pupil = build.leerling(cast)
    if maak == "bezet":
        build.bespreking(cast, pupil)
    if maak == "geen_cohort":
        clock.move_to("2027-08-02 10:00:00+00:00")
        cast.log_in(ib_er, "ib_er")

    assert zinnen[maak] in tekst(ib_er.get(NIEUW))
    assert ib_er.post(NIEUW, {"datum": "2026-03-20", "tijd": "14:15", "plaats": "x"}).status_code == 200
    assert not Overleg.objects.exclude(plaats="Lokaal 1").exists()


def test_a_school_that_no_chosen_pupil_wishes_is_not_invited(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    """Nobody was ticked beforehand, so the page suggests the people of every wished school."""
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    ander = build.leerling(cast, roepnaam="Ander")
    build.wil_naar(cast, build.met_toestemming(cast, ander), cast.andere_vo_school)
    voorgesteld = ["smw_po", "smw_vo", "zorgcoordinator", "buitenstaander_smw_vo", "buitenstaander_zorgcoordinator"]
    stoelen = [str(cast.aanstelling[wie].pk) for wie in voorgesteld]
    data = {"datum": "2026-03-20", "tijd": "14:00", "duur": "45", "plaats": "Lokaal 3", "leerlingen": [leerling.pk]}

    response = ib_er.post(NIEUW, data | {"deelnemers": stoelen}, follow=True)

    zitten = {stoel.aanstelling for stoel in Overleg.objects.get().deelnemers.select_related("aanstelling")}
    assert zitten == {cast.aanstelling[wie] for wie in ("ib_er", *voorgesteld[:3])}
    assert f"Niet uitgenodigd: {cast.andere_vo_school}." in tekst(response)
    assert not Overleg.objects.get().niet_aan_tafel.exists(), "left out on purpose is another thing"


def test_after_another_wish_it_says_whom_to_invite(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    row = build.bespreking(cast, leerling)
    zin = f"Van {cast.andere_vo_school} zit niemand aan tafel."
    wijzigen = reverse("overdracht:overleg-wijzigen", kwargs={"pk": row.overleg_id})
    paginas = (row.get_absolute_url(), row.overleg.get_absolute_url(), wijzigen)
    assert not [url for url in paginas if zin in tekst(ib_er.get(url))]

    build.wil_naar(cast, leerling, cast.andere_vo_school)

    assert [url for url in paginas if zin in tekst(ib_er.get(url))] == list(paginas)
    blad = hoofdformulier(ib_er.get(wijzigen))
    gevraagd = str(cast.aanstelling["buitenstaander_smw_vo"].pk)
    keuzes = [str(pk) for pk, _ in ib_er.get(wijzigen).context["form"].fields["deelnemers"].choices]
    assert gevraagd in keuzes and gevraagd not in blad["deelnemers"], "offered, not invited by itself"
    ib_er.post(wijzigen, blad | {"deelnemers": [*blad["deelnemers"], gevraagd]})
    assert not [url for url in paginas if zin in tekst(ib_er.get(url))]
