"""When an answer was given, next to when it was recorded. Rows of before get the day they were recorded."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import TruncDate

from gka.audit.append_only import drop_sql, protect, trigger_sql

TABEL = "gka_toestemming"


def los(apps: Any, schema_editor: Any) -> None:
    """The protection steps aside: a table that SQLite rebuilds would lose it anyway, so `protect` closes this."""
    for statement in drop_sql(TABEL, schema_editor.connection.vendor):
        schema_editor.execute(statement)


def weer_vast(apps: Any, schema_editor: Any) -> None:
    for statement in trigger_sql(schema_editor.connection.vendor, TABEL):
        schema_editor.execute(statement)


def vul(apps: Any, schema_editor: Any) -> None:
    apps.get_model("gka", "Toestemming").objects.update(gegeven_op=TruncDate("vastgelegd_op"))


class Migration(migrations.Migration):
    dependencies = [("gka", "0003_kolomindeling")]

    operations = [
        migrations.RunPython(los, weer_vast),
        migrations.AddField(
            "toestemming", "gegeven_op", models.DateField(null=True, verbose_name="gezegd of getekend op")
        ),
        migrations.RunPython(vul, migrations.RunPython.noop),
        migrations.AlterField("toestemming", "gegeven_op", models.DateField(verbose_name="gezegd of getekend op")),
        migrations.AddConstraint(
            "toestemming",
            models.CheckConstraint(
                condition=models.Q(models.Q(("stand", "ingetrokken"), _negated=True), ("vervangt__isnull", False), _connector="OR"),
                name="toestemming_intrekken_na_antwoord",
            ),
        ),
        migrations.AddConstraint(
            "toestemming",
            models.CheckConstraint(
                condition=models.Q(models.Q(("stand", "bezwaar"), _negated=True), ("gever", "ouder"), _connector="OR"),
                name="toestemming_bezwaar_van_ouder",
            ),
        ),
        protect(("gka", "toestemming")),
    ]
