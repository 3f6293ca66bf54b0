"""Move an overleg, change its table, take a pupil off its list, call it off."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import Traveller

from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Leerling
from overdracht.actions import besprekingen, overleg_wijzigen, overleggen
from overdracht.models import Bespreking, Overleg
from overdracht.workflow import Keus
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst
from tests.pages import hoofdformulier

KOMEND = date(2026, 3, 20)


@pytest.fixture
def overleg(cast: Cast, leerling: Leerling) -> Overleg:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    return build.overleg(cast, leerling, datum=KOMEND)


@pytest.fixture
def op_de_dag(clock: Traveller) -> None:
    """On the day of the overleg: before it nothing is decided."""
    clock.move_to(datetime.combine(KOMEND, time(13), UTC))


def adres(overleg: Overleg, naam: str = "overleg-wijzigen") -> str:
    return reverse(f"overdracht:{naam}", kwargs={"pk": overleg.pk})


def wijzig(client: Client, overleg: Overleg, **anders: Any) -> HttpResponse:
    """Open the form, change these fields, send it."""
    data = hoofdformulier(client.get(adres(overleg))) | anders
    return client.post(adres(overleg), data, follow=True)


def last_af(client: Client, overleg: Overleg, **anders: Any) -> HttpResponse:
    data = hoofdformulier(client.get(adres(overleg, "overleg-afgelasten"))) | anders
    return client.post(adres(overleg, "overleg-afgelasten"), data, follow=True)


# --- another day, place, table


def test_the_form_shows_what_was_agreed_and_saves_what_changed(cast: Cast, ib_er: Client, overleg: Overleg) -> None:
    getoond = hoofdformulier(ib_er.get(adres(overleg)))
    assert (getoond["datum"], getoond["tijd"], getoond["duur"]) == (["2026-03-20"], ["14:00"], ["60"])
    assert len(getoond["deelnemers"]) == 4

    antwoord = wijzig(ib_er, overleg, datum="2026-03-24", tijd="09:30", duur="90", plaats="Teamkamer")

    assert antwoord.redirect_chain == [(overleg.get_absolute_url(), 302)]
    overleg.refresh_from_db()
    assert (overleg.datum, overleg.tijd, overleg.duur, overleg.plaats) == (
        date(2026, 3, 24),
        time(9, 30),
        90,
        "Teamkamer",
    )
    assert overleg.versie == 2
    assert overleg.deelnemers.count() == 4
    assert Gebeurtenis.objects.get(soort="overleg.gewijzigd").details == {"erbij": 0, "weg": 0}


def test_who_is_unticked_goes_and_who_is_ticked_comes(cast: Cast, ib_er: Client, overleg: Overleg) -> None:
    stoel = cast.aanstelling
    blijven = [str(stoel[wie].pk) for wie in ("ib_er", "smw_po")]

    wijzig(ib_er, overleg, deelnemers=blijven, anderen=[str(stoel["buitenstaander_smw_vo"].pk)], functies=["jeugdarts"])

    zitten = set(overleg.deelnemers.exclude(aanstelling=None).values_list("aanstelling__medewerker__email", flat=True))
    assert zitten == {"ib_er@test.example", "smw_po@test.example", "buitenstaander_smw_vo@test.example"}
    assert list(overleg.deelnemers.filter(aanstelling=None).values_list("functie", flat=True)) == ["jeugdarts"]
    wijzig(ib_er, overleg, functies=["leerplicht"])
    assert list(overleg.deelnemers.filter(aanstelling=None).values_list("functie", flat=True)) == ["leerplicht"]


@pytest.mark.parametrize(("anders", "zin"), [
    ({"datum": ""}, "Vul ‘Datum’ in"),
    ({"datum": "2020-01-01"}, "Kies een datum van 9-1-2026"),
    ({"tijd": "25:00"}, "Tijd"),
    ({"duur": "5"}, "Vul een duur in van 15 tot en met 480 minuten."),
    ({"duur": "een uur"}, "Vul een duur in van 15 tot en met 480 minuten."),
    ({"plaats": "  "}, "Vul ‘Waar’ in"),
    ({"deelnemers": [], "anderen": []}, "Kies ten minste één persoon aan tafel."),
])  # fmt: skip
def test_a_mistake_changes_nothing_and_keeps_what_was_typed(
    ib_er: Client, overleg: Overleg, anders: dict[str, Any], zin: str
) -> None:
    antwoord = wijzig(ib_er, overleg, **{"plaats": "Andere kamer"} | anders)

    assert zin in tekst(antwoord) and "Er is een probleem" in tekst(antwoord)
    assert ("Andere kamer" in antwoord.content.decode()) or "plaats" in anders
    overleg.refresh_from_db()
    assert (overleg.datum, overleg.plaats, overleg.versie) == (KOMEND, "Lokaal 1", 1)


def test_a_day_that_cannot_be_is_said_at_the_day(cast: Cast, ib_er: Client, overleg: Overleg) -> None:
    ander = build.met_toestemming(cast, build.leerling(cast, roepnaam="Ander"))
    velden = {"datum": "2020-01-01", "tijd": "14:00", "duur": "60", "plaats": "x", "versie": "1"}
    velden |= {"deelnemers": str(cast.aanstelling["smw_po"].pk), "leerlingen": str(ander.pk)}

    for pagina in (adres(overleg), reverse("overdracht:overleg-plannen")):
        fouten = ib_er.post(pagina, velden).context["form"].errors
        assert "Kies een datum van" in str(fouten["datum"]), fouten


def test_of_two_who_change_it_the_second_is_told(ib_er: Client, overleg: Overleg) -> None:
    data = hoofdformulier(ib_er.get(adres(overleg)))
    wijzig(ib_er, overleg, plaats="Eerste")

    antwoord = ib_er.post(adres(overleg), data | {"plaats": "Tweede"})

    assert "Iemand anders heeft dit intussen gewijzigd" in tekst(antwoord)
    assert "Tweede" in antwoord.content.decode()
    overleg.refresh_from_db()
    assert overleg.plaats == "Eerste"


def test_an_overleg_does_not_pass_another_one_about_the_same_pupil(
    cast: Cast, overleg: Overleg, op_de_dag: None, clock: Traveller
) -> None:
    build.besluit(cast, overleg.besprekingen.get(), Keus.LATER)
    clock.move_to(datetime(2026, 3, 10, 10, tzinfo=UTC))
    later = build.overleg(cast, overleg.besprekingen.get().leerling, datum=date(2026, 4, 10))
    gegevens = overleg_wijzigen.Afspraakgegevens(date(2026, 4, 20), time(14), 60, "x", [cast.aanstelling["ib_er"]])

    for rij, dag in [(overleg, date(2026, 4, 20)), (later, date(2026, 3, 12)), (later, KOMEND)]:
        elders = overleg_wijzigen.Afspraakgegevens(dag, time(14), 60, "x", gegevens.deelnemers)
        with pytest.raises(NietToegestaan, match="ook besproken op"):
            overleg_wijzigen.wijzigen(overleg=rij, versie=1, gegevens=elders, door=cast["ib_er"], op=timezone.now())


# --- call it off


def test_calling_off_frees_the_pupils(cast: Cast, ib_er: Client, overleg: Overleg) -> None:
    assert "1 leerling gaat van de lijst" in tekst(ib_er.get(adres(overleg, "overleg-afgelasten")))

    antwoord = last_af(ib_er, overleg)

    assert antwoord.redirect_chain == [(reverse("overdracht:overleggen"), 302)]
    assert "afgelast" in tekst(antwoord)
    bespreking = overleg.besprekingen.get()
    assert bespreking.status == "vervallen"
    assert [wissel.naar for wissel in bespreking.statuswissels.order_by("op")] == ["voorgesteld", "vervallen"]
    assert build.overleg(cast, bespreking.leerling, datum=date(2026, 3, 25)).besprekingen.count() == 1
    assert "Dit overleg is afgelast" in tekst(ib_er.get(overleg.get_absolute_url()))
    assert "0 leerlingen" not in tekst(ib_er.get(reverse("gka:start")))


def test_after_a_decision_it_cannot_be_called_off(cast: Cast, overleg: Overleg, op_de_dag: None, ib_er: Client) -> None:
    build.besluit(cast, overleg.besprekingen.get(), Keus.GEEN_TRAJECT)

    assert "kan niet meer worden afgelast" in tekst(ib_er.get(adres(overleg, "overleg-afgelasten")))
    antwoord = ib_er.post(adres(overleg, "overleg-afgelasten"), {"versie": overleg.versie}, follow=True)

    assert "Over een leerling is hier al besloten" in tekst(antwoord)
    overleg.refresh_from_db()
    assert overleg.afgelast_op is None and overleg.versie == 1


@pytest.mark.parametrize("versie", ["0", "", "twee", "99999999999"])
def test_calling_off_what_changed_meanwhile_is_refused(ib_er: Client, overleg: Overleg, versie: str) -> None:
    antwoord = last_af(ib_er, overleg, versie=versie)

    assert "Iemand anders heeft dit intussen gewijzigd" in tekst(antwoord)
    overleg.refresh_from_db()
    assert overleg.afgelast_op is None


def test_nothing_can_be_written_in_what_was_called_off(cast: Cast, ib_er: Client, overleg: Overleg) -> None:
    bespreking = overleg.besprekingen.get()
    ander = build.met_toestemming(cast, build.leerling(cast, roepnaam="Ander"))
    last_af(ib_er, overleg)
    bespreking.refresh_from_db()
    nu: dict[str, Any] = {"door": cast["ib_er"], "op": timezone.now()}

    with pytest.raises(NietToegestaan, match="afgelast"):
        overleggen.leerlingen_toevoegen(overleg=overleg, leerlingen=[ander], **nu)
    with pytest.raises(NietToegestaan, match="afgelast"):
        overleg_wijzigen.afgelasten(overleg=overleg, versie=2, **nu)
    with pytest.raises(NietToegestaan, match="staat niet meer op de lijst"):
        build.besluit(cast, bespreking)
    with pytest.raises(NietToegestaan, match="staat niet meer op de lijst"):
        build.iedereen_eens(cast, bespreking)
    with pytest.raises(NietToegestaan, match="staat niet meer op de lijst"):
        besprekingen.bijwerken(
            bespreking=bespreking,
            versie=bespreking.versie,
            gegevens=besprekingen.Bespreekgegevens(),
            dag=timezone.localdate(),
            **nu,
        )
    data = {"versie": "2", "datum": "2026-03-20", "tijd": "14:00", "duur": "60", "plaats": "Elders"}
    assert "afgelast" in tekst(ib_er.post(adres(overleg), data))


def test_what_was_called_off_is_not_offered_to_be_changed(ib_er: Client, overleg: Overleg) -> None:
    last_af(ib_er, overleg)

    for naam in ("overleg-wijzigen", "overleg-afgelasten"):
        antwoord = ib_er.get(adres(overleg, naam), follow=True)

        assert antwoord.redirect_chain == [(overleg.get_absolute_url(), 302)]
        assert "Dit overleg is afgelast. Plan een nieuw overleg." in tekst(antwoord)
        assert "krijgt iedereen aan tafel een mail" not in tekst(antwoord)


# --- one pupil off the list


def test_a_pupil_goes_off_the_list_and_may_come_back(cast: Cast, ib_er: Client, overleg: Overleg) -> None:
    bespreking = overleg.besprekingen.get()

    antwoord = ib_er.post(reverse("overdracht:van-de-lijst", kwargs={"pk": bespreking.pk}), follow=True)

    assert "Test L. is van de lijst gehaald." in tekst(antwoord)
    assert Bespreking.objects.nieuwste().count() == 0
    assert "staat niet meer op de lijst" in tekst(ib_er.get(bespreking.get_absolute_url()))
    overleggen.leerlingen_toevoegen(
        overleg=overleg, leerlingen=[bespreking.leerling], door=cast["ib_er"], op=timezone.now()
    )
    assert Bespreking.objects.nieuwste().get() == bespreking
    assert bespreking.statuswissels.count() == 3


def test_taken_off_twice_says_that_it_is_off(ib_er: Client, overleg: Overleg) -> None:
    weg = reverse("overdracht:van-de-lijst", kwargs={"pk": overleg.besprekingen.get().pk})
    ib_er.post(weg)

    antwoord = tekst(ib_er.post(weg, follow=True))

    assert "Test L. staat niet meer op de lijst van dit overleg." in antwoord and "al besloten" not in antwoord


def test_who_was_decided_about_stays(cast: Cast, overleg: Overleg, op_de_dag: None, ib_er: Client) -> None:
    bespreking = overleg.besprekingen.get()
    build.besluit(cast, bespreking, Keus.LATER)

    antwoord = ib_er.post(reverse("overdracht:van-de-lijst", kwargs={"pk": bespreking.pk}), follow=True)

    assert "Over Test L. is al besloten." in tekst(antwoord)
    bespreking.refresh_from_db()
    assert bespreking.status == "wacht"


# --- what the database holds, and who may


@pytest.mark.parametrize("velden", [{"duur": 14}, {"duur": 481}, {"afgelast_op": timezone.now()}, {"plaats": ""}])
def test_the_database_refuses_what_cannot_be(overleg: Overleg, velden: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Overleg.objects.filter(pk=overleg.pk).update(**velden)


def test_who_sits_there_reads_and_changes_nothing(client: Client, cast: Cast, overleg: Overleg) -> None:
    for wie, status in [("smw_po", 403), ("smw_vo", 403), ("buitenstaander_ib_er", 404), ("gemeente", 404)]:
        cast.log_in(client, wie)
        for naam in ("overleg-wijzigen", "overleg-afgelasten"):
            assert client.get(adres(overleg, naam)).status_code == status
            assert client.post(adres(overleg, naam), {"versie": 1}).status_code == status
    assert "Overleg wijzigen" not in cast.log_in(client, "smw_po").get(overleg.get_absolute_url()).content.decode()
