"""Addresses of monitoring."""

from datetime import date

from django.urls import path, register_converter

from monitoring.views import dashboard, exports, rapporten
from monitoring.workflow import lees_maand, maandcode


class MaandConverter:
    """A month as JJJJ-MM; anything else is no address."""

    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return lees_maand(value)

    def to_url(self, value: date) -> str:
        return maandcode(value)


register_converter(MaandConverter, "maand")

app_name = "monitoring"
urlpatterns = [
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("dashboard/csv", dashboard.DashboardCsv.as_view(), name="dashboard_csv"),
    path("rapporten/", rapporten.Rapporten.as_view(), name="rapporten"),
    path("rapporten/<maand:maand>/", rapporten.RapportPage.as_view(), name="rapport"),
    path("rapporten/<maand:maand>/csv", rapporten.RapportCsv.as_view(), name="rapport_csv"),
    path("exports/", exports.Exports.as_view(), name="exports"),
    path("exports/aanvragen/", exports.ExportAanvragen.as_view(), name="export_aanvragen"),
    path("exports/<uuid:pk>/download/", exports.ExportDownload.as_view(), name="export_download"),
]
