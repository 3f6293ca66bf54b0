"""Invented names: they read like names on a screen, but no family is called so."""

from random import Random

ROEPNAMEN = """
    Aisha Amir Anouk Bas Bram Britt Celine Daan Dewi Djuna Elif Emir Eva Fadi Femke Finn Gijs Hanna Ilias Imke Isra Jada
    Jens Jip Joris Julia Kaan Kiki Koen Lara Levi Lies Liva Loek Lotte Mats Mees Mila Milan Naomi Nina Noor Nour Oskar
    Pien Pim Quinn Rana Rens Rosa Ruben Saar Sami Senna Sil Sofie Stijn Suze Tess Thijs Tim Veerle Vik Yara Yusuf Zoë
""".split()
# Each begins with a word for "made up" or "example"; no register of surnames has these combinations.
_BEGIN = """
    Bedacht Denkbeeld Droomland Fabel Fantasie Luchtkasteel Maanroos Nergens Papieren Regenboog Sprookjes Sterrenstof
    Toneelspel Verbeeld Verhaal Verzonnen Voorbeeld Wolkenwerk Woordspel Zogenaamd Zomaar
""".split()
_EIND = "aar berg beek donk haven horst kamp ling man stra veld winkel".split()
_TUSSENVOEGSELS = ("", "", "", "", "", "van", "de", "van den")


def achternaam(rng: Random) -> tuple[str, str]:
    """An infix (usually none) and a surname."""
    return rng.choice(_TUSSENVOEGSELS), rng.choice(_BEGIN) + rng.choice(_EIND)


def volledige_naam(rng: Random) -> str:
    """A name for a member of staff."""
    tussenvoegsel, naam = achternaam(rng)
    return " ".join(part for part in (rng.choice(ROEPNAMEN), tussenvoegsel, naam) if part)
