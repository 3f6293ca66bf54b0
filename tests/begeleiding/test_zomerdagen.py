"""The attendance list of a day: one confirmation is contact time, counted once and for everybody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import aanmeldingen, maanden
from begeleiding.models import (
    Aanwezigheidslijst,
    Contact,
    Contactdeelname,
    Inzet,
    Traject,
    Zomeractiviteit,
    Zomerdag,
    Zomerdeelname,
)
from begeleiding.workflow import Afmeldreden
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.begeleiding.paginas import start
from tests.build_zomer import (
    NA_DE_DAG,
    aanmelding,
    aanwezig,
    bevestigd,
    eerste_dag,
    verbeterd,
    zomeractiviteit,
)
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst


@pytest.fixture
def twee(cast: Cast) -> list[Traject]:
    return [build.traject(cast, roepnaam=naam, achternaam="Zqnaam") for naam in ("Aaf", "Bas")]


@pytest.fixture
def kamp(cast: Cast, twee: list[Traject]) -> Zomeractiviteit:
    """Both pupils are enrolled."""
    row = zomeractiviteit(cast, plaatsen=10)
    for traject in twee:
        aanmelding(cast, row, traject)
    return row


@pytest.fixture
def dag(kamp: Zomeractiviteit, clock: Traveller) -> Zomerdag:
    """The first day, when it is over."""
    clock.move_to(NA_DE_DAG)
    return eerste_dag(kamp)


def adres(dag: Zomerdag) -> str:
    return f"/zomerdagen/{dag.pk}/"


def inzet(cast: Cast, wie: str) -> int:
    geldig = Inzet.objects.filter(contact__vervangen_door__isnull=True, aanstelling=cast.aanstelling[wie])
    return geldig.aggregate(som=Sum("minuten"))["som"] or 0


def totaal(traject: Traject) -> tuple[int, int]:
    """Attributed staff minutes, and received minutes."""
    gevonden = Contactdeelname.objects.totalen([traject.pk])[traject.pk]
    return gevonden.inzet, gevonden.ontvangen


# --- on the phone


def test_afvinken_en_bevestigen(client: Client, cast: Cast, twee: list[Traject], dag: Zomerdag) -> None:
    assert "bevestig wie er was" in start(cast, "smw_vo")
    pagina = cast.log_in(client, "smw_vo").get(adres(dag))
    invoer = hoofdformulier(pagina)
    assert set(invoer) <= {"csrfmiddlewaretoken", "overige", "duur_anders"}, "nothing is filled in beforehand"
    assert "Aaf Zqnaam" in pagina.text and "3 uur" in pagina.text

    antwoord = client.post(
        adres(dag),
        invoer | {"aanwezig": [str(twee[0].pk)], "overige": "2", "zelf_erbij": "ja", "duur": "180"},
        follow=True,
    )

    contact = Contact.objects.get()
    assert (contact.soort.code, contact.minuten, contact.overige_deelnemers) == ("groep", 180, 2)
    assert (contact.gebeurd_op, contact.met_leerling) == (dag.dag, True)
    assert totaal(twee[0]) == (60, 180) and totaal(twee[1]) == (0, 0)
    assert "3 uur contact met 1 leerling van u" in tekst(antwoord)
    assert "bevestig wie er was" not in start(cast, "smw_vo")
    assert "1 dag erbij" in tekst(client.get(f"/trajecten/{twee[0].pk}/"))
    assert Gebeurtenis.objects.get(soort="aanwezigheid.bevestigd").details["aantal"] == 1


def test_twee_keer_bevestigen_is_een_contact(client: Client, cast: Cast, twee: list[Traject], dag: Zomerdag) -> None:
    invoer = hoofdformulier(cast.log_in(client, "smw_vo").get(adres(dag)))
    invoer |= {"aanwezig": [str(een.pk) for een in twee], "overige": "0", "zelf_erbij": "ja", "duur": "180"}
    for _ in range(3):
        assert client.post(adres(dag), invoer).status_code == 302
    assert client.post(adres(dag), invoer | {"overige": "4"}).status_code == 200  # something else is a correction

    assert Contact.objects.count() == Aanwezigheidslijst.objects.count() == 1
    assert inzet(cast, "smw_vo") == 180


@pytest.mark.parametrize(
    "invoer, zin",
    [
        ({}, "Was u er zelf bij"),
        ({"overige": ""}, "Vul 0 in"),
        ({"overige": "100"}, "99"),
        ({"zelf_erbij": "ja"}, "hoe lang u erbij was"),
        ({"zelf_erbij": "ja", "duur": "anders"}, "bijvoorbeeld 20"),
        ({"zelf_erbij": "ja", "duur": "180", "duur_anders": "20"}, "U koos al een duur"),
        ({"zelf_erbij": "ja", "duur_anders": "11 uur"}, "10 uur"),
        ({"aanwezig": ["00000000-0000-0000-0000-000000000000"], "zelf_erbij": "nee"}, "geldige keuze"),
    ],
)
def test_wat_niet_kan_blijft_staan(
    client: Client, cast: Cast, dag: Zomerdag, invoer: dict[str, object], zin: str
) -> None:
    leeg = hoofdformulier(cast.log_in(client, "smw_vo").get(adres(dag))) | {"overige": "0"}

    antwoord = client.post(adres(dag), leeg | invoer)

    assert antwoord.status_code == 200 and "Er is een probleem" in antwoord.text
    if zin != "geldige keuze":
        assert zin in tekst(antwoord)
    assert not Aanwezigheidslijst.objects.exists() and not Contact.objects.exists()


def test_een_dag_die_nog_komt_kan_niet(client: Client, cast: Cast, twee: list[Traject], kamp: Zomeractiviteit) -> None:
    morgen = eerste_dag(kamp)
    pagina = cast.log_in(client, "smw_vo").get(adres(morgen))

    assert "moet nog komen" in pagina.text and "Bevestig wie" not in pagina.text
    with pytest.raises(NietToegestaan, match="moet nog komen"):
        bevestigd(cast, morgen, aanwezig(twee[0]))
    assert "bevestig wie er was" not in start(cast, "smw_vo")


@pytest.mark.parametrize(
    "naam, status",
    [
        ("teamleider", 404),
        ("ib_er", 404),
        ("zorgcoordinator", 404),
        ("gemeente", 404),
        ("projectcoordinator", 404),
        ("fg", 404),
        ("vreemdeling_smw_vo", 404),
        ("buitenstaander_smw_vo", 200),
        ("buitenstaander_smw_po", 200),
    ],
)
def test_een_ander_ziet_geen_namen_en_bevestigt_mijn_leerlingen_niet(
    client: Client, cast: Cast, twee: list[Traject], dag: Zomerdag, naam: str, status: int
) -> None:
    pagina = cast.log_in(client, naam).get(adres(dag))

    assert pagina.status_code == status and "Zqnaam" not in pagina.text
    invoer = {"aanwezig": [str(twee[0].pk)], "overige": "0", "zelf_erbij": "ja", "duur": "180"}
    assert client.post(adres(dag), invoer).status_code in (200, 302, 404)
    assert not Zomerdeelname.objects.exists() and not Contact.objects.exists()


# --- what is counted


def test_twee_smws_die_er_allebei_waren(cast: Cast, twee: list[Traject], kamp: Zomeractiviteit, dag: Zomerdag) -> None:
    """Each the own minutes and pupils; a colleague's pupil is one of the others. Nothing twice, nothing lost."""
    derde = build.traject(cast, roepnaam="Cas", gezicht="buitenstaander_smw_vo")
    kamp.aanmelden_tot = kamp.tot
    kamp.save(update_fields=["aanmelden_tot"])
    aanmelding(cast, kamp, derde, "buitenstaander_smw_vo")

    bevestigd(cast, dag, aanwezig(*twee, overige=4, minuten=180))
    bevestigd(cast, dag, aanwezig(derde, overige=5, minuten=120), "buitenstaander_smw_vo")

    assert (inzet(cast, "smw_vo"), inzet(cast, "buitenstaander_smw_vo")) == (180, 120)
    assert [totaal(een) for een in (*twee, derde)] == [(30, 180), (30, 180), (20, 120)]
    for contact in Contact.objects.geldig():
        deel = contact.minuten // (contact.deelnames.count() + contact.overige_deelnemers)
        eigen = contact.deelnames.aggregate(som=Sum("minuten"))["som"]
        assert eigen + deel * contact.overige_deelnemers == contact.inzet.aggregate(som=Sum("minuten"))["som"]


