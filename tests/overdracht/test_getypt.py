"""Without scripts too a button of an agreement keeps what was filled in about the pupil; none of it counts yet."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from gka.workflow import Doel, Toestemmingstand
from overdracht.actions import besprekingen
from overdracht.models import Afspraak, Bespreking, Concept, EerdereInhoud
from overdracht.stand import tekstmerk
from tests import build
from tests.cast import Cast
from tests.overdracht.test_afspraken import maak
from tests.pages import tekst

GEKOZEN = {"keus": "traject", "standpunt_leerling": "nee", "waarom_leerling": "Sporten.", "leerling_aanwezig": "ja"}
GETYPT = {"wens_leerling": "Ik wil rust.", "aandachtspunten": "Een maatje."}
AFSPRAAK = {"afspraak-wat": "Belt de ouders.", "afspraak-wie": "smw_vo", "afspraak-voor": "2026-03-20"}


def blad(client: Client, row: Bespreking) -> dict[str, Any]:
    """All that the one form of the page sends, also from where its fields lie elsewhere."""
    pagina = html.fromstring(client.get(row.get_absolute_url()).content)
    (form,) = pagina.xpath("//form[@id='bespreking']")
    for veld in pagina.xpath("//*[@form='bespreking'][not(self::button)]"):
        form.append(veld)
    gevuld: dict[str, Any] = {}
    for naam, waarde in form.form_values():
        gevuld.setdefault(naam, []).append(waarde)
    return gevuld


def knoppen(client: Client, row: Bespreking) -> dict[str, tuple[str, dict[str, str]]]:
    """The buttons of the form beside Bewaar: where they send it, and what they say themselves."""
    pagina = html.fromstring(client.get(row.get_absolute_url()).content)
    gevonden = pagina.xpath("//button[@form='bespreking']")
    return {
        knop.text_content().split(" ")[0]: (
            knop.get("formaction"),
            {knop.get("name"): knop.get("value")} if knop.get("name") else {},
        )
        for knop in gevonden
    }


def druk(client: Client, row: Bespreking, knop: str, **data: str) -> Any:
    adres, zelf = knoppen(client, row)[knop]
    response = client.post(adres, blad(client, row) | data | zelf, follow=True)
    row.refresh_from_db()
    return response


def ingevuld(response: Any, *namen: str) -> dict[str, Any]:
    return {naam: response.context["form"][naam].value() for naam in namen}


def test_an_agreement_keeps_all_that_was_filled_in(ib_er: Client, bespreking: Bespreking) -> None:
    response = druk(ib_er, bespreking, "Afspraak", **GEKOZEN, **GETYPT, **AFSPRAAK)

    assert response.redirect_chain == [(f"{bespreking.get_absolute_url()}#afspraken", 302)]
    assert bespreking.afspraken.get().wat == "Belt de ouders."
    assert ingevuld(response, *GEKOZEN, *GETYPT) == GEKOZEN | GETYPT
    assert response.context["afspraak_form"]["wat"].value() is None
    assert not bespreking.instemmingen.exists() and not bespreking.besluiten.exists()
    assert bespreking.wens_leerling == "Ik wil rust.", "texts are saved, as they are while one types"
    assert "neemt" not in tekst(response) and "gaat hier niet mee" not in tekst(response)

    ib_er.post(bespreking.get_absolute_url(), blad(ib_er, bespreking))
    bespreking.refresh_from_db()
    assert (bespreking.instemmingen.get().reden, bespreking.leerling_aanwezig) == ("Sporten.", True)


@pytest.mark.parametrize("knop", ["Klaar", "Laat"])
def test_so_does_a_step_of_an_agreement_with_the_one_being_written(
    cast: Cast, ib_er: Client, bespreking: Bespreking, knop: str
) -> None:
    afspraak = maak(cast, bespreking)

    response = druk(ib_er, bespreking, knop, **GEKOZEN, **GETYPT, **AFSPRAAK)

    afspraak.refresh_from_db()
    assert bool(afspraak.klaar_op) == (knop == "Klaar") and bool(afspraak.vervallen_op) == (knop == "Laat")
    assert Afspraak.objects.count() == 1
    assert ingevuld(response, *GEKOZEN, *GETYPT) == GEKOZEN | GETYPT
    assert response.context["afspraak_form"]["wat"].value() == "Belt de ouders."


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        ({"afspraak-wie": ""}, "Maak een keuze bij ‘Wie doet dat?’."),
        ({"afspraak-voor": "2026-03-01"}, "Kies een dag van vandaag tot over een jaar."),
        ({"wens_leerling": "Zie 111222333"}, "staat een getal dat op een BSN lijkt"),
        ({"waarom_leerling": "Zie 111222333"}, "staat een getal dat op een BSN lijkt"),
        ({"waarom_leerling": "111222333", "geen_bsn": "on"}, "kies eerst Bewaar"),
        ({"wens_leerling": "x" * 281}, "hoogstens 280 tekens, nu 281"),
    ],
)
def test_what_is_wrong_is_said_and_everything_stays(
    ib_er: Client, bespreking: Bespreking, fout: dict[str, str], zin: str
) -> None:
    data = GEKOZEN | GETYPT | AFSPRAAK | fout

    response = druk(ib_er, bespreking, "Afspraak", **data)

    assert zin in tekst(response)
    anders = {naam: waarde for naam, waarde in data.items() if naam in (*GEKOZEN, *GETYPT)}
    assert ingevuld(response, *anders) == anders
    assert response.context["afspraak_form"]["wat"].value() == "Belt de ouders."
    assert not Afspraak.objects.exists() and not Concept.objects.exists() and bespreking.wens_leerling == ""


def test_a_step_that_is_refused_keeps_it_too(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    afspraak = maak(cast, bespreking)
    adres, zelf = knoppen(ib_er, bespreking)["Klaar"]
    alles = blad(ib_er, bespreking) | GEKOZEN | GETYPT | zelf
    Afspraak.objects.filter(pk=afspraak.pk).update(versie=5)

    response = ib_er.post(adres, alles)

    assert "Iemand anders heeft dit intussen gewijzigd" in tekst(response)
    assert ingevuld(response, *GEKOZEN, *GETYPT) == GEKOZEN | GETYPT


def test_a_text_that_a_colleague_changed_is_shown_and_nothing_is_agreed(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    adres, alles = f"{bespreking.get_absolute_url()}afspraken/", blad(ib_er, bespreking)
    collega(cast, bespreking, "Van een collega.")

    response = ib_er.post(adres, alles | GETYPT | AFSPRAAK)

    assert response.status_code == 409 and "Nu bewaard: Van een collega." in tekst(response)
    assert response.context["afspraak_form"]["wat"].value() == "Belt de ouders." and not Afspraak.objects.exists()

    ongewijzigd = ib_er.post(adres, alles | {"keus": "later"} | AFSPRAAK, follow=True)
    assert ingevuld(ongewijzigd, "keus", "aandachtspunten") == {"keus": "later", "aandachtspunten": "Van een collega."}
    assert Afspraak.objects.exists() and not EerdereInhoud.objects.exists()


def collega(cast: Cast, row: Bespreking, aandachtspunten: str) -> None:
    besprekingen.teksten_bijwerken(
        bespreking=row,
        versie=row.versie,
        merk=tekstmerk(row),
        teksten=besprekingen.Teksten(aandachtspunten=aandachtspunten),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


def test_bewaar_keeps_the_agreement_that_is_being_written(ib_er: Client, bespreking: Bespreking) -> None:
    alles = blad(ib_er, bespreking) | GETYPT

    response = ib_er.post(bespreking.get_absolute_url(), alles | AFSPRAAK, follow=True)
    assert response.context["afspraak_form"]["wat"].value() == "Belt de ouders." and not Afspraak.objects.exists()
    fout = ib_er.post(bespreking.get_absolute_url(), blad(ib_er, bespreking) | AFSPRAAK | {"wens_ouders": "x" * 281})
    assert fout.context["afspraak_form"]["wat"].value() == "Belt de ouders."
    bsn = blad(ib_er, bespreking) | AFSPRAAK | {"afspraak-wat": "Zie 111222333"}
    assert "De afspraak is niet bewaard" in tekst(ib_er.post(bespreking.get_absolute_url(), bsn, follow=True))


def test_who_only_reads_has_buttons_of_their_own(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    afspraak = maak(cast, bespreking)
    cast.log_in(client, "smw_vo")
    pagina = html.fromstring(client.get(bespreking.get_absolute_url()).content)
    assert not pagina.xpath("//button[@form]")

    alles = {"stap": f"klaar:{afspraak.merk}", "versie": "1", "keus": "traject", "wens_leerling": "Van mij."}
    client.post(f"{bespreking.get_absolute_url()}afspraken/wijzigen/", alles)

    afspraak.refresh_from_db()
    bespreking.refresh_from_db()
    assert afspraak.klaar_op and bespreking.wens_leerling == "" and not Concept.objects.exists()


def test_without_consent_nothing_is_agreed_or_kept(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    alles = blad(ib_er, bespreking) | GEKOZEN | GETYPT | AFSPRAAK
    alles["afspraak-voor"] = f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}"
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    ib_er.post(f"{bespreking.get_absolute_url()}afspraken/", alles)

    bespreking.refresh_from_db()
    assert not Afspraak.objects.exists() and not Concept.objects.exists() and bespreking.wens_leerling == ""
