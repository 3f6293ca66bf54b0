"""Fixtures of intervention 1."""

import pytest
from django.test import Client

from gka.models import Leerling
from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.snapshot import once


@pytest.fixture
def bespreking(cast: Cast, leerling: Leerling) -> Bespreking:
    """On the list of an overleg of today, with both consents and a wish for Compass; nobody was heard yet."""
    return once(build.bespreking, cast, leerling)


@pytest.fixture
def ib_er(cast: Cast, client: Client) -> Client:
    """A client in which the IB-er is logged in."""
    return cast.log_in(client, "ib_er")
