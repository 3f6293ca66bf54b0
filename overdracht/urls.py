"""Addresses of overdracht."""

from django.urls import path

from overdracht.views.afspraken import AfspraakMaken, AfspraakWijzigen
from overdracht.views.agenda import Agenda, AgendaBestand
from overdracht.views.besprekingen import BesprekingPagina
from overdracht.views.bord import OverlegBord, RijBewaren
from overdracht.views.brieven import Brief, BriefPdf, Verslag, VerslagPdf
from overdracht.views.concept import ConceptBijhouden, ConceptWeggooien
from overdracht.views.naar_school import NaarMijnSchool
from overdracht.views.overleggen import Overleggen, OverlegPlannen
from overdracht.views.standpunten import StandpuntGeven
from overdracht.views.toezicht import BesprekingToezicht, OverlegToezicht, Toezicht
from overdracht.views.uitkomsten import Uitkomsten
from overdracht.views.volgen import BordStand
from overdracht.views.voorstellen import Voorstellen
from overdracht.views.wijzigen import LeerlingVanLijst, OverlegAfgelasten, OverlegWijzigen

app_name = "overdracht"
urlpatterns = [
    path("overleggen/", Overleggen.as_view(), name="overleggen"),
    path("overleggen/nieuw/", OverlegPlannen.as_view(), name="overleg-plannen"),
    path("overleggen/voorstellen/", Voorstellen.as_view(), name="voorstellen"),
    path("overleggen/naar-mijn-school/", NaarMijnSchool.as_view(), name="naar-mijn-school"),
    path("overleggen/toezicht/", Toezicht.as_view(), name="toezicht"),
    path("overleggen/uitkomsten/", Uitkomsten.as_view(), name="uitkomsten"),
    path("overleggen/<uuid:pk>/toezicht/", OverlegToezicht.as_view(), name="overleg-toezicht"),
    path("besprekingen/<uuid:pk>/toezicht/", BesprekingToezicht.as_view(), name="bespreking-toezicht"),
    path("overleggen/<uuid:pk>/", OverlegBord.as_view(), name="overleg"),
    path("overleggen/<uuid:pk>/stand/", BordStand.as_view(), name="bord-stand"),
    path("overleggen/<uuid:pk>/wijzigen/", OverlegWijzigen.as_view(), name="overleg-wijzigen"),
    path("overleggen/<uuid:pk>/afgelasten/", OverlegAfgelasten.as_view(), name="overleg-afgelasten"),
    path("overleggen/<uuid:pk>/agenda/", Agenda.as_view(), name="agenda"),
    path("overleggen/<uuid:pk>/agenda.ics", AgendaBestand.as_view(), name="agenda-bestand"),
    path("besprekingen/<uuid:pk>/van-de-lijst/", LeerlingVanLijst.as_view(), name="van-de-lijst"),
    path("overleggen/<uuid:pk>/verslag/", Verslag.as_view(), name="verslag"),
    path("overleggen/<uuid:pk>/verslag.pdf", VerslagPdf.as_view(), name="verslag-pdf"),
    path("besprekingen/<uuid:pk>/brief/", Brief.as_view(), name="brief"),
    path("besprekingen/<uuid:pk>/brief.pdf", BriefPdf.as_view(), name="brief-pdf"),
    path("besprekingen/<uuid:pk>/", BesprekingPagina.as_view(), name="bespreking"),
    path("besprekingen/<uuid:pk>/rij/", RijBewaren.as_view(), name="rij"),
    path("besprekingen/<uuid:pk>/concept/", ConceptBijhouden.as_view(), name="concept"),
    path("besprekingen/<uuid:pk>/concept/weggooien/", ConceptWeggooien.as_view(), name="concept-weggooien"),
    path("besprekingen/<uuid:pk>/standpunt/", StandpuntGeven.as_view(), name="standpunt"),
    path("besprekingen/<uuid:pk>/afspraken/", AfspraakMaken.as_view(), name="afspraak-maken"),
    path("besprekingen/<uuid:pk>/afspraken/wijzigen/", AfspraakWijzigen.as_view(), name="afspraak-wijzigen"),
]
