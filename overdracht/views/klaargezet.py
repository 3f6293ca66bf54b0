"""What somebody filled in about a pupil and did not save: read and kept the same way on the board and on the page."""

from django.utils import timezone
from django.utils.functional import cached_property

from gka.models import Medewerker
from overdracht.actions import concepten
from overdracht.models import Bespreking, Concept


class MetConcept:
    """For a view of one bespreking."""

    object: Bespreking
    medewerker: Medewerker

    @cached_property
    def concept(self) -> Concept | None:
        """What this person filled in here before, and did not save."""
        return self.object.concepten.van(self.medewerker, timezone.now()).first()  # type: ignore[no-any-return]

    def houd_concept(self, ingevuld: str) -> None:
        """What is still to be saved of what this person filled in."""
        concepten.bijhouden(
            bespreking=self.object,
            ingevuld=ingevuld,
            door=self.medewerker,
            op=timezone.now(),
            dag=timezone.localdate(),
        )
