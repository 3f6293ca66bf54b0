"""The month an organisation closed: its hours stand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from begeleiding.querysets.contacten import MaandafsluitingQuerySet
from gka.models import Organisatie
from gka.models.basis import UuidModel, samen_gevuld


class Maandafsluiting(UuidModel):
    """Een maand waarvan een organisatie de uren heeft vastgesteld. Heropenen kan met een reden; dat blijft staan.

    `maand` is de eerste dag van de maand. Wat niet heropend is, geldt.
    """

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="maandafsluitingen")
    maand = models.DateField("maand")
    gesloten_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gesloten_op = models.DateTimeField("gesloten op")
    heropend_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    heropend_op = models.DateTimeField("heropend op", null=True, blank=True)
    reden = models.CharField("reden van het heropenen", max_length=280, blank=True)

    objects = MaandafsluitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="maandafsluiting_eerste_dag", condition=Q(maand__day=1)),
            models.UniqueConstraint(
                fields=["organisatie", "maand"],
                condition=Q(heropend_op__isnull=True),
                name="maandafsluiting_een_geldig",
            ),
            samen_gevuld("maandafsluiting_heropend_door_en_op", "heropend_door", "heropend_op"),
            models.CheckConstraint(
                name="maandafsluiting_heropend_met_reden",
                condition=Q(heropend_op__isnull=True, reden="") | (Q(heropend_op__isnull=False) & ~Q(reden="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.maand:%Y-%m}"
