"""How one bespreking stands: who said what, which consents there are, and what that leads to.

Reads what `BesprekingQuerySet.met_stand` fetched and asks no further questions, so a board of thirty pupils costs as
many queries as a board of one. The rule itself is `overdracht.workflow.bepaal_uitkomst`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.utils.text import capfirst

from gka.models import Aanstelling, Ouder, School
from gka.privacy import overview
from gka.workflow import Doel, Keuzesoort, Relatie
from overdracht import sprekers
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.sprekers import ROL_VAN
from overdracht.workflow import (
    DEFINITIEF,
    DOELEN,
    INITIALEN,
    INITIALEN_OUDER,
    KORT,
    PROFESSIONALS,
    Akkoord,
    Keus,
    Oordeel,
    Partij,
    Standpunt,
    Stem,
    bepaal_uitkomst,
)

TEKSTVELDEN = ("wens_leerling", "wens_ouders", "aandachtspunten")


@dataclass(frozen=True)
class Plek:
    """A party at the table of one pupil, each parent apart, with the stance that stands (None: nothing recorded)."""

    partij: Partij
    ouder: Ouder | None
    instemming: Instemming | None

    @property
    def sleutel(self) -> str:
        return f"ouder_{self.ouder.pk.hex}" if self.ouder else self.partij.value

    @property
    def voluit(self) -> str:
        if self.ouder is None:
            return self.partij.label
        return f"{self.ouder}" if self.ouder.gezag else f"{self.ouder} (zonder gezag)"

    @property
    def naam(self) -> str:
        """As staff say it, for the board."""
        return KORT.get(self.partij, self.voluit)

    @property
    def kort(self) -> str:
        """At most two letters; of a parent those of who it is, with a number when there are two of a kind."""
        if self.ouder is None:
            return INITIALEN[self.partij]
        return f"{INITIALEN_OUDER[Relatie(self.ouder.relatie)]}{self.ouder.nummer if self.ouder.nummer > 1 else ''}"

    @property
    def standpunt(self) -> Standpunt:
        return Standpunt(self.instemming.standpunt) if self.instemming else Standpunt.NIET_GEHOORD

    @property
    def stand(self) -> str:
        """The stance as the rings of the board name it."""
        return self.standpunt.value

    @property
    def hoe(self) -> str:
        """How the stance was given, as a sentence starts; nobody gave it when the party was not heard."""
        return capfirst(self.instemming.get_wijze_display()) if self.instemming else ""

    def stem(self) -> Stem:
        return Stem(self.partij, self.standpunt, gezag=self.ouder.gezag if self.ouder else True)


def plekken(bespreking: Bespreking) -> list[Plek]:
    """The six parties in their order, with a place for every parent."""
    instemmingen = {(row.partij, row.ouder_id): row for row in bespreking.huidige_instemmingen}  # type: ignore[attr-defined]
    result = [Plek(partij, None, instemmingen.get((partij, None))) for partij in Partij if partij != Partij.OUDER]
    for ouder in bespreking.leerling.alle_ouders:  # type: ignore[attr-defined]
        result.append(Plek(Partij.OUDER, ouder, instemmingen.get((Partij.OUDER, ouder.pk))))
    return result


def akkoorden(bespreking: Bespreking, *, dag: date) -> dict[Doel, Akkoord]:
    """The consents that a place in the traject needs."""
    result = {}
    for doel in DOELEN:
        oordeel = overview.oordeel(bespreking.leerling, doel, op=dag)
        result[doel] = Akkoord.GEGEVEN if oordeel else Akkoord.GEWEIGERD if oordeel.tegen else Akkoord.ONTBREEKT
    return result


def oordeel(bespreking: Bespreking, keus: Keus, *, dag: date) -> Oordeel:
    """What this choice of the table would lead to now."""
    stemmen = [plek.stem() for plek in plekken(bespreking)]
    return bepaal_uitkomst(keus, stemmen, akkoorden(bespreking, dag=dag))


def besluit(bespreking: Bespreking) -> Besluit | None:
    """The decision that stands, if any."""
    huidig: list[Besluit] = bespreking.huidige_besluiten  # type: ignore[attr-defined]
    return huidig[0] if huidig else None


def is_definitief(huidig: Besluit | None) -> bool:
    return huidig is not None and huidig.uitkomst in DEFINITIEF


def klopt(bespreking: Bespreking, *, dag: date) -> bool:
    """Whether the decision still follows, word for word, from what was said and agreed since."""
    huidig = besluit(bespreking)
    if huidig is None:
        return True
    nu = oordeel(bespreking, Keus(huidig.keus), dag=dag)
    return (huidig.uitkomst, huidig.toelichting) == (nu.uitkomst, nu.zin)


def gewenste_school(bespreking: Bespreking) -> School | None:
    return _vo_scholen(bespreking).get(Keuzesoort.BEOOGD)


def school_die_spreekt(bespreking: Bespreking) -> School | None:
    return sprekers.school_die_spreekt(_vo_scholen(bespreking))


def naar(bespreking: Bespreking) -> str:
    """`gaat naar Holz` for who is admitted, `wil naar Compass` until then; empty when no school is known."""
    school = school_die_spreekt(bespreking)
    if school is None:
        return ""
    return f"{'gaat' if Keuzesoort.DEFINITIEF in _vo_scholen(bespreking) else 'wil'} naar {school}"


def _vo_scholen(bespreking: Bespreking) -> dict[str, School]:
    return {keuze.soort: keuze.school for keuze in bespreking.leerling.vo_keuzes}  # type: ignore[attr-defined]


def erbij(bespreking: Bespreking, plek: Plek) -> bool | None:
    """Whether the pupil or this parent was there; None: nobody said, or said so of which parent."""
    if plek.partij == Partij.LEERLING:
        return bespreking.leerling_aanwezig
    genoemd = {ouder.pk for ouder in bespreking.genoemde_ouders}  # type: ignore[attr-defined]
    if bespreking.ouder_aanwezig and genoemd and plek.ouder:
        return plek.ouder.pk in genoemd
    return None if bespreking.ouder_aanwezig and not _enige_ouder(bespreking) else bespreking.ouder_aanwezig


def zei_mee_ja(bespreking: Bespreking, plek: Plek) -> bool:
    """Whether "everyone at the table said yes" speaks for this party: only for who sat there.

    A professional needs a seat at this table, for a secondary school one of the school that has a say. A pupil or an
    only parent was there unless somebody said not; of several parents those who were named.
    """
    if plek.partij == Partij.BASISSCHOOL:
        return True  # who records it, works there
    if plek.partij in (Partij.LEERLING, Partij.OUDER):
        er = erbij(bespreking, plek)
        return er is not False if plek.partij == Partij.LEERLING or _enige_ouder(bespreking) else er is True
    return bool(_stoelen_van(bespreking, plek.partij))


def _stoelen_van(bespreking: Bespreking, partij: Partij) -> list[UUID]:
    """The keys of the appointments at this table that speak for a professional party."""
    vo_school = school_die_spreekt(bespreking)
    school_id = vo_school.pk if vo_school and partij in (Partij.VO_SCHOOL, Partij.SMW_VO) else None
    school_id = bespreking.overleg.school_id if partij in (Partij.BASISSCHOOL, Partij.SMW_PO) else school_id
    stoelen = [stoel.aanstelling for stoel in bespreking.overleg.stoelen]  # type: ignore[attr-defined]
    return [een.pk for een in stoelen if een.rol == ROL_VAN[partij] and een.werkplek_school_id == school_id]


def wacht_op(bespreking: Bespreking, aanstellingen: Collection[Aanstelling]) -> bool:
    """Whether a decision for the traject waits for a party that one of these appointments speaks for."""
    huidig = besluit(bespreking)
    if huidig is None or huidig.keus != Keus.TRAJECT:
        return False
    stil = [plek.partij for plek in plekken(bespreking) if plek.standpunt == Standpunt.NIET_GEHOORD]
    mijn = {stoel.pk for stoel in aanstellingen}
    return any(mijn & set(_stoelen_van(bespreking, partij)) for partij in stil if partij in PROFESSIONALS)


def nog_te_vragen(bespreking: Bespreking) -> list[Plek]:
    """Who sits at the table and was not heard yet."""
    open_ = [plek for plek in plekken(bespreking) if plek.standpunt == Standpunt.NIET_GEHOORD]
    return [plek for plek in open_ if zei_mee_ja(bespreking, plek)]


def _enige_ouder(bespreking: Bespreking) -> bool:
    return len(bespreking.leerling.alle_ouders) == 1  # type: ignore[attr-defined]


def rijmerk(bespreking: Bespreking) -> str:
    """What a row of the board shows that one may change, as a short mark: the same mark, the same choices."""
    huidig = besluit(bespreking)
    genoemd = sorted(str(ouder.pk) for ouder in bespreking.genoemde_ouders)  # type: ignore[attr-defined]
    aanwezig = (bespreking.leerling_aanwezig, bespreking.ouder_aanwezig, *genoemd)
    return _merk(bespreking.reden_1_id, bespreking.reden_2_id, *aanwezig, huidig.keus if huidig else "")


def tekstmerk(bespreking: Bespreking) -> str:
    """The free texts as a short mark."""
    return _merk(*(getattr(bespreking, naam) for naam in TEKSTVELDEN))


def _merk(*waarden: object) -> str:
    return sha256(repr(waarden).encode()).hexdigest()[:16]
