"""Every party speaks for itself: in the application by its own account, or written down by who leads the table."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from gka.actions import aanstellingen
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Gebeurtenis, Leerling
from gka.workflow import Doel, Toestemmingstand, Wijze
from overdracht.actions import instemmingen
from overdracht.actions.instemmingen import Gehoord
from overdracht.models import Bespreking, Deelnemer, Instemming
from overdracht.sprekers import spreekt_voor
from overdracht.workflow import Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.overdracht.reading import tekst

NAMENS = {"smw_po": Partij.SMW_PO, "smw_vo": Partij.SMW_VO, "zorgcoordinator": Partij.VO_SCHOOL}


def geeft(client: Client, row: Bespreking, standpunt: str = "ja", **anders: str) -> Any:
    data = {"standpunt": standpunt} | anders
    response = client.post(f"/besprekingen/{row.pk}/standpunt/", data)
    row.refresh_from_db()
    return response


def namens(
    cast: Cast, row: Bespreking, wie: str, partij: Partij | None = None, standpunt: Standpunt = Standpunt.JA
) -> None:
    instemmingen.zelf_geven(
        bespreking=row, partij=partij or NAMENS[wie], standpunt=standpunt, door=cast[wie], op=timezone.now()
    )
    row.refresh_from_db()


def tweede_rol(cast: Cast, row: Bespreking, wie: str, als: str) -> Aanstelling:
    """The same person, with the work of another one too, and a seat for it."""
    made = build.werkt_ook(cast, wie, als)
    Deelnemer.objects.create(overleg=row.overleg, aanstelling=made)
    return made


@pytest.mark.parametrize("wie", NAMENS)
def test_somebody_at_the_table_speaks_for_the_own_party(
    cast: Cast, client: Client, bespreking: Bespreking, wie: str
) -> None:
    partij = NAMENS[wie]
    pagina = cast.log_in(client, wie).get(bespreking.get_absolute_url())
    assert f"U spreekt voor: {partij.label}." in tekst(pagina)

    response = geeft(client, bespreking, partij=partij.value)

    assert response.status_code == 302
    row = Instemming.objects.get()
    assert (row.partij, row.standpunt, row.wijze, row.vastgelegd_door) == (partij, "ja", "app", cast[wie])
    pagina = tekst(client.get(bespreking.get_absolute_url()))
    assert "Zelf in Overstap" in pagina and f"vastgelegd door {cast[wie].naam} op 10 maart 2026" in pagina
    assert Gebeurtenis.objects.get(soort="instemming.vastgelegd").leerling_id == str(bespreking.leerling_id)


@pytest.mark.parametrize("wie", NAMENS)
@pytest.mark.parametrize("partij", Partij)
def test_and_for_nobody_else(cast: Cast, client: Client, bespreking: Bespreking, wie: str, partij: Partij) -> None:
    if partij == NAMENS[wie]:
        return
    cast.log_in(client, wie)

    assert geeft(client, bespreking, partij=partij.value).status_code == 200
    with pytest.raises(NietToegestaan, match="U spreekt hier niet voor"):
        namens(cast, bespreking, wie, partij)
    assert not Instemming.objects.exists()


def test_who_decides_has_no_stance_form_and_no_address(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    assert geeft(ib_er, bespreking, partij="basisschool").status_code == 403
    assert "Uw standpunt" not in tekst(ib_er.get(bespreking.get_absolute_url()))
    assert spreekt_voor(cast["ib_er"], bespreking, dag=timezone.localdate()) == [Partij.BASISSCHOOL]


def test_without_a_seat_one_does_not_speak(cast: Cast, client: Client, leerling: Leerling) -> None:
    """After *delen* the zorgcoördinator reads; a voice takes a seat at the table."""
    build.wil_naar(cast, build.met_toestemming(cast, leerling), cast.vo_school)
    row = build.overleg(cast, leerling, met=()).besprekingen.get()
    build.zegt(cast, leerling, Doel.DELEN, school=cast.vo_school)

    pagina = cast.log_in(client, "zorgcoordinator").get(row.get_absolute_url())
    assert pagina.status_code == 200 and "Uw standpunt" not in tekst(pagina)
    geeft(client, row, partij="vo_school")
    assert not Instemming.objects.exists()


def test_when_the_wish_changes_one_speaks_no_more(cast: Cast, bespreking: Bespreking) -> None:
    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school)

    for wie in ("smw_vo", "zorgcoordinator"):
        with pytest.raises(NietToegestaan, match="U spreekt hier niet voor"):
            namens(cast, bespreking, wie)


def test_an_ended_appointment_does_not_speak(cast: Cast, bespreking: Bespreking) -> None:
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["smw_po"],
        laatste_dag=timezone.localdate() - timedelta(days=1),
        door=cast["beheerder"],
        op=timezone.now(),
    )

    with pytest.raises(NietToegestaan):
        namens(cast, bespreking, "smw_po")


def test_without_consent_or_an_answer_nothing_is_recorded(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    cast.log_in(client, "smw_po")
    assert "Kies ja of nee." in tekst(geeft(client, bespreking, "", partij="smw_po"))
    with pytest.raises(NietToegestaan, match="Kies ja of nee"):
        namens(cast, bespreking, "smw_po", standpunt=Standpunt.NIET_GEHOORD)
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)
    assert geeft(client, bespreking, partij="smw_po").status_code == 404
    with pytest.raises(NietToegestaan, match="mag niet"):
        namens(cast, bespreking, "smw_po")
    assert not Instemming.objects.exists()


def test_the_own_word_is_not_overruled(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    namens(cast, bespreking, "smw_vo", standpunt=Standpunt.NEE)

    for standpunt in (Standpunt.JA, Standpunt.NIET_GEHOORD):
        with pytest.raises(
            NietToegestaan, match="Het schoolmaatschappelijk werk van de middelbare school gaf dit standpunt zelf"
        ):
            build.vindt(cast, bespreking, Partij.SMW_VO, standpunt)
    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)  # heard again at the table
    assert Instemming.objects.get().wijze == "app"
    pagina = ib_er.get(bespreking.get_absolute_url()).content.decode()
    assert 'name="standpunt_smw_vo"' not in pagina and 'name="standpunt_smw_po"' in pagina
    namens(cast, bespreking, "smw_vo")
    assert Instemming.objects.huidig().get().standpunt == "ja"


def test_once_the_speaker_left_the_table_others_write_it_down(cast: Cast, bespreking: Bespreking) -> None:
    namens(cast, bespreking, "smw_vo")
    aanstellingen.beeindigen(
        aanstelling=cast.aanstelling["smw_vo"],
        laatste_dag=timezone.localdate() - timedelta(days=1),
        door=cast["beheerder"],
        op=timezone.now(),
    )

    build.vindt(cast, bespreking, Partij.SMW_VO, Standpunt.NEE)

    assert Instemming.objects.huidig().get().standpunt == "nee"


def test_another_wish_takes_the_own_word_back(cast: Cast, bespreking: Bespreking) -> None:
    from tests.overdracht.test_bewaren import bijwerken

    namens(cast, bespreking, "smw_vo")

    bijwerken(cast, bespreking, versie=bespreking.versie, vo_school=cast.andere_vo_school)

    assert Instemming.objects.huidig().get(partij="smw_vo").standpunt == "niet_gehoord"


def test_the_application_is_for_the_party_itself(cast: Cast, bespreking: Bespreking) -> None:
    ouder = bespreking.leerling.ouders.get()
    for gehoord in (
        Gehoord(Partij.SMW_VO, Standpunt.JA, Wijze.APP),
        Gehoord(Partij.LEERLING, Standpunt.JA, Wijze.APP),
        Gehoord(Partij.OUDER, Standpunt.JA, Wijze.APP, ouder),
    ):
        with pytest.raises(NietToegestaan, match="zelf geeft dit standpunt"):
            instemmingen.alle_vastleggen(
                bespreking=bespreking, gehoord=[gehoord], door=cast["ib_er"], op=timezone.now()
            )
    assert not Instemming.objects.exists()


def test_one_person_in_two_roles_fills_one_party(cast: Cast, client: Client, bespreking: Bespreking) -> None:
    tweede_rol(cast, bespreking, "smw_po", "smw_vo")
    assert spreekt_voor(cast["smw_po"], bespreking, dag=timezone.localdate()) == [Partij.SMW_PO, Partij.SMW_VO]
    assert "Voor wie spreekt u?" in tekst(cast.log_in(client, "smw_po").get(bespreking.get_absolute_url()))

    geeft(client, bespreking, partij="smw_vo")
    response = geeft(client, bespreking, partij="smw_po")

    assert "Eén persoon spreekt niet voor twee partijen" in tekst(response)
    assert Instemming.objects.get().partij == "smw_vo"
    namens(cast, bespreking, "smw_vo", standpunt=Standpunt.NEE)  # a colleague may, and so may the same person again


def test_who_leads_the_table_fills_one_party_as_well(cast: Cast, bespreking: Bespreking) -> None:
    """IB-er and school social worker in one: writing down both with one hand is refused too."""
    tweede_rol(cast, bespreking, "ib_er", "smw_po")

    with pytest.raises(NietToegestaan, match="niet voor twee partijen"):
        build.iedereen_eens(cast, bespreking)
    assert not Instemming.objects.exists()
    build.vindt(cast, bespreking, Partij.BASISSCHOOL)
    build.vindt(cast, bespreking, Partij.SMW_PO, Standpunt.NIET_BESCHIKBAAR)


def test_a_later_nee_in_the_application_says_why_and_opens_the_decision(
    cast: Cast, client: Client, leerling: Leerling
) -> None:
    row = build.besluit_traject(cast, leerling).bespreking
    cast.log_in(client, "zorgcoordinator")
    pagina = tekst(client.get(row.get_absolute_url()))
    assert "dan is het besluit weer open en stopt het traject" in pagina

    response = geeft(client, row, "nee", partij="vo_school", reden=" ")
    assert response.status_code == 200 and "Schrijf op waarom." in tekst(response) and row.status == "opgenomen"
    bsn = geeft(client, row, "nee", partij="vo_school", reden="Nummer 111222333.")
    assert "een getal dat op een BSN lijkt" in tekst(bsn) and row.status == "opgenomen"
    geeft(client, row, "nee", partij="vo_school", reden="Er is al hulp op school.")

    assert row.status == "wacht"
    assert row.besluiten.huidig().get().reden == "Er is al hulp op school."
    pagina = tekst(client.get(row.get_absolute_url()))
    assert "Waarom: Er is al hulp op school." in pagina and "Het besluit is weer open." in pagina
    assert "stopt het traject" not in pagina, "a second time nothing stops"
    geeft(client, row, "ja", partij="vo_school")
    assert row.instemmingen.huidig().get(partij="vo_school").standpunt == "ja"


def test_a_party_that_was_not_heard_gave_nothing_in_any_way(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    """The question is answered with ja or nee, and who was not heard is not said to have spoken."""
    for partij, standpunt in ((Partij.SMW_PO, Standpunt.NIET_GEHOORD), (Partij.SMW_VO, Standpunt.NEE)):
        gehoord = [Gehoord(partij, standpunt, Wijze.GESPREK if standpunt == Standpunt.NEE else None)]
        instemmingen.alle_vastleggen(bespreking=bespreking, gehoord=gehoord, door=cast["ib_er"], op=timezone.now())

    response = ib_er.get(bespreking.get_absolute_url())
    pagina = html.fromstring(response.content)

    plekken = {blok.xpath(".//input/@name")[0]: blok.text_content() for blok in pagina.find_class("stance")}
    assert "vastgelegd door" not in plekken["standpunt_smw_po"] and "vastgelegd door" in plekken["standpunt_smw_vo"]
    keuzes = response.context["form"].fields["standpunt_leerling"].choices
    assert [label for _, label in keuzes] == ["Ja", "Nee", "Niet gehoord"]
