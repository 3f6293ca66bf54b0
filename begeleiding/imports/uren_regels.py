"""The rules of a contact, for a whole file at once: what `actions.contacten` would refuse, said per row beforehand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from begeleiding.imports.uren_rijen import Onleesbaar
from begeleiding.imports.uren_woorden import Kennis
from begeleiding.models import Maandafsluiting, Toewijzing, Traject
from begeleiding.workflow import LOPEND, Gezelschap, Onjuist, eis_gezelschap
from gka.access.table import Rol
from gka.models import Aanstelling, Keuze, Medewerker, Organisatie, Schoolkeuze
from gka.templatetags.formatting import date_numeric, lower_first, month_year
from gka.workflow import Keuzesoort


class Regels:
    """For one reader, one organisation and these trajecten. Without `alles` only the reader's own hours may come in."""

    def __init__(
        self,
        weet: Kennis,
        *,
        organisatie: Organisatie,
        lezer: Medewerker,
        alles: bool,
        trajecten: Sequence[Traject],
        dag: date,
    ) -> None:
        self._weet, self._organisatie, self.lezer = weet, organisatie, lezer
        self._alles, self.dag = alles, dag
        dicht = Maandafsluiting.objects.geldig().filter(organisatie__regio=organisatie.regio_id)
        self._dicht = set(dicht.values_list("organisatie", "maand"))
        self._toegewezen: dict[UUID, list[Toewijzing]] = defaultdict(list)
        for toewijzing in Toewijzing.objects.filter(traject__in=trajecten).order_by("waarneming"):
            self._toegewezen[toewijzing.traject_id].append(toewijzing)
        leerlingen = [traject.leerling_id for traject in trajecten]
        self._basisscholen: dict[UUID, list[Schoolkeuze]] = defaultdict(list)
        for keuze in Schoolkeuze.objects.filter(leerling__in=leerlingen, soort=Keuzesoort.BASISSCHOOL):
            self._basisscholen[keuze.leerling_id].append(keuze)

    def toets(
        self,
        *,
        datum: date,
        soort: Keuze,
        met: Collection[Gezelschap],
        werkers: Sequence[UUID],
        trajecten: Sequence[Traject],
    ) -> tuple[Aanstelling, ...]:
        """The appointment in which each of them worked. Raises Onleesbaar with the first rule that is broken."""
        self._eis_datum(datum, trajecten)
        self._eis_van_lezer(werkers)
        self.eis_soort(soort, datum, met)
        gekozen = tuple(self._aanstelling(werker, datum, trajecten) for werker in werkers)
        if len(set(werkers)) < len(werkers):
            raise Onleesbaar("een medewerker staat twee keer in deze rij")
        if self._alles and not any(een.organisatie_id == self._organisatie.pk for een in gekozen):
            raise Onleesbaar("deze medewerker werkt niet bij uw organisatie")
        self.eis_open(datum.replace(day=1), gekozen)
        self._eis_toen(gekozen, datum, trajecten)
        return gekozen

    def eis_open(self, maand: date, werkers: Sequence[Aanstelling]) -> None:
        """Refuse a month that one of these organisations closed; `maand` is its first day."""
        for een in werkers:
            if (een.organisatie_id, maand) in self._dicht:
                waar = f" bij {een.organisatie}" if een.organisatie_id != self._organisatie.pk else ""
                raise Onleesbaar(f"{month_year(maand)} is gesloten{waar}")

    def _eis_toen(self, werkers: Sequence[Aanstelling], datum: date, trajecten: Sequence[Traject]) -> None:
        """Who does not see a pupil today may read in the days on which one did (ADR 0014)."""
        mijn = [
            een
            for een in werkers
            if (een.organisatie_id == self._organisatie.pk if self._alles else een.medewerker_id == self.lezer.pk)
        ]
        for traject in trajecten:
            if traject.pk not in self._weet.trajecten and not any(self._had(een, traject, datum) for een in mijn):
                raise Onleesbaar("de medewerker begeleidde deze leerling niet op die dag")

    def begeleidde_op(self, traject: Traject, dagen: Sequence[date]) -> list[date]:
        """On which of these days the reader guided this pupil, in an appointment of then."""
        eigen = self._weet.aanstellingen.get(self.lezer.pk, ())
        return [dag for dag in dagen if any(een.geldig_op(dag) and self._had(een, traject, dag) for een in eigen)]

    def _had(self, werker: Aanstelling, traject: Traject, datum: date) -> bool:
        if werker.rol == Rol.SMW_PO:
            return datum < traject.cohort.fase_vo_vanaf and any(
                keuze.school_id == werker.werkplek_school_id and _geldt(keuze, datum)
                for keuze in self._basisscholen[traject.leerling_id]
            )
        return any(een.aanstelling_id == werker.pk and _geldt(een, datum) for een in self._toegewezen[traject.pk])

    def _eis_datum(self, datum: date, trajecten: Sequence[Traject]) -> None:
        self.eis_begonnen(datum, trajecten)
        for traject in trajecten:
            if traject.status not in LOPEND:
                raise Onleesbaar("het traject is gesloten: er kan niets meer bij")

    def eis_begonnen(self, datum: date, trajecten: Sequence[Traject]) -> None:
        """Refuse a day that is still to come, or before one of them began."""
        if datum > self.dag:
            raise Onleesbaar("deze dag moet nog komen")
        for traject in trajecten:
            if datum < traject.vanaf:
                raise Onleesbaar(f"het traject begon pas op {date_numeric(traject.vanaf)}")

    def _eis_van_lezer(self, werkers: Sequence[UUID]) -> None:
        if not self._alles and self.lezer.pk not in werkers:
            raise Onleesbaar("deze uren zijn van een ander: u leest alleen uw eigen uren in")

    def eis_soort(self, soort: Keuze, datum: date, met: Collection[Gezelschap]) -> None:
        """Refuse a kind that was not in use that day, or that contradicts who was there."""
        if soort.vervallen_op is not None and soort.vervallen_op <= datum:
            raise Onleesbaar("deze soort contact was op die dag niet meer in gebruik")
        try:
            eis_gezelschap(soort.code, soort.kenmerk, met)
        except Onjuist as weigering:
            zin = str(weigering).split(". ")[0].removesuffix(".")
            raise Onleesbaar(lower_first(zin)) from None

    def _aanstelling(self, werker: UUID, datum: date, trajecten: Sequence[Traject]) -> Aanstelling:
        """The one assigned to a pupil, else one at the own organisation, else any that was valid that day.

        In the file of an organisation its own goes before the assigned one: what it sends out comes back as its hours.
        """
        geldig = [een for een in self._weet.aanstellingen[werker] if een.geldig_op(datum)]
        if not geldig:
            raise Onleesbaar("de medewerker had op die dag geen aanstelling")
        toegewezen = {
            een.aanstelling_id for traject in trajecten for een in self._toegewezen[traject.pk] if _geldt(een, datum)
        }
        hier = self._organisatie.pk
        return min(
            geldig,
            key=lambda een: (
                self._alles and een.organisatie_id != hier,
                een.pk not in toegewezen,
                een.organisatie_id != hier,
            ),
        )


def _geldt(periode: Toewijzing | Schoolkeuze, dag: date) -> bool:
    return periode.van <= dag and (periode.tot is None or dag <= periode.tot)
