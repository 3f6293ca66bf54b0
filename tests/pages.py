"""Read a page as a browser does: what would this form post?"""

from django.http import HttpResponse
from lxml import html


def velden(response: HttpResponse, *, actie: str) -> dict[str, list[str]]:
    """The fields of the form whose address ends like this, filled as the page shows them."""
    pagina = html.fromstring(response.content)
    (form,) = [form for form in pagina.iter("form") if (form.get("action") or "").endswith(actie)]
    gevuld: dict[str, list[str]] = {}
    for naam, waarde in form.form_values():
        gevuld.setdefault(naam, []).append(waarde)
    return gevuld


def hoofdformulier(response: HttpResponse) -> dict[str, list[str]]:
    """The fields of the one form that posts to the page itself, filled as the page shows them."""
    pagina = html.fromstring(response.content)
    (form,) = pagina.xpath("//main//form[@method='post'][not(@action)]")
    gevuld: dict[str, list[str]] = {}
    for naam, waarde in form.form_values():
        gevuld.setdefault(naam, []).append(waarde)
    return gevuld


def tekst(response: HttpResponse) -> str:
    """The words of the page, without markup and extra spaces."""
    pagina = html.fromstring(response.content)
    for element in pagina.xpath("//script | //style"):
        element.drop_tree()
    return " ".join(" ".join(pagina.itertext()).split())
