"""Addresses of overdracht."""

from django.urls import path

from overdracht.views.afspraken import AfspraakMaken, AfspraakWijzigen
from overdracht.views.besprekingen import BesprekingPagina
from overdracht.views.bord import OverlegBord, RijBewaren
from overdracht.views.concept import Concept
from overdracht.views.overleggen import Overleggen, OverlegPlannen
from overdracht.views.standpunten import StandpuntGeven
from overdracht.views.voorstellen import Voorstellen

app_name = "overdracht"
urlpatterns = [
    path("overleggen/", Overleggen.as_view(), name="overleggen"),
    path("overleggen/nieuw/", OverlegPlannen.as_view(), name="overleg-plannen"),
    path("overleggen/voorstellen/", Voorstellen.as_view(), name="voorstellen"),
    path("overleggen/<uuid:pk>/", OverlegBord.as_view(), name="overleg"),
    path("besprekingen/<uuid:pk>/", BesprekingPagina.as_view(), name="bespreking"),
    path("besprekingen/<uuid:pk>/rij/", RijBewaren.as_view(), name="rij"),
    path("besprekingen/<uuid:pk>/concept/", Concept.as_view(), name="concept"),
    path("besprekingen/<uuid:pk>/standpunt/", StandpuntGeven.as_view(), name="standpunt"),
    path("besprekingen/<uuid:pk>/afspraken/", AfspraakMaken.as_view(), name="afspraak-maken"),
    path("besprekingen/<uuid:pk>/afspraken/wijzigen/", AfspraakWijzigen.as_view(), name="afspraak-wijzigen"),
]
