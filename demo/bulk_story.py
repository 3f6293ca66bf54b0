"""The rows of one pupil's story, as the actions would have left them at a moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from begeleiding.models import Statuswissel as Trajectwissel
from begeleiding.models import Toewijzing, Traject
from begeleiding.workflow import Nazorg, Trajectstatus
from demo import bulk_positions
from demo.moments import ADVIES, ANTWOORD, HERZIENING, INLEZEN, SCHOOLKEUZE, SLUITING, VERHUIZING, moment
from demo.regions import Gebied
from demo.stories import TEKST, Antwoord, Stemplan, Verhaal, Verloop, einde
from gka.actions.adviezen import minstens
from gka.models import (
    Advies,
    Cohortdeelname,
    Leerling,
    Medewerker,
    Ouder,
    School,
    Schoolkeuze,
    Toestemming,
    Woonplaats,
)
from gka.privacy.encryption import Ciphertext, encrypt
from gka.workflow import Adviessoort, Doel, Gever, Keuzesoort, Toestemmingstand, Wijze
from overdracht import stand
from overdracht.models import Besluit, Bespreking, Instemming, Overleg, Statuswissel
from overdracht.workflow import ZONDER_WIJZE, Besprekingstatus, Keus, Oordeel, Uitkomst

Maker = Callable[[], UUID]


@dataclass
class Spoor:
    """What a story leaves behind: its rows, and the key of its traject for the contacts."""

    verhaal: Verhaal
    gebied: Gebied
    uuid: Maker
    op: datetime
    leerling: Leerling
    objecten: list[Model] = field(default_factory=list)
    ouders: list[Ouder] = field(default_factory=list)
    antwoorden: list[tuple[datetime, Toestemming]] = field(default_factory=list)
    stemmen: dict[tuple[str, UUID | None], Instemming] = field(default_factory=dict)
    besluiten: list[Besluit] = field(default_factory=list)
    traject: UUID | None = None

    @property
    def ib_er(self) -> Medewerker:
        return self.gebied.ib_er[self.verhaal.po.pk].medewerker

    def voeg(self, row: Model) -> None:
        self.objecten.append(row)


def schrijf_verhaal(
    verhaal: Verhaal, gebied: Gebied, tafel: tuple[Overleg, datetime] | None, *, uuid: Maker, op: datetime
) -> Spoor | None:
    """All rows of this pupil up to `op`; None when the school did not put the list in yet."""
    gelezen = moment(verhaal.gelezen_op, *INLEZEN)
    if gelezen >= op:
        return None
    nieuw = verhaal.nieuw
    leerling = Leerling(
        id=uuid(),
        regio=gebied.regio,
        roepnaam=nieuw.roepnaam,
        tussenvoegsel=nieuw.tussenvoegsel,
        achternaam=nieuw.achternaam,
        geboortedatum=nieuw.geboortedatum,
        leerlingnummer=nieuw.leerlingnummer,
        leerlingnummer_van=verhaal.po,
        gemaakt_op=gelezen,
    )
    spoor = Spoor(verhaal, gebied, uuid, op, leerling)
    spoor.voeg(leerling)
    spoor.voeg(Cohortdeelname(leerling=leerling, cohort=gebied.cohorten[verhaal.jaar]))
    spoor.voeg(Woonplaats(leerling=leerling, gemeente=verhaal.woonplaats, van=verhaal.gelezen_op))
    _schoolkeuze(spoor, Keuzesoort.BASISSCHOOL, verhaal.po, gelezen)
    for plan in verhaal.ouders:
        key = uuid()
        contact = encrypt(plan.contact, context=f"{Ouder._meta.db_table}|contact|{key}")
        ouder = Ouder(
            id=key,
            leerling=leerling,
            relatie=plan.relatie,
            gezag=plan.gezag,
            taal=plan.taal,
            liever_mondeling=plan.liever_mondeling,
            contact=Ciphertext(contact),
        )
        spoor.ouders.append(ouder)
        spoor.voeg(ouder)
    _antwoorden(spoor)
    if verhaal.overleg:
        _schoolweg(spoor)
    if tafel:
        _bespreking(spoor, *tafel)
    sleutels = [uuid() for _ in verhaal.klassen]
    if spoor.traject:
        spoor.objecten += bulk_positions.rijen(verhaal, gebied, leerling, sleutels=sleutels, op=op)
    return spoor


def _schoolkeuze(spoor: Spoor, soort: Keuzesoort, school: School, wanneer: datetime) -> None:
    if wanneer < spoor.op:
        spoor.voeg(
            Schoolkeuze(
                id=spoor.uuid(),
                leerling=spoor.leerling,
                soort=soort,
                school=school,
                van=timezone.localdate(wanneer),
                vastgelegd_door=spoor.ib_er,
                vastgelegd_op=wanneer,
            )
        )


def _antwoorden(spoor: Spoor) -> None:
    """Each answer replaces the giver's previous one about the same purpose; the same answer again is no new row."""
    huidig: dict[tuple[Doel, int | None], Toestemming] = {}
    for antwoord in sorted(spoor.verhaal.antwoorden, key=lambda row: row.dag):
        wanneer = moment(antwoord.dag, *ANTWOORD)
        vorige = huidig.get((antwoord.doel, antwoord.ouder))
        if wanneer >= spoor.op or (vorige and (vorige.stand, vorige.wijze) == (antwoord.stand, antwoord.wijze)):
            continue
        row = _toestemming(spoor, antwoord, wanneer, vorige)
        huidig[antwoord.doel, antwoord.ouder] = row
        spoor.antwoorden.append((wanneer, row))
        spoor.voeg(row)


