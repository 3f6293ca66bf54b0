"""Abstract building blocks shared by the models of every app."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class UuidModel(models.Model):
    """Rows about people have keys that tell nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class VersieModel(models.Model):
    """A row that people edit: `versie` goes up with every change, so that nobody overwrites unseen work."""

    versie = models.PositiveIntegerField("versie", default=1)

    class Meta:
        abstract = True


class PeriodeModel(models.Model):
    """A fact with a first and a last day (both included); `tot` empty means: still so."""

    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    class Meta:
        abstract = True


class StatuswisselModel(UuidModel):
    """One step of a status history. Append-only: the past must be answerable without the audit."""

    van = models.CharField("van", max_length=20, blank=True)
    naar = models.CharField("naar", max_length=20)
    op = models.DateTimeField("op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    reden = models.CharField("reden", max_length=280, blank=True)

    class Meta:
        abstract = True


def periode_klopt(name: str) -> models.CheckConstraint:
    """Constraint: a period does not end before it starts."""
    return models.CheckConstraint(name=name, condition=Q(tot__isnull=True) | Q(tot__gte=F("van")))


def samen_gevuld(name: str, *fields: str) -> models.CheckConstraint:
    """Constraint: these nullable fields are either all set or all empty (who and when belong together)."""
    leeg = Q(**{f"{field}__isnull": True for field in fields})
    vol = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(name=name, condition=leeg | vol)


def een_van(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Constraint: the column holds one of the choices; Django itself only checks this in forms."""
    values: list[Any] = [value for value in choices.values]
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}))
