"""The score at the end of a goal: after the begin, when the goal stops and after that, and still to correct."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import doelen, trajecten
from begeleiding.models import Doel, Traject
from begeleiding.workflow import Scoremoment, Trajectstatus
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Gebeurtenis
from tests.begeleiding.paginas import adres
from tests.begeleiding.test_doelen import bij, post
from tests.build_zomer import doel, nu, score
from tests.cast import Cast
from tests.pages import hoofdformulier, tekst


def test_een_gestopt_doel_krijgt_alleen_nog_een_eindscore(client: Client, cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    score(cast, row, 3)
    doelen.stoppen(doel=row, versie=1, reden="Niet meer belangrijk", **nu(cast))

    with pytest.raises(NietToegestaan, match="gestopt"):
        score(cast, row, 4, Scoremoment.TUSSEN)
    with pytest.raises(Verouderd):
        doelen.stoppen(doel=row, versie=1, reden="Nog eens", **nu(cast))
    with pytest.raises(NietToegestaan, match="al gestopt"):
        doelen.stoppen(doel=row, versie=2, reden="Nog eens", **nu(cast))
    assert Doel.objects.zonder_eindscore().count() == 0
    link = bij(row, "score/?moment=eind")
    assert link in cast.log_in(client, "smw_vo").get(adres(traject, "traject")).text
    assert post(client, link, score="9").status_code == 302
    assert "Van 3 naar 9" in tekst(client.get(adres(traject, "traject")))
    assert "Dit doel heeft al een eindscore" in tekst(client.get(link))


def test_begin_komt_voor_eind(cast: Cast, traject: Traject, clock: Traveller) -> None:
    row = doel(cast, traject)
    with pytest.raises(NietToegestaan, match="geen beginscore"):
        score(cast, row, 8, Scoremoment.EIND)
    clock.move_to("2026-03-12T10:00:00+01:00")
    begin = score(cast, row, 3)
    eerder, later = date(2026, 3, 11), date(2026, 3, 13)
    with pytest.raises(NietToegestaan, match="beginscore is van 12-3-2026"):
        score(cast, row, 8, Scoremoment.EIND, gemeten_op=eerder)
    score(cast, row, 8, Scoremoment.EIND)
    clock.move_to("2026-03-14T10:00:00+01:00")
    with pytest.raises(NietToegestaan, match="eindscore is van 12-3-2026"):
        score(cast, row, 4, vervangt=begin, gemeten_op=later)
    assert score(cast, row, 4, vervangt=begin, gemeten_op=eerder).score == 4


def test_stoppen_vraagt_de_eindscore_en_twee_keer_is_een_keer(client: Client, cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    cast.log_in(client, "smw_vo")
    assert "eindscore" not in hoofdformulier(client.get(bij(row, "stoppen/"))), "there is no begin"
    score(cast, row, 3)
    gestuurd = hoofdformulier(client.get(bij(row, "stoppen/"))) | {"reden": "Bereikt!", "eindscore": "9"}

    for _ in range(2):
        assert client.post(bij(row, "stoppen/"), gestuurd).status_code == 302

    assert [een.score for een in row.scores.filter(moment=Scoremoment.EIND)] == [9]
    assert Gebeurtenis.objects.filter(soort="doel.gestopt").count() == 1
    assert client.post(bij(row, "stoppen/"), gestuurd | {"reden": "Anders"}).status_code == 200


def test_na_het_sluiten_is_een_score_nog_te_verbeteren(client: Client, cast: Cast, traject: Traject) -> None:
    row = doel(cast, traject)
    score(cast, row, 3)
    eind = score(cast, row, 8, Scoremoment.EIND)
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())

    assert bij(row, "score/#verbeteren") in cast.log_in(client, "smw_vo").get(adres(traject, "traject")).text
    pagina = client.get(bij(row, "score/"))
    assert f"?vervangt={eind.pk}" in pagina.text and "Score opslaan" not in pagina.text
    assert post(client, bij(row, f"score/?vervangt={eind.pk}"), score="9").status_code == 302
    assert "Van 3 naar 9" in tekst(client.get(adres(traject, "traject")))
