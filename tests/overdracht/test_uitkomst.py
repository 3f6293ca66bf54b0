"""The rule of the product, held against a second reading of ontwerp 3 for every combination of stances and consents."""

from collections.abc import Iterator
from itertools import product

import pytest

from gka.exceptions import NietToegestaan
from gka.workflow import Doel
from overdracht.workflow import (
    DEFINITIEF,
    PROFESSIONALS,
    VERVOLG,
    Akkoord,
    Besprekingstatus,
    Keus,
    Partij,
    Standpunt,
    Stem,
    Uitkomst,
    bepaal_uitkomst,
    eis_vervolg,
    zonder_gezin,
)

JA, NEE, STIL, WEG = Standpunt.JA, Standpunt.NEE, Standpunt.NIET_GEHOORD, Standpunt.NIET_BESCHIKBAAR
GEGEVEN, ONTBREEKT, GEWEIGERD = Akkoord.GEGEVEN, Akkoord.ONTBREEKT, Akkoord.GEWEIGERD
ALLES_GEGEVEN = {Doel.BESPREKEN: GEGEVEN, Doel.DEELNEMEN: GEGEVEN}
# None: no stance recorded at all, which must be the same as "niet gehoord".
GEWOON = (JA, NEE, STIL, None)
TWEEDE_OUDER = (None, *((standpunt, gezag) for standpunt in (JA, NEE, STIL) for gezag in (True, False)))

Standen = dict[str, Standpunt | tuple[Standpunt, bool] | None]


def _alle() -> Iterator[tuple[Standen, list[Stem]]]:
    namen = ("basisschool", "vo_school", "smw_vo", "leerling", "smw_po", "ouder", "tweede")
    keuzes = (
        GEWOON,
        (JA, NEE, STIL),
        (JA, NEE, STIL),
        (JA, NEE, STIL),
        (JA, NEE, STIL, WEG),
        (JA, NEE, STIL),
        TWEEDE_OUDER,
    )
    for waarden in product(*keuzes):
        standen: Standen = dict(zip(namen, waarden, strict=True))
        stemmen = [
            Stem(Partij(naam), standpunt)  # type: ignore[arg-type]
            for naam, standpunt in standen.items()
            if naam != "tweede" and standpunt is not None
        ]
        if standen["tweede"]:
            standpunt, gezag = standen["tweede"]  # type: ignore[misc]
            stemmen.append(Stem(Partij.OUDER, standpunt, gezag=gezag))
        yield standen, stemmen


def _volgens_ontwerp(standen: Standen, keus: Keus, toestemming: dict[Doel, Akkoord]) -> Uitkomst:
    """Read anew from ontwerp 3, sentence by sentence, in another shape than the code."""
    ouders = [(standen["ouder"], True), standen["tweede"] or (STIL, False)]
    met_gezag = [standpunt for standpunt, gezag in ouders if gezag]  # type: ignore[misc]
    familie_tegen = standen["leerling"] == NEE or NEE in met_gezag or GEWEIGERD in toestemming.values()
    if familie_tegen or keus == Keus.GEEN_TRAJECT:
        return Uitkomst.NIET_OPGENOMEN
    ja_van_allen = all(standen[wie] == JA for wie in ("basisschool", "vo_school", "smw_vo", "leerling"))
    compleet = ja_van_allen and JA in met_gezag and standen["smw_po"] in (JA, WEG)
    mag = set(toestemming.values()) == {GEGEVEN}
    return Uitkomst.OPGENOMEN if compleet and mag and keus == Keus.TRAJECT else Uitkomst.WACHT


@pytest.mark.parametrize("bespreken", Akkoord)
@pytest.mark.parametrize("deelnemen", Akkoord)
def test_traject_follows_the_rule_for_every_combination(bespreken: Akkoord, deelnemen: Akkoord) -> None:
    toestemming = {Doel.BESPREKEN: bespreken, Doel.DEELNEMEN: deelnemen}
    for standen, stemmen in _alle():
        oordeel = bepaal_uitkomst(Keus.TRAJECT, stemmen, toestemming)

        assert oordeel.uitkomst == _volgens_ontwerp(standen, Keus.TRAJECT, toestemming), standen
        assert bool(oordeel.nodig) is (oordeel.uitkomst == Uitkomst.WACHT), "who waits, gets a task"


