"""Everybody who reads minutes: what each of them says must be the same to the minute.

A reader takes the cast and gives minutes per pupil (key of the traject) or per worker (key of the appointment). A new
screen, file or report joins by a line in `PER_LEERLING` or `PER_MEDEWERKER`, a screen of one month in `PER_MAAND`.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.test import Client
from django.utils import timezone

from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from begeleiding.urenstaat import Overzicht
from gka.templatetags.formatting import hours
from monitoring.onthulling import onderzoek, tellingen
from monitoring.research import package
from monitoring.research.columns import CONTACTEN
from monitoring.research.pseudonym import Pseudonymiser
from tests.begeleiding import urenbestanden
from tests.cast import Cast
from tests.pages import tekst

JAAR = (date(2026, 1, 1), date(2026, 12, 31))
WERKERS = ("smw_vo", "smw_po", "buitenstaander_smw_vo")
# Who looks after both organisations (`test_minuten_kloppen.groep`), so that nothing but the question keeps them apart.
TEAMLEIDER = "teamleider"

Lezer = Callable[[Cast], Mapping[UUID, int]]
Maandlezer = Callable[[Cast, int], Mapping[UUID, int]]


def trajecten() -> list[Traject]:
    return list(Traject.objects.select_related("leerling"))


# --- staff minutes per pupil


def ruwe_delen(cast: Cast) -> Mapping[UUID, int]:
    """A recount, row by row, that knows nothing of querysets: versions that nothing replaced."""
    vervangen = set(Contact.objects.exclude(vervangt=None).values_list("vervangt", flat=True))
    som: Counter[UUID] = Counter({traject.pk: 0 for traject in trajecten()})
    for contact, traject, minuten in Contactdeelname.objects.values_list("contact", "traject", "minuten"):
        som[traject] += 0 if contact in vervangen else minuten
    return som


def totalen(cast: Cast) -> Mapping[UUID, int]:
    keys = [traject.pk for traject in trajecten()]
    gevonden = Contactdeelname.objects.totalen(keys)
    return {pk: gevonden[pk].inzet for pk in keys}


def trajectpagina(cast: Cast) -> Mapping[UUID, int]:
    """The figure of the page, and the same one in its words."""
    client = cast.log_in(Client(), "teamleider")
    minuten = {}
    for traject in trajecten():
        pagina = client.get(traject.get_absolute_url())
        minuten[traject.pk] = pagina.context["totaal"].inzet
        assert not minuten[traject.pk] or f"{hours(minuten[traject.pk])} inzet in" in tekst(pagina)
    return minuten


def trajectenlijst(cast: Cast) -> Mapping[UUID, int]:
    pagina = cast.log_in(Client(), "teamleider").get("/trajecten/")
    return {rij.traject.pk: rij.totaal.inzet for rij in pagina.context["rijen"]}


def cijfers(cast: Cast) -> Mapping[UUID, int]:
    """What the dashboard and the reports count. A pupil without any contact is not supported, so not there."""
    telling = tellingen.tel(cohort=cast.cohort, peildatum=timezone.localdate(), moment=timezone.now())
    return {traject.pk: telling.minuten.get(traject.leerling_id, 0) for traject in trajecten()}


def onderzoeksbestand(cast: Cast) -> Mapping[UUID, int]:
    """The rows of contacten.csv, read back from the zip."""
    pseudoniem = Pseudonymiser(b"een sleutel die nergens anders voor is", "parkstad")
    rijen = onderzoek.rijen(cast.cohort, op=timezone.now())
    bestand = package.build(rijen, pseudoniem, jaren=[2026], nummer=1, stand=timezone.localdate())
    som: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(bestand.content)) as archief:
        for rij in csv.DictReader(io.StringIO(archief.read(CONTACTEN).decode())):
            som[rij["pseudoniem"]] += int(rij["minuten"])
    return {traject.pk: som[pseudoniem.pupil(traject.leerling_id)] for traject in trajecten()}


def urenbestand(cast: Cast) -> Mapping[UUID, int]:
    """The shares in the files of hours."""
    delen = {(rij["sleutel"], rij["leerling"]): int(rij["toegerekend"]) for rij in urenrijen(cast)}
    return _per_leerling(delen)


def organisaties(cast: Cast) -> list[str]:
    return sorted({str(cast.aanstelling[naam].organisatie_id) for naam in WERKERS})


def bestand(cast: Cast, organisatie: str) -> list[dict[str, str]]:
    """The rows of the file of one organisation."""
    client = cast.log_in(Client(), TEAMLEIDER)
    return urenbestanden.rijen(urenbestanden.download(client, organisatie=organisatie))


def urenrijen(cast: Cast) -> list[dict[str, str]]:
    """The rows for both organisations; a contact of workers of both is in both."""
    return [rij for organisatie in organisaties(cast) for rij in bestand(cast, organisatie)]


def _per_leerling(minuten: Mapping[tuple[str, str], int]) -> Mapping[UUID, int]:
    """By contact and pupil, as both stand in the file; a code that means nobody here is an error."""
    wie = {urenbestanden.leerling(traject): traject.pk for traject in trajecten()}
    som: Counter[UUID] = Counter(dict.fromkeys(wie.values(), 0))
    for (_, leerling), aantal in minuten.items():
        som[wie[leerling]] += aantal
    return som


# --- received minutes per pupil


def ontvangen(cast: Cast) -> Mapping[UUID, int]:
    keys = [traject.pk for traject in trajecten()]
    gevonden = Contactdeelname.objects.totalen(keys)
    return {pk: gevonden[pk].ontvangen for pk in keys}


def urenbestand_ontvangen(cast: Cast) -> Mapping[UUID, int]:
    """The duration of every contact at which the file says that the pupil was there."""
    return _per_leerling(
        {
            (rij["sleutel"], rij["leerling"]): int(rij["minuten"]) * ("leerling" in rij["met"].split("|"))
            for rij in urenrijen(cast)
        }
    )


# --- minutes per worker


def ruwe_inzet(cast: Cast) -> Mapping[UUID, int]:
    vervangen = set(Contact.objects.exclude(vervangt=None).values_list("vervangt", flat=True))
    som: Counter[UUID] = Counter({cast.aanstelling[naam].pk: 0 for naam in WERKERS})
    for contact, aanstelling, minuten in Inzet.objects.values_list("contact", "aanstelling", "minuten"):
        som[aanstelling] += 0 if contact in vervangen else minuten
    return som


def inzet(cast: Cast) -> Mapping[UUID, int]:
    van, tot = JAAR
    werk = [cast.aanstelling[naam] for naam in WERKERS]
    return {een.pk: Inzet.objects.minuten([een], van=van, tot=tot) for een in werk}


def inzet_per_dag(cast: Cast) -> Mapping[UUID, int]:
    dagen = set(Contact.objects.values_list("gebeurd_op", flat=True))
    return {cast.aanstelling[naam].pk: sum(Inzet.objects.per_dag(cast[naam], dagen).values()) for naam in WERKERS}


def urenbestand_inzet(cast: Cast) -> Mapping[UUID, int]:
    """The minutes of each contact in the file of an organisation, once for everybody there who worked in it. A row in
    which nobody of the organisation worked is an error."""
    som: Counter[UUID] = Counter({cast.aanstelling[naam].pk: 0 for naam in WERKERS})
    for organisatie in organisaties(cast):
        hier = {
            urenbestanden.medewerker(cast[naam]): cast.aanstelling[naam].pk
            for naam in WERKERS
            if str(cast.aanstelling[naam].organisatie_id) == organisatie
        }
        for rij in {rij["sleutel"]: rij for rij in bestand(cast, organisatie)}.values():
            som[hier[rij["medewerker"]]] += int(rij["minuten"])
            for werker in rij["collegas"].split("|"):
                if werker in hier:
                    som[hier[werker]] += int(rij["minuten"])
    return som


def urenjaar(cast: Cast) -> Mapping[UUID, int]:
    """The year of each organisation."""
    client = cast.log_in(Client(), TEAMLEIDER)
    som: Counter[UUID] = Counter()
    for organisatie in organisaties(cast):
        pagina = client.get("/uren/organisatie/", {"organisatie": organisatie, "jaar": "2026"})
        overzicht = pagina.context["overzicht"]
        assert f"{hours(overzicht.minuten)} inzet" in tekst(pagina)
        som += _per_aanstelling(cast, organisatie, overzicht)
    return _met_nullen(cast, som)


# --- minutes per worker in one month


def urenmaand(cast: Cast, maand: int) -> Mapping[UUID, int]:
    """The month of each organisation, as it is closed."""
    client = cast.log_in(Client(), TEAMLEIDER)
    som: Counter[UUID] = Counter()
    for organisatie in organisaties(cast):
        pagina = client.get("/uren/maand/", {"organisatie": organisatie, "maand": f"2026-{maand:02}"})
        assert f"{hours(pagina.context['kop'].minuten)} inzet" in tekst(pagina)
        som += _per_aanstelling(cast, organisatie, pagina.context["overzicht"])
    return _met_nullen(cast, som)


def eigen_uren(cast: Cast, maand: int) -> Mapping[UUID, int]:
    """What each of them reads about the own month."""
    return {
        cast.aanstelling[naam].pk: _staat(cast.log_in(Client(), naam), "/uren/", maand=f"2026-{maand:02}")
        for naam in WERKERS
    }


def uren_van_een_ander(cast: Cast, maand: int) -> Mapping[UUID, int]:
    """What the teamleider reads about the month of each of them."""
    client, minuten = cast.log_in(Client(), TEAMLEIDER), {}
    for naam in WERKERS:
        werk = cast.aanstelling[naam]
        vraag = {"maand": f"2026-{maand:02}", "organisatie": str(werk.organisatie_id)}
        minuten[werk.pk] = _staat(client, f"/uren/medewerker/{cast[naam].pk}/", **vraag)
    return minuten


def _staat(client: Client, adres: str, **vraag: str) -> int:
    """The figure of the page, and the same one in its words."""
    pagina = client.get(adres, vraag)
    inzet: int = pagina.context["staat"].inzet
    assert f"{hours(inzet)} inzet" in tekst(pagina)
    return inzet


def _per_aanstelling(cast: Cast, organisatie: str, overzicht: Overzicht) -> Counter[UUID]:
    hier = {
        cast.people[naam].pk: cast.aanstelling[naam].pk
        for naam in WERKERS
        if str(cast.aanstelling[naam].organisatie_id) == organisatie
    }
    return Counter({hier[rij.medewerker.pk]: rij.minuten for rij in overzicht.werkers if rij.minuten})


def _met_nullen(cast: Cast, som: Counter[UUID]) -> Mapping[UUID, int]:
    return {cast.aanstelling[naam].pk: som[cast.aanstelling[naam].pk] for naam in WERKERS}


PER_LEERLING: list[Lezer] = [
    ruwe_delen,
    totalen,
    trajectpagina,
    trajectenlijst,
    cijfers,
    onderzoeksbestand,
    urenbestand,
]
ONTVANGEN: list[Lezer] = [ontvangen, urenbestand_ontvangen]
PER_MEDEWERKER: list[Lezer] = [ruwe_inzet, inzet, inzet_per_dag, urenbestand_inzet, urenjaar]
PER_MAAND: list[Maandlezer] = [urenmaand, eigen_uren, uren_van_een_ander]
