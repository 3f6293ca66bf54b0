"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import contacten, trajecten, uren, uren_organisatie

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
    path("uren/", uren.Uren.as_view(), name="uren"),
    path("uren/organisatie/", uren_organisatie.UrenOrganisatie.as_view(), name="uren-organisatie"),
    path("uren/maand/", uren_organisatie.UrenMaand.as_view(), name="uren-maand"),
    path("uren/maand/<uuid:pk>/heropenen/", uren_organisatie.UrenHeropenen.as_view(), name="uren-heropenen"),
    path("uren/medewerker/<uuid:pk>/", uren_organisatie.UrenMedewerker.as_view(), name="uren-medewerker"),
    path("uren/medewerker/<uuid:pk>/budget/", uren_organisatie.UrenBudget.as_view(), name="uren-budget"),
]
