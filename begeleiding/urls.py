"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import contacten, iets_terug, posities, trajecten

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
    path("iets-terug/", iets_terug.IetsTerug.as_view(), name="iets-terug"),
    path("posities/", posities.Posities.as_view(), name="posities"),
    path("posities/toelating/", posities.Toelating.as_view(), name="toelating"),
]
