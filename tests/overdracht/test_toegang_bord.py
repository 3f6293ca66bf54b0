"""Every address of the board and of one pupil: not there for outsiders; the zorgcoördinator as the table says."""

import pytest
from django.test import Client

from gka.models import Leerling
from gka.workflow import Doel, Keuzesoort
from overdracht.models import Bespreking, Instemming
from tests import build
from tests.cast import Cast

AAN_TAFEL = ("ib_er", "smw_po", "smw_vo", "zorgcoordinator")
# What one may ask of each address about one pupil, and who gets an answer; the others at the table get 403.
ADRESSEN = {
    ("get", ""): {"ib_er", "smw_po", "smw_vo", "zorgcoordinator"},
    ("post", ""): {"ib_er"},
    ("get", "rij/"): {"ib_er"},
    ("post", "rij/"): {"ib_er"},
    ("get", "concept/"): {"ib_er"},
    ("post", "concept/"): {"ib_er"},
    ("post", "standpunt/"): {"smw_po", "smw_vo", "zorgcoordinator"},
    ("post", "afspraken/"): {"ib_er"},
    ("post", "afspraken/wijzigen/"): {*AAN_TAFEL},  # only what one does oneself
}


def niet_hier(wie: str) -> int:
    """The privacy officer reads along on pages of its own: these are there, and closed."""
    return 403 if wie == "fg" else 404


def test_outsiders_find_nothing_and_change_nothing(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    buiten = [wie for wie in cast.people if wie not in AAN_TAFEL]
    assert {"buitenstaander_ib_er", "buitenstaander_smw_vo", "gemeente", "vreemdeling_ib_er", "zonder_rol"} <= set(
        buiten
    )
    data = {"versie": "1", "keus": "later", "standpunt": "ja", "partij": "vo_school", "wat": "x", "wie": "ouder"}
    for wie in buiten:
        cast.log_in(client, wie)
        for methode, pad in ADRESSEN:
            antwoord = getattr(client, methode)(f"{bespreking.get_absolute_url()}{pad}", data)
            assert antwoord.status_code == niet_hier(wie), (wie, methode, pad)
        assert client.get(bespreking.overleg.get_absolute_url()).status_code == niet_hier(wie)
    bespreking.refresh_from_db()
    assert bespreking.versie == 1 and not Instemming.objects.exists()


@pytest.mark.parametrize("wie", AAN_TAFEL)
def test_at_the_table_everyone_does_the_own_part(cast: Cast, client: Client, bespreking: Bespreking, wie: str) -> None:
    cast.log_in(client, wie)
    for (methode, pad), mogen in ADRESSEN.items():
        status = getattr(client, methode)(f"{bespreking.get_absolute_url()}{pad}").status_code
        assert (status == 403) is (wie not in mogen), (methode, pad, status)
        assert status != 404


@pytest.mark.parametrize(
    ("stoel", "delen", "toegelaten", "bord", "gesprek", "leerlingpagina", "stem"),
    [
        (False, False, False, 404, 404, 404, False),
        (True, False, False, 200, 200, 404, True),
        (False, True, False, 404, 200, 200, False),
        (False, False, True, 404, 404, 200, False),
        (True, True, False, 200, 200, 200, True),
        (True, False, True, 200, 200, 200, True),
    ],
    ids=["nothing yet", "a seat", "after delen", "after admission", "a seat and delen", "a seat and admission"],
)
def test_the_zorgcoordinator_sees_what_the_table_says(
    cast: Cast,
    client: Client,
    leerling: Leerling,
    stoel: bool,
    delen: bool,
    toegelaten: bool,
    bord: int,
    gesprek: int,
    leerlingpagina: int,
    stem: bool,
) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    ander = build.met_toestemming(cast, build.leerling(cast, roepnaam="Elders"))
    build.wil_naar(cast, ander, cast.andere_vo_school)
    overleg = build.overleg(cast, leerling, ander, met=("zorgcoordinator",) if stoel else ())
    row = overleg.besprekingen.get(leerling=leerling)
    if delen:
        build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    if toegelaten:
        build.wil_naar(cast, leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    cast.log_in(client, "zorgcoordinator")

    pagina = client.get(overleg.get_absolute_url())
    assert pagina.status_code == bord and "Elders" not in pagina.content.decode()
    assert client.get(row.get_absolute_url()).status_code == gesprek
    assert client.get(leerling.get_absolute_url()).status_code == leerlingpagina
    assert client.get(overleg.besprekingen.get(leerling=ander).get_absolute_url()).status_code == 404
    client.post(f"{row.get_absolute_url()}standpunt/", {"partij": "vo_school", "standpunt": "ja"})
    assert Instemming.objects.exists() is stem
