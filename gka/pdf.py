"""HTML to an accessible PDF (tagged, PDF/UA-1), for what parents take home as a file.

Setting the text is done by Pango, a library of the system. An installation without it has everything else, and prints
the same HTML from the browser; so nothing here is imported before somebody asks for a PDF.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

STYLE = "css/pdf.css"
FONT = "vendor/fonts/atkinson-hyperlegible-next-latin.woff2"


@cache
def beschikbaar() -> bool:
    """Whether this installation can make a PDF."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):  # OSError: Pango itself is not there
        return False
    return True


def maak(html: str) -> bytes:
    """The PDF of a whole HTML page. It reads our own style and font: nothing is fetched, whatever the page says."""
    weasyprint: Any = import_module("weasyprint")
    urls: Any = import_module("weasyprint.urls")
    fetcher = urls.URLFetcher(allowed_protocols=["file"], fail_on_errors=True)
    lettertype = f"@font-face {{ font-family: Atkinson; src: url({_static(FONT).as_uri()}) }}"
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    style = [
        weasyprint.CSS(string=lettertype, font_config=fonts, url_fetcher=fetcher),
        weasyprint.CSS(filename=str(_static(STYLE)), font_config=fonts, url_fetcher=fetcher),
    ]
    nothing = urls.URLFetcher(allowed_protocols=[])
    pagina = weasyprint.HTML(string=html, url_fetcher=nothing, media_type="print")
    return bytes(pagina.write_pdf(stylesheets=style, font_config=fonts, pdf_variant="pdf/ua-1"))


def _static(name: str) -> Path:
    """A static file, where it is served from or where it is in the sources."""
    collected = Path(settings.STATIC_ROOT) / name
    found = str(collected) if collected.exists() else finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)
