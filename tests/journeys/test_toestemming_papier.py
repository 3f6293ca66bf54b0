"""The consent form as a browser prints it: one A4 each, also in large letters and with all there can be."""

import re
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gka.actions import ouders
from gka.models import Ouder
from gka.workflow import Doel, Relatie
from tests import build
from tests.cast import Cast
from tests.journeys.conftest import Visitor


def test_each_form_is_one_a4(cast: Cast, visitor: Callable[..., Visitor]) -> None:
    pupil = build.leerling(cast, roepnaam="Bo", achternaam="Verzonnen-Denkbeeld", geboortedatum=date(2014, 3, 1))
    ouders.toevoegen(leerling=pupil, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())
    Ouder.objects.filter(relatie=Relatie.MOEDER).update(taal="uk")
    Ouder.objects.filter(relatie=Relatie.VADER).update(taal="ar")
    build.wil_naar(cast, pupil, cast.vo_school)
    person = visitor()
    cookie = cast.log_in(Client(), "ib_er").cookies[settings.SESSION_COOKIE_NAME].value
    person.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": person.origin}])
    adres = reverse("gka:toestemming_formulier", kwargs={"pk": pupil.pk})
    alles = "&".join(f"doel={doel}" for doel in Doel)

    for meer in ("", "&leeg=on", "&groot=on&leeg=on"):
        page = person.visit(f"{adres}?{alles}{meer}")
        person.check_page()
        bladen = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
        assert bladen == len(Doel), meer
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.paper')).fontSize) * 0.75")
        assert round(size) == (16 if "groot" in meer else 14)
