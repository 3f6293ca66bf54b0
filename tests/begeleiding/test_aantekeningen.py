"""Notes: encrypted, for author and current caseload, never anywhere else."""

import base64
import json
import os
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from time_machine import Traveller

from begeleiding.actions import aantekeningen, trajecten
from begeleiding.models import Aantekening, Traject
from begeleiding.workflow import Trajectstatus
from gka import panels
from gka.access import scopes
from gka.access.table import Rol
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis, Opdracht
from gka.privacy.encryption import DecryptionError
from gka.workflow import Doel as Toestemmingsdoel
from gka.workflow import Toestemmingstand
from monitoring.actions import exports
from tests import build
from tests.begeleiding.paginas import adres
from tests.begeleiding.test_pages import ANDEREN
from tests.build_zomer import aantekening, nu
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst

GEHEIM = "Zqgeheim: praat liever na vier uur."
BSN = "123456782"


def van(rij: Aantekening) -> str:
    return f"/aantekeningen/{rij.pk}/"


def leest(cast: Cast, naam: str, traject: Traject) -> int:
    """How many notes of this traject this person may read."""
    return Aantekening.objects.zichtbaar_voor(cast[naam]).filter(traject=traject).count()


def wijs_toe(cast: Cast, traject: Traject, naam: str, **feiten: object) -> None:
    gewoon = {"van": timezone.localdate(), "door": cast["teamleider"], "op": timezone.now()}
    trajecten.toewijzen(traject=traject, aanstelling=cast.aanstelling[naam], **gewoon | feiten)


# --- writing


