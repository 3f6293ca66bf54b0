"""What a social worker does with a summer activity: enrol, end an enrolment, and confirm who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

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
    Contact,
    Maandafsluiting,
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
from gka.exceptions import NietToegestaan, Verouderd
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


class NieuwsGezien(ScopedObjectMixin, View):
    """ "I know": take what changed about an activity off the start page, for the own pupils in it."""

    model, recht = Zomeractiviteit, Recht.CONTACT_VASTLEGGEN
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        versie = request.POST.get("versie", "")
        mijn = Aanmelding.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        try:
            aanmeldingen.nieuws_gezien(
                activiteit=self.object,
                versie=int(versie) if versie.isdecimal() else 0,
                aanmeldingen=mijn.filter(activiteit=self.object, afgemeld_op__isnull=True),
                door=self.medewerker,
                op=timezone.now(),
            )
        except Verouderd:
            messages.error(request, "Er is intussen weer iets veranderd. Lees het nog een keer.")
        return redirect("gka:start")


@dataclass(frozen=True)
class Stand:
    """Who of a day is whose, as this SMW sees it.

    To tick: who had a place that day, and who had none but may have come. Then who is ticked by a colleague, who is on
    the own list but not guided any more, and how many others had a place.
    """

    met_plek: list[Traject]
    zonder_plek: list[Traject]
    al_afgevinkt: list[str]
    niet_meer: list[Traject]
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
        return (
            Aanwezigheidslijst.objects.van_mij(self.medewerker)
            .filter(dag=self.object)
            .select_related("aanstelling")
            .first()
        )

    @cached_property
    def stand(self) -> Stand:
        """As it was on the day itself: who left since can be ticked, and so can who waited and came all the same."""
        dag, vandaag = self.object, timezone.localdate()
        bezetting = Aanmelding.objects.bezetting([dag.activiteit], op=min(dag.dag, vandaag))[dag.activiteit_id]
        mijn = Aanmelding.objects.zichtbaar_voor(self.medewerker, recht=self.recht).filter(activiteit=dag.activiteit)
        aangemeld = list(mijn.af_te_vinken(dag.dag, vandaag=vandaag).values_list("traject", "pk", "afgemeld_op"))
        met_plek = self.erbij | {
            traject
            for traject, key, afgemeld_op in aangemeld
            if key in bezetting.met_plek or (afgemeld_op and key not in bezetting.zonder_plek)
        }
        eigen = list(_mijn_trajecten(self.medewerker).filter(pk__in=met_plek | {traject for traject, *_ in aangemeld}))
        van_collega = Zomerdeelname.objects.van_collega(dag, self.lijst).filter(traject__in=eigen)
        weg = {rij.traject_id: rij.lijst.medewerker.naam for rij in van_collega}
        return Stand(
            met_plek=[een for een in eigen if een.pk in met_plek and een.pk not in weg],
            zonder_plek=[een for een in eigen if een.pk not in met_plek and een.pk not in weg],
            al_afgevinkt=[f"{een.leerling.korte_naam} ({weg[een.pk]})" for een in eigen if een.pk in weg],
            niet_meer=[een for een in self.geweest if een not in eigen],
            anderen=len(bezetting.met_plek - {key for _, key, _ in aangemeld}),
        )

    @cached_property
    def kandidaten(self) -> list[Traject]:
        return [*self.stand.met_plek, *self.stand.zonder_plek]

    @property
    def correctie(self) -> bool:
        return self.lijst is not None and (self.request.method != "POST" or bool(self.request.POST.get("versie")))

    @cached_property
    def contact(self) -> Contact | None:
        """The contact of the list as it stands now: a teamleider may have corrected it, or taken it back."""
        contact = self.lijst.contact.nieuwste() if self.lijst and self.lijst.contact else None
        return None if contact is None or contact.ingetrokken else contact

    @cached_property
    def geweest(self) -> list[Traject]:
        """Whose pupil was there, by the confirmed list and its contact."""
        if self.lijst is None:
            return []
        rows = self.contact.deelnames.filter(aanwezig=True) if self.contact else self.lijst.deelnames.all()
        return [rij.traject for rij in rows.select_related("traject")]

    @property
    def erbij(self) -> set[UUID]:
        return {traject.pk for traject in self.geweest}

    @property
    def overige(self) -> int:
        """How many other children there were."""
        assert self.lijst is not None  # noqa: S101 - asked of a day that was confirmed
        return self.contact.overige_deelnemers if self.contact else self.lijst.overige

    def get_initial(self) -> dict[str, Any]:
        """Nothing beforehand, and of a list that was confirmed what it and its contact say now."""
        if self.lijst is None:
            return {}
        minuten = self.contact.minuten if self.contact else self.lijst.minuten
        wie = [str(key) for key in self.erbij]
        vast = {"aanwezig": wie, "overige": self.overige, "versie": self.lijst.versie}
        erbij = {"zelf_erbij": "ja" if self.lijst.zelf_erbij else "nee"}
        return vast | erbij | ({"duur": "anders", "duur_anders": str(minuten)} if minuten else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        minuten = self.object.activiteit.minuten
        wie = {"leerlingen": _keuzes(self.stand.met_plek), "zonder_plek": _keuzes(self.stand.zonder_plek)}
        return super().get_form_kwargs() | wie | {"minuten": minuten, "correctie": self.correctie}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "zomerdag": self.object,
            "activiteit": self.object.activiteit,
            "stand": self.stand,
            "lijst": self.lijst,
            "erbij": [een.leerling.korte_naam for een in self.kandidaten if een.pk in self.erbij],
            "contact": self.contact,
            "overige": self.overige if self.lijst else None,
            "komt_nog": self.object.dag > timezone.localdate(),
            "dicht": self.dicht,
        }

    @property
    def dicht(self) -> bool:
        """Whether the month is closed wherever this person would count the time."""
        stoelen = self.medewerker.aanstellingen_met(self.recht, timezone.localdate())
        bij = {self.lijst.aanstelling.organisatie_id} if self.lijst else {een.organisatie_id for een in stoelen}
        maand = self.object.dag.replace(day=1)
        gesloten = Maandafsluiting.objects.geldig().filter(organisatie__in=bij, maand=maand)
        return bij == set(gesloten.values_list("organisatie", flat=True))

    def form_valid(self, form: AanwezigForm) -> HttpResponse:
        schoon, nu, vandaag = form.cleaned_data, timezone.now(), timezone.localdate()
        trajecten = self.gekozen([*schoon.get("aanwezig", []), *schoon.get("toch_aanwezig", [])])
        if self.correctie:  # nobody drops off a list because somebody else guides now
            trajecten += self.stand.niet_meer
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
        samen: dict[str, Any] = {
            "aanwezig": aanwezig,
            "aanstelling": _stoel(self.medewerker, [een for een in aanwezig.trajecten if een in self.kandidaten]),
            "door": self.medewerker,
            "op": nu,
            "vandaag": vandaag,
        }
        if self.correctie and self.lijst is not None:
            return aanwezigheid.verbeteren(lijst=self.lijst, versie=schoon["versie"], reden=schoon["reden"], **samen)
        return aanwezigheid.bevestigen(dag=self.object, **samen)


def _stoel(medewerker: Medewerker, trajecten: Sequence[Traject]) -> Aanstelling:
    """The appointment through which this person works with who was there; without pupils the first that records."""
    dag = timezone.localdate()
    if trajecten:
        return contacten.werken_als(trajecten=trajecten, medewerker=medewerker, dag=dag)
    return medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)[0]


def _zin(lijst: Aanwezigheidslijst, aantal: int) -> str:
    """What was counted."""
    wie = counted(aantal, "leerling,leerlingen")
    if lijst.contact is None:
        return f"Opgeslagen: {wie} van u op {date_long(lijst.dag.dag)}. Er is geen contacttijd vastgelegd."
    return f"Opgeslagen: {duration(lijst.minuten)} contact met {wie} van u, op {date_long(lijst.dag.dag)}."
