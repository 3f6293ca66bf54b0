"""Intervention 2: the traject from January to December, who guides, and the time it took."""

from begeleiding.models.contact import Contact, Contactdeelname, Inzet
from begeleiding.models.maand import Maandafsluiting
from begeleiding.models.positie import Positie
from begeleiding.models.traject import Statuswissel, Toewijzing, Traject
from begeleiding.models.uren import Urenbudget, Urenindeling, Urenwoord

__all__ = [
    "Contact",
    "Contactdeelname",
    "Inzet",
    "Maandafsluiting",
    "Positie",
    "Statuswissel",
    "Toewijzing",
    "Traject",
    "Urenbudget",
    "Urenindeling",
    "Urenwoord",
]
