"""An overleg as an entry in somebody's calendar (RFC 5545, RFC 5546). No names of children, ever."""

from datetime import UTC, datetime, timedelta

import icalendar
from django.utils import timezone

from gka.models import Medewerker
from overdracht.models import Overleg
from overdracht.workflow import Bericht

MAAKT = "-//GKA-Overstap//NL"


def begin(overleg: Overleg) -> datetime:
    """When it begins, in the time zone of the school."""
    return datetime.combine(overleg.datum, overleg.tijd, tzinfo=timezone.get_default_timezone())


def einde(overleg: Overleg) -> datetime:
    """When it ends."""
    return begin(overleg) + timedelta(minutes=overleg.duur)


def kalender(overleg: Overleg, voor: Medewerker, bericht: Bericht, op: datetime) -> bytes:
    """The calendar file for one person. The same entry every time: a later version replaces the one before."""
    methode = "CANCEL" if bericht == Bericht.AFGELAST else "REQUEST"
    kalender = icalendar.Calendar()
    kalender.add("prodid", MAAKT)
    kalender.add("version", "2.0")
    kalender.add("method", methode)
    kalender.add_component(_afspraak(overleg, voor, methode, op))
    return kalender.to_ical()  # type: ignore[no-any-return]


def _afspraak(overleg: Overleg, voor: Medewerker, methode: str, op: datetime) -> icalendar.Event:
    afspraak = icalendar.Event()
    afspraak.add("uid", f"{overleg.pk}@overstap")
    afspraak.add("sequence", overleg.versie - 1)
    afspraak.add("dtstamp", op)
    # In UTC: programs read a time zone that is spelled out in the file each in their own way.
    afspraak.add("dtstart", begin(overleg).astimezone(UTC))
    afspraak.add("dtend", einde(overleg).astimezone(UTC))
    afspraak.add("summary", f"Knooppuntoverleg {overleg.school}")
    afspraak.add("location", overleg.plaats)
    afspraak.add("class", "PRIVATE")
    afspraak.add("status", "CANCELLED" if methode == "CANCEL" else "CONFIRMED")
    roept = icalendar.vCalAddress(f"mailto:{overleg.gemaakt_door.email}")
    roept.params["CN"] = icalendar.vText(overleg.gemaakt_door.naam)
    afspraak.add("organizer", roept)
    gast = icalendar.vCalAddress(f"mailto:{voor.email}")
    gast.params["ROLE"] = icalendar.vText("REQ-PARTICIPANT")
    gast.params["PARTSTAT"] = icalendar.vText("NEEDS-ACTION" if methode == "REQUEST" else "ACCEPTED")
    afspraak.add("attendee", gast)
    return afspraak
