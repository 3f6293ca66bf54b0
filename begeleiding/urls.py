"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import aantekeningen, contacten, doelen, trajecten, zomer, zomerdagen

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
    path("trajecten/<uuid:pk>/doelen/nieuw/", doelen.DoelToevoegen.as_view(), name="doel_nieuw"),
    path("doelen/<uuid:pk>/", doelen.DoelPagina.as_view(), name="doel"),
    path("doelen/<uuid:pk>/score/", doelen.DoelScoren.as_view(), name="doel_score"),
    path("doelen/<uuid:pk>/stoppen/", doelen.DoelStoppen.as_view(), name="doel_stoppen"),
    path("trajecten/<uuid:pk>/aantekeningen/", aantekeningen.Aantekeningen.as_view(), name="aantekeningen"),
    path(
        "trajecten/<uuid:pk>/aantekeningen/nieuw/",
        aantekeningen.AantekeningSchrijven.as_view(),
        name="aantekening_nieuw",
    ),
    path("aantekeningen/<uuid:pk>/", aantekeningen.AantekeningVerbeteren.as_view(), name="aantekening"),
    path("zomeractiviteiten/", zomer.Zomeractiviteiten.as_view(), name="zomeractiviteiten"),
    path("zomeractiviteiten/nieuw/", zomer.ZomeractiviteitMaken.as_view(), name="zomer_nieuw"),
    path("zomeractiviteiten/<uuid:pk>/", zomer.ZomeractiviteitPagina.as_view(), name="zomeractiviteit"),
    path("zomeractiviteiten/<uuid:pk>/wijzigen/", zomer.ZomeractiviteitWijzigen.as_view(), name="zomer_wijzigen"),
    path("zomeractiviteiten/<uuid:pk>/publiceren/", zomer.Publiceren.as_view(), name="zomer_publiceren"),
    path("zomeractiviteiten/<uuid:pk>/afgelasten/", zomer.Afgelasten.as_view(), name="zomer_afgelasten"),
    path("zomeractiviteiten/<uuid:pk>/aanmelden/", zomerdagen.Aanmelden.as_view(), name="zomer_aanmelden"),
    path("zomerdagen/<uuid:pk>/", zomerdagen.Aanwezigheid.as_view(), name="zomerdag"),
    path("aanmeldingen/<uuid:pk>/afmelden/", zomerdagen.Afmelden.as_view(), name="afmelden"),
    path("aanmeldingen/<uuid:pk>/gezien/", zomerdagen.PlekGezien.as_view(), name="plek_gezien"),
]
