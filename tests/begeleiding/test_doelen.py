"""Goals in the words of pupil or parent: three at a time, never lost, and for nobody but their social workers."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import doelen, trajecten
from begeleiding.models import Doel, Doelscore, Doeltekst, Traject
from begeleiding.workflow import Scoremoment, Trajectstatus, Uitspraak
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis, Keuze
from gka.workflow import Doel as Toestemmingsdoel
from gka.workflow import Toestemmingstand
from tests import build
from tests.begeleiding.paginas import adres
from tests.begeleiding.test_pages import ANDEREN
from tests.build_zomer import doel, nu, score
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst

BSN = "123456782"
WOORDEN = "Zqik durf zelf met de bus."


def post(client: Client, adres_: str, **velden: object) -> object:
    """Fill in the form of the page and send it."""
    return client.post(adres_, hoofdformulier(client.get(adres_)) | velden)


def bij(row: Doel, wat: str = "") -> str:
    return f"/doelen/{row.pk}/{wat}"


# --- what may be recorded


def test_hoogstens_drie_tegelijk(client: Client, cast: Cast, traject: Traject) -> None:
    drie = [doel(cast, traject, f"Doel {nummer}") for nummer in range(3)]

    with pytest.raises(NietToegestaan, match="al drie doelen"):
        doel(cast, traject, "Nog een")
    with pytest.raises(IntegrityError), transaction.atomic():
        Doel.objects.create(
            traject=traject, plek=1, tekst="x", van_wie="ouder", gemaakt_op=timezone.now(), gemaakt_door=cast["smw_vo"]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Doel.objects.create(
            traject=traject, plek=4, tekst="x", van_wie="ouder", gemaakt_op=timezone.now(), gemaakt_door=cast["smw_vo"]
        )
    pagina = cast.log_in(client, "smw_vo").get(adres(traject, "doel_nieuw"))
    assert "Er lopen al drie doelen" in pagina.text and "<textarea" not in pagina.text

    doelen.stoppen(doel=drie[1], versie=1, reden="Bereikt", **nu(cast))
    assert doel(cast, traject, "Nog een").plek == 2


@pytest.mark.parametrize(
    "anders, zin",
    [
        ({"tekst": "  "}, "woorden van de leerling"),
        ({"tekst": "x" * 281}, "hoogstens 280"),
    ],
)
def test_wat_niet_kan(cast: Cast, traject: Traject, anders: dict[str, str], zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        doel(cast, traject, **anders)


def test_hetzelfde_doel_staat_er_een_keer(cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    assert doel(cast, traject) == row, "sent twice"
    for anders in ({"van_wie": Uitspraak.OUDER}, {"door": cast["smw_po"]}):
        with pytest.raises(NietToegestaan, match="staat er al"):
            doel(cast, traject, **anders)
    assert Doel.objects.count() == 1


def test_een_onderwerp_van_een_andere_lijst_kan_niet(cast: Cast, traject: Traject) -> None:
    for vreemd in (
        Keuze.objects.filter(lijst__regio=cast.regio, lijst__code="contactsoort").first(),
        Keuze.objects.filter(lijst__regio=cast.elders, lijst__code="domein").first(),
    ):
        with pytest.raises(NietToegestaan, match="op de lijst"):
            doel(cast, traject, domeinen=[vreemd])


def test_na_het_sluiten_alleen_nog_de_eindscore(cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    begin = score(cast, row)
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    for daad in (
        lambda: doel(cast, traject, "Nog een"),
        lambda: doelen.verwoorden(doel=row, versie=1, tekst="Anders", van_wie=Uitspraak.OUDER, **nu(cast)),
        lambda: score(cast, row, 5, Scoremoment.TUSSEN),
    ):
        with pytest.raises(NietToegestaan):
            daad()
    assert score(cast, row, 7, Scoremoment.EIND).score == 7
    assert score(cast, row, 4, vervangt=begin).vervangt == begin


def test_zonder_toestemming_geen_doel(cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    build.zegt(cast, traject.leerling, Toestemmingsdoel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    for daad in (
        lambda: doel(cast, traject, "Nog een"),
        lambda: score(cast, row),
        lambda: doelen.stoppen(doel=row, versie=1, reden="Klaar", **nu(cast)),
    ):
        with pytest.raises(NietToegestaan):
            daad()
    assert not Doel.objects.zichtbaar_voor(cast["smw_vo"]).exists()


# --- scores


@pytest.mark.parametrize("cijfer", [-1, 11])
def test_een_score_is_0_tot_10(cast: Cast, traject: Traject, cijfer: int) -> None:
    row = doel(cast, traject)
    with pytest.raises(NietToegestaan, match="0 tot 10"):
        score(cast, row, cijfer)
    goed = score(cast, row, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Doelscore.objects.create(
            doel=row,
            moment="tussen",
            score=11,
            gemeten_op=goed.gemeten_op,
            vastgelegd_op=timezone.now(),
            vastgelegd_door=cast["smw_vo"],
        )


@pytest.mark.parametrize("dag", ["2026-03-09", "2026-03-11"])
def test_een_score_is_van_een_dag_in_het_traject(cast: Cast, traject: Traject, dag: str) -> None:
    with pytest.raises(NietToegestaan):
        score(cast, doel(cast, traject), gemeten_op=timezone.datetime.fromisoformat(dag).date())


def test_een_begin_en_een_verbetering_met_geschiedenis(cast: Cast, traject: Traject) -> None:
    row, ander = doel(cast, traject), doel(cast, traject, "Iets anders")
    eerste = score(cast, row, 3)

    assert score(cast, row, 3) == eerste  # sent twice
    with pytest.raises(Verouderd):
        score(cast, row, 4)  # a colleague was first
    with pytest.raises(NietToegestaan, match="hoort niet"):
        score(cast, ander, 4, vervangt=eerste)
    with pytest.raises(NietToegestaan, match="hoort niet"):
        score(cast, row, 4, Scoremoment.EIND, vervangt=eerste)
    tweede = score(cast, row, 4, vervangt=eerste)
    with pytest.raises(Verouderd):
        score(cast, row, 5, vervangt=eerste)

    assert list(row.scores.huidig()) == [tweede] and row.scores.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Doelscore.objects.create(
            doel=row,
            moment="begin",
            score=1,
            gemeten_op=eerste.gemeten_op,
            vastgelegd_op=timezone.now(),
            vastgelegd_door=cast["smw_vo"],
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Doelscore.objects.filter(pk=eerste.pk).update(score=9)


def test_wie_de_eindscore_mist(cast: Cast, traject: Traject) -> None:
    een, twee = doel(cast, traject), doel(cast, traject, "Twee")
    score(cast, een, 3)
    score(cast, een, 8, Scoremoment.EIND)

    assert list(Doel.objects.filter(traject=traject).zonder_eindscore()) == [twee]


# --- on screen


def test_van_doel_tot_eindscore_in_de_browser(client: Client, cast: Cast, traject: Traject, clock: Traveller) -> None:
    cast.log_in(client, "smw_vo")
    domein = Keuze.objects.get(lijst__regio=cast.regio, lijst__code="domein", code="vriendschap")

    assert (
        post(client, adres(traject, "doel_nieuw"), tekst=WOORDEN, van_wie="leerling", domeinen=[domein.pk]).status_code
        == 302
    )
    row = Doel.objects.get()
    assert post(client, bij(row, "score/?moment=begin"), score="3").status_code == 302
    clock.move_to("2026-12-03T10:00:00+01:00")
    cast.log_in(client, "smw_vo")
    assert "Vraag de eindscore" in client.get(adres(traject, "traject")).text
    assert post(client, bij(row, "score/?moment=eind"), score="8").status_code == 302

    woorden = tekst(client.get(adres(traject, "traject")))
    assert WOORDEN in woorden and "vriendschap en pesten" in woorden
    assert "Van 3 naar 8" in woorden and "3 van 10" in woorden and "8 van 10" in woorden
    assert "Vraag de eindscore" not in woorden
    assert post(client, bij(row, "stoppen/"), reden="Gelukt").status_code == 302
    assert "Gestopte doelen" in client.get(adres(traject, "traject")).text


def test_andere_woorden_laten_de_oude_staan(client: Client, cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    cast.log_in(client, "smw_vo")

    assert post(client, bij(row), tekst=WOORDEN, van_wie="ouder").status_code == 302
    gestuurd = {"tekst": WOORDEN, "van_wie": "ouder", "versie": "1"}
    assert client.post(bij(row), gestuurd).status_code == 302, "sent twice"
    row.refresh_from_db()
    assert (row.tekst, row.versie) == (WOORDEN, 2)
    assert Doeltekst.objects.get().tekst == "Ik wil zelf met de bus durven."
    assert "Ik wil zelf met de bus durven." in client.get(bij(row)).text
    with pytest.raises(IntegrityError), transaction.atomic():
        Doeltekst.objects.all().delete()


def test_wie_tweede_is_ziet_beide_teksten(client: Client, cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    oud = hoofdformulier(cast.log_in(client, "smw_vo").get(bij(row)))
    doelen.verwoorden(doel=row, versie=1, tekst="Van een collega", van_wie=Uitspraak.OUDER, **nu(cast, "smw_po"))

    antwoord = client.post(bij(row), oud | {"tekst": WOORDEN})

    assert antwoord.status_code == 409
    assert "Nu staat er: “Van een collega”" in antwoord.text and WOORDEN in antwoord.text
    assert client.post(bij(row), hoofdformulier(antwoord)).status_code == 302
    row.refresh_from_db()
    assert row.tekst == WOORDEN and row.eerdere_teksten.count() == 2


def test_een_bsn_wordt_eerst_gevraagd(client: Client, cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    cast.log_in(client, "smw_vo")
    for pagina, veld in ((adres(traject, "doel_nieuw"), "tekst"), (bij(row), "tekst"), (bij(row, "stoppen/"), "reden")):
        velden = {veld: f"Zie {BSN}", "van_wie": "ouder"}
        antwoord = post(client, pagina, **velden)
        assert antwoord.status_code == 200 and "lijkt op een BSN" in antwoord.text.replace(
            "op een BSN lijkt", "lijkt op een BSN"
        )
        assert "Veilig Thuis: 0800-2000" in antwoord.text
    assert Doel.objects.count() == 1
    assert post(client, bij(row), tekst=f"Zie {BSN}", van_wie="ouder", geen_bsn="on").status_code == 302


@pytest.mark.parametrize(
    "invoer", [{}, {"score": "11"}, {"score": "3", "gemeten_op": "2026-03-11"}, {"score": "3", "moment": "ooit"}]
)
def test_een_verkeerde_score_blijft_staan(client: Client, cast: Cast, traject: Traject, invoer: dict[str, str]) -> None:
    row = doel(cast, traject)
    antwoord = post(cast.log_in(client, "smw_vo"), bij(row, "score/"), **invoer)

    assert antwoord.status_code == 200
    assert not Doelscore.objects.exists()


def test_een_score_van_een_ander_doel_verbeteren_kan_niet(client: Client, cast: Cast, traject: Traject) -> None:
    een, ander = doel(cast, traject), doel(cast, build.traject(cast), "Ander")
    vreemd = score(cast, ander)

    assert cast.log_in(client, "smw_vo").get(bij(een, f"score/?vervangt={vreemd.pk}")).status_code == 404
    assert client.get(bij(een, "score/?vervangt=onzin")).status_code == 404


# --- who sees them


@pytest.mark.parametrize("naam", [*ANDEREN, "teamleider"])
def test_niemand_anders_ziet_een_doel(client: Client, cast: Cast, traject: Traject, naam: str) -> None:
    row = doel(cast, traject, WOORDEN)
    score(cast, row)
    cast.log_in(client, naam)

    for wat in ("", "score/", "stoppen/"):
        assert client.get(bij(row, wat)).status_code == 404
        assert client.post(bij(row, wat), {}).status_code == 404
    assert client.get(adres(traject, "doel_nieuw")).status_code == (403 if naam == "teamleider" else 404)
    for pagina in (
        adres(traject, "traject"),
        traject.leerling.get_absolute_url(),
        "/",
        "/trajecten/",
        "/leerlingen/",
        "/leerlingen/csv/",
        "/dashboard/",
        "/dashboard/csv/",
        "/rapporten/",
        "/exports/",
    ):
        antwoord = client.get(pagina)
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
        assert b"Zqik" not in inhoud and b"Doelen" not in inhoud, pagina


def test_wat_gezien_en_gedaan_is_staat_zonder_woorden_in_het_logboek(
    client: Client, cast: Cast, traject: Traject
) -> None:
    row = doel(cast, traject, WOORDEN)
    cast.log_in(client, "smw_po").get(bij(row))

    rijen = list(Gebeurtenis.objects.filter(soort__startswith="doel").values())
    assert {rij["soort"] for rij in rijen} == {"doel.toegevoegd", "doel.gezien"}
    assert {rij["leerling_id"] for rij in rijen} == {str(traject.leerling_id)}
    assert "Zqik" not in str(rijen)


def test_de_woorden_zijn_versleuteld(cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject, WOORDEN)
    doelen.verwoorden(doel=row, versie=1, tekst="Zqandere woorden", van_wie=Uitspraak.OUDER, **nu(cast))
    doelen.stoppen(doel=row, versie=2, reden="Zqreden", **nu(cast))

    with connection.cursor() as cursor:
        for tabel in ("begeleiding_doel", "begeleiding_doeltekst"):
            cursor.execute(f"SELECT * FROM {tabel}")  # noqa: S608 - a name of ours
            rijen = str(cursor.fetchall())
            assert not [woord for woord in ("Zqik", "Zqandere", "Zqreden") if woord in rijen]


def test_de_kaart_kost_evenveel_vragen_voor_een_als_voor_drie(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    domein = list(Keuze.objects.filter(lijst__regio=cast.regio, lijst__code="domein")[:2])

    def tel() -> int:
        client.get(adres(traject, "traject"))
        with CaptureQueriesContext(connection) as gevangen:
            client.get(adres(traject, "traject"))
        return len(gevangen)

    score(cast, doel(cast, traject, domeinen=domein))
    een = tel()
    for nummer in range(2):
        row = doel(cast, traject, f"Doel {nummer}", domeinen=domein)
        score(cast, row)
        score(cast, row, 6, Scoremoment.EIND)

    assert tel() == een
