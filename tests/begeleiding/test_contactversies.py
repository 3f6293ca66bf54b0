"""Correct and take back in the browser; older versions stay to be read."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import contacten, trajecten
from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from begeleiding.workflow import Onjuist
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer, sluit_maart, trek_in
from tests.begeleiding.paginas import adres
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst


def pagina(contact: Contact, wat: str = "") -> str:
    return f"/contacten/{contact.pk}/{wat}"


# --- correct


def test_een_lange_dag_of_een_dubbel_door_een_correctie_is_een_vraag(
    client: Client, cast: Cast, traject: Traject
) -> None:
    build.contact(cast, traject, minuten=300)
    contact = build.contact(cast, traject, minuten=200)
    adres_ = pagina(contact, "wijzigen/")
    gestuurd: dict[str, Any] = hoofdformulier(cast.log_in(client, "smw_vo").get(adres_))
    gestuurd |= {"reden": "Verkeerde duur"}

    antwoord = client.post(adres_, gestuurd | {"duur_anders": "301"})

    assert "Samen is dit 10 uur 01 contact op één dag (vandaag). Klopt dat?" in tekst(antwoord)
    assert "al hetzelfde vast" in tekst(client.post(adres_, gestuurd | {"duur_anders": "300"}))
    assert Contact.objects.count() == 2
    assert client.post(adres_, gestuurd | {"duur_anders": "301", "bevestigd": "ja"}).status_code == 302
    langer = Contact.objects.get(vervangt=contact)
    korter: dict[str, Any] = hoofdformulier(client.get(pagina(langer, "wijzigen/")))
    korter |= {"reden": "Verkeerde duur", "reisminuten": "10"}
    assert client.post(pagina(langer, "wijzigen/"), korter).status_code == 302, "the day is not longer than it was"


def test_wijzigen_maakt_een_versie_met_reden(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject, minuten=20)
    cast.log_in(client, "smw_vo")
    assert f'href="{pagina(contact, "wijzigen/")}"' in client.get(adres(traject, "traject")).text
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "wijzigen/")))
    assert (gestuurd["duur"], gestuurd["duur_anders"], gestuurd["met"]) == (["anders"], ["20"], ["leerling"])
    assert gestuurd["soort"] == ["huisbezoek"]
    assert "reden" not in gestuurd

    antwoord = client.post(
        pagina(contact, "wijzigen/"), gestuurd | {"duur": "45", "duur_anders": "", "reden": "Verkeerde duur"}
    )

    assert (antwoord.status_code, antwoord.url) == (302, adres(traject, "traject"))
    nieuw = Contact.objects.geldig().get()
    assert (nieuw.minuten, nieuw.vervangt, nieuw.reden) == (45, contact, "Verkeerde duur")
    assert "De vorige versie blijft te lezen" in tekst(client.get(adres(traject, "traject")))
    lezen = tekst(client.get(pagina(contact)))
    assert "45 minuten was: 20 minuten" in lezen
    assert "Gewijzigd door Test Schoolmaatschappelijk werker vo" in lezen
    assert "Reden: Verkeerde duur" in lezen
    assert lezen == tekst(client.get(pagina(nieuw))), "every version leads to all of them"
    assert Gebeurtenis.objects.filter(soort="contact.gezien").exists()


def test_een_andere_reden_wordt_opgeschreven(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, "smw_vo")
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "wijzigen/"))) | {"duur": "60"}

    for reden, veld in [
        ({}, "reden"),
        ({"reden": "anders"}, "reden_anders"),
        ({"reden": "anders", "reden_anders": "  "}, "reden_anders"),
        ({"reden": "anders", "reden_anders": "het was 999999990"}, "reden_anders"),
        ({"reden": "weg"}, "reden"),
    ]:
        fout = client.post(pagina(contact, "wijzigen/"), gestuurd | reden)
        assert list(fout.context["form"].errors) == [veld], reden
    assert Contact.objects.count() == 1
    client.post(pagina(contact, "wijzigen/"), gestuurd | {"reden": "anders", "reden_anders": "Later begonnen"})
    assert Contact.objects.geldig().get().reden == "Later begonnen"


def test_niets_gewijzigd_maakt_geen_versie(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, "smw_vo")
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "wijzigen/")))

    fout = client.post(pagina(contact, "wijzigen/"), gestuurd | {"reden": "Verkeerde duur"})

    assert "nog niets gewijzigd" in tekst(fout)
    assert Contact.objects.count() == 1


def test_wie_erbij_was_wordt_per_leerling_verbeterd(client: Client, cast: Cast, traject: Traject) -> None:
    ander = build.traject(cast, roepnaam="Sem", achternaam="Nep")
    contact = build.contact(cast, traject, ander, soort="groep", minuten=60)
    cast.log_in(client, "smw_vo")
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "wijzigen/")))
    assert set(gestuurd["erbij"]) == {str(traject.pk), str(ander.pk)}

    client.post(pagina(contact, "wijzigen/"), gestuurd | {"erbij": [str(traject.pk)], "reden": "Verkeerd gezelschap"})

    totalen = Contactdeelname.objects.totalen([traject.pk, ander.pk])
    assert [(totalen[een.pk].inzet, totalen[een.pk].ontvangen) for een in (traject, ander)] == [(30, 60), (30, 0)]
    assert "1 van 2 was: 2 van 2" in tekst(client.get(pagina(contact)))


def test_een_leerling_van_een_collega_heeft_geen_naam_en_blijft(client: Client, cast: Cast, traject: Traject) -> None:
    ander = build.traject(cast, roepnaam="Sem", achternaam="Nep")
    contact = build.contact(cast, traject, ander, soort="groep", minuten=60)
    naar_een_ander(cast, ander)
    cast.log_in(client, "smw_vo")

    for wat in ("", "wijzigen/", "intrekken/"):
        tekst_ = tekst(client.get(pagina(contact, wat)))
        assert "Bo Vermeulen en 1 leerling van een collega" in tekst_
        assert "Sem" not in tekst_
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "wijzigen/")))
    client.post(pagina(contact, "wijzigen/"), gestuurd | {"duur": "90", "reden": "Verkeerde duur"})
    assert set(Contact.objects.geldig().get().deelnames.values_list("traject", "minuten", "aanwezig")) == {
        (traject.pk, 45, True),
        (ander.pk, 45, True),
    }


def naar_een_ander(cast: Cast, traject: Traject) -> None:
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=timezone.localdate(),
        door=cast["teamleider"],
        op=timezone.now(),
    )


@pytest.mark.parametrize(
    "anders, veld",
    [
        ({"duur": "anders", "duur_anders": "601"}, "duur_anders"),
        ({"wanneer": "anders", "datum": "2026-03-11"}, "datum"),
        ({"wanneer": "2026-03-09"}, "wanneer"),
        ({"met": []}, "met"),
        ({"soort": "niet-verschenen"}, "met"),
    ],
)
def test_een_fout_bij_wijzigen_houdt_alles_vast(
    client: Client, cast: Cast, traject: Traject, anders: dict[str, Any], veld: str
) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, "smw_vo")
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "wijzigen/"))) | {"reden": "Verkeerde dag"}

    antwoord = client.post(pagina(contact, "wijzigen/"), gestuurd | anders)

    form = antwoord.context["form"]
    assert list(form.errors) == [veld]
    assert form["reden"].value() == "Verkeerde dag"
    assert Contact.objects.count() == 1


# --- take back


def test_intrekken_telt_nergens_meer_en_blijft_te_lezen(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, "smw_vo")
    gestuurd: dict[str, Any] = hoofdformulier(client.get(pagina(contact, "intrekken/")))

    assert "reden" in client.post(pagina(contact, "intrekken/"), gestuurd).context["form"].errors
    antwoord = client.post(pagina(contact, "intrekken/"), gestuurd | {"reden": "Ging niet door"})

    assert (antwoord.status_code, antwoord.url) == (302, adres(traject, "traject"))
    assert not Contact.objects.geldig().exists()
    assert Contactdeelname.objects.totalen([traject.pk])[traject.pk].inzet == 0
    vandaag = timezone.localdate()
    assert Inzet.objects.minuten([cast.aanstelling["smw_vo"]], van=vandaag, tot=vandaag) == 0
    lijst = tekst(client.get(adres(traject, "traject")))
    assert "Nog geen contact vastgelegd" in lijst
    assert "1 Ingetrokken" in lijst
    assert "Ging niet door" in lijst
    ingetrokken = Contact.objects.get(ingetrokken=True)
    for een in (contact, ingetrokken):
        lezen = client.get(pagina(een))
        assert "Dit contact is ingetrokken" in lezen.text
        assert "45 minuten" in lezen.text
        assert "Wijzig</" not in lezen.text
    event = Gebeurtenis.objects.get(soort="contact.ingetrokken")
    assert (event.leerling_id, event.details) == (
        str(traject.leerling_id),
        {"minuten": 45, "contactsoort": "huisbezoek"},
    )
    for wat in ("wijzigen/", "intrekken/"):
        assert "Leg het opnieuw vast" in client.get(pagina(ingetrokken, wat)).text
        assert client.post(pagina(ingetrokken, wat), gestuurd | {"reden": "Ging niet door"}).status_code == 200


def test_intrekken_is_eenmalig_en_de_laatste_versie(cast: Cast, traject: Traject) -> None:
    contact, ander = build.contact(cast, traject), build.contact(cast, traject)
    sleutel = uuid4()

    ingetrokken = trek_in(cast, contact, sleutel=sleutel)

    assert trek_in(cast, contact, sleutel=sleutel) == ingetrokken
    assert ingetrokken.vervangt == contact
    assert not ingetrokken.inzet.exists()
    assert not ingetrokken.deelnames.exists()
    with pytest.raises(contacten.AlGebruikt):
        trek_in(cast, ander, sleutel=sleutel)
    with pytest.raises(NietToegestaan, match="al gecorrigeerd"):
        trek_in(cast, contact)
    with pytest.raises(NietToegestaan, match="opnieuw vast"):
        trek_in(cast, ingetrokken)
    with pytest.raises(NietToegestaan, match="opnieuw vast"):
        corrigeer(cast, ingetrokken, minuten=5)
    with pytest.raises(NietToegestaan, match="al gecorrigeerd"):
        corrigeer(cast, contact, minuten=5)
    with pytest.raises(Onjuist, match="waarom"):
        trek_in(cast, ander, reden=" ")


def test_een_verbeterd_contact_wordt_als_nieuwste_versie_ingetrokken(cast: Cast, traject: Traject) -> None:
    eerste = build.contact(cast, traject)
    tweede = corrigeer(cast, eerste, minuten=30)

    with pytest.raises(NietToegestaan, match="al gecorrigeerd"):
        trek_in(cast, eerste)
    trek_in(cast, tweede)
    assert Contactdeelname.objects.totalen([traject.pk])[traject.pk].aantal == 0


def test_een_sleutel_van_een_andere_correctie_wordt_geweigerd(cast: Cast, traject: Traject) -> None:
    een, twee = build.contact(cast, traject), build.contact(cast, traject)
    sleutel = uuid4()
    corrigeer(cast, een, minuten=30, sleutel=sleutel)

    with pytest.raises(contacten.AlGebruikt):
        corrigeer(cast, twee, minuten=30, sleutel=sleutel)
    with pytest.raises(contacten.AlGebruikt):
        trek_in(cast, twee, sleutel=sleutel)
    with pytest.raises(contacten.AlGebruikt):
        trek_in(cast, twee, sleutel=een.sleutel)


# --- who may, and when


@pytest.mark.parametrize("naam", ["smw_po", "buitenstaander_teamleider", "zonder_rol", "buitenstaander_smw_vo"])
def test_alleen_wie_erbij_werkte_wijzigt(cast: Cast, traject: Traject, naam: str) -> None:
    contact = build.contact(cast, traject)

    for doe in (corrigeer, trek_in):
        with pytest.raises(NietToegestaan, match="Alleen wie bij dit contact werkte"):
            doe(cast, contact, door=cast[naam])
    assert Contact.objects.count() == 1


def test_ook_de_tweede_medewerker_mag_wijzigen(cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject, collegas=[cast.aanstelling["smw_po"]])

    assert corrigeer(cast, contact, minuten=30, door=cast["smw_po"]).inzet.count() == 2


def test_wie_het_recht_niet_meer_heeft_wijzigt_niets(cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    cast.aanstelling["smw_vo"].__class__.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot=date(2026, 3, 9))

    with pytest.raises(NietToegestaan, match="Alleen wie"):
        corrigeer(cast, contact, minuten=30)


def test_een_collega_leest_zonder_knop(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, "smw_po")

    assert "wijzigen/" not in client.get(adres(traject, "traject")).text
    assert "Alleen wie bij dit contact werkte" in client.get(pagina(contact)).text
    for wat in ("wijzigen/", "intrekken/"):
        blad = client.get(pagina(contact, wat))
        assert "Alleen wie bij dit contact werkte" in blad.text
        assert "<form" not in blad.text.partition("<main")[2].partition("</main>")[0]
    gestuurd = {"sleutel": str(uuid4()), "reden": "Ging niet door"}
    assert "Alleen wie" in client.post(pagina(contact, "intrekken/"), gestuurd).text
    assert Contact.objects.count() == 1


def test_wie_niet_meer_begeleidt_laat_de_teamleider_verbeteren(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    """The pupil goes to another organisation on the day after a wrong figure was recorded."""
    contact = build.contact(cast, traject, minuten=600)
    clock.move_to("2026-03-11T10:00:00+01:00")
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=date(2026, 3, 11),
        door=cast["teamleider"],
        op=timezone.now(),
    )
    assert cast.log_in(client, "smw_vo").get(pagina(contact, "wijzigen/")).status_code == 404
    assert "Vraag uw teamleider het te verbeteren" in client.get("/uren/?week=2026-w11").text
    for naam in ("buitenstaander_smw_vo", "buitenstaander_teamleider"):
        blad = cast.log_in(client, naam).get(pagina(contact, "wijzigen/"))
        assert "Vraag het aan de teamleider van die collega" in blad.text

    cast.log_in(client, "teamleider")
    uren = client.get(f"/uren/medewerker/{cast['smw_vo'].pk}/?maand=2026-03")
    assert f'href="{pagina(contact)}"' in uren.text
    assert f'href="{pagina(contact, "wijzigen/")}"' in client.get(pagina(contact)).text
    blad = client.get(pagina(contact, "wijzigen/"))
    assert "Vermeulen" not in uren.text + blad.text + client.get(pagina(contact)).text, "the pupil is not theirs now"
    gestuurd: dict[str, Any] = hoofdformulier(blad) | {"duur": ["60"], "duur_anders": [""]}
    assert "Kies een reden" in client.post(pagina(contact, "wijzigen/"), gestuurd).text
    assert client.post(pagina(contact, "wijzigen/"), gestuurd | {"reden": "Verkeerde duur"}).status_code == 302

    nieuw = Contact.objects.geldig().get()
    assert (nieuw.minuten, nieuw.vastgelegd_door, nieuw.inzet.get().aanstelling) == (
        60,
        cast["teamleider"],
        cast.aanstelling["smw_vo"],
    )
    sluit_maart(cast, clock)
    cast.log_in(client, "teamleider")
    weg = {"sleutel": str(uuid4()), "reden": "Ging niet door"}
    assert "Maart 2026 is gesloten" in client.post(pagina(nieuw, "intrekken/"), weg).text


@pytest.mark.parametrize(
    "naam", ["buitenstaander_smw_vo", "ib_er", "zorgcoordinator", "gemeente", "vreemdeling_smw_vo"]
)
def test_een_contact_van_een_ander_is_er_niet(client: Client, cast: Cast, traject: Traject, naam: str) -> None:
    contact = build.contact(cast, traject)
    cast.log_in(client, naam)

    for wat in ("", "wijzigen/", "intrekken/"):
        assert client.get(pagina(contact, wat)).status_code == 404
        assert client.post(pagina(contact, wat)).status_code == 404


def test_na_intrekken_van_toestemming_is_het_contact_er_niet_meer(client: Client, cast: Cast, traject: Traject) -> None:
    contact = build.contact(cast, traject)
    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    assert cast.log_in(client, "smw_vo").get(pagina(contact)).status_code == 404
