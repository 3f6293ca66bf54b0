"""A pupil on a next overleg: nothing is asked twice, and everybody is heard anew."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from overdracht.models import Bespreking, Instemming
from overdracht.workflow import Keus
from tests import build
from tests.cast import Cast
from tests.pages import tekst, velden

TEKSTEN = {"wens_leerling": "Rust.", "wens_ouders": "Dicht bij huis.", "aandachtspunten": "Een maatje helpt."}


def test_the_next_overleg_starts_with_what_was_said_and_without_stances(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    url = bespreking.get_absolute_url()
    blad = velden(ib_er.get(url), actie=url)
    redenen = [str(pk) for pk in ib_er.get(url).context["form"].fields["redenen"].queryset.values_list("pk", flat=True)]
    ib_er.post(url, blad | TEKSTEN | {"redenen": redenen[:2], "leerling_aanwezig": "ja"})
    build.besluit(cast, build.iedereen_eens(cast, bespreking), Keus.LATER)
    gehoord = Instemming.objects.count()

    nieuw = build.overleg(cast, bespreking.leerling, datum=timezone.localdate() + timedelta(days=7)).besprekingen.get()
    response = ib_er.get(nieuw.get_absolute_url())

    form = response.context["form"]
    assert {naam: form[naam].value() for naam in TEKSTEN} == TEKSTEN
    assert [str(pk) for pk in form["redenen"].value()] == redenen[:2]
    assert form["leerling_aanwezig"].value() == "" and Instemming.objects.count() == gehoord
    assert "Deze leerling is al eerder besproken" in tekst(response)
    assert "Waar we op letten: Een maatje helpt." in tekst(response), "the history says it came along"
