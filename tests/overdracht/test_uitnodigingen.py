"""Who is told what about an overleg, and that no mail or calendar names a child."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from gka.models import Gebeurtenis, Leerling, Opdracht
from overdracht.actions import overleg_wijzigen
from overdracht.actions.uitnodigingen import TAAK
from overdracht.models import Overleg
from overdracht.tasks import uitnodigen
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst

ROEPNAAM, ACHTERNAAM = "Zqroepnaam", "Zqachternaam"  # long: two letters are in a random token now and then
KOMEND = date(2026, 3, 20)
IEDEREEN = {f"{wie}@test.example" for wie in ("ib_er", "smw_po", "smw_vo", "zorgcoordinator")}


@pytest.fixture
def overleg(cast: Cast) -> Overleg:
    pupil = build.leerling(cast, roepnaam=ROEPNAAM, achternaam=ACHTERNAAM)
    return build.overleg(cast, build.met_toestemming(cast, pupil), datum=KOMEND)


def genoemd(waar: str) -> bool:
    """Whether the pupil is named here."""
    return ROEPNAAM in waar or ACHTERNAAM in waar


def bezorg() -> list[Any]:
    """Do the work that waits; the mails it sent."""
    mail.outbox.clear()
    for opdracht in Opdracht.objects.filter(taak=TAAK, stand="open").order_by("gemaakt_op", "pk"):
        uitnodigen(opdracht_id=str(opdracht.pk))
    return list(mail.outbox)


def kalender(bericht: Any) -> Any:
    ((naam, inhoud, soort),) = bericht.attachments
    assert (naam, soort.split(";")[0]) == ("overleg.ics", "text/calendar")
    return icalendar.Calendar.from_ical(inhoud)


def afspraak(bericht: Any) -> Any:
    (een,) = kalender(bericht).walk("VEVENT")
    return een


def wijzig(cast: Cast, overleg: Overleg, wie: Sequence[str], **anders: Any) -> Overleg:
    overleg.refresh_from_db()
    velden = {"datum": overleg.datum, "tijd": overleg.tijd, "duur": overleg.duur, "plaats": overleg.plaats} | anders
    return overleg_wijzigen.wijzigen(
        overleg=overleg,
        versie=overleg.versie,
        gegevens=overleg_wijzigen.Afspraakgegevens(**velden, deelnemers=[cast.aanstelling[naam] for naam in wie]),
        door=cast["ib_er"],
        op=timezone.now(),
    )


def test_everyone_at_the_table_is_invited(overleg: Overleg) -> None:
    berichten = bezorg()

    assert {bericht.to[0] for bericht in berichten} == IEDEREEN
    for bericht in berichten:
        assert bericht.subject == "Overstap: uitnodiging voor een overleg op 20 maart 2026"
        assert "vrijdag 20 maart 2026, 14.00 uur (1 uur)" in bericht.body
        assert "Basisschool De Regenboom, Lokaal 1" in bericht.body
        assert kalender(bericht)["METHOD"] == "REQUEST"
    assert Gebeurtenis.objects.filter(soort="overleg.uitnodiging_verstuurd").count() == 4


def test_the_entry_falls_at_the_right_moment_in_utc(overleg: Overleg) -> None:
    bericht = bezorg()[0]
    een = afspraak(bericht)

    assert een["DTSTART"].dt == datetime(2026, 3, 20, 14, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert een["DTEND"].dt - een["DTSTART"].dt == timedelta(minutes=60)
    assert not kalender(bericht).walk("VTIMEZONE"), "programs read one that is spelled out each in their own way"
    assert een["DTSTART"].dt.utcoffset() == timedelta()
    assert (str(een["STATUS"]), int(een["SEQUENCE"])) == ("CONFIRMED", 0)


@pytest.mark.parametrize(("dag", "uur"), [(date(2026, 3, 27), 13), (date(2026, 3, 30), 12)])
def test_summer_time_is_minded(cast: Cast, overleg: Overleg, dag: date, uur: int) -> None:
    wijzig(cast, overleg, ["ib_er"], datum=dag)

    (bericht,) = [bericht for bericht in bezorg() if kalender(bericht)["METHOD"] == "REQUEST"]
    assert f"DTSTART:{dag:%Y%m%d}T{uur}0000Z" in afspraak(bericht).to_ical().decode()


def test_no_mail_calendar_or_job_names_a_child(overleg: Overleg, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://overstap.example"
    for bericht in bezorg():
        alles = bericht.message().as_string() + "".join(str(deel[1]) for deel in bericht.attachments)
        assert not genoemd(alles)
        assert f"https://overstap.example/overleggen/{overleg.pk}/" in bericht.body
    assert not genoemd("".join(str(opdracht.argumenten) + opdracht.sleutel for opdracht in Opdracht.objects.all()))


def test_without_a_public_address_there_is_no_link(overleg: Overleg) -> None:
    assert all("http" not in bericht.body for bericht in bezorg())


def test_a_change_updates_the_entry_of_who_stays(cast: Cast, overleg: Overleg) -> None:
    eerste = {bericht.to[0]: afspraak(bericht)["UID"] for bericht in bezorg()}

    wijzig(cast, overleg, ["ib_er", "smw_po", "buitenstaander_smw_vo"], plaats="Teamkamer")
    berichten = {bericht.to[0]: bericht for bericht in bezorg()}

    methodes = {wie.split("@")[0]: str(kalender(bericht)["METHOD"]) for wie, bericht in berichten.items()}
    assert methodes == {
        "ib_er": "REQUEST",
        "smw_po": "REQUEST",
        "buitenstaander_smw_vo": "REQUEST",
        "smw_vo": "CANCEL",
        "zorgcoordinator": "CANCEL",
    }
    onderwerpen = {wie.split("@")[0]: bericht.subject.split(" op ")[0] for wie, bericht in berichten.items()}
    assert onderwerpen["smw_po"] == "Overstap: het overleg"
    assert onderwerpen["buitenstaander_smw_vo"] == "Overstap: uitnodiging voor een overleg"
    for wie, bericht in berichten.items():
        assert afspraak(bericht)["UID"] == eerste.get(wie, f"{overleg.pk}@overstap")
        assert int(afspraak(bericht)["SEQUENCE"]) == 1


def test_who_goes_reads_the_moment_that_was_in_the_own_agenda(cast: Cast, overleg: Overleg) -> None:
    """Moved and taken off in one go: of the new day this person never heard, and for the others it goes on."""
    bezorg()

    wijzig(cast, overleg, ["ib_er", "smw_po", "smw_vo"], datum=date(2026, 3, 24), tijd=time(9), plaats="Teamkamer")

    per_persoon = {bericht.to[0].split("@")[0]: bericht for bericht in bezorg()}
    weg, blijft = per_persoon["zorgcoordinator"], per_persoon["smw_po"]
    assert weg.subject == "Overstap: u zit niet meer bij het overleg op 20 maart 2026"
    assert "In uw agenda staat: vrijdag 20 maart 2026, 14.00 uur" in weg.body
    assert "24 maart" not in weg.body and "Teamkamer" not in weg.body and "gaat niet door" not in weg.body
    assert afspraak(weg)["DTSTART"].dt.date() == KOMEND and int(afspraak(weg)["SEQUENCE"]) == 1
    assert "dinsdag 24 maart 2026, 9.00 uur" in blijft.body and "Teamkamer" in blijft.body
    overleg.refresh_from_db()
    assert overleg.datum == date(2026, 3, 24)


def test_what_was_changed_again_is_told_once(cast: Cast, overleg: Overleg) -> None:
    wijzig(cast, overleg, ["ib_er", "smw_po"], plaats="Een")
    wijzig(cast, overleg, ["ib_er", "smw_po", "smw_vo"], plaats="Twee")

    per_persoon: dict[str, list[str]] = {}
    for bericht in bezorg():
        per_persoon.setdefault(bericht.to[0].split("@")[0], []).append(str(kalender(bericht)["METHOD"]))

    assert per_persoon == {
        "ib_er": ["REQUEST"],
        "smw_po": ["REQUEST"],
        "smw_vo": ["REQUEST"],  # gone and back again: no cancellation in between
        "zorgcoordinator": ["CANCEL"],
    }


def test_nothing_changed_is_no_mail(cast: Cast, overleg: Overleg) -> None:
    bezorg()

    wijzig(cast, overleg, ["ib_er", "smw_po", "smw_vo", "zorgcoordinator"])

    assert not bezorg()


def test_another_table_concerns_who_comes_and_who_goes(cast: Cast, overleg: Overleg) -> None:
    bezorg()

    wijzig(cast, overleg, ["ib_er", "smw_po", "smw_vo", "buitenstaander_smw_vo"])

    methoden = {bericht.to[0]: str(kalender(bericht)["METHOD"]) for bericht in bezorg()}
    assert methoden == {
        cast["buitenstaander_smw_vo"].email: "REQUEST",
        cast["zorgcoordinator"].email: "CANCEL",
    }


def test_who_stays_still_gets_the_invitation_that_was_on_its_way(cast: Cast, overleg: Overleg) -> None:
    wijzig(cast, overleg, ["ib_er", "smw_po", "smw_vo", "buitenstaander_smw_vo"])

    assert {bericht.to[0] for bericht in bezorg()} >= {cast[wie].email for wie in ("ib_er", "smw_po", "smw_vo")}


def test_calling_off_takes_it_from_every_calendar(cast: Cast, overleg: Overleg) -> None:
    bezorg()
    overleg_wijzigen.afgelasten(overleg=overleg, versie=1, door=cast["ib_er"], op=timezone.now())

    berichten = bezorg()

    assert {bericht.to[0] for bericht in berichten} == IEDEREEN
    for bericht in berichten:
        assert bericht.subject == "Overstap: het overleg op 20 maart 2026 gaat niet door"
        assert str(afspraak(bericht)["STATUS"]) == "CANCELLED"
        assert kalender(bericht)["METHOD"] == "CANCEL"


def test_who_left_and_what_is_over_gets_no_mail(cast: Cast, overleg: Overleg, clock: time_machine.Traveller) -> None:
    cast.people["smw_vo"].is_active = False
    cast.people["smw_vo"].save(update_fields=["is_active"])
    assert {bericht.to[0] for bericht in bezorg()} == IEDEREEN - {"smw_vo@test.example"}

    wijzig(cast, overleg, ["ib_er"], plaats="Elders")
    clock.move_to("2026-03-21T09:00:00+01:00")
    assert bezorg() == []


def test_the_same_job_twice_is_one_mail(overleg: Overleg) -> None:
    opdracht = Opdracht.objects.filter(taak=TAAK).first()
    assert opdracht is not None
    mail.outbox.clear()

    for _ in range(2):
        uitnodigen(opdracht_id=str(opdracht.pk))

    assert len(mail.outbox) == 1


# --- on paper, and as a file


def test_the_agenda_on_paper_has_initials_only(ib_er: Client, cast: Cast, overleg: Overleg) -> None:
    build.wil_naar(cast, overleg.besprekingen.get().leerling, cast.vo_school)

    pagina = ib_er.get(reverse("overdracht:agenda", kwargs={"pk": overleg.pk}))

    assert not genoemd(pagina.content.decode())
    assert "1. Z.Z. Compass" in tekst(pagina)
    assert "14.00 uur tot 15.00 uur, Lokaal 1" in tekst(pagina)
    gezien = Gebeurtenis.objects.filter(soort="besprekingen.gezien").latest("moment")
    assert gezien.details["sleutels"] == [str(overleg.besprekingen.get().leerling_id)]


def test_a_school_at_the_table_finds_its_own_pupils_on_paper(client: Client, cast: Cast, overleg: Overleg) -> None:
    ander = build.met_toestemming(cast, build.leerling(cast, roepnaam="Ander", achternaam="Xproef"))
    build.wil_naar(cast, ander, cast.vo_school)
    build.overleggen.leerlingen_toevoegen(overleg=overleg, leerlingen=[ander], door=cast["ib_er"], op=timezone.now())

    pagina = tekst(cast.log_in(client, "smw_vo").get(reverse("overdracht:agenda", kwargs={"pk": overleg.pk})))

    assert "A.X." in pagina and "Z.Z." not in pagina


def test_the_calendar_file_is_there_for_who_sits_at_the_table(client: Client, cast: Cast, overleg: Overleg) -> None:
    bestand = reverse("overdracht:agenda-bestand", kwargs={"pk": overleg.pk})

    antwoord = cast.log_in(client, "smw_vo").get(bestand)
    assert antwoord["Content-Disposition"] == 'attachment; filename="overleg.ics"'
    assert icalendar.Calendar.from_ical(antwoord.content)["METHOD"] == "REQUEST"
    assert "smw_vo@test.example" in antwoord.content.decode().replace("\r\n ", "")
    overleg_wijzigen.afgelasten(overleg=overleg, versie=1, door=cast["ib_er"], op=timezone.now())
    assert icalendar.Calendar.from_ical(client.get(bestand).content)["METHOD"] == "CANCEL"
    assert cast.log_in(client, "buitenstaander_smw_vo").get(bestand).status_code == 404


def test_a_pupil_of_an_overleg_that_was_called_off_shows_nowhere(
    client: Client, cast: Cast, overleg: Overleg, leerling: Leerling
) -> None:
    overleg_wijzigen.afgelasten(overleg=overleg, versie=1, door=cast["ib_er"], op=timezone.now())

    for wie in ("ib_er", "smw_po", "smw_vo"):
        for adres in (overleg.get_absolute_url(), reverse("overdracht:agenda", kwargs={"pk": overleg.pk})):
            assert not genoemd(cast.log_in(client, wie).get(adres).content.decode())
