"""Signals on the pages: what counts, who sees them, and what they cost."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding import signalen
from begeleiding.actions import contacten, trajecten
from begeleiding.models import Traject
from begeleiding.signalen import Signaal
from gka.models import Regio, Vakantie
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.paginas import adres, start
from tests.cast import Cast
from tests.pages import tekst


def nu(cast: Cast) -> dict[Any, list[Signaal]]:
    """The signals of everybody, today."""
    gevonden = signalen.van(Traject.objects.all(), timezone.localdate())
    return {traject: [melding.signaal for melding in lijst] for traject, lijst in gevonden.items()}


def feiten(traject: Traject) -> signalen.Feiten:
    return signalen.feiten_van(Traject.objects.filter(pk=traject.pk))[traject.pk]


# --- what counts


def test_de_feiten_tellen_wat_geldt(cast: Cast, traject: Traject) -> None:
    ander = build.traject(cast, roepnaam="Sem")
    build.contact(cast, traject, ander, soort="groep")
    build.contact(
        cast, traject, soort="gesprek-ouder", met_leerling=False, met_ouder=True, collegas=[cast.aanstelling["smw_po"]]
    )
    build.contact(cast, traject, soort="overleg-school", met_leerling=False, met_school=True)
    build.contact(cast, traject, soort="niet-verschenen", met_leerling=False)
    fout = build.contact(cast, traject, wie="smw_po")
    contacten.intrekken(contact=fout, reden="Dat was er niet.", door=cast["smw_po"], **_nu())

    gevonden = feiten(traject)

    assert (gevonden.direct, gevonden.meeste) == (2, 2), "two direct contacts, both by one worker"
    assert (feiten(ander).direct, feiten(ander).meeste) == (1, 1)
    assert (gevonden.gesproken, gevonden.eerste, gevonden.eerste_vo) == (date(2026, 3, 10), date(2026, 3, 10), None)


def test_een_gecorrigeerd_contact_telt_een_keer_ook_voor_het_gezicht(cast: Cast, traject: Traject) -> None:
    corrigeer(cast, build.contact(cast, traject), minuten=30)
    gevonden = feiten(traject)
    assert (gevonden.direct, gevonden.meeste) == (1, 1)


def _nu() -> dict[str, Any]:
    return {"op": timezone.now(), "dag": timezone.localdate(), "sleutel": uuid4()}


def test_de_grens_van_de_fase_is_gegeven(cast: Cast, traject: Traject) -> None:
    build.contact(cast, traject)
    cast.cohort.fase_vo_vanaf = date(2026, 3, 10)
    cast.cohort.save()
    assert feiten(traject).eerste_vo == date(2026, 3, 10)


def test_wie_in_het_najaar_besloten_is_begint_in_januari(cast: Cast, clock: Traveller) -> None:
    clock.move_to("2025-12-01T10:00:00+01:00")
    made = build.traject(cast)
    assert feiten(made).begin == date(2026, 1, 1)
    clock.move_to("2026-01-14T10:00:00+01:00")
    assert nu(cast) == {}
    clock.move_to("2026-01-15T10:00:00+01:00")
    assert nu(cast) == {made.pk: [Signaal.EERSTE_CONTACT]}


def test_een_gesloten_traject_heeft_geen_signaal(cast: Cast, traject: Traject, clock: Traveller) -> None:
    clock.move_to("2026-04-20T10:00:00+02:00")
    assert nu(cast) == {traject.pk: [Signaal.EERSTE_CONTACT, Signaal.STIL]}
    trajecten.afsluiten(traject=traject, status="afgerond", door=cast["smw_vo"], op=timezone.now())
    assert nu(cast) == {}


def test_twee_regios_hebben_elk_hun_eigen_grens_en_vakantie(cast: Cast, traject: Traject, clock: Traveller) -> None:
    build.contact(cast, traject)
    clock.move_to("2026-03-31T10:00:00+02:00")
    assert nu(cast) == {traject.pk: [Signaal.STIL]}
    Vakantie.objects.create(regio=cast.elders, naam="Elders vrij", van="2026-03-11", tot="2026-03-20")
    assert nu(cast) == {traject.pk: [Signaal.STIL]}, "another region's holiday"
    Vakantie.objects.create(regio=cast.regio, naam="Hier vrij", van="2026-03-11", tot="2026-03-20")
    assert nu(cast) == {}
    Regio.objects.filter(pk=cast.regio.pk).update(stil_na=11)
    assert nu(cast) == {traject.pk: [Signaal.STIL]}


# --- the pages


@pytest.fixture
def stil(cast: Cast, traject: Traject, clock: Traveller) -> Traject:
    """A pupil whom nobody spoke to, and one who was spoken to today."""
    goed = build.traject(cast, roepnaam="Sem", achternaam="Kuipers")
    clock.move_to("2026-03-31T10:00:00+02:00")
    build.contact(cast, goed)
    return traject


def test_de_startpagina_van_de_smw(cast: Cast, stil: Traject) -> None:
    dag = start(cast, "smw_vo")
    for woorden in ("Wat nu aandacht vraagt", "21 dagen niet gesproken", "Nog geen eerste contact"):
        assert woorden in dag
    assert "/trajecten/?signaal=eerste-contact" in dag
    assert "niet gesproken" not in start(cast, "buitenstaander_smw_vo")


def test_zonder_signaal_geen_paneel(cast: Cast, traject: Traject) -> None:
    assert "signaal=" not in start(cast, "smw_vo")
    assert "Alle leerlingen zijn op tijd gesproken." in start(cast, "teamleider")


def test_de_teamleider_ziet_aantallen_per_medewerker_en_geen_leerling(cast: Cast, stil: Traject) -> None:
    paneel = start(cast, "teamleider")
    smw = cast["smw_vo"]
    assert "Wie uw medewerkers nu nodig heeft" in paneel and smw.naam in paneel
    assert f"/trajecten/?medewerker={smw.pk}&amp;signaal=stil" in paneel
    assert "Vermeulen" not in paneel and "Bo " not in paneel
    assert "Wie uw medewerkers" not in start(cast, "buitenstaander_teamleider") + start(cast, "smw_vo")


@pytest.mark.parametrize("signaal, wie", [("stil", True), ("eerste-contact", True), ("vast-gezicht", False)])
def test_de_lijst_filtert_op_signaal(client: Client, cast: Cast, stil: Traject, signaal: str, wie: bool) -> None:
    cast.log_in(client, "smw_vo")
    assert (stil in client.get("/trajecten/", {"signaal": signaal}).context["object_list"]) is wie


def test_alleen_wie_verdeelt_kiest_een_medewerker(client: Client, cast: Cast, stil: Traject) -> None:
    mijn = {"medewerker": str(cast["smw_vo"].pk), "signaal": "stil"}
    cast.log_in(client, "teamleider")
    assert list(client.get("/trajecten/", mijn).context["object_list"]) == [stil]
    ander = mijn | {"medewerker": str(cast["buitenstaander_smw_vo"].pk)}
    assert list(client.get("/trajecten/", ander).context["object_list"]) == []
    cast.log_in(client, "smw_vo")
    assert "Vast gezicht" not in tekst(client.get("/trajecten/"))


def test_het_traject_zegt_wat_er_is(client: Client, cast: Cast, stil: Traject) -> None:
    cast.log_in(client, "smw_vo")
    pagina = tekst(client.get(adres(stil, "traject")))
    assert "Nog geen contact sinds 10 maart 2026." in pagina
    assert "De leerling is zelf nog niet gesproken." in pagina


def test_wie_intrekt_telt_nergens_meer(client: Client, cast: Cast, stil: Traject) -> None:
    build.zegt(cast, stil.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    assert "signaal=" not in start(cast, "smw_vo")
    cast.log_in(client, "teamleider")
    assert list(client.get("/trajecten/", {"signaal": "stil"}).context["object_list"]) == []


def test_signalen_kosten_evenveel_vragen_voor_een_als_voor_veel(cast: Cast, stil: Traject) -> None:
    def queries() -> list[int]:
        aantallen = []
        for doe in (lambda: nu(cast), lambda: start(cast, "teamleider"), lambda: start(cast, "smw_vo")):
            with CaptureQueriesContext(connection) as gezien:
                doe()
            aantallen.append(len(gezien))
        return aantallen

    een = queries()
    for nummer in range(3):
        meer = build.traject(cast, roepnaam=f"Kind{nummer}")
        build.contact(cast, meer, collegas=[cast.aanstelling["smw_po"]])
    assert queries() == een
    assert een[0] <= 5
