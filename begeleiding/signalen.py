"""Silence, and faces that change: which pupils need somebody now. Rules over facts that were fetched for many at once.

Days of a school holiday do not count: nobody becomes silent by a summer, and nobody is spoken to by one either; the
count stands still and goes on after it. What is long, is data of the region.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Max, Min, Q

from begeleiding.models import Contactdeelname, Inzet, Toewijzing
from begeleiding.querysets.trajecten import TrajectQuerySet
from begeleiding.workflow import Kenmerk
from gka.models import Regio
from gka.schooldagen import Schooldagen
from gka.templatetags.formatting import date_medium

DIRECT = (Kenmerk.DIRECT, Kenmerk.GROEP)


class Signaal(models.TextChoices):
    """What may be the matter, the most urgent first."""

    EERSTE_CONTACT = "eerste-contact", "nog geen eerste contact"
    WARME_START = "warme-start", "nog geen contact in de brugklas"
    STIL = "stil", "lang niet gesproken"
    VAST_GEZICHT = "vast-gezicht", "wisselende gezichten"


@dataclass(frozen=True)
class Melding:
    """One signal about one pupil; `laat` when a day was missed, else there is still time. `kort` is about many."""

    signaal: Signaal
    zin: str
    kort: str
    laat: bool = True


@dataclass(frozen=True)
class Groep:
    """One signal over several pupils; `laat` when it is for any of them."""

    signaal: Signaal
    aantal: int
    kort: str
    laat: bool


@dataclass(frozen=True)
class Werker:
    """Somebody who is a familiar face: of how many running trajecten, and how many of those have each signal."""

    pk: UUID
    naam: str
    aantal: int
    geteld: Counter[Signaal]


@dataclass(frozen=True)
class Feiten:
    """What was done for one pupil, of what counts. Direct: with pupil or parent, also in a group."""

    regio: int
    begin: date  # the decision, or the first day of the year of the cohort: guidance begins in January
    vo_vanaf: date
    gesproken: date | None = None  # the pupil was there, last time
    eerste: date | None = None  # first direct contact
    eerste_vo: date | None = None  # the same, in the phase vo
    direct: int = 0
    meeste: int = 0  # direct contacts of the worker who has most of them


@dataclass(frozen=True)
class Grenzen:
    """What is long in one region, on one day."""

    regio: Regio
    schooldagen: Schooldagen
    dag: date
    stil_sinds: date
    begonnen_voor: date
    _uiterlijk: dict[date, tuple[date, date]] = field(default_factory=dict)

    @classmethod
    def op(cls, regio: Regio, schooldagen: Schooldagen, dag: date) -> "Grenzen":
        stil_sinds = schooldagen.terug(dag, regio.stil_na)
        return cls(regio, schooldagen, dag, stil_sinds, schooldagen.terug(dag, regio.eerste_contact_binnen))

    def warme_start(self, vanaf: date) -> tuple[date, date]:
        """The first school day from `vanaf` on, and the last one within which contact is expected."""
        if vanaf not in self._uiterlijk:
            na = self.schooldagen.na
            self._uiterlijk[vanaf] = na(vanaf, 1), na(vanaf, self.regio.warme_start_binnen)
        return self._uiterlijk[vanaf]


def meldingen(feiten: Feiten, grenzen: Grenzen) -> list[Melding]:
    """Every signal about this pupil, the most urgent first."""
    regels = (_eerste_contact, _warme_start, _stil, _vast_gezicht)
    return [melding for regel in regels if (melding := regel(feiten, grenzen))]


def eerste_contacten(feiten: Feiten, grenzen: Grenzen) -> list[tuple[date, bool]]:
    """The first contacts that were made, after the decision and in vo: the day, and whether it was in time."""
    gemaakt = []
    if feiten.eerste:
        vroegst = grenzen.schooldagen.terug(feiten.eerste, grenzen.regio.eerste_contact_binnen)
        gemaakt.append((feiten.eerste, feiten.begin > vroegst))
    if feiten.eerste_vo:
        _, uiterlijk = grenzen.warme_start(max(feiten.vo_vanaf, feiten.begin))
        gemaakt.append((feiten.eerste_vo, feiten.eerste_vo <= uiterlijk))
    return gemaakt


def _eerste_contact(feiten: Feiten, grenzen: Grenzen) -> Melding | None:
    if feiten.eerste or feiten.begin > grenzen.begonnen_voor:
        return None
    zin = f"Nog geen contact sinds {date_medium(feiten.begin)}."
    return Melding(Signaal.EERSTE_CONTACT, zin, Signaal.EERSTE_CONTACT.label)


def _warme_start(feiten: Feiten, grenzen: Grenzen) -> Melding | None:
    """From the first school day of the phase vo, or of a traject that began later."""
    begin, uiterlijk = grenzen.warme_start(max(feiten.vo_vanaf, feiten.begin))
    if feiten.eerste_vo or grenzen.dag < begin:
        return None
    laat = grenzen.dag > uiterlijk
    tijd = "De tijd daarvoor was om op" if laat else "Er is tijd tot en met"
    return Melding(
        Signaal.WARME_START,
        f"Nog geen contact in de brugklas. {tijd} {date_medium(uiterlijk)}.",
        Signaal.WARME_START.label,
        laat,
    )


def _stil(feiten: Feiten, grenzen: Grenzen) -> Melding | None:
    if (feiten.gesproken or feiten.begin) > grenzen.stil_sinds:
        return None
    sinds = f"sinds {date_medium(feiten.gesproken)} niet meer" if feiten.gesproken else "zelf nog niet"
    kort = f"{grenzen.regio.stil_na} dagen niet gesproken"
    return Melding(Signaal.STIL, f"De leerling is {sinds} gesproken.", kort)


def _vast_gezicht(feiten: Feiten, grenzen: Grenzen) -> Melding | None:
    regio = grenzen.regio
    if feiten.direct < regio.vast_gezicht_bij or feiten.meeste * 100 >= regio.vast_gezicht_vanaf * feiten.direct:
        return None
    zin = f"Wisselende gezichten: niemand deed meer dan {feiten.meeste} van de {feiten.direct} contacten."
    return Melding(Signaal.VAST_GEZICHT, zin, Signaal.VAST_GEZICHT.label)


def van(trajecten: TrajectQuerySet, dag: date) -> dict[UUID, list[Melding]]:
    """The running ones of these trajecten that have signals; as many queries for one as for twenty thousand."""
    feiten = feiten_van(trajecten.lopend())
    grenzen = grenzen_van({een.regio for een in feiten.values()}, dag)
    alle = {traject: meldingen(een, grenzen[een.regio]) for traject, een in feiten.items()}
    return {traject: lijst for traject, lijst in alle.items() if lijst}


def met(trajecten: TrajectQuerySet, signaal: Signaal, dag: date) -> list[UUID]:
    """The trajecten with this signal."""
    return [traject for traject, lijst in van(trajecten, dag).items() if any(een.signaal == signaal for een in lijst)]


def groepen(per_traject: Mapping[UUID, list[Melding]]) -> list[Groep]:
    """The signals over all these pupils, the most urgent first; only those that occur."""
    per_signaal: dict[Signaal, list[Melding]] = defaultdict(list)
    for lijst in per_traject.values():
        for melding in lijst:
            per_signaal[melding.signaal].append(melding)
    return [
        Groep(signaal, len(alle), alle[0].kort, any(een.laat for een in alle))
        for signaal in Signaal
        if (alle := per_signaal.get(signaal))
    ]


def per_medewerker(trajecten: TrajectQuerySet, dag: date) -> list[Werker]:
    """The familiar faces of the running ones of these trajecten, by name, with what is the matter."""
    per_traject = van(trajecten, dag)
    gezichten = (
        Toewijzing.objects.vast_gezicht().op_dag(dag).filter(traject__in=trajecten.lopend().order_by().values("pk"))
    )
    mijn: dict[tuple[str, UUID], list[UUID]] = defaultdict(list)
    for traject, *wie in gezichten.values_list("traject", "aanstelling__medewerker__naam", "aanstelling__medewerker"):
        mijn[tuple(wie)].append(traject)  # type: ignore[index]
    return [
        Werker(pk, naam, len(van_mij), Counter(een.signaal for key in van_mij for een in per_traject.get(key, ())))
        for (naam, pk), van_mij in sorted(mijn.items())
    ]


def feiten_van(trajecten: TrajectQuerySet) -> dict[UUID, Feiten]:
    """Keys first, then one grouped query per table."""
    velden = ("pk", "cohort__regio", "vanaf", "cohort__jaar", "cohort__fase_vo_vanaf")
    rijen = {
        pk: (regio, max(vanaf, date(jaar, 1, 1)), vo_vanaf)
        for pk, regio, vanaf, jaar, vo_vanaf in trajecten.order_by().values_list(*velden)
    }
    direct = Q(contact__soort__kenmerk__in=DIRECT)
    vo = Q(contact__gebeurd_op__gte=F("traject__cohort__fase_vo_vanaf"))
    deelnames = Contactdeelname.objects.geldig().filter(traject__in=list(rijen)).order_by().values("traject")
    gedaan = {
        rij.pop("traject"): rij
        for rij in deelnames.annotate(
            gesproken=Max("contact__gebeurd_op", filter=Q(aanwezig=True)),
            eerste=Min("contact__gebeurd_op", filter=direct),
            eerste_vo=Min("contact__gebeurd_op", filter=direct & vo),
            direct=Count("pk", filter=direct),
        )
    }
    meeste = _meeste(list(rijen))
    return {pk: Feiten(*rest, **gedaan.get(pk, {}) | {"meeste": meeste[pk]}) for pk, rest in rijen.items()}


def _meeste(trajecten: list[UUID]) -> Mapping[UUID, int]:
    """The direct contacts of whoever has most of them. Two workers in one contact each have it."""
    traject, medewerker = "contact__deelnames__traject", "aanstelling__medewerker"
    werk = Inzet.objects.filter(**{f"{traject}__in": trajecten, "contact__soort__kenmerk__in": DIRECT})
    geldig = werk.geldig().order_by().values(traject, medewerker)
    meeste: dict[UUID, int] = defaultdict(int)
    for rij in geldig.annotate(aantal=Count("contact", distinct=True)):
        meeste[rij[traject]] = max(meeste[rij[traject]], rij["aantal"])
    return meeste


def grenzen_van(regios: Iterable[int], dag: date) -> dict[int, Grenzen]:
    """What is long in each of these regions, on this day."""
    gevonden = Regio.objects.filter(pk__in=regios).prefetch_related("vakanties")
    return {regio.pk: Grenzen.op(regio, Schooldagen.uit(regio.vakanties.all()), dag) for regio in gevonden}
