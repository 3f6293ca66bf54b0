"""What was published is never rewritten: snapshots, tables and reports."""

from django.db import migrations

from gka.audit.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("gka", "0002_append_only")]
    operations = [protect(("monitoring", "momentopname"), ("monitoring", "publicatie"), ("monitoring", "rapport"))]
