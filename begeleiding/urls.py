"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import contacten, trajecten

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
]
