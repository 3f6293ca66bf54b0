"""The research file: asked for, made by the worker, and holding nothing that may not leave."""

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from gka.models import Leerling
from gka.workflow import Doel, Toestemmingstand
from monitoring.actions import exports
from monitoring.research import columns, package, pseudonym
from tests import build
from tests.cast import Cast
from tests.monitoring import world
from tests.monitoring.world import aanvraag, files, inhoud, maak


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


# --- what is in it


def test_export_bevat_alleen_wie_ja_zei_tegen_onderzoek(cast: Cast, kinderen: list[Leerling]) -> None:
    export = maak(cast)

    inside = files(inhoud(cast, export))

    assert list(inside) == ["leerlingen.csv", "contacten.csv", "codebook.csv", "datapackage.json", "LEESMIJ.txt"]
    key = pseudonym.load("parkstad")
    assert {row["pseudoniem"] for row in rows(inside["leerlingen.csv"])} == {
        key.pupil(kind.pk) for kind in kinderen[:2]
    }
    assert len(rows(inside["contacten.csv"])) == export.rijen == 2


def test_de_rij_van_een_leerling(cast: Cast, kinderen: list[Leerling]) -> None:
    inside = files(inhoud(cast, maak(cast)))

    rij = {row["pseudoniem"]: row for row in rows(inside["leerlingen.csv"])}[
        pseudonym.load("parkstad").pupil(kinderen[0].pk)
    ]

    assert re.fullmatch("[a-z]{8}", rij.pop("vo_school"))
    assert re.fullmatch("[a-z2-7]{16}", rij.pop("pseudoniem"))
    assert rij == {
        "cohort": "2026",
        "leeftijd": "11",
        "vo_gemeente": "0899",
        "advies_laag": "2",
        "advies_hoog": "3",
        "status": "opgenomen",
        "uren_po": "0.83",
        "uren_vo": "0.00",
    }
    contact = rows(inside["contacten.csv"])[0]
    assert [contact[name] for name in ("week", "fase", "soort", "minuten", "aanwezig")] == [
        "0",
        "po",
        "direct",
        "50",
        "1",
    ]


