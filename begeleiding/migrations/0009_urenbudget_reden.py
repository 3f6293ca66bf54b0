from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("begeleiding", "0008_zomer"),
    ]

    operations = [
        migrations.AddField(
            model_name="urenbudget",
            name="reden",
            field=models.CharField(blank=True, max_length=280, verbose_name="waarom het een eerder budget verbetert"),
            preserve_default=True,
        ),
    ]
