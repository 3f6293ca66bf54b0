"""The rules of disclosure control, against an attacker who adds and subtracts everything that was shown."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.onthulling import regels
from monitoring.onthulling.regels import DREMPEL, Uitgave, onderdruk, onderdruk_reeks, vrijgave

UNITS = ("brunssum", "heerlen", "kerkrade", "landgraaf")


def naive(aantallen: dict[str, int]) -> tuple[frozenset[str], bool]:
    """What everybody thinks of first: hide one to four, print the rest and the total."""
    return frozenset(unit for unit, aantal in aantallen.items() if 0 < aantal < DREMPEL), False


def upper_bounds(aantallen: dict[str, int], verborgen: frozenset[str], totaal: bool) -> dict[str, int]:
    """The most a reader can still believe of each hidden unit, knowing that each holds somebody."""
    if totaal:
        return dict.fromkeys(verborgen, 10**6)
    rest = sum(aantallen[unit] for unit in verborgen)
    return {unit: rest - (len(verborgen) - 1) for unit in verborgen}


def leaks(rule: object, aantallen: dict[str, int]) -> bool:
    verborgen, totaal = rule(aantallen)  # type: ignore[operator]
    primary = {unit for unit, aantal in aantallen.items() if 0 < aantal < DREMPEL}
    bounds = upper_bounds(aantallen, verborgen, totaal)
    return not primary <= verborgen or any(bounds[unit] < DREMPEL for unit in primary)


tables = st.dictionaries(st.sampled_from(UNITS), st.integers(0, 30), min_size=1)


@given(tables)
def test_onderdruk_houdt_een_rekenaar_tegen(aantallen: dict[str, int]) -> None:
    assert not leaks(onderdruk, aantallen)


@given(tables)
def test_onderdruk_verbergt_niets_als_niets_klein_is(aantallen: dict[str, int]) -> None:
    groot = {unit: aantal for unit, aantal in aantallen.items() if aantal == 0 or aantal >= DREMPEL}

    assert onderdruk(groot) == (frozenset(), False)


def test_de_naieve_regel_lekt() -> None:
    """The negative control: the attack finds what a simple rule gives away."""
    assert leaks(naive, {"brunssum": 3, "heerlen": 20, "kerkrade": 12})
    assert not leaks(onderdruk, {"brunssum": 3, "heerlen": 20, "kerkrade": 12})


@pytest.mark.parametrize(
    ("aantallen", "verborgen", "totaal"),
    [
        ({"brunssum": 10, "heerlen": 29, "kerkrade": 15}, set(), False),
        ({"brunssum": 0, "heerlen": 29, "kerkrade": 15}, set(), False),
        ({"brunssum": 3, "heerlen": 29, "kerkrade": 15}, {"brunssum", "kerkrade"}, False),
        ({"brunssum": 3, "heerlen": 0, "kerkrade": 15}, {"brunssum", "kerkrade"}, False),
        ({"brunssum": 2, "heerlen": 3, "kerkrade": 15}, {"brunssum", "heerlen", "kerkrade"}, False),
        ({"brunssum": 3, "heerlen": 4, "kerkrade": 15}, {"brunssum", "heerlen"}, False),
        ({"brunssum": 2, "heerlen": 3}, {"brunssum", "heerlen"}, True),
        ({"brunssum": 4, "heerlen": 0}, {"brunssum"}, True),
    ],
)
def test_onderdruk_voorbeelden(aantallen: dict[str, int], verborgen: set[str], totaal: bool) -> None:
    assert onderdruk(aantallen) == (verborgen, totaal)


def test_wat_al_verborgen_was_blijft_verborgen_en_trekt_een_tweede_mee() -> None:
    aantallen = {"brunssum": 8, "heerlen": 29, "kerkrade": 15}

    assert onderdruk(aantallen, al_verborgen=["brunssum"]) == ({"brunssum", "kerkrade"}, False)


@pytest.mark.parametrize(
    ("reeks", "verborgen"),
    [
        ([60, 55, 50], [False, False, False]),
        ([60, 55, 54], [False, True, False]),
        ([60, 60, 60], [False, False, False]),
        ([56, 55, 54], [True, True, False]),
        ([12, 7, 3], [False, False, True]),
        ([4, 0, 0], [True, False, False]),
        ([60, None, 57], [True, True, False]),
    ],
)
def test_een_klein_verschil_in_een_reeks_verbergt_het_grotere_getal(
    reeks: list[int | None], verborgen: list[bool]
) -> None:
    assert onderdruk_reeks(reeks) == verborgen


def test_uren_per_leerling_vanaf_tien_in_hele_uren() -> None:
    assert regels.uren_per_leerling([600] * 9) == (None, None, regels.MINDER_DAN_TIEN)
    assert regels.uren_per_leerling([600] * 10) == (10, 10, "")
    # 9 x 60 + 330 = 870 minutes: a mean of 1,45 hours and a middle of 1.
    assert regels.uren_per_leerling([60] * 9 + [330]) == (1, 1, "")
    assert regels.uren_per_leerling([90] * 10) == (2, 2, "")


def test_uren_van_een_leerling_die_overheerst_blijven_weg() -> None:
    assert regels.uren_per_leerling([30] * 9 + [600]) == (None, None, regels.OVERHEERST)
    assert regels.uren_per_leerling([10] * 9 + [450, 470]) == (None, None, regels.OVERHEERST)


# --- the release gate


ANDERE = "ABCDEFGHIJ"


def leden(**groepen: str) -> dict[str, frozenset[str]]:
    return {unit: frozenset(wie) for unit, wie in groepen.items()}


def test_eerste_uitgave_gaat_helemaal_door() -> None:
    assert vrijgave(leden(a="abc", b="defghij"), []).vernieuwd == {"a", "b"}


@pytest.mark.parametrize(
    ("later", "vernieuwd"),
    [
        ("abcdefgh", True),  # nobody
        ("abcdefghi", False),  # one joined
        ("abcdefg", False),  # one left
        ("abcdefgx", False),  # one for another: the count is the same
        ("abcdefghijkl", False),  # four joined
        ("abcdefghijklm", True),  # five joined
        ("abcdefxyz", True),  # two left and three joined
    ],
)
def test_een_eenheid_wordt_vernieuwd_bij_nul_of_vijf_veranderingen(later: str, vernieuwd: bool) -> None:
    eerder = vrijgave(leden(a="abcdefgh", b=ANDERE, c=""), [])

    uitgave = vrijgave(leden(a=later, b=ANDERE, c=""), [eerder])

    assert ("a" in uitgave.vernieuwd) is vernieuwd


def test_het_totaal_geeft_de_ene_achterblijver_niet_terug() -> None:
    """One joined a and nobody the others: renewing those would leave a as the total minus the rest."""
    eerder = vrijgave(leden(a="abcdefgh", b=ANDERE, c=""), [])

    assert vrijgave(leden(a="abcdefghi", b=ANDERE, c=""), [eerder]).vernieuwd == frozenset()


def test_wat_via_het_totaal_terug_te_rekenen_is_telt_als_eenheid() -> None:
    """One joined Brunssum and five Heerlen and Kerkrade each: the total is known, so one of the others must wait."""
    eerder = vrijgave(leden(b="0123456789", h="ABCDEFGHIJ", k="abcdefghijklmn"), [])

    uitgave = vrijgave(leden(b="0123456789+", h="ABCDEFGHIJKLMNO", k="abcdefghijklmnopqrs"), [eerder])

    assert uitgave.vernieuwd == {"k"}


def test_een_gebied_met_een_gemeente_is_het_totaal() -> None:
    eerder = vrijgave(leden(a="abcdefgh"), [])

    assert vrijgave(leden(a="abcdefghi"), [eerder]).vernieuwd == {"a"}


def known_changes(uitgaven: list[Uitgave]) -> list[int]:
    """Brute force: for every group and every two releases in which its sum can be worked out, how many changed.

    All units together are the total, which may be known.
    """
    found = []
    for first, second in combinations(uitgaven, 2):
        for maat in range(1, len(first.leden)):
            for groep in map(frozenset, combinations(first.leden, maat)):
                if first.afleidbaar(groep) and second.afleidbaar(groep):
                    found.append(len(first.samen(groep) ^ second.samen(groep)))
    return found


def replay(zaad: int, gate: object) -> list[Uitgave]:
    """Twelve months of a cohort: pupils join, leave and move between municipalities."""
    rng = random.Random(zaad)
    waar: dict[str, str] = {}
    uitgaven: list[Uitgave] = []
    for maand in range(12):
        for nummer in range(rng.randint(0, 8)):
            waar[f"{maand}-{nummer}"] = rng.choice(UNITS)
        for leerling in list(waar):
            if rng.random() < 0.03:
                waar.pop(leerling)
            elif rng.random() < 0.02:
                waar[leerling] = rng.choice(UNITS)
        stand = {unit: frozenset(wie for wie, waar_ in waar.items() if waar_ == unit) for unit in UNITS}
        uitgaven.append(gate(stand, uitgaven))  # type: ignore[operator]
    return uitgaven


def test_twaalf_maanden_van_tweehonderd_cohorten_geven_niemand_weg() -> None:
    for zaad in range(200):
        assert all(aantal == 0 or aantal >= 5 for aantal in known_changes(replay(zaad, vrijgave)))


def test_zonder_poort_of_met_een_poort_per_eenheid_lekt_het_wel() -> None:
    """The negative controls: no gate at all, and a gate that forgets what the total gives back."""

    def open_gate(stand: dict[str, frozenset[str]], eerder: list[Uitgave]) -> Uitgave:
        return Uitgave(stand, frozenset(stand))

    def per_unit(stand: dict[str, frozenset[str]], eerder: list[Uitgave]) -> Uitgave:
        return Uitgave(stand, frozenset(unit for unit in stand if regels._mag(frozenset({unit}), stand, eerder)))

    for gate in (open_gate, per_unit):
        assert any(0 < aantal < 5 for zaad in range(20) for aantal in known_changes(replay(zaad, gate)))


def test_de_poort_laat_geregeld_iets_door() -> None:
    """Not by never renewing anything."""
    vernieuwd = [bool(uitgave.vernieuwd) for zaad in range(50) for uitgave in replay(zaad, vrijgave)[1:]]

    assert sum(vernieuwd) / len(vernieuwd) > 0.1


def test_de_poort_blijft_snel_bij_veel_eenheden() -> None:
    stand = {f"gemeente{nummer}": frozenset(f"{nummer}-{wie}" for wie in range(nummer)) for nummer in range(30)}
    later = stand | {"gemeente3": stand["gemeente3"] | {"nieuw"}}

    uitgave = vrijgave(later, [vrijgave(stand, [])])

    assert "gemeente3" not in uitgave.vernieuwd
