"""The audit kinds of monitoring."""

from gka.audit import kinds
from gka.models import Actie

kinds.register(
    ("dashboard.gezien", Actie.LEZEN, "bekeek het dashboard"),
    ("dashboard.gedownload", Actie.LEZEN, "downloadde de tabel van het dashboard"),
    ("rapporten.gezien", Actie.LEZEN, "bekeek de lijst met rapporten"),
    ("rapport.gemaakt", Actie.MAKEN, "maakte een maandrapport"),
    ("rapport.gezien", Actie.LEZEN, "bekeek een maandrapport"),
    ("rapport.gedownload", Actie.LEZEN, "downloadde een maandrapport"),
    ("exports.gezien", Actie.LEZEN, "bekeek de exports"),
    ("export.aangevraagd", Actie.MAKEN, "vroeg een export aan"),
    ("export.gemaakt", Actie.MAKEN, "maakte een export"),
    ("export.mislukt", Actie.UITVOEREN, "kon een export niet maken"),
    ("export.gedownload", Actie.UITVOEREN, "downloadde een export"),
    ("export.gewist", Actie.VERWIJDEREN, "wiste een verlopen export"),
)
