"""Summer activities: the offer of the region, the page of one, and what the publishing organisation does with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import DetailView, FormView, ListView, View

from begeleiding.actions import zomer
from begeleiding.forms.zomer import AfgelastForm, ZomeractiviteitForm, beginwaarden
from begeleiding.models import Aanmelding, Aanwezigheidslijst, Zomeractiviteit, Zomerdeelname
from begeleiding.querysets.zomer import Bezetting, ZomeractiviteitQuerySet
from begeleiding.views.zomer_panels import stand_van
from begeleiding.workflow import Zomerstatus
from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.access.views import RechtMixin, ScopedListMixin, ScopedObjectMixin
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Medewerker, Organisatie

VOORBIJ = "voorbij"


@dataclass(frozen=True)
class Rij:
    """One activity in the list, with how full it is and how many of the own pupils joined."""

    activiteit: Zomeractiviteit
    bezetting: Bezetting
    eigen: int


@dataclass(frozen=True)
class Naam:
    """One own pupil on the page of an activity."""

    aanmelding: Aanmelding
    wachtplek: int | None
    stand: str
    dagen_erbij: int


class Zomeractiviteiten(ScopedListMixin, ListView):
    """What is still to come; with `?wanneer=voorbij` what is over. The page is taken first, then its counts."""

    model, recht = Zomeractiviteit, Recht.ZOMERACTIVITEIT_INZIEN
    paginate_by = 25
    template_name = "begeleiding/zomer/list.html"

    def get_queryset(self) -> ScopedQuerySet:
        rows, dag = super().get_queryset().voor_lijst(), timezone.localdate()
        return rows.filter(tot__lt=dag).reverse() if self.voorbij else rows.filter(tot__gte=dag)

    @property
    def voorbij(self) -> bool:
        return self.request.GET.get("wanneer") == VOORBIJ

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, dag = super().get_context_data(**kwargs), timezone.localdate()
        activiteiten: list[Zomeractiviteit] = list(context["object_list"])
        bezetting = Aanmelding.objects.bezetting(activiteiten, op=dag)
        mijn = Aanmelding.objects.zichtbaar_voor(self.medewerker, recht=self.recht, op=dag).geldig(dag)
        per_activiteit = mijn.filter(activiteit__in=activiteiten).order_by().values("activiteit")
        eigen = dict(per_activiteit.annotate(aantal=Count("pk")).values_list("activiteit", "aantal"))
        rijen = [Rij(een, bezetting[een.pk], eigen.get(een.pk, 0)) for een in activiteiten]
        return context | {"rijen": rijen, "voorbij": self.voorbij, "dag": dag}


class ZomeractiviteitPagina(ScopedObjectMixin, DetailView):
    """The offer, the days, the own pupils by name and all others as a number."""

    model, recht = Zomeractiviteit, Recht.ZOMERACTIVITEIT_INZIEN
    template_name = "begeleiding/zomer/detail.html"

    def get_queryset(self) -> ScopedQuerySet:
        return super().get_queryset().voor_lijst()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        activiteit, dag = self.object, timezone.localdate()
        bezetting = Aanmelding.objects.bezetting([activiteit], op=dag)[activiteit.pk]
        mijn = Aanmelding.objects.zichtbaar_voor(self.medewerker, recht=self.recht, op=dag)
        namen = list(self._namen(mijn.filter(pk__in=bezetting.op_volgorde), bezetting, dag))
        self._leg_gezien_vast(namen)
        beheer = Zomeractiviteit.objects.te_beheren_door(self.medewerker, op=dag)
        lijsten = Aanwezigheidslijst.objects.van_mij(self.medewerker).filter(dag__activiteit=activiteit)
        return super().get_context_data(**kwargs) | {
            "dag": dag,
            "bezetting": bezetting,
            "namen": namen,
            "anderen": len(bezetting.op_volgorde) - len(namen),
            "dagen": activiteit.dagen.order_by("dag"),
            "doorgegaan": set(activiteit.dagen.doorgegaan().values_list("pk", flat=True)),
            "bevestigd": set(lijsten.values_list("dag", flat=True)),
            "beheer": beheer.filter(pk=activiteit.pk).exists(),
            "aanmelden": activiteit.aan_te_melden(dag),
            "loopt": activiteit.komt_of_loopt(dag),
            "afmelden": self.medewerker.mag(Recht.CONTACT_VASTLEGGEN) and activiteit.komt_of_loopt(dag),
            "wijzigingen": activiteit.wijzigingen.select_related("gewijzigd_door").order_by("-nummer"),
        }

    def _namen(self, rows: Any, bezetting: Bezetting, dag: date) -> Iterator[Naam]:
        """In the order of their turn, each with how it is."""
        geweest = Zomerdeelname.objects.dagen_per_traject(self.object)
        beurt = {key: nummer for nummer, key in enumerate(bezetting.op_volgorde)}
        for rij in sorted(rows.select_related("activiteit", "traject__leerling"), key=lambda rij: beurt[rij.pk]):
            wachtplek, erbij = bezetting.wachtplek(rij.pk), geweest.get(rij.traject_id, 0)
            yield Naam(rij, wachtplek, stand_van(rij, wachtplek, erbij, dag)[0], erbij)

    def _leg_gezien_vast(self, namen: list[Naam]) -> None:
        sleutels = [naam.aanmelding.traject.leerling_id for naam in namen]
        if sleutels:
            leg_vast(
                "aanmeldingen.gezien",
                door=self.medewerker,
                op=timezone.now(),
                onderwerp=self.object,
                sleutels=sleutels,
                aantal=len(sleutels),
            )


def organisaties_van(medewerker: Medewerker) -> Any:
    """The organisations where this person publishes activities."""
    stoelen = medewerker.aanstellingen_met(Recht.ZOMERACTIVITEIT_PUBLICEREN, timezone.localdate())
    mag = {een.organisatie_id for een in stoelen}
    return Organisatie.objects.zichtbaar_voor(medewerker).filter(pk__in=mag).order_by("naam")


class ZomeractiviteitMaken(RechtMixin, FormView):
    """A new activity: a concept first."""

    recht = Recht.ZOMERACTIVITEIT_PUBLICEREN
    form_class, template_name = ZomeractiviteitForm, "begeleiding/zomer/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisaties": organisaties_van(self.medewerker)}

    def form_valid(self, form: ZomeractiviteitForm) -> HttpResponse:
        organisatie = form.cleaned_data.get("organisatie") or organisaties_van(self.medewerker)[0]
        try:
            activiteit = zomer.maken(
                organisatie=organisatie, gegevens=form.gegevens(), door=self.medewerker, op=timezone.now()
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, "Opgeslagen als concept. Publiceer de activiteit als alles klopt.")
        return redirect(activiteit)


class VanOrganisatie(ScopedObjectMixin):
    """An activity of the own organisation; of another one it does not exist here."""

    model, recht = Zomeractiviteit, Recht.ZOMERACTIVITEIT_PUBLICEREN

    def get_queryset(self) -> ScopedQuerySet:
        rows = super().get_queryset()
        assert isinstance(rows, ZomeractiviteitQuerySet)  # noqa: S101 - the manager of Zomeractiviteit
        return rows.te_beheren_door(self.medewerker, op=timezone.localdate())


class ZomeractiviteitWijzigen(VanOrganisatie, FormView):
    """Change the offer; what stood there before stays readable."""

    form_class, template_name = ZomeractiviteitForm, "begeleiding/zomer/form.html"

    def get_initial(self) -> dict[str, Any]:
        return beginwaarden(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"activiteit": self.object}

    def form_valid(self, form: ZomeractiviteitForm) -> HttpResponse:
        try:
            zomer.wijzigen(
                activiteit=self.object,
                versie=form.cleaned_data["versie"] or 0,
                gegevens=form.gegevens(),
                door=self.medewerker,
                op=timezone.now(),
                dag=timezone.localdate(),
            )
        except Verouderd:
            return self.toon_verschil()
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(self.request, "De activiteit is gewijzigd.")
        return redirect(self.object)

    def toon_verschil(self) -> HttpResponse:
        """Somebody else was first: what changed since the page was opened; saving again is a choice now."""
        sinds = self.request.POST.get("versie", "")
        self.object = self.get_queryset().get(pk=self.object.pk)
        data = self.request.POST.copy()
        data["versie"] = str(self.object.versie)
        form = ZomeractiviteitForm(data, initial=self.get_initial())
        form.is_valid()
        anders = self.object.wijzigingen.filter(nummer__gte=int(sinds) if sinds.isdecimal() else 0)
        velden = sorted({wat for rij in anders for wat, _ in rij.in_woorden})
        context = self.get_context_data(form=form, page_has_errors=True, gewijzigd=velden)
        return self.render_to_response(context, status=409)


class Publiceren(VanOrganisatie, View):
    """Show a concept to the region."""

    http_method_names: ClassVar[list[str]] = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        versie = request.POST.get("versie", "")
        try:
            zomer.publiceren(
                activiteit=self.object,
                versie=int(versie) if versie.isdecimal() else 0,
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as weigering:
            messages.error(request, str(weigering))
            return redirect(self.object)
        messages.success(request, "Gepubliceerd. Alle schoolmaatschappelijk werkers van de regio zien de activiteit.")
        return redirect(self.object)


class Afgelasten(VanOrganisatie, FormView):
    """Call it off, with a reason."""

    form_class, template_name = AfgelastForm, "begeleiding/zomer/afgelasten.html"

    def get_initial(self) -> dict[str, Any]:
        return {"versie": self.object.versie}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bezetting = Aanmelding.objects.bezetting([self.object], op=timezone.localdate())[self.object.pk]
        aantal = len(bezetting.op_volgorde) if self.object.status == Zomerstatus.GEPUBLICEERD else 0
        return super().get_context_data(**kwargs) | {"activiteit": self.object, "aantal": aantal}

    def form_valid(self, form: AfgelastForm) -> HttpResponse:
        try:
            zomer.afgelasten(
                activiteit=self.object,
                versie=form.cleaned_data["versie"],
                reden=form.cleaned_data["reden"],
                door=self.medewerker,
                op=timezone.now(),
            )
        except NietToegestaan as weigering:
            form.weiger(weigering)
            return self.form_invalid(form)
        messages.success(
            self.request, "De activiteit is afgelast. Wie leerlingen aanmeldde, ziet dat op de startpagina."
        )
        return redirect(self.object)
