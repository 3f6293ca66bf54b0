"""What the pages say about the figures: headings, sentences, bars. From protected figures only; no rule, no query."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from gka.templatetags.formatting import counted, join_and, percentage
from gka.workflow import Opdrachtstand
from monitoring import charts
from monitoring.models import Exportaanvraag
from monitoring.onthulling.catalogus import A3, A4, B1, TOTAAL
from monitoring.onthulling.lezen import Cijfer, Stand
from monitoring.workflow import Aanvraagstatus


@dataclass(frozen=True)
class Gemeentechart:
    """The chart of supported pupils against places, with everything that must stand around it."""

    kop: str
    zin: str
    svg: SafeString
    rijen: Sequence[Cijfer]
    peildatum: date | None
    vol: Sequence[str]


@dataclass(frozen=True)
class Tegel:
    """One tile of the dashboard."""

    label: str
    tekst: str
    sub: str
    verborgen: bool


@dataclass(frozen=True)
class Exportregel:
    """A request with its state in a word."""

    aanvraag: Exportaanvraag
    woord: str
    toon: str
    reden: str = ""
    te_downloaden: bool = False

    @property
    def naamdelen(self) -> list[str]:
        """The file name in parts, so that it can break on a phone."""
        return re.findall("[^_]+_?", self.aanvraag.export.bestandsnaam)


def antwoord(ondersteund: Cijfer) -> str:
    """The heading of the dashboard: the answer."""
    if ondersteund.waarde is None:
        return "Nog te weinig leerlingen om te laten zien"
    return f"{counted(ondersteund.waarde, 'leerling kreeg,leerlingen kregen')} extra steun"


def gemeentechart(rijen: Sequence[Cijfer]) -> Gemeentechart | None:
    """The chart over the rows this person may see; nothing when there are none."""
    if not rijen:
        return None
    woorden = ", ".join(f"{_naam(rij)} {_stand(rij)}" for rij in rijen)
    zin = f"Leerlingen met steun per gemeente van de vo-school, tegenover de afgesproken plekken. {woorden}."
    vol = [rij.naam for rij in rijen if rij.code != TOTAAL and _vol(rij)]
    kop, dagen = _kop(rijen, vol), {rij.peildatum for rij in rijen}
    # Beside one municipality the project is the measure; beside several its bar would only make theirs small.
    balken = rijen if len(rijen) < 3 else [rij for rij in rijen if rij.code != TOTAAL]
    svg = charts.bars(
        [charts.Bar(_naam(rij), rij.waarde, rij.plaatsen, _stand(rij)) for rij in balken],
        key="gemeenten",
        title=kop,
        description=zin,
    )
    return Gemeentechart(kop, zin, svg, rijen, dagen.pop() if len(dagen) == 1 else None, vol)


def _naam(rij: Cijfer) -> str:
    return "Hele project" if rij.code == TOTAAL else rij.naam


def _stand(rij: Cijfer) -> str:
    return f"{rij.tekst} van {rij.plaatsen}" if rij.plaatsen else rij.tekst


def _vol(rij: Cijfer) -> bool:
    return rij.waarde is not None and bool(rij.plaatsen) and rij.waarde >= (rij.plaatsen or 0)


def _kop(rijen: Sequence[Cijfer], vol: Sequence[str]) -> str:
    gemeenten = [rij for rij in rijen if rij.code != TOTAAL]
    bekend = [rij for rij in gemeenten if rij.waarde is not None and rij.plaatsen]
    if vol:
        return f"{join_and(vol)} {'zit' if len(vol) == 1 else 'zitten'} vol"
    if len(gemeenten) == 1 and bekend:
        return f"{bekend[0].naam}: {bekend[0].tekst} van {bekend[0].plaatsen} plekken gebruikt"
    return "Er zijn nog plekken vrij" if len(bekend) == len(gemeenten) else "Leerlingen tegenover plekken"


def tegels(stand: Stand, eigen: Sequence[Cijfer], uren_vorig_jaar: Cijfer | None) -> list[Tegel]:
    """The figures at the top: the project, the own municipality, the hours, and for whoever sees all the places."""
    ondersteund, bezetting, uren = stand[A3], stand[A4], stand[B1]
    vorig = f"vorig jaar {uren_vorig_jaar.tekst}" if uren_vorig_jaar else "gemiddeld"
    rijen = [
        Tegel("Leerlingen, project", ondersteund.tekst, _sub(ondersteund, bezetting.plaatsen), ondersteund.verborgen)
    ]
    rijen += [Tegel(f"Leerlingen, {rij.naam}", rij.tekst, _sub(rij, rij.plaatsen), rij.verborgen) for rij in eigen]
    rijen.append(Tegel("Uren per leerling", uren.tekst, uren.reden or vorig, uren.verborgen))
    if not eigen:
        rijen.append(
            Tegel("Bezetting", percentage(bezetting.tekst), bezetting.reden or "van de plekken", bezetting.verborgen)
        )
    return rijen


def _sub(cijfer: Cijfer, plaatsen: int | None) -> str:
    return cijfer.reden or (f"van {plaatsen} plekken" if plaatsen else "")


def exportregel(aanvraag: Exportaanvraag, nu: datetime) -> Exportregel:
    """What whoever asked needs to know now. A job the worker gave up on has failed, whatever the request says."""
    if aanvraag.status == Aanvraagstatus.MISLUKT:
        return Exportregel(aanvraag, "mislukt", "error", aanvraag.reden)
    if aanvraag.status == Aanvraagstatus.KLAAR:
        verlopen = aanvraag.export.verlopen(nu)
        return Exportregel(
            aanvraag, "verlopen" if verlopen else "klaar", "quiet" if verlopen else "done", "", not verlopen
        )
    if aanvraag.opdracht and aanvraag.opdracht.stand == Opdrachtstand.MISLUKT:
        return Exportregel(aanvraag, "mislukt", "error", "Het maken is een paar keer niet gelukt. Vraag de beheerder.")
    return Exportregel(aanvraag, "wordt gemaakt", "attention", "")
