"""Correcting a contact: a new version with a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Contact, Contactdeelname, Inzet
from begeleiding.workflow import Onjuist, Trajectstatus
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis
from tests import build
from tests.begeleiding.correctie import corrigeer
from tests.cast import Cast

VANDAAG = date(2026, 3, 10)
GISTEREN = VANDAAG - timedelta(days=1)


def test_een_correctie_vervangt_en_telt_alleen_zelf(cast: Cast) -> None:
    traject = build.traject(cast)
    eerste = build.contact(cast, traject, minuten=450)

    nieuw = corrigeer(cast, eerste, minuten=45)

    assert (nieuw.vervangt, nieuw.reden) == (eerste, "Verkeerde duur")
    assert list(Contact.objects.geldig()) == [nieuw]
    assert Contactdeelname.objects.totalen([traject.pk])[traject.pk].inzet == 45
    assert Inzet.objects.minuten([cast.aanstelling["smw_vo"]], van=VANDAAG, tot=VANDAAG) == 45
    eerste.refresh_from_db()
    assert eerste.minuten == 450
    assert Gebeurtenis.objects.get(soort="contact.gecorrigeerd").details == {
        "minuten": 45,
        "contactsoort": "huisbezoek",
    }


def test_een_correctie_kan_naar_het_goede_kind(cast: Cast) -> None:
    fout, goed = build.traject(cast), build.traject(cast)
    contact = build.contact(cast, fout)

    corrigeer(cast, contact, trajecten=[goed], reden="Ander kind")

    totalen = Contactdeelname.objects.totalen([fout.pk, goed.pk])
    assert (totalen[fout.pk].inzet, totalen[goed.pk].inzet) == (0, 45)


def test_alleen_de_nieuwste_versie_wordt_gecorrigeerd(cast: Cast) -> None:
    eerste = build.contact(cast, build.traject(cast))
    tweede = corrigeer(cast, eerste, minuten=30)

    with pytest.raises(NietToegestaan, match="nieuwste versie"):
        corrigeer(cast, eerste, minuten=60)
    assert corrigeer(cast, tweede, minuten=60).vervangt == tweede


def test_een_correctie_zonder_reden_of_met_onzin_wordt_geweigerd(cast: Cast) -> None:
    contact = build.contact(cast, build.traject(cast))

    for feiten, zin in [
        ({"reden": "  "}, "waarom"),
        ({"minuten": 0}, "1 minuut"),
        ({"gebeurd_op": GISTEREN}, "begon op"),
        ({"gebeurd_op": VANDAAG + timedelta(days=1)}, "nog komen"),
    ]:
        with pytest.raises(NietToegestaan, match=zin):
            corrigeer(cast, contact, **feiten)


def test_een_correctie_na_afsluiten_gaat_over_een_dag_ervoor(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast)
    contact = build.contact(cast, traject)
    trajecten.afsluiten(traject=traject, status=Trajectstatus.AFGEROND, door=cast["smw_vo"], op=timezone.now())
    clock.move_to("2026-03-12T10:00:00+01:00")

    with pytest.raises(Onjuist, match="al gesloten"):
        corrigeer(cast, contact, gebeurd_op=date(2026, 3, 11))
    assert corrigeer(cast, contact, minuten=30).minuten == 30


def test_dezelfde_correctie_twee_keer_is_een_versie(cast: Cast) -> None:
    contact = build.contact(cast, build.traject(cast))
    sleutel = uuid4()

    assert corrigeer(cast, contact, minuten=30, sleutel=sleutel) == corrigeer(
        cast, contact, minuten=30, sleutel=sleutel
    )
