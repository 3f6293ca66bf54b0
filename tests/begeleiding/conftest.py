"""Fixtures of the tests of begeleiding."""

import pytest

from begeleiding.models import Traject
from tests import build
from tests.cast import Cast
from tests.snapshot import once


@pytest.fixture
def traject(cast: Cast) -> Traject:
    return once(_traject, cast)


def _traject(cast: Cast) -> Traject:
    return build.traject(cast, roepnaam="Bo", achternaam="Vermeulen")
