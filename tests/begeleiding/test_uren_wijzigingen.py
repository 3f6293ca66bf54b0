"""A row with a known key that says something else: offered as the correction of the screen, one tick at a time."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from begeleiding.actions import contacten as actie
from begeleiding.actions import maanden
from begeleiding.models import Contact, Contactdeelname, Traject, Urenindeling
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.test_uren_rondreis import maak_leeg
from tests.begeleiding.urenbestanden import (
    bestand,
    download,
    fouten,
    kop,
    leerling,
    medewerker,
    rij,
    rijen,
    stuur,
    toevoegen,
    vinkjes,
)
from tests.cast import Cast

REDEN = "Verkeerde duur"
INTUSSEN = "intussen veranderd"


@pytest.fixture
def kinderen(cast: Cast) -> list[Traject]:
    """Three pupils who began on 12 January."""
    gemaakt = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Bo", "Sem", "Noor")]
    Traject.objects.update(vanaf=date(2026, 1, 12))
    return gemaakt


@pytest.fixture
def contacten(client: Client, cast: Cast, kinderen: list[Traject]) -> list[Contact]:
    """Of each of them a contact of 45 minutes on 9 March, and `smw_vo` at the screen."""
    gemaakt = [build.contact(cast, een, minuten=45, gebeurd_op=date(2026, 3, 9)) for een in kinderen]
    cast.log_in(client, "smw_vo")
    return gemaakt


def gewijzigd(client: Client, *anders: dict[str, str]) -> bytes:
    """What goes out, with other cells in its rows."""
    uit = sorted(rijen(download(client)), key=lambda een: een["leerling"])
    return bestand([een | ander for een, ander in zip(uit, [*anders, {}, {}, {}], strict=False)])


def kies(client: Client, pagina: str, *welke: str, reden: str = REDEN, **meer: str) -> Any:
    return toevoegen(client, pagina, correctie=list(welke), reden=reden, **meer)


def test_alleen_wat_aangevinkt_is_wordt_gecorrigeerd(client: Client, cast: Cast, contacten: list[Contact]) -> None:
    inhoud = gewijzigd(
        client,
        {"minuten": "50", "met": "leerling|ouder", "reisminuten": "10"},
        {"soort": "telefoon", "datum": "2026-03-08"},
    )

    pagina = stuur(client, inhoud)

    assert (kop(pagina), fouten(pagina)) == ("2 contacten zijn anders in uw bestand", {})
    assert len(vinkjes(pagina)) == 2 and "checked" not in pagina
    assert "Duur 45 minuten wordt 50 minuten, met leerling wordt leerling en ouder en reistijd geen wordt" in pagina
    assert "Dag 9 maart 2026 wordt 8 maart 2026 en soort huisbezoek wordt telefoon" in pagina
    assert "Vink ten minste één contact aan." in toevoegen(client, pagina).content.decode()
    eerste = Contact.objects.get(pk=vinkjes(pagina)[0])
    klaar = kies(client, pagina, str(eerste.pk))
    assert klaar.status_code == 302
    gezegd = client.get(klaar.url).content.decode()
    assert "1 contact gecorrigeerd." in gezegd and "1 contact bleef zoals het in Overstap staat" in gezegd

    nieuw = eerste.nieuwste()
    assert (nieuw.vervangt, nieuw.reden, nieuw.minuten, nieuw.reisminuten) == (eerste, REDEN, 50, 10)
    assert (nieuw.met_leerling, nieuw.met_ouder, nieuw.vastgelegd_door) == (True, True, cast["smw_vo"])
    assert Contact.objects.filter(vervangt__isnull=False).count() == 1
    assert Gebeurtenis.objects.filter(soort="contact.gecorrigeerd").count() == 1
    assert Gebeurtenis.objects.get(soort="uren.ingelezen").details["gecorrigeerd"] == 1
    pagina = stuur(client, inhoud)
    assert len(vinkjes(pagina)) == 1 and str(eerste.pk) not in pagina, "the other one is asked again"


def test_na_de_correctie_is_de_rondreis_weer_gelijk(client: Client, cast: Cast, contacten: list[Contact]) -> None:
    inhoud = gewijzigd(client, {"minuten": "50"})
    pagina = stuur(client, inhoud)
    assert kies(client, pagina, *vinkjes(pagina)).status_code == 302
    assert kies(client, pagina, *vinkjes(pagina)).status_code == 200, "a resent confirmation"

    assert Contact.objects.count() == 4
    eerst = download(client)
    assert sorted(eerst.splitlines()) == sorted(inhoud.replace(b";50;45;", b";50;50;").splitlines())
    for weer in (inhoud, eerst):
        pagina = stuur(client, weer)
        assert (kop(pagina), fouten(pagina), vinkjes(pagina)) == ("Niets nieuws in dit bestand", {}, [])
    maak_leeg()
    toevoegen(client, stuur(client, eerst))
    assert download(client) == eerst


def test_wie_vinkt_zegt_waarom(client: Client, cast: Cast, contacten: list[Contact]) -> None:
    pagina = stuur(client, gewijzigd(client, {"minuten": "50"}))
    (welke,) = vinkjes(pagina)

    for reden, meer, zin in (
        ("", {}, "Kies een reden."),
        ("anders", {}, "Schrijf kort op waarom."),
        ("anders", {"reden_anders": "Over 111222333"}, "een getal dat op een BSN lijkt"),
        ("Zomaar", {}, "1 contact is anders in uw bestand"),
    ):
        terug = kies(client, pagina, welke, reden=reden, **meer)
        assert terug.status_code == 200 and zin in terug.content.decode()
        assert "checked" in terug.content.decode(), "what was ticked stays ticked"
    assert Contact.objects.count() == 3
    assert kies(client, pagina, welke, reden="anders", reden_anders="De klok liep achter").status_code == 302
    assert Contact.objects.get(vervangt__isnull=False).reden == "De klok liep achter"


def test_nieuw_en_correctie_gaan_samen_of_geen_van_beide(
    client: Client, cast: Cast, kinderen: list[Traject], contacten: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the preview did not see (here: a month that closed) leaves nothing behind."""
    oud = build.contact(cast, kinderen[0], minuten=20, gebeurd_op=date(2026, 2, 3))
    nieuw = rij(kinderen[1], cast["smw_vo"], sleutel="N1", datum="2026-03-02")
    inhoud = bestand([*[een | {"minuten": "25"} for een in rijen(download(client)) if een["minuten"] == "20"], nieuw])
    cast.log_in(client, "smw_vo")
    with monkeypatch.context() as blind:
        blind.setattr("begeleiding.imports.uren_regels.Regels.eis_open", lambda *_: None)
        pagina = stuur(client, inhoud)
        assert kop(pagina) == "1 nieuw contact" and vinkjes(pagina) == [str(oud.pk)]
        assert "1 contact toevoegen en aangevinkte contacten corrigeren" in pagina
        sluit(cast, date(2026, 2, 1))
        terug = kies(client, pagina, str(oud.pk))
    tekst = terug.content.decode()
    assert terug.status_code == 200
    assert "Rij 2: Februari 2026 is gesloten. Vraag uw teamleider" in tekst and "Er is niets opgeslagen." in tekst
    assert Contact.objects.count() == 4 and not Urenindeling.objects.exists()
    assert not Gebeurtenis.objects.filter(soort="uren.ingelezen").exists()

    zonder = stuur(client, inhoud)
    assert not vinkjes(zonder)
    assert fouten(zonder)[2].endswith("met iets anders bij de duur: februari 2026 is gesloten.")
    assert toevoegen(client, zonder).status_code == 302 and Contact.objects.count() == 5


