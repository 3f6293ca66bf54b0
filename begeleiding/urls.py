"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import contacten, stappen, trajecten, verdeling

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("verdeling/", verdeling.Verdeling.as_view(), name="verdeling"),
    path("verdeling/overdragen/", verdeling.Overdragen.as_view(), name="overdragen"),
    path("verdeling/waarnemen/", verdeling.Waarnemen.as_view(), name="waarnemen"),
    path("verdeling/beeindigen/", verdeling.WaarnemingBeeindigen.as_view(), name="waarneming-beeindigen"),
    path("trajecten/<uuid:pk>/starten/", stappen.Starten.as_view(), name="starten"),
    path("trajecten/<uuid:pk>/afsluiten/", stappen.Afsluiten.as_view(), name="afsluiten"),
    path("trajecten/<uuid:pk>/heropenen/", stappen.Heropenen.as_view(), name="heropenen"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
]
