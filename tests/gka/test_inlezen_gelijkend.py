"""Pupils of a list who look like a known one: side by side, a choice each, and never a merge by itself."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from gka.actions import inlezen
from gka.actions.leerlingen import Nieuw
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis, Leerling
from tests import build
from tests.cast import Cast
from tests.inlezen import TOEVOEGEN, bevestig, kies
from tests.pages import tekst, velden
from tests.tabellen import KOP, csv_bestand

RIJ = ["7", "Nora", "van", "Proef", "8-7-2014", "8"]


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def noor(cast: Cast) -> Leerling:
    return build.leerling(cast, roepnaam="Noor", achternaam="Proef", geboortedatum=date(2014, 7, 8))


def lees(client: Client, *rijen: list[str]) -> object:
    return kies(client, csv_bestand([KOP, *rijen]), "lijst.csv")


def overnemen(cast: Cast, leerling: Leerling, **anders: object) -> Leerling:
    gewoon = {"versie": leerling.versie, "gegevens": Nieuw("Nora", "", "Proef", date(2014, 7, 8), "7")}
    vast = {"school": cast.school, "door": cast["ib_er"], "op": timezone.now()}
    return inlezen.overgenomen(leerling=leerling, **gewoon | vast | anders)  # type: ignore[arg-type]


def test_the_pair_is_shown_and_nothing_is_chosen(ib_er: Client, noor: Leerling) -> None:
    preview = lees(ib_er, RIJ)

    assert "Roepnaam (verschilt) Nora Noor" in tekst(preview)
    assert "Achternaam Proef Proef Geboortedatum 8 juli 2014 8 juli 2014" in tekst(preview)
    assert "Kiest u niets, dan wordt de leerling niet toegevoegd." in tekst(preview)
    assert "keuze_2" not in velden(preview, actie=TOEVOEGEN)
    assert "Keuzes opslaan" in tekst(preview)


def test_no_choice_at_all_is_an_error(ib_er: Client, noor: Leerling) -> None:
    antwoord = bevestig(ib_er, lees(ib_er, RIJ))

    assert "Maak ten minste één keuze." in tekst(antwoord)
    assert Leerling.objects.count() == 1


def test_undecided_is_not_added_and_said_so(ib_er: Client, noor: Leerling) -> None:
    klaar = bevestig(ib_er, lees(ib_er, RIJ, ["8", "Sem", "", "Nep", "1-2-2014", "8"]))

    assert "1 leerling toegevoegd." in tekst(klaar)
    assert "Voor 1 leerling koos u niets. Die is niet toegevoegd." in tekst(klaar)
    assert set(Leerling.objects.values_list("roepnaam", flat=True)) == {"Noor", "Sem"}


def test_the_same_pupil_changes_nothing(ib_er: Client, noor: Leerling) -> None:
    bevestig(ib_er, lees(ib_er, RIJ), keuze_2="zelfde")

    assert Leerling.objects.get() == noor
    assert (Leerling.objects.get().roepnaam, Leerling.objects.get().versie) == ("Noor", 1)
    assert not Gebeurtenis.objects.filter(soort="leerling.bijgewerkt").exists()


def test_another_pupil_is_added(ib_er: Client, noor: Leerling) -> None:
    bevestig(ib_er, lees(ib_er, RIJ), keuze_2="ander")

    assert set(Leerling.objects.values_list("roepnaam", flat=True)) == {"Noor", "Nora"}
    assert "zijn al bekend" in tekst(lees(ib_er, RIJ))


def test_what_the_file_says_is_taken_over_and_recorded(ib_er: Client, cast: Cast, noor: Leerling) -> None:
    klaar = bevestig(ib_er, lees(ib_er, RIJ), keuze_2="overnemen")

    assert "1 leerling bijgewerkt." in tekst(klaar)
    nu = Leerling.objects.get()
    assert (nu.naam, nu.leerlingnummer, nu.leerlingnummer_van, nu.versie) == ("Nora van Proef", "7", cast.school, 2)
    gebeurtenis = Gebeurtenis.objects.get(soort="leerling.bijgewerkt")
    assert gebeurtenis.leerling_id == str(noor.pk)
    assert gebeurtenis.details["velden"] == ["roepnaam", "tussenvoegsel", "leerlingnummer", "leerlingnummer_van"]
    assert Gebeurtenis.objects.get(soort="leerlingen.ingelezen").details["bijgewerkt"] == 1
    assert "zijn al bekend" in tekst(lees(ib_er, RIJ))


def test_a_date_that_the_file_does_not_have_stays(ib_er: Client, noor: Leerling) -> None:
    rij = ["7", "Noor", "", "Proef", "", "8"]

    bevestig(ib_er, lees(ib_er, rij), keuze_2="overnemen")

    assert (Leerling.objects.get().geboortedatum, Leerling.objects.get().leerlingnummer) == (date(2014, 7, 8), "7")


def test_another_pupil_without_a_date_is_asked_for_it(ib_er: Client, noor: Leerling) -> None:
    preview = lees(ib_er, ["7", "Noor", "", "Proef", "", "8"])

    fout = bevestig(ib_er, preview, keuze_2="ander")
    assert "Vul de geboortedatum van Noor Proef in." in tekst(fout)
    bevestig(ib_er, fout, geboortedatum_2="9-8-2014")

    assert set(Leerling.objects.values_list("geboortedatum", flat=True)) == {date(2014, 7, 8), date(2014, 8, 9)}


def test_a_known_pupil_who_changed_meanwhile_is_shown_again(ib_er: Client, cast: Cast, noor: Leerling) -> None:
    preview = lees(ib_er, RIJ)
    overnemen(cast, noor, gegevens=Nieuw("Noora", "", "Proef", date(2014, 7, 8)))

    fout = bevestig(ib_er, preview, keuze_2="overnemen")
    assert "De bekende leerling is intussen gewijzigd. Kijk opnieuw en kies." in tekst(fout)
    assert "Nora Noora" in tekst(fout)
    assert Leerling.objects.get().roepnaam == "Noora"
    bevestig(ib_er, fout)

    assert Leerling.objects.get().roepnaam == "Nora"


def test_two_rows_cannot_be_the_same_known_pupil(ib_er: Client, noor: Leerling) -> None:
    preview = lees(ib_er, RIJ, ["8", "Noortje", "", "Proef", "8-7-2014", "8"])

    fout = bevestig(ib_er, preview, keuze_2="overnemen", keuze_3="overnemen")

    assert "U koos deze bekende leerling al bij een andere rij. Kies er één." in tekst(fout)
    assert Leerling.objects.get().versie == 1


def test_a_number_of_another_pupil_is_refused_and_nothing_is_written(ib_er: Client, cast: Cast, noor: Leerling) -> None:
    weg = build.leerling(cast, roepnaam="Weg", achternaam="Gegaan", nummer="9")

    with pytest.raises(NietToegestaan, match="is van een andere leerling"):
        overnemen(cast, noor, gegevens=Nieuw("Nora", "", "Proef", date(2014, 7, 8), "9"))

    assert Leerling.objects.get(pk=noor.pk).roepnaam == "Noor" and weg.leerlingnummer == "9"


def test_the_action_refuses_an_old_version_and_a_pupil_of_another_school(cast: Cast, noor: Leerling) -> None:
    elders = build.leerling(cast, roepnaam="Lou", school=cast.andere_school)

    with pytest.raises(Verouderd):
        overnemen(cast, noor, versie=7)
    with pytest.raises(NietToegestaan, match="niet meer van uw school"):
        overnemen(cast, elders)
    assert not Gebeurtenis.objects.filter(soort="leerling.bijgewerkt").exists()


def test_a_choice_that_does_not_exist_is_refused(ib_er: Client, noor: Leerling) -> None:
    assert "<title>Fout: " in bevestig(ib_er, lees(ib_er, RIJ), keuze_2="samenvoegen").content.decode()
    assert Leerling.objects.get().roepnaam == "Noor"


@pytest.fixture
def zeven(cast: Cast) -> Leerling:
    return build.leerling(cast, roepnaam="Daan", achternaam="Toets", geboortedatum=date(2013, 11, 30), nummer="7")


def test_a_number_alone_does_not_make_another_child_known(ib_er: Client, zeven: Leerling) -> None:
    preview = lees(ib_er, RIJ)
    assert "Lijkt op een bekende leerling" in tekst(preview)
    assert "Voegt u een andere leerling toe, dan komt die zonder dit nummer in Overstap." in tekst(preview)

    klaar = bevestig(ib_er, preview, keuze_2="ander")

    assert "1 leerling staat zonder leerlingnummer in Overstap" in tekst(klaar)
    assert set(Leerling.objects.values_list("roepnaam", "leerlingnummer")) == {("Daan", "7"), ("Nora", "")}
    assert "zijn al bekend" in tekst(lees(ib_er, RIJ))


@pytest.mark.parametrize(
    "rij",
    [
        ["7", "Daam", "", "Proef", "1-2-2014", "8"],  # a first name corrected
        ["7", "Nora", "", "Toetz", "1-2-2014", "8"],  # a surname corrected
        ["7", "Toets", "", "Nep", "1-2-2014", "8"],  # in the other column
        ["7", "Nora", "", "Proef", "30-11-2013", "8"],  # the date
        ["7", "Nora", "", "Proef", "30-11-2014", "8"],  # almost the date
    ],
)
def test_a_number_with_anything_alike_stays_known(ib_er: Client, zeven: Leerling, rij: list[str]) -> None:
    assert "zijn al bekend" in tekst(lees(ib_er, rij))
