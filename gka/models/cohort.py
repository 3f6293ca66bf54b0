"""A year of the programme, its calendar and its places."""

from django.db import models
from django.db.models import Q

from gka.models.basis import een_van
from gka.models.regio import Regio, School
from gka.querysets import CohortQuerySet
from gka.workflow import Deelname


class Cohort(models.Model):
    """De leerlingen die in één kalenderjaar begeleid worden: groep 8 in januari, brugklas in december."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="cohorten")
    jaar = models.PositiveSmallIntegerField("jaar")
    fase_vo_vanaf = models.DateField("eerste dag van de fase vo")

    objects = CohortQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regio", "jaar"], name="cohort_een_per_jaar"),
            models.CheckConstraint(name="cohort_jaar_mogelijk", condition=Q(jaar__gte=2020, jaar__lte=2100)),
        ]

    def __str__(self) -> str:
        return str(self.jaar)


class Stap(models.Model):
    """Een stap in de kalender van een cohort, met de dag waarop hij klaar moet zijn. Namen en dagen zijn gegevens."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="stappen")
    code = models.SlugField("code", max_length=40)
    naam = models.CharField("naam", max_length=200)
    datum = models.DateField("klaar op")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "code"], name="stap_een_per_cohort")]

    def __str__(self) -> str:
        return self.naam


class Plaatsen(models.Model):
    """Hoeveel leerlingen een vo-school in een cohort begeleiding kan bieden, vanaf een dag."""

    school = models.ForeignKey(School, models.PROTECT, related_name="plaatsen")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="plaatsen")
    aantal = models.PositiveSmallIntegerField("aantal", null=True, blank=True, help_text="Leeg: nog niet afgesproken.")
    stand = models.CharField("stand", max_length=20, choices=Deelname, default=Deelname.BEVESTIGD)
    vanaf = models.DateField("vanaf")

    class Meta:
        constraints = [
            een_van("plaatsen_stand", "stand", Deelname),
            models.UniqueConstraint(fields=["school", "cohort", "vanaf"], name="plaatsen_een_per_dag"),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.cohort}"
