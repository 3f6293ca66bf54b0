"""Addresses of begeleiding."""

from django.urls import path

from begeleiding.views import contacten, trajecten, versies, weekrooster

app_name = "begeleiding"
urlpatterns = [
    path("trajecten/", trajecten.Trajecten.as_view(), name="trajecten"),
    path("trajecten/<uuid:pk>/", trajecten.TrajectPagina.as_view(), name="traject"),
    path("trajecten/<uuid:pk>/contact/", contacten.ContactVastleggen.as_view(), name="contact"),
    path("contacten/nieuw/", contacten.Groepscontact.as_view(), name="groepscontact"),
    path("contacten/week/", weekrooster.Weekrooster.as_view(), name="week"),
    path("contacten/<uuid:pk>/", versies.Contactversies.as_view(), name="contactversies"),
    path("contacten/<uuid:pk>/wijzigen/", versies.ContactWijzigen.as_view(), name="contact-wijzigen"),
    path("contacten/<uuid:pk>/intrekken/", versies.ContactIntrekken.as_view(), name="contact-intrekken"),
]
