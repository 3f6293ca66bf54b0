"""Make and send files of hours in tests, through the pages; and read what came back."""

import csv
import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from begeleiding.models import Traject
from begeleiding.urenbestand import KOLOMMEN
from begeleiding.urencodes import LEERLING, MEDEWERKER, code
from gka.models import Medewerker

INLEZEN = "/uren/inlezen/"
TOEVOEGEN = "/uren/inlezen/toevoegen/"
WOORDEN = "/uren/inlezen/woorden/"
JAAR = {"van": "2026-01-01", "tot": "2026-12-31"}
VERBORGEN = re.compile(r'<input type="hidden" name="(concept|aantal)" value="([^"]*)"')
GROEPSVRAAG = re.compile(r'name="(groep_[0-9a-f-]{36})"')
VINKJE = re.compile(r'name="correctie" type="checkbox" value="([0-9a-f-]{36})"')
FOUT = re.compile(r'<th scope="row" data-label="Rij">Rij (\d+)</th>\s*<td data-label="Reden">(.*?)</td>', re.DOTALL)


def leerling(traject: Traject) -> str:
    return code(LEERLING, traject.pk)


def medewerker(wie: Medewerker) -> str:
    return code(MEDEWERKER, wie.pk)


def rij(traject: Traject, wie: Medewerker, **anders: str) -> dict[str, str]:
    """A good row of 9 March; keywords replace cells."""
    return {
        "sleutel": "",
        "datum": "2026-03-09",
        "medewerker": medewerker(wie),
        "collegas": "",
        "leerling": leerling(traject),
        "soort": "huisbezoek",
        "met": "leerling",
        "minuten": "45",
        "toegerekend": "",
        "reisminuten": "0",
        "overige_deelnemers": "0",
    } | anders


def bestand(rijen: Iterable[Mapping[str, str]], kolommen: Sequence[str] = KOLOMMEN) -> bytes:
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([een[kolom] for kolom in kolommen if kolom in een] for een in rijen)
    return uit.getvalue().encode("utf-8-sig")


def stuur(client: Client, inhoud: bytes, naam: str = "uren.csv") -> str:
    """The page that a file leads to."""
    return lees(client.post(INLEZEN, {"bestand": SimpleUploadedFile(naam, inhoud)}))


def verder(client: Client, pagina: str, adres: str = WOORDEN, **keuzes: Any) -> str:
    """Hand back what the page carried, with these choices."""
    return lees(client.post(adres, dict(VERBORGEN.findall(pagina)) | keuzes))


def toevoegen(client: Client, pagina: str, **keuzes: Any) -> Any:
    return client.post(TOEVOEGEN, dict(VERBORGEN.findall(pagina)) | keuzes)


def groepsvragen(pagina: str) -> list[str]:
    """The names of the questions whether rows are one contact."""
    return list(dict.fromkeys(GROEPSVRAAG.findall(pagina)))


def antwoord(client: Client, pagina: str, *antwoorden: str) -> str:
    """The page after these answers to the questions on it, in their order; an empty one says nothing."""
    keuzes = dict(zip(groepsvragen(pagina), antwoorden, strict=True))
    return lees(toevoegen(client, pagina, kijk="1", **keuzes))


def vinkjes(pagina: str) -> list[str]:
    """The contacts that can be corrected."""
    return VINKJE.findall(pagina)


def fouten(pagina: str) -> dict[int, str]:
    """The reason per row that is wrong."""
    return {int(nummer): html.unescape(reden) for nummer, reden in FOUT.findall(pagina)}


def lees(antwoord: Any) -> str:
    assert antwoord.status_code == 200, antwoord.status_code
    return str(antwoord.content.decode())


def download(client: Client, **vraag: str) -> bytes:
    antwoord = client.get("/uren/csv/", JAAR | vraag)
    assert antwoord.status_code == 200
    return bytes(antwoord.content)


def rijen(inhoud: bytes) -> list[dict[str, str]]:
    """A file read back, by column."""
    return list(csv.DictReader(io.StringIO(inhoud.decode("utf-8-sig")), delimiter=";"))


def kop(pagina: str) -> str:
    """The heading, which says the answer."""
    gevonden = re.search(r"<h1[^>]*>(.*?)</h1>", pagina, re.DOTALL)
    assert gevonden
    return html.unescape(" ".join(gevonden[1].split()))
