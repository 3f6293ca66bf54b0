"""What happened to a traject besides its status: the step to the vo phase, and every change of who guides."""

from django.conf import settings
from django.db import models

from begeleiding.models.traject import Traject
from begeleiding.workflow import Toewijsdaad
from gka.models import Aanstelling, School
from gka.models.basis import UuidModel, een_van, periode_klopt


class Fasewissel(UuidModel):
    """Dat een traject naar de fase vo ging, één keer: op welke dag, naar welke school en met wie.

    De fase zelf volgt uit de datum van het cohort; deze rij legt vast dat het gebeurd is. Zij verandert nooit.
    """

    traject = models.OneToOneField(Traject, models.PROTECT, related_name="fasewissel")
    dag = models.DateField("eerste dag van de fase vo")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")

    def __str__(self) -> str:
        return f"fase vo vanaf {self.dag:%d-%m-%Y}"


class Toewijzingswissel(UuidModel):
    """Een verandering in wie begeleidt, zoals zij is vastgelegd: gegeven, korter gemaakt of ongedaan gemaakt.

    `van` en `tot` zijn de dagen van de toewijzing ná de verandering. Rijen veranderen nooit: zo blijft te zien wat er
    eerst stond.
    """

    traject = models.ForeignKey(Traject, models.PROTECT, related_name="toewijzingswissels")
    daad = models.CharField("wat er gebeurde", max_length=20, choices=Toewijsdaad)
    aanstelling = models.ForeignKey(Aanstelling, models.PROTECT, related_name="+")
    waarneming = models.BooleanField("waarneming", default=False)
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)
    reden = models.CharField("reden", max_length=280, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField("op")

    class Meta:
        constraints = [
            een_van("toewijzingswissel_daad", "daad", Toewijsdaad),
            periode_klopt("toewijzingswissel_periode"),
        ]

    def __str__(self) -> str:
        return f"{self.get_daad_display()}: {self.aanstelling}"
