"""What goes wrong with a file, in words that say what to do."""

from gka.exceptions import NietToegestaan


class BestandGeweigerd(NietToegestaan):
    """This file is not read; `str()` says why and what to do instead. It never quotes the file."""
