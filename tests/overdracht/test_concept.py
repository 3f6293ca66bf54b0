"""What is being typed is saved by itself: of what counts the texts only, and never over a colleague's."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gka.models import Keuze
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from overdracht.actions import besprekingen
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.stand import tekstmerk
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst


def typt(client: Client, row: Bespreking, **data: str) -> Any:
    """What the script sends: the whole form as it stands."""
    gewoon = {"versie": str(row.versie), "tekstmerk": tekstmerk(row)}
    return client.post(f"/besprekingen/{row.pk}/concept/", gewoon | data)


def test_texts_are_saved_and_nothing_else(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    reden = Keuze.objects.filter(lijst__regio=cast.regio, lijst__code="domein")[0]
    besprekingen.bijwerken(
        bespreking=bespreking,
        versie=bespreking.versie,
        gegevens=besprekingen.Bespreekgegevens(reden_1=reden, leerling_aanwezig=True),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    bespreking.refresh_from_db()

    response = typt(
        ib_er,
        bespreking,
        wens_leerling="Ik wil ",
        vo_school=str(cast.andere_vo_school.pk),
        keus="traject",
        standpunt_leerling="ja",
        iedereen="on",
        leerling_aanwezig="nee",
    )

    bespreking.refresh_from_db()
    merken = {"versie": bespreking.versie, "tekstmerk": tekstmerk(bespreking), "getoond": ""}
    assert response.json() == merken | {"open": True}
    assert (bespreking.wens_leerling, bespreking.reden_1, bespreking.leerling_aanwezig) == ("Ik wil", reden, True)
    assert bespreking.leerling.schoolkeuzes.lopend().get(soort=Keuzesoort.BEOOGD).school == cast.vo_school
    assert not Instemming.objects.exists() and not Besluit.objects.exists()


def test_the_button_after_drafts_is_no_conflict(ib_er: Client, bespreking: Bespreking) -> None:
    eerste = typt(ib_er, bespreking, wens_leerling="Ik").json()
    tweede = ib_er.post(f"/besprekingen/{bespreking.pk}/concept/", eerste | {"wens_leerling": "Ik wil"}).json()

    response = ib_er.post(bespreking.get_absolute_url(), tweede | {"wens_leerling": "Ik wil rust", "keus": "later"})

    assert response.status_code == 302
    bespreking.refresh_from_db()
    assert (bespreking.wens_leerling, bespreking.besluiten.count()) == ("Ik wil rust", 1)


def test_a_colleagues_text_is_not_overwritten(ib_er: Client, bespreking: Bespreking) -> None:
    oud = {"versie": str(bespreking.versie), "tekstmerk": tekstmerk(bespreking)}
    typt(ib_er, bespreking, aandachtspunten="Van de eerste.")

    response = ib_er.post(f"/besprekingen/{bespreking.pk}/concept/", oud | {"aandachtspunten": "Van de tweede."})

    assert response.status_code == 409
    bespreking.refresh_from_db()
    assert bespreking.aandachtspunten == "Van de eerste."
    response = ib_er.post(bespreking.get_absolute_url(), oud | {"aandachtspunten": "Van de tweede."})
    assert response.status_code == 409 and "Nu bewaard: Van de eerste." in tekst(response)


def test_a_stance_given_meanwhile_stops_no_typing_but_is_shown_at_the_button(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    oud = {"versie": str(bespreking.versie), "tekstmerk": tekstmerk(bespreking)}
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    antwoord = ib_er.post(f"/besprekingen/{bespreking.pk}/concept/", oud | {"wens_ouders": "Rust."}).json()

    bespreking.refresh_from_db()
    assert bespreking.wens_ouders == "Rust." and antwoord["versie"] == int(oud["versie"])
    response = ib_er.post(bespreking.get_absolute_url(), antwoord | {"wens_ouders": "Rust.", "standpunt_smw_vo": "ja"})
    assert response.status_code == 409
    assert Instemming.objects.get().standpunt == "nee"


@pytest.mark.parametrize(
    ("data", "zin"),
    [
        ({"wens_leerling": "Zie 111222333"}, "staat een getal dat op een BSN lijkt"),
        ({"wens_leerling": "x" * 281}, "hoogstens 280 tekens, nu 281"),
    ],
)
def test_what_may_not_be_saved_says_why(ib_er: Client, bespreking: Bespreking, data: dict[str, str], zin: str) -> None:
    response = typt(ib_er, bespreking, **data)

    assert response.status_code == 422 and zin in response.json()["zin"]
    bespreking.refresh_from_db()
    assert (bespreking.wens_leerling, bespreking.versie) == ("", 1)


def test_without_consent_nothing_is_kept(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    bespreking.refresh_from_db()

    assert typt(ib_er, bespreking, wens_leerling="Iets").status_code == 422


def test_only_who_decides_types(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    for wie, verwacht in (("smw_po", 403), ("zorgcoordinator", 403), ("buitenstaander_ib_er", 404), ("gemeente", 404)):
        cast.log_in(client, wie)
        assert typt(client, bespreking, wens_leerling="Iets").status_code == verwacht
        assert client.get(f"/besprekingen/{bespreking.pk}/concept/").status_code == verwacht
    assert set(cast.log_in(client, "ib_er").get(f"/besprekingen/{bespreking.pk}/concept/").json()) == {"token"}
