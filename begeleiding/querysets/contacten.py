"""Queries of contacts, the staff time in them and each child's share, and who sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum, UUIDField

from begeleiding.querysets.trajecten import trajecten
from gka.access import scopes
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import ScopedQuerySet
from gka.access.table import Rol

if TYPE_CHECKING:
    from begeleiding.models import Contact
    from gka.models import Aanstelling, Medewerker


@dataclass(frozen=True)
class Totaal:
    """What was done for one pupil. `inzet` is staff time, `ontvangen` what the pupil experienced: never added up."""

    aantal: int = 0
    inzet: int = 0
    ontvangen: int = 0
    laatste: date | None = None
    vastgelegd: datetime | None = None


class ContactQuerySet(ScopedQuerySet):
    REGIO_PAD = "regio"

    def geldig(self) -> Self:
        """Without what a correction replaced, and without what was withdrawn."""
        return self.filter(vervangen_door__isnull=True, ingetrokken=False)

    def met_latere(self, contacten: Iterable["Contact"]) -> dict[UUID, list["Contact"]]:
        """By key each of these with the versions that came after it; the last is the one that nothing replaces.

        One query, and one more for each time that a contact was corrected.
        """
        keten = {contact.pk: [contact] for contact in contacten}
        lopend = list(keten.values())
        while lopend:
            laatste = [versies[-1].pk for versies in lopend]
            volgende = {contact.vervangt_id: contact for contact in self.filter(vervangt__in=laatste)}
            lopend = [versies for versies in lopend if versies[-1].pk in volgende]
            for versies in lopend:
                versies.append(volgende[versies[-1].pk])
        return keten

    def eerste(self, keys: Collection[UUID]) -> dict[UUID, UUID]:
        """For each of these keys that of the first version: the one that no correction made. A query per correction."""
        eerste = {key: key for key in keys}
        boven = set(keys)
        while boven:
            vorige = dict(self.filter(pk__in=boven, vervangt__isnull=False).values_list("pk", "vervangt"))
            eerste = {key: vorige.get(top, top) for key, top in eerste.items()}
            boven = set(vorige.values())
        return eerste

    def met_inzet(self) -> Self:
        """With what the page of a contact says of a version: its kind, who recorded it, who worked, who was there."""
        rows = self.select_related("soort", "vastgelegd_door")
        return rows.prefetch_related("inzet__aanstelling__medewerker", "deelnames")

    def laatste_per_traject(self, sleutels: Collection[UUID]) -> dict[UUID, "Contact"]:
        """The newest contact of each of these trajecten, with its kind. For the rows of one page."""
        nieuwste = _deelnames().geldig().filter(traject=OuterRef("pk")).nieuwste_eerst().values("contact")[:1]
        # Named, or SQLite hands the key back as text.
        contact = Subquery(nieuwste, output_field=UUIDField())
        paren = dict(trajecten().filter(pk__in=sleutels).values_list("pk", contact))
        contacten = self.select_related("soort").in_bulk([pk for pk in paren.values() if pk])
        return {traject: contacten[pk] for traject, pk in paren.items() if pk}


class MaandafsluitingQuerySet(ScopedQuerySet):
    REGIO_PAD = "organisatie__regio"

    def geldig(self) -> Self:
        """Closed, and not opened again."""
        return self.filter(heropend_op__isnull=True)


class InzetQuerySet(ScopedQuerySet):
    REGIO_PAD = "contact__regio"

    def geldig(self) -> Self:
        """Staff time in contacts that no correction replaced."""
        return self.filter(~_vervangen())

    def geldig_in(self, van: date, tot: date) -> Self:
        """Staff time that counts, of these days, both included."""
        return self.geldig().filter(contact__gebeurd_op__range=(van, tot))

    def minuten(self, aanstellingen: Sequence["Aanstelling"], *, van: date, tot: date) -> int:
        """Minutes these appointments worked in a period, both days included."""
        return int(
            self.geldig_in(van, tot).filter(aanstelling__in=aanstellingen).aggregate(som=Sum("minuten"))["som"] or 0
        )

    def per_dag(self, medewerker: "Medewerker", dagen: Collection[date]) -> dict[date, int]:
        """Minutes this person worked on each of these days, through whatever appointment."""
        rows = self.geldig().filter(aanstelling__medewerker=medewerker, contact__gebeurd_op__in=dagen)
        return dict(rows.order_by().values_list("contact__gebeurd_op").annotate(Sum("minuten")))


class ContactdeelnameQuerySet(ScopedQuerySet):
    REGIO_PAD = "traject__cohort__regio"

    def geldig(self) -> Self:
        """Shares of contacts that no correction replaced."""
        return self.filter(~_vervangen())

    def nieuwste_eerst(self) -> Self:
        """The contact that happened last comes first."""
        return self.order_by("-contact__gebeurd_op", "-contact__vastgelegd_op", "-contact")

    def ingetrokken(self) -> Self:
        """What was taken back: the shares of the last version that still had any."""
        return self.filter(contact__vervangen_door__ingetrokken=True)

    def voor_lijst(self) -> Self:
        """With what a line about a contact names: its kind and who worked."""
        return self.select_related("contact__soort").prefetch_related("contact__inzet__aanstelling__medewerker")

    def totalen(self, trajecten: Collection[UUID]) -> Mapping[UUID, Totaal]:
        """Totals of these trajecten in one query: take the page first, then count. Zeros where nothing happened."""
        erbij = Q(aanwezig=True)
        rows: Any = (
            self.geldig()
            .filter(traject__in=trajecten)
            .order_by()
            .values("traject")
            .annotate(
                aantal=Count("pk"),
                inzet=Sum("minuten"),
                ontvangen=Sum("contact__minuten", filter=erbij, default=0),
                laatste=Max("contact__gebeurd_op"),
                vastgelegd=Max("contact__vastgelegd_op"),
            )
        )
        return defaultdict(Totaal, {row.pop("traject"): Totaal(**row) for row in rows})


def _deelnames() -> "ContactdeelnameQuerySet":
    return apps.get_model("begeleiding", "Contactdeelname").objects.all()


def _vervangen() -> Exists:
    """Of a share or staff time: a correction replaced the contact.

    Not as a join on `vervangen_door`: PostgreSQL then expects one row, and reads a whole cohort contact by contact.
    """
    return Exists(apps.get_model("begeleiding", "Contact").objects.filter(vervangt=OuterRef("contact")))


@scopes.register("begeleiding.Maandafsluiting", *rollen_met(Recht.UREN_INZIEN))
def _maanden_van_de_eigen_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    return Q(organisatie__in={aanstelling.organisatie_id for aanstelling in aanstellingen})


@scopes.register("begeleiding.Contact", *rollen_met(Recht.TRAJECT_INZIEN))
def _contacten_van_zichtbare_trajecten(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Whoever sees a traject sees its contacts and their versions; one that was taken back through what it replaced."""
    mijn = trajecten().filter(scopes.visible(trajecten().model, aanstellingen, op)).values("pk")
    mee = _deelnames().filter(traject__in=mijn).values("contact")
    return Q(pk__in=mee) | Q(ingetrokken=True, vervangt__in=mee)


@scopes.register("begeleiding.Contact", Rol.TEAMLEIDER)
def _contacten_van_de_eigen_organisatie(aanstellingen: Sequence["Aanstelling"], op: date) -> Q:
    """Where somebody of the own organisation worked, also when the pupil has gone to another: without the pupil's name
    then, because the traject is not visible."""
    organisaties = {aanstelling.organisatie_id for aanstelling in aanstellingen}
    inzet = apps.get_model("begeleiding", "Inzet").objects.filter(aanstelling__organisatie__in=organisaties)
    mee = inzet.values("contact")
    return Q(pk__in=mee) | Q(ingetrokken=True, vervangt__in=mee)
