"""Asking for a research file, waiting for it, and being refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Leerling, Opdracht
from gka.workflow import Opdrachtstand
from monitoring import tasks
from monitoring.actions import exports
from monitoring.models import Export, Exportaanvraag
from tests.cast import Cast
from tests.monitoring.world import aanvraag, files, inhoud, maak


def test_van_aanvraag_tot_download(client: Client, cast: Cast, kinderen: list[Leerling]) -> None:
    cast.log_in(client, "onderzoeker")
    page = client.post("/exports/aanvragen/", {"cohorten": [cast.cohort.pk]}, follow=True)
    assert "wordt gemaakt" in page.content.decode()

    tasks.export_maken(opdracht_id=str(Opdracht.objects.get(taak="monitoring.export_maken").pk))
    page = client.get("/exports/")
    response = client.get(Export.objects.get().get_absolute_url())

    assert "klaar" in page.content.decode()
    assert "C_PERSOONSGEGEVENS_pseudoniem_um_2026_v1.zip" in page.content.decode().replace("<wbr>", "")
    assert "2 leerlingen" in page.content.decode()
    assert files(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="C_PERSOONSGEGEVENS_pseudoniem_um_2026_v1.zip"'
    assert "PERSOONSGEGEVENS" in client.get("/").content.decode()
    soorten = list(Gebeurtenis.objects.filter(soort__startswith="export.").values_list("soort", flat=True))
    assert sorted(soorten) == ["export.aangevraagd", "export.gedownload", "export.gemaakt"]


def test_zonder_sleutel_eindigt_het_verzoek_met_de_reden(
    client: Client, cast: Cast, kinderen: list[Leerling], settings: LazySettings, tmp_path: Path
) -> None:
    short = tmp_path / "short"
    short.write_text("te kort")
    for path in ("", str(tmp_path / "weg"), str(short)):
        settings.PSEUDONYM_KEY_FILE = path
        row = aanvraag(cast)
        assert row.opdracht
        tasks.export_maken(opdracht_id=str(row.opdracht.pk))
        row.refresh_from_db()
        assert (row.status, row.opdracht.__class__.objects.get(pk=row.opdracht.pk).stand) == ("mislukt", "gereed")
    page = cast.log_in(client, "onderzoeker").get("/exports/").content.decode()

    assert "De sleutel voor pseudoniemen ontbreekt" in page
    assert not Export.objects.exists()


def test_buiten_de_demo_kan_het_niet(
    client: Client, cast: Cast, kinderen: list[Leerling], settings: LazySettings
) -> None:
    export, wachtend = maak(cast), aanvraag(cast)
    settings.DEMO = False

    with pytest.raises(NietToegestaan, match="Twee mensen"):
        aanvraag(cast)
    with pytest.raises(NietToegestaan, match="Twee mensen"):
        inhoud(cast, export)
    assert exports.maken(aanvraag=wachtend, op=timezone.now()) is None
    wachtend.refresh_from_db()
    assert wachtend.status == "mislukt"


def test_de_pagina_zegt_buiten_de_demo_waarom(client: Client, cast: Cast, settings: LazySettings) -> None:
    settings.DEMO = False
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorRequired")]
    cast.log_in(client, "onderzoeker")

    page = client.get("/exports/").content.decode()
    client.post("/exports/aanvragen/", {"cohorten": [cast.cohort.pk]})

    assert "Twee mensen moeten zo&#x27;n verzoek goedkeuren" in page
    assert "Export aanvragen" not in page
    assert not Exportaanvraag.objects.exists()


@pytest.mark.parametrize(
    ("wie", "status"),
    [("gemeente", 403), ("projectcoordinator", 403), ("fg", 403), ("beheerder", 403), ("ib_er", 403), ("anoniem", 302)],
)
def test_alleen_een_onderzoeker_komt_hier(client: Client, cast: Cast, wie: str, status: int) -> None:
    cast.log_in(client, wie)

    assert client.get("/exports/").status_code == status
    assert client.post("/exports/aanvragen/", {"cohorten": [cast.cohort.pk]}).status_code == status
    assert not Exportaanvraag.objects.exists()


def test_download_is_van_wie_het_vroeg(client: Client, cast: Cast, kinderen: list[Leerling]) -> None:
    url = maak(cast).get_absolute_url()

    for wie in ("vreemdeling_onderzoeker", "projectcoordinator", "fg", "gemeente"):
        assert cast.log_in(client, wie).get(url).status_code == 404
    assert cast.log_in(client, "onderzoeker").post(url).status_code == 405


def test_na_het_einde_van_de_aanstelling_is_de_download_weg(
    client: Client, cast: Cast, kinderen: list[Leerling], clock: time_machine.Traveller
) -> None:
    url = maak(cast).get_absolute_url()
    aanstelling = cast.aanstelling["onderzoeker"]
    aanstelling.tot = timezone.localdate()
    aanstelling.save(update_fields=["tot"])
    clock.shift(timedelta(days=1))

    assert cast.log_in(client, "onderzoeker").get(url).status_code == 404


def test_cohort_van_een_ander_is_geen_keuze(client: Client, cast: Cast) -> None:
    page = cast.log_in(client, "onderzoeker").post("/exports/aanvragen/", {"cohorten": [cast.elders_cohort.pk]})

    assert page.status_code == 200
    assert "Fout:" in page.content.decode()
    assert not Exportaanvraag.objects.exists()
    with pytest.raises(NietToegestaan, match="eigen regio"):
        exports.aanvragen(regio=cast.regio, cohorten=[cast.elders_cohort], door=cast["onderzoeker"], op=timezone.now())


def test_na_zeven_dagen_is_de_export_verlopen_en_gewist(
    client: Client, cast: Cast, kinderen: list[Leerling], clock: time_machine.Traveller
) -> None:
    export = maak(cast)
    wissen = Opdracht.objects.get(taak="monitoring.export_wissen")
    tasks.export_wissen(opdracht_id=str(wissen.pk))  # too early: nothing happens
    wissen.refresh_from_db()
    assert wissen.stand == Opdrachtstand.OPEN

    clock.shift(timedelta(days=7, seconds=1))
    cast.log_in(client, "onderzoeker")
    page = client.get(export.get_absolute_url(), follow=True)
    tasks.export_wissen(opdracht_id=str(wissen.pk))

    assert "Deze export is verlopen" in page.content.decode()
    assert "verlopen</span>" in page.content.decode()
    export.refresh_from_db()
    assert export.inhoud is None
    assert Gebeurtenis.objects.filter(soort="export.gewist").count() == 1


def test_twee_keer_dezelfde_opdracht_maakt_een_export(cast: Cast, kinderen: list[Leerling]) -> None:
    row = aanvraag(cast)

    eerste = exports.maken(aanvraag=row, op=timezone.now())
    tweede = exports.maken(aanvraag=row, op=timezone.now())

    assert eerste == tweede
    assert Export.objects.count() == 1


def test_een_opgegeven_opdracht_heet_mislukt(client: Client, cast: Cast) -> None:
    row = aanvraag(cast)
    Opdracht.objects.filter(pk=row.opdracht_id).update(stand=Opdrachtstand.MISLUKT)

    assert "Vraag de beheerder" in cast.log_in(client, "onderzoeker").get("/exports/").content.decode()


def test_vragen_aan_de_database_groeien_niet_met_de_lijst(
    client: Client, cast: Cast, kinderen: list[Leerling], django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        maak(cast)
    cast.log_in(client, "onderzoeker")

    with django_assert_max_num_queries(15) as captured:
        client.get("/exports/")

    assert not [query for query in captured.captured_queries if '"inhoud"' in query["sql"]]
