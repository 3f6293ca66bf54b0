"""Rows of several pupils without keys: one contact or several? The answer is asked, and the minutes follow it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.test_uren_rondreis import maak_leeg
from tests.begeleiding.urenbestanden import (
    antwoord,
    bestand,
    download,
    fouten,
    groepsvragen,
    kop,
    leerling,
    rij,
    stuur,
    toevoegen,
    verder,
)
from tests.cast import Cast

VRAAG = "Deze 4 rijen zien eruit als één groepsgesprek van 60 minuten. Is dat zo?"
NIETS_NIEUWS = ("Niets nieuws in dit bestand", {})


@pytest.fixture
def kinderen(cast: Cast) -> list[Traject]:
    """Four pupils who began on 12 January."""
    gemaakt = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Bo", "Sem", "Noor", "Yara")]
    Traject.objects.update(vanaf=date(2026, 1, 12))
    return gemaakt


@pytest.fixture
def rijen(cast: Cast, kinderen: list[Traject]) -> list[dict[str, str]]:
    """A row each, equal but for the pupil, without keys; Yara was not there."""
    cellen = {"soort": "groep", "minuten": "60"}
    met = ("leerling", "leerling", "leerling", "")
    return [rij(een, cast["smw_vo"], met=wie, **cellen) for een, wie in zip(kinderen, met, strict=True)]


def inzet() -> int:
    return sum(Inzet.objects.geldig().values_list("minuten", flat=True))


def test_zonder_antwoord_wachten_de_rijen(
    client: Client, cast: Cast, kinderen: list[Traject], rijen: list[dict[str, str]]
) -> None:
    cast.log_in(client, "smw_vo")
    ander = rij(kinderen[0], cast["smw_vo"], datum="2026-03-10")

    pagina = stuur(client, bestand(rijen))
    assert kop(pagina) == "4 rijen wachten op uw antwoord" and VRAAG in pagina and "checked" not in pagina
    assert "Als één contact telt het als 1 uur inzet, na elkaar als 4 uur." in pagina
    assert toevoegen(client, pagina).status_code == 200 and not Contact.objects.exists()
    pagina = stuur(client, bestand([*rijen, ander]))
    assert kop(pagina) == "1 nieuw contact" and "4 rijen wachten op uw antwoord" in pagina
    klaar = toevoegen(client, pagina)
    assert klaar.status_code == 302
    assert (
        "4 rijen zijn niet ingelezen: u zei nog niet of het één contact was." in client.get(klaar.url).content.decode()
    )
    assert Contact.objects.get().gebeurd_op == date(2026, 3, 10)


@pytest.mark.parametrize(("gezegd", "contacten", "minuten"), [("een", 1, 60), ("los", 4, 240)])
def test_het_antwoord_telt_en_hetzelfde_bestand_voegt_niets_toe(
    client: Client, cast: Cast, rijen: list[dict[str, str]], gezegd: str, contacten: int, minuten: int
) -> None:
    cast.log_in(client, "smw_vo")
    inhoud = bestand(rijen)

    pagina = antwoord(client, stuur(client, inhoud), gezegd)
    assert kop(pagina) == ("1 nieuw contact" if contacten == 1 else "4 nieuwe contacten")
    assert not Contact.objects.exists(), "shown first"
    assert toevoegen(client, pagina, **{groepsvragen(pagina)[0]: gezegd}).status_code == 302

    assert (Contact.objects.count(), inzet()) == (contacten, minuten)
    assert sum(Contactdeelname.objects.values_list("minuten", flat=True)) == minuten
    assert Contactdeelname.objects.filter(aanwezig=False).count() == 1
    for weer in (inhoud, bestand(rijen[::-1])):
        pagina = stuur(client, weer)
        assert (kop(pagina), fouten(pagina)) == NIETS_NIEUWS and not groepsvragen(pagina)
    eerst = download(client)
    assert (kop(stuur(client, eerst)), download(client)) == (NIETS_NIEUWS[0], eerst)
    maak_leeg()
    toevoegen(client, stuur(client, eerst))
    assert (download(client), inzet()) == (eerst, minuten)


def test_een_antwoord_bij_het_toevoegen_laat_eerst_zien_wat_het_doet(
    client: Client, cast: Cast, rijen: list[dict[str, str]]
) -> None:
    """Without the button for it, and also when it changes: nothing is added that was not shown."""
    cast.log_in(client, "smw_vo")
    pagina = stuur(client, bestand(rijen))
    (vraag,) = groepsvragen(pagina)

    for gezegd, wat in (("los", "4 nieuwe contacten"), ("een", "1 nieuw contact")):
        terug = toevoegen(client, pagina, **{vraag: gezegd})
        pagina = terug.content.decode()
        assert terug.status_code == 200 and kop(pagina) == wat and "Uw antwoorden zijn verwerkt" in pagina
        assert not Contact.objects.exists()
    onzin = toevoegen(client, pagina, **{vraag: "misschien"})
    assert onzin.status_code == 200 and not Contact.objects.exists()
    assert toevoegen(client, pagina, **{vraag: "een"}).status_code == 302
    assert Contact.objects.get().deelnames.count() == 4


def test_elke_groep_heeft_een_eigen_vraag(client: Client, cast: Cast, rijen: list[dict[str, str]]) -> None:
    later = [een | {"datum": "2026-03-10"} for een in rijen[:2]]
    cast.log_in(client, "smw_vo")
    pagina = stuur(client, bestand([*rijen, *later]))
    assert len(groepsvragen(pagina)) == 2

    pagina = antwoord(client, pagina, "een", "")

    assert kop(pagina) == "1 nieuw contact" and "2 rijen wachten op uw antwoord" in pagina
    toevoegen(client, pagina, **{groepsvragen(pagina)[0]: "een"})
    assert not Contact.objects.exists(), "the open question stands first; its answer is shown before it counts"


def test_wat_gecorrigeerd_is_komt_niet_terug(client: Client, cast: Cast, rijen: list[dict[str, str]]) -> None:
    cast.log_in(client, "smw_vo")
    toevoegen(client, antwoord(client, stuur(client, bestand(rijen)), "een"))
    corrigeer(cast, Contact.objects.get(), minuten=50)

    pagina = stuur(client, bestand(rijen))

    assert (kop(pagina), fouten(pagina)) == NIETS_NIEUWS and inzet() == 50


def test_een_groep_die_er_al_staat_wordt_niet_gevraagd(
    client: Client, cast: Cast, kinderen: list[Traject], rijen: list[dict[str, str]]
) -> None:
    """Recorded by hand. A row of a pupil more is named: it neither counts twice nor disappears."""
    build.contact(cast, *kinderen[:3], soort="groep", minuten=60, gebeurd_op=date(2026, 3, 9))
    cast.log_in(client, "smw_vo")

    assert kop(stuur(client, bestand(rijen[:3]))) == NIETS_NIEUWS[0]
    pagina = stuur(client, bestand(rijen))

    assert not groepsvragen(pagina) and list(fouten(pagina)) == [5]
    assert "e andere leerlingen van deze groep (rij 2, 3 en 4) staan al in Overstap" in fouten(pagina)[5]
    assert toevoegen(client, pagina).status_code == 200 and inzet() == 60


def test_een_foute_rij_houdt_de_groep_tegen_en_losse_contacten_niet(
    client: Client, cast: Cast, kinderen: list[Traject], rijen: list[dict[str, str]]
) -> None:
    """The minutes are divided over everybody who was there. Nobody is asked what cannot be in any case."""
    build.zegt(cast, kinderen[3].leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    cast.log_in(client, "smw_vo")
    inhoud = bestand([een | {"met": "leerling"} for een in rijen])
    pagina = stuur_zonder_woorden(client, inhoud)
    assert VRAAG in pagina and list(fouten(pagina)) == [5]

    een = antwoord(client, pagina, "een")
    assert fouten(een)[2] == "Hoort bij rij 5, en die kan niet." and list(fouten(een)) == [2, 3, 4, 5]
    los = antwoord(client, een, "los")
    assert (kop(los), list(fouten(los))) == ("3 nieuwe contacten", [5])
    Traject.objects.filter(pk=kinderen[2].pk).update(vanaf=date(2026, 3, 10))
    een = antwoord(client, los, "een")
    assert list(fouten(een)) == [2, 3, 4, 5] and not Contact.objects.exists()
    Traject.objects.update(vanaf=date(2026, 3, 10))
    pagina = stuur_zonder_woorden(client, inhoud)
    assert not groepsvragen(pagina) and "het traject begon pas op" in fouten(pagina)[2].lower()


def stuur_zonder_woorden(client: Client, inhoud: bytes) -> str:
    """The page after the question what the unknown number means, without an answer to it."""
    return verder(client, stuur(client, inhoud))


def test_niet_meer_zoekvragen_voor_meer_groepen(client: Client, cast: Cast, kinderen: list[Traject]) -> None:
    aantallen = []
    for keer in (1, 9):
        dagen = [f"2026-03-{dag:02}" for dag in range(1, keer + 1)]
        inhoud = bestand([rij(een, cast["smw_vo"], datum=dag) for dag in dagen for een in kinderen])
        cast.log_in(client, "smw_vo")
        with CaptureQueriesContext(connection) as gevraagd:
            pagina = stuur(client, inhoud)
        assert len(groepsvragen(pagina)) == keer and leerling(kinderen[0]) not in pagina
        with CaptureQueriesContext(connection) as beantwoord:
            antwoord(client, pagina, *["een"] * keer)
        aantallen.append((len(gevraagd), len(beantwoord)))

    assert aantallen[0] == aantallen[1]
