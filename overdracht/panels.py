"""What intervention 1 hangs on the start page, on the pupil page and in the list of pupils."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.access.table import Rol
from gka.audit.record import leg_vast
from gka.models import Leerling, Medewerker
from gka.templatetags.formatting import before, counted
from gka.werk import DRINGEND, Werkregel
from overdracht import board, stand
from overdracht.models import Afspraak, Bespreking, Overleg, Statuswissel
from overdracht.workflow import OPEN, Besprekingstatus, Partij

HOOGSTENS = 8
KORT_GELEDEN = timedelta(days=14)
STATUSSEN: dict[str, str] = {status.value: status.label for status in Besprekingstatus}


def wachtende_besluiten(medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """Decisions that wait for something, were never taken, or were taken back."""
    mijn = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.BESLUIT_VASTLEGGEN, op=op).nieuwste()
    blijft_liggen = Q(status=Besprekingstatus.WACHT) | Q(status__in=OPEN, overleg__datum__lt=op)
    wachtend = mijn.filter(blijft_liggen).order_by("overleg__datum", "leerling__roepnaam", "pk")
    past_niet = _past_niet_meer(mijn, op)
    aantal, geopend = wachtend.count() + len(past_niet), _geopend(mijn, op)
    if not aantal and not geopend:
        return None
    getoond = [*past_niet, *wachtend.met_stand()[:HOOGSTENS]][:HOOGSTENS]
    keys = list(dict.fromkeys(row.leerling_id for row in (*getoond, *geopend)))
    leg_vast("besprekingen.gezien", door=medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
    return {
        "wachtend": [
            {"bespreking": row, "wat": board.nodig(row, op) or ("Leg vast wat er is besloten.",)} for row in getoond
        ],
        "meer": max(0, aantal - HOOGSTENS),
        "geopend": [row for row in geopend if row not in past_niet],
    }


def _past_niet_meer(mijn: Any, op: date) -> list[Bespreking]:
    """Said no to, and since then who said no says yes: people decide whether the pupil comes in after all."""
    geweigerd = mijn.filter(status=Besprekingstatus.NIET_OPGENOMEN).order_by("leerling__roepnaam", "pk")
    return [row for row in geweigerd.met_stand() if not stand.klopt(row, dag=op)]


def volgende_overleg(medewerker: Medewerker, op: date) -> dict[str, Any]:
    """For who plans: the next one, or that there is none."""
    return {"volgend": next(iter(_komend(medewerker, Recht.OVERLEG_PLANNEN, op)), None)}


def _komend(medewerker: Medewerker, recht: Recht, op: date) -> Any:
    besprekingen = Bespreking.objects.zichtbaar_voor(medewerker, recht=recht, op=op)
    komend = Overleg.objects.zichtbaar_voor(medewerker, recht=recht, op=op).gaat_door().filter(datum__gte=op)
    return komend.met_tellingen(besprekingen).select_related("school").komende_eerst(op)[:HOOGSTENS]


def _geopend(mijn: Any, op: date) -> list[Bespreking]:
    """Decisions that a later nee or a withdrawn consent took back in the past two weeks."""
    recent = mijn.filter(
        status=Besprekingstatus.NIET_OPGENOMEN,
        statuswissels__van=Besprekingstatus.OPGENOMEN,
        statuswissels__op__date__gt=op - KORT_GELEDEN,
    )
    return list(recent.distinct().met_stand()[:HOOGSTENS])


def veranderde_besluiten(medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """For who helps or sat there: a traject that ended or came back in the past two weeks, while one may see it."""
    mijn = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.STANDPUNT_GEVEN, op=op).nieuwste()
    einde = Q(van=Besprekingstatus.OPGENOMEN) | Q(van=Besprekingstatus.NIET_OPGENOMEN, naar=Besprekingstatus.OPGENOMEN)
    recent = Statuswissel.objects.filter(einde, bespreking__in=mijn, op__date__gt=op - KORT_GELEDEN)
    wissels = list(recent.exclude(door=medewerker).select_related("bespreking__leerling").order_by("-op"))
    laatste = list({wissel.bespreking_id: wissel for wissel in reversed(wissels)}.values())
    if not laatste:
        return None
    keys = [wissel.bespreking.leerling_id for wissel in laatste]
    leg_vast("besprekingen.gezien", door=medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
    return {"wissels": laatste[:HOOGSTENS], "meer": max(0, len(laatste) - HOOGSTENS)}


def mijn_overleggen(medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """For who is invited: where one sits the coming time."""
    if medewerker.mag(Recht.OVERLEG_PLANNEN):
        return None
    overleggen = list(_komend(medewerker, Recht.OVERLEG_INZIEN, op))
    return {"overleggen": overleggen} if overleggen else None


def overleg_en_besluit(leerling: Leerling, medewerker: Medewerker, op: date) -> dict[str, Any] | None:
    """The newest bespreking of a pupil that this person may see; the planner also sees that there is none yet."""
    zichtbaar = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_INZIEN, op=op)
    row = (
        zichtbaar.filter(leerling=leerling).nieuwste().met_stand().order_by("-overleg__datum", "-overleg__tijd").first()
    )
    if row is None:
        return {"bespreking": None} if Recht.OVERLEG_PLANNEN in rechten_bij(leerling, medewerker, op) else None
    return {"bespreking": row, "besluit": stand.besluit(row), "nodig": board.nodig(row, op), "toon": board.toon(row)}


# Whose work an agreement is; what pupil and parents do, the IB-er keeps an eye on.
VOOR_ROL = {
    Rol.IB_ER: (Partij.BASISSCHOOL, Partij.LEERLING, Partij.OUDER),
    Rol.SMW_PO: (Partij.SMW_PO,),
    Rol.SMW_VO: (Partij.SMW_VO,),
    Rol.ZORGCOORDINATOR: (Partij.VO_SCHOOL,),
}


def open_afspraken(medewerker: Medewerker, op: date) -> Iterator[Werkregel]:
    """What was agreed that this person, or who the person speaks for, still has to do; the first day on top."""
    rollen = {Rol(een.rol) for een in medewerker.geldige_aanstellingen(op)}
    partijen = [partij for rol in rollen for partij in VOOR_ROL.get(rol, ())]
    besprekingen = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_INZIEN, op=op).op_de_lijst()
    te_doen = Afspraak.objects.te_doen().filter(bespreking__in=besprekingen, wie__in=partijen)
    aantal = te_doen.count()
    if not aantal:
        return
    afspraken = list(te_doen.select_related("bespreking__leerling")[:HOOGSTENS])
    _gezien([afspraak.bespreking for afspraak in afspraken], medewerker)
    for afspraak in afspraken:
        bespreking, toon = afspraak.bespreking, DRINGEND if afspraak.voor < op else "quiet"
        adres = bespreking.get_absolute_url()
        yield Werkregel(before(afspraak.voor), afspraak.wat, adres, toon, bespreking.leerling)
    yield from _en_nog(aantal, "afspraak,afspraken")


def gevraagde_standpunten(medewerker: Medewerker, op: date) -> Iterator[Werkregel]:
    """Pupils whose decision waits for what this person's party says."""
    besprekingen = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.STANDPUNT_GEVEN, op=op).nieuwste()
    wachtend = besprekingen.filter(status=Besprekingstatus.WACHT).order_by("overleg__datum", "leerling__roepnaam", "pk")
    stoelen = medewerker.geldige_aanstellingen(op)
    gevraagd = [row for row in wachtend.met_stand() if stand.wacht_op(row, stoelen)]
    if not gevraagd:
        return
    _gezien(gevraagd[:HOOGSTENS], medewerker)
    for row in gevraagd[:HOOGSTENS]:
        adres = row.get_absolute_url()
        yield Werkregel("Wacht op u", "Uw standpunt wordt gevraagd.", adres, DRINGEND, row.leerling)
    yield from _en_nog(len(gevraagd), "leerling wacht op uw standpunt,leerlingen wachten op uw standpunt")


def _gezien(besprekingen: Sequence[Bespreking], medewerker: Medewerker) -> None:
    keys = [row.leerling_id for row in besprekingen]
    leg_vast("besprekingen.gezien", door=medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))


def _en_nog(aantal: int, wat: str) -> Iterator[Werkregel]:
    if aantal > HOOGSTENS:
        yield Werkregel("En nog", counted(aantal - HOOGSTENS, wat), reverse("overdracht:overleggen"))


def statussen(medewerker: Medewerker, op: date) -> Iterable[tuple[UUID, str]]:
    """Where each pupil stands in the overleg, in the newest year it was discussed in, as far as this person sees it."""
    mijn = Bespreking.objects.zichtbaar_voor(medewerker, recht=Recht.OVERLEG_INZIEN, op=op).nieuwste()
    return mijn.order_by("overleg__cohort__jaar").values_list("leerling", "status")
