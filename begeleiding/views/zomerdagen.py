"""What a social worker does with a summer activity: enrol, end an enrolment, and confirm who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from begeleiding.actions import aanmeldingen, aanwezigheid, contacten
from begeleiding.actions.aanwezigheid import Aanwezig
from begeleiding.forms.zomer import AanmeldForm, AanwezigForm, AfmeldForm
from begeleiding.models import (
    Aanmelding,
    Aanwezigheidslijst,
    Traject,
    Zomeractiviteit,
    Zomerdag,
    Zomerdeelname,
)
from begeleiding.workflow import Afmeldreden
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker
from gka.templatetags.formatting import counted, date_long, duration, join_and


def _mijn_trajecten(medewerker: Medewerker) -> ScopedQuerySet:
    mijn = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.CONTACT_VASTLEGGEN)
    return mijn.select_related("leerling", "cohort").order_by("leerling__achternaam", "leerling__roepnaam", "pk")


def _keuzes(trajecten: Sequence[Traject]) -> list[tuple[str, str]]:
    return [(str(traject.pk), traject.leerling.naam) for traject in trajecten]


class MetNamen(ScopedObjectMixin, FormView):
    """A form that names own pupils; whose names were shown is recorded."""

    recht = Recht.CONTACT_VASTLEGGEN

    @cached_property
    def kandidaten(self) -> list[Traject]:
        """The own pupils the form is about."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leerlingen": _keuzes(self.kandidaten)}

    def gekozen(self, keys: Sequence[str]) -> list[Traject]:
        return [traject for traject in self.kandidaten if str(traject.pk) in keys]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        sleutels = [traject.leerling_id for traject in self.kandidaten]
        leg_vast(
            "aanmeldingen.gezien",
            door=self.medewerker,
            op=timezone.now(),
            onderwerp=self.object,
            sleutels=sleutels,
            aantal=len(sleutels),
        )
        return super().render_to_response(context, **kwargs)


