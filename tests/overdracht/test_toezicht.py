"""The privacy officer reads overleggen: stances, decisions and their history, without names and without texts."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gka.access.rights import GRONDSLAG, Recht
from gka.access.table import Gegeven, Rol
from gka.actions import aanstellingen
from gka.models import Gebeurtenis, Keuze, Leerling, Organisatie
from gka.workflow import Doel, Toestemmingstand
from overdracht.actions import afspraken, besprekingen, overleg_wijzigen, overleggen
from overdracht.models import Bespreking, Overleg
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.factories.gka import MedewerkerFactory
from tests.overdracht.reading import tekst

LIJST = "/overleggen/toezicht/"
# What the row of the pupil, of the school road and of the goals do not give the privacy officer.
VERBORGEN = ["Zqroepnaam", "Zqachternaam", "Z.Z.", "Zqwens", "Zqouders", "Zqaandacht", "Zqafspraak", "Zqreden", "Holz"]


def paginas(row: Bespreking) -> list[str]:
    return [LIJST, over(row.overleg), een(row)]


def over(overleg: Overleg) -> str:
    return reverse("overdracht:overleg-toezicht", kwargs={"pk": overleg.pk})


def een(row: Bespreking) -> str:
    return reverse("overdracht:bespreking-toezicht", kwargs={"pk": row.pk})


@pytest.fixture
def vol(cast: Cast) -> Bespreking:
    """Everything that may be written about a pupil, written, changed, and decided twice."""
    pupil = build.leerling(cast, roepnaam="Zqroepnaam", achternaam="Zqachternaam")
    row = build.bespreking(cast, pupil)
    reden = Keuze.objects.van_lijst(cast.regio.pk, besprekingen.REDENENLIJST, op=timezone.localdate())[0]
    for nummer in (1, 2):
        row.refresh_from_db()
        besprekingen.bijwerken(
            bespreking=row,
            versie=row.versie,
            gegevens=besprekingen.Bespreekgegevens(
                wens_leerling=f"Zqwens{nummer}",
                wens_ouders=f"Zqouders{nummer}",
                aandachtspunten=f"Zqaandacht{nummer}",
                leerling_aanwezig=True,
                reden_1=reden,
                vo_school=cast.vo_school,
            ),
            door=cast["ib_er"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )
    afspraken.toevoegen(
        bespreking=row,
        wat="Zqafspraak",
        wie=Partij.SMW_VO,
        voor=timezone.localdate(),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    build.besluit(cast, build.iedereen_eens(cast, row))
    build.wil_naar(cast, pupil, cast.andere_vo_school)
    build.vindt(cast, row, Partij.LEERLING, Standpunt.NEE)
    build.besluit(cast, row, Keus.GEEN_TRAJECT, reden="Zqreden")
    return row


# --- what there is to read


def test_no_name_no_text_no_school_of_the_pupil(cast: Cast, client: Client, vol: Bespreking) -> None:
    vol.refresh_from_db()
    verborgen = [*VERBORGEN, str(vol.reden_1)]
    ib_er = [
        cast.log_in(client, "ib_er").get(adres).content.decode() for adres in (vol.get_absolute_url(), "/leerlingen/")
    ]
    assert [woord for woord in verborgen if woord not in "".join(ib_er)] == [], "there is something to hide"

    cast.log_in(client, "fg")
    for url in paginas(vol):
        response = client.get(url)
        assert response.status_code == 200, url
        pagina = response.content.decode()
        assert [woord for woord in [*verborgen, "Lokaal 1"] if woord in pagina] == [], url


def test_stances_decision_and_history_are_there(cast: Cast, client: Client, vol: Bespreking) -> None:
    pagina = tekst(cast.log_in(client, "fg").get(een(vol)))

    assert f"Leerling 1: niet opgenomen Kenmerk {str(vol.leerling_id)[:8]}." in pagina
    assert "leerling: nee" in pagina and "schoolmaatschappelijk werk vo: ja" in pagina
    assert "de leerling wil dit niet" in pagina and "vastgelegd door Test IB-er op 10 maart 2026" in pagina
    for zin in ("Nieuw besluit", "Leerling erbij: ja", "Waarom: staat er, hier niet te lezen"):
        assert zin in pagina
    for veld in ("Wat de leerling wil", "Wat de ouders willen", "Waar we op letten", "Waarom extra steun"):
        assert f"{veld}: staat er, hier niet te lezen" in pagina, veld
    assert "Afgesproken: Schoolmaatschappelijk werk vo, voor 10 maart 2026: staat er, hier niet te lezen" in pagina


def test_who_gave_or_withdrew_a_consent_is_there(cast: Cast, client: Client, leerling: Leerling) -> None:
    """The row of the consent records gives the privacy officer the right to read those."""
    row = build.besluit_traject(cast, leerling).bespreking
    build.zegt(cast, leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    assert "oeder trok het ja in: " in tekst(cast.log_in(client, "fg").get(een(row)))


def test_who_sat_there_stands_under_the_pupils(cast: Cast, client: Client, vol: Bespreking) -> None:
    pagina = tekst(cast.log_in(client, "fg").get(over(vol.overleg)))

    assert "1 leerling op de lijst" in pagina and f"Leerling 1 kenmerk {str(vol.leerling_id)[:8]}" in pagina
    assert "Test Schoolmaatschappelijk werker vo" in pagina and "Gepland door Test IB-er" in pagina
    assert "10 maart 2026, vastgelegd door Test IB-er" in pagina


def test_withdrawn_consent_hides_nothing_from_who_checks_it(cast: Cast, client: Client, vol: Bespreking) -> None:
    build.zegt(cast, vol.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    assert cast.log_in(client, "fg").get(een(vol)).status_code == 200


def test_what_was_called_off_stays_to_be_checked(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    overleg = bespreking.overleg
    overleg_wijzigen.afgelasten(overleg=overleg, versie=overleg.versie, door=cast["ib_er"], op=timezone.now())
    cast.log_in(client, "fg")

    assert "afgelast" in tekst(client.get(LIJST))
    assert "Dit overleg is afgelast" in tekst(client.get(over(overleg)))
    assert "Van de lijst gehaald" in tekst(client.get(een(bespreking)))


def test_a_number_stays_with_its_pupil(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    """Also when somebody whose name comes first is added, and when the first one is taken off the list."""
    aa = build.met_toestemming(cast, build.leerling(cast, roepnaam="Aa"))
    later = timezone.now() + timedelta(minutes=1)
    overleggen.leerlingen_toevoegen(overleg=bespreking.overleg, leerlingen=[aa], door=cast["ib_er"], op=later)
    overleg_wijzigen.leerling_van_lijst(bespreking=bespreking, door=cast["ib_er"], op=later)
    cast.log_in(client, "fg")

    assert "Leerling 1: van de lijst gehaald" in tekst(client.get(een(bespreking)))
    assert "Leerling 2: voorgesteld" in tekst(client.get(een(aa.besprekingen.get())))
    assert "2 leerlingen op de lijst" in tekst(client.get(over(bespreking.overleg)))


def test_without_an_overleg_the_list_says_so(cast: Cast, client: Client) -> None:
    assert "Er is nog geen overleg." in tekst(cast.log_in(client, "fg").get(LIJST))


# --- who gets in


def test_these_pages_are_for_the_privacy_officer_alone(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    ziet = {"ib_er", "smw_po", "smw_vo", "zorgcoordinator"}
    for wie in ["anoniem", *cast.people]:
        cast.log_in(client, wie)
        anders = 302 if wie == "anoniem" else 200 if wie == "fg" else None
        assert client.get(LIJST).status_code == (anders or 403), wie
        for url in (over(bespreking.overleg), een(bespreking)):
            assert client.get(url).status_code == (anders or (403 if wie in ziet else 404)), (wie, url)


def test_every_page_with_names_stays_closed(cast: Cast, client: Client, vol: Bespreking) -> None:
    cast.log_in(client, "fg")
    for naam in ("overleg", "bord-stand", "overleg-wijzigen", "agenda", "agenda-bestand", "verslag", "verslag-pdf"):
        assert client.get(reverse(f"overdracht:{naam}", kwargs={"pk": vol.overleg_id})).status_code == 403, naam
    for naam in ("bespreking", "rij", "concept", "brief", "brief-pdf"):
        assert client.get(reverse(f"overdracht:{naam}", kwargs={"pk": vol.pk})).status_code == 403, naam
    for naam in ("overleggen", "naar-mijn-school", "voorstellen", "uitkomsten"):
        assert client.get(reverse(f"overdracht:{naam}")).status_code == 403, naam
    assert client.get(vol.leerling.get_absolute_url()).status_code == 404
    assert client.get("/leerlingen/").status_code == 403


def test_nothing_can_be_written(cast: Cast, client: Client, vol: Bespreking) -> None:
    cast.log_in(client, "fg")
    voor = (vol.versie, vol.instemmingen.count(), vol.besluiten.count(), vol.afspraken.count())
    for naam in ("bespreking", "rij", "concept", "standpunt", "afspraak-maken", "afspraak-wijzigen", "van-de-lijst"):
        url = reverse(f"overdracht:{naam}", kwargs={"pk": vol.pk})
        assert client.post(url, {"keus": "later", "iedereen": "on"}).status_code == 403, naam
    for naam in ("overleg-wijzigen", "overleg-afgelasten"):
        assert client.post(reverse(f"overdracht:{naam}", kwargs={"pk": vol.overleg_id})).status_code == 403, naam
    for url in paginas(vol):
        assert client.post(url).status_code == 405, url
    vol.refresh_from_db()
    assert (vol.versie, vol.instemmingen.count(), vol.besluiten.count(), vol.afspraken.count()) == voor


def test_the_privacy_officer_of_another_region_finds_nothing(cast: Cast, client: Client, vol: Bespreking) -> None:
    elders = _fg(cast, "elders", Organisatie.objects.get(naam="Projectteam Elders"))

    client.force_login(elders, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Er is nog geen overleg." in tekst(client.get(LIJST))
    for url in (over(vol.overleg), een(vol), vol.get_absolute_url()):
        assert client.get(url).status_code == 404, url


def test_an_ended_appointment_closes_everything(cast: Cast, client: Client, vol: Bespreking) -> None:
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["fg"],
        laatste_dag=timezone.localdate() - timedelta(days=1),
        door=cast["beheerder"],
        op=timezone.now(),
    )
    cast.log_in(client, "fg")

    assert client.get(LIJST).status_code == 403
    assert [client.get(url).status_code for url in (over(vol.overleg), een(vol))] == [404, 404]


def test_an_unconfirmed_appointment_opens_nothing(cast: Cast, client: Client, vol: Bespreking) -> None:
    nieuw = _fg(cast, "nieuw", cast.aanstelling["fg"].organisatie, bevestigd=False)

    client.force_login(nieuw, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(LIJST).status_code == 403 and client.get(een(vol)).status_code == 404


def test_no_other_right_reaches_these_rows(cast: Cast, vol: Bespreking) -> None:
    """The scope is wide; of the rights about an overleg only the one to read along goes with it."""
    for recht in {een for een, (wat, _) in GRONDSLAG.items() if wat is Gegeven.OVERLEG} - {Recht.TOEZICHT_HOUDEN}:
        assert not Bespreking.objects.zichtbaar_voor(cast["fg"], recht=recht).exists(), recht
        assert not Overleg.objects.zichtbaar_voor(cast["fg"], recht=recht).exists(), recht
    assert not Leerling.objects.zichtbaar_voor(cast["fg"]).exists()


def _fg(cast: Cast, naam: str, organisatie: Organisatie, *, bevestigd: bool = True):  # type: ignore[no-untyped-def]
    wie = MedewerkerFactory(naam="Andere FG", email=f"{naam}@test.example")
    made = aanstellingen.toekennen(
        medewerker=wie,
        rol=Rol.FG,
        organisatie=organisatie,
        werkplek_school=None,
        van=date(2024, 1, 1),
        door=cast["beheerder"],
        op=timezone.now(),
    )
    if bevestigd:
        aanstellingen.bevestigen(aanstelling=made, door=cast["ib_er"], op=timezone.now())
    return wie


# --- the pages themselves


def test_every_link_works(cast: Cast, client: Client, vol: Bespreking) -> None:
    cast.log_in(client, "fg")
    for url in ["/", *paginas(vol)]:
        for adres in set(re.findall(r'href="(/[^"#]*)"', client.get(url).content.decode())):
            if not adres.startswith(("/static", "/uitloggen", "/account", "/inloggen")):
                assert client.get(adres).status_code == 200, (url, adres)
    assert LIJST in client.get("/").content.decode()


def test_reading_along_is_recorded(cast: Cast, client: Client, vol: Bespreking) -> None:
    cast.log_in(client, "fg")
    for url in paginas(vol):
        client.get(url)

    rijen = {rij.soort: rij for rij in Gebeurtenis.objects.filter(soort__endswith=".toezicht_gezien")}
    assert set(rijen) == {f"{naam}.toezicht_gezien" for naam in ("overleggen", "overleg", "bespreking")}
    assert {(rij.door, rij.rollen) for rij in rijen.values()} == {(str(cast["fg"].pk), "fg")}
    assert rijen["overleg.toezicht_gezien"].details["sleutels"] == [str(vol.leerling_id)]
    assert rijen["overleg.toezicht_gezien"].onderwerp_id == str(vol.overleg_id)
    assert rijen["bespreking.toezicht_gezien"].leerling_id == str(vol.leerling_id)
    assert rijen["overleggen.toezicht_gezien"].details == {"aantal": 1}
    cast.log_in(client, "ib_er").get(een(vol))
    assert Gebeurtenis.objects.filter(soort="bespreking.toezicht_gezien").count() == 1


def test_the_pages_cost_the_same_with_more_pupils(cast: Cast, client: Client) -> None:
    geteld: dict[str, list[int]] = {"lijst": [], "overleg": [], "bespreking": []}
    for ronde in (1, 5):
        pupils = [build.met_toestemming(cast, build.leerling(cast, roepnaam=f"R{ronde}{n}")) for n in range(ronde)]
        overleg = build.overleg(cast, *[build.wil_naar(cast, pupil, cast.vo_school) for pupil in pupils])
        for row in overleg.besprekingen.all():
            build.ouder(cast, row.leerling, gezag=False)
            build.vindt(cast, row, Partij.LEERLING)
            build.besluit(cast, row)
        for naam, url in {"lijst": LIJST, "overleg": over(overleg), "bespreking": een(row)}.items():
            cast.log_in(client, "fg").get(url)
            with CaptureQueriesContext(connection) as context:
                assert client.get(url).status_code == 200
            geteld[naam].append(len(context))

    assert all(len(set(aantallen)) == 1 for aantallen in geteld.values()), geteld
    assert max(max(aantallen) for aantallen in geteld.values()) <= 36, geteld
