"""Advice that never goes down, schools and homes that follow each other, parents one can tell apart."""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models

from gka.audit.append_only import protect, unprotect

TALEN = {
    "nl": "Nederlands",
    "de": "Duits",
    "pl": "Pools",
    "ar": "Arabisch",
    "tr": "Turks",
    "uk": "Oekraïens",
    "en": "Engels",
}


def nummer_ouders(apps, schema_editor):
    """The second mother of a pupil becomes the second one."""
    geteld = {}
    for ouder in apps.get_model("gka", "Ouder").objects.defer("contact").order_by("pk"):
        sleutel = (ouder.leerling_id, ouder.relatie)
        ouder.nummer = geteld[sleutel] = geteld.get(sleutel, 0) + 1
        if ouder.nummer > 1:
            ouder.save(update_fields=["nummer"])


def zet_scholen_achter_elkaar(apps, schema_editor):
    """A school used to end on the day the next one began; of two that began on one day, the last one counts."""
    vorige = None
    keuzes = apps.get_model("gka", "Schoolkeuze").objects.order_by("leerling", "soort", "van", "vastgelegd_op", "tot")
    for keuze in keuzes:
        volgt = vorige and (vorige.leerling_id, vorige.soort) == (keuze.leerling_id, keuze.soort)
        if volgt and vorige.van == keuze.van:
            vorige.delete()
        elif volgt and vorige.tot and vorige.tot >= keuze.van:
            vorige.tot = keuze.van - timedelta(days=1)
            vorige.save(update_fields=["tot"])
        vorige = keuze


def talen_toevoegen(apps, schema_editor):
    """Regions that were set up before get the list of languages too."""
    Keuzelijst, Keuze = apps.get_model("gka", "Keuzelijst"), apps.get_model("gka", "Keuze")
    for regio in apps.get_model("gka", "Regio").objects.all():
        lijst, nieuw = Keuzelijst.objects.get_or_create(regio=regio, code="taal", defaults={"naam": "Talen van ouders"})
        for volgorde, (code, label) in enumerate(TALEN.items() if nieuw else ()):
            Keuze.objects.create(lijst=lijst, code=code, label=label, volgorde=volgorde)


class Migration(migrations.Migration):

    dependencies = [
        ('gka', '0004_toestemming_gegeven_op'),
    ]

    operations = [
        unprotect(("gka", "advies")),
        migrations.AddField(
            model_name='advies',
            name='minstens_hoog',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hoogste niveau is minstens'),
        ),
        migrations.AddField(
            model_name='advies',
            name='minstens_laag',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='laagste niveau is minstens'),
        ),
        migrations.AddField(
            model_name='advies',
            name='vervangt',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vervangen_door', to='gka.advies'),
        ),
        migrations.AddField(
            model_name='ouder',
            name='nummer',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='de hoeveelste met deze relatie'),
        ),
        migrations.RunPython(nummer_ouders, migrations.RunPython.noop),
        migrations.RunPython(zet_scholen_achter_elkaar, migrations.RunPython.noop),
        migrations.RunPython(talen_toevoegen, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='advies',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('minstens_hoog__isnull', True), ('minstens_laag__isnull', True)), models.Q(('minstens_hoog__isnull', False), ('minstens_laag__isnull', False)), _connector='OR'), name='advies_minstens_samen'),
        ),
        migrations.AddConstraint(
            model_name='advies',
            constraint=models.CheckConstraint(condition=models.Q(('soort', 'definitief'), ('minstens_laag__isnull', True), _connector='OR'), name='advies_minstens_bij_definitief'),
        ),
        migrations.AddConstraint(
            model_name='advies',
            constraint=models.CheckConstraint(condition=models.Q(('minstens_laag__isnull', True), ('waarde__in', ['VSO', 'GEEN_SPECIFIEK_ADVIES_MOGELIJK']), models.Q(('minstens_hoog__lte', 1), ('minstens_laag__lte', 1), ('waarde__in', ['PRAKTIJKONDERWIJS'])), models.Q(('minstens_hoog__lte', 2), ('minstens_laag__lte', 2), ('waarde__in', ['VMBO_BB', 'VMBO_BB_MET_LWOO'])), models.Q(('minstens_hoog__lte', 3), ('minstens_laag__lte', 2), ('waarde__in', ['VMBO_BB_TM_VMBO_KB', 'VMBO_BB_TM_VMBO_KB_MET_LWOO'])), models.Q(('minstens_hoog__lte', 3), ('minstens_laag__lte', 3), ('waarde__in', ['VMBO_KB', 'VMBO_KB_MET_LWOO'])), models.Q(('minstens_hoog__lte', 4), ('minstens_laag__lte', 3), ('waarde__in', ['VMBO_KB_TM_VMBO_GL/TL', 'VMBO_KB_TM_VMBO_GL/TL_MET_LWOO'])), models.Q(('minstens_hoog__lte', 4), ('minstens_laag__lte', 4), ('waarde__in', ['VMBO_GL/TL', 'VMBO_GL/TL_MET_LWOO'])), models.Q(('minstens_hoog__lte', 5), ('minstens_laag__lte', 4), ('waarde__in', ['VMBO_GL/TL_TM_HAVO'])), models.Q(('minstens_hoog__lte', 5), ('minstens_laag__lte', 5), ('waarde__in', ['HAVO'])), models.Q(('minstens_hoog__lte', 6), ('minstens_laag__lte', 5), ('waarde__in', ['HAVO_TM_VWO'])), models.Q(('minstens_hoog__lte', 6), ('minstens_laag__lte', 6), ('waarde__in', ['VWO'])), _connector='OR'), name='advies_nooit_lager'),
        ),
        migrations.AddConstraint(
            model_name='advies',
            constraint=models.UniqueConstraint(condition=models.Q(('vervangt__isnull', True)), fields=('leerling', 'soort'), name='advies_een_begin_per_soort'),
        ),
        migrations.AddConstraint(
            model_name='ouder',
            constraint=models.CheckConstraint(condition=models.Q(('nummer__gte', 1), ('nummer__lte', 4)), name='ouder_nummer_mogelijk'),
        ),
        migrations.AddConstraint(
            model_name='ouder',
            constraint=models.UniqueConstraint(fields=('leerling', 'relatie', 'nummer'), name='ouder_nummer_per_relatie'),
        ),
        migrations.AddConstraint(
            model_name='schoolkeuze',
            constraint=models.UniqueConstraint(fields=('leerling', 'soort', 'van'), name='schoolkeuze_een_begin_per_dag'),
        ),
        migrations.AddConstraint(
            model_name='woonplaats',
            constraint=models.UniqueConstraint(fields=('leerling', 'van'), name='woonplaats_een_begin_per_dag'),
        ),
        protect(("gka", "advies")),
    ]
