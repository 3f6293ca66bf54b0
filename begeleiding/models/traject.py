"""The traject from January to December, its steps, and who guides."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from begeleiding.querysets.trajecten import ToewijzingQuerySet, TrajectQuerySet
from begeleiding.workflow import GESLOTEN, LOPEND, Nazorg, Trajectstatus
from gka.models import Aanstelling, Cohort, Keuze, Leerling
from gka.models.basis import PeriodeModel, StatuswisselModel, UuidModel, VersieModel, een_van, periode_klopt
from overdracht.models import Besluit


class Traject(UuidModel, VersieModel):
    """Begeleiding van één leerling van januari tot en met december, na een besluit van iedereen aan tafel.

    `besluit` is het laatste besluit dat de leerling opnam: daar rust het traject op. Welk besluit het traject begon,
    stopte of heropende, staat bij de statuswissels. `vanaf` is de dag van het eerste besluit en verandert nooit.
    """

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="trajecten")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="trajecten")
    besluit = models.OneToOneField(Besluit, models.PROTECT, related_name="traject")
    status = models.CharField("status", max_length=20, choices=Trajectstatus, default=Trajectstatus.VOORGESTELD)
    stopreden = models.ForeignKey(Keuze, models.PROTECT, null=True, blank=True, related_name="+")
    nazorg = models.CharField("nazorg", max_length=10, choices=Nazorg, blank=True)
    vanaf = models.DateField("eerste dag")
    gestart_op = models.DateTimeField("gestart op", null=True, blank=True)
    gesloten_op = models.DateTimeField("gesloten op", null=True, blank=True)

    objects = TrajectQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("traject_status", "status", Trajectstatus),
            models.UniqueConstraint(fields=["leerling", "cohort"], name="traject_een_per_cohort"),
            models.CheckConstraint(
                name="traject_gesloten_op_bij_status",
                condition=Q(gesloten_op__isnull=True, status__in=LOPEND)
                | Q(gesloten_op__isnull=False, status__in=GESLOTEN),
            ),
            models.CheckConstraint(
                name="traject_stopreden_en_nazorg_na_sluiten",
                condition=Q(gesloten_op__isnull=False) | Q(stopreden__isnull=True, nazorg=""),
            ),
            models.CheckConstraint(name="traject_nazorg", condition=Q(nazorg__in=["", *Nazorg.values])),
            models.CheckConstraint(
                name="traject_gestart_op_bij_status",
                condition=~Q(status__in=[Trajectstatus.GESTART, Trajectstatus.AFGEROND]) | Q(gestart_op__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"traject in cohort {self.cohort}"

    def get_absolute_url(self) -> str:
        return reverse("begeleiding:traject", kwargs={"pk": self.pk})

    @property
    def loopt(self) -> bool:
        return self.status in LOPEND


class Statuswissel(StatuswisselModel):
    """Een stap in de status van een traject, met het besluit dat de stap nodig maakte als dat er is.

    `nummer` telt per traject: voorstellen en starten gebeuren vaak op hetzelfde moment.
    """

    traject = models.ForeignKey(Traject, models.PROTECT, related_name="statuswissels")
    nummer = models.PositiveSmallIntegerField("nummer")
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            een_van("begeleiding_statuswissel_naar", "naar", Trajectstatus),
            models.CheckConstraint(name="begeleiding_statuswissel_verandert", condition=~Q(van=F("naar"))),
            models.UniqueConstraint(fields=["traject", "nummer"], name="begeleiding_statuswissel_nummer"),
        ]

    def __str__(self) -> str:
        return f"{self.van} > {self.naar}"


class Toewijzing(UuidModel, PeriodeModel):
    """Welke SMW een traject begeleidt, van wanneer tot wanneer; `waarneming` is vervanging bij afwezigheid."""

    traject = models.ForeignKey(Traject, models.PROTECT, related_name="toewijzingen")
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, related_name="toewijzingen")
    waarneming = models.BooleanField("waarneming", default=False)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")

    objects = ToewijzingQuerySet.as_manager()

    class Meta:
        constraints = [
            periode_klopt("toewijzing_periode"),
            models.UniqueConstraint(
                fields=["traject", "waarneming"],
                condition=Q(tot__isnull=True),
                name="toewijzing_een_vast_gezicht_en_een_waarnemer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.aanstelling)
