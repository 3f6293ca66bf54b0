"""Make the demo data: regions, people and stories; through the actions for a region, in bulk for a country."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from begeleiding.models import Contact, Traject
from demo import regions, telling
from demo.bulk import Bulk
from demo.by_actions import Verteller
from demo.contacts import contacten, verwacht, verzwijg
from demo.hours import urenstaten
from demo.moments import moment
from demo.people import DOMEIN, Personeel, bemens
from demo.regions import Gebied
from demo.stories import Verhaal, lijstjaar, verdeel_naar
from demo.summer import komende_zomer
from demo.tables import tel_opnieuw
from gka.audit.record import leg_vast
from gka.audit.seal import verzegel
from gka.models import Leerling, Medewerker, Opdracht, Regio
from gka.workflow import Opdrachtstand, maanden_verder
from monitoring.actions import rapporten

BULK_VANAF = 500
RAPPORTMAANDEN = 6
EERSTE_JAAR = 2020  # a cohort before it does not exist
# Pupils of the second region, as a share of all.
AANDEEL_ELDERS = 0.1


class NietLeeg(Exception):
    """The database holds data that the demo did not make."""


@dataclass(frozen=True)
class Gemaakt:
    """What there is now."""

    leerlingen: int
    trajecten: int
    contacten: int
    medewerkers: int
    rapporten: int


def is_er_al() -> bool:
    """Was the demo data made before? Raises NietLeeg when there is other data."""
    if Medewerker.objects.filter(email=f"toekenner@{DOMEIN}").exists():
        return True
    if Regio.objects.exists() or Medewerker.objects.exists() or Leerling.objects.exists():
        raise NietLeeg
    return False


def maak(*, zaad: int, op: datetime, leerlingen: int | None = None, aantal_contacten: int | None = None) -> Gemaakt:
    """Fill an empty database. All of it or nothing; equal seed, sizes and moment give equal data."""
    bulk = in_bulk(leerlingen)
    vandaag = timezone.localdate(op)
    omvang = _omvang(vandaag, leerlingen, bulk=bulk)
    with transaction.atomic():
        gebieden = _gebieden(omvang, zaad=zaad, op=op, bulk=bulk)
        verhalen = [_verhalen(gebied, omvang, zaad, vandaag, elders) for elders, gebied in enumerate(gebieden)]
        plannen = _verdeel_contacten(gebieden, verhalen, aantal_contacten, vandaag)
        schrijver = Bulk(Random(f"{zaad} bulk"), op=op)
        for gebied, boek, aantallen in zip(gebieden, verhalen, plannen, strict=True):
            _schrijf(gebied, boek, aantallen, zaad=zaad, op=op, bulk=schrijver, alles_in_bulk=bulk)
            urenstaten(gebied, eerste=date(min(omvang), 1, 1), op=op)
        _bezorgd_toen(op)
        if not bulk:
            for gebied in gebieden:
                komende_zomer(gebied, op=op)
        tel_opnieuw(("gka", "overdracht", "begeleiding"))
        geteld = {"leerlingen": Leerling.objects.count(), "contacten": Contact.objects.geldig().count()}
        leg_vast("demo.gemaakt", door=None, op=op, **geteld)
    gemaakt = _rapporten(gebieden, op)
    verzegel(op=op)
    return Gemaakt(
        **geteld, trajecten=Traject.objects.count(), medewerkers=Medewerker.objects.count(), rapporten=gemaakt
    )


def in_bulk(leerlingen: int | None) -> bool:
    """Is this too much to do deed by deed?"""
    return leerlingen is not None and leerlingen > BULK_VANAF


def _omvang(vandaag: date, leerlingen: int | None, *, bulk: bool) -> dict[int, int]:
    """How many pupils in each year; unasked 72 of Parkstad in the present cohort, and fewer around it."""
    jaar = vandaag.year
    gewoon = {jaar - 1: 66, jaar: 80, jaar + 1: 40 if lijstjaar(vandaag) > jaar else 0}
    if bulk:
        gewoon = {eerder: 72 for eerder in range(max(EERSTE_JAAR, jaar - 4), jaar + 1)} | {jaar + 1: gewoon[jaar + 1]}
    if leerlingen is None:
        return gewoon
    return dict(zip(gewoon, verdeel_naar(list(gewoon.values()), leerlingen), strict=True))


def _gebieden(omvang: dict[int, int], *, zaad: int, op: datetime, bulk: bool) -> list[Gebied]:
    meeste = max(omvang.values())
    groei = max(1, round(meeste / 72)) if bulk else 1
    gebieden = regions.inrichten(jaren=sorted(omvang), basisscholen=len(regions.BASISSCHOLEN) * groei, vergroting=groei)
    begin = date(min(omvang) - 1, 8, 1)
    personeel = Personeel(Random(f"{zaad} personeel"), van=begin, op=moment(begin, 9))
    for elders, gebied in enumerate(gebieden):
        bemens(gebied, personeel, demo=not elders, leerlingen_per_jaar=meeste)
    return gebieden


def _verhalen(
    gebied: Gebied, omvang: dict[int, int], zaad: int, vandaag: date, elders: int
) -> dict[int, list[Verhaal]]:
    boek = {}
    for jaar, aantal in omvang.items():
        verzonnen = round(aantal * AANDEEL_ELDERS)
        rng = Random(f"{zaad} verhalen {gebied.regio.code} {jaar}")
        deel = verzonnen if elders else aantal - verzonnen
        boek[jaar] = list(telling.verhalen(gebied, rng, jaar=jaar, aantal=deel, vandaag=vandaag))
        verzwijg(boek[jaar], rng, vandaag)
    return boek


def _verdeel_contacten(
    gebieden: list[Gebied], verhalen: list[dict[int, list[Verhaal]]], totaal: int | None, vandaag: date
) -> list[dict[int, int]]:
    """How many contacts each cohort of each region gets."""
    vakken = [(plek, jaar) for plek, boek in enumerate(verhalen) for jaar in boek]
    maten = [verwacht(verhalen[plek][jaar], gebieden[plek].kalenders[jaar], vandaag) for plek, jaar in vakken]
    aantallen = verdeel_naar(maten, round(sum(maten)) if totaal is None else totaal)
    verdeling: list[dict[int, int]] = [{} for _ in gebieden]
    for (plek, jaar), aantal in zip(vakken, aantallen, strict=True):
        verdeling[plek][jaar] = aantal
    return verdeling


def _schrijf(
    gebied: Gebied,
    boek: dict[int, list[Verhaal]],
    aantallen: dict[int, int],
    *,
    zaad: int,
    op: datetime,
    bulk: Bulk,
    alles_in_bulk: bool,
) -> None:
    """Deed by deed, but cohorts that are over in bulk: nobody works with them, and the first start must be quick."""
    vandaag = timezone.localdate(op)
    for jaar, verhalen in boek.items():
        rng = Random(f"{zaad} contacten {gebied.regio.code} {jaar}")
        plannen = contacten(verhalen, gebied.kalenders[jaar], rng, vandaag=vandaag, totaal=aantallen[jaar])
        if alles_in_bulk or jaar < vandaag.year:
            bulk.schrijf(gebied, verhalen, plannen)
        else:
            Verteller(gebied, rng, op=op).speel(verhalen, list(plannen))


def _bezorgd_toen(op: datetime) -> None:
    """Invitations to meetings of the past went out then; the first start must not send hundreds of them now."""
    wacht = Opdracht.objects.filter(stand=Opdrachtstand.OPEN, niet_voor__lte=op)
    wacht.update(stand=Opdrachtstand.GEREED, begonnen_op=F("niet_voor"), klaar_op=F("niet_voor"), pogingen=1)


def _rapporten(gebieden: list[Gebied], op: datetime) -> int:
    """Freeze the reports of the last complete months, in order, each on the first morning after its month."""
    eerste = timezone.localdate(op).replace(day=1)
    maanden = [maanden_verder(-terug, eerste) for terug in range(RAPPORTMAANDEN, 0, -1)]
    for maand in maanden:
        for gebied in gebieden:
            rapporten.maken(regio=gebied.regio, maand=maand, op=min(moment(maanden_verder(1, maand), 6), op))
    return len(maanden) * len(gebieden)
