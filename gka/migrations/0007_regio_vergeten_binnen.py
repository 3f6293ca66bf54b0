from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gka", "0006_signalen")]

    operations = [
        migrations.AddField(
            model_name="regio",
            name="vergeten_binnen",
            field=models.PositiveSmallIntegerField(
                default=14, verbose_name="vergeten contact na overdracht binnen (dagen)"
            ),
        ),
        migrations.AddConstraint(
            model_name="regio",
            constraint=models.CheckConstraint(
                condition=models.Q(("vergeten_binnen__range", (0, 62))), name="regio_vergeten_mogelijk"
            ),
        ),
    ]
