"""The parents of a pupil, and how to reach them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gka.access.rights import Recht
from gka.access.scopes import rechten_bij
from gka.models import Keuze, Leerling, Medewerker, Ouder
from gka.workflow import HOOGSTENS_OUDERS, TALENLIJST

_MAIL = r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
# A telephone number of nine digits or more, as people write it.
_TELEFOON = r"(?<![\w+])(?:\+|00)?[0-9](?:[ ()\-]*[0-9]){8,14}(?!\w)"
_BEREIKBAAR = re.compile(f"(?P<mail>{_MAIL})|(?P<telefoon>{_TELEFOON})")


@dataclass(frozen=True)
class Deel:
    """A part of a contact; with `url` where it is a telephone number or a mail address."""

    tekst: str
    url: str = ""


def ouders(leerling: Leerling, medewerker: Medewerker, dag: date) -> dict[str, Any] | None:
    """The parents this person may reach; nothing for whoever may not reach them (yet)."""
    mag_bewerken = Recht.OUDER_BEWERKEN in rechten_bij(leerling, medewerker, dag)
    zichtbaar = Ouder.objects.zichtbaar_voor(medewerker, recht=Recht.OUDERCONTACT_INZIEN, op=dag)
    rijen = list(zichtbaar.filter(leerling=leerling).op_volgorde())
    if not rijen and not mag_bewerken:
        return None
    talen = dict(
        Keuze.objects.filter(lijst__regio=leerling.regio_id, lijst__code=TALENLIJST).values_list("code", "label")
    )
    return {
        "leerling": leerling,
        "ouders": [_rij(ouder, talen) for ouder in rijen],
        "mag_bewerken": mag_bewerken,
        "mag_toevoegen": mag_bewerken and len(rijen) < HOOGSTENS_OUDERS,
    }


def delen(contact: str) -> Iterator[Deel]:
    """A contact in parts, so that what can be called or mailed becomes a link."""
    plek = 0
    for gevonden in _BEREIKBAAR.finditer(contact):
        if tussen := contact[plek : gevonden.start()]:
            yield Deel(tussen)
        tekst = gevonden[0]
        url = f"mailto:{tekst}" if gevonden["mail"] else "tel:" + re.sub(r"[^0-9+]", "", tekst)
        yield Deel(tekst, url)
        plek = gevonden.end()
    if rest := contact[plek:]:
        yield Deel(rest)


def _rij(ouder: Ouder, talen: dict[str, str]) -> dict[str, Any]:
    """A parent in words. Language is only worth a word when it is not Dutch."""
    feiten = ["heeft gezag"] if ouder.gezag else []
    if ouder.taal != "nl":
        feiten.append(f"spreekt {talen.get(ouder.taal, ouder.taal)}")
    if ouder.liever_mondeling:
        feiten.append("liever mondeling")
    return {"ouder": ouder, "wie": str(ouder).capitalize(), "feiten": feiten, "contact": list(delen(ouder.contact))}
