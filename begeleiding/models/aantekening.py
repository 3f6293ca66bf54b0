"""Notes of the social worker, for the author and the current caseload only."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from begeleiding.models.traject import Traject
from begeleiding.querysets.doelen import AantekeningQuerySet
from gka.models.basis import UuidModel
from gka.privacy.encryption import EncryptedTextField


class Aantekening(UuidModel):
    """Een aantekening van een SMW bij een traject. Versleuteld; alleen de auteur en wie nu begeleidt lezen haar.

    Rijen veranderen niet: een verbetering is een nieuwe rij van dezelfde auteur. Zij gaat nooit naar een export,
    cijfer of rapport. Een ouder mag haar lezen.
    """

    traject = models.ForeignKey(Traject, models.PROTECT, related_name="aantekeningen")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tekst = EncryptedTextField("aantekening")
    geschreven_op = models.DateTimeField("geschreven op")
    sleutel = models.UUIDField("sleutel tegen dubbel opslaan", unique=True)
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")

    objects = AantekeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="aantekening_gevuld", condition=~Q(tekst="")),
            models.CheckConstraint(name="aantekening_vervangt_een_ander", condition=~Q(vervangt=F("id"))),
        ]

    def __str__(self) -> str:
        return "aantekening"

    def get_absolute_url(self) -> str:
        return reverse("begeleiding:aantekening", kwargs={"pk": self.pk})

    @property
    def leerling_id(self) -> UUID:
        """Whose it is; the audit asks for it."""
        return self.traject.leerling_id
