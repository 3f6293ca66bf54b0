"""Recording consent in the meeting: what was said, by whom, about what; nothing more and nothing beforehand."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from gka.actions import ouders
from gka.actions.toestemming import Antwoord, NieuweOuder, antwoorden_vastleggen
from gka.exceptions import NietToegestaan
from gka.models import Gebeurtenis, Leerling, Ouder, Toestemming
from gka.privacy import texts
from gka.privacy.consent import mag_delen
from gka.workflow import Doel, Gever, Ontvanger, Relatie, Toestemmingstand, Wijze
from tests import build
from tests.cast import Cast
from tests.pages import tekst

JA, NEE, INGETROKKEN = Toestemmingstand.JA, Toestemmingstand.NEE, Toestemmingstand.INGETROKKEN


@pytest.fixture
def ib_er(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, "ib_er")


@pytest.fixture
def zonder_ouder(leerling: Leerling) -> Leerling:
    leerling.ouders.all().delete()
    return leerling


def adres(leerling: Leerling, ouder: Ouder | str | None = None) -> str:
    wie = ouder.pk if isinstance(ouder, Ouder) else ouder
    return reverse("gka:toestemming", kwargs={"pk": leerling.pk}) + (f"?ouder={wie}" if wie else "")


def formulier(pagina: HttpResponse) -> dict[str, str]:
    """What the form on the page would post if nobody touched it, without the token."""
    (form,) = [
        form for form in html.fromstring(pagina.content).iter("form") if (form.get("action") or "").startswith("?ouder")
    ]
    return {naam: waarde for naam, waarde in form.form_values() if naam != "csrfmiddlewaretoken"}


def zeg(client: Client, leerling: Leerling, ouder: Ouder | str | None = None, **antwoorden: str) -> HttpResponse:
    """Open the page, answer, save."""
    waar = adres(leerling, ouder)
    data = formulier(client.get(waar)) | {"wijze": "gesprek"} | antwoorden
    return client.post(waar, {naam: waarde for naam, waarde in data.items() if waarde}, follow=True)


def standen(leerling: Leerling) -> dict[tuple[str, str], str]:
    return {(rij.gever, rij.doel): rij.stand for rij in leerling.toestemmingen.huidig()}


# --- who may


def test_who_may_record(client: Client, cast: Cast, leerling: Leerling) -> None:
    for wie in [*cast.people, "anoniem"]:
        cast.log_in(client, wie)
        verwacht = 302 if wie == "anoniem" else 200 if wie == "ib_er" else 404
        assert client.get(adres(leerling)).status_code == verwacht, wie
        if wie != "ib_er":
            assert client.post(adres(leerling), {}).status_code == verwacht, wie
    assert not Toestemming.objects.exists()


def test_the_social_worker_of_the_school_may_and_the_vo_school_may_not(
    client: Client, cast: Cast, leerling: Leerling
) -> None:
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    assert cast.log_in(client, "smw_po").get(adres(leerling)).status_code == 200
    assert cast.log_in(client, "zorgcoordinator").get(adres(leerling)).status_code == 403


# --- the conversation


def test_the_first_conversation(ib_er: Client, cast: Cast, zonder_ouder: Leerling) -> None:
    pagina = tekst(ib_er.get(adres(zonder_ouder)))
    assert "Wie spreekt er?" in pagina
    assert "Mogen wij uw kind bespreken in het overleg?" in pagina
    assert "Nee tegen vragenlijsten of onderzoek verandert niets aan de hulp." in pagina

    klaar = zeg(
        ib_er, zonder_ouder, relatie="moeder", ouder_bespreken="ja", ouder_deelnemen="ja", ouder_onderzoek="nee"
    )

    assert klaar.redirect_chain == [(zonder_ouder.get_absolute_url(), 302)]
    assert "3 antwoorden opgeslagen." in tekst(klaar)
    ouder = zonder_ouder.ouders.get()
    assert (ouder.relatie, ouder.gezag) == (Relatie.MOEDER, True)
    rij = zonder_ouder.toestemmingen.get(doel=Doel.BESPREKEN)
    assert (rij.stand, rij.wijze, rij.tekstversie, rij.ouder) == (JA, Wijze.GESPREK, "2026-1", ouder)
    assert (rij.vastgelegd_door, rij.vastgelegd_op.date()) == (cast.people["ib_er"], date(2026, 3, 10))
    assert standen(zonder_ouder) == {
        ("ouder", "bespreken"): JA,
        ("ouder", "deelnemen"): JA,
        ("ouder", "onderzoek"): NEE,
    }
    vandaag = timezone.localdate()
    assert mag_delen(zonder_ouder, Ontvanger.TRAJECT, op=vandaag)


def test_nothing_is_chosen_beforehand(ib_er: Client, leerling: Leerling) -> None:
    for doel in Doel:
        assert f"ouder_{doel}" not in formulier(ib_er.get(adres(leerling)))
    assert "wijze" not in formulier(ib_er.get(adres(leerling)))


def test_what_stays_empty_or_is_skipped_stays_as_it_was(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.zegt(cast, leerling, Doel.BESPREKEN)

    zeg(ib_er, leerling, ouder_bespreken="overslaan", ouder_deelnemen="nee")

    assert standen(leerling) == {("ouder", "bespreken"): JA, ("ouder", "deelnemen"): NEE}


def test_a_standing_yes_can_be_withdrawn(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    pagina = tekst(ib_er.get(adres(leerling)))
    assert "Nu: ja, in een gesprek, 10 maart 2026." in pagina
    assert "Trekt in" in pagina

    zeg(ib_er, leerling, ouder_bespreken="ingetrokken")

    assert standen(leerling)["ouder", "bespreken"] == INGETROKKEN
    assert leerling.toestemmingen.filter(doel=Doel.BESPREKEN).count() == 2  # the yes is still there, replaced
    assert not mag_delen(leerling, Ontvanger.OVERLEG, op=timezone.localdate())


def test_withdrawing_is_offered_only_after_a_yes(ib_er: Client, leerling: Leerling) -> None:
    assert "Trekt in" not in tekst(ib_er.get(adres(leerling)))

    fout = zeg(ib_er, leerling, ouder_bespreken="ingetrokken")

    assert fout.context["form"].errors["ouder_bespreken"]
    assert not Toestemming.objects.exists()


def test_the_same_answers_again_make_no_new_rows(ib_er: Client, leerling: Leerling) -> None:
    zeg(ib_er, leerling, ouder_bespreken="ja")
    zeg(ib_er, leerling, ouder_bespreken="ja")

    assert Toestemming.objects.count() == 1


def test_sharing_is_about_the_wished_school_only(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    assert "Dit vraagt u later, als de gewenste vo-school bekend is." in tekst(ib_er.get(adres(leerling)))
    build.wil_naar(cast, leerling, cast.vo_school)
    assert "Afspraken delen met de vo-school: Compass" in tekst(ib_er.get(adres(leerling)))

    zeg(ib_er, leerling, ouder_delen="ja")
    assert leerling.toestemmingen.get().ontvangende_school == cast.vo_school

    build.wil_naar(cast, leerling, cast.andere_vo_school)
    pagina = tekst(ib_er.get(adres(leerling)))
    assert "Afspraken delen met de vo-school: Holz" in pagina
    assert "Nu: ja" not in pagina


def test_a_wish_that_changed_meanwhile_is_noticed(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    build.wil_naar(cast, leerling, cast.vo_school)
    data = formulier(ib_er.get(adres(leerling))) | {"ouder_delen": "ja", "wijze": "gesprek"}
    build.wil_naar(cast, leerling, cast.andere_vo_school)

    antwoord = ib_er.post(adres(leerling), data)

    assert "De gewenste school is intussen veranderd." in tekst(antwoord)
    assert not Toestemming.objects.exists()


def test_another_text_than_the_one_read_out_is_noticed(ib_er: Client, leerling: Leerling) -> None:
    antwoord = zeg(ib_er, leerling, ouder_bespreken="ja", tekstversie="2025-9")

    assert "De tekst van de vragen is intussen veranderd." in tekst(antwoord)
    assert not Toestemming.objects.exists()


# --- who speaks


def test_with_two_parents_one_chooses_first(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    moeder = leerling.ouders.get()
    vader = ouders.toevoegen(leerling=leerling, relatie=Relatie.VADER, door=cast["ib_er"], op=timezone.now())
    pagina = ib_er.get(adres(leerling))
    assert "Wie spreekt er voor de ouders?" in tekst(pagina)
    assert "ouder_bespreken" not in pagina.content.decode()

    zeg(ib_er, leerling, moeder, ouder_bespreken="ja")
    zeg(ib_er, leerling, vader, ouder_bespreken="nee")

    assert {(rij.ouder, rij.stand) for rij in Toestemming.objects.all()} == {(moeder, JA), (vader, NEE)}
    assert "Nu: ja" in tekst(ib_er.get(adres(leerling, moeder)))
    assert "Nu: nee" in tekst(ib_er.get(adres(leerling, vader)))


def test_another_parent_can_be_added(ib_er: Client, leerling: Leerling) -> None:
    klaar = zeg(ib_er, leerling, "nieuw", relatie="voogd", gezag="", ouder_bespreken="ja")

    assert "1 antwoord opgeslagen." in tekst(klaar)
    assert set(leerling.ouders.values_list("relatie", "gezag")) == {("moeder", True), ("voogd", False)}


def test_a_parent_without_authority_is_named_as_such(ib_er: Client, leerling: Leerling) -> None:
    leerling.ouders.update(gezag=False)

    assert "het telt niet als toestemming" in tekst(ib_er.get(adres(leerling)))


def test_saving_twice_adds_one_parent(ib_er: Client, zonder_ouder: Leerling) -> None:
    waar = adres(zonder_ouder, "nieuw")
    data = formulier(ib_er.get(waar)) | {"wijze": "gesprek", "relatie": "vader", "ouder_bespreken": "ja"}

    ib_er.post(waar, data)
    tweede = ib_er.post(waar, data)

    assert "Er is intussen een ouder toegevoegd bij deze leerling." in tekst(tweede)
    assert zonder_ouder.ouders.count() == Toestemming.objects.count() == 1


def test_a_parent_of_another_pupil_is_not_an_answer(ib_er: Client, cast: Cast, leerling: Leerling) -> None:
    ander = build.leerling(cast, roepnaam="Ander").ouders.get()

    assert ib_er.get(adres(leerling, ander)).context["ouder"] == leerling.ouders.get()


# --- errors keep everything


def test_nothing_answered(ib_er: Client, leerling: Leerling) -> None:
    fout = zeg(ib_er, leerling, wijze="")

    assert "Vul ten minste één antwoord in." in tekst(fout)
    assert "Kies hoe dit gezegd is." in tekst(fout)
    assert "<title>Fout: " in fout.content.decode()


def test_who_speaks_and_how_must_be_said_and_answers_are_kept(ib_er: Client, zonder_ouder: Leerling) -> None:
    fout = zeg(ib_er, zonder_ouder, ouder_bespreken="ja", ouder_onderzoek="nee", wijze="")

    assert tekst(fout).count("Kies wie er spreekt voor de ouders.") == 2
    assert 'href="#id_relatie_0"' in fout.content.decode()
    assert 'href="#id_wijze_0"' in fout.content.decode()
    terug = formulier(fout)
    assert (terug["ouder_bespreken"], terug["ouder_onderzoek"]) == ("ja", "nee")
    assert not Toestemming.objects.exists() and not Ouder.objects.exists()


def test_an_unknown_answer_or_way_is_refused(ib_er: Client, leerling: Leerling) -> None:
    zeg(ib_er, leerling, ouder_bespreken="misschien")
    zeg(ib_er, leerling, ouder_bespreken="ja", wijze="app")
    zeg(ib_er, leerling, leerling_bespreken="ja")  # eleven years old: not asked

    assert not Toestemming.objects.exists()


# --- the pupil


def test_the_pupil_is_asked_from_twelve_and_alone_from_sixteen(ib_er: Client, leerling: Leerling) -> None:
    Leerling.objects.update(geboortedatum=date(2014, 3, 11))  # twelve tomorrow
    assert "Leerling: Vind je het goed" not in tekst(ib_er.get(adres(leerling)))

    Leerling.objects.update(geboortedatum=date(2014, 3, 10))
    assert "Leerling: Vind je het goed" in tekst(ib_er.get(adres(leerling)))
    zeg(ib_er, leerling, leerling_bespreken="nee", ouder_bespreken="ja")
    assert standen(leerling) == {("ouder", "bespreken"): JA, ("leerling", "bespreken"): NEE}

    Leerling.objects.update(geboortedatum=date(2010, 3, 10))
    assert "Moeder: " not in tekst(ib_er.get(adres(leerling)))


def test_the_pupil_alone_needs_no_parent(ib_er: Client, zonder_ouder: Leerling) -> None:
    Leerling.objects.update(geboortedatum=date(2013, 9, 1))

    zeg(ib_er, zonder_ouder, relatie="vader", leerling_bespreken="ja")

    assert standen(zonder_ouder) == {("leerling", "bespreken"): JA}
    assert not Ouder.objects.exists()


# --- afterwards


def test_whoever_loses_sight_of_the_pupil_goes_to_the_list(client: Client, cast: Cast, leerling: Leerling) -> None:
    build.met_toestemming(cast, leerling)
    cast.log_in(client, "smw_po")

    klaar = zeg(client, leerling, ouder_bespreken="ingetrokken")

    assert klaar.redirect_chain == [(reverse("gka:leerlingen"), 302)]
    assert "1 antwoord opgeslagen." in tekst(klaar)


def test_every_answer_is_in_the_audit_and_reading_too(ib_er: Client, leerling: Leerling) -> None:
    zeg(ib_er, leerling, ouder_bespreken="ja", ouder_deelnemen="nee")

    vastgelegd = Gebeurtenis.objects.filter(soort="toestemming.vastgelegd", leerling_id=str(leerling.pk))
    assert [rij.details for rij in vastgelegd.order_by("moment", "details")] and {
        (rij.details["doel"], rij.details["stand"], rij.details["gever"]) for rij in vastgelegd
    } == {("bespreken", "ja", "ouder"), ("deelnemen", "nee", "ouder")}
    assert Gebeurtenis.objects.filter(soort="leerling.gezien", leerling_id=str(leerling.pk)).exists()


# --- the action itself


def test_all_answers_or_none(cast: Cast, leerling: Leerling) -> None:
    antwoorden = [
        Antwoord(Doel.BESPREKEN, Gever.OUDER, JA),
        Antwoord(Doel.DEELNEMEN, Gever.OUDER, INGETROKKEN),  # refused: there was no yes
    ]

    with pytest.raises(NietToegestaan, match="Intrekken kan alleen"):
        _vastleggen(cast, leerling, NieuweOuder(Relatie.VADER, True, 1), antwoorden)

    assert not Toestemming.objects.exists()
    assert leerling.ouders.count() == 1


@pytest.mark.parametrize(
    ("ouder", "antwoorden", "zin"),
    [
        (NieuweOuder(Relatie.VADER, True, 1), [], "Vul ten minste één antwoord in"),
        (None, [Antwoord(Doel.BESPREKEN, Gever.OUDER, JA)], "Kies welke ouder"),
        (NieuweOuder(Relatie.VADER, True, 0), [Antwoord(Doel.BESPREKEN, Gever.OUDER, JA)], "intussen een ouder"),
        (NieuweOuder(Relatie.VADER, True, 1), [Antwoord(Doel.DELEN, Gever.OUDER, JA)], "voor welke school"),
    ],
)
def test_the_action_refuses_with_a_sentence(
    cast: Cast, leerling: Leerling, ouder: NieuweOuder | None, antwoorden: list[Antwoord], zin: str
) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        _vastleggen(cast, leerling, ouder, antwoorden)

    assert not Toestemming.objects.exists()


def _vastleggen(
    cast: Cast, leerling: Leerling, ouder: Ouder | NieuweOuder | None, antwoorden: list[Antwoord]
) -> list[Toestemming]:
    return antwoorden_vastleggen(
        leerling=leerling,
        ouder=ouder,
        antwoorden=antwoorden,
        gezien=[],
        wijze=Wijze.PAPIER,
        tekstversie=texts.huidige_versie(),
        door=cast["ib_er"],
        op=timezone.now(),
    )


def test_every_purpose_has_its_text() -> None:
    assert set(texts.teksten(texts.huidige_versie())) == set(Doel)
