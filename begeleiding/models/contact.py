"""The time that guidance took: contacts without content, staff time, and each pupil's share."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from begeleiding.models.traject import Traject
from begeleiding.querysets.contacten import ContactdeelnameQuerySet, ContactQuerySet, InzetQuerySet
from begeleiding.workflow import KINDEREN_HOOGSTENS, MINUTEN_HOOGSTENS, Gezelschap
from gka.models import Aanstelling, Keuze, Medewerker, Regio
from gka.models.basis import UuidModel


class Contact(UuidModel):
    """Eén keer contact: wanneer het was, hoe lang en welke soort. Zonder inhoud.

    Een correctie is een nieuwe versie met reden; de oude versie blijft staan en telt niet meer mee. Een contact dat er
    nooit was, wordt ingetrokken: de nieuwe versie heeft dan geen inzet en geen deelnames, en telt dus nergens mee.
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
    ingetrokken = models.BooleanField("ingetrokken", default=False)

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
            models.CheckConstraint(
                name="contact_ingetrokken_is_een_versie", condition=Q(ingetrokken=False) | Q(vervangt__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"contact van {self.minuten} minuten"

    @property
    def gezelschap(self) -> list[Gezelschap]:
        """With whom."""
        return [wie for wie in Gezelschap if getattr(self, f"met_{wie.value}")]

    @property
    def met(self) -> list[str]:
        """With whom, in words."""
        return [wie.label.lower() for wie in self.gezelschap]

    @property
    def wie(self) -> str:
        """Who worked; for a list, fetch with `ContactdeelnameQuerySet.voor_lijst`."""
        return ", ".join(inzet.aanstelling.medewerker.naam for inzet in self.inzet.all())

    def werkte_mee(self, medewerker: Medewerker) -> bool:
        """Whether this person worked in it; for a list, fetch with `ContactdeelnameQuerySet.voor_lijst`."""
        return any(inzet.aanstelling.medewerker_id == medewerker.pk for inzet in self.inzet.all())

    def nieuwste(self) -> "Contact":
        """The version of this contact that nothing replaces: itself, or what it was corrected or withdrawn to."""
        return Contact.objects.met_latere([self])[self.pk][-1]

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
