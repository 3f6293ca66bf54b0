"""How the lists of a school are laid out."""

from django.db import models

from gka.models.regio import School


class Kolomindeling(models.Model):
    """Welke kolom wat is in een lijst met deze kolomnamen, zoals een medewerker koos. Geen gegevens van leerlingen.

    `vingerafdruk` is a hash of the headings; `velden` names a field per column, empty for one that is not read.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="kolomindelingen")
    vingerafdruk = models.CharField("vingerafdruk van de kolomnamen", max_length=64)
    velden = models.JSONField("veld per kolom", default=list)
    datumstijl = models.CharField("hoe de datums gelezen worden", max_length=10, blank=True)
    naamvolgorde = models.CharField("wat voorop staat in de naam", max_length=10, blank=True)
    gekozen_op = models.DateTimeField("gekozen op")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "vingerafdruk"], name="kolomindeling_eenmaal")]

    def __str__(self) -> str:
        return f"indeling van {self.school}"