def _toestemming(spoor: Spoor, antwoord: Antwoord, wanneer: datetime, vorige: Toestemming | None) -> Toestemming:
    ouder = None if antwoord.ouder is None else spoor.ouders[antwoord.ouder]
    return Toestemming(
        id=spoor.uuid(),
        leerling=spoor.leerling,
        doel=antwoord.doel,
        gever=Gever.OUDER if ouder else Gever.LEERLING,
        ouder=ouder,
        ontvangende_school=spoor.verhaal.vo if antwoord.doel == Doel.DELEN else None,
        stand=antwoord.stand,
        wijze=antwoord.wijze,
        tekstversie=TEKST,
        gegeven_op=antwoord.dag,
        vastgelegd_door=spoor.ib_er,
        vastgelegd_op=wanneer,
        vervangt=vorige,
    )


def _schoolweg(spoor: Spoor) -> None:
    verhaal = spoor.verhaal
    _schoolkeuze(spoor, Keuzesoort.BEOOGD, verhaal.vo, moment(verhaal.antwoorden[0].dag, *SCHOOLKEUZE))
    voorlopig = next((waarde for soort, _, waarde in verhaal.adviezen if soort == Adviessoort.VOORLOPIG), "")
    for soort, dag, waarde in verhaal.adviezen:
        wanneer = moment(dag, *ADVIES)
        laag, hoog = minstens(voorlopig, waarde) if soort == Adviessoort.DEFINITIEF else (None, None)
        if wanneer < spoor.op:
            spoor.voeg(
                Advies(
                    id=spoor.uuid(),
                    leerling=spoor.leerling,
                    soort=soort,
                    waarde=waarde,
                    datum=dag,
                    minstens_laag=laag,
                    minstens_hoog=hoog,
                    vastgelegd_door=spoor.ib_er,
                    vastgelegd_op=wanneer,
                )
            )
    if verhaal.definitief:
        _schoolkeuze(spoor, Keuzesoort.DEFINITIEF, verhaal.definitieve_school, moment(verhaal.definitief, *SCHOOLKEUZE))


# --- the meeting


