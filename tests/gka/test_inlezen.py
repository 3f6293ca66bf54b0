"""Putting in a list through the browser: choose, see, confirm. And everything that must not happen on the way."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files import uploadedfile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gka.actions import inlezen, leerlingen
from gka.imports import refusals
from gka.imports.rows import MAX_BYTES
from gka.models import Gebeurtenis, Leerling
from gka.workflow import Keuzesoort
from tests.cast import Cast
from tests.edexml import edexml, gewoon, leerling, school_van
from tests.inlezen import CONTROLEREN, IMPORTEREN, TOEVOEGEN, bevestig, kies
from tests.pages import tekst, velden

VOORBEELD = Path(__file__).resolve().parents[3] / "shared" / "data" / "edexml" / "EDEXML.Voorbeeld.2.1.xml"


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


def rijen_per_tabel() -> dict[str, int]:
    with connection.cursor() as cursor:
        tellingen = {}
        for tabel in connection.introspection.table_names():
            cursor.execute(f'SELECT COUNT(*) FROM "{tabel}"')  # noqa: S608 - names from the database itself
            tellingen[tabel] = cursor.fetchone()[0]
    return tellingen


# --- who may


@pytest.mark.parametrize("adres", [IMPORTEREN, CONTROLEREN, TOEVOEGEN])
def test_only_an_ib_er_may(client: Client, cast: Cast, adres: str) -> None:
    for wie in [*cast.people, "anoniem"]:
        cast.log_in(client, wie)

        antwoorden = {client.get(adres).status_code, client.post(adres).status_code}

        if wie == "anoniem":
            assert antwoorden == {302}, wie
        elif "ib_er" in wie:
            assert antwoorden <= {200, 302}, wie
        else:
            assert antwoorden == {403}, wie
    assert not Leerling.objects.exists()


def test_the_page_says_for_which_school_and_asks_nothing_when_there_is_one(ib_er: Client) -> None:
    pagina = tekst(ib_er.get(IMPORTEREN))

    assert "Basisschool De Regenboom (99ZZ00)" in pagina
    assert "Kies voor welke school" not in pagina


# --- the whole way


def test_a_school_of_200_pupils(ib_er: Client, cast: Cast) -> None:
    preview = kies(ib_er, school_van(200, groep_8=23))
    assert preview.status_code == 200
    assert "23 nieuwe leerlingen in groep 8" in tekst(preview)
    assert "23 leerlingen toevoegen" in tekst(preview)
    assert "Zit niet in groep 8 1-177" in tekst(preview)

    klaar = bevestig(ib_er, preview)

    assert klaar.redirect_chain == [(reverse("gka:leerlingen"), 302)]
    assert "23 leerlingen toegevoegd." in tekst(klaar)
    assert Leerling.objects.count() == 23
    eerste = Leerling.objects.get(leerlingnummer="10177")
    assert (eerste.roepnaam, eerste.achternaam, eerste.leerlingnummer_van) == ("Hanna", "Voorbeeld 177", cast.school)
    assert eerste.cohortdeelnames.get().cohort == cast.cohort
    keuze = eerste.schoolkeuzes.get()
    assert (keuze.soort, keuze.school, keuze.van) == (Keuzesoort.BASISSCHOOL, cast.school, date(2026, 3, 10))


def test_a_school_of_200_pupils_in_group_8_is_added_whole(ib_er: Client) -> None:
    bevestig(ib_er, kies(ib_er, school_van(200, groep_8=200)))

    assert Leerling.objects.count() == 200


def test_the_audit_holds_counts_only(ib_er: Client, cast: Cast) -> None:
    bevestig(ib_er, kies(ib_er, school_van(20, groep_8=3)))

    ingelezen = Gebeurtenis.objects.get(soort="leerlingen.ingelezen")
    assert ingelezen.details == {
        "toegevoegd": 3,
        "bijgewerkt": 0,
        "opnieuw": 0,
        "school": "99zz00",
        "nieuw": 3,
        "al_bekend": 0,
        "lijkt_op": 0,
        "van_school": 0,
        "overgeslagen": 17,
    }
    assert ingelezen.door == str(cast.people["ib_er"].pk)


def test_nothing_is_written_before_confirm(ib_er: Client) -> None:
    ib_er.get(IMPORTEREN)
    ervoor = rijen_per_tabel()

    oud = kies(ib_er, school_van(30, groep_8=10, schooljaar="2024-2025"))
    ib_er.post(CONTROLEREN, velden(oud, actie=CONTROLEREN) | {"toch_gebruiken": "on"})
    preview = kies(ib_er, school_van(30, groep_8=10))

    assert "10 nieuwe leerlingen" in tekst(preview)
    assert rijen_per_tabel() == ervoor


def test_no_temporary_file_is_made(ib_er: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def verboden(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("an upload was written to disk")

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", verboden)
    bijna_5_mb = school_van(10, groep_8=10) + "<!-- " + "x" * (MAX_BYTES - 10_000) + " -->"

    assert "10 nieuwe leerlingen" in tekst(kies(ib_er, bijna_5_mb))
    assert refusals.TE_GROOT in tekst(kies(ib_er, b"x" * (7 * 1024 * 1024)))


def test_the_same_file_twice_adds_nobody(ib_er: Client) -> None:
    inhoud = edexml(
        [
            gewoon(1),
            gewoon(2),
            leerling("#3", roepnaam="Bo", achternaam="Dummy", geboortedatum="2014-01-02", jaargroep=8),
        ]
    )
    eerste = kies(ib_er, inhoud)
    bevestig(ib_er, eerste)
    assert Leerling.objects.count() == 3

    tweede = kies(ib_er, inhoud)
    assert "zijn al bekend" in tekst(tweede)
    assert "toevoegen" not in tekst(tweede)
    # And the first page once more: the back button, or a double click.
    nogmaals = bevestig(ib_er, eerste)

    assert "Er is niemand toegevoegd" in tekst(nogmaals)
    assert Leerling.objects.count() == 3


def test_the_action_itself_leaves_known_pupils_alone(cast: Cast) -> None:
    """Two people confirm the same list at the same time: the second finds everybody there."""
    nieuw = [
        leerlingen.Nieuw("Bo", "", "Proef", date(2014, 1, 1), "7"),
        leerlingen.Nieuw("Isa", "", "", date(2014, 2, 2)),
    ]

    toegevoegd = [
        inlezen.inlezen(
            nieuw=nieuw,
            school=cast.school,
            cohort=cast.cohort,
            aantallen={},
            door=cast["ib_er"],
            op=timezone.now(),
            dag=timezone.localdate(),
        ).toegevoegd
        for _ in range(2)
    ]

    assert [len(rijen) for rijen in toegevoegd] == [2, 0]


def test_a_dummy_key_is_not_stored_and_never_matched_on(ib_er: Client) -> None:
    bevestig(
        ib_er,
        kies(ib_er, edexml([leerling("#1", roepnaam="Bo", achternaam="Een", geboortedatum="2014-01-02", jaargroep=8)])),
    )
    assert Leerling.objects.get().leerlingnummer == ""

    bevestig(
        ib_er,
        kies(
            ib_er, edexml([leerling("#1", roepnaam="Sem", achternaam="Twee", geboortedatum="2014-05-06", jaargroep=8)])
        ),
    )

    assert set(Leerling.objects.values_list("roepnaam", flat=True)) == {"Bo", "Sem"}


def test_unticked_pupils_are_not_added(ib_er: Client) -> None:
    preview = kies(ib_er, edexml([gewoon(1), gewoon(2)]))

    klaar = bevestig(ib_er, preview, kies_1=None)

    assert "1 leerling toegevoegd." in tekst(klaar)
    assert Leerling.objects.get().leerlingnummer == "10002"


def test_nobody_ticked_is_an_error_with_everything_kept(ib_er: Client) -> None:
    fout = bevestig(ib_er, kies(ib_er, edexml([gewoon(1)])), kies_1=None)

    assert "Zet een vinkje bij ten minste één leerling." in tekst(fout)
    assert "<title>Fout: " in fout.content.decode()
    assert "kies_1" not in velden(fout, actie=TOEVOEGEN)
    assert not Leerling.objects.exists()


# --- refusals at the door


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"),
    [
        (b"", "a.xml", refusals.LEEG),
        (b"%PDF-1.4", "a.pdf", refusals.PDF),
        (b"geen xml", "a.xml", refusals.GEEN_XML),
        (b"regel", "EDEXLL.TXT", refusals.OUD_EDEX),
        (b'<!DOCTYPE x [<!ENTITY e "e">]><EDEX/>', "a.xml", refusals.ONVEILIG),
        (b"x" * (MAX_BYTES + 1), "a.xml", refusals.TE_GROOT),
        (b"x" * (7 * 1024 * 1024), "a.xml", refusals.TE_GROOT),
    ],
)
def test_a_refused_file_says_what_to_do(ib_er: Client, inhoud: bytes, naam: str, zin: str) -> None:
    antwoord = kies(ib_er, inhoud, naam)

    assert tekst(antwoord).count(zin) == 2
    assert "<title>Fout: " in antwoord.content.decode()
    assert 'href="#id_bestand"' in antwoord.content.decode()


def test_no_file_at_all(ib_er: Client) -> None:
    assert "Kies eerst een bestand." in tekst(ib_er.post(IMPORTEREN, {}))


# --- the list in the page


def test_the_list_is_unreadable_in_the_page(ib_er: Client) -> None:
    preview = kies(
        ib_er, edexml([leerling("1", roepnaam="Bo", achternaam="Naamgeheim", jaargroep=8, geboortedatum="2014-01-01")])
    )

    (lijst,) = velden(preview, actie=TOEVOEGEN)["lijst"]
    assert "Naamgeheim" in tekst(preview)
    assert re.fullmatch(r"[A-Za-z0-9_=-]+", lijst)


@pytest.mark.parametrize(
    "verander",
    [lambda t: t[:-6] + "AAAA" + t[-2:], lambda t: t[:40], lambda t: "", lambda t: "é!", lambda t: t + "AAAA"],
)
def test_a_changed_list_is_refused(ib_er: Client, verander: Any) -> None:
    preview = kies(ib_er, edexml([gewoon(1)]))
    (lijst,) = velden(preview, actie=TOEVOEGEN)["lijst"]

    antwoord = bevestig(ib_er, preview, lijst=verander(lijst))

    assert "Deze lijst kan niet meer gelezen worden. Kies het bestand opnieuw" in tekst(antwoord)
    assert not Leerling.objects.exists()


def test_a_list_is_good_for_an_hour(ib_er: Client, cast: Cast, clock: time_machine.Traveller) -> None:
    preview = kies(ib_er, edexml([gewoon(1)]))
    nu = timezone.now()
    clock.move_to(nu + timedelta(minutes=61))
    cast.log_in(ib_er, "ib_er")

    assert "stond langer dan 60 minuten open" in tekst(bevestig(ib_er, preview))
    assert not Leerling.objects.exists()
    clock.move_to(nu + timedelta(minutes=59))
    cast.log_in(ib_er, "ib_er")
    bevestig(ib_er, preview)
    assert Leerling.objects.count() == 1


def test_a_list_opens_for_its_own_person_and_school_only(ib_er: Client, cast: Cast) -> None:
    preview = kies(ib_er, edexml([gewoon(1)]))

    cast.log_in(ib_er, "buitenstaander_ib_er")
    for school in (cast.school.pk, cast.andere_school.pk):
        antwoord = bevestig(ib_er, preview, school=school)
        assert "Deze lijst kan niet meer gelezen worden." in tekst(antwoord)

    assert not Leerling.objects.exists()


# --- how much work it is


def test_the_preview_asks_as_many_questions_for_200_pupils_as_for_10(ib_er: Client) -> None:
    aantallen = []
    for groep_8 in (10, 200):
        inhoud = school_van(groep_8, groep_8=groep_8)
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            kies(ib_er, inhoud)
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1] <= 15


# --- the official sample


@pytest.fixture
def voorbeeld() -> str:
    if not VOORBEELD.exists():
        pytest.skip("the official sample of Edustandaard is not beside the checkout")
    return VOORBEELD.read_text(encoding="utf-8")


def test_the_sample_as_it_is_is_old_and_has_no_group_8(ib_er: Client, voorbeeld: str) -> None:
    vraag = kies(ib_er, voorbeeld)
    assert "Dit is een lijst van 2014-2015. Toch gebruiken?" in tekst(vraag)
    assert "In dit bestand staan geen leerlingen van groep 8." in tekst(vraag)

    preview = ib_er.post(CONTROLEREN, velden(vraag, actie=CONTROLEREN) | {"toch_gebruiken": "on"})

    assert "In dit bestand staan geen leerlingen van groep 8." in tekst(preview)
    assert "leerlingen toevoegen" not in tekst(preview)


def test_the_sample_of_this_year_with_group_8(ib_er: Client, voorbeeld: str) -> None:
    dit_jaar = voorbeeld.replace("2014-2015", "2025-2026").replace("2014-1", "2025-1")
    preview = kies(ib_er, dit_jaar.replace("<jaargroep>4</jaargroep>", "<jaargroep>8</jaargroep>"))
    assert "2 nieuwe leerlingen in groep 8" in tekst(preview)
    assert preview.context["preview"].aantallen == {
        "nieuw": 2,
        "al_bekend": 0,
        "lijkt_op": 0,
        "van_school": 1,
        "overgeslagen": 0,
    }

    klaar = bevestig(ib_er, preview, geboortedatum_2="3-4-2014", kies_1="on")  # an adult by now

    assert "2 leerlingen toegevoegd." in tekst(klaar)
    assert set(Leerling.objects.values_list("roepnaam", "tussenvoegsel", "achternaam", "leerlingnummer")) == {
        ("Wimpie", "imp", "ie", "00001"),
        ("Ismaël", "", "Assati", "00002"),
    }
