"""Dutch dates, durations and counts."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from gka.templatetags import formatting

NASTY = '<script>alert("x")</script>'
ROOT = Path(settings.BASE_DIR)


DAY = date(2027, 1, 14)
MOMENT = datetime(2027, 1, 14, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("date_long", DAY, "donderdag 14 januari 2027"),
        ("date_long", MOMENT, "donderdag 14 januari 2027"),
        ("date_medium", DAY, "14 januari 2027"),
        ("date_short", date(2027, 3, 2), "2 mrt 2027"),
        ("date_numeric", DAY, "14-1-2027"),
        ("time_nl", time(9, 5), "9.05 uur"),
        ("time_nl", MOMENT, "14.05 uur"),
        ("time_nl", datetime(2027, 1, 14, 8, 0), "8.00 uur"),  # noqa: DTZ001 - a naive moment is shown as it is
        ("datetime_long", MOMENT, "donderdag 14 januari 2027, 14.05 uur"),
        ("datetime_long", DAY, "donderdag 14 januari 2027"),
        ("duration", 1, "1 minuut"),
        ("duration", 45, "45 minuten"),
        ("duration", 60, "1 uur"),
        ("duration", 75, "1 uur 15"),
        ("duration", 125, "2 uur 05"),
        ("duration_short", 45, "45 min"),
        ("duration_short", 75, "1 u 15"),
        ("duration_short", 120, "2 uur"),
        ("hours", 75, "1,25 uur"),
        ("hours", 60, "1 uur"),
        ("hours_number", 90000, "1.500"),
        ("number_nl", 1250, "1.250"),
        ("number_nl", 100, "100"),
        ("number_nl", 3.5, "3,5"),
        ("number_nl", "1250.5", "1.250,5"),
        ("number_nl", "x", "x"),
        ("number_nl", 0, "0"),
        ("percentage", 85, "85%"),
        ("euro", Decimal("1250"), "€\u00a01.250,00"),
    ],
)
def test_formatting(name, value, expected):
    assert getattr(formatting, name)(value) == expected


@pytest.mark.parametrize(
    "name",
    ["date_long", "date_medium", "date_short", "date_numeric", "day_relative", "time_nl", "datetime_long", "duration"]
    + ["duration_short", "hours", "hours_number", "number_nl", "percentage", "euro"],
)
@pytest.mark.parametrize("empty", [None, ""])
def test_nothing_is_a_dash(name, empty):
    assert getattr(formatting, name)(empty) == "–"


@time_machine.travel("2027-01-14T12:00:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 14), "vandaag"),
        (date(2027, 1, 13), "gisteren"),
        (date(2027, 1, 15), "morgen"),
        (date(2027, 3, 1), "1 maart"),
        (date(2026, 12, 31), "31 december 2026"),
    ],
)
def test_day_relative(day, expected):
    assert formatting.day_relative(day) == expected


def test_counted_and_join_and():
    assert formatting.counted(1, "leerling,leerlingen") == "1 leerling"
    assert formatting.counted(1250, "leerling,leerlingen") == "1.250 leerlingen"
    assert formatting.join_and(["Bo", "Sem", "Noor"]) == "Bo, Sem en Noor"
    assert formatting.join_and(["Bo"]) == "Bo"
    assert formatting.join_and([]) == formatting.join_and(None) == ""
