"""Summer activities: what an organisation offers, who enrols, and who waits for a place."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import aanmeldingen, trajecten, zomer
from begeleiding.models import Aanmelding, Traject, Zomeractiviteit, Zomerwijziging
from begeleiding.workflow import Afmeldreden, Trajectstatus
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.paginas import adres, start
from tests.build_zomer import aanmelding, bevestigd, concept, eerste_dag, gegevens, nu, zomeractiviteit
from tests.build_zomer import aanwezig as er_was
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst, velden

LIJST = "/zomeractiviteiten/"
ZIEN = ("smw_vo", "smw_po", "teamleider", "buitenstaander_smw_vo", "buitenstaander_teamleider")
ZIEN_NIET = (
    "ib_er",
    "zorgcoordinator",
    "gemeente",
    "projectcoordinator",
    "onderzoeker",
    "beheerder",
    "fg",
    "zonder_rol",
)


def bij(row: Zomeractiviteit, wat: str = "") -> str:
    return f"/zomeractiviteiten/{row.pk}/{wat}"


def wijzig(cast: Cast, row: Zomeractiviteit, versie: int | None = None, **anders: object) -> Zomeractiviteit:
    return zomer.wijzigen(
        activiteit=row, versie=versie or row.versie, gegevens=gegevens(**anders), **nu(cast, "teamleider")
    )


def standen(row: Zomeractiviteit) -> tuple[int, int]:
    """How many have a place, and how many wait."""
    gevonden = Aanmelding.objects.bezetting([row], op=timezone.localdate())[row.pk]
    return gevonden.bezet, gevonden.wachten


@pytest.fixture
def drie(cast: Cast) -> list[Traject]:
    """Three pupils for two places."""
    return [build.traject(cast, roepnaam=naam, achternaam="Zqnaam") for naam in ("Aaf", "Bas", "Cas")]


# --- the offer


@pytest.mark.parametrize(
    "anders, veld",
    [
        ({"tot": date(2026, 7, 12)}, "tot"),
        ({"eind": time(8)}, "eind"),
        ({"aanmelden_tot": date(2026, 7, 18)}, "aanmelden_tot"),
        ({"plaatsen": 0}, "plaatsen"),
        ({"plaatsen": 501}, "plaatsen"),
        ({"weekdagen": frozenset({6})}, "weekdagen"),
        ({"tot": date(2026, 12, 31), "weekdagen": frozenset(range(7))}, "weekdagen"),
    ],
)
def test_wat_niet_kan(cast: Cast, anders: dict[str, object], veld: str) -> None:
    with pytest.raises(NietToegestaan) as weigering:
        concept(cast, **anders)
    assert weigering.value.veld == veld  # type: ignore[attr-defined]
    assert not Zomeractiviteit.objects.exists()


def test_de_database_weigert_ook(cast: Cast) -> None:
    row = zomeractiviteit(cast)
    for fout in (
        {"plaatsen": 0},
        {"tot": date(2026, 7, 1)},
        {"eind": time(8)},
        {"status": "afgelast"},
        {"status": "weg"},
        {"reden": "zonder afgelast"},
        {"aanmelden_tot": date(2026, 8, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Zomeractiviteit.objects.filter(pk=row.pk).update(**fout)


def test_alleen_een_welzijnsorganisatie_biedt_aan(cast: Cast) -> None:
    with pytest.raises(NietToegestaan, match="welzijn"):
        concept(cast, "ib_er")


def test_van_concept_tot_afgelast_in_de_browser(client: Client, cast: Cast) -> None:
    cast.log_in(client, "teamleider")
    invoer = hoofdformulier(client.get("/zomeractiviteiten/nieuw/")) | {
        "naam": "Boomhutten",
        "omschrijving": "",
        "voor_wie": "groep 8",
        "plaats": "Het Bos",
        "plaatsen": "4",
        "van": "2026-07-13",
        "tot": "2026-07-17",
        "weekdagen": ["0", "2"],
        "begin": "09:30",
        "eind": "12:00",
        "aanmelden_tot": "2026-07-01",
        "contactpersoon": "jongerenwerker",
    }
    assert client.post("/zomeractiviteiten/nieuw/", invoer).status_code == 302
    row = Zomeractiviteit.objects.get()
    assert [een.dag.day for een in row.dagen.order_by("dag")] == [13, 15]
    assert cast.log_in(client, "smw_vo").get(bij(row)).status_code == 404
    assert cast.log_in(client, "buitenstaander_teamleider").get(bij(row)).status_code == 404

    pagina = cast.log_in(client, "teamleider").get(bij(row))
    client.post(bij(row, "publiceren/"), velden(pagina, actie="publiceren/"))
    assert "Boomhutten" in cast.log_in(client, "smw_vo").get(LIJST).text

    afgelasten = hoofdformulier(cast.log_in(client, "teamleider").get(bij(row, "afgelasten/")))
    assert client.post(bij(row, "afgelasten/"), afgelasten).status_code == 200  # without a reason
    assert client.post(bij(row, "afgelasten/"), afgelasten | {"reden": "Te warm"}).status_code == 302
    assert "Te warm" in cast.log_in(client, "smw_vo").get(bij(row)).text
    row.refresh_from_db()
    for daad in (
        lambda: wijzig(cast, row),
        lambda: zomer.publiceren(activiteit=row, versie=row.versie, door=cast["teamleider"], op=timezone.now()),
        lambda: aanmelding(cast, row, build.traject(cast)),
    ):
        with pytest.raises(NietToegestaan, match="afgelast"):
            daad()


def test_wijzigen_bewaart_wat_er_stond(client: Client, cast: Cast) -> None:
    row = zomeractiviteit(cast)
    nieuw = wijzig(cast, row, plaats="Elders", weekdagen=frozenset({0}))

    assert Zomerwijziging.objects.get().was["plaats"] == "Wijkcentrum De Verzinning"
    assert nieuw.dagen.count() == 1
    assert "Plaats was: Wijkcentrum" in tekst(cast.log_in(client, "smw_vo").get(bij(row)))
    with pytest.raises(Verouderd):
        wijzig(cast, row, versie=row.versie, plaats="Nog elders")
    with pytest.raises(IntegrityError), transaction.atomic():
        Zomerwijziging.objects.update(nummer=9)


def test_wie_tweede_wijzigt_ziet_wat_er_anders_is(client: Client, cast: Cast) -> None:
    row = zomeractiviteit(cast)
    oud = hoofdformulier(cast.log_in(client, "teamleider").get(bij(row, "wijzigen/")))
    wijzig(cast, row, plaats="Van een collega")

    antwoord = client.post(bij(row, "wijzigen/"), oud | {"naam": "Mijn naam"})

    assert antwoord.status_code == 409
    assert "Gewijzigd: Plaats" in tekst(antwoord) and "Mijn naam" in antwoord.text
    assert client.post(bij(row, "wijzigen/"), hoofdformulier(antwoord)).status_code == 302


def test_niemand_verliest_een_plek_door_een_wijziging(cast: Cast, drie: list[Traject], clock: Traveller) -> None:
    row = zomeractiviteit(cast)
    for een in drie:
        aanmelding(cast, row, een)

    with pytest.raises(NietToegestaan, match="al 2 leerlingen"):
        wijzig(cast, row, plaatsen=1)
    assert standen(wijzig(cast, row, plaatsen=3)) == (3, 0)
    clock.move_to("2026-07-13T20:00:00+02:00")
    bevestigd(cast, eerste_dag(row), er_was(drie[0]))
    row.refresh_from_db()
    with pytest.raises(NietToegestaan, match="bevestigd"):
        wijzig(cast, row, plaatsen=3, weekdagen=frozenset({1}))


@pytest.mark.parametrize("naam", ["smw_vo", "smw_po", "buitenstaander_teamleider", "ib_er", "vreemdeling_smw_vo"])
def test_alleen_de_eigen_organisatie_beheert(client: Client, cast: Cast, naam: str) -> None:
    row = zomeractiviteit(cast)
    cast.log_in(client, naam)

    for wat in ("wijzigen/", "afgelasten/", "publiceren/"):
        assert client.post(bij(row, wat), {"versie": row.versie}).status_code == 404
    nieuw = client.get("/zomeractiviteiten/nieuw/")
    assert nieuw.status_code == (200 if "teamleider" in naam else 403)
    row.refresh_from_db()
    assert row.status == "gepubliceerd"


def test_wie_het_aanbod_ziet(client: Client, cast: Cast) -> None:
    row = zomeractiviteit(cast)
    for naam in ZIEN:
        cast.log_in(client, naam)
        assert (client.get(LIJST).status_code, client.get(bij(row)).status_code) == (200, 200), naam
        assert "Zomer" in client.get("/").text
    for naam in ZIEN_NIET:
        cast.log_in(client, naam)
        assert (client.get(LIJST).status_code, client.get(bij(row)).status_code) == (403, 404), naam
        assert "/zomeractiviteiten/" not in client.get("/").text
    assert "Zomerkamp" not in cast.log_in(client, "vreemdeling_smw_vo").get(LIJST).text


# --- enrolling


def test_aanmelden_in_de_browser(client: Client, cast: Cast, drie: list[Traject]) -> None:
    row = zomeractiviteit(cast)
    pagina = cast.log_in(client, "smw_vo").get(bij(row, "aanmelden/"))
    assert "2 plekken vrij" in pagina.text
    invoer = hoofdformulier(pagina)
    assert "leerlingen" not in invoer  # nobody is ticked beforehand
    assert client.post(bij(row, "aanmelden/"), invoer).status_code == 200

    antwoord = client.post(bij(row, "aanmelden/"), invoer | {"leerlingen": [str(een.pk) for een in drie]}, follow=True)

    assert "3 leerlingen aangemeld. Cas Z. staat op de wachtlijst." in tekst(antwoord)
    assert "1e op de wachtlijst" in tekst(antwoord) and standen(row) == (2, 1)
    assert "wachtlijst: 1e" in tekst(client.get(adres(drie[2], "traject")))
    assert "niemand om aan te melden" in client.get(bij(row, "aanmelden/")).text
    # Sending the same form again enrols nobody twice.
    assert client.post(bij(row, "aanmelden/"), invoer | {"leerlingen": [str(drie[0].pk)]}).status_code == 200
    assert Aanmelding.objects.count() == 3


def test_wie_niet_aangemeld_kan_worden(client: Client, cast: Cast, drie: list[Traject], clock: Traveller) -> None:
    row, (een, twee, derde) = zomeractiviteit(cast), drie
    aanmelding(cast, row, een)
    trajecten.afsluiten(traject=twee, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    build.zegt(cast, derde.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    for traject in drie:
        with pytest.raises(NietToegestaan):
            aanmelding(cast, row, traject)
    with pytest.raises(NietToegestaan, match="elk één keer"):
        aanmeldingen.aanmelden(activiteit=row, trajecten=[], **nu(cast))
    with pytest.raises(NietToegestaan, match="concept"):
        aanmelding(cast, concept(cast), build.traject(cast))
    nieuw = build.traject(cast)
    clock.move_to("2026-07-11T10:00:00+02:00")
    with pytest.raises(NietToegestaan, match="10 juli 2026"):
        aanmelding(cast, row, nieuw)
    assert "Aanmelden kan niet meer" in cast.log_in(client, "smw_vo").get(bij(row, "aanmelden/")).text
    assert Aanmelding.objects.count() == 1


def test_een_ander_meldt_mijn_leerling_niet_aan(client: Client, cast: Cast, drie: list[Traject]) -> None:
    row = zomeractiviteit(cast)
    for naam in ("buitenstaander_smw_vo", "buitenstaander_smw_po"):
        pagina = cast.log_in(client, naam).get(bij(row, "aanmelden/"))
        assert "Zqnaam" not in pagina.text
        client.post(bij(row, "aanmelden/"), {"leerlingen": [str(drie[0].pk)]})
    for naam in ("teamleider", "buitenstaander_teamleider"):
        assert cast.log_in(client, naam).post(bij(row, "aanmelden/"), {}).status_code == 403
    assert not Aanmelding.objects.exists()


def test_een_vrije_plek_gaat_naar_wie_het_langst_wacht_en_de_smw_ziet_het(
    client: Client, cast: Cast, drie: list[Traject]
) -> None:
    row = zomeractiviteit(cast)
    een, _, wacht = (aanmelding(cast, row, traject) for traject in drie)
    assert "Cas Z. heeft nu een plek" not in start(cast, "smw_vo")
    afmelden = f"/aanmeldingen/{een.pk}/afmelden/"
    invoer = hoofdformulier(cast.log_in(client, "smw_vo").get(afmelden))
    assert client.post(afmelden, invoer).status_code == 200  # without a reason
    assert client.post(afmelden, invoer | {"reden": "traject_gesloten"}).status_code == 200  # not for people to choose

    assert client.post(afmelden, invoer | {"reden": "wil_niet"}).status_code == 302

    assert standen(row) == (2, 0)
    assert "Cas Z. heeft nu een plek" in start(cast, "smw_vo")
    assert "heeft nu een plek" not in start(cast, "buitenstaander_smw_vo")
    for _ in range(2):
        assert client.post(f"/aanmeldingen/{wacht.pk}/gezien/").status_code == 302
    assert "heeft nu een plek" not in start(cast, "smw_vo")
    assert Gebeurtenis.objects.filter(soort="aanmelding.plek_gezien").count() == 1
    with pytest.raises(NietToegestaan, match="al afgemeld"):
        aanmeldingen.afmelden(aanmelding=een, reden=Afmeldreden.FOUT, door=cast["smw_vo"], op=timezone.now())
    # Who comes back joins at the end.
    assert aanmelding(cast, row, drie[0]).wachtte is True


@pytest.mark.parametrize("hoe", ["ingetrokken", "gesloten"])
def test_wie_stopt_is_er_meteen_af_en_de_plek_is_vrij(
    client: Client, cast: Cast, drie: list[Traject], hoe: str
) -> None:
    row = zomeractiviteit(cast)
    for traject in drie:
        aanmelding(cast, row, traject)

    if hoe == "ingetrokken":
        build.zegt(cast, drie[0].leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)
    else:
        trajecten.afsluiten(traject=drie[0], status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    assert standen(row) == (2, 0)
    assert "Cas Z. heeft nu een plek" in start(cast, "smw_vo")
    assert "Aaf" not in tekst(cast.log_in(client, "smw_vo").get(bij(row)))
    rij = Aanmelding.objects.get(traject=drie[0])
    assert rij.reden == "traject_gesloten"
    if hoe == "gesloten":  # reopened: not back on the old place
        Traject.objects.filter(pk=drie[0].pk).update(status="gestart", gesloten_op=None)
        assert standen(row) == (2, 0)


def test_een_eigen_nee_telt_vanaf_twaalf_en_maakt_de_plek_vrij(cast: Cast, clock: Traveller) -> None:
    """On the birthday nothing is recorded: the day itself takes the pupil off."""
    row = zomeractiviteit(cast, plaatsen=1)
    jong = build.traject(cast, geboortedatum=date(2014, 6, 1))
    build.zegt(cast, jong.leerling, Doel.DEELNEMEN, Toestemmingstand.NEE, zelf=True)
    aanmelding(cast, row, jong)
    aanmelding(cast, row, build.traject(cast))
    assert standen(row) == (1, 1)

    clock.move_to("2026-06-01T00:30:00+02:00")

    assert standen(row) == (1, 0)


def test_wat_voorbij_is_blijft_staan_als_een_traject_sluit(cast: Cast, drie: list[Traject], clock: Traveller) -> None:
    rij = aanmelding(cast, zomeractiviteit(cast), drie[0])
    clock.move_to("2026-12-20T10:00:00+01:00")
    trajecten.afsluiten(traject=drie[0], status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    rij.refresh_from_db()
    assert rij.afgemeld_op is None
    with pytest.raises(NietToegestaan, match="voorbij"):
        aanmeldingen.afmelden(aanmelding=rij, reden=Afmeldreden.FOUT, door=cast["smw_vo"], op=timezone.now())


def test_wie_een_afgelaste_activiteit_had_leest_het_op_de_startpagina(cast: Cast, drie: list[Traject]) -> None:
    row = zomeractiviteit(cast)
    aanmelding(cast, row, drie[0])
    zomer.afgelasten(activiteit=row, versie=row.versie, reden="Te warm", door=cast["teamleider"], op=timezone.now())

    assert "gaat niet door" in start(cast, "smw_vo") and "Aaf Z." in start(cast, "smw_vo")
    assert "gaat niet door" not in start(cast, "buitenstaander_smw_vo")


# --- names and numbers


def test_een_andere_organisatie_ziet_aantallen_zonder_namen(client: Client, cast: Cast, drie: list[Traject]) -> None:
    row = zomeractiviteit(cast, "buitenstaander_teamleider")
    rijen = [aanmelding(cast, row, traject) for traject in drie]

    for naam in ("buitenstaander_teamleider", "buitenstaander_smw_vo"):
        pagina = cast.log_in(client, naam).get(bij(row))
        assert "Zqnaam" not in pagina.text and "3 leerlingen van anderen" in tekst(pagina)
        assert client.get(f"/aanmeldingen/{rijen[0].pk}/afmelden/").status_code == 404
        assert client.post(f"/aanmeldingen/{rijen[0].pk}/gezien/").status_code == 404
        assert "Zqnaam" not in client.get(LIJST).text
    # The teamleider of the pupils' own organisation reads the names, and changes nothing.
    assert "Zqnaam" in cast.log_in(client, "teamleider").get(bij(row)).text
    assert client.post(f"/aanmeldingen/{rijen[0].pk}/afmelden/", {"reden": "fout"}).status_code == 403
    assert Gebeurtenis.objects.filter(soort="aanmeldingen.gezien", door=str(cast["teamleider"].pk)).exists()


def test_lijst_pagina_en_start_kosten_evenveel_vragen(client: Client, cast: Cast, drie: list[Traject]) -> None:
    row = zomeractiviteit(cast)
    aanmelding(cast, row, drie[0])
    Aanmelding.objects.update(wachtte=True)  # so that the start page has its panel both times
    cast.log_in(client, "smw_vo")
    paginas = (LIJST, bij(row), bij(row, "aanmelden/"), adres(drie[0], "traject"), "/")

    def tel(pagina: str) -> int:
        client.get(pagina)
        with CaptureQueriesContext(connection) as gevangen:
            client.get(pagina)
        return len(gevangen)

    een = [tel(pagina) for pagina in paginas]
    for nummer in range(4):
        meer = zomeractiviteit(cast, naam=f"Kamp {nummer}")
        for traject in drie:
            aanmelding(cast, meer, traject)
    aanmelding(cast, row, drie[1])

    assert [tel(pagina) for pagina in paginas] == een


def test_wat_voorbij_is_staat_apart(client: Client, cast: Cast, clock: Traveller) -> None:
    zomeractiviteit(cast)
    clock.move_to("2026-07-18T10:00:00+02:00")
    cast.log_in(client, "smw_vo")

    assert "Zomerkamp" not in client.get(LIJST).text
    assert "Zomerkamp" in client.get(LIJST, {"wanneer": "voorbij"}).text
