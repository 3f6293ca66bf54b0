"""Who speaks for which party about one pupil: one person never for two (ontwerp 3, "Rules that carry the product")."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import product
from typing import TypeVar
from uuid import UUID

from gka.access.table import Rol
from gka.models import Aanstelling, Medewerker
from gka.workflow import Keuzesoort
from overdracht.models import Bespreking
from overdracht.workflow import Partij

NAMENS = {
    Rol.IB_ER: Partij.BASISSCHOOL,
    Rol.SMW_PO: Partij.SMW_PO,
    Rol.SMW_VO: Partij.SMW_VO,
    Rol.ZORGCOORDINATOR: Partij.VO_SCHOOL,
}
# The choices of a secondary school, the one that counts first.
SPREEKT = (Keuzesoort.DEFINITIEF, Keuzesoort.BEOOGD)
S = TypeVar("S")


def school_die_spreekt(per_soort: Mapping[str, S]) -> S | None:
    """Of the schools on a pupil's road, by kind, the secondary school that has a say: where the pupil is admitted, and
    until then where the pupil wishes to go."""
    return next((per_soort[soort] for soort in SPREEKT if per_soort.get(soort)), None)


def per_partij(
    stoelen: Iterable[Aanstelling], *, basisschool: int, vo_school: int | None
) -> dict[Partij, list[Aanstelling]]:
    """Which of these appointments speak for which party about a pupil of these schools."""
    plek = {Rol.IB_ER: basisschool, Rol.SMW_PO: basisschool, Rol.SMW_VO: vo_school, Rol.ZORGCOORDINATOR: vo_school}
    gevonden: dict[Partij, list[Aanstelling]] = {partij: [] for partij in Partij}
    for stoel in stoelen:
        rol = Rol(stoel.rol)
        if rol in plek and stoel.werkplek_school_id == plek[rol]:
            gevonden[NAMENS[rol]].append(stoel)
    return gevonden


def aan_tafel(bespreking: Bespreking, door: Medewerker) -> dict[Partij, set[UUID]]:
    """The people at the table who may speak for each professional party. For the primary school that is `door`, who
    writes down what is said."""
    stoelen = zitten_die_dag(Aanstelling.objects.filter(deelnames__overleg=bespreking.overleg_id), bespreking)
    zitten = per_partij(stoelen, basisschool=bespreking.overleg.school_id, vo_school=_school_id(bespreking))
    return mensen(zitten, door)


def zitten_die_dag(stoelen: Iterable[Aanstelling], bespreking: Bespreking) -> list[Aanstelling]:
    """Of these seats those of people who still, or already, worked there on the day of the overleg."""
    return [stoel for stoel in stoelen if stoel.geldig_op(bespreking.overleg.datum)]


def mensen(zitten: Mapping[Partij, Iterable[Aanstelling]], door: Medewerker | None) -> dict[Partij, set[UUID]]:
    """The people of these seats by party; for the primary school `door`, if somebody writes down what is said."""
    wie = {partij: {stoel.medewerker_id for stoel in daar} for partij, daar in zitten.items()}
    return wie | ({Partij.BASISSCHOOL: {door.pk}} if door else {})


def _school_id(bespreking: Bespreking) -> int | None:
    return school_die_spreekt(dict(bespreking.leerling.schoolkeuzes.lopend().values_list("soort", "school")))


def elk_een_eigen(groepen: Iterable[Collection[UUID]]) -> bool:
    """Whether each of these groups of people can send somebody of its own: one person never speaks for two."""
    return any(len(set(keuze)) == len(keuze) for keuze in product(*groepen))


def spreekt_voor(medewerker: Medewerker, bespreking: Bespreking, *, dag: date) -> list[Partij]:
    """The parties whose stance this person may give, in the order of `Partij`; more than one means: choose one.

    The IB-er speaks for the school of the overleg. The others need a seat at that table, and the ones of a secondary
    school work at the school that has a say.
    """
    stoelen = set(bespreking.overleg.deelnemers.filter(aanstelling__medewerker=medewerker).values_list("aanstelling"))
    mijn = medewerker.geldige_aanstellingen(dag)
    daar = (een for een in mijn if een.rol == Rol.IB_ER or (een.pk,) in stoelen)
    gevonden = per_partij(daar, basisschool=bespreking.overleg.school_id, vo_school=_school_id(bespreking))
    return [partij for partij, mijne in gevonden.items() if mijne]
