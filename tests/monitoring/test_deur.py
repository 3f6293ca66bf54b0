"""The door: what is counted, for whom, and that frozen figures stay as they were."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from begeleiding.actions import contacten
from begeleiding.models import Contact
from gka.exceptions import NietToegestaan
from gka.models import Cohort, Gebeurtenis, Plaatsen
from gka.workflow import Doel, Keuzesoort, Toestemmingstand
from monitoring.actions import rapporten
from monitoring.models import Momentopname, Publicatie, Rapport
from monitoring.onthulling import lezen, regels, tellingen
from monitoring.onthulling.catalogus import A1, A2, A3, A4, B1, B1_MEDIAAN
from tests import build
from tests.cast import Cast
from tests.monitoring import world


def tel(cast: Cast, dag: date | None = None) -> tellingen.Telling:
    return tellingen.tel(cohort=cast.cohort, peildatum=dag or timezone.localdate(), moment=timezone.now())


def steun(cast: Cast, dag: date | None = None) -> int:
    return sum(map(len, tel(cast, dag).ondersteund.values()))


# --- counting


def test_wie_geen_contact_heeft_telt_niet_als_ondersteund(cast: Cast) -> None:
    build.traject(cast)
    (traject,) = world.ondersteund(cast, 1)

    telling = tel(cast)

    assert telling.ondersteund["0899"] == {traject.leerling_id}
    assert len(telling.voorgesteld) == len(telling.opgenomen) == 2
    assert telling.minuten == {traject.leerling_id: 60}


def test_wie_besproken_en_niet_opgenomen_is_telt_alleen_als_voorgesteld(cast: Cast) -> None:
    row = build.bespreking(cast, build.leerling(cast))

    build.besluit(cast, row, build.Keus.GEEN_TRAJECT)

    assert (len(tel(cast).voorgesteld), len(tel(cast).opgenomen)) == (1, 0)


def test_een_correctie_telt_in_plaats_van_wat_zij_vervangt(cast: Cast) -> None:
    (traject,) = world.ondersteund(cast, 1, minuten=60)
    oud = Contact.objects.get()

    contacten.corrigeren(
        contact=oud,
        reden="verkeerde duur",
        soort=oud.soort,
        gebeurd_op=oud.gebeurd_op,
        minuten=30,
        met_leerling=True,
        door=cast["smw_vo"],
        op=timezone.now(),
        dag=timezone.localdate(),
        sleutel=build.uuid4(),
    )

    assert tel(cast).minuten == {traject.leerling_id: 30}


def test_zonder_geldige_toestemming_telt_een_leerling_niet(cast: Cast, clock: time_machine.Traveller) -> None:
    (traject,) = world.ondersteund(cast, 1)
    assert steun(cast) == 1
    clock.shift(timedelta(days=1))

    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    assert steun(cast) == 0
    assert steun(cast, date(2026, 3, 10)) == 1  # on the day before it still stood


def test_stand_van_een_dag_weet_niets_van_later(cast: Cast, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=5))
    world.ondersteund(cast, 1)

    telling = tel(cast, date(2026, 3, 12))

    assert (telling.voorgesteld, telling.opgenomen, telling.minuten) == (frozenset(), frozenset(), {})


def test_definitieve_school_wint_van_gewenste_vanaf_haar_dag(cast: Cast, clock: time_machine.Traveller) -> None:
    (traject,) = world.ondersteund(cast, 1)
    clock.move_to(datetime(2026, 5, 12, 10, 0, tzinfo=UTC))

    build.wil_naar(cast, traject.leerling, world.school("Holz"), Keuzesoort.DEFINITIEF)

    assert tel(cast, date(2026, 5, 11)).ondersteund["0899"] == {traject.leerling_id}
    assert tel(cast, date(2026, 5, 12)).ondersteund["0928"] == {traject.leerling_id}


def test_gemeente_onder_voorbehoud_telt_nergens(cast: Cast) -> None:
    """Not in a row, and not in a total from which it could be taken: also not as proposed, admitted or in the hours."""
    world.ondersteund(cast, 1, "Brandenburg")
    world.ondersteund(cast, 1)

    telling = tel(cast)

    assert set(telling.gemeenten.values()) == {"Brunssum", "Heerlen", "Kerkrade"}
    assert [len(leden) for leden in telling.ondersteund.values()] == [1, 0, 0]
    assert len(telling.voorgesteld) == len(telling.opgenomen) == len(telling.minuten) == 1
    assert telling.plaatsen == {"0899": 10, "0917": 30, "0928": 15}


def test_plekken_volgen_de_afspraak_van_de_dag(cast: Cast) -> None:
    Plaatsen.objects.create(school=cast.vo_school, cohort=cast.cohort, aantal=12, vanaf=date(2026, 9, 1))

    assert tel(cast, date(2026, 8, 31)).plaatsen["0899"] == 10
    assert tel(cast, date(2026, 9, 1)).plaatsen["0899"] == 12


def test_een_andere_regio_telt_nooit_mee(cast: Cast) -> None:
    world.ondersteund(cast, 1)

    elders = tellingen.tel(cohort=cast.elders_cohort, peildatum=timezone.localdate(), moment=timezone.now())

    assert set(elders.gemeenten.values()) == {"Verzonnenstad"}
    assert not elders.voorgesteld | elders.opgenomen | set(elders.minuten)


# --- protecting and freezing


def test_rapport_met_genoeg_leerlingen_toont_alles(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 6, minuten=90)
    world.ondersteund(cast, 6, "Holz", minuten=150)

    report = world.rapport_in_april(cast, clock)

    assert world.kern(report) == {
        A1: (12, ""),
        A2: (12, ""),
        A3: (12, ""),
        A4: (22, ""),
        B1: (2, ""),
        B1_MEDIAAN: (2, ""),
    }
    cijfers = world.per_gemeente(cast)
    assert world.waarden(cijfers) == {"Brunssum": 6, "Heerlen": 0, "Kerkrade": 6, "Hele project": 12}
    assert {cijfer.peildatum for cijfer in cijfers.values()} == {date(2026, 3, 31)}
    assert cijfers["Hele project"].plaatsen == 55


def test_kleine_gemeente_trekt_een_tweede_cel_mee(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 3)
    world.ondersteund(cast, 6, "Holz")

    world.rapport_in_april(cast, clock)

    cijfers = world.per_gemeente(cast)
    assert world.waarden(cijfers) == {"Brunssum": None, "Heerlen": 0, "Kerkrade": None, "Hele project": 9}
    assert {cijfers["Brunssum"].tekst, cijfers["Kerkrade"].tekst} == {"x"}
    assert cijfers["Brunssum"].reden == regels.TE_WEINIG


def test_te_weinig_leerlingen_geeft_overal_een_x(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 4)

    report = world.rapport_in_april(cast, clock)

    assert {waarde for waarde, _ in world.kern(report).values()} == {None}
    assert world.per_gemeente(cast) == {}
    assert "4" not in {str(cel["waarde"]) for row in Publicatie.objects.all() for cel in row.cellen}


def test_gemiddelde_uren_pas_vanaf_tien(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 9)

    cijfers = world.kern(world.rapport_in_april(cast, clock))

    assert cijfers[A3] == (9, "")
    assert cijfers[B1] == (None, regels.MINDER_DAN_TIEN)


def test_klein_verschil_tussen_opgenomen_en_ondersteund_blijft_verborgen(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    world.ondersteund(cast, 6)
    build.traject(cast)

    cijfers = world.kern(world.rapport_in_april(cast, clock))

    assert cijfers[A3] == (6, "")
    assert cijfers[A1] == cijfers[A2] == (None, regels.ANDER_CIJFER)


def test_gemeente_ziet_de_eigen_rij_en_het_project(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 6)
    world.ondersteund(cast, 7, "Holz")

    world.rapport_in_april(cast, clock)

    assert world.waarden(world.per_gemeente(cast, "gemeente")) == {"Brunssum": 6, "Hele project": 13}
    assert world.waarden(world.per_gemeente(cast, "buitenstaander_gemeente")) == {"Kerkrade": 7, "Hele project": 13}
    assert world.waarden(world.per_gemeente(cast, "fg"))["Kerkrade"] == 7
    assert world.per_gemeente(cast, "vreemdeling_gemeente") == {}
    assert lezen.kerncijfers(world.ogen(cast, "vreemdeling_gemeente"), cast.cohort) is None


def test_bevroren_cijfers_veranderen_niet_meer(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 6)
    report = world.rapport_in_april(cast, clock)
    voor = list(Publicatie.objects.order_by("pk").values("cellen", "momentopname__checksum"))

    world.ondersteund(cast, 7)
    opnieuw = world.rapport(cast)

    assert opnieuw == report
    assert list(Publicatie.objects.order_by("pk").values("cellen", "momentopname__checksum")) == voor
    assert lezen.klopt(report)


def test_wat_te_laat_is_ingevoerd_komt_in_het_volgende_rapport(cast: Cast, clock: time_machine.Traveller) -> None:
    trajecten = world.ondersteund(cast, 6)
    world.rapport_in_april(cast, clock)
    clock.move_to(datetime(2026, 5, 2, 8, 0, tzinfo=UTC))

    for traject in trajecten:
        build.contact(cast, traject, gebeurd_op=date(2026, 3, 20), minuten=600)

    assert tel(cast, date(2026, 3, 31)).minuten[trajecten[0].leerling_id] == 660


@pytest.mark.parametrize(
    ("erbij", "gemeente", "project"), [(0, (6, "06-30"), 13), (2, (6, "03-31"), 15), (5, (11, "06-30"), 18)]
)
def test_een_gemeente_vernieuwt_bij_nul_of_vijf_veranderingen(
    cast: Cast, clock: time_machine.Traveller, erbij: int, gemeente: tuple[int, str], project: int
) -> None:
    world.ondersteund(cast, 6)
    world.ondersteund(cast, 7, "Holz")
    world.rapport_in_april(cast, clock)
    world.ondersteund(cast, erbij)
    clock.move_to(world.IN_JULI)

    report = world.rapport(cast, date(2026, 6, 1))

    cijfers = world.per_gemeente(cast)
    assert (cijfers["Brunssum"].waarde, f"{cijfers['Brunssum'].peildatum:%m-%d}") == gemeente
    assert cijfers["Kerkrade"].peildatum == cijfers["Brunssum"].peildatum  # else Brunssum is the total minus the rest
    assert (cijfers["Hele project"].waarde, world.kern(report)[A3]) == (project, (project, ""))


def test_gemeenten_vernieuwen_een_keer_per_kwartaal(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 6)
    for maand in (3, 4, 5, 6, 8, 9):
        clock.move_to(datetime(2026, maand + 1, 2, 8, 0, tzinfo=UTC))
        world.rapport(cast, date(2026, maand, 1))

    rows = Publicatie.objects.filter(tabel="ondersteund-gemeente").order_by("pk")

    assert [row.momentopname.peildatum.month for row in rows] == [3, 6, 9]


def test_publicaties_bewaren_geen_sleutels_van_leerlingen(cast: Cast, clock: time_machine.Traveller) -> None:
    trajecten = world.ondersteund(cast, 5)
    world.rapport_in_april(cast, clock)

    opgeslagen = str(list(Publicatie.objects.values("cellen", "leden")))

    for traject in trajecten:
        assert str(traject.leerling_id) not in opgeslagen
        assert traject.leerling_id.hex not in opgeslagen


@pytest.mark.parametrize("model", [Momentopname, Publicatie, Rapport])
def test_bevroren_rijen_zijn_niet_te_wijzigen_of_te_wissen(
    cast: Cast, clock: time_machine.Traveller, model: type
) -> None:
    world.rapport_in_april(cast, clock)
    rows = model.objects.all()

    for deed in (rows[0].save, lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()


# --- the report


def test_hetzelfde_rapport_twee_keer_is_een_rapport(cast: Cast, clock: time_machine.Traveller) -> None:
    eerste = world.rapport_in_april(cast, clock)

    assert world.rapport(cast) == eerste
    assert (Rapport.objects.count(), Momentopname.objects.count()) == (1, 1)
    assert Gebeurtenis.objects.filter(soort="rapport.gemaakt").count() == 1


@pytest.mark.parametrize(
    ("maand", "zin"),
    [
        (date(2026, 3, 1), "nog niet voorbij"),
        (date(2026, 9, 1), "nog niet voorbij"),
        (date(2025, 12, 1), "het eerste cohort begint in januari 2026"),
    ],
)
def test_lopende_toekomstige_en_te_vroege_maand_worden_geweigerd(cast: Cast, maand: date, zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        world.rapport(cast, maand)

    assert not Momentopname.objects.exists()


def test_na_de_naloop_van_het_laatste_cohort_is_er_geen_rapport(cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))

    with pytest.raises(NietToegestaan, match="geen lopend cohort"):
        world.rapport(cast, date(2027, 4, 1))
    assert lezen.rapportcijfers(world.rapport(cast, date(2027, 3, 1)))[0].cohort == cast.cohort


def test_regio_zonder_cohort_weigert(cast: Cast) -> None:
    Plaatsen.objects.filter(cohort=cast.elders_cohort).delete()
    cast.elders_cohort.stappen.all().delete()
    Cohort.objects.filter(pk=cast.elders_cohort.pk).delete()

    with pytest.raises(NietToegestaan, match="nog geen cohort"):
        rapporten.maken(regio=cast.elders, maand=date(2026, 2, 1), op=timezone.now())


def test_oudere_maand_achteraf_maakt_geen_oudere_tabel_per_gemeente(cast: Cast, clock: time_machine.Traveller) -> None:
    world.ondersteund(cast, 6)
    clock.move_to(datetime(2026, 5, 2, 8, 0, tzinfo=UTC))
    world.rapport(cast, date(2026, 4, 1))

    maart = world.rapport(cast, date(2026, 3, 1))

    assert world.kern(maart)[A3] == (6, "")
    assert [row.tabel for row in maart.momentopname.publicaties.all()] == ["kern"]
    assert world.per_gemeente(cast)["Brunssum"].peildatum == date(2026, 4, 30)
