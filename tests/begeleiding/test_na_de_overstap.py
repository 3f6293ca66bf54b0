"""What the primary school still sees of pupils who moved on: the class of December, and own hours without a name."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Traject
from begeleiding.workflow import Nazorg, Trajectstatus
from gka.workflow import Keuzesoort
from tests import build
from tests.begeleiding.paginas import adres
from tests.begeleiding.posities import DECEMBER, HAVO, PAGINA, positie, toegelaten
from tests.begeleiding.urenbestanden import download, kop, lees
from tests.cast import Cast
from tests.pages import tekst

OUD = "/leerlingen/oud/"
JULI, AUGUSTUS = "2026-07-31T10:00:00+02:00", "2026-08-01T10:00:00+02:00"
OKTOBER, NA_DECEMBER = "2026-10-02T10:00:00+02:00", "2027-01-05T10:00:00+01:00"


def vragen(client: Client, url: str) -> int:
    """How many queries this page takes, once the session is there."""
    client.get(url)
    with CaptureQueriesContext(connection) as gezien:
        assert client.get(url).status_code == 200
    return len(gezien)


# --- former pupils


def vul_in(client: Client, cast: Cast, traject: Traject, moment: str, klas: str) -> None:
    """The zorgcoördinator fills in the table of this measurement."""
    cast.log_in(client, "zorgcoordinator")
    pagina = client.post(f"{PAGINA}?peiling={moment}", {f"{traject.leerling_id}-klas": klas}, follow=True)
    assert "Opgeslagen: 1 leerling." in tekst(pagina)


def test_de_ib_er_ziet_van_een_oud_leerling_de_klas_van_december(client: Client, cast: Cast, clock: Traveller) -> None:
    traject = toegelaten(cast)
    clock.move_to(OKTOBER)
    vul_in(client, cast, traject, "2026-oktober", "5-5")
    assert "Vermeulen, Bo B.V. 2026 Compass nog niet bekend" in tekst(cast.log_in(client, "ib_er").get(OUD))

    clock.move_to(NA_DECEMBER)
    vul_in(client, cast, traject, "2026-december", "6-6")

    pagina = tekst(cast.log_in(client, "ib_er").get(OUD))
    assert "Positie in december" in pagina
    assert "Vermeulen, Bo B.V. 2026 Compass vwo" in pagina
    assert "havo" not in pagina, "the class of October is for the secondary school"
    assert "Vermeulen" not in tekst(cast.log_in(client, "buitenstaander_ib_er").get(OUD))


def test_meer_oud_leerlingen_kosten_niet_meer_vragen(client: Client, cast: Cast, clock: Traveller) -> None:
    """Of one school one pupil moved on, of the other four."""
    elders, *hier = [toegelaten(cast, roepnaam=naam) for naam in ("Bo", "Sem", "Yara", "Noor", "Finn")]
    build.wil_naar(cast, elders.leerling, cast.andere_school, Keuzesoort.BASISSCHOOL)
    clock.move_to(NA_DECEMBER)
    for traject in (elders, *hier):
        positie(cast, traject.leerling, HAVO, DECEMBER)

    aantallen = {}
    for naam in ("buitenstaander_ib_er", "ib_er"):
        cast.log_in(client, naam)
        aantallen[tekst(client.get(OUD)).count("Compass havo")] = vragen(client, OUD)

    assert set(aantallen) == {1, 4}
    assert aantallen[1] == aantallen[4] <= 15


# --- own hours of the social worker of the primary school


def test_de_smw_po_houdt_de_uren_en_niet_de_naam(client: Client, cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast, roepnaam="Bo", achternaam="Vermeulen")
    clock.move_to(JULI)
    build.contact(cast, traject, minuten=60, wie="smw_po")
    cast.log_in(client, "smw_po")
    assert "Bo Vermeulen" in lees(client.get("/uren/"))

    clock.move_to(AUGUSTUS)

    cast.log_in(client, "smw_po")
    for blad in ("/uren/", "/uren/?maand=2026-07"):
        pagina = lees(client.get(blad))
        assert kop(pagina) == "1 uur inzet"
        assert "een leerling die u niet meer begeleidt" in pagina
        for spoor in ("Vermeulen", "B.V.", str(traject.pk), str(traject.leerling_id)):
            assert spoor not in pagina, f"{spoor} on {blad}"
    bestand = download(client)
    assert len(bestand.splitlines()) == 2 and b"Vermeulen" not in bestand


# --- the traject with its story


def test_een_lang_verloop_kost_niet_meer_vragen(client: Client, cast: Cast, traject: Traject, clock: Traveller) -> None:
    url = adres(traject, "traject")
    sluit(cast, traject)
    heropen(cast, traject)
    neem_waar(cast, traject)
    kort = client_vragen(client, cast, url)
    regels = len(client.get(url).context["verloop"])

    for dag in range(11, 17):
        clock.move_to(f"2026-03-{dag}T10:00:00+01:00")
        sluit(cast, traject)
        heropen(cast, traject)
        neem_waar(cast, traject)
    assert client_vragen(client, cast, url) == kort
    assert len(client.get(url).context["verloop"]) == regels + 18


def client_vragen(client: Client, cast: Cast, url: str) -> int:
    """Logged in afresh: the clock moved on."""
    return vragen(cast.log_in(client, "smw_vo"), url)


def sluit(cast: Cast, traject: Traject) -> None:
    feiten = {"status": Trajectstatus.AFGEROND, "nazorg": Nazorg.JA, "door": cast["smw_vo"], "op": timezone.now()}
    trajecten.afsluiten(traject=traject, **feiten)


def heropen(cast: Cast, traject: Traject) -> None:
    trajecten.heropenen(
        traject=traject, reden="Er is meer nodig", door=cast["smw_vo"], op=timezone.now(), dag=timezone.localdate()
    )


def neem_waar(cast: Cast, traject: Traject) -> None:
    """Somebody stands in, today."""
    trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling["buitenstaander_smw_vo"],
        van=timezone.localdate(),
        tot=timezone.localdate(),
        waarneming=True,
        door=cast["teamleider"],
        op=timezone.now(),
    )