def _bespreking(spoor: Spoor, overleg: Overleg, wanneer: datetime) -> None:
    verhaal = spoor.verhaal
    bespreking = Bespreking(id=spoor.uuid(), overleg=overleg, leerling=spoor.leerling)
    spoor.voeg(bespreking)
    _wissel(spoor, bespreking, Besprekingstatus.VOORGESTELD, overleg.gemaakt_op)
    if wanneer >= spoor.op or verhaal.verloop == Verloop.KANDIDAAT:
        return
    bespreking.versie = 3
    bespreking.reden_1, bespreking.reden_2 = (*verhaal.redenen, None)[:2]
    bespreking.wens_leerling, bespreking.wens_ouders = verhaal.wens_leerling, verhaal.wens_ouders
    bespreking.aandachtspunten = verhaal.aandachtspunten
    bespreking.leerling_aanwezig, bespreking.ouder_aanwezig = verhaal.aanwezig
    bespreking.vast_gezicht = verhaal.smw
    _wissel(spoor, bespreking, Besprekingstatus.BESPROKEN, wanneer)
    for stem in verhaal.stemmen:
        _instemming(spoor, bespreking, stem, wanneer)
    _besluit(spoor, bespreking, verhaal.keus, wanneer, "")
    if verhaal.herzien:
        herzien = moment(verhaal.herzien[0], *HERZIENING)
        if herzien < spoor.op:
            _instemming(spoor, bespreking, verhaal.herzien[1], herzien)
            _besluit(spoor, bespreking, Keus.TRAJECT, herzien, "De vo-school is nu ook gehoord.")
    if verhaal.besloten_op and spoor.besluiten[-1].uitkomst == Uitkomst.OPGENOMEN:
        _traject(spoor, bespreking)


def _wissel(spoor: Spoor, bespreking: Bespreking, naar: Besprekingstatus, wanneer: datetime, reden: str = "") -> None:
    van = "" if naar == Besprekingstatus.VOORGESTELD else bespreking.status
    if van == naar:
        return
    bespreking.status = naar
    spoor.voeg(
        Statuswissel(
            id=spoor.uuid(), bespreking=bespreking, van=van, naar=naar, op=wanneer, door=spoor.ib_er, reden=reden
        )
    )


def _instemming(spoor: Spoor, bespreking: Bespreking, stem: Stemplan, wanneer: datetime) -> None:
    ouder = None if stem.ouder is None else spoor.ouders[stem.ouder]
    plek = (stem.partij.value, ouder.pk if ouder else None)
    row = Instemming(
        id=spoor.uuid(),
        bespreking=bespreking,
        partij=stem.partij,
        ouder=ouder,
        standpunt=stem.standpunt,
        wijze="" if stem.standpunt in ZONDER_WIJZE else Wijze.GESPREK,
        vastgelegd_door=spoor.ib_er,
        vastgelegd_op=wanneer,
        vervangt=spoor.stemmen.get(plek),
    )
    spoor.stemmen[plek] = row
    spoor.voeg(row)


def _oordeel(spoor: Spoor, bespreking: Bespreking, keus: Keus, wanneer: datetime) -> Oordeel:
    """What the rule says at that moment; it reads what a query would have prefetched."""
    gegeven = [row for tijd, row in spoor.antwoorden if tijd <= wanneer]
    vervangen = {row.vervangt_id for row in gegeven}
    spoor.leerling.alle_ouders = spoor.ouders  # type: ignore[attr-defined]
    spoor.leerling.huidige_toestemmingen = [row for row in gegeven if row.pk not in vervangen]  # type: ignore[attr-defined]
    bespreking.huidige_instemmingen = list(spoor.stemmen.values())  # type: ignore[attr-defined]
    return stand.oordeel(bespreking, keus, dag=timezone.localdate(wanneer))


def _besluit(spoor: Spoor, bespreking: Bespreking, keus: Keus, wanneer: datetime, reden: str) -> Besluit:
    oordeel = _oordeel(spoor, bespreking, keus, wanneer)
    besluit = Besluit(
        id=spoor.uuid(),
        bespreking=bespreking,
        keus=keus,
        uitkomst=oordeel.uitkomst,
        toelichting=oordeel.zin,
        reden=reden,
        vastgelegd_door=spoor.ib_er,
        vastgelegd_op=wanneer,
        vervangt=spoor.besluiten[-1] if spoor.besluiten else None,
    )
    _wissel(spoor, bespreking, Besprekingstatus(oordeel.uitkomst), wanneer, reden)
    spoor.besluiten.append(besluit)
    spoor.voeg(besluit)
    return besluit


# --- the traject


