"""Database triggers that keep history rows as they were written, on SQLite and on PostgreSQL.

A migration of each app calls `protect(...)` for its tables. Triggers and not only grants, because the embedded default
has one database user for everything.
"""

from typing import Any

from django.db.migrations import RunPython

MESSAGE = "this table is append-only"
# The sealer may fill these two columns of an audit row once.
_SEALED_ONCE = ("zegel_nummer", "volgnummer")


def _same(column: str, vendor: str) -> str:
    operator = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    return f'NEW."{column}" {operator} OLD."{column}"'


def trigger_sql(vendor: str, table: str, *, columns: list[str] | None = None) -> list[str]:
    """SQL that refuses UPDATE and DELETE; with `columns`, an update may only seal an unsealed row."""
    allowed = ""
    if columns:
        unchanged = " AND ".join(_same(column, vendor) for column in columns if column not in _SEALED_ONCE)
        sealing = " AND ".join(f'OLD."{column}" IS NULL AND NEW."{column}" IS NOT NULL' for column in _SEALED_ONCE)
        allowed = f"WHEN (NOT ({unchanged} AND {sealing}))"
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {allowed} '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        ]
    return [
        "CREATE OR REPLACE FUNCTION gka_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {allowed} '
        "EXECUTE FUNCTION gka_append_only()",
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
        "EXECUTE FUNCTION gka_append_only()",
    ]


def drop_sql(table: str, vendor: str) -> list[str]:
    """SQL that takes the protection off, for migrating back."""
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{table}_{deed}"{on}' for deed in ("no_update", "no_delete")]


def unprotect(*models: tuple[str, str]) -> RunPython:
    """Migration operation: take the protection off while a table is altered. SQLite rebuilds it and loses triggers."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        for app, model in models:
            for statement in drop_sql(apps.get_model(app, model)._meta.db_table, schema_editor.connection.vendor):
                schema_editor.execute(statement)

    def backwards(apps: Any, schema_editor: Any) -> None:
        for app, model in models:
            for statement in trigger_sql(schema_editor.connection.vendor, apps.get_model(app, model)._meta.db_table):
                schema_editor.execute(statement)

    return RunPython(forwards, backwards)


def protect(*models: tuple[str, str], sealed: tuple[str, str] | None = None) -> RunPython:
    """Migration operation: make the tables of these (app, model) pairs append-only; `sealed` allows sealing once."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        for app, model in models:
            meta = apps.get_model(app, model)._meta
            columns = [field.column for field in meta.local_fields] if (app, model) == sealed else None
            for statement in trigger_sql(schema_editor.connection.vendor, meta.db_table, columns=columns):
                schema_editor.execute(statement)

    def backwards(apps: Any, schema_editor: Any) -> None:
        for app, model in models:
            for statement in drop_sql(apps.get_model(app, model)._meta.db_table, schema_editor.connection.vendor):
                schema_editor.execute(statement)

    return RunPython(forwards, backwards)
