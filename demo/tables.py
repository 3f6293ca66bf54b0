"""Many rows into a table at once: COPY on PostgreSQL, batches of INSERT elsewhere. The same values on both."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from io import StringIO
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps as registry
from django.db import connection, models

from gka.privacy.encryption import Ciphertext

STUK = 20_000


def schrijf(model: type[models.Model], velden: Sequence[str], rijen: Iterable[Sequence[Any]]) -> int:
    """Write rows of these columns (attribute names); the other columns get their default. Returns how many."""
    overig = _standaard(model, velden)
    rijen = iter(rijen)
    geschreven = 0
    while stuk := list(islice(rijen, STUK)):
        if connection.vendor == "postgresql":
            _copy(model, velden, overig, stuk)
        else:
            model._default_manager.bulk_create(model(**dict(zip(velden, rij, strict=True)), **overig) for rij in stuk)
        geschreven += len(stuk)
    return geschreven


def schrijf_objecten(objecten: Sequence[models.Model]) -> None:
    """Write objects of one model, as they are."""
    if not objecten:
        return
    model = type(objecten[0])
    velden = [field.attname for field in model._meta.local_concrete_fields if not _telt_zelf(field)]
    # Not getattr: it would decrypt what is stored encrypted.
    schrijf(model, velden, ([vars(een)[veld] for veld in velden] for een in objecten))


def tel_opnieuw(apps: Iterable[str]) -> None:
    """Let the planner of PostgreSQL look at the tables of these apps as they are now; nothing on other databases.

    Its own count may be from the moment that they were empty, and a plan for empty tables may never end on full ones.
    """
    if connection.vendor != "postgresql":
        return
    tabellen = [model._meta.db_table for app in apps for model in registry.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tabellen))}")


def _telt_zelf(field: Any) -> bool:
    return isinstance(field, models.AutoField)


def _standaard(model: type[models.Model], velden: Sequence[str]) -> dict[str, Any]:
    """The columns nobody named, with the default that the model gives them."""
    return {
        field.attname: field.get_default()
        for field in model._meta.local_concrete_fields
        if field.attname not in velden and not _telt_zelf(field)
    }


def _copy(
    model: type[models.Model], velden: Sequence[str], overig: dict[str, Any], rijen: Sequence[Sequence[Any]]
) -> None:
    meta = model._meta
    kolommen = [meta.get_field(veld.removesuffix("_id")).column if veld != "id" else "id" for veld in velden]  # type: ignore[union-attr]
    kolommen += [meta.get_field(veld.removesuffix("_id")).column for veld in overig]  # type: ignore[union-attr]
    staart = "".join("\t" + _tekst(waarde) for waarde in overig.values()) + "\n"
    buffer = StringIO("".join("\t".join(map(_tekst, rij)) + staart for rij in rijen))
    quote = connection.ops.quote_name
    namen = ", ".join(quote(kolom) for kolom in kolommen)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(meta.db_table)} ({namen}) FROM STDIN", buffer)


def _geschoond(waarde: str) -> str:
    """Text for COPY: the characters that separate its columns and rows are written as escapes."""
    if "\\" in waarde or "\t" in waarde or "\n" in waarde or "\r" in waarde:
        waarde = waarde.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return waarde


_VORM: dict[type, Callable[[Any], str]] = {
    str: _geschoond,
    bool: lambda waarde: "t" if waarde else "f",
    int: str,
    UUID: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
    type(None): lambda _: r"\N",
    Ciphertext: lambda waarde: waarde.stored,
}


def _tekst(waarde: Any) -> str:
    vorm = _VORM.get(type(waarde))
    # A member of a TextChoices is a str of another type.
    return vorm(waarde) if vorm else _geschoond(str(waarde))
