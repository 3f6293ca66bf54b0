"""Why a party said nee, and whether somebody chose to save what stands there."""

from django.db import migrations, models

from gka.audit.append_only import protect, unprotect

INSTEMMING = ("overdracht", "instemming")


class Migration(migrations.Migration):
    dependencies = [
        ("overdracht", "0008_eerdere_inhoud"),
    ]

    operations = [
        migrations.AddField(
            model_name="bespreking",
            name="inhoud_bewaard",
            field=models.BooleanField(default=False, verbose_name="inhoud bewaard"),
        ),
        unprotect(INSTEMMING),
        migrations.AddField(
            model_name="instemming",
            name="reden",
            field=models.CharField(blank=True, default="", max_length=280, verbose_name="waarom nee"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="instemming",
            constraint=models.CheckConstraint(
                condition=models.Q(("reden", ""), ("standpunt", "nee"), _connector="OR"),
                name="instemming_reden_bij_nee",
            ),
        ),
        protect(INSTEMMING),
    ]
