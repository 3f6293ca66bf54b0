"""Short free text: at most 280 characters."""

from typing import Any

from gka.forms.tekst import Tekst
from overdracht.workflow import TEKENS


class KorteTekst(Tekst):
    """A few lines that may stay empty."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=TEKENS, rows=3, required=False, **kwargs)
