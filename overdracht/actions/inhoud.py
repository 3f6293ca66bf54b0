"""Write what was said about a pupil, and keep what gets overwritten.

What is typed is saved every few seconds, so not every save is worth a row: what one person writes in one sitting, until
that person chooses to save it, is one text (ADR 0015). Used by the other actions, within their transaction.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gka.models import Medewerker, Ouder
from gka.templatetags.formatting import join_and
from overdracht.models import Bespreking, EerdereInhoud

# Somebody who comes back to a text after this long changes it, rather than writing on.
ZITTING = timedelta(minutes=30)
VELDEN = (
    "reden_1",
    "reden_2",
    "wens_leerling",
    "wens_ouders",
    "aandachtspunten",
    "leerling_aanwezig",
    "ouder_aanwezig",
    "vast_gezicht",
)
OUDERS = "ouders_erbij"


def schrijf(
    *, bespreking: Bespreking, inhoud: Mapping[str, Any], door: Medewerker, op: datetime, bewaard: bool
) -> list[str]:
    """Put this content in place of what stands there, and tell which fields changed.

    `inhoud` holds fields of the bespreking by name, `ouders_erbij` among them; `bewaard`: somebody chose to save it.
    What is overwritten is kept when somebody chose to save it, when somebody else wrote it, when a decision was taken
    on it, or when it was written in another sitting.
    """
    waren = set(bespreking.ouders_erbij.all())
    anders = [naam for naam, waarde in inhoud.items() if naam != OUDERS and getattr(bespreking, naam) != waarde]
    andere_ouders = OUDERS in inhoud and set(inhoud[OUDERS]) != waren
    geschreven = bespreking.inhoud_op
    if not anders and not andere_ouders:
        if bewaard and geschreven:
            bespreking.inhoud_bewaard = True
            bespreking.save(update_fields=["inhoud_bewaard"])
        return []
    if geschreven and _is_van_eerder(bespreking, geschreven, door, op):
        _bewaar(bespreking, geschreven, waren)
    for naam in anders:
        setattr(bespreking, naam, inhoud[naam])
    bespreking.inhoud_door, bespreking.inhoud_op, bespreking.inhoud_bewaard = door, op, bewaard
    bespreking.save(update_fields=[*anders, "inhoud_door", "inhoud_op", "inhoud_bewaard"])
    if andere_ouders:
        bespreking.ouders_erbij.set(inhoud[OUDERS])
    return [*anders, *([OUDERS] if andere_ouders else [])]


def _is_van_eerder(bespreking: Bespreking, geschreven: datetime, door: Medewerker, op: datetime) -> bool:
    if bespreking.inhoud_bewaard or bespreking.inhoud_door != door or op - geschreven > ZITTING:
        return True
    return bool(bespreking.besluiten.filter(vastgelegd_op__gte=geschreven).exists())


def _bewaar(bespreking: Bespreking, geschreven: datetime, ouders: set[Ouder]) -> None:
    assert bespreking.inhoud_door is not None  # noqa: S101 - a constraint: who and when belong together
    EerdereInhoud.objects.create(
        bespreking=bespreking,
        ouders_erbij=join_and(sorted(str(ouder) for ouder in ouders)),
        geschreven_door=bespreking.inhoud_door,
        geschreven_op=geschreven,
        **{naam: getattr(bespreking, naam) for naam in VELDEN},
    )
