"""Draws the stories of a cohort from a seeded generator, without a database."""

from collections.abc import Iterator
from datetime import date
from random import Random

from demo.names import ROEPNAMEN, achternaam
from demo.positions import posities
from demo.regions import DEMOSCHOOL, Gebied
from demo.schooldays import DAG
from demo.stories import (
    AANDEEL,
    MET_TRAJECT,
    Antwoord,
    Ouderplan,
    Stemplan,
    Verhaal,
    Verloop,
    lijstjaar,
    verdeel_naar,
)
from gka.actions.leerlingen import Nieuw
from gka.models import School
from gka.workflow import EIGEN_TOESTEMMING_VANAF, Adviessoort, Advieswaarde, Doel, Relatie, Toestemmingstand, Wijze
from overdracht.workflow import Keus, Partij, Standpunt

WENSEN_LEERLING = (
    "Ik wil weten wie ik alles kan vragen op de nieuwe school.",
    "Ik wil graag bij iemand in de klas die ik ken.",
    "Ik vind het spannend, ik wil er eerst een keer kijken.",
    "Ik wil beter leren plannen.",
    "Ik wil minder piekeren voor een toets.",
)
WENSEN_OUDERS = (
    "Eén vast iemand die wij kunnen bellen.",
    "Hulp bij alles wat er op de nieuwe school anders gaat.",
    "Dat ons kind weer met plezier naar school gaat.",
    "Uitleg over het niveau en de keuze van de school.",
)
AANDACHTSPUNTEN = (
    "Werkt goed met een dagplanning op tafel. Begin van de dag even contact maken.",
    "Heeft tijd nodig in een nieuwe groep. Een maatje helpt.",
    "Vraagt niet zelf om hulp. Spreek af wanneer iemand langskomt.",
    "Kan goed uitleggen wat helpt: vraag het eerst aan de leerling.",
)
ADVIEZEN = (
    Advieswaarde.PRO,
    Advieswaarde.BB,
    Advieswaarde.BB_KB,
    Advieswaarde.KB,
    Advieswaarde.KB_GT,
    Advieswaarde.GT,
    Advieswaarde.GT_HAVO,
    Advieswaarde.HAVO,
)
BINNENKORT = 8 * DAG  # when the next meeting is, for who looks at the demo
TALEN = ("nl", "nl", "nl", "nl", "nl", "nl", "de", "pl", "ar", "tr", "uk")


def verhalen(gebied: Gebied, rng: Random, *, jaar: int, aantal: int, vandaag: date) -> Iterator[Verhaal]:
    """The pupils of one cohort. What lies after `vandaag` is in the story too; the writer leaves it out."""
    scholen = _scholen(gebied, rng, aantal)
    verlopen = _verlopen(rng, aantal)
    _genoeg_kandidaten(scholen, verlopen)
    vo_scholen = _vo_scholen(gebied, rng, scholen, verlopen)
    beurt: dict[int, int] = {}
    data = _overlegdata(gebied, rng, jaar, vandaag)
    gelezen = {school.pk: date(jaar - 1, 9, 8) + plek % 11 * DAG for plek, school in enumerate(gebied.po)}
    for nummer in range(aantal):
        po, vo, verloop = scholen[nummer], vo_scholen[nummer], verlopen[nummer]
        plek = beurt[vo.pk] = beurt.get(vo.pk, -1) + 1
        verhaal = Verhaal(
            nieuw=_nieuw(rng, jaar, nummer),
            jaar=jaar,
            po=po,
            vo=vo,
            woonplaats=po.gemeente if rng.random() < 0.85 else rng.choice(gebied.gemeenten),
            smw=gebied.smw_vo[vo.pk][plek % len(gebied.smw_vo[vo.pk])],
            verloop=verloop,
            gelezen_op=gelezen[po.pk],
            overleg=_overleg(gebied, rng, verloop, data[po.pk], jaar, vandaag),
            ouders=_ouders(rng),
        )
        _vertel(verhaal, gebied, rng)
        yield verhaal


def _scholen(gebied: Gebied, rng: Random, aantal: int) -> list[School]:
    """A primary school per pupil; the school of the demo IB-er has three times as many as another."""
    gewichten = [3.0 if school.brin_vestiging == DEMOSCHOOL else 1.0 for school in gebied.po]
    delen = verdeel_naar(gewichten, aantal)
    scholen = [school for school, deel in zip(gebied.po, delen, strict=True) for _ in range(deel)]
    rng.shuffle(scholen)
    return scholen


