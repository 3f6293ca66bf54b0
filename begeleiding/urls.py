"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import (
    contacten,
    iets_terug,
    posities,
    trajecten,
    uren,
    uren_bestand,
    uren_inlezen,
    uren_organisatie,
)

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
    path("uren/", uren.Uren.as_view(), name="uren"),
    path("uren/csv/", uren_bestand.UrenCsv.as_view(), name="uren-csv"),
    path("uren/inlezen/", uren_inlezen.UrenInlezen.as_view(), name="uren-inlezen"),
    path("uren/inlezen/kolommen/", uren_inlezen.UrenKolommen.as_view(), name="uren-kolommen"),
    path("uren/inlezen/woorden/", uren_inlezen.UrenWoorden.as_view(), name="uren-woorden"),
    path("uren/inlezen/toevoegen/", uren_inlezen.UrenToevoegen.as_view(), name="uren-toevoegen"),
    path("uren/organisatie/", uren_organisatie.UrenOrganisatie.as_view(), name="uren-organisatie"),
    path("uren/maand/", uren_organisatie.UrenMaand.as_view(), name="uren-maand"),
    path("uren/maand/<uuid:pk>/heropenen/", uren_organisatie.UrenHeropenen.as_view(), name="uren-heropenen"),
    path("uren/medewerker/<uuid:pk>/", uren_organisatie.UrenMedewerker.as_view(), name="uren-medewerker"),
    path("uren/medewerker/<uuid:pk>/budget/", uren_organisatie.UrenBudget.as_view(), name="uren-budget"),
    path("iets-terug/", iets_terug.IetsTerug.as_view(), name="iets-terug"),
    path("posities/", posities.Posities.as_view(), name="posities"),
    path("posities/toelating/", posities.Toelating.as_view(), name="toelating"),
]
