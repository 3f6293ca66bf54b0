"""Consent."""

from itertools import product

from django.conf import settings
from django.db import models
from django.db.models import Q

from gka.models.basis import UuidModel, een_van
from gka.models.leerling import Leerling, Ouder
from gka.models.regio import School
from gka.querysets import ToestemmingQuerySet
from gka.workflow import Doel, Gever, Toestemmingstand, Wijze


def _een_begin() -> list[models.UniqueConstraint]:
    """Each giver has one chain of answers per purpose and school: only one row replaces nothing.

    Four partial constraints, because a missing parent or school (NULL) never equals another in a unique index.
    """
    parts = []
    for ouder, school in product((True, False), repeat=2):
        fields = ["leerling", "doel", *["ouder"] * ouder, *["ontvangende_school"] * school]
        condition = Q(vervangt__isnull=True, ouder__isnull=not ouder, ontvangende_school__isnull=not school)
        name = f"toestemming_begin_{'ouder' if ouder else 'leerling'}_{'school' if school else 'algemeen'}"
        parts.append(models.UniqueConstraint(fields=fields, condition=condition, name=name))
    return parts


class Toestemming(UuidModel):
    """Wat één ouder of de leerling zelf over één doel zegt. Een nieuw antwoord vervangt het vorige en wist het niet.

    `gegeven_op` is when it was said or signed, `vastgelegd_op` when Overstap knew; the rule goes by what was known.
    """

    leerling = models.ForeignKey(Leerling, models.PROTECT, related_name="toestemmingen")
    doel = models.CharField("doel", max_length=20, choices=Doel)
    gever = models.CharField("gever", max_length=10, choices=Gever)
    ouder = models.ForeignKey(Ouder, models.PROTECT, null=True, blank=True, related_name="toestemmingen")
    ontvangende_school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    stand = models.CharField("antwoord", max_length=20, choices=Toestemmingstand)
    wijze = models.CharField("hoe gegeven", max_length=20, choices=Wijze)
    tekstversie = models.CharField("versie van de tekst", max_length=20)
    gegeven_op = models.DateField("gezegd of getekend op")
    vastgelegd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgelegd_op = models.DateTimeField("vastgelegd op")
    vervangt = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="vervangen_door", verbose_name="vervangt"
    )

    objects = ToestemmingQuerySet.as_manager()

    class Meta:
        constraints = [
            een_van("toestemming_doel", "doel", Doel),
            een_van("toestemming_gever", "gever", Gever),
            een_van("toestemming_stand", "stand", Toestemmingstand),
            een_van("toestemming_wijze", "wijze", Wijze),
            models.CheckConstraint(
                name="toestemming_ouder_bij_gever",
                condition=Q(gever=Gever.OUDER, ouder__isnull=False) | Q(gever=Gever.LEERLING, ouder__isnull=True),
            ),
            models.CheckConstraint(
                name="toestemming_school_bij_delen",
                condition=Q(doel=Doel.DELEN, ontvangende_school__isnull=False)
                | (~Q(doel=Doel.DELEN) & Q(ontvangende_school__isnull=True)),
            ),
            models.CheckConstraint(
                name="toestemming_intrekken_na_antwoord",
                condition=~Q(stand=Toestemmingstand.INGETROKKEN) | Q(vervangt__isnull=False),
            ),
            models.CheckConstraint(
                name="toestemming_bezwaar_van_ouder",
                condition=~Q(stand=Toestemmingstand.BEZWAAR) | Q(gever=Gever.OUDER),
            ),
            *_een_begin(),
        ]

    def __str__(self) -> str:
        return f"{self.get_doel_display()}: {self.get_stand_display()}"