def _verlopen(rng: Random, aantal: int) -> list[Verloop]:
    delen = verdeel_naar([AANDEEL[verloop] for verloop in Verloop], aantal)
    verlopen = [verloop for verloop, deel in zip(Verloop, delen, strict=True) for _ in range(deel)]
    rng.shuffle(verlopen)
    return verlopen


def _genoeg_kandidaten(scholen: list[School], verlopen: list[Verloop]) -> None:
    """The demo school has half of the pupils who are still to be discussed, by trading stories with other schools."""
    kandidaten = [nummer for nummer, verloop in enumerate(verlopen) if verloop == Verloop.KANDIDAAT]
    elders = [nummer for nummer in kandidaten if scholen[nummer].brin_vestiging != DEMOSCHOOL]
    hier = [
        nummer
        for nummer, school in enumerate(scholen)
        if school.brin_vestiging == DEMOSCHOOL and verlopen[nummer] == Verloop.OPGENOMEN
    ]
    tekort = (len(kandidaten) + 1) // 2 - (len(kandidaten) - len(elders))
    for ander, eigen in zip(elders[: max(0, tekort)], hier, strict=False):
        verlopen[ander], verlopen[eigen] = verlopen[eigen], verlopen[ander]


def _vo_scholen(gebied: Gebied, rng: Random, scholen: list[School], verlopen: list[Verloop]) -> list[School]:
    """The wished school of each pupil: near, and no more trajecten than there are places."""
    gewichten = [gebied.plaatsen[vo.pk] or 1 for vo in gebied.vo]
    met = [nummer for nummer, verloop in enumerate(verlopen) if verloop in MET_TRAJECT]
    over = dict(zip((vo.pk for vo in gebied.vo), verdeel_naar(gewichten, len(met)), strict=True))
    keuze = [rng.choices(gebied.vo, gewichten)[0] for _ in scholen]
    for nummer in met:
        open_ = [vo for vo in gebied.vo if over[vo.pk]]
        near = [8.0 if vo.gemeente_id == scholen[nummer].gemeente_id else 1.0 for vo in open_]
        keuze[nummer] = rng.choices(open_, near)[0]
        over[keuze[nummer].pk] -= 1
    return keuze


def _nieuw(rng: Random, jaar: int, nummer: int) -> Nieuw:
    """Mostly twelve during the year of the cohort; one in eight is a year older."""
    geboren = date(jaar - 13, 10, 1) + rng.randrange(365) * DAG
    if rng.random() < 0.12:
        geboren = geboren - 365 * DAG
    tussenvoegsel, naam = achternaam(rng)
    return Nieuw(rng.choice(ROEPNAMEN), tussenvoegsel, naam, geboren, f"{jaar}{nummer + 1:04d}")


def _ouders(rng: Random) -> list[Ouderplan]:
    taal = rng.choice(TALEN)
    relaties = rng.choices(
        [(Relatie.MOEDER, Relatie.VADER), (Relatie.MOEDER,), (Relatie.VADER,), (Relatie.VOOGD,)], [60, 28, 7, 5]
    )[0]
    return [
        Ouderplan(
            relatie,
            gezag=not nummer or rng.random() < 0.9,
            taal=taal,
            liever_mondeling=taal != "nl" and rng.random() < 0.5,
            contact=f"06-0000{rng.randrange(10_000):04d}",
        )
        for nummer, relatie in enumerate(relaties)
    ]


def _overlegdata(gebied: Gebied, rng: Random, jaar: int, vandaag: date) -> dict[int, list[date]]:
    """Two meetings per primary school, around the turn of the year; the next one of the demo school is always near."""
    data = {}
    for school in gebied.po:
        eerste = date(jaar - 1, 12, 1) + rng.randrange(17) * DAG
        while eerste.weekday() > 4:
            eerste += DAG
        tweede = gebied.schooldag_vanaf(date(jaar, 1, 8) + rng.randrange(35) * DAG)
        data[school.pk] = [eerste, tweede]
        if school.brin_vestiging == DEMOSCHOOL and jaar == lijstjaar(vandaag) and eerste > vandaag:
            data[school.pk][0] = min(eerste, gebied.schooldag_vanaf(vandaag + BINNENKORT))
    return data


def _werkdag(dag: date) -> date:
    while dag.weekday() > 4:
        dag += DAG
    return dag


def _overleg(gebied: Gebied, rng: Random, verloop: Verloop, data: list[date], jaar: int, vandaag: date) -> date | None:
    """Candidates of the present list come up at a meeting in the next weeks, the others came up in the winter."""
    if verloop == Verloop.NIET_BESPREKEN:
        return None
    if verloop != Verloop.KANDIDAAT:
        return data[rng.random() < 0.45]
    if jaar != lijstjaar(vandaag) or rng.random() < 0.3:
        return None
    gepland = [dag for dag in data if vandaag < dag <= vandaag + 2 * BINNENKORT]
    return min(gepland, default=gebied.schooldag_vanaf(vandaag + BINNENKORT))


