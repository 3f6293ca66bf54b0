"""Make EDEXML text for tests: `edexml([leerling(...), ...])`. Names are clearly made up."""

from collections.abc import Iterable, Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

VOORNAMEN = ["Aad", "Bo", "Cas", "Daan", "Eef", "Fien", "Gijs", "Hanna", "Isa", "Joep"]
ACHTERNAMEN = ["Proef", "Toets", "Voorbeeld", "Verzonnen", "Denkbeeld", "Nep", "Schijn"]


def elementen(velden: Mapping[str, object]) -> str:
    """Each pair as an element, in the order given; None and empty values are left out."""
    return "".join(
        f"<{naam}>{escape(str(waarde))}</{naam}>" for naam, waarde in velden.items() if waarde not in (None, "")
    )


def leerling(key: str = "", *, groep: str = "", extra: str = "", **velden: object) -> str:
    """One `<leerling>`; `groep` is the key of its group, `extra` is literal XML at the end."""
    keyed = f" key={quoteattr(key)}" if key else ""
    verwijzing = f"<groep key={quoteattr(groep)}/>" if groep else ""
    return f"<leerling{keyed}>{elementen(velden)}{verwijzing}{extra}</leerling>"


def gewoon(nummer: int, *, jaargroep: object = 8, groep: str = "") -> str:
    """A usual pupil, a different one for every number."""
    return leerling(
        f"{10000 + nummer}",
        groep=groep,
        achternaam=f"{ACHTERNAMEN[nummer % 7]} {nummer}",
        roepnaam=VOORNAMEN[nummer % 10],
        geboortedatum=date(2013, 10, 1).replace(day=nummer % 28 + 1, month=nummer % 12 + 1),
        geslacht=nummer % 3,
        jaargroep=jaargroep,
    )


def edexml(
    leerlingen: Iterable[str],
    *,
    schooljaar: str = "2025-2026",
    brin: str = "99ZZ",
    dependance: str = "00",
    peildatum: str = "2025-10-01",
    groepen: str = "",
    school: str | None = None,
    leerkrachten: str = "",
    codering: str = "UTF-8",
) -> str:
    """A whole file as text. `school` replaces the content of the school element, `groepen` is literal XML."""
    kop = elementen(
        {
            "schooljaar": schooljaar,
            "peildatum": peildatum,
            "brincode": brin,
            "dependancecode": dependance,
            "xsdversie": "2.1",
        }
    )
    return (
        f'<?xml version="1.0" encoding="{codering}"?>\n'
        '<EDEX xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="EDEXML.structuur.xsd">'
        f"<school>{kop if school is None else school}</school><groepen>{groepen}</groepen>"
        f"<leerlingen>{''.join(leerlingen)}</leerlingen><leerkrachten>{leerkrachten}</leerkrachten></EDEX>"
    )


def school_van(aantal: int, *, groep_8: int, **rest: str) -> str:
    """A whole school of `aantal` pupils, the last `groep_8` of them in group 8; all others in 1 to 7."""
    anderen = aantal - groep_8
    rijen = [gewoon(nummer, jaargroep=nummer % 7 + 1 if nummer < anderen else 8) for nummer in range(aantal)]
    return edexml(rijen, **rest)
