"""Intervention 2: the traject from January to December, who guides, and the time it took."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from begeleiding.querysets import (
    ContactdeelnameQuerySet,
    ContactQuerySet,
    InzetQuerySet,
    ToewijzingQuerySet,
    TrajectQuerySet,
)
from begeleiding.workflow import GESLOTEN, KINDEREN_HOOGSTENS, LOPEND, MINUTEN_HOOGSTENS, Nazorg, Trajectstatus
from gka.models import Aanstelling, Cohort, Keuze, Leerling, Regio
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


class Contact(UuidModel):
    """Eén keer contact: wanneer het was, hoe lang en welke soort. Zonder inhoud.

    Een correctie is een nieuwe versie met reden; de oude versie blijft staan en telt niet meer mee.
    """

    regio = models.ForeignKey(Regio, models.PROTECT, related_name="+")
    soort = models.ForeignKey(Keuze, models.PROTECT, related_name="+")
    gebeurd_op = models.DateField("gebeurd op")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    minuten = models.PositiveSmallIntegerField("minuten")
    overige_deelnemers = models.PositiveSmallIntegerField("andere kinderen erbij", default=0)
    reisminuten = models.PositiveSmallIntegerField("reisminuten", default=0)
    met_leerling = models.BooleanField("met de leerling", default=False)
    met_ouder = models.BooleanField("met een ouder", default=False)
    met_school = models.BooleanField("met de school", default=False)
    met_anderen = models.BooleanField("met anderen", default=False)
    sleutel = models.UUIDField("sleutel tegen dubbel opslaan", unique=True)
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")
    reden = models.CharField("reden van de correctie", max_length=280, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["regio", "gebeurd_op"], name="contact_dag")]
        constraints = [
            models.CheckConstraint(
                name="contact_minuten_1_tot_600", condition=Q(minuten__gte=1, minuten__lte=MINUTEN_HOOGSTENS)
            ),
            models.CheckConstraint(name="contact_reisminuten", condition=Q(reisminuten__lte=MINUTEN_HOOGSTENS)),
            models.CheckConstraint(
                name="contact_overige_deelnemers", condition=Q(overige_deelnemers__lte=KINDEREN_HOOGSTENS)
            ),
            models.CheckConstraint(name="contact_vervangt_een_ander", condition=~Q(vervangt=F("id"))),
            models.CheckConstraint(
                name="contact_correctie_met_reden",
                condition=Q(vervangt__isnull=True, reden="") | (Q(vervangt__isnull=False) & ~Q(reden="")),
            ),
        ]

    def __str__(self) -> str:
        return f"contact van {self.minuten} minuten"

    @property
    def met(self) -> list[str]:
        """With whom, in words."""
        wie = {"leerling": self.met_leerling, "ouder": self.met_ouder, "school": self.met_school}
        return [naam for naam, erbij in (wie | {"iemand anders": self.met_anderen}).items() if erbij]

    @property
    def wie(self) -> str:
        """Who worked; for a list, fetch with `ContactdeelnameQuerySet.voor_lijst`."""
        return ", ".join(inzet.aanstelling.medewerker.naam for inzet in self.inzet.all())

    @property
    def versienaam(self) -> str:
        return "gecorrigeerd" if self.vervangt_id else ""


class Inzet(models.Model):
    """Tijd van één medewerker in een contact; twee medewerkers van een uur zijn samen twee uur inzet."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="inzet")
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, related_name="inzet")
    minuten = models.PositiveSmallIntegerField("minuten")

    objects = InzetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "aanstelling"], name="inzet_eenmaal"),
            models.CheckConstraint(
                name="inzet_minuten_1_tot_600", condition=Q(minuten__gte=1, minuten__lte=MINUTEN_HOOGSTENS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minuten} minuten"


class Contactdeelname(models.Model):
    """Het deel van een leerling in een contact.

    `minuten` is de toegerekende inzet; wat de leerling zelf meemaakte, is de duur van het contact als hij of zij erbij
    was (`aanwezig`). Die twee getallen worden nooit opgeteld.
    """

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="deelnames")
    traject = models.ForeignKey(Traject, models.PROTECT, related_name="contactdeelnames")
    aanwezig = models.BooleanField("leerling was erbij")
    minuten = models.PositiveSmallIntegerField("toegerekende minuten")

    objects = ContactdeelnameQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "traject"], name="contactdeelname_eenmaal")]

    def __str__(self) -> str:
        return f"{self.minuten} minuten"
