"""Lists of choices that people may edit."""

from django.db import models
from django.db.models import Q

from gka.models.regio import Regio
from gka.querysets import KeuzeQuerySet


class Keuzelijst(models.Model):
    """Een lijst met keuzes van een regio: domeinen van hulp, contactsoorten, stopredenen."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="keuzelijsten")
    code = models.SlugField("code", max_length=40)
    naam = models.CharField("naam", max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regio", "code"], name="keuzelijst_een_per_regio")]

    def __str__(self) -> str:
        return self.naam


class Keuze(models.Model):
    """Eén keuze. Wat niet meer gebruikt wordt, krijgt een einddatum; een andere betekenis is een nieuwe code."""

    lijst = models.ForeignKey(Keuzelijst, models.PROTECT, related_name="keuzes")
    code = models.SlugField("code", max_length=40)
    label = models.CharField("tekst", max_length=100)
    kenmerk = models.CharField("kenmerk", max_length=20, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)
    versie = models.PositiveIntegerField("versie", default=1)
    vervallen_op = models.DateField("niet meer gebruiken vanaf", null=True, blank=True)

    objects = KeuzeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lijst", "code"], name="keuze_een_code_per_lijst"),
            models.CheckConstraint(name="keuze_label_gevuld", condition=~Q(label="")),
        ]

    def __str__(self) -> str:
        return self.label