def _traject(spoor: Spoor, bespreking: Bespreking) -> None:
    verhaal, besluit = spoor.verhaal, spoor.besluiten[-1]
    begin, vanaf = besluit.vastgelegd_op, timezone.localdate(besluit.vastgelegd_op)
    traject = Traject(
        id=spoor.uuid(),
        leerling=spoor.leerling,
        cohort=spoor.gebied.cohorten[verhaal.jaar],
        besluit=besluit,
        status=Trajectstatus.GESTART,
        vanaf=vanaf,
        gestart_op=begin,
        versie=2,
    )
    spoor.traject = traject.pk
    spoor.voeg(traject)
    _trajectwissel(spoor, traject, 1, "", Trajectstatus.VOORGESTELD, spoor.ib_er, begin, besluit=besluit)
    _trajectwissel(
        spoor, traject, 2, Trajectstatus.VOORGESTELD, Trajectstatus.GESTART, spoor.ib_er, begin, besluit=besluit
    )
    for toewijzing in _toewijzingen(spoor, traject, begin):
        spoor.voeg(toewijzing)
    if verhaal.verloop == Verloop.TREKT_IN:
        _trek_in(spoor, bespreking, traject)
    else:
        _sluit(spoor, traject)


def _trajectwissel(
    spoor: Spoor,
    traject: Traject,
    nummer: int,
    van: str,
    naar: Trajectstatus,
    door: Medewerker,
    wanneer: datetime,
    *,
    besluit: Besluit | None = None,
    reden: str = "",
) -> None:
    spoor.voeg(
        Trajectwissel(
            id=spoor.uuid(),
            traject=traject,
            nummer=nummer,
            van=van,
            naar=naar,
            op=wanneer,
            door=door,
            besluit=besluit,
            reden=reden,
        )
    )


def _toewijzingen(spoor: Spoor, traject: Traject, begin: datetime) -> Iterator[Toewijzing]:
    """The familiar face, and the next one where the pupil goes to another school."""
    verhaal = spoor.verhaal
    eerste = Toewijzing(
        id=spoor.uuid(),
        traject=traject,
        aanstelling=verhaal.smw,
        van=traject.vanaf,
        vastgelegd_door=spoor.ib_er,
        vastgelegd_op=begin,
    )
    if verhaal.verhuist and (wanneer := moment(verhaal.verhuist[0], *VERHUIZING)) < spoor.op:
        eerste.tot = verhaal.verhuist[0] - timedelta(days=1)
        yield Toewijzing(
            id=spoor.uuid(),
            traject=traject,
            aanstelling=verhaal.verhuist[2],
            van=verhaal.verhuist[0],
            vastgelegd_door=spoor.gebied.teamleider[verhaal.smw.organisatie_id],
            vastgelegd_op=wanneer,
        )
    yield eerste


def _trek_in(spoor: Spoor, bespreking: Bespreking, traject: Traject) -> None:
    """A withdrawn consent opens the decision again, and that stops the traject."""
    ingetrokken = [tijd for tijd, row in spoor.antwoorden if row.stand == Toestemmingstand.INGETROKKEN]
    if not ingetrokken:
        return
    wanneer = ingetrokken[0]
    besluit = _besluit(spoor, bespreking, spoor.verhaal.keus, wanneer, "Een toestemming is veranderd.")
    _stop(spoor, traject, Trajectstatus.EERDER_GESTOPT, wanneer, spoor.ib_er, besluit)


def _sluit(spoor: Spoor, traject: Traject) -> None:
    verhaal, dag = spoor.verhaal, einde(spoor.verhaal)
    wanneer = moment(dag, *SLUITING)
    if wanneer < spoor.op:
        status = Trajectstatus.EERDER_GESTOPT if verhaal.stop else Trajectstatus.AFGEROND
        traject.nazorg = (Nazorg.JA, Nazorg.JA, Nazorg.NEE, Nazorg.ONBEKEND)[verhaal.nieuw.geboortedatum.day % 4]
        _stop(spoor, traject, status, wanneer, verhaal.begeleider(dag).medewerker, None)


def _stop(
    spoor: Spoor,
    traject: Traject,
    status: Trajectstatus,
    wanneer: datetime,
    door: Medewerker,
    besluit: Besluit | None,
) -> None:
    stop = spoor.verhaal.stop
    stopreden = spoor.gebied.keuzes["stopreden", stop[1]] if stop else None
    reden = f"nieuw besluit: {Uitkomst(besluit.uitkomst).label}" if besluit else stopreden.label if stopreden else ""
    _trajectwissel(spoor, traject, 3, traject.status, status, door, wanneer, besluit=besluit, reden=reden)
    traject.status, traject.gesloten_op, traject.stopreden, traject.versie = status, wanneer, stopreden, 3
