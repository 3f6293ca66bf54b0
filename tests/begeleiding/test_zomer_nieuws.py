"""What a social worker reads on the start page about a summer activity that changed, until she says that she knows."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import aanmeldingen, zomer
from begeleiding.models import Aanmelding, Traject, Zomeractiviteit
from gka.models import Gebeurtenis
from gka.workflow import Doel, Toestemmingstand
from tests import build
from tests.begeleiding.paginas import adres, start
from tests.build_zomer import aanmelding, aanwezig, bevestigd, concept, gegevens, nu, zomeractiviteit
from tests.cast import Cast
from tests.pages import tekst, velden


@pytest.fixture
def drie(cast: Cast) -> list[Traject]:
    """Three pupils for two places; the first one turns twelve on 4 May."""
    dagen = (date(2014, 5, 4), date(2014, 9, 1), date(2014, 9, 1))
    namen = ("Aaf", "Bas", "Cas")
    return [
        build.traject(cast, roepnaam=naam, achternaam="Zqnaam", geboortedatum=dag)
        for naam, dag in zip(namen, dagen, strict=True)
    ]


@pytest.fixture
def kamp(cast: Cast, drie: list[Traject]) -> Zomeractiviteit:
    row = zomeractiviteit(cast)
    for traject in drie:
        aanmelding(cast, row, traject)
    return row


def wachtlijst(row: Zomeractiviteit) -> list[str]:
    """Who waits, in order."""
    bezetting = Aanmelding.objects.bezetting([row], op=timezone.localdate())[row.pk]
    namen = {rij.pk: rij.traject.leerling.roepnaam for rij in row.aanmeldingen.select_related("traject__leerling")}
    return [namen[key] for key in bezetting.op_volgorde[bezetting.plaatsen :]]


def wijzig(cast: Cast, row: Zomeractiviteit, **anders: object) -> Zomeractiviteit:
    return zomer.wijzigen(activiteit=row, versie=row.versie, gegevens=gegevens(**anders), **nu(cast, "teamleider"))


def test_een_andere_dag_of_plaats_en_afgelasten_staan_er_tot_gezien(
    client: Client, cast: Cast, kamp: Zomeractiviteit, clock: Traveller
) -> None:
    clock.shift(60)
    kamp = wijzig(cast, kamp, omschrijving="Ook zwemmen.")
    assert "is veranderd" not in start(cast, "smw_vo")
    clock.shift(60)
    kamp = wijzig(cast, kamp, plaats="Elders", van=date(2026, 8, 10), tot=date(2026, 8, 14))

    pagina = cast.log_in(client, "smw_vo").get("/")
    assert "Zomerkamp Verzonnen is veranderd" in tekst(pagina) and "10 augustus 2026" in tekst(pagina)
    assert "Aaf Z., Bas Z. en Cas Z. Gezien" in tekst(pagina)  # one full stop, not two
    assert "is veranderd" not in start(cast, "buitenstaander_smw_vo")
    knop = velden(pagina, actie=f"/zomeractiviteiten/{kamp.pk}/gezien/")
    clock.shift(60)
    kamp = wijzig(cast, kamp, plaats="Weer elders")
    gezien = client.post(f"/zomeractiviteiten/{kamp.pk}/gezien/", knop, follow=True)
    assert "Lees het nog een keer" in tekst(gezien) and "Weer elders" in tekst(gezien)
    knop = velden(gezien, actie=f"/zomeractiviteiten/{kamp.pk}/gezien/")
    for naam in ("buitenstaander_smw_vo", "smw_vo"):  # somebody else's "I know" says nothing about mine
        assert "is veranderd" in start(cast, "smw_vo")
        cast.log_in(client, naam).post(f"/zomeractiviteiten/{kamp.pk}/gezien/", knop)
    assert "is veranderd" not in start(cast, "smw_vo")

    clock.shift(60)
    zomer.afgelasten(activiteit=kamp, versie=kamp.versie, reden="Hitte", door=cast["teamleider"], op=timezone.now())
    pagina = cast.log_in(client, "smw_vo").get("/")
    assert "Zomerkamp Verzonnen gaat niet door" in tekst(pagina)
    client.post(f"/zomeractiviteiten/{kamp.pk}/gezien/", velden(pagina, actie=f"/zomeractiviteiten/{kamp.pk}/gezien/"))
    assert "gaat niet door" not in start(cast, "smw_vo")
    assert Gebeurtenis.objects.filter(soort="aanmelding.nieuws_gezien").count() == 6


def test_een_gegeven_plek_wordt_niet_teruggenomen(
    client: Client, cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    """Aaf's own nee counts from twelve on and Cas moves up; when Aaf says yes again, Aaf joins at the end."""
    aaf, _, cas = drie
    build.zegt(cast, aaf.leerling, Doel.DEELNEMEN, Toestemmingstand.NEE, zelf=True)
    clock.move_to("2026-05-05T10:00:00+02:00")
    assert wachtlijst(kamp) == []
    aanmeldingen.plek_gezien(aanmelding=kamp.aanmeldingen.get(traject=cas), door=cast["smw_vo"], op=timezone.now())

    build.zegt(cast, aaf.leerling, Doel.DEELNEMEN, Toestemmingstand.JA, zelf=True)

    assert wachtlijst(kamp) == ["Aaf"]
    assert "Aaf Z. weer op de wachtlijst" in start(cast, "smw_vo")
    later = build.traject(cast, roepnaam="Dad", achternaam="Zqnaam")
    aanmelding(cast, kamp, later)
    assert wachtlijst(kamp) == ["Aaf", "Dad"]
    # Another yes where there was one all the time costs nobody the turn.
    clock.move_to("2026-05-06T10:00:00+02:00")
    build.zegt(cast, drie[1].leerling, Doel.DEELNEMEN, zelf=True)
    assert wachtlijst(kamp) == ["Aaf", "Dad"]
    pagina = cast.log_in(client, "smw_vo").get("/")
    knop = velden(pagina, actie=f"/zomeractiviteiten/{kamp.pk}/gezien/")
    client.post(f"/zomeractiviteiten/{kamp.pk}/gezien/", knop)
    assert "weer op de wachtlijst" not in start(cast, "smw_vo")
    # Whoever joined again and gets a place reads that too.
    kamp = wijzig(cast, kamp, plaatsen=3)
    assert "Aaf Z. heeft nu een plek" in start(cast, "smw_vo")


