"""Seal the audit in batches and check the whole: what is sealed cannot change, vanish or move unseen.

A seal covers the rows of its batch and the seal before it. The newest seal is also written to the anchor file outside
the database, because a chain alone does not notice that its own tail was cut off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from gka.audit import anchor
from gka.audit.record import SEALED_FIELDS, audit_key, audit_keys, content_hmac, keyed_hash
from gka.models import Gebeurtenis, Zegel

BATCH = 2_000  # on SQLite the write lock is held for one batch
CHUNK = 2_000
BEGIN = "0" * 64


def verzegel(*, op: datetime) -> int:
    """Number and seal everything that is not sealed yet; returns how many rows. Safe to run twice at once."""
    total, done = 0, 1
    while done:
        vorige = Zegel.objects.order_by("-nummer").first()
        try:
            done = _seal_batch(vorige, op)
        except IntegrityError:
            if not Zegel.objects.filter(nummer=_volgende(vorige)).exists():
                raise  # a row refuses its number: somebody wrote in the numbering
            continue  # another sealer took this number; look again what is left
        total += done
        transaction.on_commit(anchor.append_missing)  # an anchor of a seal that is rolled back would raise the alarm
    return total


def _volgende(vorige: Zegel | None) -> int:
    return vorige.nummer + 1 if vorige else 1


@transaction.atomic
def _seal_batch(vorige: Zegel | None, op: datetime) -> int:
    open_rows = Gebeurtenis.objects.filter(zegel_nummer__isnull=True).order_by("moment", "pk")
    rows = list(open_rows.values_list("pk", "hmac")[:BATCH])
    if not rows:
        return 0
    nummer, eerste = _volgende(vorige), vorige.laatste + 1 if vorige else 1
    laatste = eerste + len(rows) - 1
    vorige_hmac = vorige.hmac if vorige else BEGIN
    # The seal first: its primary key makes a second sealer fail before it touches a row.
    Zegel.objects.create(
        nummer=nummer,
        eerste=eerste,
        laatste=laatste,
        vorige=vorige_hmac,
        hmac=_seal_hmac(nummer, eerste, laatste, vorige_hmac, [hmac for _, hmac in rows]),
        sleutel_id=audit_key()[0],
        gemaakt_op=op,
    )
    numbers = list(enumerate((pk for pk, _ in rows), start=eerste))
    if sum(_number(nummer, numbers[start : start + 400]) for start in range(0, len(numbers), 400)) != len(rows):
        raise RuntimeError("Audit rows disappeared while they were being sealed.")
    return len(rows)


def _number(zegel: int, numbers: list[tuple[int, Any]]) -> int:
    """Write the numbers in one statement, which both databases understand; `bulk_update` takes fifty times as long."""
    table, pk = Gebeurtenis._meta.db_table, Gebeurtenis._meta.pk
    values = [part for number, key in numbers for part in (pk.get_db_prep_value(key, connection), number)]
    sql = (
        f'UPDATE "{table}" SET "zegel_nummer" = %s, "volgnummer" = "nieuw"."column2" '  # noqa: S608 - no input in it
        f'FROM (VALUES {", ".join(["(%s, %s)"] * len(numbers))}) AS "nieuw" '
        f'WHERE "{table}"."id" = "nieuw"."column1"'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [zegel, *values])
        return int(cursor.rowcount)


def _seal_hmac(nummer: int, eerste: int, laatste: int, vorige: str, rows: list[str], key: bytes | None = None) -> str:
    return keyed_hash("|".join([str(nummer), str(eerste), str(laatste), vorige, *rows]), key)


@dataclass(frozen=True)
class Uitslag:
    """Result of a check. Faults and warnings are English sentences for operators; a fault names the record or seal."""

    zegels: int
    verzegeld: int
    open: int
    fouten: list[str]
    waarschuwingen: list[str]

    @property
    def heel(self) -> bool:
        return not self.fouten


class _Row(NamedTuple):
    """One audit row as far as the check needs it; a model instance would double the time."""

    naam: str
    order: tuple[Any, Any]
    hmac: str
    volgnummer: int | None
    zegel_nummer: int | None
    fout: str


def controleer(*, op: datetime, open_hoogstens: timedelta = timedelta(minutes=5)) -> Uitslag:
    """Check every row, every seal, the chain and the anchors. Streams, and may run while others write and seal."""
    fouten: list[str] = []
    hoogste = Zegel.objects.order_by("-nummer").first()
    tot = hoogste.nummer if hoogste else 0  # what is sealed from here on is left to the next check
    vorige, verwacht, volgend, zegels, verzegeld = BEGIN, 1, 1, 0, 0
    for nummer, zegel, rows in _per_seal(tot):
        verzegeld += len(rows)
        if zegel is None:
            fouten += [f"{row.naam} names seal {nummer}, which does not exist" for row in rows]
            continue
        if nummer != volgend:
            fouten.append(f"{_span('seal', volgend, nummer - 1)} missing before seal {nummer}")
        if zegel.vorige != vorige or zegel.eerste != verwacht:
            fouten.append(f"seal {nummer} does not follow the seal before it")
        fouten += _seal_faults(zegel, rows)
        vorige, verwacht, volgend, zegels = zegel.hmac, zegel.laatste + 1, nummer + 1, zegels + 1
    nameless = Gebeurtenis.objects.filter(zegel_nummer__gt=tot).exclude(
        Exists(Zegel.objects.filter(nummer=OuterRef("zegel_nummer")))
    )
    fouten += [f"{row.naam} names seal {row.zegel_nummer}, which does not exist" for row in _rows(nameless)]
    waarschuwingen = list(_anchor_faults(fouten, tot, op - open_hoogstens))
    open_rows = _open_faults(fouten)
    oudste = Gebeurtenis.objects.filter(zegel_nummer__isnull=True).order_by("moment").first()
    if oudste and oudste.moment < op - open_hoogstens:
        waarschuwingen.append(f"record {oudste.pk} is unsealed for too long: is the scheduler running?")
    return Uitslag(zegels, verzegeld, open_rows, fouten, waarschuwingen)


def _rows(rows: QuerySet[Gebeurtenis]) -> Iterator[_Row]:
    keys = audit_keys()
    for values in rows.values_list(*SEALED_FIELDS, "hmac", "volgnummer", "zegel_nummer").iterator(CHUNK):
        *content, found, volgnummer, zegel_nummer = values
        pk, moment, sleutel_id = content[0], content[1], content[-1]
        if (key := keys.get(sleutel_id)) is None:
            fout = "names a key that is not in the key file"
        else:
            fout = "" if found == content_hmac(content, key) else "was changed"
        naam = f"record {volgnummer or pk}"
        yield _Row(naam, (moment, pk), found, volgnummer, zegel_nummer, fout)


def _per_seal(tot: int) -> Iterator[tuple[int, Zegel | None, list[_Row]]]:
    """Every seal with its rows; without a seal where rows name one that is not there."""
    rows = Gebeurtenis.objects.filter(zegel_nummer__lte=tot).order_by("zegel_nummer", "volgnummer", "pk")
    groups = ((nummer or 0, list(group)) for nummer, group in groupby(_rows(rows), key=lambda row: row.zegel_nummer))
    nummer, group = next(groups, (0, []))
    for zegel in Zegel.objects.filter(nummer__lte=tot).order_by("nummer").iterator(CHUNK):
        while group and nummer < zegel.nummer:
            yield nummer, None, group
            nummer, group = next(groups, (0, []))
        if group and nummer == zegel.nummer:
            yield nummer, zegel, group
            nummer, group = next(groups, (0, []))
        else:
            yield zegel.nummer, zegel, []


def _seal_faults(zegel: Zegel, rows: list[_Row]) -> Iterator[str]:
    yield from (f"{row.naam} {row.fout}" for row in rows if row.fout)
    numbers = {row.volgnummer for row in rows}
    yield from _missing(zegel, numbers)
    yield from (
        f"{row.naam} does not belong to seal {zegel.nummer}"
        for row in rows
        if row.volgnummer is None or not zegel.eerste <= row.volgnummer <= zegel.laatste
    )
    # The sealer numbers a batch by moment, so two rows that changed places break the order.
    yield from (
        f"{later.naam} is out of order" for row, later in zip(rows, rows[1:], strict=False) if later.order < row.order
    )
    key = audit_keys().get(zegel.sleutel_id)
    if key is None:
        yield f"seal {zegel.nummer} names a key that is not in the key file"
    elif zegel.hmac != _seal_hmac(zegel.nummer, zegel.eerste, zegel.laatste, zegel.vorige, [r.hmac for r in rows], key):
        yield f"seal {zegel.nummer} does not match its records {zegel.eerste}-{zegel.laatste}"


def _missing(zegel: Zegel, numbers: set[int | None]) -> Iterator[str]:
    missing = [number for number in range(zegel.eerste, zegel.laatste + 1) if number not in numbers]
    for _, run in groupby(enumerate(missing), key=lambda pair: pair[1] - pair[0]):
        gap = [number for _, number in run]
        yield f"{_span('record', gap[0], gap[-1])} missing"


def _span(noun: str, first: int, last: int) -> str:
    return f"{noun} {first} is" if first == last else f"{noun}s {first}-{last} are"


def _open_faults(fouten: list[str]) -> int:
    """Check what is not sealed yet; returns how many rows."""
    count = 0
    for row in _rows(Gebeurtenis.objects.filter(zegel_nummer__isnull=True).order_by("moment")):
        count += 1
        if row.fout:
            fouten.append(f"unsealed {row.naam} {row.fout}")
        if row.volgnummer is not None:
            fouten.append(f"unsealed {row.naam} has a number, which only the sealer gives")
    return count


def _anchor_faults(fouten: list[str], tot: int, before: datetime) -> Iterator[str]:
    """Compare the anchor file with the seals; adds the faults and yields the warnings."""
    last = 0
    for chunk in _chunks(anchor.lines()):
        zegels = Zegel.objects.in_bulk({nummer for nummer, _ in chunk})
        for nummer, text in chunk:
            if nummer == 0:
                fouten.append("the anchor file holds a line that is not an anchor")
                continue
            if nummer > last + 1:
                fouten.append(f"{_span('seal', last + 1, nummer - 1)} missing from the anchor file")
            last = max(last, nummer)
            if nummer not in zegels:
                fouten.append(f"seal {nummer} is in the anchor file but not in the database: the tail was cut off")
            elif anchor.line(zegels[nummer]) != text:
                fouten.append(f"seal {nummer} differs from the anchor file")
    late = Zegel.objects.filter(nummer__gt=last, nummer__lte=tot, gemaakt_op__lt=before)
    if late.exists() and last == 0:
        fouten.append("the anchor file is empty or missing")
    elif late.exists():
        yield f"{_span('seal', last + 1, tot)} not in the anchor file yet: is the scheduler running?"


def _chunks(lines: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    lines = iter(lines)
    while chunk := list(islice(lines, CHUNK)):
        yield chunk
