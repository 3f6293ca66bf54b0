"""Every combination of missing and refusing parties gives a sentence that names exactly those, and tasks for them."""

from collections.abc import Iterator
from itertools import product

import pytest

from gka.workflow import Doel
from overdracht.workflow import Akkoord, Keus, Oordeel, Partij, Standpunt, Stem, Uitkomst, bepaal_uitkomst

JA, NEE, STIL, WEG = Standpunt.JA, Standpunt.NEE, Standpunt.NIET_GEHOORD, Standpunt.NIET_BESCHIKBAAR
# As a parent reads it; written anew here, so that a slip in the code does not agree with itself.
NAMEN = {
    "basisschool": "de basisschool",
    "vo_school": "de middelbare school",
    "smw_po": "het schoolmaatschappelijk werk van de basisschool",
    "smw_vo": "het schoolmaatschappelijk werk van de middelbare school",
    "leerling": "de leerling",
    "ouder": "een ouder met gezag",
}
WERKERS = ("basisschool", "vo_school", "smw_po", "smw_vo")
GEZIN = ("leerling", "ouder")
Standen = dict[str, Standpunt]


def _opsomming(namen: list[str]) -> str:
    return namen[0] if len(namen) == 1 else f"{', '.join(namen[:-1])} en {namen[-1]}"


def _alle(*standen: Standpunt) -> Iterator[Standen]:
    for waarden in product(standen, repeat=6):
        yield dict(zip(NAMEN, waarden, strict=True))


def _oordeel(standen: Standen, akkoord: Akkoord = Akkoord.GEGEVEN, keus: Keus = Keus.TRAJECT) -> Oordeel:
    stemmen = [Stem(Partij(naam), stand) for naam, stand in standen.items()]
    return bepaal_uitkomst(keus, stemmen, {Doel.BESPREKEN: Akkoord.GEGEVEN, Doel.DEELNEMEN: akkoord})


def _verwacht(standen: Standen, akkoord: Akkoord) -> tuple[Uitkomst, str, int]:
    """Outcome, sentence and number of tasks, as ontwerp 3 reads."""
    nee = [NAMEN[wie] for wie in GEZIN if standen[wie] == NEE]
    if nee:
        willen = "wil" if len(nee) == 1 else "willen"
        return Uitkomst.NIET_OPGENOMEN, f"Niet opgenomen in het traject: {_opsomming(nee)} {willen} dit niet.", 0
    if akkoord == Akkoord.GEWEIGERD:
        zin = "Niet opgenomen in het traject: er is geen toestemming om mee te doen aan het traject."
        return Uitkomst.NIET_OPGENOMEN, zin, 0
    tegen = [NAMEN[wie] for wie in WERKERS if standen[wie] == NEE]
    stil = [NAMEN[wie] for wie in NAMEN if standen[wie] == STIL or (standen[wie] == WEG and wie != "smw_po")]
    delen = []
    if tegen:
        delen.append(f"{_opsomming(tegen)} {'is' if len(tegen) == 1 else 'zijn'} het er niet mee eens")
    if stil:
        delen.append(f"{'Nog' if delen else 'nog'} niet gehoord: {_opsomming(stil)}")
    if akkoord == Akkoord.ONTBREEKT:
        delen.append(f"{'Er' if delen else 'er'} is nog geen toestemming om mee te doen aan het traject")
    if delen:
        return Uitkomst.WACHT, f"Wacht: {'. '.join(delen)}.", len(delen)
    weg = ". Het schoolmaatschappelijk werk van de basisschool was niet beschikbaar" if standen["smw_po"] == WEG else ""
    return Uitkomst.OPGENOMEN, f"Opgenomen in het traject: iedereen is het eens{weg}.", 0


@pytest.mark.parametrize("akkoord", Akkoord)
def test_every_combination_says_exactly_who(akkoord: Akkoord) -> None:
    gezien = 0
    for standen in _alle(JA, NEE, STIL, WEG):
        oordeel = _oordeel(standen, akkoord)

        assert (oordeel.uitkomst, oordeel.zin, len(oordeel.nodig)) == _verwacht(standen, akkoord), standen
        gezien += 1
    assert gezien == 4**6


@pytest.mark.parametrize("ontbreekt", [NEE, STIL], ids=["refusing", "missing"])
def test_every_subset(ontbreekt: Standpunt) -> None:
    """2^6: one party less than all is never enough, whichever it is."""
    for standen in _alle(JA, ontbreekt):
        uitkomst = _oordeel(standen).uitkomst

        assert (uitkomst == Uitkomst.OPGENOMEN) is (set(standen.values()) == {JA}), standen


