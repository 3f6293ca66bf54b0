"""What an overleg came to for one pupil, said once: the letter, the recap, the list for a school and the board read it.

Reads what `BesprekingQuerySet.met_stand` and `met_afspraken` fetched; asks no questions of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from gka.models import Leerling, School
from gka.templatetags.formatting import join_and
from gka.workflow import Doel
from overdracht import stand
from overdracht.models import Afspraak, Besluit, Bespreking
from overdracht.sprekers import school_die_spreekt
from overdracht.workflow import VOLUIT, Akkoord, Partij, Standpunt, Uitkomst

WORDT_ANDERS = "Daarna is er iets anders gezegd. Het besluit wordt opnieuw vastgelegd."
# What is said is about the traject, whatever was decided.
STANDPUNT = {
    Standpunt.JA: "wil dat {naam} meedoet",
    Standpunt.NEE: "wil niet dat {naam} meedoet",
    Standpunt.NIET_GEHOORD: "is nog niet gehoord",
    Standpunt.NIET_BESCHIKBAAR: "was niet beschikbaar",
}
AAN_U = {
    Standpunt.JA: "U wilt dat {naam} meedoet.",
    Standpunt.NEE: "U wilt niet dat {naam} meedoet.",
    Standpunt.NIET_GEHOORD: "U bent nog niet gehoord.",
    Standpunt.NIET_BESCHIKBAAR: "U was niet beschikbaar.",
}
# Said before the consent was withdrawn or refused: that was then.
VROEGER = "wilde dat {naam} meedoet, voordat de toestemming stopte"
ZELF_VROEGER = "wilde meedoen, voordat de toestemming stopte"
EEN_OUDER = "een ouder"
ZELF = STANDPUNT | {Standpunt.JA: "wil meedoen", Standpunt.NEE: "wil niet meedoen"}


@dataclass(frozen=True)
class Stem:
    """A party as a parent would call it, and where it stands, in words. `naam` is the first name of the pupil.

    `is_u`: an only parent, whom the letter addresses; of several it names who wanted what. `vroeger`: a yes from
    before the consent stopped.
    """

    wie: str
    standpunt: Standpunt
    naam: str
    is_u: bool = False
    vroeger: bool = False
    is_leerling: bool = False

    @property
    def zin(self) -> str:
        """In the recap, without the name: there one may hide it."""
        return self._zin(self.wie, VOLUIT[Partij.LEERLING])

    @property
    def zin_thuis(self) -> str:
        """The same in the letter, which names the pupil."""
        aan_u = f"U {VROEGER}." if self.vroeger else AAN_U[self.standpunt]
        wie = self.naam if self.is_leerling else self.wie
        return aan_u.format(naam=self.naam) if self.is_u else self._zin(wie, self.naam)

    def _zin(self, wie: str, naam: str) -> str:
        if self.vroeger:
            vindt = ZELF_VROEGER if self.is_leerling else VROEGER
        else:
            vindt = (ZELF if self.is_leerling else STANDPUNT)[self.standpunt]
        return f"{capfirst(wie)} {vindt.format(naam=naam)}."


@dataclass(frozen=True)
class Actie:
    """What was agreed: a party as a parent would call it, what it does, before when."""

    wie: str
    wat: str
    voor: date

    @property
    def wie_thuis(self) -> str:
        """Who does it, in the letter."""
        return "u" if self.wie == EEN_OUDER else self.wie


@dataclass(frozen=True)
class Gezinslid:
    """The pupil or a parent as the recap (`wie`) and the letter (`thuis`) call them, and whether they sat there."""

    wie: str
    thuis: str
    was_erbij: bool


@dataclass(frozen=True)
class Feiten:
    """One pupil, one overleg."""

    leerling: Leerling
    dag: date
    basisschool: School
    vo_school: School | None
    naar: str
    redenen: list[str]
    wens_leerling: str
    wens_ouders: str
    aandachtspunten: str
    stemmen: list[Stem]
    afspraken: list[Actie]
    vast_gezicht: str
    besluit: Besluit | None
    klopt: bool
    gezin: tuple["Gezinslid", ...] = ()
    wachtplek: int | None = None

    @property
    def wachtlijst(self) -> str:
        """`wachtlijst: 2e voor Compass`, for a pupil who is in without a place; empty for who has one."""
        return f"wachtlijst: {self.wachtplek}e voor {self.vo_school}" if self.wachtplek else ""

    @property
    def wachtlijst_thuis(self) -> str:
        """The same in the letter."""
        if not self.wachtplek:
            return ""
        wie = self.leerling.roepnaam
        return f"Er is nu geen plek. {wie} staat op de wachtlijst van {self.vo_school}, als {self.wachtplek}e."

    @property
    def zin(self) -> str:
        """The decision as it was recorded, and whether it still follows from what was said."""
        if self.besluit is None:
            return "Er is nog geen besluit."
        return self.besluit.toelichting if self.klopt else f"{self.besluit.toelichting} {WORDT_ANDERS}"

    @property
    def zin_thuis(self) -> str:
        """The decision in the letter: with the pupil's name, and no "wait" that reads as an order to parents."""
        naam = self.leerling.roepnaam
        zin = self.zin.replace("de leerling", naam).replace("De leerling", naam).removeprefix("Wacht: ")
        return f"We wachten nog. {capfirst(zin)}" if self.zin.startswith("Wacht: ") else zin

    @property
    def gehoord(self) -> list[Stem]:
        return [stem for stem in self.stemmen if stem.standpunt != Standpunt.NIET_GEHOORD]

    @property
    def niet_gehoord(self) -> list[str]:
        """Who was not heard yet, for one line."""
        return [stem.wie for stem in self.stemmen if stem.standpunt == Standpunt.NIET_GEHOORD]

    @property
    def erbij(self) -> str:
        """Who of the family was there and who was not, as far as that was filled in."""
        return _erbij([(lid.wie, lid.was_erbij) for lid in self.gezin])

    @property
    def erbij_thuis(self) -> str:
        """The same in the letter."""
        return _erbij([(lid.thuis, lid.was_erbij) for lid in self.gezin])


