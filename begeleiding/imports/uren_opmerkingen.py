"""What a person should look at before the contacts of a file are added: odd, but not wrong. It never blocks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from uuid import UUID

from begeleiding.actions.uren_inlezen import Nieuw
from begeleiding.imports.uren_rijen import Urenrij
from begeleiding.querysets.uren import per_werker_en_dag
from begeleiding.twijfel import na_het_jaar
from begeleiding.workflow import MINUTEN_HOOGSTENS
from gka.templatetags.formatting import date_medium, duration, join_and

# So many row numbers in one sentence; of more only how many.
NOEM_HOOGSTENS = 10
ZINNEN_HOOGSTENS = 20


def maak(nieuw: Sequence[Nieuw], rijen: Mapping[int, Urenrij], besproken: Set[int]) -> list[str]:
    """Sentences about these contacts, made of these rows by number; of those in `besproken` somebody said whether they
    are a group. As many queries for one as for many."""
    open_ = [een for een in nieuw if not besproken & set(een.rijen)]
    zinnen = [
        *_zonder_met(nieuw, rijen),
        *_afgerond(nieuw, rijen),
        *_na_het_jaar(nieuw),
        *_lange_dagen(nieuw),
        *_groepen(open_, rijen),
    ]
    meer = len(zinnen) - ZINNEN_HOOGSTENS
    return zinnen if meer <= 0 else [*zinnen[:ZINNEN_HOOGSTENS], f"En nog {meer} keer zoiets."]


def _na_het_jaar(nieuw: Sequence[Nieuw]) -> Iterator[str]:
    gevallen = [(traject, een.gebeurd_op, een) for een in nieuw for traject in een.trajecten]
    return na_het_jaar(gevallen, _rijen)


def _lange_dagen(nieuw: Sequence[Nieuw]) -> Iterator[str]:
    erbij: dict[tuple[UUID, date], list[Nieuw]] = defaultdict(list)
    namen = {werker.medewerker_id: werker.medewerker.naam for een in nieuw for werker in een.werkers}
    for een in nieuw:
        for werker in een.werkers:
            erbij[werker.medewerker_id, een.gebeurd_op].append(een)
    al = per_werker_en_dag(namen, {een.gebeurd_op for een in nieuw})
    for (wie, dag), contacten in erbij.items():
        totaal = al.get((wie, dag), 0) + sum(een.minuten for een in contacten)
        if totaal > MINUTEN_HOOGSTENS:
            samen = " met wat er al staat" if (wie, dag) in al else ""
            naam = f"{namen[wie]} op {date_medium(dag)}"
            yield f"{naam}: samen{samen} is dit {duration(totaal)} op één dag ({_rijen(contacten)}). Klopt dat?"


def _groepen(nieuw: Sequence[Nieuw], rijen: Mapping[int, Urenrij]) -> Iterator[str]:
    gelijk: dict[tuple[object, ...], list[Nieuw]] = defaultdict(list)
    for een in nieuw:
        if len(een.rijen) == 1 and not rijen[een.rijen[0]].sleutel:
            werkers = tuple(werker.pk for werker in een.werkers)
            gelijk[een.gebeurd_op, een.soort.pk, een.minuten, werkers].append(een)
    for contacten in gelijk.values():
        een = contacten[0]
        if len({traject.pk for ander in contacten for traject in ander.trajecten}) > 1:
            totaal = duration(een.minuten * len(contacten) * len(een.werkers))
            yield (
                f"Is dit één groep? {_rijen(contacten).capitalize()}: {een.soort.label}, {duration(een.minuten)}, op "
                f"{date_medium(een.gebeurd_op)}, voor {len(contacten)} leerlingen. Nu telt het als {len(contacten)} "
                f"contacten, samen {totaal} inzet. Was het één contact, geef deze rijen in uw bestand dan dezelfde "
                "sleutel."
            )


def _zonder_met(nieuw: Sequence[Nieuw], rijen: Mapping[int, Urenrij]) -> Iterator[str]:
    zonder = [een for een in nieuw if not any(rijen[nummer].zegt_met for nummer in een.rijen)]
    if afgeleid := [een for een in zonder if een.met]:
        soorten = join_and(sorted({f"‘{een.soort.label}’" for een in afgeleid}))
        yield (
            f"In uw bestand staat niet met wie een contact was. Bij {soorten} nemen wij aan dat wie de soort noemt, "
            f"erbij was ({_rijen(afgeleid)})."
        )
    if onbekend := [een for een in zonder if not een.met]:
        yield (
            f"Van {_rijen(onbekend)} zegt uw bestand niet met wie het contact was. De inzet telt, maar niet als "
            "tijd met de leerling."
        )


def _afgerond(nieuw: Sequence[Nieuw], rijen: Mapping[int, Urenrij]) -> Iterator[str]:
    if af := [een for een in nieuw if any(rijen[nummer].afgerond for nummer in een.rijen)]:
        eerste = rijen[af[0].rijen[0]]
        yield (
            f"Wij rondden uren met een komma af op hele minuten: {_rijen(af)}. Zo is {eerste.afgerond} hier "
            f"{duration(eerste.minuten)}."
        )


def _rijen(contacten: Sequence[Nieuw]) -> str:
    """`rij 2 en 3`, or how many rows when there are too many to name."""
    nummers = sorted({nummer for een in contacten for nummer in een.rijen})
    if len(nummers) > NOEM_HOOGSTENS:
        return f"{len(nummers)} rijen, de eerste is rij {nummers[0]}"
    return f"rij {join_and([str(nummer) for nummer in nummers])}"
