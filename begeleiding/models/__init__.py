"""Intervention 2: the traject from January to December, who guides, and the time it took."""

from begeleiding.models.contact import Contact, Contactdeelname, Inzet
from begeleiding.models.loop import Fasewissel, Toewijzingswissel
from begeleiding.models.maand import Maandafsluiting
from begeleiding.models.traject import Statuswissel, Toewijzing, Traject

__all__ = [
    "Contact",
    "Contactdeelname",
    "Fasewissel",
    "Inzet",
    "Maandafsluiting",
    "Statuswissel",
    "Toewijzing",
    "Toewijzingswissel",
    "Traject",
]
