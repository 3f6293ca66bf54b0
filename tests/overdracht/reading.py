"""Read a page as somebody reads it."""

import re
from typing import Any


def tekst(response: Any) -> str:
    """The words of a page: tags out, white space as one space."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
