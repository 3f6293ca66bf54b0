"""The lines of the history that are about content: what was said, the school that is wished, what was agreed.

Each function reads rows that are only ever added to, in one query, and tells who recorded which lines at what moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst

from gka.models import Medewerker, Schoolkeuze
from gka.templatetags.formatting import date_medium, join_and, time_nl
from gka.workflow import Keuzesoort
from overdracht.models import Afspraakwissel, Bespreking, EerdereInhoud
from overdracht.workflow import Afspraakstand, Partij

LEEG = "niets"
NIET_LEESBAAR = "staat er, hier niet te lezen"
JA_NEE = {True: "ja", False: "nee", None: ""}
STAP = {
    Afspraakstand.KLAAR: "Klaar",
    Afspraakstand.OPEN: "Toch niet klaar",
    Afspraakstand.VERVALLEN: "Vervallen",
}
LEERLING_ERBIJ, OUDER_ERBIJ = "Leerling erbij", "Ouder erbij"
# Of what was said the part without content: who sat there.
ZONDER_INHOUD = (LEERLING_ERBIJ, OUDER_ERBIJ)
SCHOOL = {Keuzesoort.BEOOGD: "Gewenste school", Keuzesoort.DEFINITIEF: "Toegelaten op"}


@dataclass(frozen=True)
class Ging:
    """Who recorded something, and when: together one moment."""

    op: datetime
    door: Medewerker


@dataclass(frozen=True)
class Regel:
    """One fact: what it was before, why it changed, and what came in its place (nothing: it counts still)."""

    zin: str
    was: str = ""
    waarom: str = ""
    vervangen: str = ""


def vervangen(op: datetime, door: str) -> str:
    """When something else came in the place of a fact, and what."""
    return f"vervangen op {date_medium(op)}, {time_nl(op)} door: {door}"


def inhoud(bespreking: Bespreking, *, leesbaar: bool) -> Iterator[tuple[Ging, Regel]]:
    """What was said, field by field; reasons, face and writer are best read along with `bespreking`.

    Not `leesbaar`: who was there, and of the rest only that it was written or changed.
    """
    if bespreking.inhoud_op is None or bespreking.inhoud_door is None:
        return
    eerder = bespreking.eerdere_inhoud.select_related(
        "reden_1", "reden_2", "vast_gezicht__medewerker", "geschreven_door"
    ).order_by("geschreven_op")
    keten = [(Ging(rij.geschreven_op, rij.geschreven_door), _woorden(rij, rij.ouders_erbij)) for rij in eerder]
    ouders = join_and(sorted(str(ouder) for ouder in bespreking.ouders_erbij.all()))
    keten.append((Ging(bespreking.inhoud_op, bespreking.inhoud_door), _woorden(bespreking, ouders)))
    for nummer, (ging, woorden) in enumerate(keten):
        was = keten[nummer - 1][1] if nummer else {}
        for naam, waarde in woorden.items():
            if waarde == was.get(naam, ""):
                continue
            if not leesbaar and naam not in ZONDER_INHOUD:
                yield ging, Regel(f"{naam}: {NIET_LEESBAAR}")
                continue
            later = next(((op, nieuw[naam]) for op, nieuw in keten[nummer + 1 :] if nieuw[naam] != waarde), None)
            yield (
                ging,
                Regel(
                    f"{naam}: {waarde or LEEG}",
                    was=(was[naam] or LEEG) if was else "",
                    vervangen=vervangen(later[0].op, later[1] or LEEG) if later else "",
                ),
            )


def scholen(bespreking: Bespreking, sinds: datetime) -> Iterator[tuple[Ging, Regel]]:
    """Another wished or admitted school, recorded after moment `sinds`."""
    rijen = Schoolkeuze.objects.filter(leerling=bespreking.leerling_id, soort__in=SCHOOL)
    was: dict[str, str] = {}
    for rij in rijen.select_related("school", "vastgelegd_door").order_by("vastgelegd_op", "van"):
        if rij.vastgelegd_op > sinds:
            zin = f"{SCHOOL[Keuzesoort(rij.soort)]}: {rij.school}"
            yield Ging(rij.vastgelegd_op, rij.vastgelegd_door), Regel(zin, was=was.get(rij.soort, ""))
        was[rij.soort] = str(rij.school)


def afspraken(bespreking: Bespreking, *, leesbaar: bool) -> Iterator[tuple[Ging, Regel]]:
    """What was agreed, and what became of it; not `leesbaar`: by whom and before when, but not what."""
    rijen = Afspraakwissel.objects.filter(afspraak__bespreking=bespreking).select_related("afspraak", "door")
    for rij in rijen.order_by("op"):
        afspraak = rij.afspraak
        wat = afspraak.wat if leesbaar else NIET_LEESBAAR
        if rij.van:
            zin = f"{STAP[Afspraakstand(rij.naar)]}: {wat}"
        else:
            wie = capfirst(Partij(afspraak.wie).label)
            zin = f"Afgesproken: {wie}, voor {date_medium(afspraak.voor)}: {wat}"
        yield Ging(rij.op, rij.door), Regel(zin)


def _woorden(bron: Bespreking | EerdereInhoud, ouders: str) -> dict[str, str]:
    """The content as the page says it."""
    erbij = JA_NEE[bron.ouder_aanwezig]
    return {
        LEERLING_ERBIJ: JA_NEE[bron.leerling_aanwezig],
        OUDER_ERBIJ: f"{erbij}: {ouders}" if bron.ouder_aanwezig and ouders else erbij,
        "Waarom extra steun": join_and([str(reden) for reden in (bron.reden_1, bron.reden_2) if reden]),
        "Wat de leerling wil": bron.wens_leerling,
        "Wat de ouders willen": bron.wens_ouders,
        "Waar we op letten": bron.aandachtspunten,
        "Vast gezicht": bron.vast_gezicht.medewerker.naam if bron.vast_gezicht else "",
    }