def _vertel(verhaal: Verhaal, gebied: Gebied, rng: Random) -> None:
    """Fill in the meeting, the consents and how it ends."""
    _stop(verhaal, rng)
    _antwoorden(verhaal, rng)
    if verhaal.overleg is None:
        return
    verhaal.redenen = rng.sample(gebied.domeinen(), rng.choice((1, 2, 2)))
    verhaal.wens_leerling, verhaal.wens_ouders = rng.choice(WENSEN_LEERLING), rng.choice(WENSEN_OUDERS)
    verhaal.aandachtspunten = rng.choice(AANDACHTSPUNTEN)
    verhaal.aanwezig = (rng.random() < 0.8, rng.random() < 0.9)
    verhaal.stemmen = list(_stemmen(verhaal, rng))
    if verhaal.verloop in (Verloop.GEEN_TRAJECT, Verloop.WACHT_OP_TAFEL):
        verhaal.keus = Keus.LATER if verhaal.verloop == Verloop.WACHT_OP_TAFEL else Keus.GEEN_TRAJECT
    if verhaal.verloop == Verloop.LATER_OPGENOMEN:
        dag = _werkdag(verhaal.overleg + rng.randrange(9, 30) * DAG)
        verhaal.herzien = (dag, Stemplan(Partij.VO_SCHOOL))
    verhaal.definitief = date(verhaal.jaar, 4, 13) + rng.randrange(28) * DAG
    verhaal.adviezen = _adviezen(verhaal.jaar, rng)
    verhaal.inzet = rng.triangular(0.5, 1.6, 1.0)
    andere = [vo for vo in gebied.vo if vo != verhaal.vo and gebied.plaatsen[vo.pk]]
    if verhaal.verloop == Verloop.OPGENOMEN and andere and rng.random() < 0.05:
        naar = rng.choice(andere)
        verhaal.verhuist = (verhaal.definitief, naar, rng.choice(gebied.smw_vo[naar.pk]))
    verhaal.klassen = list(posities(verhaal))


def _adviezen(jaar: int, rng: Random) -> list[tuple[Adviessoort, date, Advieswaarde]]:
    """The advice of January, and in March the same or one step higher: it never goes down."""
    plek = rng.choices(range(len(ADVIEZEN) - 1), (10, 20, 22, 20, 14, 10, 4))[0]
    bijgesteld = plek + (rng.random() < 0.15)
    return [
        (Adviessoort.VOORLOPIG, date(jaar, 1, 12) + rng.randrange(19) * DAG, ADVIEZEN[plek]),
        (Adviessoort.DEFINITIEF, date(jaar, 3, 16) + rng.randrange(9) * DAG, ADVIEZEN[bijgesteld]),
    ]


def _stemmen(verhaal: Verhaal, rng: Random) -> Iterator[Stemplan]:
    anders = {
        Verloop.WACHT_OP_SCHOOL: (Partij.VO_SCHOOL, Standpunt.NEE),
        Verloop.WACHT_OP_SMW: (Partij.SMW_VO, Standpunt.NIET_GEHOORD),
        Verloop.LATER_OPGENOMEN: (Partij.VO_SCHOOL, Standpunt.NIET_GEHOORD),
        Verloop.LEERLING_WIL_NIET: (Partij.LEERLING, Standpunt.NEE),
        Verloop.OUDER_WIL_NIET: (Partij.OUDER, Standpunt.NEE),
    }.get(verhaal.verloop)
    smw_po = Standpunt.NIET_BESCHIKBAAR if rng.random() < 0.15 else Standpunt.JA
    for partij in Partij:
        standpunt = anders[1] if anders and anders[0] == partij else Standpunt.JA
        if partij == Partij.OUDER:
            for nummer, ouder in enumerate(verhaal.ouders):
                if ouder.gezag:
                    yield Stemplan(partij, standpunt if nummer == 0 else Standpunt.JA, nummer)
        else:
            yield Stemplan(partij, smw_po if partij == Partij.SMW_PO else standpunt)


def _stop(verhaal: Verhaal, rng: Random) -> None:
    vroeg, laat = date(verhaal.jaar, 4, 20), date(verhaal.jaar, 10, 20)
    dag = _werkdag(vroeg + rng.randrange((laat - vroeg).days) * DAG)
    if verhaal.verloop == Verloop.TREKT_IN:
        verhaal.stop = (dag, "toestemming-ingetrokken")
    elif verhaal.verloop == Verloop.STOPT:
        verhaal.stop = (dag, rng.choice(("verhuisd", "ouder-leerling-stopt", "andere-school", "verwezen")))


