"""Keep what somebody filled in about a pupil and did not save, so that a closed lid or a lost battery costs nothing."""

from datetime import date, datetime

from django.db import transaction

from gka.models import Medewerker
from overdracht.actions.status import eis_nieuwste, eis_toestemming
from overdracht.models import Bespreking, Concept
from overdracht.workflow import CONCEPT_HOUDBAAR


@transaction.atomic
def bijhouden(*, bespreking: Bespreking, ingevuld: str, door: Medewerker, op: datetime, dag: date) -> None:
    """Keep this instead of what the same person filled in before; empty: there is nothing to keep any more.

    Nothing of it counts: no stance, no decision. Refuses without consent to talk about the pupil.
    """
    Concept.objects.filter(bijgewerkt_op__lte=op - CONCEPT_HOUDBAAR).delete()
    if not ingevuld:
        weggooien(bespreking=bespreking, door=door, op=op)
        return
    eis_nieuwste(bespreking)
    eis_toestemming(bespreking, dag)
    Concept.objects.update_or_create(
        bespreking=bespreking, medewerker=door, defaults={"ingevuld": ingevuld, "bijgewerkt_op": op}
    )


@transaction.atomic
def weggooien(*, bespreking: Bespreking, door: Medewerker, op: datetime) -> None:  # noqa: ARG001 - every action is told
    """Forget what this person filled in and did not save."""
    Concept.objects.filter(bespreking=bespreking, medewerker=door).delete()
