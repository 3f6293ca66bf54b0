"""Intervention 2: the traject from January to December, who guides, and the time it took."""

from begeleiding.models.aantekening import Aantekening
from begeleiding.models.contact import Contact, Contactdeelname, Inzet
from begeleiding.models.doel import Doel, Doelscore, Doeltekst
from begeleiding.models.loop import Fasewissel, Toewijzingswissel
from begeleiding.models.maand import Maandafsluiting
from begeleiding.models.positie import Positie
from begeleiding.models.traject import Statuswissel, Toewijzing, Traject
from begeleiding.models.uren import Urenbudget, Urenindeling, Urenwoord
from begeleiding.models.zomer import (
    Aanmelding,
    Aanwezigheidslijst,
    Zomeractiviteit,
    Zomerdag,
    Zomerdeelname,
    Zomerwijziging,
)

__all__ = [
    "Aanmelding",
    "Aantekening",
    "Aanwezigheidslijst",
    "Contact",
    "Contactdeelname",
    "Doel",
    "Doelscore",
    "Doeltekst",
    "Fasewissel",
    "Inzet",
    "Maandafsluiting",
    "Positie",
    "Statuswissel",
    "Toewijzing",
    "Toewijzingswissel",
    "Traject",
    "Urenbudget",
    "Urenindeling",
    "Urenwoord",
    "Zomeractiviteit",
    "Zomerdag",
    "Zomerdeelname",
    "Zomerwijziging",
]
