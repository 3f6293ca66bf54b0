"""What the preview of a file of hours says before anything is added: what is odd, and what to do about a wrong row."""

from datetime import date

import pytest
from django.test import Client

from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from tests import build
from tests.begeleiding.urenbestanden import (
    antwoord,
    bestand,
    fouten,
    groepsvragen,
    kop,
    medewerker,
    rij,
    stuur,
    toevoegen,
)
from tests.cast import Cast


@pytest.fixture
def kinderen(cast: Cast) -> list[Traject]:
    """Three pupils who began on 12 January."""
    gemaakt = [build.traject(cast, roepnaam=naam, achternaam="Verzonnen") for naam in ("Bo", "Sem", "Noor")]
    Traject.objects.update(vanaf=date(2026, 1, 12))
    return gemaakt


def zonder(rijen: list[dict[str, str]], *weg: str, **erbij: str) -> bytes:
    """A file without these columns."""
    over = [{naam: cel for naam, cel in (een | erbij).items() if naam not in weg} for een in rijen]
    return bestand(over, list(over[0]))


def test_uren_met_een_komma_worden_hele_minuten(client: Client, cast: Cast, kinderen: list[Traject]) -> None:
    smw = cast["smw_vo"]
    uren = ("0,33", "0.17", "1,67", "1,5", "0,4166667", "0,008")
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, zonder([rij(kinderen[0], smw) | {"uren": een} for een in uren], "minuten"))

    assert "rij 2, 3, 4 en 6. Zo is 0,33 uur hier 20 minuten" in pagina
    assert "1 minuut tot 10 uur" in fouten(pagina)[7]
    toevoegen(client, pagina)
    assert sorted(Contact.objects.values_list("minuten", flat=True)) == [10, 20, 25, 90, 100]


def test_zonder_kolom_met_zegt_de_soort_wie_erbij_was(client: Client, cast: Cast, kinderen: list[Traject]) -> None:
    bo, smw = kinderen[0], cast["smw_vo"]
    soorten = ("gesprek-leerling", "gesprek-ouder", "gesprek-beiden", "huisbezoek")
    inhoud = zonder([rij(bo, smw, soort=soort) for soort in soorten], "met")
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, inhoud)

    assert "erbij was (rij 2, 3 en 4)" in pagina and "Van rij 5 zegt uw bestand niet met wie" in pagina
    toevoegen(client, pagina)
    assert Contactdeelname.objects.totalen([bo.pk])[bo.pk].ontvangen == 90
    assert Contact.objects.filter(met_ouder=True).count() == 2
    pagina = stuur(client, inhoud)
    assert (kop(pagina), fouten(pagina)) == ("Niets nieuws in dit bestand", {})


def test_een_dag_van_meer_dan_tien_uur(client: Client, cast: Cast, kinderen: list[Traject]) -> None:
    """A question that blocks nothing: the day of each worker."""
    smw, po = cast["smw_vo"], cast["smw_po"]
    build.contact(cast, kinderen[0], wie="smw_po", minuten=500, gebeurd_op=date(2026, 3, 9))
    rijen = [rij(een, smw, soort="groep", minuten="300", collegas=medewerker(po)) for een in kinderen]
    cast.log_in(client, "teamleider")

    pagina = antwoord(client, stuur(client, bestand(rijen)), "los")

    assert f"{smw.naam} op 9 maart 2026: samen is dit 15 uur op één dag (rij 2, 3 en 4)" in pagina
    assert f"{po.naam} op 9 maart 2026: samen met wat er al staat is dit 23 uur 20 op één dag" in pagina
    assert "Is dit één groep" not in pagina, "somebody answered"
    pagina = stuur(client, bestand([een | {"sleutel": "K1", "minuten": "60"} for een in rijen]))
    assert not groepsvragen(pagina) and "Klopt dat?" not in pagina
    toevoegen(client, pagina)
    assert Inzet.objects.filter(minuten=60).count() == 2


def test_wat_geen_een_contact_kan_zijn_wordt_alleen_opgemerkt(
    client: Client, cast: Cast, kinderen: list[Traject]
) -> None:
    """Rows that differ in travel, or in who else was there, are no group as they stand; they may be meant as one."""
    rijen = [rij(een, cast["smw_vo"]) for een in kinderen]
    anders: list[dict[str, str]] = [{"met": "leerling|ouder"}, {"overige_deelnemers": "2"}, {}]
    cast.log_in(client, "smw_vo")

    pagina = stuur(client, bestand([een | ander for een, ander in zip(rijen, anders, strict=True)]))

    assert not groepsvragen(pagina) and "Is dit één groep? Rij 2, 3 en 4:" in pagina
    assert "als 3 contacten, samen 2 uur 15 inzet" in pagina and kop(pagina) == "3 nieuwe contacten"
    reizen = [een | {"reisminuten": reis} for een, reis in zip(rijen[:2], ("10", "20"), strict=True)]
    assert not groepsvragen(stuur(client, bestand(reizen)))
    een_reis = [een | {"reisminuten": reis} for een, reis in zip(rijen[:2], ("10", "0"), strict=True)]
    assert len(groepsvragen(stuur(client, bestand(een_reis)))) == 1, "travel may stand in one row"
    zelfde = [rijen[0], rijen[0] | {"met": ""}, rijen[1]]
    assert not groepsvragen(stuur(client, bestand(zelfde))), "nobody is in one contact twice"
