"""The checker of invariants really notices: each test breaks one row and expects it to be named."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from begeleiding.models import Contact, Contactdeelname, Inzet, Positie, Toewijzing, Traject
from demo import invariants
from demo.making import Gemaakt
from gka.access.table import Rol
from gka.models import Aanstelling, Advies, Cohort, Cohortdeelname, Gebeurtenis, Leerling, Schoolkeuze, Toestemming
from gka.workflow import Doel, Gever, Toestemmingstand
from overdracht.models import Besluit, Bespreking, Deelnemer, Instemming
from overdracht.workflow import Besprekingstatus, Partij, Standpunt, Uitkomst
from tests.demo.conftest import Maker

pytestmark = pytest.mark.django_db

OP = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def gemaakt(demodata: Maker) -> Iterator[Gemaakt]:
    with demodata(op=OP, leerlingen=501, aantal_contacten=1_500) as made:
        yield made


def _breek_deel() -> object:
    deel = Contactdeelname.objects.order_by("pk")[0]
    Contactdeelname.objects.filter(pk=deel.pk).update(minuten=F("minuten") + 1)
    return deel.contact_id


def _breek_inzet() -> object:
    inzet = Inzet.objects.filter(minuten__lt=500).order_by("pk")[0]
    Inzet.objects.filter(pk=inzet.pk).update(minuten=F("minuten") + 7)
    return inzet.contact_id


def _breek_dag() -> object:
    deel = Contactdeelname.objects.filter(traject__cohort__jaar=2026).order_by("pk")[0]
    Contact.objects.filter(pk=deel.contact_id).update(gebeurd_op=date(2025, 9, 1))
    return deel.pk


def _breek_na_sluiting() -> object:
    deel = Contactdeelname.objects.filter(traject__status="eerder_gestopt", traject__cohort__jaar=2026).order_by("pk")[
        0
    ]
    Contact.objects.filter(pk=deel.contact_id).update(gebeurd_op=date(2026, 12, 13), vastgelegd_op=OP)
    return deel.pk


def _breek_toekomst() -> object:
    contact = Contact.objects.order_by("pk")[0]
    Contact.objects.filter(pk=contact.pk).update(vastgelegd_op=OP + timedelta(hours=1))
    return contact.pk


def _breek_overlegmoment() -> object:
    overleg = Bespreking.objects.order_by("pk")[0].overleg
    type(overleg).objects.filter(pk=overleg.pk).update(gemaakt_op=OP + timedelta(hours=1))
    return overleg.pk


def _breek_trajectstatus() -> object:
    traject = Traject.objects.filter(status="afgerond").order_by("pk")[0]
    Traject.objects.filter(pk=traject.pk).update(status="eerder_gestopt")
    return traject.pk


def _breek_besprekingstatus() -> object:
    bespreking = Bespreking.objects.filter(status=Besprekingstatus.OPGENOMEN).order_by("pk")[0]
    Bespreking.objects.filter(pk=bespreking.pk).update(status=Besprekingstatus.WACHT)
    return bespreking.pk


def _stem_van_leerling(vorige: Instemming, **anders: Any) -> Instemming:
    waarden = {
        "bespreking": vorige.bespreking,
        "partij": Partij.LEERLING,
        "standpunt": Standpunt.NEE,
        "wijze": "gesprek",
        "vastgelegd_door": vorige.vastgelegd_door,
        "vastgelegd_op": vorige.vastgelegd_op,
        "vervangt": vorige,
    }
    return Instemming.objects.create(**waarden | anders)


def _breek_stem() -> object:
    besluit = Besluit.objects.huidig().filter(uitkomst=Uitkomst.OPGENOMEN, vervangt=None).order_by("pk")[0]
    _stem_van_leerling(Instemming.objects.huidig().get(bespreking=besluit.bespreking, partij=Partij.LEERLING))
    return besluit.pk


def _breek_keten() -> object:
    een, ander = Instemming.objects.huidig().filter(partij=Partij.LEERLING).order_by("pk")[:2]
    return _stem_van_leerling(een, bespreking=ander.bespreking).pk


def _breek_toestemming() -> object:
    traject = Traject.objects.filter(status="gestart").order_by("pk")[0]
    ja = Toestemming.objects.huidig().filter(leerling=traject.leerling, doel=Doel.DEELNEMEN, gever=Gever.OUDER)[0]
    Toestemming.objects.create(
        leerling=ja.leerling,
        doel=ja.doel,
        gever=ja.gever,
        ouder=ja.ouder,
        stand=Toestemmingstand.INGETROKKEN,
        wijze=ja.wijze,
        tekstversie=ja.tekstversie,
        gegeven_op=ja.gegeven_op,
        vastgelegd_door=ja.vastgelegd_door,
        vastgelegd_op=OP - timedelta(hours=1),
        vervangt=ja,
    )
    return traject.pk


def _breek_besluit_van_traject() -> object:
    traject = Traject.objects.order_by("pk")[0]
    besluit = Besluit.objects.filter(uitkomst=Uitkomst.NIET_OPGENOMEN).order_by("pk")[0]
    Traject.objects.filter(pk=traject.pk).update(besluit=besluit)
    return traject.pk


def _breek_toewijzing() -> object:
    toewijzing = Toewijzing.objects.filter(traject__status="gestart", tot=None).order_by("pk")[0]
    Toewijzing.objects.filter(pk=toewijzing.pk).update(tot=timezone.localdate(OP))
    return toewijzing.traject_id


def _breek_overlap() -> object:
    laatste = Toewijzing.objects.filter(traject__toewijzingen__tot__isnull=False, tot=None).order_by("pk")[0]
    Toewijzing.objects.filter(traject=laatste.traject, tot__isnull=False).update(tot=laatste.van)
    return laatste.pk


def _breek_lager_advies() -> object:
    hoog = Advies.objects.filter(soort="voorlopig", waarde="VMBO_GL/TL").order_by("pk")[0]
    vorig = Advies.objects.get(leerling=hoog.leerling, soort="definitief")
    return _advies(vorig, waarde="VMBO_BB").pk


def _breek_adviesdag() -> object:
    vorig = Advies.objects.filter(soort="definitief").order_by("pk")[0]
    return _advies(vorig, datum=date(vorig.datum.year - 1, 1, 1)).pk


def _breek_advies_van_een_ander() -> object:
    een, ander = Advies.objects.filter(soort="definitief").order_by("pk")[:2]
    _advies(een, vervangt=ander)
    return een.leerling_id


def _advies(vorig: Advies, **anders: Any) -> Advies:
    """A correction that the action would refuse, with nothing said about the levels it must reach."""
    waarden = {veld: getattr(vorig, veld) for veld in ("leerling", "soort", "waarde", "datum", "vastgelegd_door")}
    return Advies.objects.create(**waarden | {"vastgelegd_op": vorig.vastgelegd_op, "vervangt": vorig} | anders)


def _breek_klas_te_vroeg() -> object:
    rij = Positie.objects.filter(cohort__jaar=2025, peilmoment="oktober", laag__isnull=False).order_by("pk")[0]
    return _positie(rij, vastgelegd_op=rij.vastgelegd_op - timedelta(days=200)).pk


def _breek_klas_zonder_traject() -> object:
    rij = Positie.objects.filter(cohort__jaar=2025).order_by("pk")[0]
    zonder = Leerling.objects.filter(trajecten=None).order_by("pk")[0]
    return _positie(rij, leerling=zonder, vervangt=None, reden="").pk


def _breek_klas_van_een_ander() -> object:
    een, ander = Positie.objects.filter(cohort__jaar=2025, peilmoment="oktober").order_by("pk")[:2]
    _positie(een, vervangt=ander)
    return een.leerling_id


def _positie(rij: Positie, **anders: Any) -> Positie:
    """A correction that the action would refuse."""
    velden = ("leerling", "cohort", "peilmoment", "laag", "hoog", "vastgelegd_door", "vastgelegd_op")
    waarden = {veld: getattr(rij, veld) for veld in velden}
    return Positie.objects.create(**waarden | {"vervangt": rij, "reden": "vergissing"} | anders)


def _breek_schoolweg() -> object:
    keuze = Schoolkeuze.objects.filter(soort="beoogd").order_by("pk")[0]
    waarden = {veld: getattr(keuze, veld) for veld in ("leerling", "soort", "school", "vastgelegd_door")}
    Schoolkeuze.objects.create(
        van=keuze.van - timedelta(days=9), tot=keuze.van, vastgelegd_op=keuze.vastgelegd_op, **waarden
    )
    return keuze.pk


def _breek_aanstelling() -> object:
    inzet = Inzet.objects.order_by("pk")[0]
    Aanstelling.objects.filter(pk=inzet.aanstelling_id).update(van=date(2027, 1, 1))
    return inzet.pk


def _breek_regio() -> object:
    contact = Contact.objects.filter(regio__code="parkstad").order_by("pk")[0]
    Contact.objects.filter(pk=contact.pk).update(regio=Cohort.objects.filter(regio__code="fabelland")[0].regio_id)
    return Contactdeelname.objects.filter(contact=contact)[0].pk


def _breek_cohort() -> object:
    deelname = Cohortdeelname.objects.filter(leerling__trajecten=None).order_by("pk")[0]
    deelname.delete()
    return deelname.leerling_id


def _breek_tafel() -> object:
    ib_er = Deelnemer.objects.filter(aanstelling__rol=Rol.IB_ER).order_by("pk")[0]
    ib_er.delete()
    return ib_er.overleg_id


def _breek_leeftijd() -> object:
    leerling = Leerling.objects.order_by("pk")[0]
    Leerling.objects.filter(pk=leerling.pk).update(geboortedatum=date(1980, 1, 1))
    return leerling.pk


def _breek_sleutel() -> object:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE begeleiding_contact SET soort_id = 987654321 WHERE id = %s",
            [Contact._meta.pk.get_db_prep_value(Contact.objects.order_by("pk")[0].pk, connection)],
        )
    return "987654321"


def _breek_logboek() -> object:
    vals = {"soort": "leerling.gezien", "actie": "R", "door": "systeem", "sleutel_id": "0", "hmac": "0" * 64}
    return Gebeurtenis.objects.create(id=uuid4(), moment=OP, **vals).pk


@pytest.mark.parametrize(
    ("breek", "check"),
    [
        (_breek_deel, invariants.minuten_kloppen),
        (_breek_inzet, invariants.minuten_kloppen),
        (_breek_dag, invariants.contacten_vallen_in_hun_traject),
        (_breek_na_sluiting, invariants.contacten_vallen_in_hun_traject),
        (_breek_toekomst, invariants.contacten_vallen_in_hun_traject),
        (_breek_overlegmoment, invariants.niets_is_van_later),
        (_breek_trajectstatus, invariants.status_volgt_de_geschiedenis),
        (_breek_besprekingstatus, invariants.status_volgt_de_geschiedenis),
        (_breek_besprekingstatus, invariants.besluiten_volgen_de_regel),
        (_breek_stem, invariants.besluiten_volgen_de_regel),
        (_breek_keten, invariants.antwoorden_vervangen_hun_voorganger),
        (_breek_toestemming, invariants.lopende_trajecten_hebben_toestemming),
        (_breek_besluit_van_traject, invariants.trajecten_rusten_op_een_besluit),
        (_breek_toewijzing, invariants.een_vast_gezicht),
        (_breek_overlap, invariants.een_vast_gezicht),
        (_breek_lager_advies, invariants.adviezen_gaan_nooit_omlaag),
        (_breek_adviesdag, invariants.adviezen_gaan_nooit_omlaag),
        (_breek_advies_van_een_ander, invariants.een_advies_per_soort),
        (_breek_klas_te_vroeg, invariants.posities_horen_bij_een_traject),
        (_breek_klas_zonder_traject, invariants.posities_horen_bij_een_traject),
        (_breek_klas_van_een_ander, invariants.posities_horen_bij_een_traject),
        (_breek_schoolweg, invariants.plekken_volgen_op_elkaar),
        (_breek_aanstelling, invariants.werkers_hadden_een_aanstelling),
        (_breek_regio, invariants.alles_blijft_in_de_regio),
        (_breek_cohort, invariants.niets_is_wees),
        (_breek_tafel, invariants.niets_is_wees),
        (_breek_leeftijd, invariants.niets_is_wees),
        (_breek_sleutel, invariants.sleutels_wijzen_ergens_heen),
        (_breek_logboek, invariants.het_logboek_is_heel),
    ],
    ids=lambda value: value.__name__,
)
def test_checker_names_a_broken_row(breek: Callable[[], object], check: invariants.Check, rol_terug: None) -> None:
    key = str(breek())

    fouten = list(check(OP))

    assert any(key in fout for fout in fouten), fouten
