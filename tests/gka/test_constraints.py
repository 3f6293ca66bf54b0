"""What must always hold, the database holds: every constraint of the kernel is broken once, and refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from gka.access.table import Rol
from gka.models import (
    Aanstelling,
    Advies,
    Cohort,
    Cohortdeelname,
    Gebeurtenis,
    Gemeente,
    Keuze,
    Keuzelijst,
    Kolomindeling,
    Leerling,
    Medewerker,
    Opdracht,
    Organisatie,
    Ouder,
    Plaatsen,
    Regio,
    School,
    SchoolAlias,
    Schoolkeuze,
    Stap,
    Toestemming,
    Vakantie,
    Woonplaats,
)
from gka.workflow import Doel, Gever, Keuzesoort, Organisatiesoort, Toestemmingstand, Wijze
from tests.architecture.structure import own_models
from tests.cast import Cast

DAG = date(2026, 3, 10)
GISTEREN = DAG - timedelta(days=1)


@dataclass
class Rows:
    """Good rows to make bad ones from."""

    cast: Cast
    leerling: Leerling

    @property
    def nu(self) -> Any:
        return timezone.now()

    def school(self, **bad: Any) -> School:
        good = {"soort": "po", "naam": "Goed", "brin_vestiging": "99ZY99", "gemeente": self.cast.school.gemeente}
        return School(regio=self.cast.regio, **good | bad)

    def organisatie(self, **bad: Any) -> Organisatie:
        return Organisatie(regio=self.cast.regio, **{"soort": "welzijn", "naam": "Goed"} | bad)

    def gemeente(self, **bad: Any) -> Gemeente:
        return Gemeente(regio=self.cast.regio, **{"cbs_code": "9999", "naam": "Goed"} | bad)

    def plaatsen(self, **bad: Any) -> Plaatsen:
        good = {"school": self.cast.vo_school, "cohort": self.cast.cohort, "vanaf": date(2026, 5, 1), "aantal": 3}
        return Plaatsen(**good | bad)

    def pupil(self, **bad: Any) -> Leerling:
        good = {"roepnaam": "Goed", "geboortedatum": date(2014, 9, 1), "gemaakt_op": self.nu}
        return Leerling(regio=self.cast.regio, **good | bad)

    def schoolkeuze(self, **bad: Any) -> Schoolkeuze:
        good = {"soort": Keuzesoort.BEOOGD, "school": self.cast.vo_school, "van": DAG}
        who = {"vastgelegd_door": self.cast["ib_er"], "vastgelegd_op": self.nu}
        return Schoolkeuze(leerling=self.leerling, **good | who | bad)

    def woonplaats(self, **bad: Any) -> Woonplaats:
        return Woonplaats(leerling=self.leerling, **{"gemeente": self.cast.school.gemeente, "van": DAG} | bad)

    def advies(self, **bad: Any) -> Advies:
        good = {"soort": "voorlopig", "waarde": "HAVO", "datum": DAG}
        who = {"vastgelegd_door": self.cast["ib_er"], "vastgelegd_op": self.nu}
        return Advies(leerling=self.leerling, **good | who | bad)

    def definitief(self, **bad: Any) -> Advies:
        good = {"soort": "definitief", "waarde": "HAVO", "minstens_laag": 4, "minstens_hoog": 5}
        return self.advies(**good | bad)

    def ouder(self, **bad: Any) -> Ouder:
        return Ouder(leerling=self.leerling, **{"relatie": "vader"} | bad)

    def aanstelling(self, **bad: Any) -> Aanstelling:
        good = {
            "medewerker": self.cast["zonder_rol"],
            "rol": Rol.IB_ER,
            "organisatie": self.cast.school.bestuur,
            "werkplek_school": self.cast.school,
            "van": DAG,
            "toegekend_door": self.cast["beheerder"],
            "toegekend_op": self.nu,
        }
        return Aanstelling(**good | bad)

    def toestemming(self, **bad: Any) -> Toestemming:
        good = {
            "doel": Doel.BESPREKEN,
            "gever": Gever.OUDER,
            "ouder": self.leerling.ouders.get(),
            "stand": Toestemmingstand.JA,
            "wijze": Wijze.GESPREK,
            "tekstversie": "1",
            "gegeven_op": DAG,
            "vastgelegd_door": self.cast["ib_er"],
            "vastgelegd_op": self.nu,
        }
        return Toestemming(leerling=self.leerling, **good | bad)

    def opdracht(self, **bad: Any) -> Opdracht:
        return Opdracht(**{"taak": "t", "sleutel": "s", "gemaakt_op": self.nu, "niet_voor": self.nu} | bad)

    def kolomindeling(self, **bad: Any) -> Kolomindeling:
        return Kolomindeling(**{"school": self.cast.school, "vingerafdruk": "a", "gekozen_op": self.nu} | bad)

    def delen(self, **bad: Any) -> Toestemming:
        return self.toestemming(**{"doel": Doel.DELEN, "ontvangende_school": self.cast.vo_school} | bad)

    def zelf(self) -> dict[str, Any]:
        return {"gever": Gever.LEERLING, "ouder": None}


def twice(make: Callable[[], models.Model]) -> list[models.Model]:
    return [make(), make()]


def gebeurtenis(number: int) -> Gebeurtenis:
    return Gebeurtenis(
        moment=timezone.now(), soort="x", actie="R", door="x", sleutel_id="x", hmac="x", volgnummer=number
    )


# Per constraint: rows of which the last must be refused by it.
BREAK: dict[str, Callable[[Rows], list[models.Model]]] = {
    "regio_vergeten_mogelijk": lambda r: [Regio(code="x", naam="x", projectnaam="x", vergeten_binnen=63)],
    "regio_signalen_mogelijk": lambda r: [Regio(code="x", naam="x", projectnaam="x", vast_gezicht_vanaf=101)],
    "cohort_een_per_jaar": lambda r: twice(lambda: Cohort(regio=r.cast.regio, jaar=2040, fase_vo_vanaf=DAG)),
    "cohort_jaar_mogelijk": lambda r: [Cohort(regio=r.cast.regio, jaar=1999, fase_vo_vanaf=DAG)],
    "stap_een_per_cohort": lambda r: twice(lambda: Stap(cohort=r.cast.cohort, code="x", naam="x", datum=DAG)),
    "plaatsen_stand": lambda r: [r.plaatsen(stand="misschien")],
    "plaatsen_een_per_dag": lambda r: twice(r.plaatsen),
    "gebeurtenis_volgnummer_uniek": lambda r: twice(lambda: gebeurtenis(1)),
    "keuzelijst_een_per_regio": lambda r: twice(lambda: Keuzelijst(regio=r.cast.regio, code="x", naam="x")),
    "keuze_een_code_per_lijst": lambda r: twice(lambda: Keuze(lijst=Keuzelijst.objects.all()[0], code="x", label="x")),
    "keuze_label_gevuld": lambda r: [Keuze(lijst=Keuzelijst.objects.all()[0], code="x", label="")],
    "leerling_roepnaam_gevuld": lambda r: [r.pupil(roepnaam="")],
    "leerling_nummer_uniek_per_school": lambda r: twice(
        lambda: r.pupil(leerlingnummer="1", leerlingnummer_van=r.cast.school)
    ),
    "leerling_nummer_met_school": lambda r: [r.pupil(leerlingnummer="1")],
    "cohortdeelname_eenmaal": lambda r: [Cohortdeelname(leerling=r.leerling, cohort=r.cast.cohort)],
    "schoolkeuze_soort": lambda r: [r.schoolkeuze(soort="kleuterschool")],
    "schoolkeuze_periode": lambda r: [r.schoolkeuze(tot=GISTEREN)],
    "schoolkeuze_een_lopend_per_soort": lambda r: twice(r.schoolkeuze),
    "woonplaats_periode": lambda r: [r.woonplaats(tot=GISTEREN)],
    "woonplaats_een_lopend": lambda r: twice(r.woonplaats),
    "schoolkeuze_een_begin_per_dag": lambda r: [r.schoolkeuze(tot=DAG), r.schoolkeuze()],
    "woonplaats_een_begin_per_dag": lambda r: [r.woonplaats(tot=DAG), r.woonplaats()],
    "ouder_relatie": lambda r: [r.ouder(relatie="buurman")],
    "ouder_nummer_mogelijk": lambda r: [r.ouder(nummer=5)],
    "ouder_nummer_per_relatie": lambda r: twice(r.ouder),
    "advies_soort": lambda r: [r.advies(soort="gokje")],
    "advies_waarde": lambda r: [r.advies(waarde="MAVO_PLUS")],
    "advies_minstens_samen": lambda r: [r.definitief(minstens_hoog=None)],
    "advies_minstens_bij_definitief": lambda r: [r.advies(minstens_laag=1, minstens_hoog=1)],
    "advies_nooit_lager": lambda r: [r.definitief(waarde="VMBO_KB_TM_VMBO_GL/TL")],
    "advies_een_begin_per_soort": lambda r: twice(r.advies),
    "aanstelling_rol": lambda r: [r.aanstelling(rol="directeur", werkplek_school=None)],
    "aanstelling_periode": lambda r: [r.aanstelling(tot=GISTEREN)],
    "aanstelling_bevestigd_door_en_op": lambda r: [r.aanstelling(bevestigd_op=r.nu)],
    "aanstelling_twee_personen": lambda r: [r.aanstelling(bevestigd_op=r.nu, bevestigd_door=r.cast["beheerder"])],
    "aanstelling_werkplek_bij_rol": lambda r: [r.aanstelling(werkplek_school=None)],
    "opdracht_stand": lambda r: [r.opdracht(stand="ooit")],
    "opdracht_een_per_sleutel": lambda r: twice(r.opdracht),
    "kolomindeling_eenmaal": lambda r: twice(r.kolomindeling),
    "gemeente_deelname": lambda r: [r.gemeente(deelname="misschien")],
    "gemeente_cbs_code_vier_cijfers": lambda r: [r.gemeente(cbs_code="9a99")],
    "organisatie_soort": lambda r: [r.organisatie(soort="bakker")],
    "organisatie_deelname": lambda r: [r.organisatie(deelname="misschien")],
    "organisatie_een_naam_per_soort": lambda r: twice(r.organisatie),
    "organisatie_gemeente_hoort_bij_gemeente": lambda r: [r.organisatie(soort=Organisatiesoort.GEMEENTE)],
    "school_soort": lambda r: [r.school(soort="mb")],
    "school_deelname": lambda r: [r.school(deelname="misschien")],
    "school_brin_vestiging_vorm": lambda r: [r.school(brin_vestiging="ABCDEF")],
    "schoolalias_eenmaal": lambda r: twice(lambda: SchoolAlias(school=r.cast.school, naam="x")),
    "vakantie_periode": lambda r: [Vakantie(regio=r.cast.regio, naam="x", van=DAG, tot=GISTEREN)],
    "toestemming_doel": lambda r: [r.toestemming(doel="reclame")],
    "toestemming_gever": lambda r: [r.toestemming(gever="opa")],
    "toestemming_stand": lambda r: [r.toestemming(stand="misschien")],
    "toestemming_wijze": lambda r: [r.toestemming(wijze="gok")],
    "toestemming_ouder_bij_gever": lambda r: [r.toestemming(gever=Gever.LEERLING)],
    "toestemming_school_bij_delen": lambda r: [r.toestemming(doel=Doel.DELEN)],
    "toestemming_intrekken_na_antwoord": lambda r: [r.toestemming(stand="ingetrokken")],
    "toestemming_bezwaar_van_ouder": lambda r: [r.toestemming(stand="bezwaar", **r.zelf())],
    "toestemming_begin_ouder_algemeen": lambda r: twice(r.toestemming),
    "toestemming_begin_ouder_school": lambda r: twice(r.delen),
    "toestemming_begin_leerling_algemeen": lambda r: twice(lambda: r.toestemming(**r.zelf())),
    "toestemming_begin_leerling_school": lambda r: twice(lambda: r.delen(**r.zelf())),
}
# The same for fields that are unique on their own.
UNIQUE: dict[tuple[type[models.Model], str], Callable[[Rows], list[models.Model]]] = {
    (Regio, "code"): lambda r: twice(lambda: Regio(code="x", naam="x", projectnaam="x")),
    (Gemeente, "cbs_code"): lambda r: twice(r.gemeente),
    (School, "brin_vestiging"): lambda r: twice(r.school),
    (Medewerker, "email"): lambda r: twice(lambda: Medewerker(email="x@test.example", naam="x")),
    (Toestemming, "vervangt"): lambda r: twice(lambda: r.toestemming(vervangt=first_answer(r))),
    (Advies, "vervangt"): lambda r: twice(lambda: r.advies(vervangt=first_advice(r))),
}


def first_answer(rows: Rows) -> Toestemming:
    return Toestemming.objects.filter(vervangt=None).first() or save(rows.toestemming())


def first_advice(rows: Rows) -> Advies:
    return Advies.objects.filter(vervangt=None).first() or save(rows.advies())


def save(row: Any) -> Any:
    row.save(force_insert=True)
    return row


def kernel() -> list[type[models.Model]]:
    return [model for model in own_models() if model._meta.app_label == "gka"]


@pytest.fixture
def rows(cast: Cast, leerling: Leerling) -> Rows:
    return Rows(cast, leerling)


def refuse(bad: list[models.Model], expected: str) -> None:
    for row in bad[:-1]:
        save(row)
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        save(bad[-1])
    # SQLite names a check by its name and a unique constraint by its columns.
    columns = [f"{bad[-1]._meta.db_table}.{field.column}" for field in bad[-1]._meta.local_fields]
    text = str(raised.value)
    unique = text.startswith("UNIQUE") and all(part in columns for part in text.split(": ")[1].split(", "))
    assert expected in text or (connection.vendor == "sqlite" and (unique or "index" in text)), text


@pytest.mark.parametrize("name", BREAK)
def test_the_database_refuses(rows: Rows, name: str) -> None:
    refuse(BREAK[name](rows), name)


@pytest.mark.parametrize(("model", "field"), UNIQUE, ids=lambda part: getattr(part, "__name__", part))
def test_the_database_refuses_a_second(rows: Rows, model: type[models.Model], field: str) -> None:
    refuse(UNIQUE[model, field](rows), field)


@pytest.mark.parametrize(
    "make",
    ["school", "organisatie", "gemeente", "plaatsen", "pupil", "schoolkeuze", "woonplaats", "advies", "aanstelling"]
    + ["toestemming", "delen", "opdracht", "definitief", "ouder", "kolomindeling"],
)
def test_the_rows_to_break_are_good_in_themselves(rows: Rows, make: str) -> None:
    """Else a refusal proves nothing."""
    save(getattr(rows, make)())


def test_every_constraint_of_the_kernel_is_broken_once() -> None:
    assert {constraint.name for model in kernel() for constraint in model._meta.constraints} == set(BREAK)


def test_every_unique_field_of_the_kernel_is_doubled_once() -> None:
    unique = {(model, field.name) for model in kernel() for field in model._meta.local_fields if field.unique}
    keys = {(model, model._meta.pk.name) for model in kernel()}

    assert unique - keys == set(UNIQUE)


def test_a_field_with_choices_is_held_by_the_database() -> None:
    """Django checks choices in forms only."""
    loose = {
        f"{model.__name__}.{field.name}"
        for model in kernel()
        for field in model._meta.local_fields
        if field.choices and f"{model._meta.model_name}_{field.name}" not in BREAK
    }

    assert loose == {"Gebeurtenis.actie", "Gebeurtenis.uitkomst"}, "written by leg_vast from enums, and sealed"


@pytest.mark.parametrize("model", [Leerling, School, Cohort, Medewerker, Organisatie, Ouder])
def test_what_others_point_to_cannot_be_deleted(rows: Rows, model: type[models.Model]) -> None:
    save(rows.toestemming())
    save(rows.schoolkeuze())
    in_use = {
        Leerling: rows.leerling,
        School: rows.cast.school,
        Cohort: rows.cast.cohort,
        Medewerker: rows.cast["ib_er"],
        Organisatie: rows.cast.school.bestuur,
        Ouder: rows.leerling.ouders.get(),
    }[model]

    with pytest.raises(models.ProtectedError):
        in_use.delete()
