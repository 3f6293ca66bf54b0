"""Dates, times, hours and amounts as a Dutch reader expects them. Empty input shows a dash; names are never changed."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()

DASH = "–"
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def _clock(value: Any) -> time | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
    return value if isinstance(value, time) else None


@register.filter
def date_medium(value: Any) -> str:
    """14 januari 2027"""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else DASH


@register.filter
def date_long(value: Any) -> str:
    """donderdag 14 januari 2027"""
    day = _day(value)
    return f"{DAYS[day.weekday()]} {date_medium(day)}" if day else DASH


@register.filter
def weekday_short(value: Any) -> str:
    """do, for Thursday"""
    day = _day(value)
    return DAYS[day.weekday()][:2] if day else DASH


@register.filter
def month_year(value: Any) -> str:
    """januari 2027"""
    day = _day(value)
    return f"{MONTHS[day.month - 1]} {day.year}" if day else DASH


@register.filter
def date_short(value: Any) -> str:
    """14 jan 2027"""
    day = _day(value)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}" if day else DASH


@register.filter
def before(value: Any) -> str:
    """Voor 7 april"""
    day = _day(value)
    return f"Voor {day.day} {MONTHS[day.month - 1]}" if day else DASH


@register.filter
def date_numeric(value: Any) -> str:
    """14-1-2027"""
    day = _day(value)
    return f"{day.day}-{day.month}-{day.year}" if day else DASH


@register.filter
def day_relative(value: Any) -> str:
    """vandaag, gisteren, morgen; else 14 januari, with the year when it is not this one."""
    day = _day(value)
    if day is None:
        return DASH
    today = timezone.localdate()
    near = {today: "vandaag", today - timedelta(days=1): "gisteren", today + timedelta(days=1): "morgen"}
    if day in near:
        return near[day]
    return f"{day.day} {MONTHS[day.month - 1]}" if day.year == today.year else date_medium(day)


@register.filter
def time_nl(value: Any) -> str:
    """14.00 uur"""
    clock = _clock(value)
    return f"{clock.hour}.{clock.minute:02} uur" if clock else DASH


@register.filter
def datetime_long(value: Any) -> str:
    """donderdag 14 januari 2027, 14.00 uur"""
    return f"{date_long(value)}, {time_nl(value)}" if isinstance(value, datetime) else date_long(value)


@register.filter
def duration(minutes: Any) -> str:
    """45 minuten, 1 uur, 1 uur 15"""
    if minutes in (None, ""):
        return DASH
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return "1 minuut" if rest == 1 else f"{rest} minuten"
    return f"{hours} uur {rest:02}" if rest else f"{hours} uur"


@register.filter
def duration_short(minutes: Any) -> str:
    """45 min, 1 uur, 1 u 15"""
    if minutes in (None, ""):
        return DASH
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} u {rest:02}" if rest else f"{hours} uur"


@register.filter
def hours_number(minutes: Any) -> str:
    """75 becomes 1,25: at most two decimals, none that are zero."""
    if minutes in (None, ""):
        return DASH
    return number_nl((Decimal(str(minutes)) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP))


@register.filter
def hours(minutes: Any) -> str:
    """1,25 uur"""
    number = hours_number(minutes)
    return number if number == DASH else f"{number} uur"


@register.filter
def number_nl(value: Any) -> str:
    """1.250 or 3,5: a point per thousand, a comma before at most two decimals."""
    if value in (None, ""):
        return DASH
    if isinstance(value, str) and not _is_number(value):
        return value
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{amount:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).removeprefix("-").isdigit()


@register.filter
def percentage(value: Any) -> str:
    """85%"""
    number = number_nl(value)
    return number if number == DASH else f"{number}%"


@register.filter
def euro(value: Any) -> str:
    """€ 1.250,00, with a space that does not break."""
    if value in (None, ""):
        return DASH
    text = f"{Decimal(str(value)).quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"€\u00a0{text}"


def lower_first(sentence: str) -> str:
    """The same sentence, to go on after other words."""
    return sentence[:1].lower() + sentence[1:]


@register.filter
def counted(number: Any, words: str) -> str:
    """`3|counted:"leerling,leerlingen"` reads 3 leerlingen."""
    one, _, many = words.partition(",")
    return f"{number_nl(number)} {one if number == 1 else many}"


@register.filter
def join_and(parts: Iterable[Any]) -> str:
    """Bo, Sem en Noor"""
    *first, last = [str(part) for part in parts or []] or [""]
    return f"{', '.join(first)} en {last}" if first else last
