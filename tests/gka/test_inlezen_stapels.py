"""What the preview makes of a list: the piles, a missing date of birth, and the school year."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from gka.actions import regio
from gka.models import Gebeurtenis, Leerling
from tests import build
from tests.cast import Cast
from tests.edexml import edexml, gewoon, leerling
from tests.inlezen import CONTROLEREN, TOEVOEGEN, bevestig, kies
from tests.pages import tekst, velden


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


# --- piles


def test_every_pile_says_why(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Bo", achternaam="Bekend", nummer="1")
    build.leerling(cast, roepnaam="Sem", achternaam="Müller", geboortedatum=date(2014, 5, 6))
    build.leerling(cast, roepnaam="Noor", achternaam="Proef", geboortedatum=date(2014, 7, 8))
    rijen = [
        leerling("1", roepnaam="Boudewijn", achternaam="Anders", geboortedatum="2014-01-01", jaargroep=8),  # by number
        leerling("#2", roepnaam="sem", achternaam="Muller", geboortedatum="2014-05-06", jaargroep=8),  # by person
        leerling("3", roepnaam="Nor", achternaam="Proef", geboortedatum="2014-07-08", jaargroep=8),  # a typing error
        leerling(
            "4", roepnaam="Daan", achternaam="Weg", geboortedatum="2014-01-01", jaargroep=8, uitstroomdatum="2025-08-01"
        ),
        leerling("5", roepnaam="Eef", achternaam="Vroeger", jaargroep="H"),
        leerling("6", roepnaam="Gijs", achternaam="Zeven", jaargroep=7),
        leerling("7", roepnaam="Isa", achternaam="Onbekend"),
        leerling("8", achternaam="Naamloos", geboortedatum="2014-01-01", jaargroep=8),
        gewoon(9),
        gewoon(9),
        leerling("10", roepnaam="x" * 65, jaargroep=8, geboortedatum="2014-01-01"),
        leerling(
            "11",
            roepnaam="Cas",
            achternaam="Blijft",
            geboortedatum="2014-01-02",
            jaargroep=8,
            uitstroomdatum="2026-07-01",
        ),
    ]

    preview = kies(ib_er, edexml(rijen))

    stapels = preview.context["preview"]
    assert [rij.nummer for rij in stapels.nieuw] == [9, 12]
    assert [rij.nummer for rij in stapels.al_bekend] == [1, 2]
    assert [(rij.nummer, bekend.roepnaam) for rij, bekend in stapels.lijkt_op] == [(3, "Noor")]
    assert [rij.nummer for rij in stapels.lijst.van_school] == [4, 5]
    assert [(rij.nummer, rij.reden) for rij in stapels.lijst.overgeslagen] == [
        (6, "zit niet in groep 8"),
        (7, "de groep is niet bekend"),
        (8, "de roepnaam ontbreekt"),
        (10, "staat dubbel in het bestand"),
        (11, "de naam of het leerlingnummer is te lang"),
    ]
    bevestig(ib_er, preview)
    assert Leerling.objects.count() == 3 + 2


def test_two_of_three_the_same_is_shown_side_by_side_recorded_and_not_added(ib_er: Client, cast: Cast) -> None:
    bekend = build.leerling(cast, roepnaam="Noor", achternaam="Proef", geboortedatum=date(2014, 7, 8))

    preview = kies(
        ib_er, edexml([leerling("3", roepnaam="Noor", achternaam="Proef", geboortedatum="2014-08-07", jaargroep=8)])
    )

    assert "Geboortedatum (verschilt) 7 augustus 2014 8 juli 2014" in tekst(preview)
    assert Gebeurtenis.objects.filter(soort="leerlingen.gezien").latest("moment").details["sleutels"] == [
        str(bekend.pk)
    ]
    assert "leerling toevoegen" not in tekst(preview)


def test_what_is_unknown_never_looks_alike(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Noor", achternaam="", geboortedatum=date(2014, 7, 8))

    preview = kies(ib_er, edexml([leerling("3", roepnaam="Sem", geboortedatum="2014-07-08", jaargroep=8)]))

    assert "1 nieuwe leerling in groep 8" in tekst(preview)


def test_a_pupil_of_another_primary_school_of_the_region_is_theirs_to_hand_over(ib_er: Client, cast: Cast) -> None:
    build.leerling(
        cast, roepnaam="Bo", achternaam="Élders", geboortedatum=date(2014, 1, 1), school=cast.andere_school, nummer="77"
    )
    rijen = [
        leerling("1", roepnaam="Bo", achternaam="Elders", geboortedatum="2014-01-01", jaargroep=8),
        leerling("77", roepnaam="Sem", achternaam="Nep", geboortedatum="2014-01-01", jaargroep=8),  # their number only
    ]

    preview = kies(ib_er, edexml(rijen))

    assert "1 nieuwe leerling in groep 8" in tekst(preview)
    zin = "Staat bij een andere basisschool; vraag die school de leerling over te dragen 1 Bo Elders"
    assert zin in tekst(preview)
    assert "Vlieger" not in tekst(preview) and "77" not in tekst(preview) and "Élders" not in tekst(preview)
    bevestig(ib_er, preview)
    assert Leerling.objects.filter(roepnaam="Bo").count() == 1
    assert Leerling.objects.get(roepnaam="Sem").leerlingnummer_van == cast.school


def test_a_pupil_of_another_region_or_of_nobody_is_not_looked_at(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Bo", achternaam="Elders", geboortedatum=date(2014, 1, 1), school=cast.elders_school)

    preview = kies(
        ib_er, edexml([leerling("1", roepnaam="Bo", achternaam="Elders", geboortedatum="2014-01-01", jaargroep=8)])
    )

    assert "1 nieuwe leerling in groep 8" in tekst(preview)


# --- a missing date of birth


ZONDER = edexml([leerling("7", roepnaam="Isa", achternaam="Proef", jaargroep=8), gewoon(5)])


@pytest.mark.parametrize(
    ("getypt", "fout"),
    [
        ("", "Vul de geboortedatum van Isa Proef in."),
        ("31-2-2014", "De geboortedatum van Isa Proef moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."),
        ("27-3-14", "De geboortedatum van Isa Proef moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."),
        ("gisteren", "De geboortedatum van Isa Proef moet een bestaande datum zijn, bijvoorbeeld 27-3-2014."),
        ("27-3-2027", "Controleer de geboortedatum van Isa Proef: deze kan niet kloppen."),
        ("27-3-1914", "Controleer de geboortedatum van Isa Proef: deze kan niet kloppen."),
    ],
)
def test_a_missing_date_is_refused_on_confirm_with_everything_kept(ib_er: Client, getypt: str, fout: str) -> None:
    preview = kies(ib_er, ZONDER)
    assert "Bij 1 leerling ontbreekt de geboortedatum" in tekst(preview)

    antwoord = bevestig(ib_er, preview, geboortedatum_1=getypt, kies_2=None)

    assert antwoord.status_code == 200
    assert tekst(antwoord).count(fout) == 2  # in the summary and beside the field
    assert 'href="#id_geboortedatum_1"' in antwoord.content.decode()
    assert "<title>Fout: " in antwoord.content.decode()
    terug = velden(antwoord, actie=TOEVOEGEN)
    assert terug["geboortedatum_1"] == [getypt]
    assert "kies_1" in terug and "kies_2" not in terug
    assert "1 leerling toevoegen" in tekst(antwoord)
    assert not Leerling.objects.exists()


@pytest.mark.parametrize("getypt", ["27-3-2014", "27-03-2014", "27/3/2014", " 27.3.2014 ", "2014-03-27"])
def test_a_missing_date_is_filled_in(ib_er: Client, getypt: str) -> None:
    bevestig(ib_er, kies(ib_er, ZONDER), geboortedatum_1=getypt)

    assert Leerling.objects.get(roepnaam="Isa").geboortedatum == date(2014, 3, 27)


def test_a_missing_date_does_not_matter_for_who_is_not_ticked(ib_er: Client) -> None:
    bevestig(ib_er, kies(ib_er, ZONDER), kies_1=None, geboortedatum_1="weet ik niet")

    assert Leerling.objects.get().leerlingnummer == "10005"


def test_a_date_that_makes_a_pupil_known_adds_nobody(ib_er: Client, cast: Cast) -> None:
    build.leerling(cast, roepnaam="Isa", achternaam="Anders", geboortedatum=date(2014, 3, 27))

    klaar = bevestig(ib_er, kies(ib_er, ZONDER), geboortedatum_1="27-3-2014")

    assert "1 leerling toegevoegd." in tekst(klaar)
    assert "1 leerling lijkt met deze geboortedatum op iemand die al in Overstap staat." in tekst(klaar)
    assert Leerling.objects.filter(roepnaam="Isa").count() == 1


def test_a_date_in_the_future_is_asked_again(ib_er: Client) -> None:
    preview = kies(
        ib_er, edexml([leerling("7", roepnaam="Isa", achternaam="Proef", geboortedatum="2041-01-01", jaargroep=8)])
    )

    assert "ontbreekt de geboortedatum" in tekst(preview)


# --- school, school year, cohort


@pytest.mark.parametrize("brin", [{"brin": "12AB"}, {"dependance": "01"}])
def test_another_school_or_site_stops_with_both_codes(ib_er: Client, brin: dict[str, str]) -> None:
    antwoord = kies(ib_er, edexml([gewoon(1)], **brin))

    code = brin.get("brin", "99ZZ") + brin.get("dependance", "00")
    assert f"Dit bestand is van een andere school ({code}). U werkt nu voor 99ZZ00" in tekst(antwoord)
    assert 'href="#id_bestand"' in antwoord.content.decode()


def test_an_old_list_is_only_used_when_a_person_says_so(ib_er: Client, cast: Cast) -> None:
    regio.cohort_openen(regio=cast.regio, jaar=2025, plaatsen={})
    vraag = kies(ib_er, edexml([gewoon(1)], schooljaar="2024-2025"))
    assert "Dit is een lijst van 2024-2025. Toch gebruiken?" in tekst(vraag)
    assert "Het is nu schooljaar 2025-2026." in tekst(vraag)
    mee = velden(vraag, actie=CONTROLEREN)

    zonder = ib_er.post(CONTROLEREN, mee)
    assert "Zet een vinkje als u deze lijst toch wilt gebruiken." in tekst(zonder)
    # Also who skips the question does not get past it.
    gesprongen = ib_er.post(TOEVOEGEN, mee | {"kies_1": "on"})
    assert "Zet een vinkje als u deze lijst toch wilt gebruiken." in tekst(gesprongen)
    assert not Leerling.objects.exists()

    preview = ib_er.post(CONTROLEREN, mee | {"toch_gebruiken": "on"})
    bevestig(ib_er, preview)

    assert Leerling.objects.get().cohortdeelnames.get().cohort.jaar == 2025


def test_a_year_that_is_not_open_says_who_opens_it(ib_er: Client) -> None:
    vraag = kies(ib_er, edexml([gewoon(1)], schooljaar="2026-2027"))

    preview = ib_er.post(CONTROLEREN, velden(vraag, actie=CONTROLEREN) | {"toch_gebruiken": "on"})
    assert "Het jaar 2027 staat nog niet open. Vraag de projectcoördinator om het te openen" in tekst(preview)
    assert "leerling toevoegen" not in tekst(preview)
    klaar = bevestig(ib_er, preview)

    assert "Het jaar 2027 staat nog niet open." in tekst(klaar)
    assert not Leerling.objects.exists()


def test_the_school_year_turns_on_the_first_of_august(ib_er: Client, cast: Cast, clock: time_machine.Traveller) -> None:
    regio.cohort_openen(regio=cast.regio, jaar=2027, plaatsen={})
    clock.move_to("2026-08-01T09:00:00+02:00")
    cast.log_in(ib_er, "ib_er")

    bevestig(ib_er, kies(ib_er, edexml([gewoon(1)], schooljaar="2026-2027")))

    assert Leerling.objects.get().cohortdeelnames.get().cohort.jaar == 2027


def test_with_two_schools_one_chooses(client: Client, cast: Cast) -> None:
    build.werkt_ook(cast, "ib_er", "ib_er", school=cast.andere_school)
    cast.log_in(client, "ib_er")
    code = cast.andere_school.brin_vestiging
    inhoud = edexml([gewoon(1)], brin=code[:4], dependance=code[4:])

    assert "Kies voor welke school deze lijst is." in tekst(kies(client, inhoud))
    assert "Dit bestand is van een andere school" in tekst(kies(client, inhoud, school=cast.school.pk))
    vreemd = kies(client, inhoud, school=cast.elders_school.pk)
    assert vreemd.context["form"].errors["school"]
    bevestig(client, kies(client, inhoud, school=cast.andere_school.pk))

    assert Leerling.objects.get().leerlingnummer_van == cast.andere_school
