"""A file of hours between two pages: one encrypted text in the page, so nothing of it is kept before a confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from begeleiding.actions.uren_inlezen import Onthouden
from begeleiding.imports import uren_kolommen, uren_preview
from begeleiding.imports.uren_kolommen import Urenkolommen
from begeleiding.imports.uren_preview import Preview
from begeleiding.imports.uren_regels import Regels
from begeleiding.imports.uren_rijen import Urenrij, lees_rijen
from begeleiding.imports.uren_woorden import Kennis, kennis
from begeleiding.urencodes import MEDEWERKER, code
from begeleiding.workflow import Woordsoort
from gka.imports import token
from gka.imports.columns import vingerafdruk
from gka.imports.table import Tabel
from gka.models import Medewerker, Organisatie

# Of a cell so much is shown: enough to know it by.
CELTEKENS = 40


@dataclass(frozen=True)
class Concept:
    """The table, what each column is, what a person said about its words, and whether they were asked; and what they
    said about rows that may be one contact, by the key of that question."""

    tabel: Tabel
    kolommen: Urenkolommen
    antwoorden: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gevraagd: bool = False
    groepen: Mapping[str, str] = field(default_factory=dict)

    def cellen(self, nummer: int) -> str:
        """What stands in the cells of a row that are read, to find it by; each of them shortened."""
        cellen = self._rijen.get(nummer, ())
        gelezen = [cel for cel, veld in zip(cellen, self.kolommen.velden, strict=False) if veld and cel]
        return " · ".join(cel if len(cel) <= CELTEKENS else f"{cel[:CELTEKENS]}…" for cel in gelezen)

    @cached_property
    def _rijen(self) -> dict[int, tuple[str, ...]]:
        return dict(self.tabel.rijen)

    def kolommen_onduidelijk(self, *, met_medewerker: bool) -> bool:
        """Must a person say what is in the columns, or how to read the dates?"""
        zonder = uren_kolommen.mist(self.kolommen, met_medewerker=met_medewerker)
        datums = not self.kolommen.datumstijl and uren_kolommen.datumkeuzes(self.tabel, self.kolommen)
        return bool(zonder or datums)

    def onthouden(self) -> Onthouden:
        """What the next file need not ask. Without headings there is nothing to know its columns by."""
        woorden = {Woordsoort(soort): dict(paren) for soort, paren in self.antwoorden.items()}
        if not self.tabel.heeft_kop:
            return Onthouden(woorden=woorden)
        velden = [""] * len(self.tabel.alle_koppen)
        for plaats, veld in zip(self.tabel.plaatsen, self.kolommen.velden, strict=True):
            velden[plaats] = veld
        afdruk = vingerafdruk(self.tabel.alle_koppen)
        return Onthouden(afdruk, tuple(velden), self.kolommen.datumstijl, woorden)


@dataclass(frozen=True)
class Lezer:
    """Who reads the file in, for which organisation: the own hours, or with `alles` those of everybody there."""

    medewerker: Medewerker
    organisatie: Organisatie
    alles: bool

    def lees(self, concept: Concept) -> tuple[list[Urenrij], Kennis]:
        """The rows, and what their words mean."""
        ik = "" if self.alles else code(MEDEWERKER, self.medewerker.pk)
        rijen = lees_rijen(concept.tabel, concept.kolommen, ik=ik)
        return rijen, kennis(self.organisatie, self.medewerker, concept.antwoorden, alles=self.alles)

    def preview(self, concept: Concept, dag: date) -> Preview:
        """What the rows would do."""
        rijen, weet = self.lees(concept)
        genoemd = {weet.leerlingen.get(rij.leerling.casefold()) for rij in rijen}
        regels = Regels(
            weet,
            organisatie=self.organisatie,
            lezer=self.medewerker,
            alles=self.alles,
            trajecten=[traject for traject in genoemd if traject],
            dag=dag,
        )
        return uren_preview.maak(rijen, weet, regels, self.organisatie, concept.groepen)

    def sluit(self, concept: Concept, op: datetime) -> str:
        """The concept as a text that only this person can hand back, for this organisation, within an hour."""
        inhoud = {
            "tabel": token.tabel_als_json(concept.tabel),
            "velden": concept.kolommen.velden,
            "datumstijl": concept.kolommen.datumstijl,
            "antwoorden": concept.antwoorden,
            "gevraagd": concept.gevraagd,
            "groepen": concept.groepen,
        }
        return token.verzegel(inhoud, self._context, op)

    def open_(self, tekst: str, op: datetime) -> Concept:
        """The concept again, or BestandGeweigerd when it is too old, changed, or somebody else's."""
        inhoud = token.ontzegel(tekst, self._context, op)
        return Concept(
            tabel=token.tabel_van_json(inhoud["tabel"]),
            kolommen=Urenkolommen(tuple(inhoud["velden"]), inhoud["datumstijl"]),
            antwoorden=inhoud["antwoorden"],
            gevraagd=inhoud["gevraagd"],
            groepen=inhoud["groepen"],
        )

    @property
    def _context(self) -> str:
        return f"uren:{self.medewerker.pk}:{self.organisatie.pk}"
