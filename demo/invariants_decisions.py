"""Decisions and consents, judged again by the rule itself from what was recorded before them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from begeleiding.models import Traject
from begeleiding.workflow import Trajectstatus
from gka.models import Ouder, Toestemming
from gka.privacy.consent import oordelen
from gka.workflow import Ontvanger
from overdracht import stand
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.workflow import Besprekingstatus, Keus

STUK = 1_000


def _stukken(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(keys), STUK):
        yield keys[begin : begin + STUK]


def _per(rows: Any, veld: str) -> dict[Any, list[Any]]:
    groepen = defaultdict(list)
    for row in rows:
        groepen[getattr(row, veld)].append(row)
    return groepen


def _huidig(rows: list[Any], op: datetime) -> list[Any]:
    """The rows that stood at a moment: recorded by then, and not replaced by then."""
    toen = [row for row in rows if row.vastgelegd_op <= op]
    vervangen = {row.vervangt_id for row in toen}
    return [row for row in toen if row.pk not in vervangen]


def besluiten_volgen_de_regel(op: datetime) -> Iterator[str]:
    """Every decision says what the rule says of the stances and consents of that moment; the last one is the status."""
    keys = list(Bespreking.objects.order_by("pk").values_list("pk", flat=True))
    for stuk in _stukken(keys):
        besprekingen = list(Bespreking.objects.filter(pk__in=stuk).select_related("leerling"))
        leerlingen = [row.leerling_id for row in besprekingen]
        ouders = _per(Ouder.objects.filter(leerling__in=leerlingen).defer("contact").order_by("pk"), "leerling_id")
        antwoorden = _per(
            Toestemming.objects.filter(leerling__in=leerlingen).select_related("ouder").defer("ouder__contact"),
            "leerling_id",
        )
        stemmen = _per(Instemming.objects.filter(bespreking__in=stuk), "bespreking_id")
        besluiten = _per(Besluit.objects.filter(bespreking__in=stuk).order_by("vastgelegd_op"), "bespreking_id")
        for bespreking in besprekingen:
            leerling: Any = bespreking.leerling
            leerling.alle_ouders = ouders[leerling.pk]
            yield from _fouten(bespreking, besluiten[bespreking.pk], stemmen[bespreking.pk], antwoorden[leerling.pk])


def _fouten(
    bespreking: Any, besluiten: list[Besluit], stemmen: list[Instemming], antwoorden: list[Toestemming]
) -> Iterator[str]:
    for besluit in besluiten:
        toen = besluit.vastgelegd_op
        bespreking.huidige_instemmingen = _huidig(stemmen, toen)
        bespreking.leerling.huidige_toestemmingen = _huidig(antwoorden, toen)
        oordeel = stand.oordeel(bespreking, Keus(besluit.keus), dag=timezone.localdate(toen))
        if oordeel.uitkomst != besluit.uitkomst:
            yield f"overdracht.Besluit {besluit.pk}: says {besluit.uitkomst}, the rule says {oordeel.uitkomst.value}"
    vervangen = {besluit.vervangt_id for besluit in besluiten}
    laatste = [besluit.uitkomst for besluit in besluiten if besluit.pk not in vervangen]
    open_ = bespreking.status in (Besprekingstatus.VOORGESTELD, Besprekingstatus.BESPROKEN)
    if ([] if open_ else [bespreking.status]) != laatste:
        yield f"overdracht.Bespreking {bespreking.pk}: is {bespreking.status}, decided is {laatste}"


def lopende_trajecten_hebben_toestemming(op: datetime) -> Iterator[str]:
    """Nobody is guided without a standing consent to take part."""
    vandaag = timezone.localdate(op)
    lopend = Traject.objects.filter(status=Trajectstatus.GESTART).select_related("leerling")
    for stuk in _stukken(list(lopend.order_by("pk"))):
        mag = oordelen([traject.leerling for traject in stuk], Ontvanger.TRAJECT, op=vandaag)
        for traject in stuk:
            if not mag[traject.leerling_id]:
                yield f"begeleiding.Traject {traject.pk}: is running without consent to take part"
