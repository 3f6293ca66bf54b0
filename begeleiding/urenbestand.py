"""Hours as rows for another package: one row per contact and pupil, with codes instead of names.

Only contacts that count. A corrected contact keeps the key of its first version, so that the other package sees a
changed row and not a second one. `met` says "leerling" in the rows of the pupils who were there; travel is of the
contact, and stands in its first row. docs/adr/0013 says why the columns are these.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from begeleiding.models import Contact, Contactdeelname, Inzet, Traject, Urenwoord
from begeleiding.urencodes import LEERLING, MEDEWERKER, code, is_nummer
from begeleiding.workflow import Gezelschap, Woordsoort
from gka.access.rights import Recht
from gka.models import Medewerker, Organisatie

KOLOMMEN = (
    "sleutel",
    "datum",
    "medewerker",
    "collegas",
    "leerling",
    "soort",
    "met",
    "minuten",
    "toegerekend",
    "reisminuten",
    "overige_deelnemers",
)
# Between two codes in one cell.
SCHEIDER = "|"


@dataclass(frozen=True)
class Urenbestand:
    """`leerlingen` are the pupils whose code is in it, for the audit."""

    rijen: list[tuple[str, ...]]
    leerlingen: list[UUID]


def maak(
    *, kijker: Medewerker, organisatie: Organisatie, van: date, tot: date, medewerker: Medewerker | None = None
) -> Urenbestand:
    """The hours that `kijker` may see of these days. As many queries for one row as for all.

    The own hours (`medewerker` is `kijker`) are those for whatever organisation, as on the page; all others are only
    what was done for this one. A pupil whom `kijker` may not see (any more) keeps the row and has no code.
    """
    inzet = Inzet.objects.zichtbaar_voor(kijker, recht=Recht.UREN_INZIEN).geldig_in(van, tot)
    if medewerker is not None:
        inzet = inzet.filter(aanstelling__medewerker=medewerker)
    if medewerker != kijker:
        inzet = inzet.filter(aanstelling__organisatie=organisatie)
    # The keys first: the same search in each of the queries below costs more than handing them over.
    gekozen = list(inzet.order_by().values_list("contact", flat=True).distinct())
    contacten = list(Contact.objects.filter(pk__in=gekozen).select_related("soort"))
    sleutels = _sleutels(contacten)
    werkers = _werkers(gekozen, organisatie)
    leerlingen = _Leerlingen(kijker, organisatie, gekozen)
    rijen = [
        _rij(contact, sleutels[contact.pk], werkers[contact.pk], deelname)
        for contact in contacten
        for deelname in leerlingen.van(contact.pk)
    ]
    rijen.sort(key=lambda rij: (rij[1], rij[0], rij[4], rij[8], rij[6]))
    return Urenbestand(_reis_eenmaal(rijen), leerlingen.gezien)


def _reis_eenmaal(rijen: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The travel of a contact in its first row only, so that a sum over the column is the travel."""
    plek, gehad, uit = KOLOMMEN.index("reisminuten"), set(), []
    for rij in rijen:
        uit.append((*rij[:plek], "0", *rij[plek + 1 :]) if rij[0] in gehad else rij)
        gehad.add(rij[0])
    return uit


@dataclass(frozen=True)
class _Deelname:
    """The code of one pupil in a contact, whether this pupil was there, and the minutes of this pupil."""

    leerling: str
    aanwezig: bool
    minuten: int


def _rij(contact: Contact, sleutel: UUID, werkers: Sequence[str], deelname: _Deelname) -> tuple[str, ...]:
    gezelschap = [wie for wie in contact.gezelschap if wie != Gezelschap.LEERLING]
    met = [Gezelschap.LEERLING] * deelname.aanwezig + gezelschap
    return (
        str(sleutel),
        contact.gebeurd_op.isoformat(),
        werkers[0],
        SCHEIDER.join(werkers[1:]),
        deelname.leerling,
        contact.soort.code,
        SCHEIDER.join(met),
        str(contact.minuten),
        str(deelname.minuten),
        str(contact.reisminuten),
        str(contact.overige_deelnemers),
    )


def _sleutels(contacten: Sequence[Contact]) -> dict[UUID, UUID]:
    """The key of the first version of each contact."""
    eerste = Contact.objects.eerste([contact.pk for contact in contacten if contact.vervangt_id])
    van_eerste = dict(Contact.objects.filter(pk__in=eerste.values()).values_list("pk", "sleutel"))
    return {
        contact.pk: van_eerste[eerste[contact.pk]] if contact.pk in eerste else contact.sleutel for contact in contacten
    }


def _werkers(contacten: Collection[UUID], organisatie: Organisatie) -> Mapping[UUID, list[str]]:
    """The code of everybody who worked in each contact: first who did for this organisation, whose file it is."""
    woorden = _eigen_woorden(organisatie, Woordsoort.MEDEWERKER)
    per_contact: dict[UUID, list[str]] = defaultdict(list)
    rows = Inzet.objects.filter(contact__in=contacten).order_by("pk")
    werk = rows.values_list("contact", "aanstelling__medewerker", "aanstelling__organisatie")
    for contact, werker, _ in sorted(werk, key=lambda een: een[2] != organisatie.pk):
        per_contact[contact].append(woorden.get(werker) or code(MEDEWERKER, werker))
    return per_contact


class _Leerlingen:
    """Each pupil in each contact, by code."""

    def __init__(self, kijker: Medewerker, organisatie: Organisatie, contacten: Collection[UUID]) -> None:
        self._woorden = _eigen_woorden(organisatie, Woordsoort.LEERLING)
        deelnames = Contactdeelname.objects.filter(contact__in=contacten).order_by()
        self._deelnames: dict[UUID, list[tuple[UUID, bool, int]]] = defaultdict(list)
        for contact, *deelname in deelnames.values_list("contact", "traject", "aanwezig", "minuten"):
            self._deelnames[contact].append(tuple(deelname))
        mijn = Traject.objects.zichtbaar_voor(kijker, recht=Recht.UREN_INZIEN)
        genoemd = {traject for deelnames in self._deelnames.values() for traject, _, _ in deelnames}
        self._zichtbaar = dict(mijn.filter(pk__in=genoemd).order_by("leerling").values_list("pk", "leerling"))

    @property
    def gezien(self) -> list[UUID]:
        return list(dict.fromkeys(self._zichtbaar.values()))

    def van(self, contact: UUID) -> list[_Deelname]:
        return [
            _Deelname(self._code(traject), aanwezig, minuten) for traject, aanwezig, minuten in self._deelnames[contact]
        ]

    def _code(self, traject: UUID) -> str:
        if traject not in self._zichtbaar:
            return ""
        return self._woorden.get(traject) or code(LEERLING, traject)


def _eigen_woorden(organisatie: Organisatie, soort: Woordsoort) -> dict[UUID, str]:
    """The number by which the organisation's own package knows somebody; of several the last one chosen."""
    bekend = Urenwoord.objects.van(organisatie, soort).values()
    return {betekenis: woord for betekenis, woord in bekend if is_nummer(woord)}
