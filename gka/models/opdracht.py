"""Outbox."""

from django.db import models
from django.db.models import Q

from gka.models.basis import UuidModel, een_van
from gka.workflow import Opdrachtstand


class Opdracht(UuidModel):
    """Werk dat na een besluit nog moet gebeuren. Deze rij is de waarheid; een bericht is maar een por."""

    taak = models.CharField("taak", max_length=80)
    sleutel = models.CharField("sleutel", max_length=120, blank=True)
    argumenten = models.JSONField("argumenten", default=dict)
    stand = models.CharField("stand", max_length=10, choices=Opdrachtstand, default=Opdrachtstand.OPEN)
    pogingen = models.PositiveSmallIntegerField("pogingen", default=0)
    gemaakt_op = models.DateTimeField("gemaakt op")
    niet_voor = models.DateTimeField("niet voor")
    begonnen_op = models.DateTimeField("begonnen op", null=True, blank=True)
    klaar_op = models.DateTimeField("klaar op", null=True, blank=True)
    fout = models.CharField("soort fout", max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["stand", "niet_voor"], name="opdracht_stand")]
        constraints = [
            een_van("opdracht_stand", "stand", Opdrachtstand),
            models.UniqueConstraint(
                fields=["taak", "sleutel"], condition=~Q(sleutel=""), name="opdracht_een_per_sleutel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taak} ({self.stand})"
