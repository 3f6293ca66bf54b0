"""Contacts of a cohort: how many, on which days and of which kind; drawn without a database."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.schooldays import DAG, Kalender
from demo.stories import Verhaal, einde, verdeel_naar

# Per usual school day: somewhat less than once a week, so that a year of guidance takes 10 to 35 hours.
PER_SCHOOLDAG = 0.15
ONGEREGELD = 0.1  # share of pupils whom nobody has spoken for three weeks or more
AANDEEL_GROEP = 0.04
GROEP_MET_COLLEGA = 0.3
# Shares of contacts that were written down wrong and corrected, or written down twice and taken back.
AANDEEL_VERKEERD = 0.02
AANDEEL_DUBBEL = 0.01
# Weekdays of a group activity, as days after the start of the summer holiday, and before it.
ZOMERDAGEN = (10, 12, 17, 19, 24, 26)


@dataclass(frozen=True)
class Soort:
    """A kind of contact with its share, its usual durations and who is there: pupil, parent, school, others."""

    code: str
    aandeel: int
    minuten: tuple[int, ...]
    met: tuple[bool, bool, bool, bool]
    reisminuten: int = 0


SOORTEN = (
    Soort("gesprek-leerling", 43, (30, 45, 45, 60), (True, False, False, False)),
    Soort("gesprek-ouder", 7, (45, 60), (False, True, False, False)),
    Soort("huisbezoek", 5, (60, 75, 90), (True, True, False, False), reisminuten=20),
    Soort("gesprek-beiden", 6, (45, 60), (True, True, False, False)),
    Soort("telefoon", 4, (10, 15, 20), (True, False, False, False)),
    Soort("telefoon", 6, (10, 15, 20, 30), (False, True, False, False)),
    Soort("bericht", 5, (5, 10, 15), (False, True, False, False)),
    Soort("observatie", 4, (45, 60), (False, False, True, False), reisminuten=10),
    Soort("overleg-school", 9, (20, 30, 45), (False, False, True, False)),
    Soort("knooppunt", 1, (30, 45), (True, True, True, False)),
    Soort("overleg-derden", 3, (30, 45), (False, False, False, True)),
    Soort("verslag", 4, (15, 20, 30), (False, False, False, False)),
    Soort("niet-verschenen", 3, (15, 30), (False, False, False, False)),
)
_GEWICHTEN = [soort.aandeel for soort in SOORTEN]
GROEP = Soort("groep", 0, (90, 120, 180, 240), (True, False, False, False))


@dataclass(frozen=True, slots=True)
class Contactplan:
    """One session; `verhalen` are the pupils it was about, in a group more than one with the same social worker."""

    dag: date
    soort: Soort
    minuten: int
    verhalen: tuple[Verhaal, ...]
    overige: int = 0
    met_collega: bool = False
    verkeerde_duur: bool = False  # corrected at once, as is `dubbel` taken back; only where the story is played
    dubbel: bool = False


def eerste_dag(verhaal: Verhaal, kalender: Kalender) -> date | None:
    """The day the guidance begins: in January, or some days after a later decision."""
    if verhaal.besloten_op is None:
        return None
    spreiding = verhaal.nieuw.geboortedatum.day % 9
    dag = max(date(verhaal.jaar, 1, 6), verhaal.besloten_op + 4 * DAG) + spreiding * DAG
    return kalender.schooldag_vanaf(dag) if dag.year == verhaal.jaar else None


def periode(verhaal: Verhaal, kalender: Kalender, vandaag: date) -> tuple[date, date] | None:
    """First and last day on which contacts can be, up to and including today."""
    eerste = eerste_dag(verhaal, kalender)
    if eerste is None:
        return None
    laatste = min(einde(verhaal) - DAG, vandaag, verhaal.stil_sinds or date.max)
    return (eerste, laatste) if eerste <= laatste else None


def verzwijg(verhalen: Sequence[Verhaal], rng: Random, vandaag: date) -> None:
    """Choose the running pupils whom nobody has spoken for a while."""
    lopend = [
        verhaal for verhaal in verhalen if verhaal.besloten_op and verhaal.jaar == vandaag.year and not verhaal.stop
    ]
    for verhaal in rng.sample(lopend, round(len(lopend) * ONGEREGELD)):
        verhaal.stil_sinds = vandaag - rng.randrange(22, 40) * DAG


def _spannen(
    verhalen: Sequence[Verhaal], kalender: Kalender, vandaag: date
) -> tuple[list[tuple[Verhaal, tuple[date, date]]], list[float]]:
    """Who is guided when, and how much of the guidance each pupil gets."""
    spannen = [(verhaal, span) for verhaal in verhalen if (span := periode(verhaal, kalender, vandaag))]
    return spannen, [verhaal.inzet * kalender.drukte(*span) for verhaal, span in spannen]


def verwacht(verhalen: Sequence[Verhaal], kalender: Kalender, vandaag: date) -> float:
    """How many contacts these pupils usually have by now."""
    return sum(_spannen(verhalen, kalender, vandaag)[1]) * PER_SCHOOLDAG


def contacten(
    verhalen: Sequence[Verhaal], kalender: Kalender, rng: Random, *, vandaag: date, totaal: int
) -> Iterator[Contactplan]:
    """Exactly `totaal` contacts of one cohort, if anybody is guided."""
    spannen, gewichten = _spannen(verhalen, kalender, vandaag)
    if not any(gewichten):
        return
    groepen = 0
    for groepsplan in _groepen(spannen, kalender, rng, round(totaal * AANDEEL_GROEP)):
        groepen += 1
        yield groepsplan
    aantallen = verdeel_naar(gewichten, totaal - groepen)
    for (verhaal, span), aantal in zip(spannen, aantallen, strict=True):
        soorten = rng.choices(SOORTEN, _GEWICHTEN, k=aantal)
        for dag, soort in zip(kalender.trek(rng, aantal, *span), soorten, strict=True):
            minuten = soort.minuten[int(rng.random() * len(soort.minuten))]
            vergissing = rng.random()
            yield Contactplan(
                dag,
                soort,
                minuten,
                (verhaal,),
                met_collega=rng.random() < 0.05,
                verkeerde_duur=vergissing < AANDEEL_VERKEERD,
                dubbel=vergissing > 1 - AANDEEL_DUBBEL,
            )


def _groepen(
    spannen: Sequence[tuple[Verhaal, tuple[date, date]]], kalender: Kalender, rng: Random, aantal: int
) -> Iterator[Contactplan]:
    """Group sessions per social worker: most in the summer holiday, the others spread over the year."""
    per_smw = defaultdict(list)
    for verhaal, span in spannen:
        per_smw[verhaal.smw.pk].append((verhaal, span))
    beurten = list(per_smw.values())
    for nummer in range(aantal):
        groep = beurten[nummer % len(beurten)]
        laatste = max(span[1] for _, span in groep)
        zomer = kalender.zomer.van + ZOMERDAGEN[nummer // len(beurten) % len(ZOMERDAGEN)] * DAG
        if zomer > laatste or rng.random() < 0.3:
            zomer = kalender.trek(rng, 1, min(span[0] for _, span in groep), laatste)[0]
        aanwezig = [verhaal for verhaal, span in groep if span[0] <= zomer <= span[1]]
        if not aanwezig:
            continue
        deel = rng.sample(aanwezig, min(len(aanwezig), rng.choice((3, 4, 5, 6))))
        yield Contactplan(
            dag=zomer,
            soort=GROEP,
            minuten=rng.choice(GROEP.minuten),
            verhalen=tuple(deel),
            overige=rng.choice((0, 0, 2, 4, 7)),
            met_collega=rng.random() < GROEP_MET_COLLEGA,
        )
