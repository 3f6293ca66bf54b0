"""Two records, one child? The rule of `gka.matching`, pair by pair, with the reason."""

from datetime import date

import pytest

from gka.matching import Bekenden, Kenmerken
from gka.models import Leerling

OP = date(2014, 5, 6)
Kind = tuple[str, str, date | None]


def bekend(*kinderen: Kind) -> Bekenden:
    bekenden = Bekenden()
    for roepnaam, achternaam, geboren in kinderen:
        leerling = Leerling(roepnaam=roepnaam, achternaam=achternaam, geboortedatum=geboren)
        bekenden.onthoud(Kenmerken.van_leerling(leerling), leerling)
    return bekenden


def kenmerken(kind: Kind, nummer: str = "") -> Kenmerken:
    return Kenmerken.van(nummer, *kind)


@pytest.mark.parametrize(
    ("een", "ander", "reden"),
    [
        (("Zoë", "Öztürk", OP), ("zoe", "OZTURK", OP), "accents and capitals"),
        (("Ümit", "Yıldız", OP), ("Umit", "Yildiz", OP), "a letter that is no accent"),
        (("Anne-Marie", "Proef", OP), ("Annemarie", "Proef", OP), "a hyphen"),
        (("Anne-Marie", "Proef", OP), ("Anne Marie", "Proef", OP), "a space"),
        (("Sem", "Berg", OP), ("Sem", "van den Berg", OP), "the particle in the surname"),
        (("Sem", "van den Berg", OP), ("Sem", "v.d. Berg", OP), "an abbreviated particle"),
        (("Sem", "van den Berg", OP), ("Sem", "vd Berg", OP), "an abbreviated particle"),
        (("Sem", "van den Berg", OP), ("Sem", "v/d Berg", OP), "an abbreviated particle"),
        (("Sem", "van den Berg", OP), ("Sem", "Berg, van den", OP), "the particle behind"),
        (("Sem", "Jansen - de Vries", OP), ("Sem", "Jansen-Vries", OP), "a particle halfway"),
        (("Bo", "van 't Hof", OP), ("Bo", "van ’t Hof", OP), "another apostrophe"),
    ],
)
def test_zeker_dezelfde(een: Kind, ander: Kind, reden: str) -> None:
    for links, rechts in ((een, ander), (ander, een)):
        bekenden = bekend(links)
        assert bekenden.kent(kenmerken(rechts)), reden
        assert bekenden.bekende(kenmerken(rechts)) == bekenden.lijkt_op(kenmerken(rechts)) is not None


@pytest.mark.parametrize(
    ("een", "ander", "reden"),
    [
        # two of three the same
        (("Sem", "Proef", OP), ("Sem", "Proef", date(2014, 11, 30)), "names the same"),
        (("Sem", "Proef", OP), ("Sem", "Bakker", OP), "first name and date the same"),
        (("Sem", "Proef", None), ("Sem", "Proef", OP), "names the same, no date yet"),
        # surname and date the same, the first name almost
        (("Daniel", "Proef", OP), ("Danile", "Proef", OP), "two letters swapped"),
        (("Daniel", "Proef", OP), ("Danuel", "Proef", OP), "the key beside it"),
        (("Daniel", "Proef", OP), ("Danel", "Proef", OP), "a letter missing"),
        (("Daniel", "Proef", OP), ("Danniel", "Proef", OP), "a letter too many"),
        (("Philip", "Proef", OP), ("Filip", "Proef", OP), "ph and f"),
        (("Alexander", "Proef", OP), ("Aleksander", "Proef", OP), "x and ks"),
        (("Thijs", "Proef", OP), ("Tijs", "Proef", OP), "th and t"),
        (("Johannes", "Proef", OP), ("Jan", "Proef", OP), "a short form"),
        (("Sebastiaan", "Proef", OP), ("Bas", "Proef", OP), "a short form"),
        (("Charlotte", "Proef", OP), ("Lotte", "Proef", OP), "the end of a name"),
        (("Isabella", "Proef", OP), ("Isa", "Proef", OP), "the beginning of a name"),
        (("Daniel", "Proef", OP), ("D.", "Proef", OP), "an initial"),
        (("Anne-Marie", "Proef", OP), ("Anne", "Proef", OP), "one of two first names"),
        # crosswise
        (("Sem", "Proef", OP), ("Proef", "Sem", OP), "names in each other's place"),
        (("Sem", "van den Berg", OP), ("van den Berg", "Sem", OP), "names in each other's place, with a particle"),
        # one the same, two almost
        (("Sem", "Kuipers", OP), ("Sem", "Cuypers", date(2014, 6, 5)), "the sound, and day and month swapped"),
        (("Daniel", "Proef", OP), ("Daneil", "Proef", date(2014, 5, 16)), "a typing error, and a wrong digit"),
        (("Daniel", "Vermeulen", OP), ("Daneil", "Vermeuln", OP), "two typing errors"),
        (("Daniel", "Jansen-de Vries", OP), ("Daneil", "Jansen", OP), "half of a double name"),
        (("Sem", "van den Berg", OP), ("Sam", "Vandenberg", OP), "the particle written onto the name"),
        (("Sem", "Müller", OP), ("Sam", "Mueller", OP), "a German vowel"),
    ],
)
def test_wordt_gevraagd(een: Kind, ander: Kind, reden: str) -> None:
    for links, rechts in ((een, ander), (ander, een)):
        bekenden = bekend(links)
        assert not bekenden.kent(kenmerken(rechts)), reden
        assert bekenden.lijkt_op(kenmerken(rechts)) is not None, reden


