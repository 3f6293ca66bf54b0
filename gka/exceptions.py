"""Refusals: each carries a Dutch sentence that a user can read."""


class NietToegestaan(Exception):
    """The rules do not allow this now; `str()` is the sentence for the screen."""


class Verouderd(NietToegestaan):
    """Somebody else changed the row since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Iemand anders heeft dit intussen gewijzigd. Bekijk de nieuwe gegevens en probeer het opnieuw."
        )
