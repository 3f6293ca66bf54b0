"""The bulk writer: the same facts hold, in the sizes that were asked."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from begeleiding.models import Contact
from demo import invariants
from demo.making import Gemaakt
from gka.models import Gebeurtenis, Leerling
from tests.demo.conftest import Maker

pytestmark = pytest.mark.django_db

OP = datetime(2026, 9, 9, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def gemaakt(demodata: Maker) -> Iterator[Gemaakt]:
    with demodata(op=OP, leerlingen=600, aantal_contacten=6_000) as made:
        yield made


@pytest.mark.parametrize("check", invariants.CHECKS, ids=lambda check: check.__name__)
def test_bulk_demo_holds(gemaakt: Gemaakt, check: invariants.Check) -> None:
    assert list(check(OP)) == []


def test_bulk_has_exactly_the_sizes_asked(gemaakt: Gemaakt) -> None:
    assert (gemaakt.leerlingen, gemaakt.contacten) == (600, 6_000)
    assert (Leerling.objects.count(), Contact.objects.count()) == (600, 6_000)


def test_bulk_is_one_event_in_the_audit(gemaakt: Gemaakt) -> None:
    (gebeurtenis,) = Gebeurtenis.objects.filter(soort="demo.gemaakt")

    assert gebeurtenis.details == {"leerlingen": 600, "contacten": 6_000}
    assert not Gebeurtenis.objects.filter(soort="contact.vastgelegd").exists()
