"""In which class each pupil is in October and in December: drawn without a database, from the story alone."""

from collections.abc import Iterator
from datetime import date
from random import Random

from begeleiding.klasniveau import Klas, Peilmoment, bij_advies, van_advies
from demo.schooldays import DAG, vakanties
from demo.stories import Klasplan, Verhaal, Verloop
from gka.schooldagen import Schooldagen

ONBEKEND, BREED, LAAT = 0.04, 0.05, 0.12  # shares: not known yet, in a broad class, filled in weeks later
WISSELT = 0.08  # in another class in December than in October


def posities(verhaal: Verhaal) -> Iterator[Klasplan]:
    """For who is guided to the end of the consent; a generator of its own, so that nothing else is drawn otherwise."""
    if verhaal.besloten_op is None or verhaal.verloop == Verloop.TREKT_IN:
        return
    rng = Random(f"{verhaal.jaar} {verhaal.nieuw.roepnaam} {verhaal.nieuw.achternaam} {verhaal.nieuw.geboortedatum}")
    advies = van_advies(verhaal.adviezen[-1][2])
    klas = _klas(advies, rng)
    laat = rng.random() < LAAT
    for moment, dag in _peildagen(verhaal.jaar):
        if moment == Peilmoment.DECEMBER and rng.random() < WISSELT:
            klas = _klas(advies, rng)
        yield Klasplan(moment, dag + (rng.randrange(70, 100) if laat else rng.randrange(0, 9)) * DAG, klas)


def _peildagen(jaar: int) -> Iterator[tuple[Peilmoment, date]]:
    yield Peilmoment.OKTOBER, date(jaar, 10, 1)
    vrij = Schooldagen(tuple((vakantie.van, vakantie.tot) for vakantie in vakanties(jaar)))
    yield Peilmoment.DECEMBER, vrij.tot(date(jaar, 12, 31))


def _klas(advies: Klas | None, rng: Random) -> Klas | None:
    """Mostly the class of the advice."""
    kans = rng.random()
    if advies is None or kans < ONBEKEND:
        return None
    if kans < ONBEKEND + BREED:
        return Klas(2, 4) if advies.laag < 4 else Klas(4, 6)
    keuzes = bij_advies(advies)
    return rng.choices(keuzes, (8, *[1] * (len(keuzes) - 1)))[0]
