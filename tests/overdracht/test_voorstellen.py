"""From ticks on the list of pupils to the list of an overleg."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from gka.models import Gebeurtenis, Leerling
from overdracht.models import Bespreking, Overleg
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst

LIJST = reverse("gka:leerlingen")
KOMEND = date(2026, 3, 20)


def adres(*leerlingen: Leerling) -> str:
    return f"{reverse('overdracht:voorstellen')}?{urlencode({'leerling': [een.pk for een in leerlingen]}, doseq=True)}"


def stel_voor(client: Client, overleg: Overleg | str, *leerlingen: Leerling) -> HttpResponse:
    keuze = overleg if isinstance(overleg, str) else str(overleg.pk)
    return client.post(adres(*leerlingen), {"overleg": keuze}, follow=True)


@pytest.fixture
def komend(cast: Cast) -> Overleg:
    """An overleg that is still to come, with one pupil on its list."""
    eerste = build.met_toestemming(cast, build.leerling(cast, roepnaam="Eerste"))
    return build.overleg(cast, eerste, datum=KOMEND)


@pytest.fixture
def kandidaten(cast: Cast) -> list[Leerling]:
    return [build.met_toestemming(cast, build.leerling(cast, roepnaam=naam)) for naam in ("Twee", "Drie")]


def test_the_list_offers_it_to_who_plans_only(client: Client, cast: Cast, kandidaten: list[Leerling]) -> None:
    for wie, ziet in [("ib_er", True), ("smw_po", False)]:
        pagina = cast.log_in(client, wie).get(LIJST).content.decode()
        assert (f'value="{kandidaten[0].pk}"' in pagina) is ziet
        assert ("Bespreken in een overleg" in pagina) is ziet


def test_the_ticked_pupils_go_on_the_list_that_was_chosen(
    ib_er: Client, komend: Overleg, kandidaten: list[Leerling]
) -> None:
    vraag = tekst(ib_er.get(adres(*kandidaten)))
    assert "2 leerlingen bespreken" in vraag and "Vrijdag 20 maart 2026, 14.00 uur, Lokaal 1" in vraag
    assert Bespreking.objects.count() == 1

    antwoord = stel_voor(ib_er, komend, *kandidaten)

    assert antwoord.redirect_chain == [(komend.get_absolute_url(), 302)]
    assert "2 leerlingen op de lijst gezet." in tekst(antwoord)
    assert {rij.leerling.roepnaam for rij in komend.besprekingen.all()} == {"Eerste", "Twee", "Drie"}
    assert Gebeurtenis.objects.filter(soort="overleg.leerling_toegevoegd").count() == 3


def test_a_new_overleg_begins_with_them_ticked(ib_er: Client, komend: Overleg, kandidaten: list[Leerling]) -> None:
    antwoord = stel_voor(ib_er, "nieuw", kandidaten[0])

    assert antwoord.redirect_chain[0][0].startswith(reverse("overdracht:overleg-plannen"))
    (vinkje,) = html.fromstring(antwoord.content).xpath("//input[@name='leerlingen'][@checked]")
    assert vinkje.get("value") == str(kandidaten[0].pk)


def test_without_a_coming_overleg_one_plans_at_once(ib_er: Client, kandidaten: list[Leerling]) -> None:
    antwoord = ib_er.get(adres(*kandidaten))

    assert antwoord.status_code == 302
    assert antwoord["Location"].startswith(reverse("overdracht:overleg-plannen"))
    assert all(str(leerling.pk) in antwoord["Location"] for leerling in kandidaten)


def test_who_cannot_be_discussed_is_named_with_the_reason(
    cast: Cast, ib_er: Client, komend: Overleg, kandidaten: list[Leerling]
) -> None:
    zonder = build.leerling(cast, roepnaam="Zonder")
    bezet = komend.besprekingen.get().leerling
    pagina = tekst(ib_er.get(adres(kandidaten[0], zonder, bezet)))

    assert "1 leerling bespreken" in pagina
    assert "Zonder L. Vraag eerst toestemming om te bespreken." in pagina
    assert "Eerste L. Staat al op een lijst of is opgenomen." in pagina

    stel_voor(ib_er, komend, kandidaten[0], zonder, bezet)

    assert set(komend.besprekingen.values_list("leerling", flat=True)) == {bezet.pk, kandidaten[0].pk}


def test_with_nobody_to_discuss_there_is_nothing_to_send(cast: Cast, ib_er: Client, komend: Overleg) -> None:
    zonder = build.leerling(cast, roepnaam="Zonder")

    pagina = ib_er.get(adres(zonder))

    assert "Deze leerlingen kunt u nu niet bespreken" in tekst(pagina)
    assert "Verder" not in tekst(pagina)
    assert stel_voor(ib_er, komend, zonder).status_code == 200
    assert komend.besprekingen.count() == 1


@pytest.mark.parametrize("query", ["", "?leerling=", "?leerling=bo", "?leerling=00000000-0000-4000-8000-000000000000"])
def test_without_a_tick_one_goes_back_to_the_list(ib_er: Client, query: str) -> None:
    antwoord = ib_er.get(reverse("overdracht:voorstellen") + query, follow=True)

    assert antwoord.redirect_chain == [(LIJST, 302)]
    assert "Zet eerst een vinkje bij de leerlingen die u wilt bespreken." in tekst(antwoord)


def test_pupils_of_others_are_as_if_they_were_not_there(cast: Cast, ib_er: Client, kandidaten: list[Leerling]) -> None:
    vreemd = build.met_toestemming(cast, build.leerling(cast, roepnaam="Vreemd", school=cast.andere_school))

    assert ib_er.get(adres(vreemd)).status_code == 302
    assert str(vreemd.pk) not in ib_er.get(adres(vreemd, kandidaten[0]))["Location"]


@pytest.mark.parametrize("keuze", ["", "morgen", "00000000-0000-4000-8000-000000000000"])
def test_a_list_that_is_no_choice_is_refused(
    ib_er: Client, komend: Overleg, kandidaten: list[Leerling], keuze: str
) -> None:
    antwoord = stel_voor(ib_er, keuze, *kandidaten)

    assert antwoord.status_code == 200 and "Er is een probleem" in tekst(antwoord)
    assert komend.besprekingen.count() == 1


def test_consent_that_was_withdrawn_meanwhile_stops_it(
    cast: Cast, ib_er: Client, komend: Overleg, kandidaten: list[Leerling]
) -> None:
    ib_er.get(adres(*kandidaten))
    build.zegt(cast, kandidaten[0], build.Doel.BESPREKEN, build.Toestemmingstand.INGETROKKEN)

    stel_voor(ib_er, komend, *kandidaten)

    assert set(komend.besprekingen.values_list("leerling__roepnaam", flat=True)) == {"Eerste", "Drie"}


def test_the_page_asks_a_fixed_number_of_questions(cast: Cast, ib_er: Client, komend: Overleg) -> None:
    aantallen = []
    for tot in (2, 12):
        pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=f"Kind{nummer}")) for nummer in range(tot)]
        with CaptureQueriesContext(connection) as vragen:
            ib_er.get(adres(*pupils))
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 25
