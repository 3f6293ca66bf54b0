"""Who speaks for which party about one pupil: one person never for two (ontwerp 3, "Rules that carry the product")."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

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
ROL_VAN = {partij: rol for rol, partij in NAMENS.items()}
# The choices of a secondary school, the one that counts first.
SPREEKT = (Keuzesoort.DEFINITIEF, Keuzesoort.BEOOGD)
S = TypeVar("S")


def school_die_spreekt(per_soort: Mapping[str, S]) -> S | None:
    """Of the schools on a pupil's road, by kind, the secondary school that has a say: where the pupil is admitted, and
    until then where the pupil wishes to go."""
    return next((per_soort[soort] for soort in SPREEKT if per_soort.get(soort)), None)


def spreekt_voor(medewerker: Medewerker, bespreking: Bespreking, *, dag: date) -> list[Partij]:
    """The parties whose stance this person may give, in the order of `Partij`; more than one means: choose one.

    The IB-er speaks for the school of the overleg. The others need a seat at that table, and the ones of a secondary
    school work at the school that has a say.
    """
    stoelen = set(bespreking.overleg.deelnemers.filter(aanstelling__medewerker=medewerker).values_list("aanstelling"))
    naar = school_die_spreekt(dict(bespreking.leerling.schoolkeuzes.lopend().values_list("soort", "school")))
    van_de_tafel = {Rol.IB_ER: bespreking.overleg.school_id, Rol.SMW_PO: bespreking.overleg.school_id}
    van_de_wens = dict.fromkeys((Rol.SMW_VO, Rol.ZORGCOORDINATOR), naar)
    plek: dict[Rol, int | None] = van_de_tafel | van_de_wens

    def spreekt(aanstelling: Aanstelling) -> bool:
        rol = Rol(aanstelling.rol)
        aan_tafel = rol == Rol.IB_ER or (aanstelling.pk,) in stoelen
        return aan_tafel and rol in plek and aanstelling.werkplek_school_id == plek[rol]

    gevonden = {NAMENS[Rol(stoel.rol)] for stoel in medewerker.geldige_aanstellingen(dag) if spreekt(stoel)}
    return [partij for partij in Partij if partij in gevonden]