def test_schrijven_en_verbeteren_in_de_browser(client: Client, cast: Cast, traject: Traject) -> None:
    cast.log_in(client, "smw_vo")
    pagina = client.get(adres(traject, "aantekening_nieuw"))
    assert "Wat u hier schrijft, mag de ouder lezen." in pagina.text
    assert "Gebruik de meldcode van uw organisatie" in pagina.text and "0800-2000" in pagina.text
    velden = hoofdformulier(pagina) | {"tekst": GEHEIM}
    for _ in range(2):  # a double tap is one note
        assert client.post(adres(traject, "aantekening_nieuw"), velden).status_code == 302
    rij = Aantekening.objects.get()

    assert client.post(van(rij), hoofdformulier(client.get(van(rij))) | {"tekst": "Zqbeter"}).status_code == 302

    woorden = tekst(client.get(adres(traject, "aantekeningen")))
    assert "1 aantekening" in woorden and "Zqbeter" in woorden
    assert "Eerdere versie" in woorden and GEHEIM in woorden
    assert Aantekening.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Aantekening.objects.filter(pk=rij.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Aantekening.objects.filter(pk=rij.pk).update(vervangt=None)


def test_een_gebruikt_formulier_met_andere_tekst_bewaart_niets_stil(
    client: Client, cast: Cast, traject: Traject
) -> None:
    velden = hoofdformulier(cast.log_in(client, "smw_vo").get(adres(traject, "aantekening_nieuw")))
    client.post(adres(traject, "aantekening_nieuw"), velden | {"tekst": "Eerst"})

    antwoord = client.post(adres(traject, "aantekening_nieuw"), velden | {"tekst": "Zqtoch anders"})

    assert antwoord.status_code == 200 and "al gebruikt" in antwoord.text and "Zqtoch anders" in antwoord.text
    assert Aantekening.objects.count() == 1
    with pytest.raises(NietToegestaan, match="al gebruikt"):
        aantekening(cast, traject, "Eerst", "smw_po", sleutel=velden["sleutel"][0])


@pytest.mark.parametrize(
    "inhoud, zin", [("  ", "Schrijf iets op"), ("x" * 2001, "hoogstens 2000"), (f"Zie {BSN}", "BSN lijkt")]
)
def test_wat_niet_kan_blijft_staan(client: Client, cast: Cast, traject: Traject, inhoud: str, zin: str) -> None:
    velden = hoofdformulier(cast.log_in(client, "smw_vo").get(adres(traject, "aantekening_nieuw")))

    antwoord = client.post(adres(traject, "aantekening_nieuw"), velden | {"tekst": inhoud})

    assert antwoord.status_code == 200 and zin in antwoord.text
    assert not Aantekening.objects.exists()
    with pytest.raises(NietToegestaan) if "BSN" not in zin else transaction.atomic():
        aantekening(cast, traject, inhoud)


def test_alleen_de_auteur_verbetert(client: Client, cast: Cast, traject: Traject) -> None:
    rij = aantekening(cast, traject, GEHEIM)

    assert cast.log_in(client, "smw_po").get(van(rij)).status_code == 404
    assert client.post(van(rij), {"tekst": "x", "sleutel": str(uuid4())}).status_code == 404
    with pytest.raises(NietToegestaan, match="Alleen wie"):
        aantekeningen.verbeteren(aantekening=rij, tekst="x", sleutel=uuid4(), **nu(cast, "smw_po"))
    aantekeningen.verbeteren(aantekening=rij, tekst="Beter", sleutel=uuid4(), **nu(cast))
    with pytest.raises(Verouderd):
        aantekeningen.verbeteren(aantekening=rij, tekst="Nog beter", sleutel=uuid4(), **nu(cast))


def test_aan_een_gesloten_traject_schrijft_niemand_maar_de_auteur_verbetert(cast: Cast, traject: Traject) -> None:
    rij = aantekening(cast, traject)
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    with pytest.raises(NietToegestaan, match="afgerond"):
        aantekening(cast, traject, "Nog iets")
    assert aantekeningen.verbeteren(aantekening=rij, tekst="Beter", sleutel=uuid4(), **nu(cast)).vervangt == rij


# --- who reads


@pytest.mark.parametrize("naam", [*ANDEREN, "teamleider"])
def test_niemand_anders_leest_een_aantekening(client: Client, cast: Cast, traject: Traject, naam: str) -> None:
    rij = aantekening(cast, traject, GEHEIM)
    cast.log_in(client, naam)

    for pagina in (adres(traject, "aantekeningen"), adres(traject, "aantekening_nieuw")):
        assert client.get(pagina).status_code == (403 if naam == "teamleider" else 404)
    assert client.post(adres(traject, "aantekening_nieuw"), {"tekst": "x"}).status_code in (403, 404)
    assert client.get(van(rij)).status_code == 404
    assert leest(cast, naam, traject) == 0
    assert b"Aantekeningen" not in client.get(adres(traject, "traject")).content


def test_de_caseload_leest_mee(cast: Cast, traject: Traject) -> None:
    aantekening(cast, traject)
    morgen = timezone.localdate() + timedelta(days=1)
    wijs_toe(cast, traject, "buitenstaander_smw_vo", waarneming=True, van=morgen, tot=morgen)

    assert (leest(cast, "smw_vo", traject), leest(cast, "smw_po", traject)) == (1, 1)
    assert leest(cast, "buitenstaander_smw_vo", traject) == 0
    for dag, verwacht in ((morgen, 1), (morgen + timedelta(days=1), 0)):
        rows = Aantekening.objects.zichtbaar_voor(cast["buitenstaander_smw_vo"], op=dag)
        assert rows.count() == verwacht


def test_na_overdracht_leest_de_nieuwe_en_niet_de_oude(client: Client, cast: Cast, traject: Traject) -> None:
    eigen = aantekening(cast, traject, GEHEIM)
    wijs_toe(cast, traject, "buitenstaander_smw_vo")
    aantekening(cast, traject, "Van de nieuwe", "buitenstaander_smw_vo")

    assert leest(cast, "buitenstaander_smw_vo", traject) == 2
    # The traject is not theirs to see any more, so the own note is not either (the table: author, caseload).
    assert leest(cast, "smw_vo", traject) == 0
    assert cast.log_in(client, "smw_vo").get(van(eigen)).status_code == 404


def test_wie_het_traject_zo_ziet_leest_alleen_de_eigen(
    cast: Cast, traject: Traject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the traject ever be visible by another road than the caseload, an author reads the own notes only."""
    eigen = aantekening(cast, traject, GEHEIM)
    wijs_toe(cast, traject, "buitenstaander_smw_vo")
    aantekening(cast, traject, "Van de nieuwe", "buitenstaander_smw_vo")
    alles = {**scopes._RULES, ("begeleiding.Traject", Rol.SMW_VO): [lambda stoelen, op: Q(pk=traject.pk)]}
    monkeypatch.setattr(scopes, "_RULES", defaultdict(list, alles))

    assert list(Aantekening.objects.zichtbaar_voor(cast["smw_vo"])) == [eigen]


def test_tot_een_half_jaar_na_sluiten(cast: Cast, traject: Traject) -> None:
    """Closed on 10 March; for the SMW of the primary school it ends with the switch to the secondary school."""
    aantekening(cast, traject)
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    dagen = (date(2026, 3, 10), date(2026, 7, 31), date(2026, 8, 1), date(2026, 9, 10), date(2026, 9, 11))
    gelezen = {
        naam: [Aantekening.objects.zichtbaar_voor(cast[naam], op=dag).count() for dag in dagen]
        for naam in ("smw_vo", "smw_po")
    }
    assert gelezen == {"smw_vo": [1, 1, 1, 1, 0], "smw_po": [1, 1, 0, 0, 0]}


def test_ingetrokken_toestemming_sluit_alles(client: Client, cast: Cast, traject: Traject) -> None:
    rij = aantekening(cast, traject)
    build.zegt(cast, traject.leerling, Toestemmingsdoel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    for naam in ("smw_vo", "smw_po"):
        assert cast.log_in(client, naam).get(van(rij)).status_code == 404
        assert client.get(adres(traject, "aantekeningen")).status_code == 404
    with pytest.raises(NietToegestaan):
        aantekeningen.verbeteren(aantekening=rij, tekst="x", sleutel=uuid4(), **nu(cast))


def test_lezen_staat_in_het_logboek_met_een_aantal(client: Client, cast: Cast, traject: Traject) -> None:
    aantekening(cast, traject, GEHEIM)
    cast.log_in(client, "smw_po").get(adres(traject, "aantekeningen"))

    rij = Gebeurtenis.objects.get(soort="aantekeningen.gelezen")
    assert (rij.leerling_id, rij.details) == (str(traject.leerling_id), {"aantal": 1})


# --- nowhere else


def test_de_tekst_staat_nergens(
    client: Client, cast: Cast, traject: Traject, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    rij = aantekening(cast, traject, GEHEIM)
    aantekeningen.verbeteren(aantekening=rij, tekst="Zqgeheim: anders", sleutel=uuid4(), **nu(cast))
    build.contact(cast, traject)
    asked = exports.aanvragen(regio=cast.regio, cohorten=[cast.cohort], door=cast["onderzoeker"], op=timezone.now())
    exports.maken(aanvraag=asked, op=timezone.now())
    cast.log_in(client, "smw_vo").get(adres(traject, "aantekeningen"))

    # A fault while it is saved: the page of the error and the log say nothing of what was typed.
    client.raise_request_exception = False
    velden = hoofdformulier(client.get(adres(traject, "aantekening_nieuw"))) | {"tekst": "Zqgeheim in een fout"}
    monkeypatch.setattr(aantekeningen, "leg_vast", lambda *args, **kwargs: 1 / 0)
    fout = client.post(adres(traject, "aantekening_nieuw"), velden)
    monkeypatch.undo()

    assert fout.status_code == 500 and "Zqgeheim" not in fout.text
    assert Aantekening.objects.count() == 2
    assert "Zqgeheim" not in caplog.text
    assert "Zqgeheim" not in json.dumps(list(Gebeurtenis.objects.values()), default=str)
    assert "Zqgeheim" not in json.dumps(list(Opdracht.objects.values()), default=str)
    assert not [bericht for bericht in mail.outbox if "Zqgeheim" in bericht.body]
    assert not _tabellen_met("Zqgeheim")
    assert "Zqgeheim" not in client.get(adres(traject, "traject")).text
    assert "Zqgeheim" not in client.get(traject.leerling.get_absolute_url()).text
    assert "Zqgeheim" not in "".join(paneel.html for paneel in panels.for_start(cast["smw_vo"], timezone.localdate()))
    onderzoeker = cast.log_in(client, "onderzoeker").get("/exports/")
    assert "Zqgeheim" not in onderzoeker.text


def _tabellen_met(woord: str) -> list[str]:
    """Tables that hold this word in the plain, whatever the column."""
    gevonden = []
    with connection.cursor() as cursor:
        for tabel in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{tabel}"')  # noqa: S608 - a name of the database itself
            rijen = [bytes(cel) if isinstance(cel, memoryview) else cel for rij in cursor.fetchall() for cel in rij]
            if woord in str(rijen):
                gevonden.append(tabel)
    return gevonden


def test_een_nieuwe_sleutel_leest_de_oude_tekst(
    cast: Cast, traject: Traject, settings: Settings, tmp_path: Path
) -> None:
    rij = aantekening(cast, traject, GEHEIM)
    oud = Path(settings.ENCRYPTION_KEYS_FILE).read_text()
    nieuw = f"k2:{base64.b64encode(os.urandom(32)).decode()}\n"
    settings.ENCRYPTION_KEYS_FILE = tmp_path / "sleutels"

    settings.ENCRYPTION_KEYS_FILE.write_text(nieuw + oud)
    assert Aantekening.objects.get(pk=rij.pk).tekst == GEHEIM
    settings.ENCRYPTION_KEYS_FILE.write_text(nieuw)
    os.utime(settings.ENCRYPTION_KEYS_FILE, (1, 1))  # another file, whatever the clock of the disk
    with pytest.raises(DecryptionError):
        str(Aantekening.objects.get(pk=rij.pk).tekst)


def test_tekst_verhuist_niet_naar_een_ander_kind(cast: Cast, traject: Traject) -> None:
    rij, ander = aantekening(cast, traject, GEHEIM), aantekening(cast, build.traject(cast), "Iets anders")
    sleutel = Aantekening._meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        cursor.execute("SELECT tekst FROM begeleiding_aantekening WHERE id = %s", [sleutel(rij.pk, connection)])
        ander.__dict__["tekst"] = Aantekening._meta.get_field("tekst").from_db_value(cursor.fetchone()[0], None, None)
    with pytest.raises(DecryptionError):
        str(ander.tekst)


def test_de_lijst_kost_evenveel_vragen_voor_een_als_voor_veel(
    client: Client, cast: Cast, traject: Traject, clock: Traveller
) -> None:
    cast.log_in(client, "smw_vo")

    def tel() -> int:
        client.get(adres(traject, "aantekeningen"))
        with CaptureQueriesContext(connection) as gevangen:
            client.get(adres(traject, "aantekeningen"))
        return len(gevangen)

    aantekening(cast, traject)
    een = tel()
    for nummer in range(25):
        rij = aantekening(cast, traject, f"Nummer {nummer}", ("smw_vo", "smw_po")[nummer % 2])
    aantekeningen.verbeteren(aantekening=rij, tekst="Beter", sleutel=uuid4(), **nu(cast))

    assert tel() == een
