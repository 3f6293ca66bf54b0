"""How one bespreking stands: who said what, which consents there are, and what that leads to.

Reads what `BesprekingQuerySet.met_stand` fetched and asks no further questions, so a board of thirty pupils costs as
many queries as a board of one. The rule itself is `overdracht.workflow.bepaal_uitkomst`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.utils.text import capfirst

from gka.models import Aanstelling, Medewerker, Ouder, School
from gka.privacy import overview
from gka.workflow import TEGEN, Doel, Keuzesoort, Relatie, Wijze
from overdracht import sprekers, workflow
from overdracht.models import Besluit, Bespreking, Instemming, Overleg
from overdracht.workflow import (
    DEFINITIEF,
    DOELEN,
    INITIALEN,
    INITIALEN_OUDER,
    KORT,
    PROFESSIONALS,
    Akkoord,
    Besprekingstatus,
    Keus,
    Oordeel,
    Partij,
    Standpunt,
    Stem,
    bepaal_uitkomst,
)

TEKSTVELDEN = ("wens_leerling", "wens_ouders", "aandachtspunten")


def begonnen(overleg: Overleg, dag: date) -> bool:
    """Whether its day is there: until then one prepares, and nobody sits at the table."""
    return overleg.datum <= dag


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


def toestemming_gestopt_op(bespreking: Bespreking, *, dag: date) -> datetime | None:
    """Since when a consent that a place in the traject needs is refused or withdrawn; None when none is."""
    if Akkoord.GEWEIGERD not in akkoorden(bespreking, dag=dag).values():
        return None
    antwoorden = bespreking.leerling.huidige_toestemmingen  # type: ignore[attr-defined]
    return min((rij.vastgelegd_op for rij in antwoorden if rij.stand in TEGEN and rij.doel in DOELEN), default=None)


def oordeel(bespreking: Bespreking, keus: Keus, *, dag: date) -> Oordeel:
    """What this choice of the table would lead to now."""
    stemmen = [plek.stem() for plek in plekken(bespreking)]
    return bepaal_uitkomst(keus, stemmen, akkoorden(bespreking, dag=dag))


def zonder_gezin(bespreking: Bespreking, keus: Keus, *, dag: date) -> str:
    """Why this choice of the table asks for a reason for the sake of the family; empty when it does not."""
    stemmen = [plek.stem() for plek in plekken(bespreking)]
    return workflow.zonder_gezin(keus, stemmen, akkoorden(bespreking, dag=dag))


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


def alleen_lezen(bespreking: Bespreking) -> bool:
    """Whether the pupil went to another primary school, where a new overleg is needed; who is in keeps the decision."""
    return bespreking.verhuisd and bespreking.status != Besprekingstatus.OPGENOMEN  # type: ignore[attr-defined,no-any-return]


def gewenste_school(bespreking: Bespreking) -> School | None:
    return _vo_scholen(bespreking).get(Keuzesoort.BEOOGD)


def toegelaten_op(bespreking: Bespreking) -> School | None:
    return _vo_scholen(bespreking).get(Keuzesoort.DEFINITIEF)


def school_die_spreekt(bespreking: Bespreking) -> School | None:
    return sprekers.school_die_spreekt(_vo_scholen(bespreking))


def naar(bespreking: Bespreking) -> str:
    """`gaat naar Holz` for who is admitted, `wil naar Compass` until then; empty when no school is known."""
    school = school_die_spreekt(bespreking)
    if school is None:
        return ""
    return f"{'gaat' if toegelaten_op(bespreking) else 'wil'} naar {school}"


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


def stoelen(bespreking: Bespreking) -> dict[Partij, list[Aanstelling]]:
    """The appointments at this table that speak for each professional party about this pupil."""
    return van_partijen(bespreking, [stoel.aanstelling for stoel in bespreking.overleg.stoelen])  # type: ignore[attr-defined]


def van_partijen(bespreking: Bespreking, aanstellingen: Iterable[Aanstelling]) -> dict[Partij, list[Aanstelling]]:
    """Which of these appointments speak for which party about this pupil, on the day of the overleg."""
    school = school_die_spreekt(bespreking)
    return sprekers.per_partij(
        sprekers.zitten_die_dag(aanstellingen, bespreking),
        basisschool=bespreking.overleg.school_id,
        vo_school=school.pk if school else None,
    )


def aan_tafel(bespreking: Bespreking, door: Medewerker | None = None) -> dict[Partij, set[UUID]]:
    """The people at this table who may speak for each professional party. For the primary school that is `door`, who
    writes down what is said."""
    return sprekers.mensen(stoelen(bespreking), door)


def zit_aan_tafel(bespreking: Bespreking, partij: Partij) -> bool:
    """Whether what this party says can be heard in a talk: a professional needs a seat at this table. For the primary
    school who writes it down works there."""
    return partij not in PROFESSIONALS or partij == Partij.BASISSCHOOL or bool(stoelen(bespreking)[partij])


def spraken(instemmingen: Iterable[Instemming], zitten: Mapping[Partij, Collection[UUID]]) -> list[Collection[UUID]]:
    """Of each professional party that spoke at the table or in the application, who that may have been."""
    groepen: list[Collection[UUID]] = []
    for rij in instemmingen:
        if rij.partij in PROFESSIONALS and rij.wijze in (Wijze.APP, Wijze.GESPREK):
            zelf = rij.wijze == Wijze.APP or rij.partij == Partij.BASISSCHOOL
            groepen.append({rij.vastgelegd_door_id} if zelf else zitten[Partij(rij.partij)])
    return [groep for groep in groepen if groep]


def wacht_op(bespreking: Bespreking, aanstellingen: Collection[Aanstelling]) -> bool:
    """Whether a decision for the traject waits for a party that one of these appointments speaks for."""
    huidig = besluit(bespreking)
    if huidig is None or huidig.keus != Keus.TRAJECT or alleen_lezen(bespreking):
        return False
    stil = [plek.partij for plek in plekken(bespreking) if plek.standpunt == Standpunt.NIET_GEHOORD]
    daar, mijn = stoelen(bespreking), {stoel.pk for stoel in aanstellingen}
    return any(stoel.pk in mijn for partij in stil for stoel in daar[partij])


def nog_te_vragen(bespreking: Bespreking, door: Medewerker | None = None) -> list[Plek]:
    """Who sits at the table and was not heard yet: for whom "everyone said yes" speaks, ticked by `door`.

    The pupil and the parents of whom is said that they were there. Somebody with two seats speaks for one party, and
    who ticks for the primary school only.
    """
    zitten = aan_tafel(bespreking, door)
    groepen = spraken(bespreking.huidige_instemmingen, zitten)  # type: ignore[attr-defined]

    def zit_er_nog(plek: Plek) -> bool:
        if plek.partij not in PROFESSIONALS:
            return erbij(bespreking, plek) is True
        wie = zitten[plek.partij]
        als_tweede = door is not None and plek.partij != Partij.BASISSCHOOL and door.pk in wie
        if als_tweede or not sprekers.elk_een_eigen([*groepen, wie]):
            return False
        groepen.append(wie)
        return True

    open_ = [plek for plek in plekken(bespreking) if plek.standpunt == Standpunt.NIET_GEHOORD]
    return [plek for plek in open_ if zit_er_nog(plek)]


def tik_zegt_erbij(bespreking: Bespreking) -> list[Plek]:
    """Of whom "everyone said yes" also says that they were there: the pupil and an only parent who were not heard yet,
    as long as nobody said whether they were. Of several parents one names who was there."""
    return [
        plek
        for plek in plekken(bespreking)
        if plek.standpunt == Standpunt.NIET_GEHOORD
        and (plek.partij == Partij.LEERLING or (plek.partij == Partij.OUDER and _enige_ouder(bespreking)))
        and erbij(bespreking, plek) is None
    ]


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
