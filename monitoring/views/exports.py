"""Research files: ask, see how far it is, download."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import DetailView, ListView

from gka.access.rights import Recht
from gka.access.views import ScopedListMixin, ScopedObjectMixin
from gka.exceptions import NietToegestaan
from gka.models import Cohort
from monitoring import screens
from monitoring.actions import exports
from monitoring.forms import ExportForm
from monitoring.models import Export, Exportaanvraag
from monitoring.onthulling import lezen


class Exports(ScopedListMixin, ListView):
    """The person's own requests, and the form for a new one."""

    model, recht, gezien = Exportaanvraag, Recht.EXPORT_AANVRAGEN, "exports.gezien"
    template_name = "monitoring/export/list.html"
    paginate_by = 20
    http_method_names = ["get", "head"]

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.met_stand().nieuwste()

    def get_form(self, data: Any = None) -> ExportForm:
        wie = lezen.kijker(self.medewerker, recht=self.recht, op=timezone.localdate())
        cohorten = Cohort.objects.zichtbaar_voor(self.medewerker, recht=self.recht)
        return ExportForm(data, cohorten=cohorten.filter(regio=wie and wie.regio).order_by("-jaar"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        try:
            exports.eis_demo()
            weigering = ""
        except NietToegestaan as refusal:
            weigering = str(refusal)
        regels = [screens.exportregel(aanvraag, timezone.now()) for aanvraag in context["object_list"]]
        return {"form": self.get_form(), "weigering": weigering, "regels": regels} | context


class ExportAanvragen(Exports):
    """POST: ask for a file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        wie = lezen.kijker(self.medewerker, recht=self.recht, op=timezone.localdate())
        if wie is None or not form.is_valid():
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form))
        try:
            exports.aanvragen(
                regio=wie.regio, cohorten=list(form.cleaned_data["cohorten"]), door=self.medewerker, op=timezone.now()
            )
            messages.success(request, "Uw export wordt gemaakt. Hij staat zo op deze pagina.")
        except NietToegestaan as refusal:
            messages.error(request, str(refusal))
        return redirect("monitoring:exports")


class ExportDownload(ScopedObjectMixin, DetailView):
    """The file, for whoever asked for it, until it expires."""

    model, recht = Export, Recht.EXPORT_AANVRAGEN
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        export = self.get_object()
        try:
            inhoud = exports.downloaden(export=export, door=self.medewerker, op=timezone.now())
        except NietToegestaan as refusal:
            messages.error(request, str(refusal))
            return redirect("monitoring:exports")
        headers = {"Content-Disposition": f'attachment; filename="{export.bestandsnaam}"'}
        return HttpResponse(inhoud, content_type="application/zip", headers=headers)
