"""Write the stories through the actions, each deed at its own moment in the past, in the order they happened in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from begeleiding.actions import contacten as contactacties
from begeleiding.actions import posities, trajecten
from begeleiding.models import Traject
from begeleiding.workflow import Nazorg, Trajectstatus
from demo.contacts import Contactplan
from demo.goals import Doelen
from demo.moments import (
    ADVIES,
    ANTWOORD,
    HERZIENING,
    INLEZEN,
    KLAS,
    OVERLEGTIJD,
    PLANNEN,
    SCHOOLKEUZE,
    SLUITING,
    VERHUIZING,
    Tafel,
    moment,
    tafels,
)
from demo.regions import Gebied
from demo.schooldays import DAG
from demo.stories import TEKST, Antwoord, Klasplan, Verhaal, Verloop, einde
from demo.summer import Zomer
from gka.actions import adviezen, leerlingen, ouders, schoolkeuzes, toestemming
from gka.models import Leerling, Medewerker, Ouder, School
from gka.workflow import Adviessoort, Advieswaarde, Doel, Keuzesoort, Wijze
from overdracht.actions import besluiten, besprekingen, overleggen
from overdracht.actions.besluiten import PlaatsenVol, ZonderGezin
from overdracht.actions.besprekingen import Bespreekgegevens
from overdracht.actions.instemmingen import Gehoord, alle_vastleggen
from overdracht.models import Bespreking
from overdracht.workflow import Keus


class Verteller:
    """Plays the stories of one region up to `op`."""

    def __init__(self, gebied: Gebied, rng: Random, *, op: datetime) -> None:
        self.gebied, self.rng, self.op = gebied, rng, op
        self.leerling: dict[Verhaal, Leerling] = {}
        self.ouders: dict[Verhaal, list[Ouder]] = {}
        self.bespreking: dict[Verhaal, Bespreking] = {}
        self.traject: dict[Verhaal, Traject] = {}
        # Of its own, so that what is drawn for goals changes nothing else.
        self.doel_rng = Random(f"doelen {gebied.regio.code} {rng.getstate()[1][:8]}")
        self._daden: list[tuple[datetime, Callable[[datetime], object]]] = []

    def speel(self, verhalen: Sequence[Verhaal], contacten: Iterable[Contactplan]) -> None:
        """Do everything that lies before `op`, in order."""
        self._lijsten(verhalen)
        for verhaal in verhalen:
            self._antwoorden(verhaal)
            self._afloop(verhaal)
            for wanneer, doeldaad in Doelen(self.gebied, verhaal, self.traject, self.doel_rng).daden():
                self._plan_in(wanneer, doeldaad)
        self._overleggen(verhalen)
        plannen = list(contacten)
        self.zomer = Zomer(self.gebied, verhalen, plannen, self.traject)
        for wanneer, zomerdaad in self.zomer.daden():
            self._plan_in(wanneer, zomerdaad)
        for plan in plannen:
            self._contact(plan)
        # Sorting is stable, so deeds of one moment keep the order in which they were planned.
        for wanneer, daad in sorted(self._daden, key=lambda paar: paar[0]):
            daad(wanneer)
        self._daden.clear()

    def _op(self, dag: date, tijd: tuple[int, int], daad: Callable[[datetime], object]) -> None:
        self._plan_in(moment(dag, *tijd), daad)

    def _plan_in(self, wanneer: datetime, daad: Callable[[datetime], object]) -> None:
        if wanneer < self.op:
            self._daden.append((wanneer, daad))

    def _ib_er(self, school: School) -> Medewerker:
        return self.gebied.ib_er[school.pk].medewerker

    # --- the list of group 8

    def _lijsten(self, verhalen: Sequence[Verhaal]) -> None:
        per_lijst = defaultdict(list)
        for verhaal in verhalen:
            per_lijst[verhaal.po.pk, verhaal.gelezen_op].append(verhaal)
        for (_, dag), groep in per_lijst.items():
            self._op(dag, INLEZEN, lambda op, groep=groep: self._lees_in(groep, op))

    def _lees_in(self, groep: list[Verhaal], op: datetime) -> None:
        school, dag = groep[0].po, timezone.localdate(op)
        door = self._ib_er(school)
        nieuw = leerlingen.toevoegen(
            nieuw=[verhaal.nieuw for verhaal in groep],
            school=school,
            cohort=self.gebied.cohorten[groep[0].jaar],
            door=door,
            op=op,
            dag=dag,
        )
        for verhaal, leerling in zip(groep, nieuw, strict=True):
            self.leerling[verhaal] = leerling
            self.ouders[verhaal] = [
                ouders.toevoegen(
                    leerling=leerling,
                    relatie=plan.relatie,
                    gezag=plan.gezag,
                    contact=plan.contact,
                    taal=plan.taal,
                    liever_mondeling=plan.liever_mondeling,
                    door=door,
                    op=op,
                )
                for plan in verhaal.ouders
            ]
            schoolkeuzes.woonplaats_vastleggen(
                leerling=leerling, gemeente=verhaal.woonplaats, door=door, op=op, dag=dag
            )

    # --- consent and the road of schools

    def _antwoorden(self, verhaal: Verhaal) -> None:
        for antwoord in verhaal.antwoorden:
            self._op(antwoord.dag, ANTWOORD, lambda op, antwoord=antwoord: self._antwoord(verhaal, antwoord, op))

    def _antwoord(self, verhaal: Verhaal, antwoord: Antwoord, op: datetime) -> None:
        toestemming.vastleggen(
            leerling=self.leerling[verhaal],
            doel=antwoord.doel,
            stand=antwoord.stand,
            wijze=antwoord.wijze,
            tekstversie=TEKST,
            door=self._ib_er(verhaal.po),
            op=op,
            ouder=None if antwoord.ouder is None else self.ouders[verhaal][antwoord.ouder],
            school=verhaal.vo if antwoord.doel == Doel.DELEN else None,
        )

    def _afloop(self, verhaal: Verhaal) -> None:
        if verhaal.overleg is None:
            return
        wens = verhaal.antwoorden[0].dag
        self._op(wens, SCHOOLKEUZE, lambda op: self._schoolkeuze(verhaal, Keuzesoort.BEOOGD, verhaal.vo, op))
        for soort, dag, waarde in verhaal.adviezen:
            self._op(dag, ADVIES, lambda op, soort=soort, waarde=waarde: self._advies(verhaal, soort, waarde, op))
        if verhaal.definitief:
            self._op(
                verhaal.definitief,
                SCHOOLKEUZE,
                lambda op: self._schoolkeuze(verhaal, Keuzesoort.DEFINITIEF, verhaal.definitieve_school, op),
            )
        if verhaal.besloten_op:
            self._op(einde(verhaal), SLUITING, lambda op: self._sluit(verhaal, op))
            for klas in verhaal.klassen:
                self._op(klas.dag, KLAS, lambda op, klas=klas: self._klas(verhaal, klas, op))
            if verhaal.verhuist:
                self._op(verhaal.verhuist[0], VERHUIZING, lambda op: self._verhuis(verhaal, op))

    def _schoolkeuze(self, verhaal: Verhaal, soort: Keuzesoort, school: School, op: datetime) -> None:
        schoolkeuzes.vastleggen(
            leerling=self.leerling[verhaal],
            soort=soort,
            school=school,
            door=self._ib_er(verhaal.po),
            op=op,
            dag=timezone.localdate(op),
        )

    def _advies(self, verhaal: Verhaal, soort: Adviessoort, waarde: Advieswaarde, op: datetime) -> None:
        adviezen.vastleggen(
            leerling=self.leerling[verhaal],
            soort=soort,
            waarde=waarde,
            datum=timezone.localdate(op),
            door=self._ib_er(verhaal.po),
            op=op,
        )

    def _klas(self, verhaal: Verhaal, plan: Klasplan, op: datetime) -> None:
        if verhaal in self.traject:
            posities.vastleggen(
                leerling=self.leerling[verhaal],
                cohort=self.gebied.cohorten[verhaal.jaar],
                peilmoment=plan.peilmoment,
                klas=plan.klas,
                gezien=None,
                door=self.gebied.zorgcoordinator[verhaal.definitieve_school.pk].medewerker,
                op=op,
                dag=timezone.localdate(op),
            )

    # --- the knooppuntoverleg

    def _overleggen(self, verhalen: Sequence[Verhaal]) -> None:
        for tafel in tafels(verhalen):
            self._op(tafel.gepland_op, PLANNEN, lambda op, tafel=tafel: self._plan(tafel, op))
            for verhaal in tafel.verhalen:
                self._plan_in(tafel.besproken(verhaal), lambda op, verhaal=verhaal: self._bespreek(verhaal, op))
                if verhaal.herzien:
                    self._op(verhaal.herzien[0], HERZIENING, lambda op, verhaal=verhaal: self._herzie(verhaal, op))

    def _plan(self, tafel: Tafel, op: datetime) -> None:
        overleg = overleggen.plannen(
            school=tafel.po,
            cohort=self.gebied.cohorten[tafel.jaar],
            datum=tafel.dag,
            tijd=OVERLEGTIJD,
            plaats=tafel.plaats,
            leerlingen=[self.leerling[verhaal] for verhaal in tafel.verhalen],
            deelnemers=tafel.stoelen(self.gebied),
            functies=tafel.functies,
            door=self._ib_er(tafel.po),
            op=op,
        )
        rijen = {row.leerling_id: row for row in Bespreking.objects.filter(overleg=overleg)}
        for verhaal in tafel.verhalen:
            self.bespreking[verhaal] = rijen[self.leerling[verhaal].pk]

    def _bespreek(self, verhaal: Verhaal, op: datetime) -> None:
        if verhaal.verloop == Verloop.KANDIDAAT:
            return
        reden_1, reden_2 = (*verhaal.redenen, None)[:2]
        bewaren = partial(
            besprekingen.bewaren,
            bespreking=self.bespreking[verhaal],
            versie=self.bespreking[verhaal].versie,
            gegevens=Bespreekgegevens(
                reden_1=reden_1,
                reden_2=reden_2,
                wens_leerling=verhaal.wens_leerling,
                wens_ouders=verhaal.wens_ouders,
                aandachtspunten=verhaal.aandachtspunten,
                leerling_aanwezig=verhaal.aanwezig[0],
                ouder_aanwezig=verhaal.aanwezig[1],
                vo_school=verhaal.vo,
                vast_gezicht=verhaal.smw,
            ),
            gehoord=[self._gehoord(verhaal, stem.partij, stem.standpunt, stem.ouder) for stem in verhaal.stemmen],
            keus=verhaal.keus,
            door=self._ib_er(verhaal.po),
            op=op,
            dag=timezone.localdate(op),
        )
        try:
            self.bespreking[verhaal] = bewaren()
        except PlaatsenVol:
            self.bespreking[verhaal] = bewaren(reden="Kan niet wachten op een plek.")
        except ZonderGezin:
            self.bespreking[verhaal] = bewaren(reden="De basisschool kan deze hulp zelf geven.")
        self._ken_traject(verhaal)

    def _gehoord(self, verhaal: Verhaal, partij: str, standpunt: str, ouder: int | None) -> Gehoord:
        wie = None if ouder is None else self.ouders[verhaal][ouder]
        return Gehoord(partij, standpunt, Wijze.GESPREK, wie)  # type: ignore[arg-type]

    def _herzie(self, verhaal: Verhaal, op: datetime) -> None:
        if verhaal.herzien is None:
            return
        bespreking, door, stem = self.bespreking[verhaal], self._ib_er(verhaal.po), verhaal.herzien[1]
        gehoord = [self._gehoord(verhaal, stem.partij, stem.standpunt, stem.ouder)]
        alle_vastleggen(bespreking=bespreking, gehoord=gehoord, door=door, op=op)
        bespreking.refresh_from_db()
        besluiten.vastleggen(
            bespreking=bespreking,
            versie=bespreking.versie,
            keus=Keus.TRAJECT,
            door=door,
            op=op,
            dag=timezone.localdate(op),
            reden="De vo-school is nu ook gehoord.",
        )
        self._ken_traject(verhaal)

    def _ken_traject(self, verhaal: Verhaal) -> None:
        if traject := Traject.objects.filter(besluit__bespreking=self.bespreking[verhaal]).first():
            self.traject[verhaal] = traject

    # --- the traject

    def _verhuis(self, verhaal: Verhaal, op: datetime) -> None:
        if verhaal.verhuist:
            dag, _, aanstelling = verhaal.verhuist
            door = self.gebied.teamleider[verhaal.smw.organisatie_id]
            trajecten.toewijzen(traject=self.traject[verhaal], aanstelling=aanstelling, van=dag, door=door, op=op)

    def _sluit(self, verhaal: Verhaal, op: datetime) -> None:
        traject, dag = self.traject[verhaal], timezone.localdate(op)
        if verhaal.verloop == Verloop.TREKT_IN:
            return  # the withdrawn consent opened the decision again, and that stopped the traject
        stopreden = self.gebied.keuzes["stopreden", verhaal.stop[1]] if verhaal.stop else None
        trajecten.afsluiten(
            traject=traject,
            status=Trajectstatus.EERDER_GESTOPT if verhaal.stop else Trajectstatus.AFGEROND,
            door=verhaal.begeleider(dag).medewerker,
            op=op,
            stopreden=stopreden,
            nazorg=self.rng.choice((Nazorg.JA, Nazorg.JA, Nazorg.JA, Nazorg.NEE, Nazorg.ONBEKEND)).value,
        )

    # --- contacts

    def _contact(self, plan: Contactplan) -> None:
        sleutels = (self._sleutel(), self._sleutel(), self._sleutel())
        later = self.rng.choices((0, 1, 2), (85, 10, 5))[0]
        wanneer = moment(plan.dag + later * DAG, 16, self.rng.randrange(60))
        dicht = min(einde(verhaal) for verhaal in plan.verhalen)
        wanneer = min(wanneer, moment(dicht - DAG, 20), self.op)
        self._daden.append((wanneer, lambda op: self._leg_contact_vast(plan, sleutels, op)))

    def _sleutel(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _leg_contact_vast(self, plan: Contactplan, sleutels: tuple[UUID, UUID, UUID], op: datetime) -> None:
        if self.zomer.bevestig(plan, op):
            return
        verhaal, soort = plan.verhalen[0], plan.soort
        werker = verhaal.begeleider(plan.dag)
        met_leerling, met_ouder, met_school, met_anderen = soort.met
        wie: dict[str, Any] = {"door": werker.medewerker, "op": op, "dag": timezone.localdate(op)}
        feiten: dict[str, Any] = wie | {
            "soort": self.gebied.keuzes["contactsoort", soort.code],
            "gebeurd_op": plan.dag,
            "minuten": plan.minuten,
            "met_leerling": met_leerling,
            "met_ouder": met_ouder,
            "met_school": met_school,
            "met_anderen": met_anderen,
            "overige_deelnemers": plan.overige,
            "reisminuten": soort.reisminuten,
        }
        leg_vast = partial(
            contactacties.vastleggen,
            trajecten=[self.traject[een] for een in plan.verhalen],
            aanstelling=werker,
            collegas=[self.gebied.smw_po[verhaal.po.pk]] if plan.met_collega else [],
        )
        eerste, tweede, derde = sleutels
        if plan.verkeerde_duur:
            fout = leg_vast(**feiten | {"minuten": plan.minuten + 60}, sleutel=eerste)
            contactacties.corrigeren(contact=fout, reden="Verkeerde duur", sleutel=tweede, **feiten)
            return
        leg_vast(**feiten, sleutel=eerste)
        if plan.dubbel:
            nog_eens = leg_vast(**feiten, sleutel=tweede)
            contactacties.intrekken(contact=nog_eens, reden="Dubbel vastgelegd", sleutel=derde, **wie)
