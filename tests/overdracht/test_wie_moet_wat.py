"""Whose turn it is: agreements, stances and the people to invite."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from lxml import html

from gka.models import Gebeurtenis, Leerling
from overdracht.actions import afspraken
from overdracht.models import Afspraak, Bespreking
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.pages import hoofdformulier


def afgesproken(cast: Cast, row: Bespreking, wie: Partij = Partij.SMW_VO) -> Afspraak:
    return afspraken.toevoegen(
        bespreking=row,
        wat="Belt de ouders.",
        wie=wie,
        voor=timezone.localdate() + timedelta(days=20),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


def stap(client: Client, een: Afspraak, stap: str) -> Any:
    data = {"stap": f"{stap}:{een.merk}"}
    response = client.post(f"/besprekingen/{een.bespreking_id}/afspraken/wijzigen/", data)
    een.refresh_from_db()
    return response


def test_an_agreement_stays_on_the_list_when_the_pupil_comes_back(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    build.besluit(cast, bespreking, Keus.LATER)
    een = afgesproken(cast, bespreking, Partij.BASISSCHOOL)
    build.overleg(cast, bespreking.leerling, datum=timezone.localdate() + timedelta(days=14))

    assert een.wat in tekst(ib_er.get("/"))
    assert 'value="klaar:' in ib_er.get(bespreking.get_absolute_url()).content.decode()
    stap(ib_er, een, "klaar")
    assert een.klaar_op and een.wat not in tekst(ib_er.get("/"))


def test_who_does_it_says_it_is_done(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    mijn, ander = afgesproken(cast, bespreking), afgesproken(cast, bespreking, Partij.SMW_PO)
    smw_vo = cast.log_in(client, "smw_vo")
    pagina = smw_vo.get(bespreking.get_absolute_url()).content.decode()
    assert pagina.count('value="klaar:') == 1 and 'value="vervallen:' not in pagina

    stap(smw_vo, mijn, "klaar")
    stap(smw_vo, ander, "klaar")

    assert mijn.klaar_op and ander.klaar_op is None
    stap(smw_vo, mijn, "open")
    assert stap(smw_vo, mijn, "vervallen").status_code == 403
    assert mijn.klaar_op is None and mijn.vervallen_op is None


def test_the_same_agreement_twice_is_one(ib_er: Client, bespreking: Bespreking) -> None:
    for wat in ("Belt.", "Belt.", "Mailt."):
        data = {"afspraak-wat": wat, "afspraak-wie": "ouder", "afspraak-voor": "2026-04-01"}
        ib_er.post(f"/besprekingen/{bespreking.pk}/afspraken/", data)

    assert sorted(bespreking.afspraken.values_list("wat", flat=True)) == ["Belt.", "Mailt."]


def test_who_must_answer_is_asked_on_the_start_page(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    build.iedereen_eens(cast, bespreking)
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)
    gevraagd = "Uw standpunt wordt gevraagd"
    build.besluit(cast, bespreking)
    smw_vo = cast.log_in(client, "smw_vo")
    assert gevraagd not in tekst(smw_vo.get("/")), "one gave it, and it is no"

    post = {"versie": bespreking.versie, "standpunt_smw_vo": "niet_gehoord"}
    cast.log_in(Client(), "ib_er").post(bespreking.get_absolute_url(), post)
    eerder = set(Gebeurtenis.objects.values_list("pk", flat=True))

    pagina = tekst(smw_vo.get("/"))
    assert gevraagd in pagina and bespreking.leerling.korte_naam in pagina
    assert Gebeurtenis.objects.exclude(pk__in=eerder).filter(soort="besprekingen.gezien").exists()
    assert gevraagd not in tekst(cast.log_in(Client(), "zorgcoordinator").get("/"))
    smw_vo.post(f"{bespreking.get_absolute_url()}standpunt/", {"partij": "smw_vo", "standpunt": "ja"})
    assert gevraagd not in tekst(smw_vo.get("/"))


def test_ones_own_stance_is_shown_when_one_comes_back(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    smw_vo = cast.log_in(client, "smw_vo")
    smw_vo.post(f"{bespreking.get_absolute_url()}standpunt/", {"partij": "smw_vo", "standpunt": "nee"})

    pagina = smw_vo.get(bespreking.get_absolute_url())
    assert "Vastgelegd op 10 maart 2026: nee." in tekst(pagina)
    (gekozen,) = html.fromstring(pagina.content).xpath("//input[@name='standpunt'][@checked]/@value")
    assert gekozen == "nee"


def test_whom_to_invite_follows_from_the_pupils_that_were_picked(cast: Cast, ib_er: Client) -> None:
    een, ander = build.leerling(cast, roepnaam="Een"), build.leerling(cast, roepnaam="Ander")
    build.wil_naar(cast, build.met_toestemming(cast, een), cast.vo_school)
    build.wil_naar(cast, build.met_toestemming(cast, ander), cast.andere_vo_school)

    gekozen = hoofdformulier(ib_er.get(f"/overleggen/nieuw/?leerling={een.pk}"))["deelnemers"]

    assert str(cast.aanstelling["smw_vo"].pk) in gekozen
    assert str(cast.aanstelling["buitenstaander_smw_vo"].pk) not in gekozen
    assert (
        str(cast.aanstelling["buitenstaander_smw_vo"].pk)
        in hoofdformulier(ib_er.get("/overleggen/nieuw/"))["deelnemers"]
    )


def test_a_wish_that_is_known_cannot_be_unknown_again(cast: Cast, ib_er: Client, leerling: Leerling) -> None:
    zonder = build.overleg(cast, build.met_toestemming(cast, leerling)).besprekingen.get()
    leeg = "//select[@name='vo_school']/option[@value='']"
    assert html.fromstring(ib_er.get(zonder.get_absolute_url()).content).xpath(leeg)

    build.wil_naar(cast, leerling, cast.vo_school)

    assert not html.fromstring(ib_er.get(zonder.get_absolute_url()).content).xpath(leeg)
