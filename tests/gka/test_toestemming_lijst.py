"""Consent in a list: authority, and the days on which somebody becomes older."""

from datetime import date
from itertools import product

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gka.actions import ouders
from gka.models import Leerling
from gka.workflow import Doel, Relatie, geboren_hoogstens, leeftijd
from tests import build
from tests.cast import Cast


def test_a_yes_without_authority_opens_nothing(client: Client, cast: Cast, leerling: Leerling) -> None:
    verzorger = ouders.toevoegen(
        leerling=leerling, relatie=Relatie.VERZORGER, gezag=False, door=cast["ib_er"], op=timezone.now()
    )
    build.zegt(cast, leerling, Doel.BESPREKEN, ouder=verzorger)
    pagina = reverse("gka:leerling", kwargs={"pk": leerling.pk})

    assert cast.log_in(client, "smw_po").get(pagina).status_code == 404
    build.zegt(cast, leerling, Doel.BESPREKEN, ouder=leerling.ouders.get(gezag=True))
    assert client.get(pagina).status_code == 200


def test_the_boundary_agrees_with_the_age() -> None:
    for op, geboren, jaren in product(
        [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)],
        [date(2012, 2, 29), date(2012, 3, 1), date(2016, 2, 28), date(2016, 2, 29), date(2014, 3, 1)],
        (12, 16),
    ):
        assert (geboren <= geboren_hoogstens(jaren, op)) == (leeftijd(geboren, op) >= jaren), (op, geboren, jaren)
