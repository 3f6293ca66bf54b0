"""What an organisation agreed about hours, and how the hours file of its other package is read."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from begeleiding.models.traject import Traject
from begeleiding.querysets.uren import UrenbudgetQuerySet, UrenwoordQuerySet
from begeleiding.workflow import BUDGET_HOOGSTENS, WOORDTEKENS, Woordsoort
from gka.models import Aanstelling, Keuze, Organisatie
from gka.models.basis import PeriodeModel, UuidModel, een_van, periode_klopt


class Urenbudget(UuidModel, PeriodeModel):
    """Hoeveel minuten per schoolweek een medewerker in een aanstelling heeft, van wanneer tot en met wanneer."""

    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, related_name="urenbudgetten")
    minuten_per_week = models.PositiveSmallIntegerField("minuten per week")
    reden = models.CharField("waarom het een eerder budget verbetert", max_length=280, blank=True)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")

    objects = UrenbudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            periode_klopt("urenbudget_periode"),
            models.CheckConstraint(
                name="urenbudget_minuten", condition=Q(minuten_per_week__gte=1, minuten_per_week__lte=BUDGET_HOOGSTENS)
            ),
            models.UniqueConstraint(fields=["aanstelling", "van"], name="urenbudget_een_begin"),
            models.UniqueConstraint(
                fields=["aanstelling"], condition=Q(tot__isnull=True), name="urenbudget_een_zonder_einde"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minuten_per_week} minuten per week"

    @property
    def eindigt(self) -> date | None:
        """The last day on which it counts: its own, or that of the appointment when somebody left earlier."""
        return min((dag for dag in (self.tot, self.aanstelling.tot) if dag is not None), default=None)


class Urenindeling(models.Model):
    """Welke kolom wat is in een urenbestand met deze kolomnamen, zoals iemand van de organisatie koos.

    `vingerafdruk` is a hash of the headings; `velden` names a field per column, empty for one that is not read.
    """

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    vingerafdruk = models.CharField("vingerafdruk van de kolomnamen", max_length=64)
    velden = models.JSONField("veld per kolom", default=list)
    datumstijl = models.CharField("hoe de datums gelezen worden", max_length=10, blank=True)
    gekozen_op = models.DateTimeField("gekozen op")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisatie", "vingerafdruk"], name="urenindeling_eenmaal")]

    def __str__(self) -> str:
        return f"indeling van {self.organisatie}"


class Urenwoord(UuidModel):
    """Wat een woord of nummer in een urenbestand van de organisatie betekent: soort contact, medewerker of leerling.

    Een naam van een leerling staat hier nooit: alleen een nummer of code wordt onthouden.
    """

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    soort = models.CharField("waarvan", max_length=12, choices=Woordsoort)
    woord = models.CharField("woord in het bestand", max_length=WOORDTEKENS)
    keuze = models.ForeignKey(Keuze, models.PROTECT, null=True, blank=True, related_name="+")
    medewerker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    traject = models.ForeignKey(Traject, models.PROTECT, null=True, blank=True, related_name="+")
    gekozen_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gekozen_op = models.DateTimeField("gekozen op")

    objects = UrenwoordQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("urenwoord_soort", "soort", Woordsoort),
            models.UniqueConstraint(fields=["organisatie", "soort", "woord"], name="urenwoord_eenmaal"),
            models.CheckConstraint(
                name="urenwoord_een_betekenis",
                condition=Q(soort=Woordsoort.SOORT, keuze__isnull=False, medewerker__isnull=True, traject__isnull=True)
                | Q(soort=Woordsoort.MEDEWERKER, keuze__isnull=True, medewerker__isnull=False, traject__isnull=True)
                | Q(soort=Woordsoort.LEERLING, keuze__isnull=True, medewerker__isnull=True, traject__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_soort_display()