def test_status_zegt_hoe_ver_een_leerling_is(cast: Cast) -> None:
    gestart = build.traject(cast).leerling
    wacht, besproken, lijst = (build.bespreking(cast, build.leerling(cast)) for _ in range(3))
    build.besluit(cast, wacht, build.Keus.LATER)
    build.besprekingen.bijwerken(
        bespreking=besproken,
        versie=besproken.versie,
        gegevens=build.besprekingen.Bespreekgegevens(),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    nieuw = build.leerling(cast)
    pupils = [gestart, wacht.leerling, besproken.leerling, lijst.leerling, nieuw]
    for pupil in pupils:
        build.met_toestemming(cast, pupil, Doel.ONDERZOEK)

    key = pseudonym.load("parkstad")
    found = {row["pseudoniem"]: row["status"] for row in rows(files(inhoud(cast, maak(cast)))["leerlingen.csv"])}

    assert [found[key.pupil(pupil.pk)] for pupil in pupils] == ["gestart", "wacht", "besproken", "voorgesteld", "geen"]


def test_ingetrokken_toestemming_werkt_meteen(
    cast: Cast, kinderen: list[Leerling], clock: time_machine.Traveller
) -> None:
    row = aanvraag(cast)
    clock.shift(timedelta(minutes=1))
    build.zegt(cast, kinderen[0], Doel.ONDERZOEK, Toestemmingstand.INGETROKKEN)

    export = exports.maken(aanvraag=row, op=timezone.now())

    assert export
    assert export.rijen == 1


def test_wat_na_het_verzoek_kwam_zit_er_niet_in_en_de_bytes_zijn_gelijk(
    cast: Cast, kinderen: list[Leerling], clock: time_machine.Traveller
) -> None:
    export = maak(cast)
    eerst = inhoud(cast, export)
    clock.shift(timedelta(hours=1))

    build.contact(cast, kinderen[0].trajecten.get())
    opnieuw = exports.samenstellen(aanvraag=export.aanvraag)

    assert opnieuw.content == eerst == inhoud(cast, export)
    assert hashlib.sha256(eerst).hexdigest() == export.sha256
    assert opnieuw.name == export.bestandsnaam == "C_PERSOONSGEGEVENS_pseudoniem_um_2026_v1.zip"
    tweede = maak(cast)
    assert tweede.bestandsnaam.endswith("_v2.zip")
    assert len(rows(files(inhoud(cast, tweede))["contacten.csv"])) == 3


def test_kanaries_staan_nergens(cast: Cast, kinderen: list[Leerling]) -> None:
    content = inhoud(cast, maak(cast))

    spots = [content, *files(content).values()]
    secrets = [*world.CANARIES, "777123777", "2014-09-01", "Compass", "18DO00", "Regenboom", "99ZZ00", "Test"]
    secrets += [str(kind.pk) for kind in kinderen] + [kind.pk.hex for kind in kinderen]
    for secret in secrets:
        forms = [secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")]
        forms += [base64.b64encode(secret.encode())[:-2], base64.b64encode(secret.encode())[2:-2]]
        assert not [form for form in forms if any(form in spot for spot in spots)], secret


def test_de_kanarietest_ziet_een_lek(cast: Cast, kinderen: list[Leerling]) -> None:
    """The negative control: a name in a cell is refused by the writer, and would be found."""
    with pytest.raises(ValueError, match="neither a code nor a number"):
        package._cells("Kanarieroep")
    for bad in ("=1+1", "@x", "\t", "\0", "a b", "2026-03-10", "A"):
        with pytest.raises(ValueError, match="neither"):
            package._cells(bad)


def test_het_woord_dat_er_niet_mag_staan_staat_er_niet(cast: Cast, kinderen: list[Leerling]) -> None:
    export = maak(cast)
    inside = files(inhoud(cast, export))

    for text in (export.bestandsnaam, *(content.decode() for content in inside.values())):
        assert not re.search("ano(ni|ny)m", text, re.IGNORECASE)
    assert "GEPSEUDONIMISEERDE PERSOONSGEGEVENS – de AVG geldt" in inside["LEESMIJ.txt"].decode()
    assert "PERSOONSGEGEVENS" in json.loads(inside["datapackage.json"])["title"]


def test_elke_kolom_staat_in_het_codeboek_en_andersom(cast: Cast, kinderen: list[Leerling]) -> None:
    inside = files(inhoud(cast, maak(cast)))

    described = {(row["bestand"], row["kolom"]) for row in rows(inside["codebook.csv"])}
    found = {
        (name, column)
        for name in ("leerlingen.csv", "contacten.csv")
        for column in inside[name].decode().splitlines()[0].split(",")
    }
    assert described == found
    schema = json.loads(inside["datapackage.json"])["resources"]
    assert {(one["path"], field["name"]) for one in schema for field in one["schema"]["fields"]} == found


def test_datapackage_past_bij_de_bestanden(cast: Cast, kinderen: list[Leerling]) -> None:
    inside = files(inhoud(cast, maak(cast)))

    for resource in json.loads(inside["datapackage.json"])["resources"]:
        content = inside[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for field in resource["schema"]["fields"]:
            rules = field.get("constraints", {})
            for row in rows(content):
                value = row[field["name"]]
                assert value or not rules.get("required"), field["name"]
                if value and "enum" in rules:
                    assert value in map(str, rules["enum"])
                if value and field["type"] in ("integer", "number"):
                    assert float(value) >= rules.get("minimum", float("-inf"))


def test_vorm_van_de_bestanden(cast: Cast, kinderen: list[Leerling]) -> None:
    content = inhoud(cast, maak(cast))
    inside = files(content)

    for name in columns.COLUMNS:
        text = inside[name].decode()
        assert not text.startswith("\ufeff")
        assert text.count("\n") == text.count("\r\n") == len(rows(inside[name])) + 1
        lines = text.splitlines()[1:]
        assert lines == sorted(lines, key=lambda line: line.split(","))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_pseudoniemen_zijn_vast_per_ontvanger_en_sleutel(kinderen: list[Leerling]) -> None:
    pk = kinderen[0].pk
    een, ander = pseudonym.Pseudonymiser(b"a" * 32, "parkstad"), pseudonym.Pseudonymiser(b"b" * 32, "parkstad")

    assert een.pupil(pk) == pseudonym.Pseudonymiser(b"a" * 32, "parkstad").pupil(pk)
    assert len({een.pupil(pk), ander.pupil(pk), pseudonym.Pseudonymiser(b"a" * 32, "elders").pupil(pk)}) == 3


def test_export_ligt_versleuteld_in_de_database(cast: Cast, kinderen: list[Leerling]) -> None:
    export = maak(cast)

    assert export.inhoud
    assert b"leerlingen.csv" not in bytes(export.inhoud)
    assert bytes(export.inhoud)[:2] != b"PK"