@pytest.mark.parametrize("keus", [Keus.GEEN_TRAJECT, Keus.LATER])
def test_other_choices_never_let_a_pupil_in(keus: Keus) -> None:
    for standen, stemmen in _alle():
        uitkomst = bepaal_uitkomst(keus, stemmen, ALLES_GEGEVEN).uitkomst

        assert uitkomst == _volgens_ontwerp(standen, keus, ALLES_GEGEVEN), standen
        assert uitkomst != Uitkomst.OPGENOMEN


def _stil_of_tegen(standen: Standen) -> bool:
    """Read anew: pupil or a parent with authority wants it, or nobody said anything, and nobody is against."""
    tweede = standen["tweede"]
    gezin = [standen["leerling"], standen["ouder"], *([tweede[0]] if tweede and tweede[1] else [])]  # type: ignore[index]
    return NEE not in gezin and (JA in gezin or set(gezin) <= {STIL, None})


@pytest.mark.parametrize("keus", Keus)
@pytest.mark.parametrize("stand", Akkoord)
def test_no_traject_asks_why_for_every_combination(keus: Keus, stand: Akkoord) -> None:
    """Never silently against or without the family; where their own nee or the law ends it, nothing is asked."""
    toestemming = ALLES_GEGEVEN | {Doel.DEELNEMEN: stand}
    gevraagd = 0
    for standen, stemmen in _alle():
        zin = zonder_gezin(keus, stemmen, toestemming)

        moet = keus == Keus.GEEN_TRAJECT and stand != GEWEIGERD and _stil_of_tegen(standen)
        assert bool(zin) is moet, standen
        gevraagd += bool(zin)
    assert bool(gevraagd) is (keus == Keus.GEEN_TRAJECT and stand != GEWEIGERD)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({}, "De leerling en een ouder met gezag willen het traject wel."),
        ({"leerling": STIL}, "Een ouder met gezag wil het traject wel."),
        ({"leerling": STIL, "ouder": STIL}, "De leerling en de ouders zijn nog niet gehoord."),
        ({"leerling": JA, "ouder": NEE}, ""),
    ],
)
def test_what_no_traject_says_about_the_family(anders: dict[str, Standpunt], zin: str) -> None:
    assert zonder_gezin(Keus.GEEN_TRAJECT, _iedereen(**anders), ALLES_GEGEVEN) == zin


def test_a_parent_without_authority_does_not_speak_for_the_family() -> None:
    stemmen = [Stem(Partij.OUDER, JA, gezag=False), Stem(Partij.BASISSCHOOL, NEE)]

    assert "niet gehoord" in zonder_gezin(Keus.GEEN_TRAJECT, stemmen, ALLES_GEGEVEN)


def _iedereen(**anders: Standpunt) -> list[Stem]:
    return [Stem(partij, anders.get(partij.value, JA)) for partij in Partij]


def test_everyone_agrees() -> None:
    oordeel = bepaal_uitkomst(Keus.TRAJECT, _iedereen(), ALLES_GEGEVEN)

    assert (oordeel.uitkomst, oordeel.zin) == (Uitkomst.OPGENOMEN, "Opgenomen in het traject: iedereen is het eens.")


def test_smw_po_may_be_away_and_the_sentence_says_so() -> None:
    oordeel = bepaal_uitkomst(Keus.TRAJECT, _iedereen(smw_po=WEG), ALLES_GEGEVEN)

    assert oordeel.uitkomst == Uitkomst.OPGENOMEN
    assert "basisschool was niet beschikbaar" in oordeel.zin


@pytest.mark.parametrize("partij", [partij for partij in Partij if partij != Partij.SMW_PO])
def test_nobody_else_may_be_away(partij: Partij) -> None:
    stemmen = _iedereen(**{partij.value: WEG})

    assert bepaal_uitkomst(Keus.TRAJECT, stemmen, ALLES_GEGEVEN).uitkomst == Uitkomst.WACHT


