"""The scale of classes, and the three-way rule that says whether an advice holds (kennis: domein 4.4)."""

from itertools import product

import pytest

from begeleiding.klasniveau import Houdt, Klas, bij_advies, houdt_stand, klassen, van_advies
from gka.workflow import NIVEAUS, Advieswaarde

A = Advieswaarde
PRO, BB, KB, GT, HAVO, VWO = range(1, 7)

# Advice, lowest and highest level of the class, and what is published about such a pair or follows by analogy.
TABEL = [
    (A.HAVO_VWO, (GT, GT), Houdt.ONDER),
    (A.HAVO_VWO, (HAVO, HAVO), Houdt.OP),
    (A.HAVO_VWO, (VWO, VWO), Houdt.BOVEN),
    (A.HAVO_VWO, (HAVO, VWO), Houdt.OP),
    (A.HAVO, (HAVO, VWO), Houdt.BOVEN),
    (A.VWO, (HAVO, VWO), Houdt.OP),
    (A.GT, (HAVO, VWO), Houdt.BOVEN),
    (A.BB, (KB, KB), Houdt.BOVEN),
    (A.KB, (BB, KB), Houdt.OP),
    (A.KB, (BB, BB), Houdt.ONDER),
    (A.GT_HAVO, (GT, GT), Houdt.OP),
    (A.KB, (BB, GT), Houdt.BREED),
    (A.VWO, (GT, VWO), Houdt.BREED),
    (A.VWO, (BB, GT), Houdt.ONDER),  # a broad class all below the advice is below it
    (A.BB, (KB, HAVO), Houdt.BOVEN),  # and one all above it is above it
    (A.PRO, (PRO, PRO), Houdt.OP),
    (A.PRO, (PRO, BB), Houdt.BOVEN),
    (A.BB_KB_LWOO, (BB, KB), Houdt.OP),  # lwoo is no level
    (A.VSO, (PRO, PRO), Houdt.NIET_MEEGETELD),
    (A.GEEN, (HAVO, HAVO), Houdt.NIET_MEEGETELD),
    (A.HAVO, None, Houdt.NIET_MEEGETELD),
]


def test_the_table_has_21_different_pairs() -> None:
    assert len({(advies, klas) for advies, klas, _ in TABEL}) == 21


@pytest.mark.parametrize(("advies", "klas", "verwacht"), TABEL)
def test_houdt_stand(advies: str, klas: tuple[int, int] | None, verwacht: Houdt) -> None:
    assert houdt_stand(advies, klas) == verwacht


def test_every_pair_has_exactly_one_outcome_that_never_falls_when_the_class_rises() -> None:
    """Over all 15 advices on the scale and all 21 classes, without the broad ones: below, at, above, in that order."""
    rang = [Houdt.ONDER, Houdt.OP, Houdt.BOVEN]
    for advies in NIVEAUS:
        smal = [klas for klas in klassen() if not klas.breed]
        uitkomsten = {klas: houdt_stand(advies, klas) for klas in smal}
        assert set(uitkomsten.values()) <= set(rang)
        for laag, hoog in product(smal, smal):
            if laag.laag <= hoog.laag and laag.hoog <= hoog.hoog and laag != van_advies(advies) != hoog:
                assert rang.index(uitkomsten[laag]) <= rang.index(uitkomsten[hoog]), (advies, laag, hoog)


def test_there_are_21_classes_each_with_a_name_of_its_own() -> None:
    alle = list(klassen())

    assert len(alle) == 21 == len({klas.naam for klas in alle}) == len({klas.code for klas in alle})
    assert Klas(5, 6).naam == "havo/vwo"
    assert Klas(2, 4).naam == "brede klas, vmbo basis tot en met vmbo gl-tl"


@pytest.mark.parametrize("advies", Advieswaarde)
def test_the_quick_choices_begin_with_the_advice(advies: str) -> None:
    van = van_advies(advies)
    keuzes = bij_advies(van)

    assert keuzes == [] if van is None else keuzes[0] == van
    assert len(set(keuzes)) == len(keuzes) <= 3
    assert set(keuzes) <= set(klassen())
