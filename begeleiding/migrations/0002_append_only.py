"""Status steps of a traject are never rewritten."""

from django.db import migrations

from gka.audit.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("begeleiding", "0001_initial"), ("gka", "0002_append_only")]
    operations = [protect(("begeleiding", "statuswissel"))]
