"""Every page that exists, as somebody who works with it, wide and narrow: axe, targets, dead links, nothing sideways.

Three states: with data, empty, and with the errors a form shows when it is sent in empty.
"""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import expect

from begeleiding.actions import maanden
from gka.models import Leerling
from monitoring.actions import rapporten
from tests import build, build_zomer
from tests.cast import Cast
from tests.journeys.conftest import Visitor

WIDTHS = [390, 1280]
# Pages without a screen of their own: machine addresses, downloads, steps that only answer a form, and log-in pages
# that need a state of allauth, which its own tests and tests/gka/test_login.py walk through.
NOT_SHOWN = {
    "healthz",
    "readyz",
    "csp_report",
    "gka:sessie",
    "gka:leerlingen_kolommen",
    "gka:leerlingen_controleren",
    "gka:leerlingen_csv",
    "begeleiding:uren-csv",
    "begeleiding:uren-kolommen",
    "begeleiding:uren-woorden",
    "begeleiding:uren-toevoegen",
    "overdracht:agenda-bestand",
    "overdracht:brief-pdf",
    "overdracht:verslag-pdf",
    "overdracht:van-de-lijst",
    "gka:leerlingen_toevoegen",
    "gka:ouder_verwijderen",
    "overdracht:bord-stand",
    "overdracht:rij",
    "overdracht:concept",
    "overdracht:concept-weggooien",
    "overdracht:standpunt",
    "overdracht:afspraak-maken",
    "overdracht:afspraak-wijzigen",
    "begeleiding:zomer_publiceren",
    "begeleiding:plek_gezien",
    "begeleiding:zomer_gezien",
    "begeleiding:waarneming-beeindigen",
    "begeleiding:overdracht-terugnemen",
    "monitoring:dashboard_csv",
    "monitoring:rapport_csv",
    "monitoring:export_aanvragen",
    "monitoring:export_download",
    "account_inactive",
    "account_reauthenticate",
    "account_set_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
STAFF = {
    "ib_er": [
        "gka:start",
        "gka:leerlingen",
        "gka:leerlingen_importeren",
        "gka:leerling_nieuw",
        "gka:oud_leerlingen",
        "gka:leerling",
        "gka:leerling_bewerken",
        "gka:toestemming",
        "gka:toestemming_formulier",
        "gka:advies",
        "gka:school",
        "gka:woonplaats",
        "gka:ouder_toevoegen",
        "gka:ouder",
        "overdracht:overleggen",
        "overdracht:overleg-plannen",
        "overdracht:voorstellen",
        "overdracht:overleg",
        "overdracht:overleg-wijzigen",
        "overdracht:overleg-afgelasten",
        "overdracht:agenda",
        "overdracht:verslag",
        "overdracht:brief",
        "overdracht:bespreking",
        "account_change_password",
        "mfa_index",
    ],
    "smw_po": ["gka:start", "gka:leerlingen", "gka:leerling", "overdracht:overleg", "overdracht:bespreking"],
    "smw_vo": [
        "gka:start",
        "gka:berichten",
        "begeleiding:iets-terug",
        "gka:leerling",
        "begeleiding:trajecten",
        "begeleiding:traject",
        "begeleiding:contact",
        "begeleiding:uren",
        "begeleiding:uren-vergeten",
        "begeleiding:uren-inlezen",
        "begeleiding:doel_nieuw",
        "begeleiding:doel",
        "begeleiding:doel_score",
        "begeleiding:doel_stoppen",
        "begeleiding:aantekeningen",
        "begeleiding:aantekening_nieuw",
        "begeleiding:aantekening",
        "begeleiding:zomeractiviteiten",
        "begeleiding:zomeractiviteit",
        "begeleiding:zomer_aanmelden",
        "begeleiding:zomerdag",
        "begeleiding:afmelden",
        "begeleiding:groepscontact",
        "begeleiding:week",
        "begeleiding:contactversies",
        "begeleiding:contact-wijzigen",
        "begeleiding:contact-intrekken",
        "begeleiding:starten",
        "begeleiding:afsluiten",
        "begeleiding:heropenen",
    ],
    "zorgcoordinator": [
        "overdracht:naar-mijn-school",
        "begeleiding:posities",
        "begeleiding:toelating",
        "gka:start",
        "gka:leerlingen",
        "overdracht:overleg",
        "overdracht:bespreking",
    ],
    "teamleider": [
        "gka:start",
        "gka:leerling",
        "begeleiding:trajecten",
        "begeleiding:traject",
        "begeleiding:uren-organisatie",
        "begeleiding:uren-maand",
        "begeleiding:uren-heropenen",
        "begeleiding:uren-medewerker",
        "begeleiding:uren-budget",
        "begeleiding:zomeractiviteiten",
        "begeleiding:zomeractiviteit",
        "begeleiding:zomer_nieuw",
        "begeleiding:zomer_wijzigen",
        "begeleiding:zomer_afgelasten",
        "begeleiding:verdeling",
        "overdracht:uitkomsten",
        "begeleiding:overdragen",
        "begeleiding:waarnemen",
        "begeleiding:heropenen-met-gezicht",
    ],
    "gemeente": ["gka:start", "monitoring:dashboard", "monitoring:rapporten", "monitoring:rapport"],
    "projectcoordinator": ["gka:start", "monitoring:dashboard", "monitoring:rapporten", "monitoring:rapport"],
    "onderzoeker": ["gka:start", "monitoring:dashboard", "monitoring:exports"],
    "beheerder": ["gka:start"],
    "fg": [
        "gka:start",
        "monitoring:dashboard",
        "overdracht:toezicht",
        "overdracht:overleg-toezicht",
        "overdracht:bespreking-toezicht",
    ],
}
PUBLIC = ["account_login", "account_signup", "account_reset_password"]
FORMS = {
    "ib_er": [
        "gka:leerlingen_importeren",
        "gka:leerling_nieuw",
        "gka:toestemming",
        "gka:advies",
        "gka:school",
        "gka:woonplaats",
        "gka:ouder_toevoegen",
        "overdracht:overleg-plannen",
        "overdracht:voorstellen",
    ],
    "smw_vo": [
        "begeleiding:contact",
        "begeleiding:afsluiten",
        "begeleiding:groepscontact",
        "begeleiding:week",
        "begeleiding:contact-intrekken",
        "begeleiding:uren-inlezen",
        "begeleiding:doel_nieuw",
        "begeleiding:doel_score",
        "begeleiding:doel_stoppen",
        "begeleiding:aantekening_nieuw",
        "begeleiding:zomer_aanmelden",
        "begeleiding:zomerdag",
        "begeleiding:afmelden",
    ],
    "teamleider": [
        "begeleiding:zomer_nieuw",
        "begeleiding:zomer_afgelasten",
        "begeleiding:uren-heropenen",
        "begeleiding:uren-budget",
        "begeleiding:overdragen",
        "begeleiding:waarnemen",
    ],
    "onderzoeker": ["monitoring:exports"],
}
EMPTY = {
    "buitenstaander_ib_er": ["gka:start", "gka:leerlingen", "overdracht:overleggen", "overdracht:overleg-plannen"],
    "buitenstaander_smw_vo": [
        "gka:start",
        "gka:leerlingen",
        "begeleiding:trajecten",
        "begeleiding:uren",
        "begeleiding:groepscontact",
        "begeleiding:week",
        "begeleiding:iets-terug",
        "begeleiding:zomeractiviteiten",
        "overdracht:overleggen",
    ],
    "buitenstaander_teamleider": [
        "begeleiding:uren-organisatie",
        "begeleiding:uren-maand",
        "overdracht:uitkomsten",
    ],
    "buitenstaander_zorgcoordinator": ["begeleiding:posities", "begeleiding:toelating"],
    "vreemdeling_gemeente": ["gka:start", "monitoring:dashboard", "monitoring:rapporten"],
    "vreemdeling_onderzoeker": ["gka:start", "monitoring:exports"],
}


@pytest.fixture
def world(cast: Cast) -> dict[str, dict[str, object]]:
    """A pupil in the traject, one to be discussed, one without consent, a report; and the arguments of addresses."""
    traject = build.traject(cast, roepnaam="Bo", achternaam="Verzonnen")
    contact = build.contact(cast, traject)
    bespreking = build.bespreking(cast, build.leerling(cast, roepnaam="Sem", achternaam="Denkbeeld"))
    noor = build.met_toestemming(cast, build.leerling(cast, roepnaam="Noor", achternaam="Voorbeeld"))
    yara = build.leerling(cast, roepnaam="Yara", achternaam="Nep")
    rapporten.maken(regio=cast.regio, maand=date(2026, 2, 1), op=timezone.now())
    gesloten = maanden.sluiten(
        organisatie=cast.aanstelling["teamleider"].organisatie,
        maand=date(2026, 1, 1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    doel = build_zomer.doel(cast, traject)
    build_zomer.score(cast, doel)
    # A day that is over, so that there is an attendance list to confirm; and one pupil who is not enrolled yet.
    vandaag = timezone.localdate()
    zomer = build_zomer.zomeractiviteit(
        cast, van=vandaag, tot=vandaag, weekdagen=frozenset(range(7)), aanmelden_tot=vandaag
    )
    aanmelding = build_zomer.aanmelding(cast, zomer, traject)
    build.traject(cast, roepnaam="Mo", achternaam="Bedacht")
    leerling: Leerling = traject.leerling
    return {
        "gka:leerling": {"pk": leerling.pk},
        **{f"gka:{naam}": {"pk": leerling.pk} for naam in ("toestemming", "advies", "school", "woonplaats")},
        "gka:leerling_bewerken": {"pk": leerling.pk},
        "gka:toestemming_formulier": {"pk": leerling.pk},
        "gka:ouder_toevoegen": {"pk": leerling.pk},
        "gka:ouder": {"pk": leerling.ouders.get().pk},
        "?overdracht:voorstellen": {"leerling": [noor.pk, yara.pk]},
        "overdracht:overleg": {"pk": bespreking.overleg_id},
        "overdracht:overleg-wijzigen": {"pk": bespreking.overleg_id},
        "overdracht:overleg-afgelasten": {"pk": bespreking.overleg_id},
        "overdracht:agenda": {"pk": bespreking.overleg_id},
        "overdracht:verslag": {"pk": bespreking.overleg_id},
        "overdracht:brief": {"pk": traject.besluit.bespreking_id},
        "overdracht:bespreking": {"pk": bespreking.pk},
        "overdracht:overleg-toezicht": {"pk": bespreking.overleg_id},
        "overdracht:bespreking-toezicht": {"pk": traject.besluit.bespreking_id},
        "begeleiding:traject": {"pk": traject.pk},
        "begeleiding:uren-heropenen": {"pk": gesloten.pk},
        "begeleiding:uren-medewerker": {"pk": cast.people["smw_vo"].pk},
        "begeleiding:uren-budget": {"pk": cast.people["smw_vo"].pk},
        **{f"begeleiding:{naam}": {"pk": traject.pk} for naam in ("doel_nieuw", "aantekeningen", "aantekening_nieuw")},
        **{f"begeleiding:{naam}": {"pk": doel.pk} for naam in ("doel", "doel_score", "doel_stoppen")},
        "begeleiding:aantekening": {"pk": build_zomer.aantekening(cast, traject).pk},
        **{f"begeleiding:zomer_{naam}": {"pk": zomer.pk} for naam in ("wijzigen", "afgelasten", "aanmelden")},
        "begeleiding:zomeractiviteit": {"pk": zomer.pk},
        "begeleiding:zomerdag": {"pk": zomer.dagen.get().pk},
        "begeleiding:afmelden": {"pk": aanmelding.pk},
        **{
            f"begeleiding:{naam}": {"pk": contact.pk}
            for naam in ("contactversies", "contact-wijzigen", "contact-intrekken")
        },
        **{f"begeleiding:{stap}": {"pk": traject.pk} for stap in ("contact", "starten", "afsluiten", "heropenen")},
        "begeleiding:heropenen-met-gezicht": {"pk": traject.pk},
        **{f"?begeleiding:{stap}": {"smw": cast.aanstelling["smw_vo"].pk} for stap in ("overdragen", "waarnemen")},
        "monitoring:rapport": {"maand": date(2026, 2, 1)},
    }


def address(route: str, world: dict[str, dict[str, object]]) -> str:
    """The address of a page about the world; `?route` in the world is its query."""
    query = urlencode(world.get(f"?{route}", {}), doseq=True)
    return reverse(route, kwargs=world.get(route)) + (f"?{query}" if query else "")


def enter(visitor: Visitor, cast: Cast, name: str) -> None:
    """Put the session of this person in the browser; the log-in page has a journey of its own."""
    client = cast.log_in(Client(), name)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": visitor.origin}])


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(
    cast: Cast, world: dict[str, dict[str, object]], visitor: Callable[..., Visitor], width: int
) -> None:
    for name, routes in STAFF.items():
        person = visitor(width=width)
        enter(person, cast, name)
        for route in routes:
            person.visit(address(route, world))
            person.check_page()
    public = visitor(width=width)
    for route in PUBLIC:
        public.visit(reverse(route))
        public.check_page()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_form_with_its_errors(
    cast: Cast, world: dict[str, dict[str, object]], visitor: Callable[..., Visitor], width: int
) -> None:
    for name, routes in FORMS.items():
        person = visitor(width=width)
        enter(person, cast, name)
        for route in routes:
            page = person.visit(address(route, world))
            page.locator("main form[method=post] button[type=submit]").last.click()
            expect(page).to_have_title(re.compile("^Fout: "))
            expect(page.locator("[role=alert]").first).to_contain_text("Er is een probleem")
            expect(page.locator("[role=alert]:focus-within"), "the summary has the focus").to_have_count(1)
            person.check_page()
            page.locator("[role=alert] a").first.click()
            expect(page.locator(":is(input, select, textarea):focus"), "a link lands on its input").to_have_count(1)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_empty_page(cast: Cast, visitor: Callable[..., Visitor], width: int) -> None:
    for name, routes in EMPTY.items():
        person = visitor(width=width)
        enter(person, cast, name)
        for route in routes:
            person.visit(reverse(route))
            person.check_page()


def test_every_route_is_shown_or_named_as_not_shown() -> None:
    shown = {route for routes in [*STAFF.values(), PUBLIC] for route in routes}
    routes = set(route_names(get_resolver().url_patterns))
    mfa = {route for route in routes if route.startswith("mfa_") and route != "mfa_index"}
    assert routes - shown - mfa - NOT_SHOWN - {"account_logout"} == set()


def route_names(patterns: list[object], prefix: str = "") -> list[str]:
    """Names of all routes, as `reverse` takes them."""
    names = []
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix  # type: ignore[attr-defined]
            names += route_names(pattern.url_patterns, inner)
        elif pattern.name:  # type: ignore[attr-defined]
            names.append(prefix + pattern.name)  # type: ignore[attr-defined]
    return names
