"""The teamleider divides the work: another familiar face, cover during absence, and who waits for somebody."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding import tasks
from begeleiding.actions import verdeling
from begeleiding.models import Fasewissel, Toewijzing, Toewijzingswissel, Traject
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Medewerker
from gka.workflow import Keuzesoort
from tests import build
from tests.access.test_rights import grant
from tests.begeleiding.paginas import adres, start
from tests.cast import Cast
from tests.factories.gka import MedewerkerFactory
from tests.pages import tekst

URL = "/verdeling/"


@pytest.fixture
def collega(cast: Cast) -> Aanstelling:
    """A second SMW of the same organisation at the same school."""
    wie: Medewerker = MedewerkerFactory(naam="Col Lega", email="collega@test.example")
    cast.people["collega"] = wie
    cast.aanstelling["collega"] = grant(cast, wie, "smw_vo")
    return cast.aanstelling["collega"]


def stuur(client: Client, cast: Cast, stap: str, wiens: str = "smw_vo", naam: str = "teamleider", **velden: Any) -> Any:
    cast.log_in(client, naam)
    return client.post(f"{URL}{stap}/?smw={cast.aanstelling[wiens].pk}", velden)


def draag_over(client: Client, cast: Cast, *trajecten: Traject, **anders: Any) -> Any:
    velden = {
        "trajecten": [een.pk for een in trajecten],
        "naar": cast.aanstelling["collega"].pk,
        "van": "2026-04-01",
        "reden": "Andere verdeling",
    }
    return stuur(client, cast, "overdragen", **velden | anders)


def neem_waar(client: Client, cast: Cast, **anders: Any) -> Any:
    velden = {
        "alle": "on",
        "naar": cast.aanstelling["collega"].pk,
        "van": "2026-03-16",
        "tot": "2026-03-31",
        "reden": "Verlof",
    }
    return stuur(client, cast, "waarnemen", **velden | anders)


def ziet(cast: Cast, naam: str, dag: date) -> int:
    return int(Traject.objects.zichtbaar_voor(cast[naam], op=dag).count())


def test_het_overzicht_telt_per_smw(client: Client, cast: Cast, traject: Traject, collega: Aanstelling) -> None:
    build.contact(cast, traject, minuten=90)
    build.traject(cast)

    pagina = tekst(cast.log_in(client, "teamleider").get(URL))

    assert "Verdeling: iedereen heeft een vast gezicht" in pagina
    assert "Compass 2 0 0 1,5 0" in pagina
    assert "Col Lega" in pagina


def test_meer_leerlingen_kosten_niet_meer_vragen(client: Client, cast: Cast, collega: Aanstelling) -> None:
    def tel() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            assert client.get(URL).status_code == 200
        return len(gevangen)

    def maak() -> None:
        build.traject(cast, gezicht=None)
        draag_over(client, cast, build.traject(cast))
        elders = build.traject(cast)
        build.wil_naar(cast, elders.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)

    maak()
    neem_waar(client, cast)
    cast.log_in(client, "teamleider")
    een = tel()
    for _ in range(2):
        maak()
    neem_waar(client, cast, van="2026-04-01", tot="2026-04-03")
    cast.log_in(client, "teamleider")

    assert tel() == een


@pytest.mark.parametrize("naam", ["smw_vo", "smw_po", "ib_er", "gemeente", "projectcoordinator", "fg", "zonder_rol"])
def test_anderen_verdelen_niets(client: Client, cast: Cast, traject: Traject, naam: str) -> None:
    cast.log_in(client, naam)

    for url in (URL, f"{URL}overdragen/", f"{URL}waarnemen/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{URL}beeindigen/").status_code == 403


def test_een_andere_organisatie_ziet_en_verdeelt_niets(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling
) -> None:
    cast.log_in(client, "buitenstaander_teamleider")
    assert "Vermeulen" not in client.get(URL).content.decode()
    assert client.get(f"{URL}overdragen/?smw={cast.aanstelling['smw_vo'].pk}").status_code == 404
    assert client.get(f"{URL}waarnemen/?smw=onzin").status_code == 404

    zonder = client.post(f"{URL}overdragen/", {"trajecten": [traject.pk], "naar": collega.pk, "van": "2026-04-01"})

    assert zonder.status_code == 200
    assert traject.toewijzingen.get().tot is None


def test_wat_eraan_komt_staat_op_de_verdeling(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling
) -> None:
    """Who leaves, who goes to another school, and hand-overs that are planned: these can be taken back."""
    sem = build.traject(cast, roepnaam="Sem", achternaam="Elders")
    build.wil_naar(cast, sem.leerling, cast.andere_vo_school, Keuzesoort.DEFINITIEF)
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot=date(2026, 4, 30))
    terug = f"{URL}terugnemen/"
    draag_over(client, cast, traject)
    gepland = traject.toewijzingen.get(aanstelling=collega)

    pagina = client.get(URL)
    assert "Laatste werkdag: 30 april 2026 1 leerling daarna zonder vast gezicht" in tekst(pagina)
    assert f"Elders, Sem S.E. {cast.andere_vo_school}" in tekst(pagina)
    assert "Col Lega vastgelegd door" in tekst(pagina)
    assert "1 april 2026 Neem terug" in tekst(pagina)
    assert f'href="/trajecten/?medewerker={cast["smw_vo"].pk}"' in pagina.text
    eigen = cast.aanstelling["smw_vo"].toewijzingen.get(traject=sem)
    for key in (eigen.pk, "onzin"):  # one that runs is handed over, not taken back
        client.post(terug, {"overdracht": key})
    cast.log_in(client, "buitenstaander_teamleider").post(terug, {"overdracht": gepland.pk})
    assert Toewijzing.objects.count() == 3
    assert cast.log_in(client, "teamleider").post(terug, {"overdracht": gepland.pk}).status_code == 302

    assert [(een.aanstelling, een.tot) for een in traject.toewijzingen.all()] == [(cast.aanstelling["smw_vo"], None)]
    assert traject.toewijzingswissels.filter(daad="vervallen", aanstelling=collega).exists()
    assert "2 leerlingen daarna zonder vast gezicht" in tekst(client.get(URL))
    assert "is al begonnen of teruggenomen" in _weigering(gepland, cast)


def _weigering(gepland: Toewijzing, cast: Cast) -> str:
    with pytest.raises(NietToegestaan) as weigering:
        verdeling.terugnemen(gepland=gepland, door=cast["teamleider"], op=timezone.now(), dag=timezone.localdate())
    return str(weigering.value)


# --- another familiar face


def test_overdragen_houdt_de_geschiedenis(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, clock: Traveller
) -> None:
    ander = build.traject(cast)
    assert draag_over(client, cast, traject, ander).status_code == 302

    for een in (traject, ander):
        perioden = list(een.toewijzingen.order_by("van").values_list("aanstelling", "van", "tot"))
        assert perioden == [
            (cast.aanstelling["smw_vo"].pk, date(2026, 3, 10), date(2026, 3, 31)),
            (collega.pk, date(2026, 4, 1), None),
        ]
    laatste = traject.toewijzingswissels.get(aanstelling=collega)
    assert (laatste.daad, laatste.reden, laatste.door) == ("gegeven", "Andere verdeling", cast["teamleider"])
    pagina = tekst(client.get(adres(traject, "traject")))
    assert "Col Lega is vast gezicht" in pagina
    assert "Andere verdeling" in pagina
    assert (ziet(cast, "smw_vo", date(2026, 3, 31)), ziet(cast, "smw_vo", date(2026, 4, 1))) == (2, 0)
    assert (ziet(cast, "collega", date(2026, 3, 31)), ziet(cast, "collega", date(2026, 4, 1))) == (0, 2)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"trajecten": []}, "Kies ten minste één leerling"),
        ({"naar": ""}, "Kies een medewerker"),
        ({"van": ""}, "Vul de eerste dag in"),
        ({"van": "2026-03-09"}, "Deze dag is geweest"),
        ({"reden": " "}, "Schrijf kort op waarom"),
        ({"naar": "00000000-0000-4000-8000-000000000000"}, "Maak een keuze"),
        ({"trajecten": ["00000000-0000-4000-8000-000000000000"]}, "Er is een probleem"),
    ],
)
def test_overdragen_weigert_wat_niet_kan(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, anders: dict[str, Any], zin: str
) -> None:
    fout = draag_over(client, cast, traject, **anders)

    assert fout.status_code == 200
    assert zin in tekst(fout) or "Er is een probleem" in tekst(fout)
    assert traject.toewijzingen.get().aanstelling == cast.aanstelling["smw_vo"]


def test_wat_dezelfde_dag_wordt_hersteld_blijft_te_zien(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling
) -> None:
    draag_over(client, cast, traject, van="2026-03-10")

    assert traject.toewijzingen.get().aanstelling == collega
    daden = set(traject.toewijzingswissels.values_list("daad", "aanstelling"))
    eerste = cast.aanstelling["smw_vo"].pk
    assert daden == {("gegeven", eerste), ("vervallen", eerste), ("gegeven", collega.pk)}
    assert "is toch geen vast gezicht" in tekst(client.get(adres(traject, "traject")))


def test_de_geschiedenis_ligt_vast(cast: Cast, traject: Traject) -> None:
    for poging in (
        lambda: Toewijzingswissel.objects.update(reden="anders"),
        Toewijzingswissel.objects.all().delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            poging()
    wissel = Fasewissel.objects.create(traject=traject, dag=date(2026, 8, 1), vastgelegd_op=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Fasewissel.objects.filter(pk=wissel.pk).update(dag=date(2026, 8, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Fasewissel.objects.create(traject=traject, dag=date(2026, 8, 1), vastgelegd_op=timezone.now())


def test_een_traject_start_als_het_vaste_gezicht_begint(
    client: Client, cast: Cast, collega: Aanstelling, clock: Traveller
) -> None:
    """The cover of the same person ends the day before, and nobody can stand in for oneself later."""
    wacht, loopt = build.traject(cast, gezicht=None), build.traject(cast)
    neem_waar(client, cast, van="2026-03-11", tot="2026-03-20")
    cast.log_in(client, "teamleider")
    velden = {"naar": collega.pk, "van": "2026-03-12", "reden": "Nieuw"}
    client.post(f"{URL}overdragen/", {"trajecten": [wacht.pk]} | velden)
    draag_over(client, cast, loopt, van="2026-03-12")
    tasks.fasen_bijwerken()
    wacht.refresh_from_db()
    assert wacht.status == "voorgesteld"
    assert "voor zichzelf waarnemen" in tekst(neem_waar(client, cast, van="2026-03-11", tot="2026-03-14"))

    clock.move_to("2026-03-13T10:00:00+01:00")
    for _ in range(2):
        tasks.fasen_bijwerken()

    wacht.refresh_from_db()
    assert wacht.status == "gestart"
    wissel = wacht.statuswissels.get(naar="gestart")
    assert (wissel.door, wissel.reden) == (cast["teamleider"], "het vaste gezicht begint")
    assert loopt.toewijzingen.get(waarneming=True).tot == date(2026, 3, 11)
    assert "waarneming" not in start(cast, "collega")


# --- cover


def test_waarneming_geldt_op_haar_dagen_en_staat_op_de_startpagina(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, clock: Traveller
) -> None:
    build.traject(cast)
    assert neem_waar(client, cast).status_code == 302

    verwacht = {date(2026, 3, 15): 0, date(2026, 3, 16): 2, date(2026, 3, 31): 2, date(2026, 4, 1): 0}
    assert {dag: ziet(cast, "collega", dag) for dag in verwacht} == verwacht
    assert all(ziet(cast, "smw_vo", dag) == 2 for dag in verwacht)
    clock.move_to("2026-03-16T10:00:00+01:00")
    assert "waarneming tot 31 maart" in start(cast, "collega")
    assert "waarneming" not in start(cast, "smw_vo")
    pagina = tekst(cast.log_in(client, "teamleider").get(URL))
    assert "Vermeulen, Bo" in pagina
    assert "31 maart 2026" in pagina


def test_een_waarneming_eindigt_als_er_een_ander_vast_gezicht_komt(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling
) -> None:
    """Who stood in for somebody who does not guide any more has nothing to see."""
    neem_waar(client, cast, van="2026-03-10", tot="2026-12-31", naar=cast.aanstelling["buitenstaander_smw_vo"].pk)
    assert ziet(cast, "buitenstaander_smw_vo", date(2026, 3, 20)) == 1

    draag_over(client, cast, traject, van="2026-03-12")

    assert [ziet(cast, "buitenstaander_smw_vo", date(2026, 3, dag)) for dag in (11, 12)] == [1, 0]
    wissel = traject.toewijzingswissels.get(daad="verkort", waarneming=True)
    assert wissel.reden == "er is een ander vast gezicht"


def test_een_deel_laten_waarnemen_en_eerder_beeindigen(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, clock: Traveller
) -> None:
    build.traject(cast)
    ander = cast.aanstelling["buitenstaander_smw_vo"]
    neem_waar(client, cast, alle="", trajecten=[traject.pk], naar=ander.pk)
    rij = Toewijzing.objects.get(waarneming=True)
    assert rij.traject == traject
    clock.move_to("2026-03-20T10:00:00+01:00")

    stuur(client, cast, "beeindigen", naam="buitenstaander_teamleider", waarneming=rij.pk)
    rij.refresh_from_db()
    assert rij.tot == date(2026, 3, 31), "another organisation ends nothing"
    stuur(client, cast, "beeindigen", waarneming=rij.pk)

    rij.refresh_from_db()
    assert rij.tot == date(2026, 3, 20)
    assert tuple(ziet(cast, "buitenstaander_smw_vo", date(2026, 3, dag)) for dag in (20, 21)) == (1, 0)
    assert traject.toewijzingswissels.filter(daad="verkort", waarneming=True).get().door == cast["teamleider"]
    nogmaals = stuur(client, cast, "beeindigen", waarneming=rij.pk)
    assert "al voorbij" in tekst(client.get(nogmaals.headers["Location"]))


def test_wat_nog_moet_komen_wordt_teruggenomen(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling
) -> None:
    neem_waar(client, cast)

    stuur(client, cast, "beeindigen", waarneming=Toewijzing.objects.get(waarneming=True).pk)

    assert "Zij was nog niet begonnen" in tekst(client.get(URL))
    assert not Toewijzing.objects.filter(waarneming=True).exists()
    assert traject.toewijzingswissels.filter(daad="vervallen", waarneming=True).exists()
    onzin = stuur(client, cast, "beeindigen", waarneming="onzin")
    assert "staat hier niet" in tekst(client.get(onzin.headers["Location"]))


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"alle": ""}, "Kies alle leerlingen, of ten minste één"),
        ({"tot": "2026-03-15"}, "voor de eerste dag"),
        ({"tot": "2028-03-18"}, "hoogstens twee jaar"),
        ({"van": "2026-03-09"}, "Deze dag is geweest"),
        ({"tot": ""}, "Vul de laatste dag in"),
        ({"reden": ""}, "Schrijf kort op waarom"),
    ],
)
def test_waarnemen_weigert_wat_niet_kan(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling, anders: dict[str, Any], zin: str
) -> None:
    fout = neem_waar(client, cast, **anders)

    assert zin in tekst(fout)
    assert not Toewijzing.objects.filter(waarneming=True).exists()


def test_waarnemingen_lopen_niet_door_elkaar(
    client: Client, cast: Cast, traject: Traject, collega: Aanstelling
) -> None:
    neem_waar(client, cast)
    assert "Er is al een waarneming van 16 maart" in tekst(neem_waar(client, cast, van="2026-03-31", tot="2026-04-05"))
    assert "Er is al een waarneming van 16 maart" in tekst(neem_waar(client, cast, van="2026-03-11", tot="2026-03-16"))
    assert neem_waar(client, cast, van="2026-04-01", tot="2026-04-05").status_code == 302
    assert Toewijzing.objects.filter(waarneming=True).count() == 2
    Aanstelling.objects.filter(pk=collega.pk).update(tot=date(2026, 5, 1))
    assert "eindigt eerder" in tekst(neem_waar(client, cast, van="2026-04-20", tot="2026-05-02"))
