"""Agreed first actions: who, what, before when; done or no longer standing, and never gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis, Leerling
from gka.workflow import Doel, Toestemmingstand
from overdracht.actions import afspraken
from overdracht.models import Afspraak, Bespreking
from overdracht.workflow import Keus, Partij
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst

VANDAAG = date(2026, 3, 10)


def maak(cast: Cast, row: Bespreking, **anders: Any) -> Afspraak:
    feit: dict[str, Any] = {"wat": "Belt de ouders.", "wie": Partij.SMW_VO, "voor": VANDAAG + timedelta(days=7)}
    return afspraken.toevoegen(
        bespreking=row, door=cast["ib_er"], op=timezone.now(), dag=timezone.localdate(), **feit | anders
    )


def post(client: Client, row: Bespreking, **data: Any) -> Any:
    gewoon = {"wat": "Belt de ouders.", "wie": "smw_vo", "voor": "2026-03-20"}
    velden = {f"afspraak-{naam}": waarde for naam, waarde in (gewoon | data).items()}
    return client.post(f"/besprekingen/{row.pk}/afspraken/", velden)


def stap(client: Client, afspraak: Afspraak, stap: str, versie: int | None = None) -> Any:
    adres = f"/besprekingen/{afspraak.bespreking_id}/afspraken/wijzigen/"
    waarde = f"{stap}:{afspraak.pk}:{versie or afspraak.versie}"
    response = client.post(adres, {"stap": waarde}, follow=True)
    afspraak.refresh_from_db()
    return response


def test_an_agreement_is_made_done_and_opened_again(ib_er: Client, bespreking: Bespreking) -> None:
    response = post(ib_er, bespreking)
    assert response.status_code == 302 and response["Location"].endswith("#afspraken")
    afspraak = Afspraak.objects.get()
    pagina = tekst(ib_er.get(bespreking.get_absolute_url()))
    assert "Belt de ouders." in pagina and "Schoolmaatschappelijk werk vo · voor 20 maart 2026" in pagina

    assert "klaar op 10 maart 2026" in tekst(stap(ib_er, afspraak, "klaar"))
    assert "voor 20 maart 2026" in tekst(stap(ib_er, afspraak, "open"))
    assert (afspraak.klaar_op, afspraak.versie) == (None, 3)
    soorten = Gebeurtenis.objects.filter(soort__startswith="afspraak.", leerling_id=str(bespreking.leerling_id))
    assert set(soorten.values_list("soort", flat=True)) == {"afspraak.gemaakt", "afspraak.klaar", "afspraak.heropend"}


def test_what_no_longer_stands_stays_to_be_read(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    afspraak = maak(cast, bespreking)

    pagina = stap(ib_er, afspraak, "vervallen")

    assert "<del>Belt de ouders.</del>" in pagina.content.decode() and "vervallen op 10 maart 2026" in tekst(pagina)
    assert not bespreking.afspraken.te_doen().exists()
    assert "Deze afspraak is vervallen. Maak een nieuwe." in tekst(stap(ib_er, afspraak, "klaar"))


def test_what_is_done_does_not_lapse(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    afspraak = maak(cast, bespreking)
    stap(ib_er, afspraak, "klaar")

    assert "Deze afspraak is al klaar." in tekst(stap(ib_er, afspraak, "vervallen"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Afspraak.objects.filter(pk=afspraak.pk).update(vervallen_op=VANDAAG)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"wat": " "}, "Schrijf op wat er is afgesproken"),
        ({"wat": "x" * 281}, "hoogstens 280 tekens, nu 281"),
        ({"voor": VANDAAG - timedelta(days=1)}, "Kies een dag van vandaag"),
        ({"voor": VANDAAG + timedelta(days=367)}, "Kies een dag van vandaag"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, bespreking: Bespreking, anders: dict[str, Any], zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        maak(cast, bespreking, **anders)
    assert not Afspraak.objects.exists()


def test_today_and_280_characters_are_fine(cast: Cast, bespreking: Bespreking) -> None:
    maak(cast, bespreking, wat="x" * 280, voor=VANDAAG)


def test_without_consent_or_in_an_older_overleg_nothing_is_agreed(cast: Cast, leerling: Leerling) -> None:
    eerste = build.bespreking(cast, leerling)
    oude = maak(cast, eerste)
    build.besluit(cast, eerste, Keus.LATER)
    tweede = build.overleg(cast, leerling, datum=VANDAAG + timedelta(days=7)).besprekingen.get()
    with pytest.raises(NietToegestaan, match="later overleg"):
        maak(cast, eerste)
    afspraken.klaar_melden(
        afspraak=oude, versie=oude.versie, klaar=True, door=cast["ib_er"], op=timezone.now(), dag=VANDAAG
    )
    build.zegt(cast, leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    with pytest.raises(NietToegestaan, match="mag niet"):
        maak(cast, tweede)


def test_errors_keep_what_was_typed(ib_er: Client, bespreking: Bespreking) -> None:
    response = post(ib_er, bespreking, wie="", voor="2026-03-01")
    assert response.status_code == 200 and "Belt de ouders." in tekst(response)
    assert "<title>Fout: " in response.content.decode()

    response = post(ib_er, bespreking, voor="2026-03-01")
    assert "Kies een dag van vandaag tot over een jaar." in tekst(response)
    response = post(ib_er, bespreking, wat="Zie 111222333")
    assert (
        "staat een getal dat op een BSN lijkt" in tekst(response)
        and 'name="afspraak-geen_bsn"' in response.content.decode()
    )
    assert not Afspraak.objects.exists()
    post(ib_er, bespreking, wat="Zie 111222333", geen_bsn="on")
    assert Afspraak.objects.get().wat == "Zie 111222333"


def test_the_second_of_two_is_told(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    afspraak = maak(cast, bespreking)
    stap(ib_er, afspraak, "klaar")

    response = stap(ib_er, afspraak, "vervallen", versie=1)

    assert "Iemand anders heeft dit intussen gewijzigd" in tekst(response) and afspraak.vervallen_op is None
    with pytest.raises(Verouderd):
        afspraken.laten_vervallen(afspraak=afspraak, versie=1, door=cast["ib_er"], op=timezone.now(), dag=VANDAAG)


def test_an_agreement_of_another_pupil_is_not_here(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    ander = maak(cast, build.bespreking(cast, build.leerling(cast, roepnaam="Ander")))

    for waarde in (f"klaar:{ander.pk}:1", f"klaar:{'-' * 36}:1", f"weg:{ander.pk}:1", "klaar:x:1", ""):
        adres = f"/besprekingen/{bespreking.pk}/afspraken/wijzigen/"
        response = ib_er.post(adres, {"stap": waarde}, follow=True)
        assert "Deze afspraak staat hier niet." in tekst(response)
    ander.refresh_from_db()
    assert ander.klaar_op is None


def test_the_others_at_the_table_read(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    afspraak = maak(cast, bespreking, wie=Partij.BASISSCHOOL)

    for wie in ("smw_po", "smw_vo", "zorgcoordinator"):
        cast.log_in(client, wie)
        pagina = client.get(bespreking.get_absolute_url())
        assert "Belt de ouders." in tekst(pagina) and "/afspraken/" not in pagina.content.decode()
        assert post(client, bespreking).status_code == 403
        assert "Deze afspraak staat hier niet." in tekst(stap(client, afspraak, "klaar"))
    assert Afspraak.objects.get().klaar_op is None
