"""The consent form on paper: one A4 per purpose, in plain Dutch, to fill in by hand."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from gka.access.rights import Recht
from gka.access.views import ScopedObjectMixin
from gka.forms.toestemming import FormulierForm, worden_gevraagd
from gka.leerling_panels import lopende_school
from gka.models import Leerling, School
from gka.privacy import texts
from gka.querysets import LeerlingQuerySet
from gka.workflow import Doel, Gever, Keuzesoort, leeftijd

KOPPEN = {
    "wie": "Wie vraagt dit?",
    "waarom": "Waarom?",
    "ziet": "Wie weten het?",
    "bewaren": "Hoelang bewaren wij het?",
    "nee": "Mag ik nee zeggen?",
    "stoppen": "Mag ik later stoppen?",
    "samen": "Zijn er twee ouders?",
}


@dataclass(frozen=True)
class Vak:
    """A question, and how many people tick and sign under it."""

    wie: str
    vraag: str
    handtekeningen: range


@dataclass(frozen=True)
class Blad:
    """One form: its heading, the paragraphs under their own headings, and who signs."""

    titel: str
    alineas: list[tuple[str, str]]
    vakken: list[Vak]


class Formulier(ScopedObjectMixin, TemplateView):
    """Choose purposes, and print. Names are on the paper only where they are needed: never in the title."""

    model = Leerling
    recht = Recht.TOESTEMMING_VASTLEGGEN
    gezien = "toestemming.formulier"
    template_name = "gka/toestemming/formulier.html"

    def get_queryset(self) -> LeerlingQuerySet:
        return super().get_queryset().met_schoolweg()  # type: ignore[attr-defined,no-any-return]

    @cached_property
    def vo_school(self) -> School | None:
        return lopende_school(self.object, Keuzesoort.BEOOGD)

    @cached_property
    def gevers(self) -> list[Gever]:
        return worden_gevraagd(leeftijd(self.object.geboortedatum, timezone.localdate()))

    @cached_property
    def ouders(self) -> int:
        """How many parents sign: one or two, two while nobody knows who has authority."""
        return min(self.object.ouders.met_gezag().count(), 2) or 2

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doelen = [doel for doel in Doel if doel != Doel.DELEN or self.vo_school]
        form = FormulierForm(self.request.GET or None, doelen=doelen)
        gekozen = form.doelen if form.is_valid() else []
        leeg, groot = (form.is_bound and bool(form.cleaned_data.get(naam)) for naam in ("leeg", "groot"))
        talen = [] if leeg else self.object.ouders.op_volgorde().values_list("taal", flat=True)
        regels = texts.taalregels()
        return super().get_context_data(**kwargs) | {
            "leerling": self.object,
            "form": form,
            "bladen": [self.blad(doel, leeg=leeg) for doel in gekozen],
            "leeg": leeg,
            "groot": groot,
            "taalregels": [regels[taal] for taal in dict.fromkeys(["nl", *talen]) if taal in regels],
            "tekstversie": texts.huidige_versie(),
            "delen_later": self.vo_school is None,
        }

    def blad(self, doel: Doel, *, leeg: bool) -> Blad:
        alleen_leerling = not leeg and Gever.OUDER not in self.gevers
        tekst = texts.papier(texts.huidige_versie(), doel, leerling=alleen_leerling)
        scholen = {"basisschool": lopende_school(self.object, Keuzesoort.BASISSCHOOL), "vo_school": self.vo_school}
        delen = [deel for deel in texts.DELEN if deel in tekst and (deel != "samen" or not alleen_leerling)]
        return Blad(
            titel=tekst["titel"],
            alineas=[(KOPPEN[deel], tekst[deel].format(**scholen)) for deel in delen],
            vakken=self.vakken(doel, leeg=leeg),
        )

    def vakken(self, doel: Doel, *, leeg: bool) -> list[Vak]:
        """One or two parents, two while nobody knows; and the pupil from 12 on. An empty form has room for all."""
        vraag = texts.teksten(texts.huidige_versie())[doel]
        gevers = list(Gever) if leeg else self.gevers
        vakken = {
            Gever.OUDER: Vak("Ouder of verzorger", vraag.vraag_ouder, range(2 if leeg else self.ouders)),
            Gever.LEERLING: Vak("Leerling", vraag.vraag_leerling, range(1)),
        }
        return [vakken[gever] for gever in gevers]
