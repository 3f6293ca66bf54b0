"""A text that holds a citizen service number, or something like one, is noticed. All numbers here are made up."""

import pytest

from gka.privacy.bsn import bevat_bsn


@pytest.mark.parametrize(
    "tekst",
    [
        "BSN 111222333",
        "111222333",
        "nummer:111222333.",
        "111.222.333",
        "111 222 333",
        "111-222-333",
        "1112.22.333",
        "123456789",  # fails the check: a digit may be mistyped
        "123.456.789",
        "11 12 22 33 3",  # odd groups, passes the check
        "10000008",  # 010000008 without its leading nought
        "eerste regel\n111222333\nderde regel",
    ],
)
def test_what_looks_like_a_bsn_is_noticed(tekst: str) -> None:
    assert bevat_bsn(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "Wil graag naar Compass, 12 jaar.",
        "Bel 0612345678",
        "Bel 06 12345678",
        "Bel 06-12 34 56 78",
        "+31 6 12345678",
        "NL91ABNA0417164300",
        "1112223334",  # ten digits
        "12345678",  # eight digits that fail the check
        "op 10-03-2026 om 14.00 uur",
        "11 12 22 33 4",  # odd groups, fails the check
        "groep 8, 25 leerlingen, 3 uur",
    ],
)
def test_other_numbers_pass(tekst: str) -> None:
    assert not bevat_bsn(tekst)