@pytest.mark.parametrize("partij", PROFESSIONALS)
def test_a_professional_against_waits_and_is_named(partij: Partij) -> None:
    oordeel = bepaal_uitkomst(Keus.TRAJECT, _iedereen(**{partij.value: NEE}), ALLES_GEGEVEN)

    assert oordeel.uitkomst == Uitkomst.WACHT
    assert "is het er niet mee eens" in oordeel.zin
    assert len(oordeel.nodig) == 1 and oordeel.nodig[0].startswith("Overleg opnieuw met")


def test_a_parent_without_authority_counts_neither_way() -> None:
    zonder = [stem for stem in _iedereen() if stem.partij != Partij.OUDER]

    alleen_zonder_gezag = bepaal_uitkomst(Keus.TRAJECT, [*zonder, Stem(Partij.OUDER, JA, gezag=False)], ALLES_GEGEVEN)
    tegen_zonder_gezag = bepaal_uitkomst(
        Keus.TRAJECT, [*_iedereen(), Stem(Partij.OUDER, NEE, gezag=False)], ALLES_GEGEVEN
    )

    assert alleen_zonder_gezag.uitkomst == Uitkomst.WACHT
    assert "een ouder met gezag" in alleen_zonder_gezag.zin
    assert tegen_zonder_gezag.uitkomst == Uitkomst.OPGENOMEN


def test_one_of_two_parents_with_authority_against_ends_it() -> None:
    oordeel = bepaal_uitkomst(Keus.TRAJECT, [*_iedereen(), Stem(Partij.OUDER, NEE)], ALLES_GEGEVEN)

    assert oordeel.uitkomst == Uitkomst.NIET_OPGENOMEN
    assert oordeel.zin == "Niet opgenomen in het traject: een ouder met gezag wil dit niet."


@pytest.mark.parametrize(
    ("stand", "uitkomst", "woorden"),
    [
        (ONTBREEKT, Uitkomst.WACHT, "nog geen toestemming om mee te doen aan het traject"),
        (GEWEIGERD, Uitkomst.NIET_OPGENOMEN, "geen toestemming om mee te doen aan het traject"),
    ],
)
def test_consent_missing_waits_and_consent_refused_ends(stand: Akkoord, uitkomst: Uitkomst, woorden: str) -> None:
    oordeel = bepaal_uitkomst(Keus.TRAJECT, _iedereen(), ALLES_GEGEVEN | {Doel.DEELNEMEN: stand})

    assert oordeel.uitkomst == uitkomst
    assert woorden in oordeel.zin


def test_a_consent_nobody_looked_up_is_an_error() -> None:
    with pytest.raises(KeyError):
        bepaal_uitkomst(Keus.TRAJECT, _iedereen(), {Doel.BESPREKEN: GEGEVEN})


def test_sentences_are_for_parents() -> None:
    for _, stemmen in _alle():
        zin = bepaal_uitkomst(Keus.TRAJECT, stemmen, ALLES_GEGEVEN | {Doel.DEELNEMEN: ONTBREEKT}).zin

        assert len(zin) <= 500
        assert zin.endswith(".") and zin[0].isupper()
        assert not {"SMW", "SMW.", "vo", "po", "vo-school", "IB-er"} & set(zin.replace(",", "").split())


def test_every_status_is_in_the_table_and_outcomes_are_statuses() -> None:
    assert set(VERVOLG) == set(Besprekingstatus)
    assert all(van not in naar for van, naar in VERVOLG.items())
    assert {uitkomst.value for uitkomst in Uitkomst} <= set(Besprekingstatus.values)
    terug = [van for van, naar in VERVOLG.items() if Besprekingstatus.VOORGESTELD in naar]
    assert terug == [Besprekingstatus.VERVALLEN], "only who was taken off a list comes back on it"
    assert Uitkomst.WACHT not in DEFINITIEF


def test_a_step_outside_the_table_is_refused() -> None:
    with pytest.raises(NietToegestaan, match="kan niet besproken worden"):
        eis_vervolg(Besprekingstatus.OPGENOMEN, Besprekingstatus.BESPROKEN)
