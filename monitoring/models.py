"""Intervention 3: frozen figures, reports and exports."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from gka.models import Cohort, Opdracht, Regio
from gka.models.basis import UuidModel, een_van
from gka.templatetags.formatting import month_year
from monitoring.querysets import ExportaanvraagQuerySet, ExportQuerySet, RapportQuerySet
from monitoring.workflow import Aanvraagstatus, Exportsoort, maandcode


class Momentopname(models.Model):
    """Cijfers van een regio, bevroren op een peildatum. Wat daarna nog wordt vastgelegd, komt in de volgende."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="momentopnames")
    nummer = models.PositiveIntegerField("nummer")
    peildatum = models.DateField("peildatum")
    moment = models.DateTimeField("bevroren op")
    checksum = models.CharField("controlegetal", max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regio", "nummer"], name="momentopname_een_nummer_per_regio")]

    def __str__(self) -> str:
        return f"momentopname {self.nummer} van {self.peildatum:%d-%m-%Y}"


class Publicatie(models.Model):
    """Eén tabel van de catalogus uit een momentopname: alleen beschermde cellen.

    `leden` houdt per eenheid versleutelde kenmerken van de getelde leerlingen, zodat de volgende publicatie kan nagaan
    hoeveel er veranderden. Daaruit is geen leerling terug te vinden, en het gaat nooit naar een scherm.
    """

    momentopname = models.ForeignKey(Momentopname, models.PROTECT, related_name="publicaties")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="publicaties")
    tabel = models.CharField("tabel", max_length=40)
    cellen = models.JSONField("beschermde cellen")
    leden = models.JSONField("kenmerken voor de vrijgave", default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["momentopname", "cohort", "tabel"], name="publicatie_een_per_tabel")
        ]

    def __str__(self) -> str:
        return f"{self.tabel}, cohort {self.cohort}"


class Rapport(models.Model):
    """Het maandrapport van een regio: gemaakt als de maand voorbij is, en daarna altijd hetzelfde."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="rapporten")
    maand = models.DateField("maand")
    momentopname = models.OneToOneField(Momentopname, models.PROTECT, related_name="rapport")

    objects = RapportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regio", "maand"], name="rapport_een_per_maand"),
            models.CheckConstraint(name="rapport_maand_eerste_dag", condition=Q(maand__day=1)),
        ]

    def __str__(self) -> str:
        return f"Rapport over {month_year(self.maand)}"

    @property
    def code(self) -> str:
        """The month as it stands in the address."""
        return maandcode(self.maand)

    @property
    def naam(self) -> str:
        return month_year(self.maand)

    def get_absolute_url(self) -> str:
        return reverse("monitoring:rapport", kwargs={"maand": self.maand})


class Exportaanvraag(UuidModel):
    """Het verzoek van een onderzoeker om een bestand; de achtergrondverwerking maakt het."""

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="exportaanvragen")
    soort = models.CharField("soort", max_length=20, choices=Exportsoort, default=Exportsoort.PSEUDONIEM)
    cohorten = models.ManyToManyField(Cohort, related_name="exportaanvragen")
    aangevraagd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exportaanvragen")
    op = models.DateTimeField("aangevraagd op")
    opdracht = models.ForeignKey(Opdracht, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField("status", max_length=20, choices=Aanvraagstatus, default=Aanvraagstatus.AANGEVRAAGD)
    reden = models.CharField("reden", max_length=280, blank=True)

    objects = ExportaanvraagQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("exportaanvraag_soort", "soort", Exportsoort),
            een_van("exportaanvraag_status", "status", Aanvraagstatus),
            models.CheckConstraint(
                name="exportaanvraag_reden_bij_mislukt",
                condition=(Q(status=Aanvraagstatus.MISLUKT) & ~Q(reden=""))
                | (~Q(status=Aanvraagstatus.MISLUKT) & Q(reden="")),
            ),
        ]

    def __str__(self) -> str:
        return f"export, {self.get_status_display()}"


class Export(UuidModel):
    """Het gemaakte bestand, versleuteld bewaard tot het verloopt; daarna blijft alleen de vermelding."""

    aanvraag = models.OneToOneField(Exportaanvraag, models.PROTECT, related_name="export")
    bestandsnaam = models.CharField("bestandsnaam", max_length=120)
    inhoud = models.BinaryField("versleutelde inhoud", null=True, blank=True)
    sha256 = models.CharField("controlegetal", max_length=64)
    rijen = models.PositiveIntegerField("leerlingen")
    gemaakt_op = models.DateTimeField("gemaakt op")
    verloopt_op = models.DateTimeField("verloopt op")

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="export_verloopt_later", condition=Q(verloopt_op__gt=F("gemaakt_op")))
        ]

    def __str__(self) -> str:
        return self.bestandsnaam

    def verlopen(self, op: datetime) -> bool:
        """From its last moment on; the bytes are wiped by then."""
        return op >= self.verloopt_op

    def get_absolute_url(self) -> str:
        return reverse("monitoring:export_download", kwargs={"pk": self.pk})
