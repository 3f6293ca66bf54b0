"""Goals with scores and a few notes, in clearly invented words. Only deed by deed: in bulk nobody reads them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from random import Random
from uuid import UUID

from django.utils import timezone

from begeleiding.actions import aantekeningen, doelen
from begeleiding.models import Traject
from begeleiding.workflow import Scoremoment, Uitspraak
from demo.contacts import eerste_dag
from demo.moments import moment
from demo.regions import Gebied
from demo.schooldays import DAG
from demo.stories import Verhaal, einde

TEKSTEN = (
    "Ik wil zelf met de verzonnen bus durven.",
    "Ik wil een vriend maken op de denkbeeldige school.",
    "Ik wil mijn tas op tijd inpakken, zonder dat iemand het zegt.",
    "Ik wil iets durven vragen in de klas.",
    "Ik wil niet meer zo zenuwachtig zijn voor een toets.",
    "Wij willen weten bij wie we terechtkunnen als het thuis vastloopt.",
    "Ik wil ’s ochtends zonder ruzie de deur uit.",
)
AANTEKENINGEN = (
    "Verzonnen aantekening: belt liever na vier uur.",
    "Verzonnen aantekening: neemt graag de hond mee naar het gesprek.",
    "Verzonnen aantekening: vindt de denkbeeldige mentor aardig.",
)
AANDEEL = 0.5
Daad = tuple[datetime, partial[object]]


class Doelen:
    """What one pupil wants, from the first weeks until the end."""

    def __init__(self, gebied: Gebied, verhaal: Verhaal, traject: Mapping[Verhaal, Traject], rng: Random) -> None:
        self.gebied, self.verhaal, self.traject, self.rng = gebied, verhaal, traject, rng

    def daden(self) -> Iterator[Daad]:
        """Each goal is one deed with its first score; later scores and notes follow on their own days."""
        eerste = eerste_dag(self.verhaal, self.gebied.kalenders[self.verhaal.jaar])
        laatste = einde(self.verhaal) - 3 * DAG
        if eerste is None or self.rng.random() > AANDEEL:
            return
        for nummer, tekst in enumerate(self.rng.sample(TEKSTEN, self.rng.choice((1, 2, 2, 3)))):
            dag = eerste + (3 + 5 * nummer) * DAG
            if dag >= laatste:
                continue
            begin = self.rng.randrange(1, 6)
            yield moment(dag, 16, nummer), partial(self._doel, tekst, begin)
            tussen, eind = (min(10, begin + self.rng.randrange(stap)) for stap in (3, 6))
            halverwege = dag + (laatste - dag) // 2
            yield moment(halverwege, 16, nummer), partial(self._score, tekst, tussen, Scoremoment.TUSSEN)
            yield moment(laatste, 16, nummer), partial(self._score, tekst, max(tussen, eind), Scoremoment.EIND)
        if self.rng.random() < 0.4 and eerste + 9 * DAG < laatste:
            sleutel = UUID(int=self.rng.getrandbits(128), version=4)
            yield moment(eerste + 9 * DAG, 16, 30), partial(self._noteer, self.rng.choice(AANTEKENINGEN), sleutel)

    def _doel(self, tekst: str, begin: int, op: datetime) -> None:
        dag = timezone.localdate(op)
        doel = doelen.toevoegen(
            traject=self.traject[self.verhaal],
            tekst=tekst,
            van_wie=Uitspraak.OUDER if tekst.startswith("Wij") else Uitspraak.LEERLING,
            domeinen=self.verhaal.redenen[:1],
            door=self._wie(dag),
            op=op,
            dag=dag,
        )
        doelen.scoren(
            doel=doel, moment=Scoremoment.BEGIN, score=begin, gemeten_op=dag, door=self._wie(dag), op=op, dag=dag
        )

    def _score(self, tekst: str, score: int, wanneer: Scoremoment, op: datetime) -> None:
        dag = timezone.localdate(op)
        for doel in self.traject[self.verhaal].doelen.lopend():
            if doel.tekst == tekst:
                doelen.scoren(
                    doel=doel, moment=wanneer, score=score, gemeten_op=dag, door=self._wie(dag), op=op, dag=dag
                )

    def _noteer(self, tekst: str, sleutel: UUID, op: datetime) -> None:
        dag = timezone.localdate(op)
        aantekeningen.schrijven(
            traject=self.traject[self.verhaal], tekst=tekst, sleutel=sleutel, door=self._wie(dag), op=op, dag=dag
        )

    def _wie(self, dag: date) -> object:
        return self.verhaal.begeleider(dag).medewerker
