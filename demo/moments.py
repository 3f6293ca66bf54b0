"""When things happen on a day, and which pupils are discussed at which table: the same for both ways of writing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.regions import Gebied
from demo.schooldays import DAG
from demo.stories import Verhaal
from gka.models import Aanstelling, School
from gka.workflow import Doel
from overdracht.workflow import Functie

VOORAF = timedelta(days=50)  # an overleg is called well ahead, over the longest holiday
OVERLEGTIJD = time(13, 30)

INLEZEN = (9, 0)
ANTWOORD = (11, 0)
SCHOOLKEUZE = (12, 0)
VERHUIZING = (12, 30)
PLANNEN = (12, 45)
ADVIES = (15, 0)
HERZIENING = (15, 30)
KLAS = (16, 0)
SLUITING = (17, 0)


def moment(dag: date, uur: int, minuut: int = 0) -> datetime:
    """A moment on a day in the Netherlands."""
    return timezone.make_aware(datetime.combine(dag, time(uur, minuut)))


@dataclass(frozen=True)
class Tafel:
    """One knooppuntoverleg: a school, a day, and the pupils in the order in which they are discussed."""

    po: School
    jaar: int
    dag: date
    gepland_op: date
    verhalen: tuple[Verhaal, ...]

    plaats = "Spreekkamer"

    @property
    def functies(self) -> list[Functie]:
        """Outsiders who sit there too; which ones only depends on the day."""
        return [functie for nummer, functie in enumerate(Functie) if self.dag.day % (nummer + 3) == 0]

    def besproken(self, verhaal: Verhaal) -> datetime:
        """The moment at which this pupil was discussed."""
        uur, minuut = divmod(13 * 60 + 30 + self.verhalen.index(verhaal) % 14 * 15, 60)
        return moment(self.dag, uur, minuut)

    def stoelen(self, gebied: Gebied) -> list[Aanstelling]:
        """Everybody from the primary school, and from the secondary schools these pupils wish."""
        vo_scholen = dict.fromkeys(verhaal.vo.pk for verhaal in self.verhalen)
        smw = dict.fromkeys(verhaal.smw for verhaal in self.verhalen)
        return [
            gebied.ib_er[self.po.pk],
            gebied.smw_po[self.po.pk],
            *smw,
            *(gebied.zorgcoordinator[vo] for vo in vo_scholen),
        ]


def tafels(verhalen: Sequence[Verhaal]) -> Iterator[Tafel]:
    """The meetings at which these pupils are discussed."""
    groepen = defaultdict(list)
    for verhaal in verhalen:
        if verhaal.overleg:
            groepen[verhaal.po.pk, verhaal.jaar, verhaal.overleg].append(verhaal)
    for (_, jaar, dag), groep in groepen.items():
        # Nobody is put on a list before a parent gave the consent to talk.
        antwoorden = [row for verhaal in groep for row in verhaal.antwoorden]
        mag = max(row.dag for row in antwoorden if row.doel == Doel.BESPREKEN and row.ouder is not None)
        yield Tafel(groep[0].po, jaar, dag, min(max(dag - VOORAF, mag + DAG), dag), tuple(groep))