def test_een_leerling_van_twee_smws_telt_een_keer(
    client: Client, cast: Cast, twee: list[Traject], dag: Zomerdag
) -> None:
    bevestigd(cast, dag, aanwezig(twee[0]))

    pagina = cast.log_in(client, "smw_po").get(adres(dag))
    assert "Al afgevinkt door een collega" in pagina.text and "Aaf Z." in pagina.text
    assert str(twee[0].pk) not in pagina.text and str(twee[1].pk) in pagina.text
    with pytest.raises(NietToegestaan, match="Een collega heeft"):
        bevestigd(cast, dag, aanwezig(*twee), "smw_po")
    bevestigd(cast, dag, aanwezig(twee[1], overige=1), "smw_po")
    assert (totaal(twee[0])[1], totaal(twee[1])[1]) == (180, 180)
    lijst = Aanwezigheidslijst.objects.get(medewerker=cast["smw_po"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Zomerdeelname.objects.create(lijst=lijst, dag=dag, traject=twee[0])


def test_wie_er_zelf_niet_bij_was_legt_geen_tijd_vast(cast: Cast, twee: list[Traject], dag: Zomerdag) -> None:
    lijst = bevestigd(cast, dag, aanwezig(*twee, minuten=None))

    assert lijst.contact is None and not Contact.objects.exists()
    gevonden = {rij["traject"] for rij in Zomerdeelname.objects.deelnemers()}
    assert gevonden == {een.pk for een in twee}


def test_zonder_eigen_leerling_is_er_geen_contact(cast: Cast, dag: Zomerdag) -> None:
    assert bevestigd(cast, dag, aanwezig(overige=12)).contact is None
    assert not Contact.objects.exists()


def test_deelnemers_telt_een_leerling_van_meer_dagen_een_keer(
    cast: Cast, twee: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    clock.move_to("2026-07-18T10:00:00+02:00")
    for dag in kamp.dagen.order_by("dag"):
        bevestigd(cast, dag, aanwezig(twee[0]))

    assert [rij["traject"] for rij in Zomerdeelname.objects.deelnemers()] == [twee[0].pk]
    assert totaal(twee[0]) == (900, 900)


def test_wie_niet_aangemeld_is_of_wacht_staat_niet_op_de_lijst(
    client: Client, cast: Cast, twee: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    rij = kamp.aanmeldingen.get(traject=twee[0])
    aanmeldingen.afmelden(aanmelding=rij, reden=Afmeldreden.KAN_NIET, door=cast["smw_vo"], op=timezone.now())
    build.zegt(cast, twee[1].leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    clock.move_to(NA_DE_DAG)
    dag = eerste_dag(kamp)

    assert "Zqnaam" not in cast.log_in(client, "smw_vo").get(adres(dag)).text
    for traject in twee:
        with pytest.raises(NietToegestaan, match="aangemeld"):
            bevestigd(cast, dag, aanwezig(traject))


# --- correcting


def test_verbeteren_in_de_browser_met_reden(client: Client, cast: Cast, twee: list[Traject], dag: Zomerdag) -> None:
    bevestigd(cast, dag, aanwezig(twee[0], overige=2))
    invoer = hoofdformulier(cast.log_in(client, "smw_vo").get(adres(dag)))
    assert invoer["aanwezig"] == [str(twee[0].pk)] and invoer["duur_anders"] == ["180"]
    beter = invoer | {"aanwezig": [str(een.pk) for een in twee], "overige": "1"}
    assert client.post(adres(dag), beter).status_code == 200  # without a reason

    assert client.post(adres(dag), beter | {"reden": "Bas was er ook"}).status_code == 302

    oud, nieuw = Contact.objects.order_by("vastgelegd_op")
    assert (nieuw.vervangt, nieuw.reden) == (oud, "Bas was er ook")
    assert [totaal(een) for een in twee] == [(60, 180), (60, 180)] and inzet(cast, "smw_vo") == 180
    assert client.post(adres(dag), beter | {"reden": "Bas was er ook"}).status_code == 302  # sent again: nothing new
    assert client.post(adres(dag), invoer | {"reden": "Oud scherm"}).status_code == 200  # from an old page
    assert Contact.objects.count() == 2


def test_wat_een_verbetering_met_de_contacttijd_doet(cast: Cast, twee: list[Traject], dag: Zomerdag) -> None:
    lijst = bevestigd(cast, dag, aanwezig(twee[0]))
    eerste = lijst.contact

    lijst = verbeterd(cast, lijst, aanwezig(*twee, minuten=None))
    assert lijst.contact is None and inzet(cast, "smw_vo") == 0
    assert Contact.objects.get(vervangt=eerste).ingetrokken
    assert Zomerdeelname.objects.count() == 2

    lijst = verbeterd(cast, lijst, aanwezig(twee[1], minuten=60))
    assert inzet(cast, "smw_vo") == 60 and totaal(twee[0]) == (0, 0)
    # Somebody else corrected the contact by itself in the meantime: the list follows the newest version.
    contact = lijst.contact
    Aanwezigheidslijst.objects.update(contact=None)
    corrigeer(cast, contact, minuten=45)
    Aanwezigheidslijst.objects.update(contact=contact)
    lijst = verbeterd(cast, lijst, aanwezig(twee[1], minuten=90))
    assert inzet(cast, "smw_vo") == 90


def test_wie_niet_mag_verbeteren(cast: Cast, twee: list[Traject], dag: Zomerdag) -> None:
    lijst = bevestigd(cast, dag, aanwezig(twee[0]))

    with pytest.raises(NietToegestaan, match="Alleen wie"):
        verbeterd(cast, lijst, aanwezig(), "smw_po")
    with pytest.raises(NietToegestaan, match="waarom"):
        verbeterd(cast, lijst, aanwezig(), reden=" ")
    with pytest.raises(Verouderd):
        verbeterd(cast, lijst, aanwezig(), versie=7)
    for fout in ({"zelf_erbij": False}, {"minuten": None}, {"minuten": 601}, {"overige": 100}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Aanwezigheidslijst.objects.filter(pk=lijst.pk).update(**fout)


def test_een_gesloten_maand_blijft_dicht(
    client: Client, cast: Cast, twee: list[Traject], dag: Zomerdag, clock: Traveller
) -> None:
    lijst = bevestigd(cast, dag, aanwezig(twee[0]))
    morgen = dag.activiteit.dagen.get(dag=dag.dag + timedelta(days=1))
    clock.move_to("2026-08-03T10:00:00+02:00")
    maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=dag.dag.replace(day=1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )

    with pytest.raises(NietToegestaan, match="gesloten"):
        bevestigd(cast, morgen, aanwezig(twee[0]))
    with pytest.raises(NietToegestaan, match="gesloten"):
        verbeterd(cast, lijst, aanwezig(*twee))
    for een in (dag, morgen):  # said before anything is filled in
        assert "Juli 2026 is gesloten" in tekst(cast.log_in(client, "smw_vo").get(adres(een)))
    invoer = {"overige": "0", "zelf_erbij": "ja", "duur": "180", "aanwezig": [str(twee[0].pk)]}
    antwoord = cast.log_in(client, "smw_vo").post(adres(morgen), invoer)
    assert antwoord.status_code == 200 and "gesloten" in tekst(antwoord)
    assert Aanwezigheidslijst.objects.count() == Contact.objects.count() == 1


def test_de_lijst_kost_evenveel_vragen_voor_twee_als_voor_veel(
    client: Client, cast: Cast, twee: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    meer = [build.traject(cast, roepnaam=f"Kind {nummer}") for nummer in range(4)]
    clock.move_to(NA_DE_DAG)
    cast.log_in(client, "smw_vo")
    dag = eerste_dag(kamp)

    def tel() -> int:
        client.get(adres(dag))
        with CaptureQueriesContext(connection) as gevangen:
            client.get(adres(dag))
        return len(gevangen)

    lijst = bevestigd(cast, dag, aanwezig(twee[0]))
    een = tel()
    kamp.aanmelden_tot = kamp.tot
    kamp.save(update_fields=["aanmelden_tot"])
    for traject in meer:
        aanmelding(cast, kamp, traject)
    verbeterd(cast, lijst, aanwezig(twee[0], *meer[:2]))
    bevestigd(cast, dag, aanwezig(*meer[2:]), "smw_po")

    assert tel() == een
