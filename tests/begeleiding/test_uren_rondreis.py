"""Hours out and in again: the same bytes, whoever worked with whom, and never twice."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from begeleiding.imports.uren_preview import ANDEREN_ERBIJ
from begeleiding.models import Contact, Contactdeelname, Inzet, Traject, Urenwoord
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.urenbestanden import (
    JAAR,
    antwoord,
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
    verder,
    vinkjes,
)
from tests.cast import Cast

DAG = date(2026, 3, 10)
ANDERS = f"{ANDEREN_ERBIJ[0].upper()}{ANDEREN_ERBIJ[1:]}."


@pytest.fixture
def trajecten(cast: Cast) -> list[Traject]:
    """Four pupils who began on 2 March."""
    gemaakt = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Bo", "Sem", "Noor", "Yara")]
    Traject.objects.update(vanaf=date(2026, 3, 2))
    return gemaakt


@pytest.fixture
def uren(cast: Cast, trajecten: list[Traject]) -> list[Contact]:
    """Solo, a group with other children, two workers and a pupil who was not there, a no-show, travel, a correction."""
    bo, sem, noor, yara = trajecten
    dag = DAG - timedelta(days=3)
    collega = [cast.aanstelling["smw_po"]]
    alle = [
        build.contact(cast, bo, minuten=50, reisminuten=20, met_ouder=True, gebeurd_op=dag),
        build.contact(cast, bo, sem, noor, soort="groep", minuten=100, overige_deelnemers=4, gebeurd_op=dag),
        build.contact(cast, sem, yara, soort="groep", minuten=61, collegas=collega, aanwezig=[yara]),
        build.contact(cast, noor, soort="niet-verschenen", minuten=15, met_leerling=False),
        build.contact(cast, yara, wie="smw_po", soort="telefoon", minuten=10, gebeurd_op=dag),
        build.contact(cast, yara, wie="smw_po", soort="telefoon", minuten=10, gebeurd_op=dag),
    ]
    fout = build.contact(cast, bo, minuten=540)
    return [*alle, corrigeer(cast, corrigeer(cast, fout, minuten=54), minuten=55)]


@pytest.fixture
def groep(cast: Cast, trajecten: list[Traject]) -> Contact:
    """Two workers with Bo, Sem and a parent; Sem was not there."""
    bo, sem = trajecten[:2]
    return build.contact(
        cast,
        bo,
        sem,
        soort="groep",
        minuten=61,
        aanwezig=[bo],
        met_ouder=True,
        collegas=[cast.aanstelling["smw_po"]],
        sleutel=UUID("0e0b6f5e-59f4-4b6e-9c3a-2f1d6d0f7a11"),
    )


def totalen(trajecten: list[Traject]) -> dict[UUID, tuple[int, int]]:
    """Staff minutes and received minutes per pupil."""
    keys = [een.pk for een in trajecten]
    gevonden = Contactdeelname.objects.totalen(keys)
    return {key: (gevonden[key].inzet, gevonden[key].ontvangen) for key in keys}


def maak_leeg() -> None:
    """An equal administration in which nothing was recorded yet."""
    Inzet.objects.all().delete()
    Contactdeelname.objects.all().delete()
    while Contact.objects.exists():
        Contact.objects.filter(vervangen_door__isnull=True).delete()


def stand() -> list[tuple[object, ...]]:
    velden = ("contact__gebeurd_op", "aanstelling__medewerker", "minuten")
    return sorted(map(tuple, Inzet.objects.filter(contact__vervangen_door__isnull=True).values_list(*velden)), key=str)


def test_naar_een_lege_administratie_en_terug(
    client: Client, cast: Cast, trajecten: list[Traject], uren: list[Contact]
) -> None:
    cast.log_in(client, "teamleider")
    eerst, inzet = download(client), stand()
    deel = totalen(trajecten)
    maak_leeg()

    pagina = stuur(client, eerst)
    assert (kop(pagina), fouten(pagina)) == ("7 nieuwe contacten", {})
    assert not Contact.objects.exists(), "nothing is written before the confirmation"
    assert toevoegen(client, pagina).status_code == 302

    assert download(client) == eerst
    assert stand() == inzet
    assert totalen(trajecten) == deel
    assert Contact.objects.count() == 7, "the versions before the corrections stay where they were"


def test_wie_er_niet_bij_was_blijft_er_niet_bij(
    client: Client, cast: Cast, trajecten: list[Traject], groep: Contact
) -> None:
    bo, sem = trajecten[:2]
    cast.log_in(client, "teamleider")
    eerst, voor = download(client), totalen(trajecten)
    assert {een["leerling"]: een["met"] for een in rijen(eerst)} == {
        leerling(bo): "leerling|ouder",
        leerling(sem): "ouder",
    }
    assert (voor[bo.pk], voor[sem.pk]) == ((61, 61), (61, 0))
    maak_leeg()

    pagina = stuur(client, eerst)
    assert "Sem Verzonnen (niet erbij)" in pagina and "Bo Verzonnen (niet erbij)" not in pagina
    assert toevoegen(client, pagina).status_code == 302

    assert download(client) == eerst and totalen(trajecten) == voor
    pagina = stuur(client, eerst)
    assert (kop(pagina), fouten(pagina)) == ("Niets nieuws in dit bestand", {})
    assert toevoegen(client, pagina).status_code == 200
    assert Contact.objects.count() == 1 and totalen(trajecten) == voor


def test_een_ander_zeggen_over_wie_erbij_was_is_geen_bekende_rij(
    client: Client, cast: Cast, trajecten: list[Traject], groep: Contact
) -> None:
    """By its key a correction that is offered, by what it says a wrong row: neither passed over in silence nor counted
    twice."""
    smw = cast.people["smw_vo"]
    eigen = {"soort": "groep", "minuten": "61", "collegas": medewerker(cast.people["smw_po"]), "met": "leerling|ouder"}
    for sleutel, hoe in ((str(groep.sleutel), ([str(groep.pk)], {})), ("K7", ([], {2: ANDERS, 3: ANDERS}))):
        feiten = eigen | {"sleutel": sleutel, "datum": "2026-03-10"}
        cast.log_in(client, "smw_vo")
        pagina = stuur(client, bestand([rij(een, smw, **feiten) for een in trajecten[:2]]))
        assert (vinkjes(pagina), fouten(pagina)) == hoe
        pagina = stuur(
            client,
            bestand([rij(trajecten[0], smw, **feiten), rij(trajecten[1], smw, **feiten | {"met": "ouder"})]),
        )
        assert (kop(pagina), fouten(pagina)) == ("Niets nieuws in dit bestand", {})
    zonder = eigen | {"sleutel": "K8", "datum": "2026-03-10", "met": ""}
    pagina = stuur(client, bestand([rij(een, smw, **zonder) for een in trajecten[:2]]))
    assert (kop(pagina), fouten(pagina)) == ("Niets nieuws in dit bestand", {}), "another package says less"


@pytest.mark.parametrize("naam", ["teamleider", "smw_vo"])
def test_in_dezelfde_administratie_komt_niets_bij(client: Client, cast: Cast, uren: list[Contact], naam: str) -> None:
    cast.log_in(client, naam)
    eerst, aantal = download(client), Contact.objects.count()

    pagina = stuur(client, eerst)

    assert (kop(pagina), fouten(pagina)) == ("Niets nieuws in dit bestand", {})
    assert toevoegen(client, pagina).status_code == 200
    assert (download(client), Contact.objects.count()) == (eerst, aantal)


def test_twee_keer_hetzelfde_bestand_zonder_sleutels(client: Client, cast: Cast, uren: list[Contact]) -> None:
    """Of another package that has no keys: what is the same is the same. Two equal rows are a question, not two."""
    cast.log_in(client, "smw_vo")
    kolommen = ["datum", "leerling", "soort", "minuten"]
    inhoud = [
        {"datum": "9-3-2026", "leerling": leerling(een), "soort": "Huisbezoek", "minuten": "1:15"}
        for een in Traject.objects.order_by("pk")
    ]

    pagina = antwoord(client, stuur(client, bestand([*inhoud, inhoud[0]], kolommen)), "los")
    assert (kop(pagina), fouten(pagina)) == ("4 nieuwe contacten", {6: "Deze rij is gelijk aan rij 2."})
    assert toevoegen(client, pagina).status_code == 302
    assert toevoegen(client, pagina).status_code == 200, "a resent confirmation"

    assert kop(stuur(client, bestand(inhoud, kolommen))) == "Niets nieuws in dit bestand"
    assert Contact.objects.filter(gebeurd_op=date(2026, 3, 9)).count() == 4


def test_wat_met_de_hand_al_was_vastgelegd_telt_niet_dubbel(
    client: Client, cast: Cast, trajecten: list[Traject]
) -> None:
    """Once by hand, twice in the other package under its own keys: one is added."""
    build.contact(cast, trajecten[0], minuten=30)
    rij = {"datum": "2026-03-10", "leerling": leerling(trajecten[0]), "soort": "huisbezoek", "minuten": "30"}
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, bestand([{"sleutel": "A1"} | rij, {"sleutel": "A2"} | rij], ["sleutel", *rij]))

    assert kop(pagina) == "1 nieuw contact"
    toevoegen(client, pagina)
    assert Contact.objects.count() == 2


def test_een_oud_bestand_brengt_niet_terug_wat_gecorrigeerd_is(
    client: Client, cast: Cast, trajecten: list[Traject]
) -> None:
    contact = build.contact(cast, trajecten[0], minuten=30)
    cast.log_in(client, "smw_vo")
    oud = download(client)
    corrigeer(cast, contact, minuten=40)
    nieuw = download(client)

    assert nieuw == oud.replace(b";30;30;", b";40;40;"), "the key stays, the minutes change"
    for inhoud in (oud, nieuw):
        assert kop(stuur(client, inhoud)) == "Niets nieuws in dit bestand"


def test_een_leerling_die_u_niet_meer_ziet_heeft_geen_code(
    client: Client, cast: Cast, trajecten: list[Traject], uren: list[Contact]
) -> None:
    cast.log_in(client, "smw_vo")
    met = download(client)
    build.zegt(cast, trajecten[0].leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    zonder = download(client)

    assert leerling(trajecten[0]).encode() in met and leerling(trajecten[0]).encode() not in zonder
    assert len(zonder.splitlines()) == len(met.splitlines()), "the hours stay"
    assert kop(stuur(client, zonder)) == "Niets nieuws in dit bestand"


def test_geen_naam_in_het_bestand_en_wel_in_het_logboek(
    client: Client, cast: Cast, trajecten: list[Traject], uren: list[Contact]
) -> None:
    cast.log_in(client, "teamleider")

    antwoord = client.get("/uren/csv/", JAAR)

    assert antwoord.headers["Content-Disposition"] == 'attachment; filename="uren_2026-01-01_2026-12-31.csv"'
    tekst = antwoord.content.decode("utf-8-sig")
    assert not [naam for naam in ("Verzonnen", "Bo", "Test", "Schoolmaat") if naam in tekst]
    assert tekst.count("\r\n") == len(tekst.splitlines())
    gezien = Gebeurtenis.objects.filter(soort="uren.gedownload").get()
    assert set(gezien.details["sleutels"]) == {str(een.leerling_id) for een in trajecten}


def test_het_eigen_nummer_gaat_mee_naar_buiten_en_komt_terug(
    client: Client, cast: Cast, trajecten: list[Traject]
) -> None:
    """Asked once, remembered for the organisation, and used in what goes out."""
    kolommen = ["Boekdatum", "Personeelsnummer", "Clientnummer", "Activiteit", "Aantal uren"]
    boekingen = [
        ["09-03-2026", "P12", "10234", "HB", "1,5"],
        ["09-03-2026", "P12", "10235", "HB", "0,25"],
        ["10-03-2026", "P12", "99999", "HB", "1"],
    ]
    inhoud = bestand([dict(zip(kolommen, een, strict=True)) for een in boekingen], kolommen)
    cast.log_in(client, "teamleider")

    pagina = stuur(client, inhoud)
    assert kop(pagina) == "Wat betekenen deze woorden?"
    bo, sem = trajecten[:2]
    antwoorden = {
        "soort_0": str(build.contact(cast, bo, minuten=5).soort_id),
        "medewerker_0": str(cast.people["smw_vo"].pk),
        "leerling_0": f"Bo Verzonnen ({leerling(bo)})",
        "leerling_1": f"Sem Verzonnen ({leerling(sem)})",
    }
    pagina = verder(client, pagina, **antwoorden)
    assert (kop(pagina), list(fouten(pagina))) == ("2 nieuwe contacten", [4])
    assert not Urenwoord.objects.exists()
    toevoegen(client, pagina)

    tekst = download(client).decode()
    assert "2026-03-09;P12;;10234;huisbezoek;;90;90" in tekst and ";10235;" in tekst
    pagina = stuur(client, inhoud)
    assert kop(pagina) == "Wat betekenen deze woorden?", "the one number that nobody knew"
    assert 'name="leerling_0"' in pagina and 'name="soort_0"' not in pagina
    assert kop(verder(client, pagina)) == "Niets nieuws in dit bestand"
    assert kop(stuur(client, download(client))) == "Niets nieuws in dit bestand"


def test_een_sleutel_waarin_toevallig_een_bsn_staat_blijft_een_sleutel(
    client: Client, cast: Cast, trajecten: list[Traject]
) -> None:
    sleutel = "aaaa1112-2233-3aaa-8aaa-aaaaaaaaaaaa"
    rij = {"sleutel": sleutel, "datum": "2026-03-09", "leerling": leerling(trajecten[0]), "soort": "telefoon"}
    cast.log_in(client, "smw_vo")

    toevoegen(client, stuur(client, bestand([rij | {"minuten": "30"}], [*rij, "minuten"])))

    assert str(Contact.objects.get().sleutel) == sleutel


def test_een_naam_van_een_leerling_wordt_niet_onthouden(client: Client, cast: Cast, trajecten: list[Traject]) -> None:
    rij = {"datum": "2026-03-09", "leerling": "Bo Verzonnen", "soort": "huisbezoek", "minuten": "30"}
    cast.log_in(client, "smw_vo")
    pagina = stuur(client, bestand([rij], list(rij)))

    toevoegen(client, verder(client, pagina, leerling_0=f"Bo Verzonnen ({leerling(trajecten[0])})"))

    assert Contact.objects.count() == 1 and not Urenwoord.objects.exists()
    assert b"Bo" not in download(client)


def test_niet_meer_zoekvragen_voor_meer_uren(client: Client, cast: Cast, trajecten: list[Traject]) -> None:
    cast.log_in(client, "teamleider")
    aantallen = []
    for keer in (1, 9):
        for nummer in range(keer):
            build.contact(cast, *trajecten[: 1 + nummer % 4], soort="groep", minuten=10 + nummer)
        with CaptureQueriesContext(connection) as uit:
            inhoud = download(client)
        with CaptureQueriesContext(connection) as terug:
            stuur(client, inhoud.replace(b";10;", b";11;"))
        aantallen.append((len(uit), len(terug)))

    assert aantallen[0] == aantallen[1]
