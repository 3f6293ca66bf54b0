"""History that nobody rewrites: audit, seals, consent, advice."""

from django.db import migrations

from gka.audit.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("gka", "0001_initial")]
    operations = [
        protect(
            ("gka", "gebeurtenis"),
            ("gka", "zegel"),
            ("gka", "toestemming"),
            ("gka", "advies"),
            sealed=("gka", "gebeurtenis"),
        )
    ]
