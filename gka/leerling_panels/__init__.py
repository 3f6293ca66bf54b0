"""The kernel's own panels on the page of a pupil, one module per subject."""

from gka.models import Leerling, School
from gka.workflow import Keuzesoort


def lopende_school(leerling: Leerling, soort: Keuzesoort) -> School | None:
    """The running school of this kind, of what `met_schoolweg` fetched."""
    keuzes = leerling.lopende_schoolkeuzes  # type: ignore[attr-defined]
    return next((keuze.school for keuze in keuzes if keuze.soort == soort), None)
