"""The rule about consent over its whole table, against an oracle that shares no code with it, on past days too."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gka.actions import ouders, toestemming
from gka.models import Leerling, Ouder, School, Toestemming
from gka.privacy.consent import beoordeel, mag_delen, oordelen
from gka.querysets import te_delen
from gka.workflow import Doel, Gever, Ontvanger, Relatie, Toestemmingstand, Wijze
from tests import build
from tests.cast import Cast

GEVRAAGD, JA, NEE, INGETROKKEN, BEZWAAR = Toestemmingstand
ZEGT_NIETS = None
# The day before, the day itself and the day after both birthdays: age in years of who was born on 20 May 2012.
LEEFTIJDEN = [(date(2024, 5, 19), 11), (date(2024, 5, 20), 12), (date(2028, 5, 19), 15), (date(2028, 5, 20), 16)]


def orakel(jaren: int, ouders: Iterable[tuple[str | None, bool]], leerling: str | None) -> str:
    """What the law and the design say (domein 5.2), in the fewest words: "ja", "nee" or "vragen"."""
    gezaghebbend = [stand for stand, gezag in ouders if gezag]
    if jaren >= 16:
        telt, moet = [leerling], [leerling]
    elif jaren >= 12:
        telt, moet = [*gezaghebbend, leerling], gezaghebbend
    else:
        telt, moet = gezaghebbend, gezaghebbend
    if any(stand in ("nee", "ingetrokken", "bezwaar") for stand in telt):
        return "nee"
    return "ja" if "ja" in moet else "vragen"


@pytest.mark.parametrize("doel", Doel)
def test_age_by_who_said_what(doel: Doel) -> None:
    standen = [ZEGT_NIETS, *Toestemmingstand]
    van_leerling = [ZEGT_NIETS, GEVRAAGD, JA, NEE, INGETROKKEN]
    for (_, jaren), moeder, vader, gezag, zelf in product(LEEFTIJDEN, standen, standen, (True, False), van_leerling):
        rijen = [
            _rij(doel, moeder, Ouder(relatie=Relatie.MOEDER, gezag=True)),
            _rij(doel, vader, Ouder(relatie=Relatie.VADER, gezag=gezag)),
            _rij(doel, zelf, None),
        ]
        gegeven = beoordeel([rij for rij in rijen if rij], doel, jaren)
        verwacht = orakel(jaren, [(moeder, True), (vader, gezag)], zelf)

        waar = (jaren, moeder, vader, gezag, zelf)
        assert (gegeven.mag, gegeven.tegen) == (verwacht == "ja", verwacht == "nee"), waar
        assert bool(gegeven.nodig) is (verwacht != "ja") and gegeven.zin.endswith("."), waar
        assert bool(gegeven.gronden) is (verwacht != "vragen"), waar


def _rij(doel: Doel, stand: str | None, ouder: Ouder | None) -> Toestemming | None:
    if stand is None:
        return None
    gever = Gever.OUDER if ouder else Gever.LEERLING
    dag, moment = date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC)
    return Toestemming(
        doel=doel, stand=stand, gever=gever, ouder=ouder, tekstversie="t", gegeven_op=dag, vastgelegd_op=moment
    )


@pytest.mark.parametrize(
    ("moeder", "vader", "gezag", "geboren", "mag", "zin", "nodig"),
    [
        (JA, None, True, 2014, True, "De gegevens mogen naar de mensen in het overleg.", ""),
        (JA, BEZWAAR, True, 2014, False, "mag niet: vader maakt bezwaar.", "Dit kan pas weer als vader ja zegt."),
        (NEE, NEE, True, 2014, False, "moeder zegt nee en vader zegt nee.", "als moeder en vader ja zeggen."),
        (None, JA, False, 2014, False, "Het ja van een ouder zonder gezag telt niet.", "Vraag een ouder met gezag"),
        (JA, JA, True, 2010, False, "Het ja van de ouders telt niet meer vanaf 16 jaar.", "Vraag de leerling"),
    ],
)
def test_the_sentence_says_why_and_what_is_needed(
    cast: Cast, moeder: str | None, vader: str | None, gezag: bool, geboren: int, mag: bool, zin: str, nodig: str
) -> None:
    pupil = build.leerling(cast, geboortedatum=date(geboren, 3, 10))
    ander = _tweede_ouder(cast, pupil, gezag=gezag)
    for stand, ouder in ((moeder, pupil.ouders.get(relatie=Relatie.MOEDER)), (vader, ander)):
        if stand:
            build.zegt(cast, pupil, Doel.BESPREKEN, Toestemmingstand(stand), ouder=ouder)

    gegeven = mag_delen(pupil, Ontvanger.OVERLEG, op=timezone.localdate())

    assert gegeven.mag is mag
    assert zin in gegeven.zin and nodig in gegeven.nodig


def test_the_ground_names_whose_yes_in_which_words_and_since_when(cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.ONDERZOEK)

    (grond,) = mag_delen(leerling, Ontvanger.ONDERZOEK, op=timezone.localdate()).gronden

    assert grond.zin == "Moeder zegt ja, sinds 10 maart 2026 (tekst 2026-1)."


def test_the_traject_needs_both_and_a_no_to_research_touches_nothing(cast: Cast, leerling: Leerling) -> None:
    vandaag = timezone.localdate()
    build.met_toestemming(cast, leerling)
    build.zegt(cast, leerling, Doel.ONDERZOEK, NEE)
    build.zegt(cast, leerling, Doel.VRAGENLIJSTEN, NEE)
    assert mag_delen(leerling, Ontvanger.OVERLEG, op=vandaag) and mag_delen(leerling, Ontvanger.TRAJECT, op=vandaag)
    assert not mag_delen(leerling, Ontvanger.ONDERZOEK, op=vandaag)

    for doel in (Doel.BESPREKEN, Doel.DEELNEMEN):
        build.zegt(cast, leerling, doel, INGETROKKEN)
        assert not mag_delen(leerling, Ontvanger.TRAJECT, op=vandaag)
        build.zegt(cast, leerling, doel)


def test_a_yes_for_one_school_is_no_yes_for_another_and_neither_is_a_no(cast: Cast, leerling: Leerling) -> None:
    vandaag, scholen = timezone.localdate(), [cast.vo_school, cast.andere_vo_school]
    build.zegt(cast, leerling, Doel.BESPREKEN)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, NEE, school=cast.andere_vo_school)

    for school in scholen:
        op_lijst = te_delen(Ontvanger.VO_SCHOOL, op=vandaag, scholen=[school.pk])
        verwacht = school == cast.vo_school
        assert bool(mag_delen(leerling, school, op=vandaag)) is verwacht
        assert Leerling.objects.filter(op_lijst).exists() is verwacht
    assert Leerling.objects.filter(
        te_delen(Ontvanger.VO_SCHOOL, op=vandaag, scholen=[school.pk for school in scholen])
    ).exists()
    with pytest.raises(ValueError, match="which school"):
        mag_delen(leerling, Ontvanger.VO_SCHOOL, op=vandaag)


def test_a_yes_to_share_is_nothing_without_a_yes_to_discuss(cast: Cast, leerling: Leerling) -> None:
    vandaag = timezone.localdate()
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)
    op_lijst = te_delen(Ontvanger.VO_SCHOOL, op=vandaag, scholen=[cast.vo_school.pk])

    gegeven = mag_delen(leerling, cast.vo_school, op=vandaag)
    assert not gegeven and "voor bespreken in het knooppuntoverleg: vraag een ouder met gezag" in gegeven.zin
    build.zegt(cast, leerling, Doel.BESPREKEN, NEE)
    gegeven = mag_delen(leerling, cast.vo_school, op=vandaag)
    assert gegeven.tegen and gegeven.zin == "Bespreken in het knooppuntoverleg mag niet: moeder zegt nee."
    assert not Leerling.objects.filter(op_lijst).exists()

    build.zegt(cast, leerling, Doel.BESPREKEN)
    assert mag_delen(leerling, cast.vo_school, op=vandaag) and Leerling.objects.filter(op_lijst).exists()


def test_of_one_day_the_last_answer_counts(cast: Cast, leerling: Leerling) -> None:
    ouder = leerling.ouders.get()
    for uur, stand in ((9, JA), (11, INGETROKKEN), (15, JA), (22, NEE)):
        _zegt(cast, leerling, Doel.BESPREKEN, stand, ouder, None, datetime(2026, 3, 2, uur, 30, tzinfo=UTC))
    _zegt(cast, leerling, Doel.BESPREKEN, JA, ouder, None, datetime(2026, 3, 2, 23, 30, tzinfo=UTC))  # 3 March here

    mag = [bool(mag_delen(leerling, Ontvanger.OVERLEG, op=date(2026, 3, dag))) for dag in (1, 2, 3)]

    assert mag == [False, False, True]


@dataclass(frozen=True)
class Gebeurd:
    """One answer as the oracle remembers it."""

    pupil: object
    doel: str
    gever: object
    school: object
    stand: str
    dag: date


def test_rule_query_and_oracle_agree_on_every_day(cast: Cast) -> None:
    """Random answers over 40 days around both birthdays; each day, each recipient, each school."""
    rng, begin = random.Random(20260310), date(2026, 1, 10)
    gebeurd: list[Gebeurd] = []
    pupils = []
    for geboren in (date(2014, 9, 1), date(2014, 1, 30), date(2010, 1, 30), date(2009, 5, 1)):
        for gezag in (True, True, False):
            pupil = build.leerling(cast, geboortedatum=geboren)
            pupils.append(pupil)
            gevers = [pupil.ouders.get(), _tweede_ouder(cast, pupil, gezag=gezag), None]
            gebeurd += _verhaal(cast, rng, begin, pupil, gevers)
    alle = Leerling.objects.all()
    for dagen in range(-1, 42, 3):
        dag = begin + timedelta(days=dagen)
        for met in (*(een for een in Ontvanger if een != Ontvanger.VO_SCHOOL), cast.vo_school, cast.andere_vo_school):
            regel = {pk for pk, oordeel in oordelen(alle, met, op=dag).items() if oordeel}
            lijst = set(alle.filter(_als_query(met, dag)).values_list("pk", flat=True))
            goed = {pupil.pk for pupil in pupils if _orakel_op(gebeurd, pupil, met, dag)}
            assert regel == lijst == goed, (dag, met)


def _verhaal(cast: Cast, rng: random.Random, begin: date, pupil: Leerling, gevers: list[Ouder | None]) -> list[Gebeurd]:
    keuzes = [JA, JA, JA, NEE, GEVRAAGD, BEZWAAR, INGETROKKEN]
    gebeurd: dict[tuple[object, ...], str] = {}
    verhaal = []
    for minuten in sorted(rng.sample(range(40 * 24 * 60), 10)):
        moment = timezone.make_aware(datetime.combine(begin, datetime.min.time())) + timedelta(minutes=minuten)
        gever, doel, stand = rng.choice(gevers), rng.choice([*Doel, Doel.BESPREKEN]), rng.choice(keuzes)
        school = rng.choice([cast.vo_school, cast.andere_vo_school]) if doel == Doel.DELEN else None
        sleutel = (gever and gever.pk, doel, school and school.pk)
        if (stand == INGETROKKEN and gebeurd.get(sleutel) != JA) or (stand == BEZWAAR and gever is None):
            stand = NEE
        gebeurd[sleutel] = stand
        _zegt(cast, pupil, doel, stand, gever, school, moment)
        verhaal.append(Gebeurd(pupil.pk, doel, gever, school, stand, timezone.localdate(moment)))
    return verhaal


NODIG = {"overleg": ["bespreken"], "traject": ["bespreken", "deelnemen"]}


def _orakel_op(gebeurd: list[Gebeurd], pupil: Leerling, met: Ontvanger | School, dag: date) -> bool:
    geboren = pupil.geboortedatum
    jaren = dag.year - geboren.year - ((dag.month, dag.day) < (geboren.month, geboren.day))
    doelen = ["bespreken", "delen"] if isinstance(met, School) else NODIG.get(met.value, [met.value])
    school = met if isinstance(met, School) else None
    uitkomst = []
    for doel in doelen:
        staand = {
            een.gever: een.stand
            for een in gebeurd
            if (een.pupil, een.doel, een.school) == (pupil.pk, doel, school if doel == "delen" else None)
            and een.dag <= dag
        }
        ouders = [(stand, ouder.gezag) for ouder, stand in staand.items() if isinstance(ouder, Ouder)]
        uitkomst.append(orakel(jaren, ouders, staand.get(None)))
    return set(uitkomst) == {"ja"}


def _als_query(met: Ontvanger | School, dag: date) -> object:
    if isinstance(met, School):
        return te_delen(Ontvanger.VO_SCHOOL, op=dag, scholen=[met.pk])
    return te_delen(met, op=dag)


def test_many_pupils_cost_as_many_queries_as_one(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(5):
        build.met_toestemming(cast, build.leerling(cast))
    for aantal in (1, 5):
        with django_assert_num_queries(2):
            assert all(oordelen(Leerling.objects.all()[:aantal], Ontvanger.TRAJECT, op=timezone.localdate()).values())


def _tweede_ouder(cast: Cast, pupil: Leerling, *, gezag: bool) -> Ouder:
    return ouders.toevoegen(leerling=pupil, relatie=Relatie.VADER, gezag=gezag, door=cast["ib_er"], op=timezone.now())


def _zegt(
    cast: Cast, pupil: Leerling, doel: Doel, stand: str, ouder: Ouder | None, school: School | None, op: datetime
) -> None:
    toestemming.vastleggen(
        leerling=pupil,
        doel=doel,
        stand=Toestemmingstand(stand),
        wijze=Wijze.GESPREK,
        tekstversie=build.TEKST,
        door=cast["ib_er"],
        op=op,
        ouder=ouder,
        school=school,
    )