def van(bespreking: Bespreking, *, op: date, wachtplek: int | None = None) -> Feiten:
    """The facts of one bespreking, as they stand on day `op`; `wachtplek` is its `overdracht.plaatsen.wachtplekken`."""
    return Feiten(
        leerling=bespreking.leerling,
        dag=bespreking.overleg.datum,
        basisschool=bespreking.overleg.school,
        vo_school=stand.school_die_spreekt(bespreking),
        naar=stand.naar(bespreking),
        redenen=[str(reden) for reden in (bespreking.reden_1, bespreking.reden_2) if reden],
        wens_leerling=bespreking.wens_leerling,
        wens_ouders=bespreking.wens_ouders,
        aandachtspunten=bespreking.aandachtspunten,
        stemmen=[_stem(plek, bespreking, op) for plek in stand.plekken(bespreking)],
        afspraken=[_actie(een) for een in bespreking.geldende_afspraken],  # type: ignore[attr-defined]
        vast_gezicht=_vast_gezicht(bespreking),
        besluit=stand.besluit(bespreking),
        klopt=stand.klopt(bespreking, dag=op),
        gezin=_gezin(bespreking),
        wachtplek=wachtplek,
    )


def _gezin(bespreking: Bespreking) -> tuple[Gezinslid, ...]:
    naam, ouders = bespreking.leerling.roepnaam, bespreking.leerling.alle_ouders  # type: ignore[attr-defined]
    leden = [(VOLUIT[Partij.LEERLING], naam, bespreking.leerling_aanwezig)]
    for plek in stand.plekken(bespreking):
        if plek.ouder:
            wie = f"de {plek.ouder}"
            leden.append((wie, "u" if len(ouders) == 1 else wie, stand.erbij(bespreking, plek)))
    if bespreking.ouder_aanwezig and not any(er for _, _, er in leden[1:]):
        leden.append((EEN_OUDER, EEN_OUDER, True))  # somebody said so before there was a second parent to name
    return tuple(Gezinslid(wie, thuis, er) for wie, thuis, er in leden if er is not None)