def test_wat_voorbij_is_wordt_niet_gepubliceerd(client: Client, cast: Cast, clock: Traveller) -> None:
    row = concept(cast)
    clock.move_to("2026-07-18T10:00:00+02:00")
    knop = velden(cast.log_in(client, "teamleider").get(f"/zomeractiviteiten/{row.pk}/"), actie="publiceren/")

    antwoord = client.post(f"/zomeractiviteiten/{row.pk}/publiceren/", knop, follow=True)

    assert "Alle dagen zijn al geweest" in tekst(antwoord)
    row.refresh_from_db()
    assert row.status == "concept"


def test_wat_voorbij_of_afgelast_is_heeft_geen_plek_meer(
    client: Client, cast: Cast, drie: list[Traject], kamp: Zomeractiviteit, clock: Traveller
) -> None:
    clock.move_to("2026-07-17T20:00:00+02:00")
    ander = zomeractiviteit(cast, naam="Afgelaste week", aanmelden_tot=date(2026, 7, 17))
    aanmelding(cast, ander, drie[0])
    zomer.afgelasten(activiteit=ander, versie=ander.versie, reden="Hitte", door=cast["teamleider"], op=timezone.now())
    for dag in kamp.dagen.order_by("dag")[:3]:
        bevestigd(cast, dag, aanwezig(drie[0]))
    clock.move_to("2026-11-25T10:00:00+01:00")
    cast.log_in(client, "smw_vo")

    kaart = tekst(client.get(adres(drie[0], "traject")))
    assert (
        "deed mee" in kaart and "3 dagen erbij" in kaart and "gaat niet door" in kaart and "heeft een plek" not in kaart
    )
    assert "13 jul 2026 tot en met 17 jul 2026" in kaart
    voorbij = tekst(client.get(f"/zomeractiviteiten/{kamp.pk}/"))
    assert "deed mee, 3 dagen erbij" in voorbij and "voorbij, geen dag bevestigd" in voorbij
    afgelast = client.get(f"/zomeractiviteiten/{ander.pk}/")
    assert "heeft een plek" not in tekst(afgelast) and "/afmelden/" not in afgelast.text