def _antwoorden(verhaal: Verhaal, rng: Random) -> None:
    """Consents: bespreken before the meeting, the others at it, and the pupil's own from twelve on."""
    met_gezag = [nummer for nummer, ouder in enumerate(verhaal.ouders) if ouder.gezag]
    gevraagd = (verhaal.overleg or date(verhaal.jaar - 1, 12, 10)) - rng.randrange(60, 68) * DAG
    gevraagd = max(gevraagd, verhaal.gelezen_op + 3 * DAG)
    bespreken = gevraagd + rng.randrange(2, 8) * DAG
    zeg = verhaal.antwoorden.append
    if verhaal.overleg is None:
        zeg(Antwoord(gevraagd, Doel.BESPREKEN, met_gezag[0], Toestemmingstand.GEVRAAGD))
        if verhaal.verloop == Verloop.NIET_BESPREKEN:
            zeg(Antwoord(bespreken, Doel.BESPREKEN, met_gezag[0], Toestemmingstand.NEE))
        return
    for nummer in met_gezag:
        zeg(Antwoord(bespreken, Doel.BESPREKEN, nummer))
    _aan_tafel(verhaal, rng, met_gezag)
    _van_de_leerling(verhaal, rng, bespreken)
    if verhaal.verloop == Verloop.TREKT_IN and verhaal.stop:
        zeg(Antwoord(verhaal.stop[0], Doel.DEELNEMEN, met_gezag[0], Toestemmingstand.INGETROKKEN))


def _aan_tafel(verhaal: Verhaal, rng: Random, met_gezag: list[int]) -> None:
    overleg, zeg = verhaal.overleg, verhaal.antwoorden.append
    if overleg is None:
        return
    onderzoek = rng.choices([Toestemmingstand.JA, Toestemmingstand.NEE, Toestemmingstand.GEVRAAGD], [78, 12, 10])[0]
    delen, vragenlijsten = rng.random() < 0.9, rng.random() < 0.9
    wijze = rng.choice((Wijze.GESPREK, Wijze.GESPREK, Wijze.PAPIER))
    for nummer in met_gezag:
        if verhaal.verloop == Verloop.OUDER_WIL_NIET:
            zeg(Antwoord(overleg, Doel.DEELNEMEN, nummer, Toestemmingstand.NEE, wijze))
            continue
        wacht = verhaal.verloop == Verloop.WACHT_OP_TOESTEMMING
        stand = Toestemmingstand.GEVRAAGD if wacht else Toestemmingstand.JA
        zeg(Antwoord(overleg, Doel.DEELNEMEN, nummer, stand, wijze))
        if verhaal.verloop not in MET_TRAJECT or nummer != met_gezag[0]:
            continue
        if delen:
            zeg(Antwoord(overleg, Doel.DELEN, nummer, wijze=wijze))
        if vragenlijsten:
            zeg(Antwoord(overleg, Doel.VRAGENLIJSTEN, nummer, wijze=wijze))
        zeg(Antwoord(overleg, Doel.ONDERZOEK, nummer, onderzoek, wijze))


def _van_de_leerling(verhaal: Verhaal, rng: Random, bespreken: date) -> None:
    """The pupil's own yes: at the meeting for who is twelve, in the weeks after the birthday for who becomes it."""
    geboren, zeg = verhaal.nieuw.geboortedatum, verhaal.antwoorden.append
    overleg = verhaal.overleg or bespreken
    if verhaal.leeftijd(overleg) >= EIGEN_TOESTEMMING_VANAF:
        if verhaal.verloop == Verloop.LEERLING_WIL_NIET:
            zeg(Antwoord(overleg, Doel.DEELNEMEN, None, Toestemmingstand.NEE))
        elif rng.random() < 0.9:
            zeg(Antwoord(overleg, Doel.BESPREKEN, None))
            zeg(Antwoord(overleg, Doel.DEELNEMEN, None))
    elif verhaal.verloop in MET_TRAJECT and rng.random() < 0.7:
        twaalf = date(geboren.year + EIGEN_TOESTEMMING_VANAF, geboren.month, min(geboren.day, 28))
        dag = _werkdag(twaalf + rng.randrange(4, 26) * DAG)
        if verhaal.stop is None or dag < verhaal.stop[0]:
            zeg(Antwoord(dag, Doel.DEELNEMEN, None))
