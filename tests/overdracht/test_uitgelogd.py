"""Whoever has to log in on the way comes back to the pupil, and reads that nothing was saved."""

import pytest
from django.test import Client

from overdracht.models import Bespreking
from tests.cast import Cast
from tests.pages import tekst


@pytest.mark.parametrize(
    ("wie", "adres"),
    [
        ("smw_vo", "standpunt/"),
        ("ib_er", "afspraken/"),
        ("smw_vo", "afspraken/wijzigen/"),
        ("ib_er", "van-de-lijst/"),
        ("ib_er", "concept/weggooien/"),
    ],
)
def test_an_address_that_only_takes_what_is_sent_leads_back(
    cast: Cast, client: Client, bespreking: Bespreking, wie: str, adres: str
) -> None:
    response = cast.log_in(client, wie).get(f"{bespreking.get_absolute_url()}{adres}", follow=True)

    assert response.redirect_chain == [(bespreking.get_absolute_url(), 302)]
    assert "Niet bewaard: u was uitgelogd." in tekst(response)
