"""What a contact may say, how its minutes are divided, and that it is stored once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import Traveller

from begeleiding.actions import contacten, trajecten
from begeleiding.models import Contact, Contactdeelname, Inzet, Traject
from begeleiding.querysets.contacten import Totaal
from begeleiding.workflow import Onjuist, Trajectstatus
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Gebeurtenis, Keuze
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.cast import Cast

VANDAAG = date(2026, 3, 10)
GISTEREN = VANDAAG - timedelta(days=1)


def soort(cast: Cast, code: str) -> Keuze:
    return Keuze.objects.get(lijst__regio=cast.regio, lijst__code="contactsoort", code=code)


# --- one contact


def test_een_contact_legt_tijd_en_gezelschap_vast(cast: Cast) -> None:
    traject = build.traject(cast)

    contact = build.contact(cast, traject, minuten=75, met_ouder=True, reisminuten=20)

    assert (contact.minuten, contact.reisminuten, contact.gebeurd_op) == (75, 20, VANDAAG)
    assert contact.met == ["leerling", "ouder"]
    assert contact.inzet.get().minuten == 75  # travel is kept apart
    deelname = contact.deelnames.get()
    assert (deelname.traject, deelname.aanwezig, deelname.minuten) == (traject, True, 75)


def test_inzet_en_ontvangen_contact_zijn_twee_maten(cast: Cast) -> None:
    traject, ander = build.traject(cast), build.traject(cast)
    build.contact(cast, traject, minuten=60, collegas=[cast.aanstelling["smw_po"]])  # two workers, one hour
    build.contact(cast, traject, ander, soort="groep", minuten=60)  # a group hour
    build.contact(cast, traject, soort="verslag", minuten=30, met_leerling=False)

    totaal = Contactdeelname.objects.totalen([traject.pk])[traject.pk]

    assert (totaal.inzet, totaal.ontvangen, totaal.aantal) == (120 + 30 + 30, 60 + 60, 3)
    assert Contactdeelname.objects.totalen([uuid4()])[uuid4()] == Totaal()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minuten=st.integers(1, 600), kinderen=st.integers(1, 3), overige=st.integers(0, 99), collega=st.booleans())
def test_de_delen_en_de_rest_zijn_samen_de_inzet(
    cast: Cast, drie_trajecten: list[Traject], minuten: int, kinderen: int, overige: int, collega: bool
) -> None:
    werkers = 1 + collega

    contact = build.contact(
        cast,
        *reversed(drie_trajecten[:kinderen]),
        soort="groep",
        minuten=minuten,
        overige_deelnemers=overige,
        collegas=[cast.aanstelling["smw_po"]] * collega,
    )

    inzet = contact.inzet.aggregate(som=Sum("minuten"))["som"]
    delen = list(contact.deelnames.order_by("traject").values_list("minuten", flat=True))
    rest = inzet - sum(delen)
    eerlijk = minuten * werkers / (kinderen + overige)
    assert inzet == minuten * werkers
    assert len(delen) == kinderen
    assert all(abs(deel - eerlijk) < 1 for deel in delen)
    assert delen == sorted(delen, reverse=True)  # the order of the keys decides, not that of the call
    assert (rest == 0) if overige == 0 else (overige * int(eerlijk) <= rest <= overige * (int(eerlijk) + 1))


@pytest.fixture
def drie_trajecten(cast: Cast) -> list[Traject]:
    return [build.traject(cast) for _ in range(3)]


def test_het_logboek_kent_minuten_en_soort_en_geen_tekst(cast: Cast) -> None:
    een, twee = build.traject(cast), build.traject(cast)

    contact = build.contact(cast, een, twee, soort="groep", minuten=50)

    rows = Gebeurtenis.objects.filter(soort="contact.vastgelegd", onderwerp_id=str(contact.pk))
    assert {row.leerling_id for row in rows} == {str(een.leerling_id), str(twee.leerling_id)}
    assert [row.details for row in rows] == [{"minuten": 50, "contactsoort": "groep"}] * 2


# --- refusals


@pytest.mark.parametrize(
    "feiten, veld, zin",
    [
        ({"minuten": 0}, "minuten", "1 minuut tot 10 uur"),
        ({"minuten": 601}, "minuten", "1 minuut tot 10 uur"),
        ({"minuten": -5}, "minuten", "1 minuut tot 10 uur"),
        ({"reisminuten": 601}, "reisminuten", "Reistijd"),
        ({"reisminuten": -1}, "reisminuten", "Reistijd"),
        ({"overige_deelnemers": 100}, "overige_deelnemers", "andere kinderen"),
        ({"overige_deelnemers": -1}, "overige_deelnemers", "andere kinderen"),
        ({"gebeurd_op": VANDAAG + timedelta(days=1)}, "gebeurd_op", "nog komen"),
        ({"gebeurd_op": GISTEREN}, "gebeurd_op", "begon op 10-3-2026"),
        ({"soort": "gesprek-ouder"}, "met", "ouder"),
        ({"soort": "niet-verschenen"}, "met", "niet verschenen"),
    ],
)
def test_wat_niet_kan_wordt_geweigerd(cast: Cast, feiten: dict[str, Any], veld: str, zin: str) -> None:
    traject = build.traject(cast)

    with pytest.raises(Onjuist, match=zin) as gevangen:
        build.contact(cast, traject, **feiten)

    assert gevangen.value.veld == veld
    assert not Contact.objects.exists()


def test_een_vervallen_soort_telt_alleen_voor_de_tijd_dat_hij_gold(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast)
    Keuze.objects.filter(pk=soort(cast, "huisbezoek").pk).update(vervallen_op=VANDAAG + timedelta(days=1))
    clock.move_to("2026-03-11T10:00:00+01:00")
    feiten = _gewoon(cast, traject)

    assert contacten.vastleggen(**feiten | {"gebeurd_op": VANDAAG})
    with pytest.raises(Onjuist, match="niet .meer. in gebruik"):
        contacten.vastleggen(**feiten | {"sleutel": uuid4()})


def _gewoon(cast: Cast, *trajecten_: Traject) -> dict[str, Any]:
    return {
        "trajecten": trajecten_,
        "soort": soort(cast, "huisbezoek"),
        "gebeurd_op": timezone.localdate(),
        "minuten": 45,
        "aanstelling": cast.aanstelling["smw_vo"],
        "door": cast["smw_vo"],
        "op": timezone.now(),
        "dag": timezone.localdate(),
        "sleutel": uuid4(),
        "met_leerling": True,
    }


@pytest.mark.parametrize("code, lijst", [("verhuisd", "stopreden"), ("huisbezoek", "contactsoort")])
def test_een_keuze_uit_een_andere_lijst_of_regio_wordt_geweigerd(cast: Cast, code: str, lijst: str) -> None:
    traject = build.traject(cast)
    regio = cast.regio if lijst == "stopreden" else cast.elders
    verkeerd = Keuze.objects.get(lijst__regio=regio, lijst__code=lijst, code=code)

    with pytest.raises(Onjuist, match="in gebruik"):
        contacten.vastleggen(**_gewoon(cast, traject) | {"soort": verkeerd})


@pytest.mark.parametrize("wie", ["teamleider", "zorgcoordinator", "vreemdeling_smw_vo"])
def test_alleen_smw_van_de_regio_werkt_in_een_contact(cast: Cast, wie: str) -> None:
    traject = build.traject(cast)

    for feiten in ({"aanstelling": cast.aanstelling[wie]}, {"collegas": [cast.aanstelling[wie]]}):
        with pytest.raises(NietToegestaan, match="schoolmaatschappelijk werker"):
            contacten.vastleggen(**_gewoon(cast, traject) | feiten)


def test_een_medewerker_werkt_een_keer_en_binnen_de_aanstelling(cast: Cast) -> None:
    traject = build.traject(cast)
    with pytest.raises(NietToegestaan, match="elke collega één keer"):
        build.contact(cast, traject, collegas=[cast.aanstelling["smw_vo"]])

    Aanstelling.objects.filter(pk=cast.aanstelling["smw_po"].pk).update(tot=GISTEREN)
    cast.aanstelling["smw_po"].refresh_from_db()
    with pytest.raises(Onjuist, match="aanstelling gold niet"):
        build.contact(cast, traject, collegas=[cast.aanstelling["smw_po"]])
    assert not Contact.objects.exists()


@pytest.mark.parametrize("status", [Trajectstatus.AFGEROND, Trajectstatus.EERDER_GESTOPT])
def test_na_afsluiten_kan_er_geen_contact_bij(cast: Cast, status: Trajectstatus) -> None:
    traject = build.traject(cast)
    reden = Keuze.objects.get(lijst__regio=cast.regio, lijst__code="stopreden", code="verhuisd")
    trajecten.afsluiten(traject=traject, status=status, door=cast["smw_vo"], op=timezone.now(), stopreden=reden)

    with pytest.raises(NietToegestaan, match=status.label):
        build.contact(cast, traject)


def test_ingetrokken_toestemming_stopt_het_vastleggen_meteen(cast: Cast) -> None:
    traject = build.traject(cast)
    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    with pytest.raises(NietToegestaan):
        build.contact(cast, traject)
    assert not Contact.objects.exists()


def test_wie_zestien_wordt_moet_eerst_zelf_ja_zeggen(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast, geboortedatum=date(2010, 3, 11))
    build.contact(cast, traject)
    clock.move_to("2026-03-11T10:00:00+01:00")

    with pytest.raises(NietToegestaan, match="vraag de leerling"):
        build.contact(cast, traject)


def test_geen_of_gemengde_leerlingen_worden_geweigerd(cast: Cast) -> None:
    traject = build.traject(cast)
    elders = build.traject(cast)
    Traject.objects.filter(pk=elders.pk).update(cohort=cast.elders_cohort)

    for gekozen in ([], [traject, elders]):
        with pytest.raises(NietToegestaan, match="uit één regio"):
            contacten.vastleggen(**_gewoon(cast, traject) | {"trajecten": gekozen})


# --- once


def test_dezelfde_sleutel_geeft_hetzelfde_contact(cast: Cast) -> None:
    traject = build.traject(cast)
    feiten = _gewoon(cast, traject)

    eerste, tweede = contacten.vastleggen(**feiten), contacten.vastleggen(**feiten)

    assert eerste == tweede
    assert (Contact.objects.count(), Inzet.objects.count(), Contactdeelname.objects.count()) == (1, 1, 1)
    assert Gebeurtenis.objects.filter(soort="contact.vastgelegd").count() == 1


def test_dezelfde_sleutel_geeft_ook_na_afsluiten_hetzelfde_contact(cast: Cast) -> None:
    traject = build.traject(cast)
    feiten = _gewoon(cast, traject)
    contact = contacten.vastleggen(**feiten)
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    assert contacten.vastleggen(**feiten) == contact


def test_een_sleutel_van_een_ander_of_met_andere_feiten_wordt_geweigerd(cast: Cast) -> None:
    traject, ander = build.traject(cast), build.traject(cast)
    feiten = _gewoon(cast, traject)
    contacten.vastleggen(**feiten)

    for anders in ({"trajecten": [ander]}, {"door": cast["smw_po"]}, {"minuten": 5}, {"met_ouder": True}):
        with pytest.raises(NietToegestaan, match="al gebruikt"):
            contacten.vastleggen(**feiten | anders)


@pytest.mark.django_db(transaction=True)
def test_twee_verzoeken_tegelijk_maken_een_contact(cast: Cast) -> None:
    feiten = _gewoon(cast, build.traject(cast))

    def verzoek(_: int) -> Any:
        try:
            return contacten.vastleggen(**feiten).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        gemaakt = set(pool.map(verzoek, range(4)))

    assert len(gemaakt) == 1
    assert (Contact.objects.count(), Inzet.objects.count()) == (1, 1)


# --- what the database holds


@pytest.mark.parametrize(
    "velden",
    [
        {"minuten": 0},
        {"minuten": 601},
        {"reisminuten": 601},
        {"overige_deelnemers": 100},
        {"reden": "zonder vorige versie"},
    ],
)
def test_een_contact_dat_niet_kan_wordt_door_de_database_geweigerd(cast: Cast, velden: dict[str, Any]) -> None:
    contact = build.contact(cast, build.traject(cast))

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(**velden)


def test_een_contact_vervangt_nooit_zichzelf_en_nooit_twee_keer(cast: Cast) -> None:
    traject = build.traject(cast)
    eerste = build.contact(cast, traject)
    corrigeer(cast, eerste, minuten=30)
    los = build.contact(cast, traject)

    for vervangt in (los, eerste):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=los.pk).update(vervangt=vervangt, reden="dubbel")


# --- in which appointment


def test_werkt_als_kiest_de_toegewezen_aanstelling(cast: Cast) -> None:
    traject = build.traject(cast)

    for naam in ("smw_vo", "smw_po"):
        gekozen = contacten.werkt_als(traject=traject, medewerker=cast[naam], dag=VANDAAG)
        assert gekozen == cast.aanstelling[naam]
    for naam in ("buitenstaander_smw_vo", "teamleider", "ib_er", "zonder_rol"):
        with pytest.raises(NietToegestaan, match="begeleidt deze leerling niet"):
            contacten.werkt_als(traject=traject, medewerker=cast[naam], dag=VANDAAG)
