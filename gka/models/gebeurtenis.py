"""Audit: events and the seals over them. No foreign keys, so the log never blocks or follows a delete."""

from django.db import models

from gka.models.basis import UuidModel


class Actie(models.TextChoices):
    """What happened to the object (NEN 7513 EventActionCode)."""

    MAKEN = "C", "gemaakt"
    LEZEN = "R", "gelezen"
    WIJZIGEN = "U", "gewijzigd"
    VERWIJDEREN = "D", "verwijderd"
    UITVOEREN = "E", "uitgevoerd"


class Uitkomst(models.TextChoices):
    GELUKT = "gelukt", "gelukt"
    GEWEIGERD = "geweigerd", "geweigerd"
    FOUT = "fout", "fout"


class Gebeurtenis(UuidModel):
    """Wie wat deed, zag of probeerde, en wanneer. Alleen sleutels en codes, nooit namen of tekst (NEN 7513)."""

    moment = models.DateTimeField("moment")
    soort = models.CharField("soort", max_length=60)
    actie = models.CharField("actie", max_length=1, choices=Actie)
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Uitkomst, default=Uitkomst.GELUKT)
    door = models.CharField("door", max_length=40)
    rollen = models.CharField("rollen op dat moment", max_length=200, blank=True)
    onderwerp_soort = models.CharField("soort onderwerp", max_length=60, blank=True)
    onderwerp_id = models.CharField("onderwerp", max_length=40, blank=True)
    leerling_id = models.CharField("leerling", max_length=40, blank=True)
    details = models.JSONField("details", default=dict)
    verzoek_id = models.CharField("verzoek", max_length=40, blank=True)
    adres = models.CharField("netwerkadres", max_length=45, blank=True)
    sleutel_id = models.CharField("sleutel", max_length=16)
    hmac = models.CharField("zegel van de regel", max_length=64)
    # Filled once by the sealer; a database trigger refuses every other change.
    zegel_nummer = models.PositiveBigIntegerField("nummer van het zegel", null=True, blank=True)
    volgnummer = models.PositiveBigIntegerField("volgnummer", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["leerling_id", "moment"], name="gebeurtenis_leerling"),
            models.Index(fields=["door", "moment"], name="gebeurtenis_door"),
            models.Index(fields=["zegel_nummer", "volgnummer"], name="gebeurtenis_zegel"),
        ]
        constraints = [models.UniqueConstraint(fields=["volgnummer"], name="gebeurtenis_volgnummer_uniek")]

    def __str__(self) -> str:
        return f"{self.soort} {self.moment:%Y-%m-%d %H:%M}"


class Zegel(models.Model):
    """Een gesloten reeks gebeurtenissen; elk zegel bevat het vorige, en het laatste staat ook buiten de database."""

    nummer = models.PositiveBigIntegerField("nummer", primary_key=True)
    eerste = models.PositiveBigIntegerField("eerste volgnummer")
    laatste = models.PositiveBigIntegerField("laatste volgnummer")
    vorige = models.CharField("vorige zegel", max_length=64)
    hmac = models.CharField("zegel", max_length=64)
    sleutel_id = models.CharField("sleutel", max_length=16)
    gemaakt_op = models.DateTimeField("gemaakt op")

    def __str__(self) -> str:
        return f"zegel {self.nummer}"