def _erbij(gezin: Iterable[tuple[str, bool]]) -> str:
    zinnen = []
    for gevraagd, slot in ((True, "erbij"), (False, "er niet bij")):
        if namen := [wie for wie, was in gezin if was == gevraagd]:
            zinnen.append(f"{capfirst(join_and(namen))} {'was' if len(namen) == 1 else 'waren'} {slot}.")
    return " ".join(zinnen)


def _vast_gezicht(bespreking: Bespreking) -> str:
    """Who it is, of the school that has a say now; a pupil who was not let in has none."""
    gezicht, school, huidig = bespreking.vast_gezicht, stand.school_die_spreekt(bespreking), stand.besluit(bespreking)
    if gezicht is None or school is None or gezicht.werkplek_school_id != school.pk:
        return ""
    return "" if huidig and huidig.uitkomst == Uitkomst.NIET_OPGENOMEN else gezicht.medewerker.naam


def _actie(afspraak: Afspraak) -> Actie:
    wie = EEN_OUDER if afspraak.wie == Partij.OUDER else VOLUIT[Partij(afspraak.wie)]
    return Actie(wie, afspraak.wat, afspraak.voor)


def mag_bespreken(bespreking: Bespreking, dag: date) -> bool:
    """Whether one may talk, and so write, about this pupil on day `dag`."""
    return stand.akkoorden(bespreking, dag=dag)[Doel.BESPREKEN] == Akkoord.GEGEVEN


def mag_schrijven(bespreking: Bespreking, dag: date) -> bool:
    """Whether there is a letter: of any decision while one may talk about the pupil; after that only that it ended,
    without what was said."""
    huidig = stand.besluit(bespreking)
    einde = huidig is not None and huidig.uitkomst == Uitkomst.NIET_OPGENOMEN
    return huidig is not None and (einde or mag_bespreken(bespreking, dag))


def per_school(besproken: Iterable[Feiten]) -> list[tuple[str, list[Feiten]]]:
    """The pupils under the school they go to or wish, by name of the school; who does not know yet comes last."""
    groepen: dict[str, list[Feiten]] = {}
    for een in sorted(besproken, key=lambda een: (een.vo_school is None, str(een.vo_school))):
        groepen.setdefault(str(een.vo_school or "Nog geen school gekozen"), []).append(een)
    return list(groepen.items())


def _stem(plek: stand.Plek, bespreking: Bespreking, dag: date) -> Stem:
    naam = bespreking.leerling.roepnaam
    gestopt_op, gezegd = stand.toestemming_gestopt_op(bespreking, dag=dag), plek.instemming
    ja = gezegd is not None and gezegd.standpunt == Standpunt.JA
    vroeger = bool(ja and gezegd and gestopt_op and gezegd.vastgelegd_op < gestopt_op)
    if plek.partij == Partij.LEERLING:
        return Stem(VOLUIT[plek.partij], plek.standpunt, naam, vroeger=vroeger, is_leerling=True)
    school = _school_toen(plek, bespreking)
    is_u = plek.partij == Partij.OUDER and len(bespreking.leerling.alle_ouders) == 1  # type: ignore[attr-defined]
    return Stem(f"{_wie(plek)} ({school})" if school else _wie(plek), plek.standpunt, naam, is_u, vroeger)


def _school_toen(plek: stand.Plek, bespreking: Bespreking) -> School | None:
    """The secondary school of which one spoke: the one that had a say when it was said."""
    if plek.partij not in (Partij.VO_SCHOOL, Partij.SMW_VO):
        return None
    op = plek.instemming.vastgelegd_op if plek.instemming else None
    keuzes = bespreking.leerling.alle_vo_keuzes  # type: ignore[attr-defined]
    return school_die_spreekt({een.soort: een.school for een in keuzes if op is None or een.vastgelegd_op <= op})


def _wie(plek: stand.Plek) -> str:
    if plek.partij == Partij.OUDER and plek.ouder:
        return f"de {plek.ouder}" if plek.ouder.gezag else f"de {plek.ouder} (zonder gezag)"
    return VOLUIT[plek.partij]