@pytest.mark.parametrize(
    ("een", "ander", "reden"),
    [
        (("Noor", "Proef", OP), ("Fien", "Proef", OP), "twins"),
        (("Sem", "Proef", OP), ("Daan", "Proef", OP), "twins with short names"),
        (("Anne-Marie", "Proef", OP), ("Marlies", "Proef", OP), "twins with long names"),
        (("Noor", "Proef", OP), ("Fien", "Proef", date(2015, 8, 9)), "sisters"),
        (("Daniel", "Proef", OP), ("Danielle", "Proef", date(2016, 11, 30)), "brother and sister with almost one name"),
        (("Sem", "Proef", OP), ("Sem", "Bakker", date(2014, 5, 16)), "the same first name, almost the same date"),
        (("Sem", "Vermeulen", OP), ("Sem", "Vermeuln", date(2013, 11, 30)), "another day altogether"),
        (("Daniel", "Proef", OP), ("Daneil", "Bakker", OP), "only the date the same"),
        (("Daniel", "Vermeulen", OP), ("Daneil", "Vermeuln", date(2014, 5, 16)), "three times almost"),
        (("Noor", "", OP), ("Sem", "", OP), "only a date, and no surname"),
        (("Sem", "", None), ("Sem", "", None), "what is unknown is never the same"),
        (("Sem", "Proef", None), ("Fien", "Proef", None), "no date"),
    ],
)
def test_wordt_niet_gevraagd(een: Kind, ander: Kind, reden: str) -> None:
    for links, rechts in ((een, ander), (ander, een)):
        bekenden = bekend(links)
        assert not bekenden.kent(kenmerken(rechts)), reden
        assert bekenden.lijkt_op(kenmerken(rechts)) is None, reden


def test_the_likeliest_is_first() -> None:
    bekenden = bekend(("Sem", "Bakker", OP), ("Sam", "Proef", OP), ("Sem", "Proef", date(2013, 1, 1)))

    gelijkend = bekenden.gelijkenden(kenmerken(("Sem", "Proeff", OP)))

    assert [str(leerling) for leerling in gelijkend] == ["Sam Proef", "Sem Bakker"]


def test_a_number_is_certain_whatever_the_name() -> None:
    bekenden = Bekenden()
    bekenden.onthoud(kenmerken(("Sem", "Proef", OP), "17"))

    assert bekenden.kent(kenmerken(("Fien", "Anders", None), "17"))
    assert not bekenden.kent(kenmerken(("Fien", "Anders", None), "18"))
    assert bekenden.lijkt_op(kenmerken(("Sem", "Prof", OP))) is None  # of a list, not of the records


def test_no_number_is_not_a_number() -> None:
    bekenden = Bekenden()
    bekenden.onthoud(kenmerken(("Sem", "Proef", OP)))

    assert not bekenden.kent(kenmerken(("Fien", "Anders", OP)))
