"""Goals: the card on the traject page, and the pages to add, reword, score and stop one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from begeleiding.actions import doelen
from begeleiding.forms.doelen import DoelForm, ScoreForm, StopForm
from begeleiding.models import Doel, Doelscore, Traject
from begeleiding.workflow import DOELEN_HOOGSTENS, DOMEINEN, EINDSCORE_MAAND, SCORE_HOOGSTENS, Scoremoment
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Keuze, Medewerker
from gka.templatetags.formatting import date_short


@dataclass(frozen=True)
class Doelkaart:
    """One goal with its picture: a bar per score, and the same in words."""

    doel: Doel
    balken: list[dict[str, Any]]
    heeft_begin: bool
    heeft_eind: bool
    verschil: str


def kaart(traject: Traject, medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """The goals of a traject, for whoever works with them. As many queries for one goal as for many."""
    mag = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.DOEL_BEWERKEN, op=dag)
    if not mag.filter(pk=traject.pk).exists():
        return None
    rows = Doel.objects.zichtbaar_voor(medewerker, recht=Recht.DOEL_BEWERKEN, op=dag).filter(traject=traject)
    kaarten = [_kaart(doel) for doel in rows.voor_kaart()]
    lopend = [een for een in kaarten if een.doel.loopt]
    aan_het_eind = not traject.loopt or dag >= date(traject.cohort.jaar, EINDSCORE_MAAND, 1)
    return {
        "traject": traject,
        "lopend": lopend,
        "gestopt": [een for een in kaarten if not een.doel.loopt],
        "vol": len(lopend) >= DOELEN_HOOGSTENS,
        "eindscore_vragen": aan_het_eind and any(een.heeft_begin and not een.heeft_eind for een in lopend),
    }


def _kaart(doel: Doel) -> Doelkaart:
    scores: list[Doelscore] = doel.huidige_scores  # type: ignore[attr-defined]
    begin, eind = ([rij for rij in scores if rij.moment == moment] for moment in (Scoremoment.BEGIN, Scoremoment.EIND))
    balken = [
        {
            "label": f"{str(rij.get_moment_display()).capitalize()}, {date_short(rij.gemeten_op)}",
            "value": rij.score,
            "total": SCORE_HOOGSTENS,
            "words": f"{rij.score} van {SCORE_HOOGSTENS}",
        }
        for rij in scores
    ]
    verschil = f"Van {begin[0].score} naar {eind[0].score}" if begin and eind else ""
    return Doelkaart(doel, balken, bool(begin), bool(eind), verschil)


class DoelToevoegen(ScopedObjectMixin, FormView):
    """A new goal of this pupil; with three running goals the page says what to do instead."""

    model, recht, gezien = Traject, Recht.DOEL_BEWERKEN, "traject.gezien"
    form_class, template_name = DoelForm, "begeleiding/doel/form.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("leerling", "cohort")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"domeinen": domeinen(self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vol = self.object.doelen.lopend().count() >= DOELEN_HOOGSTENS
        return super().get_context_data(**kwargs) | {"traject": self.object, "vol": vol}

    def form_valid(self, form: DoelForm) -> HttpResponse:
        try:
            doelen.toevoegen(
                traject=self.object,
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
                **form.gegevens(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, "Het doel is opgeslagen. Vraag meteen een beginscore.")
        return redirect(f"{self.object.get_absolute_url()}#doelen")


class VanDoel(ScopedObjectMixin, FormView):
    """A page about one goal."""

    model, recht, gezien = Doel, Recht.DOEL_BEWERKEN, "doel.gezien"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("traject__leerling", "traject__cohort")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"doel": self.object, "traject": self.object.traject}

    def klaar(self, zin: str) -> HttpResponse:
        messages.success(self.request, zin)
        return redirect(f"{self.object.traject.get_absolute_url()}#doelen")

    def nu(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"door": self.medewerker, "op": timezone.now(), "dag": timezone.localdate()}


class DoelPagina(VanDoel):
    """Give a goal other words, with the words it had before."""

    form_class, template_name = DoelForm, "begeleiding/doel/form.html"

    def get_initial(self) -> dict[str, Any]:
        doel = self.object
        gekozen = [keuze.pk for keuze in doel.domeinen.all()]
        return {"tekst": doel.tekst, "van_wie": doel.van_wie, "domeinen": gekozen, "versie": doel.versie}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"domeinen": domeinen(self.object.traject, self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        eerdere = self.object.eerdere_teksten.select_related("vervangen_door").order_by("-nummer")
        return super().get_context_data(**kwargs) | {"eerdere": eerdere}

    def form_valid(self, form: DoelForm) -> HttpResponse:
        versie = form.cleaned_data["versie"] or 0
        try:
            doelen.verwoorden(doel=self.object, versie=versie, **self.nu(), **form.gegevens())
        except Verouderd:
            return self.toon_verschil()
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        return self.klaar("Het doel is gewijzigd. De oude woorden blijven staan.")

    def toon_verschil(self) -> HttpResponse:
        """Somebody else was first: their words beside what was typed; saving again is a choice now."""
        self.object = self.get_queryset().get(pk=self.object.pk)
        data = self.request.POST.copy()
        data["versie"] = str(self.object.versie)
        form = DoelForm(data, domeinen=domeinen(self.object.traject, self.object), initial=self.get_initial())
        form.is_valid()
        context = self.get_context_data(form=form, nu_opgeslagen=self.object.tekst, page_has_errors=True)
        return self.render_to_response(context, status=409)


class DoelStoppen(VanDoel):
    """Stop a goal, with the reason."""

    form_class, template_name = StopForm, "begeleiding/doel/stoppen.html"

    def get_initial(self) -> dict[str, Any]:
        return {"versie": self.object.versie}

    def get_form_kwargs(self) -> dict[str, Any]:
        begin, eind = (self.object.scores.van_moment(een) for een in (Scoremoment.BEGIN, Scoremoment.EIND))
        return super().get_form_kwargs() | {"vraag_eindscore": begin is not None and eind is None}

    def form_valid(self, form: StopForm) -> HttpResponse:
        try:
            doelen.stoppen(doel=self.object, **form.gegevens(), **self.nu())
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        return self.klaar("Het doel is gestopt. Het blijft staan bij de gestopte doelen.")


class DoelScoren(VanDoel):
    """A score at the beginning, in between (`?moment=`), at the end, or a better one instead of one (`?vervangt=`)."""

    form_class, template_name = ScoreForm, "begeleiding/doel/score.html"

    def get_initial(self) -> dict[str, Any]:
        moment = self.request.GET.get("moment", "")
        if moment not in Scoremoment.values and not (self.object.loopt and self.object.traject.loopt):
            moment = Scoremoment.EIND
        elif moment not in Scoremoment.values:
            moment = Scoremoment.TUSSEN if self.object.scores.van_moment(Scoremoment.BEGIN) else Scoremoment.BEGIN
        oud = self.te_vervangen(self.request.GET.get("vervangt", ""))
        vast = {"moment": oud.moment, "vervangt": oud.pk, "gemeten_op": oud.gemeten_op} if oud else {}
        return {"moment": moment, "gemeten_op": timezone.localdate()} | vast

    def te_vervangen(self, key: str) -> Doelscore | None:
        """The score of this goal with this key that nothing replaced yet."""
        if not key:
            return None
        oud = [rij for rij in self.object.scores.huidig() if str(rij.pk) == key]
        if not oud:
            raise Http404
        return oud[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        moment, vervangt = form["moment"].value(), form["vervangt"].value()
        return context | {
            "moment": Scoremoment(moment).label if moment in Scoremoment.values else "",
            "vervangt": vervangt,
            "waarom_niet": "" if form.is_bound or vervangt else self.waarom_niet(Scoremoment(moment)),
            "scores": self.object.scores.huidig().in_volgorde(),
        }

    def waarom_niet(self, moment: Scoremoment) -> str:
        """Why no score of this moment can be given; empty when one can."""
        try:
            doelen.eis_score_mogelijk(self.object, moment)
        except NietToegestaan as weigering:
            return str(weigering)
        al = moment != Scoremoment.TUSSEN and self.object.scores.van_moment(moment)
        return f"Dit doel heeft al een {moment.label}score." if al else ""

    def form_valid(self, form: ScoreForm) -> HttpResponse:
        schoon = form.cleaned_data
        try:
            vervangt = self.te_vervangen(str(schoon["vervangt"] or ""))
            doelen.scoren(
                doel=self.object,
                moment=Scoremoment(schoon["moment"]),
                score=schoon["score"],
                gemeten_op=schoon["gemeten_op"],
                vervangt=vervangt,
                **self.nu(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        return self.klaar("De score is opgeslagen.")


def domeinen(traject: Traject, doel: Doel | None = None) -> Any:
    """What a goal can be about: the list of the region, and what was chosen for this goal before."""
    lijst = Keuze.objects.van_lijst(traject.cohort.regio_id, DOMEINEN, op=timezone.localdate())
    return (lijst | doel.domeinen.all()).distinct() if doel else lijst
