"""People who log in, and what they may do where."""

from datetime import date
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gka.access.rights import RECHTEN, Recht
from gka.access.table import Rol
from gka.models.basis import PeriodeModel, UuidModel, VersieModel, een_van, periode_klopt, samen_gevuld
from gka.models.regio import Organisatie, School

MET_WERKPLEK = (Rol.IB_ER, Rol.ZORGCOORDINATOR, Rol.SMW_PO, Rol.SMW_VO)


class MedewerkerManager(BaseUserManager["Medewerker"]):
    def get_by_natural_key(self, username: str | None) -> "Medewerker":
        return self.get(email__iexact=username)


class Medewerker(UuidModel, VersieModel, AbstractBaseUser):
    """Iemand met een account. Wat iemand mag, staat in de aanstellingen en nergens anders."""

    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField("naam", max_length=200)
    is_active = models.BooleanField("account actief", default=True)
    weekoverzicht = models.BooleanField("krijgt elke week een overzicht per mail", default=True)

    objects: ClassVar[MedewerkerManager] = MedewerkerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def geldige_aanstellingen(self, op: date) -> list["Aanstelling"]:
        """Confirmed appointments on day `op`. One query per loaded person: rights act on the next request."""
        return [aanstelling for aanstelling in self._aanstellingen if aanstelling.geldig_op(op)]

    def aanstellingen_met(self, recht: Recht, op: date) -> list["Aanstelling"]:
        """Of the confirmed appointments on day `op` those that hold the right."""
        return [een for een in self.geldige_aanstellingen(op) if recht in RECHTEN[Rol(een.rol)]]

    @cached_property
    def _aanstellingen(self) -> list["Aanstelling"]:
        if not self.is_active:
            return []
        rows = self.aanstellingen.select_related("organisatie__regio", "organisatie__gemeente", "werkplek_school")
        return list(rows.order_by("rol", "van", "pk"))

    def rechten(self, op: date | None = None) -> frozenset[Recht]:
        """All rights through any appointment; which rows they reach is decided by `zichtbaar_voor`."""
        aanstellingen = self.geldige_aanstellingen(op or timezone.localdate())
        return frozenset().union(*(RECHTEN[Rol(aanstelling.rol)] for aanstelling in aanstellingen))

    def scholen_met(self, recht: Recht, op: date) -> list[School]:
        """The schools where this person works and holds the right, by name."""
        scholen = {een.werkplek_school for een in self.aanstellingen_met(recht, op) if een.werkplek_school}
        return sorted(scholen, key=lambda school: school.naam)

    def mag(self, recht: Recht) -> bool:
        """May this person do this somewhere today?"""
        return recht in self.rechten()


class Aanstelling(UuidModel, PeriodeModel):
    """Een rol van een medewerker: in dienst van een organisatie en, voor vier rollen, werkend op een school.

    Een aanstelling telt pas als een ander dan degene die haar toekende haar heeft bevestigd (BIO2 5.18.01).
    """

    medewerker = models.ForeignKey(Medewerker, models.PROTECT, related_name="aanstellingen")
    rol = models.CharField("rol", max_length=20, choices=Rol)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="aanstellingen")
    werkplek_school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    toegekend_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    toegekend_op = models.DateTimeField("toegekend op")
    bevestigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, blank=True)

    class Meta:
        constraints = [
            een_van("aanstelling_rol", "rol", Rol),
            periode_klopt("aanstelling_periode"),
            samen_gevuld("aanstelling_bevestigd_door_en_op", "bevestigd_door", "bevestigd_op"),
            models.CheckConstraint(
                name="aanstelling_twee_personen",
                condition=Q(bevestigd_door__isnull=True)
                | (~Q(bevestigd_door=F("toegekend_door")) & ~Q(bevestigd_door=F("medewerker"))),
            ),
            models.CheckConstraint(
                name="aanstelling_werkplek_bij_rol",
                condition=Q(rol__in=MET_WERKPLEK, werkplek_school__isnull=False)
                | (~Q(rol__in=MET_WERKPLEK) & Q(werkplek_school__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} · {self.werkplek_school or self.organisatie}"

    def geldig_op(self, op: date) -> bool:
        """Confirmed, started and not ended."""
        return self.bevestigd_op is not None and self.van <= op and (self.tot is None or op <= self.tot)
