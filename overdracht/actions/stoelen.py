"""Who sits at a table that is planned already: take a seat later, and stay away on purpose.

Used by the other actions, within their transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from gka.audit.record import leg_vast
from gka.models import Aanstelling, Medewerker
from gka.versions import vergrendel
from overdracht.actions.uitnodigingen import herhaal_open, nodig_uit
from overdracht.models import Deelnemer, NietAanTafel, Overleg
from overdracht.workflow import Bericht


def nog_uit_te_nodigen(overleg: Overleg, stoelen: Iterable[Aanstelling]) -> list[Aanstelling]:
    """Of these, who has no seat yet and was not left out of this table on purpose."""
    bekend = _bekend(overleg)
    return [stoel for stoel in stoelen if stoel.pk not in bekend]


def schuif_aan(*, overleg: Overleg, stoelen: Sequence[Aanstelling], door: Medewerker, op: datetime) -> None:
    """Give these colleagues a seat and invite them; for who sat there nothing changes, so they get no mail.

    The version goes up: a form that was opened before does not know the new seats and must not take them away.
    """
    was = Overleg.objects.select_for_update().get(pk=overleg.pk).versie
    overleg = vergrendel(overleg, versie=was)
    Deelnemer.objects.bulk_create([Deelnemer(overleg=overleg, aanstelling=stoel) for stoel in stoelen])
    leg_vast("overleg.gewijzigd", door=door, op=op, onderwerp=overleg, erbij=len(stoelen), weg=0)
    herhaal_open(overleg, was, op)
    nodig_uit(overleg, stoelen, Bericht.UITNODIGING, op)


def laat_weg(*, overleg: Overleg, stoelen: Iterable[Aanstelling], scholen: Collection[int] | None = None) -> None:
    """Remember that these colleagues do not sit there on purpose.

    With `scholen` only who works at one of them: nobody leaves out the people of a school that no pupil wishes.
    """
    bekend = _bekend(overleg)
    NietAanTafel.objects.bulk_create(
        NietAanTafel(overleg=overleg, aanstelling=stoel)
        for stoel in stoelen
        if stoel.pk not in bekend and (scholen is None or stoel.werkplek_school_id in scholen)
    )


def laat_weer_toe(*, overleg: Overleg, stoelen: Iterable[Aanstelling]) -> None:
    """Somebody put these colleagues at the table again."""
    overleg.niet_aan_tafel.filter(aanstelling__in=[stoel.pk for stoel in stoelen]).delete()


def _bekend(overleg: Overleg) -> set[UUID]:
    zitten = overleg.deelnemers.exclude(aanstelling=None).values_list("aanstelling", flat=True)
    return {*zitten, *overleg.niet_aan_tafel.values_list("aanstelling", flat=True)}
