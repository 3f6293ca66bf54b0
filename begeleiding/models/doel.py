"""What a pupil or parent wants to reach, in their own words, and how near it is."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from begeleiding.models.traject import Traject
from begeleiding.querysets.doelen import DoelQuerySet, DoelscoreQuerySet
from begeleiding.workflow import DOELEN_HOOGSTENS, SCORE_HOOGSTENS, Scoremoment, Uitspraak
from gka.models import Keuze
from gka.models.basis import UuidModel, VersieModel, een_van, samen_gevuld
from gka.privacy.encryption import EncryptedTextField


class Doel(UuidModel, VersieModel):
    """Een doel van een leerling of ouder, in eigen woorden. Hoogstens drie tegelijk, elk op een eigen plek.

    Een doel verdwijnt nooit: het krijgt andere woorden (de oude staan in Doeltekst) of het stopt met een reden.
    """

    traject = models.ForeignKey(Traject, models.PROTECT, related_name="doelen")
    plek = models.PositiveSmallIntegerField("plek")
    tekst = EncryptedTextField("doel")
    van_wie = models.CharField("van wie", max_length=10, choices=Uitspraak)
    domeinen = models.ManyToManyField(Keuze, blank=True, related_name="+", verbose_name="domeinen")
    gemaakt_op = models.DateTimeField("gemaakt op")
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gestopt_op = models.DateTimeField("gestopt op", null=True, blank=True)
    gestopt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stopreden = EncryptedTextField("reden van het stoppen", blank=True, default="")

    objects = DoelQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("doel_van_wie", "van_wie", Uitspraak),
            models.CheckConstraint(name="doel_plek_1_tot_3", condition=Q(plek__gte=1, plek__lte=DOELEN_HOOGSTENS)),
            models.UniqueConstraint(
                fields=["traject", "plek"], condition=Q(gestopt_op__isnull=True), name="doel_hoogstens_drie_tegelijk"
            ),
            models.CheckConstraint(name="doel_tekst_gevuld", condition=~Q(tekst="")),
            samen_gevuld("doel_gestopt_door_en_op", "gestopt_op", "gestopt_door"),
            models.CheckConstraint(
                name="doel_gestopt_met_reden",
                condition=Q(gestopt_op__isnull=True, stopreden="") | (Q(gestopt_op__isnull=False) & ~Q(stopreden="")),
            ),
        ]

    def __str__(self) -> str:
        return f"doel {self.plek}"

    def get_absolute_url(self) -> str:
        return reverse("begeleiding:doel", kwargs={"pk": self.pk})

    @property
    def loopt(self) -> bool:
        return self.gestopt_op is None

    @property
    def leerling_id(self) -> UUID:
        """Whose it is; the audit asks for it."""
        return self.traject.leerling_id


class Doeltekst(UuidModel):
    """De woorden van een doel voordat het andere woorden kreeg: een score van toen ging daarover."""

    doel = models.ForeignKey(Doel, models.PROTECT, related_name="eerdere_teksten")
    nummer = models.PositiveIntegerField("versie die zo luidde")
    tekst = EncryptedTextField("doel")
    van_wie = models.CharField("van wie", max_length=10, choices=Uitspraak)
    vervangen_op = models.DateTimeField("vervangen op")
    vervangen_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            een_van("doeltekst_van_wie", "van_wie", Uitspraak),
            models.UniqueConstraint(fields=["doel", "nummer"], name="doeltekst_een_per_versie"),
        ]

    def __str__(self) -> str:
        return f"versie {self.nummer}"


class Doelscore(UuidModel):
    """Hoe ver een doel is, van 0 tot 10, volgens wie het stelde. Een verbetering is een nieuwe rij."""

    doel = models.ForeignKey(Doel, models.PROTECT, related_name="scores")
    moment = models.CharField("moment", max_length=10, choices=Scoremoment)
    score = models.PositiveSmallIntegerField("score")
    gemeten_op = models.DateField("gegeven op")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")

    objects = DoelscoreQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("doelscore_moment", "moment", Scoremoment),
            models.CheckConstraint(name="doelscore_0_tot_10", condition=Q(score__lte=SCORE_HOOGSTENS)),
            models.CheckConstraint(name="doelscore_vervangt_een_ander", condition=~Q(vervangt=F("id"))),
            models.UniqueConstraint(
                fields=["doel", "moment"],
                condition=Q(vervangt__isnull=True) & ~Q(moment=Scoremoment.TUSSEN),
                name="doelscore_een_begin_en_een_eind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} van {SCORE_HOOGSTENS}"
