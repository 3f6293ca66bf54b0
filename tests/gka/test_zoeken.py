"""Searching a pupil by name: what fits, and that a typing error is a last resort."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gka.models import Leerling
from gka.names import zoek
from tests import build
from tests.cast import Cast
from tests.pages import tekst

LIJST = reverse("gka:leerlingen")
NAMEN = [
    "Sem van den Berg",
    "Bo Vandenberg",
    "Noor Vermeulen",
    "Zoë Öztürk",
    "Gradje van 't Hof",
    "Anne-Marie Proef",
    "Jean d'Artagnan",
    "Lisa",
    "Jan Jansen-de Vries",
    "Liza Zee",
]


@pytest.mark.parametrize(
    ("term", "gevonden"),
    [
        ("berg", ["Sem van den Berg", "Bo Vandenberg"]),
        ("BERG sem", ["Sem van den Berg"]),
        ("v d berg", ["Sem van den Berg"]),
        ("v.d. Berg", ["Sem van den Berg"]),
        ("vd berg", ["Sem van den Berg"]),
        ("vandenberg", ["Sem van den Berg", "Bo Vandenberg"]),
        ("van den berg", ["Sem van den Berg", "Bo Vandenberg"]),
        ("verm", ["Noor Vermeulen"]),
        ("n v", ["Noor Vermeulen"]),
        ("n. v.", ["Noor Vermeulen"]),
        ("ozturk", ["Zoë Öztürk"]),
        ("zoë", ["Zoë Öztürk"]),
        ("hof", ["Gradje van 't Hof"]),
        ("’t hof", ["Gradje van 't Hof"]),
        ("van t hof", ["Gradje van 't Hof"]),
        ("annemarie", ["Anne-Marie Proef"]),
        ("anne marie", ["Anne-Marie Proef"]),
        ("dartagnan", ["Jean d'Artagnan"]),
        ("vries jansen", ["Jan Jansen-de Vries"]),
        # one typing error in a word of four letters or more
        ("vermeulon", ["Noor Vermeulen"]),
        ("vrmeulen", ["Noor Vermeulen"]),
        ("vermeulne", ["Noor Vermeulen"]),
        ("noor vermeuleen", ["Noor Vermeulen"]),
        ("s vandenbreg", ["Sem van den Berg"]),
        ("breg sem", ["Sem van den Berg"]),
        ("sen berg", []),  # "sen" has three letters
        ("vrmeulon", []),  # two errors
        ("vermeulon xx", []),
        # an error is only looked for when nobody fits without
        ("lisa", ["Lisa"]),
        ("liza", ["Liza Zee"]),
        ("lica", ["Lisa", "Liza Zee"]),
        ("niemand", []),
        ("", NAMEN),
        (" - ' . ", NAMEN),
    ],
)
def test_what_fits(term: str, gevonden: list[str]) -> None:
    assert zoek(term, [(naam, naam) for naam in NAMEN]) == gevonden


def test_the_list_finds_a_name_with_a_particle_and_with_an_error(client: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Sem", achternaam="Berg")
    Leerling.objects.update(tussenvoegsel="van den")
    build.leerling(cast, roepnaam="Noor", achternaam="Vermeulen")
    cast.log_in(client, "ib_er")

    for term, naam in [("berg", "Sem"), ("v d berg", "Sem"), ("vandenberg", "Sem"), ("vrmeulen", "Noor")]:
        pagina = client.post(LIJST, {"naam": term}, follow=True)
        assert [rij["leerling"].roepnaam for rij in pagina.context["rijen"]] == [naam], term
    assert "Geen leerling gevonden." in tekst(client.post(LIJST, {"naam": "xxxx"}, follow=True))


def test_a_search_does_not_reach_another_school(client: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Sem", achternaam="Zoekgeheim", school=cast.andere_school)
    cast.log_in(client, "ib_er")

    for term in ("zoekgeheim", "zoekgehiem", "s"):
        assert "Geen leerling gevonden." in tekst(client.post(LIJST, {"naam": term}, follow=True))


def test_an_exact_name_elsewhere_does_not_hide_an_own_pupil(client: Client, cast: Cast) -> None:
    """Else the list would tell that such a name is at another school."""
    build.leerling(cast, roepnaam="Elders", achternaam="Vermeulon", school=cast.andere_school)
    build.leerling(cast, roepnaam="Eigen", achternaam="Vermeulen")
    cast.log_in(client, "ib_er")

    pagina = client.post(LIJST, {"naam": "vermeulon"}, follow=True)

    assert [rij["leerling"].roepnaam for rij in pagina.context["rijen"]] == ["Eigen"]


def test_a_search_asks_two_questions_more_at_most(client: Client, cast: Cast) -> None:
    cast.log_in(client, "ib_er")
    aantallen = []
    for tot in (3, 12):
        for nummer in range(Leerling.objects.count(), tot):
            build.leerling(cast, roepnaam=f"Kind{nummer}", achternaam="Vermeulen")
        adres = client.post(LIJST, {"naam": "vermeulon"})["Location"]
        with CaptureQueriesContext(connection) as vragen:
            client.get(adres)
        aantallen.append(len(vragen))
    with CaptureQueriesContext(connection) as zonder:
        client.get(LIJST)

    assert aantallen[0] == aantallen[1] <= len(zonder) + 2
