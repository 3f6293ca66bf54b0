"""Contacts about which a file says something else than stands here: what a correction would change, or why it cannot.

A correction is the one of the screen, so its rules are those of `contacten.corrigeren`, asked for the whole file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from begeleiding.actions.contacten import VAN_UW_LIJST, mag_wijzigen
from begeleiding.actions.uren_inlezen import Correctie
from begeleiding.imports.uren_begrepen import Begrepen, feiten
from begeleiding.imports.uren_bekend import Bekend, Feiten
from begeleiding.imports.uren_regels import Regels
from begeleiding.imports.uren_rijen import Onleesbaar
from begeleiding.imports.uren_woorden import Kennis
from begeleiding.models import Aanwezigheidslijst, Contact, Inzet, Traject
from begeleiding.workflow import Gezelschap
from gka.access.rights import Recht
from gka.models import Aanstelling, Keuze
from gka.templatetags.formatting import date_medium, duration, join_and, lower_first

VAN_ANDEREN = (
    "een bestand verandert niet wie er werkte of over welke leerlingen het ging, klopt het daar niet, wijzig het dan "
    "in Overstap"
)
NIET_DOOR_U = "alleen wie bij dit contact werkte en de leerling nog ziet, of de teamleider, kan het wijzigen"


@dataclass(frozen=True)
class Wijziging:
    """A correction that the file asks for; `feiten` are what it changes: what, how it stands here, how in the file."""

    correctie: Correctie
    trajecten: tuple[Traject, ...]
    feiten: tuple[tuple[str, str, str], ...]


class Wijzigingen:
    """For the contacts of one file that it changes, by their keys. A fixed number of queries."""

    def __init__(self, sleutels: Iterable[UUID], bekend: Bekend, regels: Regels, weet: Kennis) -> None:
        self._bekend, self._regels = bekend, regels
        self._soorten = {soort.pk: soort for soort in weet.soorten.values()}
        lezer = regels.lezer
        keys = [bekend.nieuwste(sleutel)[0].pk for sleutel in sleutels]
        mijn = Contact.objects.zichtbaar_voor(lezer, recht=Recht.CONTACT_VERBETEREN).filter(pk__in=keys)
        self._zichtbaar = set(mijn.values_list("pk", flat=True))
        van_lijst = Aanwezigheidslijst.objects.van_mij(lezer).filter(contact__in=keys)
        self._van_lijst = set(van_lijst.values_list("contact", flat=True))
        self._werkers: dict[UUID, list[Aanstelling]] = defaultdict(list)
        for inzet in Inzet.objects.filter(contact__in=keys).select_related("aanstelling__organisatie"):
            self._werkers[inzet.contact_id].append(inzet.aanstelling)

    def wijziging(self, sleutel: UUID, groep: Sequence[Begrepen]) -> Wijziging:
        """What these rows would change. Raises Onleesbaar with why that cannot be done from a file."""
        contact, staat = self._bekend.nieuwste(sleutel)
        nieuw = feiten(groep).aangevuld(staat)
        trajecten = tuple(een.traject for een in groep if een.traject)
        if (nieuw.werkers, nieuw.trajecten) != (staat.werkers, staat.trajecten) or len(trajecten) != len(groep):
            raise Onleesbaar(VAN_ANDEREN)
        self._eis_mag(contact)
        self._eis_kan(contact, nieuw, groep[0].soort, trajecten)
        correctie = Correctie(
            rijen=tuple(een.rij.nummer for een in groep),
            contact=contact,
            gebeurd_op=nieuw.datum,
            soort=groep[0].soort,
            minuten=nieuw.minuten,
            met=nieuw.met,
            overige_deelnemers=nieuw.overige,
            reisminuten=nieuw.reisminuten,
            aanwezig=tuple(traject for traject in trajecten if traject.pk in nieuw.aanwezig),
        )
        return Wijziging(correctie, trajecten, self._verschil(staat, nieuw))

    def _eis_mag(self, contact: Contact) -> None:
        werkers = self._werkers[contact.pk]
        if contact.pk not in self._zichtbaar or not mag_wijzigen(self._regels.lezer, werkers, self._regels.dag):
            raise Onleesbaar(NIET_DOOR_U)
        self._regels.eis_open(contact.gebeurd_op.replace(day=1), werkers)
        if contact.pk in self._van_lijst:
            raise Onleesbaar(lower_first(VAN_UW_LIJST).removesuffix("."))

    def _eis_kan(self, contact: Contact, nieuw: Feiten, soort: Keuze, trajecten: Sequence[Traject]) -> None:
        werkers = self._werkers[contact.pk]
        self._regels.eis_begonnen(nieuw.datum, trajecten)
        if any(een.gesloten_op and nieuw.datum > timezone.localdate(een.gesloten_op) for een in trajecten):
            raise Onleesbaar("het traject was op die dag al gesloten")
        if not all(werker.geldig_op(nieuw.datum) for werker in werkers):
            raise Onleesbaar("de medewerker had op die dag geen aanstelling")
        self._regels.eis_soort(soort, nieuw.datum, nieuw.met)
        self._regels.eis_open(nieuw.datum.replace(day=1), werkers)

    def _verschil(self, staat: Feiten, nieuw: Feiten) -> tuple[tuple[str, str, str], ...]:
        regels = zip(self._regels_van(staat), self._regels_van(nieuw), strict=True)
        return tuple((wat, was, wordt) for (wat, was), (_, wordt) in regels if was != wordt)

    def _regels_van(self, een: Feiten) -> list[tuple[str, str]]:
        soort = self._soorten.get(een.soort)
        met = join_and([wie.label.lower() for wie in Gezelschap if wie in een.met]) or "niemand genoemd"
        return [
            ("dag", date_medium(een.datum)),
            ("soort", soort.label if soort else "een soort die niet meer bestaat"),
            ("duur", duration(een.minuten)),
            ("met", met),
            ("leerlingen erbij", f"{een.erbij} van {een.kinderen}"),
            ("andere kinderen", str(een.overige)),
            ("reistijd", duration(een.reisminuten) if een.reisminuten else "geen"),
        ]
