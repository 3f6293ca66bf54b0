"""Where a pupil is in the first class of the secondary school."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from begeleiding.klasniveau import HOOGSTE, LAAGSTE, Correctiereden, Klas, Peilmoment
from begeleiding.querysets.posities import PositieQuerySet
from gka.models import Cohort, Leerling
from gka.models.basis import UuidModel, een_van, samen_gevuld


class Positie(UuidModel):
    """Het niveau van de klas van een leerling op een peilmoment. Zonder niveaus: de school weet het nog niet.

    Rijen veranderen niet: een verbetering vervangt de vorige, met een reden.
    """

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="posities")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="posities")
    peilmoment = models.CharField("peilmoment", max_length=10, choices=Peilmoment)
    laag = models.PositiveSmallIntegerField("laagste niveau", null=True, blank=True)
    hoog = models.PositiveSmallIntegerField("hoogste niveau", null=True, blank=True)
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vervangt = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="vervangen_door")
    reden = models.CharField("reden van de verbetering", max_length=10, choices=Correctiereden, blank=True)

    objects = PositieQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("positie_peilmoment", "peilmoment", Peilmoment),
            samen_gevuld("positie_laag_en_hoog", "laag", "hoog"),
            models.CheckConstraint(
                name="positie_op_de_schaal",
                condition=Q(laag__isnull=True) | Q(laag__gte=LAAGSTE, laag__lte=F("hoog"), hoog__lte=HOOGSTE),
            ),
            models.UniqueConstraint(
                fields=["leerling", "cohort", "peilmoment"],
                condition=Q(vervangt__isnull=True),
                name="positie_een_begin_per_peilmoment",
            ),
            models.CheckConstraint(name="positie_vervangt_een_ander", condition=~Q(vervangt=F("id"))),
            models.CheckConstraint(
                name="positie_verbetering_met_reden",
                condition=Q(vervangt__isnull=True, reden="")
                | Q(vervangt__isnull=False, reden__in=Correctiereden.values),
            ),
        ]

    def __str__(self) -> str:
        return self.klas.naam if self.klas else "nog niet bekend"

    @property
    def klas(self) -> Klas | None:
        """The levels; None when the school does not know yet."""
        return None if self.laag is None or self.hoog is None else Klas(self.laag, self.hoog)