class Aanmelden(MetNamen):
    """Which of the own pupils join; beyond the places they wait."""

    model = Zomeractiviteit
    form_class, template_name = AanmeldForm, "begeleiding/zomer/aanmelden.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().voor_lijst()

    @cached_property
    def kandidaten(self) -> list[Traject]:
        al = Aanmelding.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        al = al.filter(activiteit=self.object, afgemeld_op__isnull=True)
        mijn = _mijn_trajecten(self.medewerker).lopend().filter(cohort__regio=self.object.organisatie.regio_id)
        return list(mijn.exclude(pk__in=al.values("traject")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dag = timezone.localdate()
        bezetting = Aanmelding.objects.bezetting([self.object], op=dag)[self.object.pk]
        open_ = self.object.aan_te_melden(dag)
        return super().get_context_data(**kwargs) | {
            "activiteit": self.object,
            "bezetting": bezetting,
            "open": open_,
            "kandidaten": self.kandidaten,
        }

    def form_valid(self, form: AanmeldForm) -> HttpResponse:
        try:
            gemaakt = aanmeldingen.aanmelden(
                activiteit=self.object,
                trajecten=self.gekozen(form.cleaned_data["leerlingen"]),
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        wachten = [rij.traject.leerling.korte_naam for rij in gemaakt if rij.wachtte]
        zin = f"{counted(len(gemaakt), 'leerling,leerlingen')} aangemeld."
        if wachten:
            staat = "staat" if len(wachten) == 1 else "staan"
            zin += f" {join_and(wachten)} {staat} op de wachtlijst."
        messages.success(self.request, zin)
        return redirect(self.object)


class VanAanmelding(ScopedObjectMixin):
    """One enrolment of an own pupil."""

    model, recht, gezien = Aanmelding, Recht.CONTACT_VASTLEGGEN, "aanmeldingen.gezien"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("traject__leerling", "activiteit")


class Afmelden(VanAanmelding, FormView):
    """End an enrolment, with a reason; the place goes to who waits longest."""

    form_class, template_name = AfmeldForm, "begeleiding/zomer/afmelden.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"aanmelding": self.object}

    def form_valid(self, form: AfmeldForm) -> HttpResponse:
        try:
            aanmeldingen.afmelden(
                aanmelding=self.object,
                reden=Afmeldreden(form.cleaned_data["reden"]),
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, f"{self.object.traject.leerling.korte_naam} is afgemeld.")
        return redirect(self.object.activiteit)


class PlekGezien(VanAanmelding, View):
    """ "I know": take the notice of a new place off the start page."""

    gezien = ""
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        aanmeldingen.plek_gezien(aanmelding=self.object, door=self.medewerker, op=timezone.now())
        return redirect("gka:start")


@dataclass(frozen=True)
class Stand:
    """Who of a day is whose, as this SMW sees it: to tick, ticked by a colleague, and how many others are enrolled."""

    kandidaten: list[Traject]
    al_afgevinkt: list[str]
    anderen: int


class Aanwezigheid(MetNamen):
    """The attendance list of one day: tick, confirm once, and it is contact time. Later: correct it with a reason."""

    model = Zomerdag
    form_class, template_name = AanwezigForm, "begeleiding/zomer/dag.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().select_related("activiteit__organisatie")

    @cached_property
    def lijst(self) -> Aanwezigheidslijst | None:
        """What this SMW confirmed about the day."""
        return Aanwezigheidslijst.objects.van_mij(self.medewerker).filter(dag=self.object).first()

    @cached_property
    def stand(self) -> Stand:
        dag, vandaag = self.object, timezone.localdate()
        met_plek = Aanmelding.objects.bezetting([dag.activiteit], op=vandaag)[dag.activiteit_id].met_plek
        mijn = Aanmelding.objects.zichtbaar_voor(self.medewerker, recht=self.recht).filter(pk__in=met_plek)
        aangemeld = set(mijn.values_list("traject", flat=True))
        op_mijn_lijst = set(self.lijst.deelnames.values_list("traject", flat=True)) if self.lijst else set()
        eigen = list(_mijn_trajecten(self.medewerker).filter(pk__in=aangemeld | op_mijn_lijst))
        van_collega = Zomerdeelname.objects.van_collega(dag, self.lijst).filter(traject__in=eigen)
        weg = {rij.traject_id: rij.lijst.medewerker.naam for rij in van_collega}
        return Stand(
            kandidaten=[een for een in eigen if een.pk not in weg],
            al_afgevinkt=[f"{een.leerling.korte_naam} ({weg[een.pk]})" for een in eigen if een.pk in weg],
            anderen=len(met_plek) - len(aangemeld),
        )

    @cached_property
    def kandidaten(self) -> list[Traject]:
        return self.stand.kandidaten

    @property
    def correctie(self) -> bool:
        return self.lijst is not None and (self.request.method != "POST" or bool(self.request.POST.get("versie")))

    def get_initial(self) -> dict[str, Any]:
        """Nothing beforehand, and of a list that was confirmed what it says."""
        if self.lijst is None:
            return {}
        wie = [str(key) for key in self.lijst.deelnames.values_list("traject", flat=True)]
        vast = {"aanwezig": wie, "overige": self.lijst.overige, "versie": self.lijst.versie}
        erbij = {"zelf_erbij": "ja" if self.lijst.zelf_erbij else "nee"}
        return vast | erbij | ({"duur": "anders", "duur_anders": str(self.lijst.minuten)} if self.lijst.minuten else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        minuten = self.object.activiteit.minuten
        return super().get_form_kwargs() | {"minuten": minuten, "correctie": self.correctie}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "zomerdag": self.object,
            "activiteit": self.object.activiteit,
            "stand": self.stand,
            "lijst": self.lijst,
            "erbij": self._erbij(),
            "komt_nog": self.object.dag > timezone.localdate(),
        }

    def _erbij(self) -> list[str]:
        """The own pupils on the confirmed list."""
        wie = set(self.lijst.deelnames.values_list("traject", flat=True)) if self.lijst else set()
        return [traject.leerling.korte_naam for traject in self.kandidaten if traject.pk in wie]

    def form_valid(self, form: AanwezigForm) -> HttpResponse:
        schoon, nu, vandaag = form.cleaned_data, timezone.now(), timezone.localdate()
        trajecten = self.gekozen(schoon.get("aanwezig", []))
        aanwezig = Aanwezig(
            trajecten=trajecten,
            overige=schoon["overige"],
            zelf_erbij=schoon["zelf_erbij"] == "ja",
            minuten=schoon["minuten"],
        )
        try:
            lijst = self._bewaar(aanwezig, schoon, nu, vandaag)
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, _zin(lijst, len(trajecten)))
        return redirect(self.object)

    def _bewaar(self, aanwezig: Aanwezig, schoon: dict[str, Any], nu: Any, vandaag: Any) -> Aanwezigheidslijst:
        if self.correctie and self.lijst is not None:
            return aanwezigheid.verbeteren(
                lijst=self.lijst,
                versie=schoon["versie"],
                reden=schoon["reden"],
                aanwezig=aanwezig,
                door=self.medewerker,
                op=nu,
                vandaag=vandaag,
            )
        return aanwezigheid.bevestigen(
            dag=self.object,
            aanwezig=aanwezig,
            aanstelling=_stoel(self.medewerker, self.kandidaten),
            door=self.medewerker,
            op=nu,
            vandaag=vandaag,
        )


def _stoel(medewerker: Medewerker, trajecten: Sequence[Traject]) -> Aanstelling:
    """The appointment through which this person works with these pupils; without pupils the first that records."""
    dag = timezone.localdate()
    if trajecten:
        return contacten.werkt_als(traject=trajecten[0], medewerker=medewerker, dag=dag)
    return medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)[0]


def _zin(lijst: Aanwezigheidslijst, aantal: int) -> str:
    """What was counted."""
    wie = counted(aantal, "leerling,leerlingen")
    if lijst.contact is None:
        return f"Opgeslagen: {wie} van u op {date_long(lijst.dag.dag)}. Er is geen contacttijd vastgelegd."
    return f"Opgeslagen: {duration(lijst.minuten)} contact met {wie} van u, op {date_long(lijst.dag.dag)}."
