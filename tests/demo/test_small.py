"""The small demo: everything that must hold, and the shape of the agenda."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Count, Max, Sum
from django.test import Client
from django.urls import reverse

from begeleiding.models import Contact, Contactdeelname, Toewijzing, Traject
from demo import invariants
from demo.making import Gemaakt
from demo.people import ACCOUNTS, DOMEIN, WACHTWOORD
from gka.access.table import Rol
from gka.models import Aanstelling, Cohort, Gebeurtenis, Leerling, Medewerker, Opdracht, School, Toestemming
from gka.workflow import Deelname, Doel, Gever, Opdrachtstand, Schoolsoort, Toestemmingstand
from monitoring.models import Rapport
from overdracht.models import Besluit, Bespreking
from overdracht.workflow import Besprekingstatus, Uitkomst
from tests.demo.conftest import Maker

pytestmark = pytest.mark.django_db

# Late in the year: every kind of event lies behind, and next year's list is in.
OP = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def gemaakt(demodata: Maker) -> Iterator[Gemaakt]:
    with demodata(op=OP, leerlingen=72) as made:
        yield made


def wie(account: str) -> Medewerker:
    return Medewerker.objects.get(email=f"{account}@{DOMEIN}")


# --- what must hold


@pytest.mark.parametrize("check", invariants.CHECKS, ids=lambda check: check.__name__)
def test_small_demo_holds(check: invariants.Check) -> None:
    assert list(check(OP)) == []


def test_mail_about_meetings_of_the_past_is_not_sent_at_the_first_start() -> None:
    assert Opdracht.objects.exists()
    assert not Opdracht.objects.exclude(stand=Opdrachtstand.GEREED).exists()


def test_every_check_is_in_the_list() -> None:
    namen = {check.__name__ for check in invariants.CHECKS}
    publiek = {
        naam
        for naam, value in vars(invariants).items()
        if callable(value) and not naam.startswith("_") and getattr(value, "__annotations__", {}).get("op") is datetime
    }

    assert publiek - {"controleer"} == namen


# --- the shape


def test_places_are_those_of_the_agenda() -> None:
    cohort = Cohort.objects.get(regio__code="parkstad", jaar=2026)

    plaatsen = dict(cohort.plaatsen.values_list("school__naam", "aantal"))

    assert plaatsen == {"Compass": 10, "Herle": 15, "Emma": 15, "Holz": 15, "Brandenburg": None}
    assert cohort.plaatsen.get(aantal=None).stand == Deelname.ONDER_VOORBEHOUD


def test_there_are_three_cohorts_and_a_second_region() -> None:
    jaren = Cohort.objects.values_list("regio__code", "jaar").order_by("regio__code", "jaar")

    assert list(jaren) == [(code, jaar) for code in ("fabelland", "parkstad") for jaar in (2025, 2026, 2027)]
    assert Leerling.objects.filter(regio__code="fabelland").count() == 8
    assert set(Aanstelling.objects.values_list("organisatie__regio__code", flat=True)) == {"fabelland", "parkstad"}


def test_primary_schools_are_invented() -> None:
    po = School.objects.filter(soort=Schoolsoort.PO, regio__code="parkstad")

    assert po.count() == 12
    assert all(re.fullmatch(r"99(ZZ|X[A-Z])\d\d", code) for code in po.values_list("brin_vestiging", flat=True))
    assert {school.bestuur.naam for school in po if school.bestuur} == {"INNOVO", "MOVARE"}
    assert {school.gemeente.naam for school in po} == {"Brunssum", "Heerlen", "Kerkrade", "Landgraaf"}


def test_nobody_but_the_ten_accounts_can_log_in() -> None:
    open_ = [person for person in Medewerker.objects.all() if person.has_usable_password()]

    assert {person.email for person in open_} == {f"{account}@{DOMEIN}" for account in ACCOUNTS}
    assert all(person.email.endswith(f"@{DOMEIN}") for person in Medewerker.objects.all())


@pytest.mark.parametrize("account", ACCOUNTS)
def test_demo_account_logs_in_with_the_public_password(account: str) -> None:
    client = Client()

    response = client.post(reverse("account_login"), {"login": f"{account}@{DOMEIN}", "password": WACHTWOORD})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(wie(account).pk)


@pytest.mark.parametrize(
    ("account", "rol", "waar"),
    [
        ("ib-er", Rol.IB_ER, "Basisschool De Verzonnen Vlinder"),
        ("smw-po", Rol.SMW_PO, "Basisschool De Verzonnen Vlinder"),
        ("smw-vo", Rol.SMW_VO, "Compass"),
        ("zorgcoordinator", Rol.ZORGCOORDINATOR, "Compass"),
        ("teamleider", Rol.TEAMLEIDER, "CMWW"),
        ("gemeente", Rol.GEMEENTE, "Brunssum"),
        ("projectcoordinator", Rol.PROJECTCOORDINATOR, "Projectteam GKA"),
        ("onderzoeker", Rol.ONDERZOEKER, "Universiteit Maastricht"),
        ("fg", Rol.FG, "Projectteam GKA"),
        ("beheerder", Rol.BEHEERDER, "Projectteam GKA"),
    ],
)
def test_demo_account_has_its_job(account: str, rol: Rol, waar: str) -> None:
    (aanstelling,) = wie(account).geldige_aanstellingen(OP.date())

    assert aanstelling.rol == rol
    assert waar in (aanstelling.organisatie.naam, str(aanstelling.werkplek_school))


def test_demo_social_worker_is_of_cmww_and_sees_her_caseload_only() -> None:
    smw = wie("smw-vo")

    caseload = Traject.objects.zichtbaar_voor(smw, op=OP.date()).filter(cohort__jaar=2026)

    assert smw.aanstellingen.get().organisatie.naam == "CMWW"
    assert caseload.count() >= 3
    assert {str(row.aanstelling.werkplek_school) for row in Toewijzing.objects.filter(traject__in=caseload)} >= {
        "Compass"
    }


def test_demo_ib_er_has_somebody_to_discuss() -> None:
    besprekingen = Bespreking.objects.zichtbaar_voor(wie("ib-er"), op=OP.date())

    assert besprekingen.filter(overleg__datum__gt=OP.date(), status=Besprekingstatus.VOORGESTELD).exists()
    assert besprekingen.filter(status=Besprekingstatus.OPGENOMEN).exists()
    assert set(besprekingen.values_list("overleg__cohort__jaar", flat=True)) == {2027}, "this year's are handed over"
    oud = Leerling.objects.oud_leerlingen(wie("ib-er"), op=OP.date())
    assert oud.filter(cohortdeelnames__cohort__jaar=2026, trajecten__isnull=False).exists()


def test_not_everything_goes_well() -> None:
    uitkomsten = dict(Besluit.objects.huidig().values_list("uitkomst").annotate(Count("pk")))
    huidig = Toestemming.objects.huidig()

    assert uitkomsten[Uitkomst.WACHT] >= 2
    assert uitkomsten[Uitkomst.NIET_OPGENOMEN] >= 2
    assert Traject.objects.filter(status="eerder_gestopt").count() >= 2
    assert huidig.filter(stand=Toestemmingstand.INGETROKKEN).exists()
    assert huidig.filter(doel=Doel.ONDERZOEK, stand=Toestemmingstand.NEE).exists()
    assert huidig.filter(gever=Gever.LEERLING, stand=Toestemmingstand.JA).exists()


def test_the_rhythm_is_that_of_a_school_year() -> None:
    maanden = dict(
        Contact.objects.filter(deelnames__traject__cohort__jaar__in=(2025, 2026))
        .values_list("gebeurd_op__month")
        .annotate(Count("pk", distinct=True))
    )
    groepen = Contact.objects.filter(soort__code="groep")

    assert min(maanden[9], maanden[10]) > maanden[1]
    assert max(maanden[7], maanden[8]) < min(maanden[6], maanden[9])
    assert groepen.filter(gebeurd_op__month__in=(7, 8)).count() > groepen.filter(gebeurd_op__month=5).count()


def test_a_year_of_guidance_takes_ten_to_thirty_five_hours() -> None:
    jaar = Contactdeelname.objects.filter(traject__cohort__jaar=2025, traject__status="afgerond")
    uren = [som / 60 for _, som in jaar.values_list("traject").annotate(Sum("minuten"))]

    assert len(uren) >= 15
    assert min(uren) > 5
    assert max(uren) < 45
    assert 10 < sum(uren) / len(uren) < 35


def test_some_pupils_were_not_spoken_for_three_weeks() -> None:
    lopend = Traject.objects.filter(status="gestart").annotate(laatst=Max("contactdeelnames__contact__gebeurd_op"))

    stil = lopend.filter(laatst__lt=OP.date() - timedelta(days=21))

    assert 1 <= stil.count() < lopend.count() / 2


def test_the_last_six_months_have_a_report(gemaakt: Gemaakt) -> None:
    maanden = Rapport.objects.filter(regio__code="parkstad").order_by("maand").values_list("maand", flat=True)

    assert list(maanden) == [date(2026, maand, 1) for maand in range(6, 12)]
    assert gemaakt.rapporten == 12


def test_every_deed_of_this_year_is_in_the_audit() -> None:
    contacten = Contact.objects.filter(gebeurd_op__year=2026)

    assert contacten.exists()
    assert set(map(str, contacten.values_list("pk", flat=True))) <= set(
        Gebeurtenis.objects.filter(soort__startswith="contact.").values_list("onderwerp_id", flat=True)
    )
