"""Who can be ticked on a summer day, as what the SMW works there, and that the list and its contact tell one truth."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.models import Inzet, Traject, Zomeractiviteit
from gka.actions import aanstellingen
from gka.access.table import Rol
from tests import build
from tests.build_zomer import aanmelding, zomeractiviteit
from tests.cast import Cast
from tests.pages import hoofdformulier


@pytest.fixture
def drie(cast: Cast) -> list[Traject]:
    return [build.traject(cast, roepnaam=naam, achternaam="Zqnaam") for naam in ("Aaf", "Bas", "Cas")]


@pytest.fixture
def kamp(cast: Cast, drie: list[Traject]) -> Zomeractiviteit:
    """Two places: Aaf and Bas have one, Cas waits."""
    row = zomeractiviteit(cast)
    for traject in drie:
        aanmelding(cast, row, traject)
    return row


def adres(row: Zomeractiviteit, verder: int = 0) -> str:
    """The page of the first day, or of one that many days later."""
    return f"/zomerdagen/{row.dagen.get(dag=row.van + timedelta(days=verder)).pk}/"


def invoer(client: Client, pagina: str, *wie: Traject, duur: str = "180") -> dict[str, object]:
    """The form of the page as the SMW fills it in."""
    leeg = hoofdformulier(client.get(pagina)) | {"overige": "0", "zelf_erbij": "ja", "duur": duur, "duur_anders": ""}
    return leeg | {"aanwezig": [str(een.pk) for een in wie]}


def test_de_tijd_telt_bij_de_aanstelling_van_wie_er_was(client: Client, cast: Cast, clock: Traveller) -> None:
    """An SMW vo here who is SMW po elsewhere too: only the pupil of the vo seat was there."""
    elders = aanstellingen.toekennen(
        medewerker=cast["smw_vo"],
        rol=Rol.SMW_PO,
        organisatie=cast.aanstelling["buitenstaander_smw_vo"].organisatie,
        werkplek_school=cast.school,
        van=date(2026, 1, 1),
        door=cast["beheerder"],
        op=timezone.now(),
    )
    aanstellingen.bevestigen(aanstelling=elders, door=cast["fg"], op=timezone.now())
    po = build.traject(cast, achternaam="Aaa", gezicht="buitenstaander_smw_vo")
    vo = build.traject(cast, achternaam="Bbb")
    row = zomeractiviteit(cast)
    for traject in (po, vo):
        aanmelding(cast, row, traject)
    clock.move_to("2026-07-14T14:00:00+02:00")
    cast.log_in(client, "smw_vo")

    assert client.post(adres(row), invoer(client, adres(row), vo)).status_code == 302
    assert Inzet.objects.get().aanstelling == cast.aanstelling["smw_vo"]
    # Nobody was there at first; then it turns out that the pupil of the po seat was.
    assert client.post(adres(row, 1), invoer(client, adres(row, 1))).status_code == 302
    beter = invoer(client, adres(row, 1), po) | {"reden": "Was er toch", "duur": "anders", "duur_anders": "2u"}
    assert client.post(adres(row, 1), beter).status_code == 302, beter
    assert Inzet.objects.get(minuten=120).aanstelling == elders
