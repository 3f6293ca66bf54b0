"""A thousand pupils on one page: it is sent back whole, and adding them costs a fixed number of queries a pupil."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gka.forms.inlezen import ToevoegenForm
from gka.imports import token
from gka.imports.layout import Vraag, lees_lijst, maak_lijst
from gka.imports.preview import Lijst, vergelijk
from gka.imports.rows import MAX_LEERLINGEN
from gka.models import Leerling
from tests.cast import Cast
from tests.inlezen import bevestig, kies
from tests.pages import tekst
from tests.tabellen import KOP, csv_bestand, rij

DAG = date(2026, 3, 10)


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def test_the_largest_list_with_every_question_fits_in_one_form(cast: Cast) -> None:
    vraag = [["1" + str(nummer), f"Bo Isa Nep {nummer}", "", "8"] for nummer in range(MAX_LEERLINGEN - 1)]
    inhoud = csv_bestand([["Leerlingnummer", "Naam", "Geboortedatum", "Groep"], ["9", "Sem van Hof", "", "8"], *vraag])
    preview = vergelijk(_lijst(inhoud, cast), school=cast.school)

    velden = ToevoegenForm(preview=preview, lijst=preview.getoond, dag=DAG).fields
    tekst = token.sluit(preview.getoond, voor=cast["ib_er"], school=cast.school, op=timezone.now())

    assert 3 * MAX_LEERLINGEN - 10 < len(velden) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 10
    assert len(tekst) + 40 * len(velden) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_preview_asks_the_database_the_same_for_ten_and_for_a_hundred(ib_er: Client) -> None:
    aantallen = []
    for hoeveel in (10, 100):
        inhoud = csv_bestand([KOP, *map(rij, range(hoeveel))])
        with CaptureQueriesContext(connection) as queries:
            assert f"{hoeveel} leerlingen toevoegen" in tekst(kies(ib_er, inhoud, "lijst.csv"))
        aantallen.append(len(queries))

    assert aantallen[0] == aantallen[1]


def test_twice_three_hundred_adds_nobody_the_second_time(ib_er: Client) -> None:
    inhoud = csv_bestand([KOP, *map(rij, range(300))])
    bevestig(ib_er, kies(ib_er, inhoud, "lijst.csv"))
    assert Leerling.objects.count() == 300

    assert "zijn al bekend" in tekst(kies(ib_er, inhoud, "lijst.csv"))


def test_the_quick_tick_is_what_the_form_pack_makes(cast: Cast) -> None:
    preview = vergelijk(_lijst(csv_bestand([KOP, rij(1), rij(2, "7/8")]), cast), school=cast.school)
    form = ToevoegenForm(preview=preview, lijst=preview.getoond, dag=DAG)
    lang = '{% include "nlds/field.html" with field=veld form_show_labels=True wrapper_class="field--compact" only %}'
    for regel in form.rijen:
        beide = [
            Template("{% load nlds %}" + kort).render(Context({"veld": regel["kies"]}))
            for kort in ("{% tick veld %}", lang)
        ]

        assert _los(beide[0]) == _los(beide[1])


def _lijst(inhoud: bytes, cast: Cast) -> Lijst:
    lijst = lees_lijst(inhoud, "lijst.csv", school=cast.school, dag=DAG)
    if isinstance(lijst, Vraag):
        indeling = replace(lijst.indeling, naamvolgorde="roepnaam")
        return maak_lijst(lijst.tabel, indeling, school=cast.school, dag=DAG)
    return lijst


def _los(html: str) -> list[str]:
    return sorted(html.replace("<", " ").replace(">", " ").replace("/", " ").split())
