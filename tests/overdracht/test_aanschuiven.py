"""A pupil who is put on a list later brings the people of the wished school, unless they were left out on purpose."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Leerling, Opdracht
from overdracht.actions import overleg_wijzigen, overleggen
from overdracht.models import Bespreking, NietAanTafel, Overleg
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.overdracht.test_uitnodigingen import afspraak, bezorg, wijzig
from tests.overdracht.test_voorstellen import adres

KOMEND = date(2026, 3, 20)
VAN_COMPASS = {"smw_vo", "zorgcoordinator"}


@pytest.fixture
def komend(cast: Cast) -> Overleg:
    """An overleg that is still to come, with only the people of the primary school; everyone has the invitation."""
    eerste = build.met_toestemming(cast, build.leerling(cast, roepnaam="Eerste"))
    overleg = build.overleg(cast, eerste, datum=KOMEND, met=("smw_po",))
    bezorg()
    return overleg


@pytest.fixture
def pupil(cast: Cast) -> Leerling:
    """May be discussed and wishes Compass."""
    return build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast, roepnaam="Twee")), cast.vo_school)


def aan_tafel(cast: Cast, overleg: Overleg) -> set[str]:
    zitten = set(overleg.deelnemers.values_list("aanstelling", flat=True))
    return {naam for naam, stoel in cast.aanstelling.items() if stoel.pk in zitten}


def vinkjes(client: Client, pupil: Leerling) -> list[str]:
    pagina = html.fromstring(client.get(adres(pupil)).content)
    return [vak.get("value") for vak in pagina.xpath("//input[@name='erbij'][@checked]")]


def stuur(client: Client, overleg: Overleg, pupil: Leerling, *wie: str) -> Any:
    return client.post(adres(pupil), {"overleg": str(overleg.pk), "erbij": list(wie)}, follow=True)


def voeg_toe(cast: Cast, overleg: Overleg, pupil: Leerling, *wie: str) -> list[Bespreking]:
    return overleggen.leerlingen_toevoegen(
        overleg=overleg,
        leerlingen=[pupil],
        uitnodigen=[cast.aanstelling[naam] for naam in wie],
        door=cast["ib_er"],
        op=timezone.now(),
    )


def test_the_people_of_the_wished_school_are_suggested_and_invited(
    cast: Cast, ib_er: Client, komend: Overleg, pupil: Leerling
) -> None:
    voorgesteld = vinkjes(ib_er, pupil)
    assert voorgesteld == [str(cast.aanstelling[naam].pk) for naam in ("smw_vo", "zorgcoordinator")]

    antwoord = stuur(ib_er, komend, pupil, *voorgesteld)

    assert "1 leerling op de lijst gezet. 2 collega’s uitgenodigd." in tekst(antwoord)
    assert aan_tafel(cast, komend) == {"ib_er", "smw_po", *VAN_COMPASS}
    berichten = bezorg()
    assert {bericht.to[0] for bericht in berichten} == {f"{naam}@test.example" for naam in VAN_COMPASS}
    for bericht in berichten:
        assert "uitnodiging voor een overleg op 20 maart 2026" in bericht.subject
        assert pupil.roepnaam not in bericht.message().as_string()
        assert (str(afspraak(bericht)["UID"]), int(afspraak(bericht)["SEQUENCE"])) == (f"{komend.pk}@overstap", 1)


def test_who_sits_there_is_not_asked_again(cast: Cast, ib_er: Client, komend: Overleg, pupil: Leerling) -> None:
    wijzig(cast, komend, ["ib_er", "smw_po", "smw_vo"])
    bezorg()
    assert vinkjes(ib_er, pupil) == [str(cast.aanstelling["zorgcoordinator"].pk)]

    voeg_toe(cast, komend, pupil, *VAN_COMPASS)

    assert {bericht.to[0] for bericht in bezorg()} == {"zorgcoordinator@test.example"}


def test_without_a_wish_or_with_everyone_there_nobody_is_suggested(
    cast: Cast, ib_er: Client, komend: Overleg, pupil: Leerling
) -> None:
    zonder = build.met_toestemming(cast, build.leerling(cast, roepnaam="Drie"))
    assert vinkjes(ib_er, zonder) == []
    wijzig(cast, komend, ["ib_er", *VAN_COMPASS])
    versie = Overleg.objects.get(pk=komend.pk).versie

    assert "Wie nodigt u erbij uit?" not in tekst(ib_er.get(adres(pupil)))
    stuur(ib_er, komend, pupil)

    assert Overleg.objects.get(pk=komend.pk).versie == versie, "nothing changed for anybody"


@pytest.mark.parametrize("hoe", ["taken away", "not chosen when planning", "not chosen when adding"])
def test_who_was_left_out_on_purpose_is_never_invited(
    cast: Cast, ib_er: Client, komend: Overleg, pupil: Leerling, hoe: str
) -> None:
    smw, zorg = (str(cast.aanstelling[naam].pk) for naam in ("smw_vo", "zorgcoordinator"))
    eerder = build.wil_naar(cast, build.met_toestemming(cast, build.leerling(cast)), cast.vo_school)
    if hoe == "taken away":
        wijzig(cast, komend, ["ib_er", *VAN_COMPASS])
        wijzig(cast, komend, ["ib_er", "smw_vo"])
    elif hoe == "not chosen when planning":
        data = {"datum": "2026-03-20", "tijd": "10:00", "duur": "60", "plaats": "Hier", "leerlingen": [str(eerder.pk)]}
        ib_er.post("/overleggen/nieuw/", data | {"deelnemers": [smw]})
        wijzig(cast, komend, ["ib_er", *VAN_COMPASS])
        komend = Overleg.objects.latest("gemaakt_op")
    else:
        stuur(ib_er, komend, eerder, smw)
    bezorg()

    assert zorg not in vinkjes(ib_er, pupil)
    stuur(ib_er, komend, pupil, smw, zorg)
    if not komend.besprekingen.filter(leerling=pupil).exists():
        voeg_toe(cast, komend, pupil, *VAN_COMPASS)

    assert "zorgcoordinator" not in aan_tafel(cast, komend) and "smw_vo" in aan_tafel(cast, komend)
    assert not [bericht for bericht in bezorg() if bericht.to == ["zorgcoordinator@test.example"]]


def test_leaving_out_a_school_that_nobody_wished_is_no_purpose(cast: Cast, ib_er: Client, pupil: Leerling) -> None:
    """Planning suggests the people of every wish at the school; who is not needed now may be needed later."""
    andere = build.met_toestemming(cast, build.leerling(cast, roepnaam="Drie"))
    data = {"datum": "2026-03-20", "tijd": "10:00", "duur": "60", "plaats": "Hier", "leerlingen": [str(andere.pk)]}
    ib_er.post("/overleggen/nieuw/", data)

    assert not NietAanTafel.objects.exists()
    assert len(vinkjes(ib_er, pupil)) == 2


def test_who_is_put_at_the_table_again_may_come_again(cast: Cast, komend: Overleg) -> None:
    for wie in (["ib_er", "smw_vo"], ["ib_er"], ["ib_er", "smw_vo"]):
        wijzig(cast, komend, wie)

    assert set(NietAanTafel.objects.values_list("aanstelling", flat=True)) == {cast.aanstelling["smw_po"].pk}


@pytest.mark.parametrize("wie", ["smw_po", "ib_er", "buitenstaander_smw_vo", "teamleider", "vreemdeling_smw_vo"])
def test_only_people_of_a_wished_school_come_along(cast: Cast, komend: Overleg, pupil: Leerling, wie: str) -> None:
    if wie in aan_tafel(cast, komend):
        wijzig(cast, komend, ["zorgcoordinator"])
        NietAanTafel.objects.all().delete()
    with pytest.raises(NietToegestaan, match="werkt niet op een school waar deze leerlingen heen willen"):
        voeg_toe(cast, komend, pupil, wie)

    assert not komend.besprekingen.filter(leerling=pupil).exists(), "all or nothing"


def test_who_works_there_no_longer_on_the_day_is_refused(cast: Cast, komend: Overleg, pupil: Leerling) -> None:
    stoel = cast.aanstelling["smw_vo"]
    stoel.tot = KOMEND - timedelta(days=1)
    stoel.save(update_fields=["tot"])

    with pytest.raises(NietToegestaan, match="niet meer of nog niet"):
        voeg_toe(cast, komend, pupil, "smw_vo")


def test_an_overleg_that_was_called_off_invites_nobody(cast: Cast, komend: Overleg, pupil: Leerling) -> None:
    overleg_wijzigen.afgelasten(overleg=komend, versie=komend.versie, door=cast["ib_er"], op=timezone.now())
    bezorg()
    with pytest.raises(NietToegestaan):
        voeg_toe(cast, komend, pupil, *VAN_COMPASS)
    assert bezorg() == []


def test_a_form_that_was_open_does_not_take_the_new_seats_away(cast: Cast, komend: Overleg, pupil: Leerling) -> None:
    gezien = Overleg.objects.get(pk=komend.pk)
    voeg_toe(cast, komend, pupil, *VAN_COMPASS)

    velden = {"datum": gezien.datum, "tijd": gezien.tijd, "duur": gezien.duur, "plaats": "Elders"}
    with pytest.raises(Verouderd):
        overleg_wijzigen.wijzigen(
            overleg=gezien,
            versie=gezien.versie,
            gegevens=overleg_wijzigen.Afspraakgegevens(**velden, deelnemers=[cast.aanstelling["smw_po"]]),
            door=cast["ib_er"],
            op=timezone.now(),
        )


def test_an_invitation_that_is_still_under_way_is_not_lost(cast: Cast, pupil: Leerling) -> None:
    eerste = build.met_toestemming(cast, build.leerling(cast, roepnaam="Eerste"))
    overleg = build.overleg(cast, eerste, datum=KOMEND, met=("smw_po",))
    assert Opdracht.objects.filter(stand="open").count() == 2

    voeg_toe(cast, overleg, pupil, "smw_vo")

    gekregen = [bericht.to[0] for bericht in bezorg()]
    assert sorted(gekregen) == [f"{naam}@test.example" for naam in ("ib_er", "smw_po", "smw_vo")]


def test_the_database_remembers_a_colleague_once(cast: Cast, komend: Overleg) -> None:
    NietAanTafel.objects.create(overleg=komend, aanstelling=cast.aanstelling["smw_vo"])
    with pytest.raises(IntegrityError), transaction.atomic():
        NietAanTafel.objects.create(overleg=komend, aanstelling=cast.aanstelling["smw_vo"])


def test_the_page_asks_a_fixed_number_of_questions(cast: Cast, ib_er: Client, komend: Overleg, pupil: Leerling) -> None:
    aantallen = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as vragen:
            ib_er.get(adres(pupil))
        aantallen.append(len(vragen))
        for nummer in range(3):
            ander = build.met_toestemming(cast, build.leerling(cast, roepnaam=f"Nog{nummer}"))
            build.overleg(cast, ander, datum=KOMEND + timedelta(days=nummer + 1))

    assert aantallen[0] == aantallen[1] <= 28, aantallen
