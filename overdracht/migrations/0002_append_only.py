"""Stances, decisions and status steps are never rewritten."""

from django.db import migrations

from gka.audit.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("overdracht", "0001_initial"), ("gka", "0002_append_only")]
    operations = [
        protect(("overdracht", "instemming"), ("overdracht", "besluit"), ("overdracht", "statuswissel")),
    ]
