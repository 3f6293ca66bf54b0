"""The budget of an appointment: one at a time, with its history, set by the own teamleider."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import maanden, urenbudgetten
from begeleiding.models import Urenbudget
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis
from tests.begeleiding.urenbestanden import lees
from tests.cast import Cast

JANUARI, MAART = date(2026, 1, 1), date(2026, 3, 1)


def stel_vast(cast: Cast, van: date = JANUARI, minuten: int = 600, **anders: Any) -> Urenbudget:
    gewoon = {"aanstelling": cast.aanstelling["smw_vo"], "door": cast["teamleider"], "op": timezone.now()}
    return urenbudgetten.vaststellen(**gewoon | {"van": van, "minuten_per_week": minuten} | anders)


def periodes() -> list[tuple[date, date | None, int]]:
    return list(Urenbudget.objects.order_by("van").values_list("van", "tot", "minuten_per_week"))


def test_een_nieuw_budget_eindigt_het_vorige(cast: Cast) -> None:
    stel_vast(cast)
    stel_vast(cast, MAART, 300)
    stel_vast(cast, minuten=90, aanstelling=cast.aanstelling["smw_po"])

    assert set(periodes()) == {(JANUARI, date(2026, 2, 28), 600), (JANUARI, None, 90), (MAART, None, 300)}
    assert Gebeurtenis.objects.filter(soort="urenbudget.vastgelegd").count() == 3


def test_een_vergissing_van_vandaag_wordt_vervangen_en_die_van_gisteren_niet(cast: Cast, clock: Traveller) -> None:
    stel_vast(cast, minuten=600)
    stel_vast(cast, minuten=60)
    assert periodes() == [(JANUARI, None, 60)]

    clock.move_to("2026-03-11T10:00:00+01:00")
    with pytest.raises(NietToegestaan, match="Vanaf 1-1-2026 is er al een budget"):
        stel_vast(cast, minuten=70)
    assert periodes() == [(JANUARI, None, 60)]


def test_met_een_reden_wordt_een_vergissing_verbeterd_tot_de_maand_dicht_is(cast: Cast, clock: Traveller) -> None:
    stel_vast(cast, minuten=60)
    stel_vast(cast, date(2026, 6, 1), 90)
    clock.move_to("2026-03-11T10:00:00+01:00")

    beter = stel_vast(cast, minuten=600, tot=date(2026, 5, 31), reden=" Typefout ")

    assert periodes() == [(JANUARI, date(2026, 5, 31), 600), (date(2026, 6, 1), None, 90)]
    assert beter.reden == "Typefout"
    was = Gebeurtenis.objects.get(soort="urenbudget.verbeterd")
    assert (was.details["minuten"], was.details["van"], was.details["tot"]) == (60, "2026-01-01", "2026-05-31")
    maanden.sluiten(
        organisatie=beter.aanstelling.organisatie,
        maand=date(2026, 2, 1),
        door=cast["teamleider"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    clock.move_to("2026-03-12T10:00:00+01:00")
    with pytest.raises(NietToegestaan, match="Februari 2026 is gesloten"):
        stel_vast(cast, minuten=30, reden="Nog eens")
    assert len(periodes()) == 2


def test_een_tijdelijk_budget_laat_het_vorige_daarna_doorgaan(cast: Cast, clock: Traveller) -> None:
    stel_vast(cast)
    clock.move_to("2026-03-11T10:00:00+01:00")

    stel_vast(cast, date(2026, 6, 1), 300, tot=date(2026, 6, 30))

    mei, juli = date(2026, 5, 31), date(2026, 7, 1)
    assert periodes() == [(JANUARI, mei, 600), (date(2026, 6, 1), date(2026, 6, 30), 300), (juli, None, 600)]
    assert not Urenbudget.objects.exclude(reden="").exists()


def test_tussen_twee_budgetten_past_er_een_met_een_einde(cast: Cast) -> None:
    stel_vast(cast, MAART)
    stel_vast(cast, JANUARI, 60, tot=date(2026, 1, 31))

    for van, tot in ((date(2026, 2, 1), None), (date(2026, 2, 1), MAART), (date(2025, 12, 1), JANUARI)):
        with pytest.raises(NietToegestaan, match="is er al een budget"):
            stel_vast(cast, van, tot=tot)
    stel_vast(cast, date(2026, 2, 1), tot=date(2026, 2, 28))
    assert len(periodes()) == 3


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        ({"minuten": 0}, "1 minuut tot 60 uur"),
        ({"minuten": 3601}, "1 minuut tot 60 uur"),
        ({"tot": date(2025, 12, 31)}, "ligt voor de eerste dag"),
        ({"van": date(2023, 12, 31)}, "geldt niet op die dag"),
    ],
)
def test_dit_kan_niet(cast: Cast, fout: dict[str, Any], zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        stel_vast(cast, **fout)
    with pytest.raises(NietToegestaan, match="schoolmaatschappelijk werker"):
        stel_vast(cast, aanstelling=cast.aanstelling["ib_er"])
    assert not Urenbudget.objects.exists()


@pytest.mark.parametrize(
    "fout",
    [
        {"van": JANUARI, "tot": date(2026, 2, 1)},
        {"van": date(2026, 2, 1), "tot": None},
        {"van": date(2026, 2, 1), "tot": date(2026, 1, 1)},
        {"van": date(2026, 2, 1), "tot": date(2026, 2, 2), "minuten_per_week": 0},
        {"van": date(2026, 2, 1), "tot": date(2026, 2, 2), "minuten_per_week": 3601},
    ],
)
def test_de_database_weigert_het_ook(cast: Cast, fout: dict[str, Any]) -> None:
    stel_vast(cast)
    wie = {"aanstelling": cast.aanstelling["smw_vo"], "vastgelegd_door": cast["teamleider"]}

    with pytest.raises(IntegrityError), transaction.atomic():
        Urenbudget.objects.create(**{"minuten_per_week": 60, "vastgelegd_op": timezone.now()} | wie | fout)


def test_in_de_browser(client: Client, cast: Cast) -> None:
    adres = f"/uren/medewerker/{cast.people['smw_vo'].pk}/budget/"
    goed = {"aanstelling": str(cast.aanstelling["smw_vo"].pk), "uren": "7,5", "van": "2026-01-01"}
    cast.log_in(client, "teamleider")

    for anders, zin in (
        ({"uren": ""}, "Vul het aantal uren per week in."),
        ({"uren": "veel"}, "Vul een getal in, bijvoorbeeld 12 of 7,5."),
        ({"uren": "61"}, "ten hoogste 60 uur"),
        ({"uren": "-1"}, "meer dan 0"),
        ({"van": ""}, "Kies vanaf welke dag."),
        ({"tot": "2025-01-01"}, "ligt voor de eerste dag"),
        ({"van": "2020-01-01"}, "geldt niet op die dag"),
        ({"aanstelling": str(cast.aanstelling["buitenstaander_smw_vo"].pk)}, "Er is een probleem"),
    ):
        assert zin in lees(client.post(adres, goed | anders)), anders
    assert not Urenbudget.objects.exists()

    assert client.post(adres, goed).status_code == 302
    assert periodes() == [(JANUARI, None, 450)]
    assert "7,5 uur" in lees(client.get(adres))
    assert "is er al een budget" in lees(client.post(adres, goed | {"van": "2025-12-01"}))
    beter = goed | {"van": "2025-12-01", "uren": "8", "reden": "Begon al in december"}
    assert "op een BSN lijkt" in lees(client.post(adres, beter | {"reden": "111222333"}))
    assert client.post(adres, beter).status_code == 302
    assert periodes() == [(date(2025, 12, 1), None, 480)]
    assert "verbeterd: Begon al in december" in lees(client.get(adres))
