"""Freeze: count, protect, and keep only what is protected."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.db.models.functions import Coalesce

from gka.audit.record import keyed_hash
from gka.models import Cohort, Regio
from monitoring.models import Momentopname, Publicatie
from monitoring.onthulling import catalogus, regels
from monitoring.onthulling.catalogus import A1, A2, A3, A4, B1, B1_MEDIAAN, GEMEENTE, KERN, TOTAAL
from monitoring.onthulling.regels import Leden, Uitgave
from monitoring.onthulling.tellingen import Telling, tel
from monitoring.workflow import kwartaaleinde, telt_mee

Cel = dict[str, Any]


def bevries(*, regio: Regio, peildatum: date, op: datetime) -> Momentopname:
    """A snapshot of every cohort that counts on this date. Within a transaction; the caller has locked the region.

    The checksum covers every cell, so it is known before the first row is written: the tables are append-only.
    """
    cohorten = [
        cohort
        for cohort in Cohort.objects.filter(regio=regio).select_related("regio").order_by("jaar")
        if telt_mee(cohort.jaar, peildatum)
    ]
    nummer = Momentopname.objects.filter(regio=regio).aggregate(hoogste=Coalesce(Max("nummer"), 0))["hoogste"] + 1
    publicaties = [publicatie for cohort in cohorten for publicatie in _publicaties(cohort, peildatum, op)]
    momentopname = Momentopname(regio=regio, nummer=nummer, peildatum=peildatum, moment=op)
    momentopname.checksum = controlegetal(momentopname, publicaties)
    momentopname.save(force_insert=True)
    for publicatie in publicaties:
        publicatie.momentopname = momentopname
    Publicatie.objects.bulk_create(publicaties)
    return momentopname


def controlegetal(momentopname: Momentopname, publicaties: Iterable[Publicatie]) -> str:
    """SHA-256 over the canonical JSON of what was published."""
    inhoud = {
        "regio": momentopname.regio.code,
        "nummer": momentopname.nummer,
        "peildatum": momentopname.peildatum.isoformat(),
        "tabellen": [
            {"cohort": row.cohort.jaar, "tabel": row.tabel, "cellen": row.cellen}
            for row in sorted(publicaties, key=lambda row: (row.cohort.jaar, row.tabel))
        ],
    }
    canonical = json.dumps(inhoud, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def klopt(momentopname: Momentopname) -> bool:
    """Do the stored cells still give the checksum?"""
    return controlegetal(momentopname, momentopname.publicaties.select_related("cohort")) == momentopname.checksum


def _publicaties(cohort: Cohort, peildatum: date, op: datetime) -> list[Publicatie]:
    telling = tel(cohort=cohort, peildatum=peildatum, moment=op)
    eerder = _eerder(cohort)
    nieuw = [_per_gemeente(cohort, telling, eerder)] if _kwartaal_aan_de_beurt(cohort, telling, eerder) else []
    return [*nieuw, _kern(cohort, telling, _verborgen_gemeenten([*eerder, *nieuw]))]


def _verborgen_gemeenten(publicaties: Iterable[Publicatie]) -> list[str]:
    """The municipalities a reader cannot see at the moment: the project total must not give them back."""
    rows = [row for row in publicaties if row.tabel == GEMEENTE.code]
    return [cel["rij"] for cel in rows[-1].cellen if cel["waarde"] is None and cel["rij"] != TOTAAL] if rows else []


def _eerder(cohort: Cohort) -> list[Publicatie]:
    """Every earlier release of this cohort, the oldest date first."""
    rows = Publicatie.objects.filter(cohort=cohort).select_related("momentopname")
    return sorted(rows, key=lambda row: (row.momentopname.peildatum, row.pk))


def _kwartaal_aan_de_beurt(cohort: Cohort, telling: Telling, eerder: list[Publicatie]) -> bool:
    """Municipalities are renewed at the end of a quarter, or later when that was missed; never twice in between.

    The first time waits for a total to show: after a first row of zeros the gate would hold back every start.
    """
    kwartaal = kwartaaleinde(telling.peildatum)
    vorige = [row.momentopname.peildatum for row in eerder if row.tabel == GEMEENTE.code]
    if kwartaal.year < cohort.jaar or any(peildatum >= kwartaal for peildatum in vorige):
        return False
    return bool(vorige) or sum(map(len, telling.ondersteund.values())) >= regels.DREMPEL


def _leden(cohort: Cohort, groepen: Mapping[str, Collection[object]]) -> Leden:
    """Keyed hashes: enough to see how many changed, not who."""
    return {
        unit: frozenset(keyed_hash(f"leden|{cohort.pk}|{leerling}")[:32] for leerling in leerlingen)
        for unit, leerlingen in groepen.items()
    }


def _bewaard(uitgave: Uitgave) -> dict[str, Any]:
    return {
        "eenheden": {unit: sorted(leden) for unit, leden in uitgave.leden.items()},
        "vernieuwd": sorted(uitgave.vernieuwd),
    }


def _uitgaven(eerder: Iterable[Publicatie]) -> list[Uitgave]:
    """Every earlier release of the table of municipalities."""
    return [
        Uitgave(
            leden={unit: frozenset(leden) for unit, leden in row.leden["eenheden"].items()},
            vernieuwd=frozenset(row.leden["vernieuwd"]),
        )
        for row in eerder
        if row.tabel == GEMEENTE.code
    ]


def _cel(rij: str, waarde: int | None, peildatum: date, *, reden: str = "", **more: Any) -> Cel:
    return {"rij": rij, "waarde": waarde, "reden": reden, "peildatum": peildatum.isoformat(), **more}


def _vorige(eerder: Iterable[Publicatie], rij: str, peildatum: date) -> Cel:
    """The figure that stays: of the last earlier date; without one nothing can be shown."""
    rows = [row for row in eerder if row.tabel == GEMEENTE.code and row.momentopname.peildatum <= peildatum]
    cellen = [cel for row in rows for cel in row.cellen if cel["rij"] == rij]
    return dict(cellen[-1]) if cellen else _cel(rij, None, peildatum, reden=regels.TE_WEINIG_VERANDERD)


def _per_gemeente(cohort: Cohort, telling: Telling, eerder: list[Publicatie]) -> Publicatie:
    dag = telling.peildatum
    uitgave = regels.vrijgave(_leden(cohort, telling.ondersteund), _uitgaven(eerder))
    aantallen = {code: len(leerlingen) for code, leerlingen in telling.ondersteund.items()}
    cellen = {
        code: _cel(code, aantal, dag) if code in uitgave.vernieuwd else _vorige(eerder, code, dag)
        for code, aantal in aantallen.items()
    }
    # Judged over what a reader will see side by side; of what was hidden already, the count of today.
    naast_elkaar = {code: aantallen[code] if cel["waarde"] is None else cel["waarde"] for code, cel in cellen.items()}
    al_verborgen = [code for code, cel in cellen.items() if cel["waarde"] is None]
    verborgen, _ = regels.onderdruk(naast_elkaar, al_verborgen=al_verborgen)
    for code in verborgen:
        _verberg(cellen[code], regels.TE_WEINIG)
    cellen[TOTAAL] = _totaal(telling, TOTAAL, verborgen)
    for code, cel in cellen.items():
        cel["naam"] = telling.gemeenten.get(code, "Hele project")
        cel["plaatsen"] = telling.plaatsen.get(code, sum(telling.plaatsen.values()))
    return Publicatie(cohort=cohort, tabel=GEMEENTE.code, cellen=list(cellen.values()), leden=_bewaard(uitgave))


def _totaal(telling: Telling, rij: str, verborgen: Collection[str]) -> Cel:
    """The project total of supported pupils, protected in the same way in both tables: it is one figure."""
    aantallen = {code: len(leerlingen) for code, leerlingen in telling.ondersteund.items()}
    _, verbergen = regels.onderdruk(aantallen, al_verborgen=set(verborgen) & set(aantallen))
    if verbergen:
        return _cel(rij, None, telling.peildatum, reden=regels.TE_WEINIG)
    return _cel(rij, sum(aantallen.values()), telling.peildatum)


def _verberg(cel: Cel, reden: str) -> None:
    cel |= {"waarde": None, "reden": reden}


def _kern(cohort: Cohort, telling: Telling, verborgen: Collection[str]) -> Publicatie:
    """The project's key figures, renewed every month: they have no dimension that a newcomer could be told by."""
    dag = telling.peildatum
    cellen = {
        A1: _cel(A1, len(telling.voorgesteld), dag),
        A2: _cel(A2, len(telling.opgenomen), dag),
        A3: _totaal(telling, A3, verborgen),
    }
    reeks = [cellen[code]["waarde"] for code in (A1, A2, A3)]
    for code, waarde, verbergen in zip((A1, A2, A3), reeks, regels.onderdruk_reeks(reeks), strict=True):
        if verbergen and waarde is not None:
            _verberg(cellen[code], regels.TE_WEINIG if regels.te_klein(waarde) else regels.ANDER_CIJFER)
    cellen |= _afgeleid(telling, cellen[A3])
    return Publicatie(cohort=cohort, tabel=KERN.code, cellen=[cellen[code] for code in catalogus.INDICATOREN], leden={})


def _afgeleid(telling: Telling, ondersteund: Cel) -> dict[str, Cel]:
    """What follows from the supported pupils: shown only when they are."""
    dag, n, plaatsen = telling.peildatum, ondersteund["waarde"], sum(telling.plaatsen.values())
    bezetting = regels.percentage(n, plaatsen) if n is not None else None
    gemiddeld, middelste, reden = regels.uren_per_leerling(telling.minuten.values())
    if n is None:
        gemiddeld, middelste, reden = None, None, ondersteund["reden"]
    geen_plekken = "" if plaatsen else "er zijn nog geen plekken afgesproken"
    return {
        A4: _cel(A4, bezetting, dag, reden=ondersteund["reden"] or geen_plekken, n=n, plaatsen=plaatsen),
        B1: _cel(B1, gemiddeld, dag, reden=reden, n=n),
        B1_MEDIAAN: _cel(B1_MEDIAAN, middelste, dag, reden=reden, n=n),
    }
