"""Queries of summer activities: who sees the offer and the names, who has a place, and who took part."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from begeleiding.workflow import Zomerstatus
from gka.access import scopes
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import ScopedQuerySet
from gka.privacy import consent
from gka.querysets import te_delen
from gka.workflow import DOELEN_VOOR, Ontvanger, Toestemmingstand, einde_van, leeftijd

if TYPE_CHECKING:
    from begeleiding.models import Aanmelding, Aanwezigheidslijst, Zomeractiviteit, Zomerdag
    from gka.models import Aanstelling, Leerling, Medewerker, Toestemming


@dataclass(frozen=True)
class Bezetting:
    """Who is enrolled, first come first: keys of Aanmelding. Whoever comes after the last place waits (ADR 0010).

    `terug` says since when an enrolment counts again for which there was no consent for a while.
    """

    plaatsen: int
    op_volgorde: tuple[UUID, ...] = ()
    terug: Mapping[UUID, datetime] = field(default_factory=dict)

    @property
    def bezet(self) -> int:
        return min(len(self.op_volgorde), self.plaatsen)

    @property
    def vrij(self) -> int:
        return self.plaatsen - self.bezet

    @property
    def wachten(self) -> int:
        return len(self.op_volgorde) - self.bezet

    @property
    def met_plek(self) -> frozenset[UUID]:
        return frozenset(self.op_volgorde[: self.plaatsen])

    @property
    def zonder_plek(self) -> frozenset[UUID]:
        return frozenset(self.op_volgorde[self.plaatsen :])

    def wachtplek(self, aanmelding: UUID) -> int | None:
        """The place in the waiting order, from 1; None for who has a place or is not enrolled."""
        if aanmelding not in self.op_volgorde:
            return None
        nummer = self.op_volgorde.index(aanmelding) + 1 - self.plaatsen
        return nummer if nummer > 0 else None


def ging_door() -> Q:
    """Days that are on, or were: of an activity that was called off, those that had begun by then."""
    afgelast_op = "activiteit__afgelast_op"
    begonnen = Q(**{f"{afgelast_op}__date": F("dag"), f"{afgelast_op}__time__gte": F("activiteit__begin")})
    eerder = Q(**{f"{afgelast_op}__date__gt": F("dag")})
    return Q(activiteit__status=Zomerstatus.GEPUBLICEERD) | eerder | begonnen


class ZomeractiviteitQuerySet(ScopedQuerySet):
    REGIO_PAD = "organisatie__regio"

    def gepubliceerd(self) -> Self:
        """Open to enrol, or over; not concept, not called off."""
        return self.filter(status=Zomerstatus.GEPUBLICEERD)

    def te_beheren_door(self, medewerker: "Medewerker", *, op: date) -> Self:
        """Of the organisations where this person publishes activities."""
        mag = medewerker.aanstellingen_met(Recht.ZOMERACTIVITEIT_PUBLICEREN, op)
        return self.filter(organisatie__in={een.organisatie_id for een in mag})

    def voor_lijst(self) -> Self:
        """With the organisation and the number of days; the first one first."""
        rows = self.select_related("organisatie").annotate(aantal_dagen=Count("dagen"))
        return rows.order_by("van", "naam", "pk")


class ZomerdagQuerySet(ScopedQuerySet):
    REGIO_PAD = "activiteit__organisatie__regio"

    def doorgegaan(self) -> Self:
        """Without what was called off."""
        return self.filter(ging_door())

    def tussen(self, van: date, tot: date) -> Self:
        """Days of a period, both ends included, with their activity; the first one first."""
        return self.filter(dag__range=(van, tot)).select_related("activiteit").order_by("dag", "activiteit__naam", "pk")


class AanmeldingQuerySet(ScopedQuerySet):
    REGIO_PAD = "activiteit__organisatie__regio"

    def geldig(self, op: date) -> Self:
        """Enrolled at the end of day `op`, with a running traject and consent: a withdrawal frees the place at once."""
        return self._na(einde_van(op)).met_toestemming(op).filter(aangemeld_op__lt=einde_van(op))

    def sinds(self, dag: date) -> Self:
        """Enrolled on this day or later, with a traject that was not closed before it."""
        return self._na(einde_van(dag - timedelta(days=1)))

    def met_toestemming(self, op: date) -> Self:
        """Consent of day `op` for the traject."""
        return self.filter(te_delen(Ontvanger.TRAJECT, op=op, pad="traject__leerling"))

    def af_te_vinken(self, dag: date, *, vandaag: date) -> Self:
        """Who may have been there on `dag`, with or without a place: with consent then, and still."""
        return self.sinds(dag).met_toestemming(dag).met_toestemming(vandaag)

    def _na(self, moment: datetime) -> Self:
        aangemeld = Q(afgemeld_op__isnull=True) | Q(afgemeld_op__gte=moment)
        loopt = Q(traject__gesloten_op__isnull=True) | Q(traject__gesloten_op__gte=moment)
        return self.filter(aangemeld, loopt)

    def bezetting(self, activiteiten: Collection["Zomeractiviteit"], *, op: date) -> Mapping[UUID, Bezetting]:
        """Who has a place and who waits in each of these activities.

        In the order of enrolling; but a place was given away when consent stopped, so whoever has consent again joins
        at that moment and pushes nobody down (ADR 0010). One query, and one more when somebody said yes since.
        """
        volgorde: dict[UUID, list[tuple[datetime, int, UUID]]] = {activiteit.pk: [] for activiteit in activiteiten}
        rijen = list(self.geldig(op).filter(activiteit__in=volgorde).met_nieuw_ja(op).order_by("nummer"))
        terug = weer_toestemming([rij for rij in rijen if rij.nieuw_ja], op)
        # The number says who came first: the moments of two who enrolled at once may be the other way round.
        laatst: dict[UUID, datetime] = {}
        for rij in rijen:
            laatst[rij.activiteit_id] = max(rij.aangemeld_op, laatst.get(rij.activiteit_id, rij.aangemeld_op))
            beurt = terug.get(rij.pk, laatst[rij.activiteit_id])
            volgorde[rij.activiteit_id].append((beurt, rij.nummer, rij.pk))
        return {
            een.pk: Bezetting(een.plaatsen, tuple(key for *_, key in sorted(volgorde[een.pk])), terug)
            for een in activiteiten
        }

    def met_nieuw_ja(self, op: date) -> Self:
        """With whether somebody said yes about the traject between enrolling and the end of day `op`."""
        ja = apps.get_model("gka", "Toestemming").objects.filter(
            leerling=OuterRef("traject__leerling"),
            doel__in=DOELEN_VOOR[Ontvanger.TRAJECT],
            stand=Toestemmingstand.JA,
            vastgelegd_op__gt=OuterRef("aangemeld_op"),
            vastgelegd_op__lt=einde_van(op),
        )
        return self.annotate(nieuw_ja=Exists(ja)).select_related("traject__leerling")


def weer_toestemming(aanmeldingen: Sequence["Aanmelding"], op: date) -> dict[UUID, datetime]:
    """Since when there is consent again, of those of these enrolments that had none at the end of a day in between.

    By whole days: what was taken back and said again on one day is a mistake at the keyboard (ADR 0010).
    """
    if not aanmeldingen:
        return {}
    per_leerling: dict[UUID, list[Toestemming]] = defaultdict(list)
    leerlingen = {rij.traject.leerling_id for rij in aanmeldingen}
    antwoorden = apps.get_model("gka", "Toestemming").objects.filter(
        leerling__in=leerlingen, doel__in=DOELEN_VOOR[Ontvanger.TRAJECT], vastgelegd_op__lt=einde_van(op)
    )
    for antwoord in antwoorden.zonder_contact().order_by("vastgelegd_op"):
        per_leerling[antwoord.leerling_id].append(antwoord)
    gevonden = {rij.pk: _terug_op(rij, per_leerling[rij.traject.leerling_id]) for rij in aanmeldingen}
    return {key: moment for key, moment in gevonden.items() if moment}


def _terug_op(rij: "Aanmelding", antwoorden: Sequence["Toestemming"]) -> datetime | None:
    """The last yes after a day without consent, if there was such a day since the enrolment."""
    for antwoord in reversed(antwoorden):
        dag_ervoor = timezone.localdate(antwoord.vastgelegd_op) - timedelta(days=1)
        if dag_ervoor < timezone.localdate(rij.aangemeld_op):
            return None
        if antwoord.stand == Toestemmingstand.JA and not _mocht(rij.traject.leerling, antwoorden, dag_ervoor):
            return antwoord.vastgelegd_op
    return None


def _mocht(leerling: "Leerling", antwoorden: Sequence["Toestemming"], dag: date) -> bool:
    """Whether there was consent for the traject at the end of this day."""
    toen = [antwoord for antwoord in antwoorden if antwoord.vastgelegd_op < einde_van(dag)]
    vervangen = {antwoord.vervangt_id for antwoord in toen}
    staand = [antwoord for antwoord in toen if antwoord.pk not in vervangen]
    return bool(consent.oordeel_over(staand, Ontvanger.TRAJECT, leeftijd(leerling.geboortedatum, dag)))


class AanwezigheidslijstQuerySet(ScopedQuerySet):
    REGIO_PAD = "dag__activiteit__organisatie__regio"

    def van_mij(self, medewerker: "Medewerker") -> Self:
        """What this person confirmed."""
        return self.filter(medewerker=medewerker)


class ZomerdeelnameQuerySet(ScopedQuerySet):
    REGIO_PAD = "traject__cohort__regio"

    def van_collega(self, dag: "Zomerdag", lijst: "Aanwezigheidslijst | None") -> Self:
        """Who was ticked on this day on another list than this one, with who ticked."""
        return self.filter(dag=dag).exclude(lijst=lijst).select_related("lijst__medewerker")

    def op_dagen(self, dagen: Collection["Zomerdag"]) -> Self:
        """Who was there on these days."""
        return self.filter(dag__in=dagen)

    def dagen_per_traject(self, activiteit: "Zomeractiviteit") -> dict[UUID, int]:
        """On how many days of this activity each pupil was there, by traject."""
        rows = self.filter(dag__activiteit=activiteit).order_by().values("traject")
        return dict(rows.annotate(aantal=Count("pk")).values_list("traject", "aantal"))

    def deelnemers(self) -> "QuerySet[Any, dict[str, Any]]":
        """One row per traject of which the pupil was there on at least one day: the source of indicator C5."""
        return self.order_by().values("traject").distinct()


@scopes.register("begeleiding.Zomeractiviteit", *rollen_met(Recht.ZOMERACTIVITEIT_INZIEN))
def _aanbod_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    regios = {aanstelling.organisatie.regio_id for aanstelling in aanstellingen}
    return Q(organisatie__regio__in=regios) & ~Q(status=Zomerstatus.CONCEPT)


@scopes.register("begeleiding.Zomeractiviteit", *rollen_met(Recht.ZOMERACTIVITEIT_PUBLICEREN))
def _concepten_van_de_eigen_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(organisatie__in={aanstelling.organisatie_id for aanstelling in aanstellingen})


@scopes.register("begeleiding.Zomerdag", *rollen_met(Recht.CONTACT_VASTLEGGEN))
def _dagen_van_de_regio(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """An attendance list is for who records contacts; whose names are on it, the trajecten say."""
    regios = {aanstelling.organisatie.regio_id for aanstelling in aanstellingen}
    return Q(activiteit__organisatie__regio__in=regios) & ging_door()


@scopes.register("begeleiding.Aanmelding", *rollen_met(Recht.ZOMERACTIVITEIT_INZIEN))
def _aanmeldingen_van_eigen_leerlingen(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Names follow the traject: the own caseload, school or organisation. Others are a number."""
    traject = apps.get_model("begeleiding", "Traject")
    return Q(traject__in=traject.objects.filter(scopes.visible(traject, aanstellingen, op)).values("pk"))
