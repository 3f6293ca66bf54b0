"""Read and send a row of the board as a browser does: its fields lie in several cells and name their form."""

from typing import Any

from django.test import Client
from lxml import html

from overdracht.models import Bespreking


def invoer(client: Client, row: Bespreking) -> dict[str, Any]:
    """What the row of this pupil would post, as the board shows it."""
    pagina = html.fromstring(client.get(row.overleg.get_absolute_url()).content)
    return velden(pagina, row)


def velden(pagina: Any, row: Bespreking) -> dict[str, Any]:
    """The fields of the row, as this page fills them."""
    (form,) = pagina.xpath(f"//form[@id='bewaar-{row.pk.hex}']")
    gevuld: dict[str, Any] = {}
    for veld in pagina.xpath(f"//*[@form='bewaar-{row.pk.hex}'] | //form[@id='bewaar-{row.pk.hex}']//input"):
        if veld.tag == "input" and veld.get("type") in ("radio", "checkbox") and veld.get("checked") is None:
            continue
        if veld.tag == "button" or veld.get("name") == "csrfmiddlewaretoken":
            continue
        waarde = veld.value if veld.tag == "select" else veld.get("value") or (veld.text or "").removeprefix("\n")
        if veld.get("name") == "ouders_aanwezig":
            gevuld.setdefault("ouders_aanwezig", []).append(waarde)
            continue
        gevuld[veld.get("name")] = waarde or ""
    assert form.get("action") == adres(row)
    return gevuld


def adres(row: Bespreking) -> str:
    return f"/besprekingen/{row.pk}/rij/"


def bewaar(client: Client, row: Bespreking, los: bool = True, **anders: Any) -> Any:
    """Send the row as the board shows it now, with these fields changed; `los` as the script does."""
    return stuur(client, row, invoer(client, row) | anders, los=los)


def stuur(client: Client, row: Bespreking, data: dict[str, Any], *, los: bool = True) -> Any:
    response = client.post(adres(row), data, headers={"X-Rij": "1"} if los else {})
    row.refresh_from_db()
    return response