def sluit(cast: Cast, maand: date) -> None:
    maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=maand,
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


def test_wie_intussen_wijzigde_gaat_voor(
    client: Client, cast: Cast, contacten: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two pages, and between the last look and the write."""
    pagina = stuur(client, gewijzigd(client, {"minuten": "50"}))
    (welke,) = vinkjes(pagina)
    beter = corrigeer(cast, Contact.objects.get(pk=welke), minuten=47)

    terug = kies(client, pagina, welke).content.decode()
    assert INTUSSEN in terug and vinkjes(terug) == [str(beter.pk)] and "47 minuten wordt 50 minuten" in terug
    assert Contact.objects.count() == 4

    echt = actie.corrigeren

    def vlak_ervoor(**gegevens: Any) -> Contact:
        monkeypatch.setattr(actie, "corrigeren", echt)
        corrigeer(cast, beter, minuten=48)
        return echt(**gegevens)

    monkeypatch.setattr(actie, "corrigeren", vlak_ervoor)
    terug = kies(client, terug, str(beter.pk)).content.decode()
    assert "Rij 2: Dit contact is al gecorrigeerd." in terug and "Er is niets opgeslagen." in terug
    assert not Contact.objects.filter(minuten=50).exists()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"collegas": "PO"}, "bij de medewerker: een bestand verandert niet wie er werkte"),
        ({"datum": "2026-03-11"}, "bij de datum: deze dag moet nog komen"),
        ({"datum": "2026-01-11"}, "bij de datum: het traject begon pas op 12-1-2026"),
        ({"datum": "2026-01-20"}, "bij de datum: januari 2026 is gesloten"),
        ({"soort": "niet-verschenen"}, "bij de soort: bij ‘niet verschenen’ was de leerling er niet"),
        ({"soort": "gesprek-beiden"}, "bij de soort: bij deze soort hoort ook: ouder"),
        ({"minuten": "601"}, "een contact duurt 1 minuut tot 10 uur"),
    ],
)
def test_wat_geen_correctie_kan_zijn_zegt_zijn_rij(
    client: Client, cast: Cast, contacten: list[Contact], anders: dict[str, str], zin: str
) -> None:
    sluit(cast, date(2026, 1, 1))
    anders = {naam: medewerker(cast["smw_po"]) if cel == "PO" else cel for naam, cel in anders.items()}

    pagina = stuur(client, gewijzigd(client, anders))

    (reden,) = fouten(pagina).values()
    assert zin in reden.lower().replace("overstap", "Overstap") and not vinkjes(pagina)
    assert toevoegen(client, pagina).status_code == 200 and Contact.objects.count() == 3


def test_alleen_met_eigen_recht(client: Client, cast: Cast, kinderen: list[Traject], contacten: list[Contact]) -> None:
    """Who did not work in it, who does not see the pupil any more, and who posts a contact of another."""
    inhoud = gewijzigd(client, {"minuten": "50"})
    pagina = stuur(client, inhoud)
    (welke,) = vinkjes(pagina)
    for naam in ("smw_po", "buitenstaander_smw_vo", "buitenstaander_teamleider"):
        cast.log_in(client, naam)
        vreemd = stuur(client, inhoud)
        assert not vinkjes(vreemd), naam
        assert kies(client, vreemd, welke).status_code == 200
    cast.log_in(client, "teamleider")
    assert vinkjes(stuur(client, inhoud)) == [welke], "who looks after the hours of the organisation may"
    cast.log_in(client, "smw_vo")
    build.zegt(
        cast,
        Contact.objects.get(pk=welke).deelnames.get().traject.leerling,
        Doel.DEELNEMEN,
        Toestemmingstand.INGETROKKEN,
    )
    assert INTUSSEN in kies(client, pagina, welke).content.decode()
    assert Contact.objects.count() == 3


def test_een_groep_is_een_vinkje_en_wie_erbij_was_verandert_mee(
    client: Client, cast: Cast, kinderen: list[Traject]
) -> None:
    contact = build.contact(cast, *kinderen, soort="groep", minuten=60)
    cast.log_in(client, "smw_vo")
    weg = leerling(kinderen[2])
    inhoud = bestand([een | ({"met": ""} if een["leerling"] == weg else {}) for een in rijen(download(client))])

    pagina = stuur(client, inhoud)
    assert vinkjes(pagina) == [str(contact.pk)]
    assert "Leerlingen erbij 3 van 3 wordt 2 van 3" in pagina and "Rij 2, 3 en 4: " in pagina
    assert kies(client, pagina, str(contact.pk)).status_code == 302

    deel = Contactdeelname.objects.geldig().values_list("traject", "aanwezig")
    assert {traject for traject, erbij in deel if not erbij} == {kinderen[2].pk}
    assert kop(stuur(client, inhoud)) == "Niets nieuws in dit bestand"
    korter = bestand(rijen(download(client))[:2])
    assert "of over welke leerlingen het ging" in fouten(stuur(client, korter))[2]


def test_wat_het_bestand_niet_zegt_blijft_zoals_het_is(client: Client, cast: Cast, kinderen: list[Traject]) -> None:
    """Another package has no travel and does not say with whom: a correction does not take those away."""
    contact = build.contact(cast, kinderen[0], minuten=45, reisminuten=20, met_ouder=True, overige_deelnemers=2)
    kolommen = ["sleutel", "datum", "leerling", "soort", "minuten"]
    cellen = [str(contact.sleutel), "2026-03-10", leerling(kinderen[0]), "huisbezoek"]
    cast.log_in(client, "smw_vo")

    def van(minuten: str) -> bytes:
        return bestand([dict(zip(kolommen, [*cellen, minuten], strict=True))], kolommen)

    assert kop(stuur(client, van("45"))) == "Niets nieuws in dit bestand"
    pagina = stuur(client, van("50"))
    assert "Duur 45 minuten wordt 50 minuten." in pagina
    assert kies(client, pagina, str(contact.pk)).status_code == 302

    nieuw = contact.nieuwste()
    assert (nieuw.minuten, nieuw.reisminuten, nieuw.overige_deelnemers) == (50, 20, 2)
    assert nieuw.met_leerling and nieuw.met_ouder and nieuw.deelnames.get().aanwezig
    assert kop(stuur(client, van("50"))) == "Niets nieuws in dit bestand"


def test_een_sleutel_van_een_ander_contact_is_geen_correctie(
    client: Client, cast: Cast, kinderen: list[Traject], contacten: list[Contact]
) -> None:
    inhoud = bestand([rij(kinderen[1], cast["smw_vo"], sleutel=str(contacten[0].sleutel))])

    pagina = stuur(client, inhoud)

    assert "al gebruikt voor een ander contact: geef deze rij een andere sleutel" in fouten(pagina)[2]
    assert not vinkjes(pagina) and f"2026-03-09 · {medewerker(cast['smw_vo'])}" in pagina
    onbekend = kies(client, stuur(client, gewijzigd(client, {"minuten": "50"})), str(uuid4()))
    assert INTUSSEN in onbekend.content.decode()


def test_niet_meer_zoekvragen_voor_meer_correcties(client: Client, cast: Cast, kinderen: list[Traject]) -> None:
    cast.log_in(client, "smw_vo")
    aantallen = []
    for keer in (1, 9):
        for nummer in range(keer):
            build.contact(cast, kinderen[nummer % 3], minuten=10 + nummer)
        inhoud = bestand([een | {"soort": "telefoon"} for een in rijen(download(client))])
        with CaptureQueriesContext(connection) as uit:
            pagina = stuur(client, inhoud)
        assert len(vinkjes(pagina)) == Contact.objects.count()
        aantallen.append(len(uit))

    assert aantallen[0] == aantallen[1]
