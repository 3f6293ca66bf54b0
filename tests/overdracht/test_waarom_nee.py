"""Why somebody says nee: always possible to write down, required of a professional who ends what all agreed upon."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gka.exceptions import NietToegestaan
from gka.models import Leerling
from overdracht.actions import instemmingen
from overdracht.actions.instemmingen import WaaromNiet
from overdracht.models import Bespreking, Instemming
from overdracht.stand import Plek
from overdracht.workflow import PROFESSIONALS, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.test_standpunten import geeft
from tests.pages import tekst, velden

WAAROM = "Er is al hulp op school."


def bewaart(client: Client, row: Bespreking, **anders: str) -> Any:
    blad = velden(client.get(row.get_absolute_url()), actie=row.get_absolute_url())
    response = client.post(row.get_absolute_url(), blad | anders)
    row.refresh_from_db()
    return response


def nee(partij: str, wijze: str = "telefoon", waarom: str = "") -> dict[str, str]:
    return {f"standpunt_{partij}": "nee", f"wijze_{partij}": wijze, f"waarom_{partij}": waarom}


@pytest.fixture
def opgenomen(cast: Cast, leerling: Leerling) -> Bespreking:
    """A pupil who is in."""
    return build.besluit_traject(cast, leerling).bespreking


@pytest.mark.parametrize("wijze", ["telefoon", "papier", "gesprek"])
@pytest.mark.parametrize("partij", [partij.value for partij in PROFESSIONALS])
def test_a_professional_who_ends_it_says_why_however_it_was_heard(
    ib_er: Client, opgenomen: Bespreking, partij: str, wijze: str
) -> None:
    response = bewaart(ib_er, opgenomen, **nee(partij, wijze, " "))

    assert response.status_code == 200 and opgenomen.status == "opgenomen"
    assert "is het besluit weer open. Schrijf op waarom." in tekst(response)
    assert response.context["form"].errors.keys() == {f"waarom_{partij}"}
    assert response.context["form"][f"standpunt_{partij}"].value() == "nee", "what was chosen stays"

    assert bewaart(ib_er, opgenomen, **nee(partij, wijze, WAAROM)).status_code == 302
    assert opgenomen.status == "wacht"
    assert opgenomen.instemmingen.huidig().get(partij=partij).reden == WAAROM
    assert opgenomen.besluiten.huidig().get().reden == WAAROM


@pytest.mark.parametrize("wie", ["leerling", "ouder"])
def test_a_child_and_its_parents_need_no_reason(ib_er: Client, opgenomen: Bespreking, wie: str) -> None:
    sleutel = "leerling" if wie == "leerling" else Plek(Partij.OUDER, opgenomen.leerling.ouders.get(), None).sleutel

    assert bewaart(ib_er, opgenomen, **nee(sleutel)).status_code == 302

    assert opgenomen.status == "niet_opgenomen"
    assert opgenomen.instemmingen.huidig().get(partij=wie).reden == ""
    pagina = tekst(ib_er.get(opgenomen.get_absolute_url()))
    assert "Waarom zegt leerling nee? (optioneel)" in pagina and "Waarom zegt moeder nee? (optioneel)" in pagina


def test_why_may_be_written_down_for_everybody_and_is_read_back(
    cast: Cast, ib_er: Client, client: Client, bespreking: Bespreking
) -> None:
    assert bewaart(ib_er, bespreking, **nee("smw_vo")).status_code == 302, "nothing was agreed upon yet"
    bewaart(ib_er, bespreking, **nee("leerling", "gesprek", "Ik wil liever sporten."))

    pagina = tekst(cast.log_in(client, "smw_po").get(bespreking.get_absolute_url()))
    assert pagina.count("Waarom: Ik wil liever sporten.") == 2, "beside the stance, and in the history"


def test_another_reason_is_a_new_row_and_none_leaves_it(ib_er: Client, bespreking: Bespreking) -> None:
    bewaart(ib_er, bespreking, **nee("leerling", "gesprek", "Sporten."))
    bewaart(ib_er, bespreking, **nee("leerling", "papier", ""))
    bewaart(ib_er, bespreking)  # nothing new
    bewaart(ib_er, bespreking, **nee("leerling", "papier", "Liever muziek."))
    bewaart(ib_er, bespreking, standpunt_leerling="ja", wijze_leerling="gesprek")

    keten = bespreking.instemmingen.order_by("vastgelegd_op").values_list("standpunt", "wijze", "reden")
    assert sorted(keten) == [
        ("ja", "gesprek", ""),
        ("nee", "gesprek", "Sporten."),
        ("nee", "papier", "Liever muziek."),
        ("nee", "papier", "Sporten."),
    ]


def test_why_is_said_once_in_the_history(ib_er: Client, opgenomen: Bespreking) -> None:
    bewaart(ib_er, opgenomen, **nee("smw_vo", waarom=WAAROM))

    momenten = ib_er.get(opgenomen.get_absolute_url()).context["verloop"]
    assert [regel.waarom for regel in momenten[0].regels if regel.waarom] == [WAAROM]


def test_why_the_decision_changes_is_why_enough(ib_er: Client, opgenomen: Bespreking) -> None:
    bewaart(ib_er, opgenomen, **nee("smw_vo"), reden="De SMW ziet geen plek.")

    assert opgenomen.status == "wacht" and opgenomen.besluiten.huidig().get().reden == "De SMW ziet geen plek."


def test_somebody_at_the_table_may_say_why_and_must_when_it_ends(
    cast: Cast, client: Client, bespreking: Bespreking
) -> None:
    cast.log_in(client, "smw_vo")
    geeft(client, bespreking, "nee", partij="smw_vo")
    geeft(client, bespreking, "nee", partij="smw_vo", reden=WAAROM)
    assert list(Instemming.objects.values_list("reden", flat=True).order_by("vastgelegd_op")) in (
        ["", WAAROM],
        [WAAROM, ""],
    )
    assert client.get(bespreking.get_absolute_url()).context["standpunt_form"]["reden"].value() == WAAROM
    geeft(client, bespreking, "ja", partij="smw_vo", reden=WAAROM)
    assert Instemming.objects.huidig().get().reden == "", "a yes needs no why"


def test_a_bsn_or_too_much_is_refused(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    response = bewaart(ib_er, bespreking, **nee("leerling", "gesprek", "Zie 111222333"))
    assert "staat een getal dat op een BSN lijkt" in tekst(response) and not Instemming.objects.exists()
    assert bewaart(ib_er, bespreking, **nee("leerling", "gesprek", "x" * 281)).status_code == 200
    with pytest.raises(NietToegestaan, match="hoogstens 280 tekens, nu 281"):
        build.instemmingen.vastleggen(
            bespreking=bespreking,
            partij=Partij.LEERLING,
            standpunt=Standpunt.NEE,
            wijze=build.Wijze.GESPREK,
            reden="x" * 281,
            door=cast["ib_er"],
            op=timezone.now(),
        )
    assert not Instemming.objects.exists()


def test_the_action_asks_whoever_calls_it(cast: Cast, opgenomen: Bespreking) -> None:
    with pytest.raises(WaaromNiet, match="‘nee’ van de middelbare school"):
        instemmingen.vastleggen(
            bespreking=opgenomen,
            partij=Partij.VO_SCHOOL,
            standpunt=Standpunt.NEE,
            wijze=build.Wijze.PAPIER,
            door=cast["ib_er"],
            op=timezone.now(),
        )
