"""Before the day of the overleg: board and page of a pupil say so, and take nothing that would be refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from gka.models import Leerling
from overdracht.models import Bespreking
from tests import build
from tests.cast import Cast
from tests.overdracht import rijen
from tests.pages import tekst, velden

NOTICE = "U bereidt dit overleg voor Het overleg is op dinsdag 17 maart 2026."
EERDER = "Is het overleg eerder? Kies Overleg wijzigen"
OP_DE_DAG = {"leerling_aanwezig", "ouder_aanwezig", "keus"}


@pytest.fixture
def later(cast: Cast, leerling: Leerling) -> Bespreking:
    """On the list of an overleg of next week."""
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    return build.overleg(cast, leerling, datum=timezone.localdate() + timedelta(days=7)).besprekingen.get()


def dicht(client: Client, adres: str) -> set[str]:
    """The names of the fields on this page that one cannot use."""
    pagina = html.fromstring(client.get(adres).content)
    return {veld.get("name") for veld in pagina.xpath("//main//*[@disabled]")}


def test_board_and_page_say_so_and_close_what_counts_that_day(
    cast: Cast, ib_er: Client, later: Bespreking, clock: Any
) -> None:
    for adres in (later.overleg.get_absolute_url(), later.get_absolute_url()):
        pagina = tekst(ib_er.get(adres))
        assert NOTICE in pagina and EERDER in pagina
        assert dicht(ib_er, adres) == OP_DE_DAG
    assert "Besluiten kan op 17 maart 2026" in tekst(ib_er.get(later.overleg.get_absolute_url()))

    clock.shift(timedelta(days=7))
    cast.log_in(ib_er, "ib_er")
    for adres in (later.overleg.get_absolute_url(), later.get_absolute_url()):
        assert "U bereidt" not in tekst(ib_er.get(adres)) and dicht(ib_er, adres) == set()


def test_who_only_reads_is_told_nothing_about_preparing(cast: Cast, client: Client, later: Bespreking) -> None:
    cast.log_in(client, "smw_vo")

    for adres in (later.overleg.get_absolute_url(), later.get_absolute_url()):
        assert "U bereidt" not in tekst(client.get(adres))


def test_of_several_parents_too(cast: Cast, ib_er: Client, later: Bespreking) -> None:
    build.ouder(cast, later.leerling, build.Relatie.VADER)

    anders = (OP_DE_DAG - {"ouder_aanwezig"}) | {"ouders_aanwezig"}
    assert dicht(ib_er, later.overleg.get_absolute_url()) == anders == dicht(ib_er, later.get_absolute_url())


def test_what_is_open_is_saved_and_what_is_closed_stays_as_it_was(ib_er: Client, later: Bespreking) -> None:
    """Somebody said who was there before the overleg was moved to another day."""
    Bespreking.objects.filter(pk=later.pk).update(leerling_aanwezig=True, ouder_aanwezig=False)
    pagina = html.fromstring(ib_er.get(later.overleg.get_absolute_url()).content)
    gekozen = {veld.get("name"): veld.get("value") for veld in pagina.xpath("//main//*[@disabled and @checked]")}
    assert gekozen == {"leerling_aanwezig": "ja", "ouder_aanwezig": "nee"}
    reden = html.fromstring(ib_er.get(later.get_absolute_url()).content).xpath("//input[@name='redenen']/@value")[0]

    rij = {naam: waarde for naam, waarde in rijen.invoer(ib_er, later).items() if naam not in OP_DE_DAG}
    assert rijen.stuur(ib_er, later, rij | {"reden_1": reden, "bevestigd": "on"}).status_code == 200
    assert (str(later.reden_1_id), later.leerling_aanwezig, later.ouder_aanwezig) == (reden, True, False)

    blad = velden(ib_er.get(later.get_absolute_url()), actie=later.get_absolute_url())
    assert not OP_DE_DAG & blad.keys(), "a browser does not send what one cannot use"
    assert ib_er.post(later.get_absolute_url(), blad | {"wens_leerling": "Rust."}).status_code == 302
    later.refresh_from_db()
    assert (later.wens_leerling, later.leerling_aanwezig, later.ouder_aanwezig) == ("Rust.", True, False)


def test_what_a_page_from_before_still_sends_is_refused_aloud(ib_er: Client, later: Bespreking) -> None:
    blad = velden(ib_er.get(later.get_absolute_url()), actie=later.get_absolute_url())

    response = ib_er.post(later.get_absolute_url(), blad | {"keus": "later", "wens_leerling": "Rust."})

    assert "Dit overleg is op 17 maart 2026. Leg dit die dag vast, of verzet het overleg." in tekst(response)
    form = response.context["form"]
    assert (form["keus"].value(), form["wens_leerling"].value()) == ("", "Rust.")
    assert "keus" in {veld.name for veld in form.visible_fields() if veld.field.disabled}
    later.refresh_from_db()
    assert later.wens_leerling == "" and not later.besluiten.exists()


def test_a_stance_heard_otherwise_may_be_put_down(ib_er: Client, later: Bespreking) -> None:
    form = ib_er.get(later.get_absolute_url()).context["form"]

    assert [naam for naam in form.fields if naam.startswith("standpunt_") and form.fields[naam].disabled] == []
    for naam, veld in form.fields.items():
        if naam.startswith("wijze_"):
            assert "gesprek" not in dict(veld.choices), "nobody sits at the table yet"
            assert form[naam].value() == "telefoon"
