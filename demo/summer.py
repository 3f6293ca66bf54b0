"""Summer activities: group contacts of the summer holiday become attendance lists, and the coming summer is on offer.

The contact that a list makes is the one that was planned, so the number of contacts stays what was asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial

from django.utils import timezone

from begeleiding.actions import aanmeldingen, aanwezigheid, zomer
from begeleiding.actions.aanwezigheid import Aanwezig
from begeleiding.actions.zomer import Zomergegevens
from begeleiding.models import Aanmelding, Traject, Zomeractiviteit
from begeleiding.workflow import Afmeldreden
from demo.contacts import GROEP, Contactplan
from demo.moments import moment
from demo.regions import Gebied
from demo.schooldays import DAG
from demo.stories import Verhaal, einde
from gka.models import Organisatie
from gka.workflow import Organisatiesoort

NAMEN = ("Zomerkamp De Verzonnen Vuurvlieg", "Bedachte Bouwweek", "Denkbeeldige Dansdagen", "Fictieve Fietsweek")
GEPLAND, OPEN = (4, 20), (6, 1)
# Pupils who also wanted to come when all places were taken.
TE_VEEL = 2
Daad = tuple[datetime, partial[object]]


class Zomer:
    """One summer of one region: an activity for each organisation whose social workers had groups then."""

    def __init__(
        self,
        gebied: Gebied,
        verhalen: Sequence[Verhaal],
        plannen: Iterable[Contactplan],
        traject: Mapping[Verhaal, Traject],
    ) -> None:
        self.gebied, self.traject = gebied, traject
        self.per_organisatie: dict[Organisatie, dict[tuple[date, object], Contactplan]] = defaultdict(dict)
        for plan in plannen:
            if self._in_de_zomer(plan):
                smw = plan.verhalen[0].begeleider(plan.dag)
                self.per_organisatie[smw.organisatie].setdefault((plan.dag, smw.medewerker_id), plan)
        self.lijsten = {id(plan): organisatie for organisatie, plannen in self._plannen() for plan in plannen}
        self.meer = {organisatie: self._wachtenden(organisatie, verhalen) for organisatie in self.per_organisatie}
        self.activiteit: dict[Organisatie, Zomeractiviteit] = {}

    def _plannen(self) -> Iterator[tuple[Organisatie, list[Contactplan]]]:
        return ((organisatie, list(plannen.values())) for organisatie, plannen in self.per_organisatie.items())

    def _in_de_zomer(self, plan: Contactplan) -> bool:
        vakantie = self.gebied.kalenders[plan.dag.year].zomer
        op_tijd = all(
            verhaal.besloten_op and verhaal.besloten_op < date(plan.dag.year, *OPEN) for verhaal in plan.verhalen
        )
        return plan.soort is GROEP and vakantie.van <= plan.dag <= vakantie.tot and op_tijd

    def _deelnemers(self, organisatie: Organisatie) -> list[Verhaal]:
        plannen = self.per_organisatie[organisatie].values()
        return list(dict.fromkeys(verhaal for plan in plannen for verhaal in plan.verhalen))

    def _wachtenden(self, organisatie: Organisatie, verhalen: Sequence[Verhaal]) -> list[Verhaal]:
        """Others of the same organisation who are guided all summer."""
        mee = set(self._deelnemers(organisatie))
        jaar = self._dagen(organisatie)[0].year
        vrij = [
            verhaal
            for verhaal in verhalen
            if verhaal not in mee
            and verhaal.smw.organisatie == organisatie
            and verhaal.besloten_op
            and verhaal.besloten_op < date(jaar, *OPEN)
            and einde(verhaal) > date(jaar, 10, 1)
        ]
        return vrij[:TE_VEEL]

    def _dagen(self, organisatie: Organisatie) -> list[date]:
        return sorted({dag for dag, _ in self.per_organisatie[organisatie]})

    def daden(self) -> Iterator[Daad]:
        """Make and publish in April, enrol in June; the lists are confirmed when the contact would be recorded."""
        for nummer, organisatie in enumerate(self.per_organisatie):
            jaar = self._dagen(organisatie)[0].year
            yield moment(date(jaar, *GEPLAND), 10, nummer), partial(self._publiceer, organisatie, nummer)
            for rang, verhaal in enumerate([*self._deelnemers(organisatie), *self.meer[organisatie]]):
                yield (
                    moment(date(jaar, *OPEN), 10 + rang // 60, rang % 60),
                    partial(self._meld_aan, organisatie, verhaal),
                )

    def _publiceer(self, organisatie: Organisatie, nummer: int, op: datetime) -> None:
        dagen = self._dagen(organisatie)
        self.activiteit[organisatie] = publiceer(
            self.gebied, organisatie, NAMEN[nummer % len(NAMEN)], dagen, len(self._deelnemers(organisatie)), op
        )

    def _meld_aan(self, organisatie: Organisatie, verhaal: Verhaal, op: datetime) -> None:
        dag = timezone.localdate(op)
        aanmeldingen.aanmelden(
            activiteit=self.activiteit[organisatie],
            trajecten=[self.traject[verhaal]],
            door=verhaal.begeleider(dag).medewerker,
            op=op,
            dag=dag,
        )

    def bevestig(self, plan: Contactplan, op: datetime) -> bool:
        """Record this group as the attendance list of its day; False for a contact that is none."""
        organisatie = self.lijsten.get(id(plan))
        if organisatie is None:
            return False
        aanstelling = plan.verhalen[0].begeleider(plan.dag)
        aanwezigheid.bevestigen(
            dag=self.activiteit[organisatie].dagen.get(dag=plan.dag),
            aanwezig=Aanwezig(
                trajecten=[self.traject[verhaal] for verhaal in plan.verhalen],
                overige=plan.overige,
                zelf_erbij=True,
                minuten=plan.minuten,
            ),
            aanstelling=aanstelling,
            door=aanstelling.medewerker,
            op=op,
            vandaag=timezone.localdate(op),
        )
        return True


def publiceer(
    gebied: Gebied, organisatie: Organisatie, naam: str, dagen: Sequence[date], plaatsen: int, op: datetime
) -> Zomeractiviteit:
    """An activity on the weekdays of these days."""
    door = gebied.teamleider[organisatie.pk]
    gegevens = Zomergegevens(
        naam=naam,
        omschrijving="Verzonnen activiteit: samen koken, bouwen en buiten spelen.",
        plaats="Wijkcentrum De Denkbeeldige Deur",
        plaatsen=plaatsen,
        voor_wie="groep 8 en brugklas",
        contactpersoon="jongerenwerker",
        van=dagen[0],
        tot=dagen[-1],
        weekdagen=frozenset(dag.weekday() for dag in dagen),
        begin=time(9, 30),
        eind=time(13, 30),
        aanmelden_tot=dagen[0] - DAG,
    )
    rij = zomer.maken(organisatie=organisatie, gegevens=gegevens, door=door, op=op)
    return zomer.publiceren(activiteit=rij, versie=rij.versie, door=door, op=op)


def komende_zomer(gebied: Gebied, *, op: datetime) -> None:
    """The offer of the next summer. At the first activity there is one place, somebody left, and one child waits."""
    vandaag = timezone.localdate(op)
    eerste = date(vandaag.year + (vandaag.month >= 7), 7, 19)
    dagen = [eerste + (7 - eerste.weekday() + nummer) * DAG for nummer in (0, 1, 3)]
    welzijn = Organisatie.objects.filter(regio=gebied.regio, soort=Organisatiesoort.WELZIJN, pk__in=gebied.teamleider)
    for nummer, organisatie in enumerate(welzijn.order_by("naam")):
        plaatsen = 12 if nummer else 1
        rij = publiceer(gebied, organisatie, NAMEN[nummer % len(NAMEN)], dagen, plaatsen, op)
        gedaan = [_meld_aan(rij, traject, op) for traject in _begeleid(organisatie)]
        if gedaan and not nummer:
            door = gedaan[0].aangemeld_door
            aanmeldingen.afmelden(aanmelding=gedaan[0], reden=Afmeldreden.VERVOER, door=door, op=op)


def _begeleid(organisatie: Organisatie) -> list[Traject]:
    """Three running pupils of one social worker: the one of the demo account where there is one."""
    rows = Traject.objects.lopend().filter(toewijzingen__tot=None, toewijzingen__waarneming=False)
    rows = rows.filter(toewijzingen__aanstelling__organisatie=organisatie)
    return list(rows.order_by("-toewijzingen__aanstelling__medewerker__email", "leerling__achternaam", "pk")[:3])


def _meld_aan(activiteit: Zomeractiviteit, traject: Traject, op: datetime) -> Aanmelding:
    vandaag = timezone.localdate(op)
    door = traject.toewijzingen.gezichten(vandaag)[0].aanstelling.medewerker
    (rij,) = aanmeldingen.aanmelden(activiteit=activiteit, trajecten=[traject], door=door, op=op, dag=vandaag)
    return rij
