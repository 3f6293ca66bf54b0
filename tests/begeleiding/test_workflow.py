"""Rules without a database: minutes as people type them, dividing them, phases, steps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begeleiding.workflow import (
    GESLOTEN,
    HOORT_BIJ,
    LOPEND,
    OP_SCHOOL,
    SNELLE_SOORTEN,
    VERVOLG,
    Fase,
    Gezelschap,
    Kenmerk,
    Onjuist,
    Trajectstatus,
    eis_gezelschap,
    eis_vervolg,
    fase,
    gesprek_op_school,
    lees_minuten,
    snelle_soort,
    verdeel,
)
from gka.actions.regio import lees_data
from gka.exceptions import NietToegestaan


@pytest.mark.parametrize(
    "tekst, minuten",
    [
        ("90", 90),
        (" 90 min ", 90),
        ("1 minuut", 1),
        ("75m", 75),
        ("1u15", 75),
        ("1 uur 15", 75),
        ("1 uur en 5 minuten", 65),
        ("2 U 5", 125),
        ("1h30", 90),
        ("0:45", 45),
        ("00:45", 45),
        ("1:05 uur", 65),
        ("1u", 60),
        ("1h", 60),
        ("2 uren", 120),
        ("1½ uur", 90),
        ("¾ uur", 45),
        ("1\N{NO-BREAK SPACE}uur", 60),
        ("15 min.", 15),
        ("1 uur 15 min.", 75),
        ("1,25 uur", 75),
        ("1.5 uur", 90),
        ("0,1u", 6),
        ("10 uur", 600),
        ("600", 600),
        ("1", 1),
    ],
)
def test_lees_minuten_leest_wat_mensen_typen(tekst: str, minuten: int) -> None:
    assert lees_minuten(tekst) == minuten


@pytest.mark.parametrize(
    "tekst, zin",
    [
        ("abc", "Vul de duur in"),
        ("", "Vul de duur in"),
        ("-15", "Vul de duur in"),
        ("1,25", "Typ dan 1,25 uur"),  # hours or minutes? ask
        ("0.75", r"Typ dan 0\.75 uur"),
        ("1½", "Typ dan 1,5 uur"),
        ("1,33", "hele minuten"),
        ("90,5", "Vul de duur in"),
        ("1:5", "Vul de duur in"),  # five past or ten to? ask
        (":45", "Vul de duur in"),
        ("1,333 uur", "Vul de duur in"),
        ("1e2", "Vul de duur in"),
        ("1,33 uur", "hele minuten"),
        ("1.30 uur", "1 uur en 30 minuten"),  # half past one, or 78 minutes? ask
        ("0,45 uur", "Typ dan 0u45"),
        ("2.15u", "Typ dan 2u15"),
        ("1.30", "Typ dan 1u30"),
        ("1u75", "ten hoogste 59"),
        ("0:60", "ten hoogste 59"),
        ("0", "1 minuut tot 10 uur"),
        ("0:00", "1 minuut tot 10 uur"),
        ("601", "1 minuut tot 10 uur"),
        ("10u01", "1 minuut tot 10 uur"),
        ("999999", "1 minuut tot 10 uur"),
    ],
)
def test_lees_minuten_weigert_met_wat_te_doen(tekst: str, zin: str) -> None:
    with pytest.raises(Onjuist, match=zin) as gevangen:
        lees_minuten(tekst)
    assert gevangen.value.veld == "minuten"


@given(st.integers(1, 600))
def test_elke_schrijfwijze_geeft_dezelfde_minuten(minuten: int) -> None:
    uren, rest = divmod(minuten, 60)

    for tekst in (f"{minuten}", f"{minuten} minuten", f"{uren}u{rest:02}", f"{uren}:{rest:02}", f"{uren} uur {rest}"):
        assert lees_minuten(tekst) == minuten
    deel = rest * 100 // 60
    if rest * 100 % 60 == 0 and (rest % 15 == 0 or deel >= 60):  # 1,30 uur may be one hour thirty
        assert lees_minuten(f"{uren},{deel:02} uur") == minuten


@given(st.text(max_size=12))
def test_lees_minuten_geeft_1_tot_600_of_een_zin(tekst: str) -> None:
    try:
        minuten = lees_minuten(tekst)
    except NietToegestaan as weigering:
        assert str(weigering).endswith(".")
    else:
        assert 1 <= minuten <= 600


@given(st.integers(0, 6000), st.integers(1, 120))
def test_verdeel_telt_op_tot_het_geheel_en_scheelt_hoogstens_een_minuut(minuten: int, delen: int) -> None:
    parts = verdeel(minuten, delen)

    assert sum(parts) == minuten
    assert len(parts) == delen
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_fase_wisselt_op_de_grens(vo_vanaf: date) -> None:
    assert fase(vo_vanaf - timedelta(days=1), vo_vanaf) == Fase.PO
    assert fase(vo_vanaf, vo_vanaf) == Fase.VO


def test_elke_status_staat_in_de_tabel_en_is_lopend_of_gesloten() -> None:
    assert set(VERVOLG) == set(Trajectstatus)
    assert {*LOPEND, *GESLOTEN} == set(Trajectstatus)
    assert not {*LOPEND} & {*GESLOTEN}


@pytest.mark.parametrize("van", Trajectstatus)
@pytest.mark.parametrize("naar", Trajectstatus)
def test_eis_vervolg_volgt_de_tabel(van: Trajectstatus, naar: Trajectstatus) -> None:
    if naar in VERVOLG[van]:
        eis_vervolg(van, naar)
    else:
        with pytest.raises(NietToegestaan, match=van.label):
            eis_vervolg(van, naar)


def test_de_codes_met_een_vaste_betekenis_staan_in_de_geleverde_lijst() -> None:
    rows = {row["code"]: row["kenmerk"] for row in lees_data("keuzelijsten.csv") if row["lijst"] == "contactsoort"}

    snel = {*SNELLE_SOORTEN, *HOORT_BIJ} - {OP_SCHOOL}
    assert snel <= set(rows)
    assert set(rows.values()) == set(Kenmerk.values)
    assert {rows[code] for code in snel} == {Kenmerk.DIRECT}


@pytest.mark.parametrize(
    "met, code",
    [
        (["leerling"], "gesprek-leerling"),
        (["ouder", "school"], "gesprek-ouder"),
        (["ouder", "leerling", "anderen"], "gesprek-beiden"),
    ],
)
def test_een_gesprek_op_school_krijgt_zijn_soort_van_wie_erbij_was(met: list[str], code: str) -> None:
    assert gesprek_op_school(met) == code
    assert snelle_soort(code) == OP_SCHOOL
    eis_gezelschap(code, Kenmerk.DIRECT, {Gezelschap(wie) for wie in met})


def test_een_gesprek_op_school_zonder_leerling_of_ouder_wordt_geweigerd() -> None:
    with pytest.raises(Onjuist, match="leerling of ouder"):
        gesprek_op_school(["school"])


@pytest.mark.parametrize(
    "code, kenmerk, met, veld",
    [
        ("gesprek-leerling", Kenmerk.DIRECT, {Gezelschap.SCHOOL}, "met"),
        ("gesprek-beiden", Kenmerk.DIRECT, {Gezelschap.LEERLING}, "met"),
        ("niet-verschenen", Kenmerk.NIET_VERSCHENEN, {Gezelschap.LEERLING}, "met"),
    ],
)
def test_gezelschap_dat_de_soort_tegenspreekt_wordt_geweigerd(
    code: str, kenmerk: Kenmerk, met: set[Gezelschap], veld: str
) -> None:
    with pytest.raises(Onjuist) as gevangen:
        eis_gezelschap(code, kenmerk, met)
    assert gevangen.value.veld == veld


def test_onbekend_gezelschap_spreekt_niets_tegen() -> None:
    eis_gezelschap("gesprek-leerling", Kenmerk.DIRECT, set())
    eis_gezelschap("gesprek-leerling", Kenmerk.DIRECT, {Gezelschap.LEERLING, Gezelschap.OUDER})
    eis_gezelschap("huisbezoek", Kenmerk.DIRECT, {Gezelschap.OUDER})