def test_the_order_in_which_stances_came_changes_nothing() -> None:
    for standen in _alle(JA, NEE, STIL):
        heen = [Stem(Partij(naam), stand) for naam, stand in standen.items()]
        akkoord = {Doel.BESPREKEN: Akkoord.GEGEVEN, Doel.DEELNEMEN: Akkoord.GEGEVEN}

        assert bepaal_uitkomst(Keus.TRAJECT, heen, akkoord) == bepaal_uitkomst(Keus.TRAJECT, heen[::-1], akkoord)


GEEN = "Niet opgenomen in het traject: aan tafel is gekozen voor geen traject"


@pytest.mark.parametrize(
    ("anders", "rest"),
    [
        (dict.fromkeys(NAMEN, STIL), f". Niet gehoord: {_opsomming(list(NAMEN.values()))}"),
        ({}, ". Iedereen wilde het traject wel"),
        (
            {"vo_school": NEE, "leerling": STIL, "ouder": STIL},
            ". De middelbare school wilde het traject niet. De basisschool, het schoolmaatschappelijk werk van de "
            "basisschool en het schoolmaatschappelijk werk van de middelbare school wilden het traject wel. "
            "Niet gehoord: de leerling en een ouder met gezag",
        ),
        (
            dict.fromkeys(NAMEN, STIL) | {"ouder": JA, "smw_po": WEG},
            ". Een ouder met gezag wilde het traject wel. Niet gehoord: de basisschool, de middelbare school, het "
            "schoolmaatschappelijk werk van de middelbare school en de leerling",
        ),
        (
            dict.fromkeys(WERKERS, NEE),
            ". De basisschool, de middelbare school, het schoolmaatschappelijk werk van de basisschool en het "
            "schoolmaatschappelijk werk van de middelbare school wilden het traject niet. "
            "De leerling en een ouder met gezag wilden het traject wel",
        ),
    ],
)
def test_no_traject_says_who_wanted_what(anders: Standen, rest: str) -> None:
    standen = dict.fromkeys(NAMEN, JA) | anders

    assert _oordeel(standen, keus=Keus.GEEN_TRAJECT) == Oordeel(Uitkomst.NIET_OPGENOMEN, f"{GEEN}{rest}.")


def test_no_traject_names_the_other_parent_who_was_not_heard() -> None:
    stemmen = [*(Stem(partij, JA) for partij in Partij), Stem(Partij.OUDER, STIL)]
    akkoord = {Doel.BESPREKEN: Akkoord.GEGEVEN, Doel.DEELNEMEN: Akkoord.GEGEVEN}

    assert bepaal_uitkomst(Keus.GEEN_TRAJECT, stemmen, akkoord).zin.endswith(
        "Niet gehoord: een andere ouder met gezag."
    )


def test_no_sentence_of_no_traject_is_too_long() -> None:
    akkoord = {Doel.BESPREKEN: Akkoord.GEGEVEN, Doel.DEELNEMEN: Akkoord.GEGEVEN}
    for standen in _alle(JA, NEE, STIL):
        stemmen = [*(Stem(Partij(naam), stand) for naam, stand in standen.items()), Stem(Partij.OUDER, STIL)]
        assert len(bepaal_uitkomst(Keus.GEEN_TRAJECT, stemmen, akkoord).zin) <= 500


@pytest.mark.parametrize(
    ("tweede", "zin"),
    [
        (Stem(Partij.OUDER, JA), "iedereen is het eens."),
        (Stem(Partij.OUDER, STIL), "wie we spraken, is het eens. Een andere ouder met gezag is nog niet gehoord."),
        (Stem(Partij.OUDER, JA, gezag=False), "iedereen is het eens."),
        (Stem(Partij.OUDER, STIL, gezag=False), "iedereen die meebeslist, is het eens."),
        (Stem(Partij.OUDER, NEE, gezag=False), "iedereen die meebeslist, is het eens."),
    ],
)
def test_everyone_is_everyone(tweede: Stem, zin: str) -> None:
    stemmen = [*(Stem(partij, JA) for partij in Partij), tweede]
    akkoord = {Doel.BESPREKEN: Akkoord.GEGEVEN, Doel.DEELNEMEN: Akkoord.GEGEVEN}

    assert bepaal_uitkomst(Keus.TRAJECT, stemmen, akkoord).zin == f"Opgenomen in het traject: {zin}"
    assert "Iedereen" not in bepaal_uitkomst(Keus.GEEN_TRAJECT, [*stemmen[:-1], Stem(Partij.OUDER, STIL)], akkoord).zin
