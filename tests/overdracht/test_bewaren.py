"""Saving the page of one pupil: content, stances and decision, all or nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gka.actions import aanstellingen
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Keuze, Leerling
from gka.workflow import Doel, Keuzesoort, Toestemmingstand, Wijze
from overdracht.actions import besprekingen
from overdracht.actions.besprekingen import Bespreekgegevens
from overdracht.actions.instemmingen import Gehoord
from overdracht.models import Besluit, Bespreking, Instemming
from overdracht.workflow import Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast


def reden(cast: Cast, code: str, lijst: str = "domein") -> Keuze:
    return Keuze.objects.get(lijst__regio=cast.regio, lijst__code=lijst, code=code)


def bijwerken(cast: Cast, row: Bespreking, *, versie: int | None = None, **gegevens: Any) -> Bespreking:
    return besprekingen.bijwerken(
        bespreking=row,
        versie=row.versie if versie is None else versie,
        gegevens=Bespreekgegevens(**gegevens),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


def bewaren(cast: Cast, row: Bespreking, *gehoord: Gehoord, keus: Keus | None = None, **gegevens: Any) -> Bespreking:
    row.refresh_from_db()
    return besprekingen.bewaren(
        bespreking=row,
        versie=row.versie,
        gegevens=Bespreekgegevens(**gegevens),
        gehoord=gehoord,
        keus=keus,
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )


def test_content_is_saved_and_the_pupil_was_discussed(cast: Cast, bespreking: Bespreking) -> None:
    row = bijwerken(
        cast,
        bespreking,
        reden_1=reden(cast, "motivatie"),
        reden_2=reden(cast, "taal"),
        wens_leerling=" Leren leren. ",
        leerling_aanwezig=True,
        ouder_aanwezig=False,
        vast_gezicht=cast.aanstelling["smw_vo"],
    )

    row.refresh_from_db()
    assert (row.status, row.versie, row.wens_leerling) == ("besproken", 2, "Leren leren.")
    assert (row.leerling_aanwezig, row.ouder_aanwezig) == (True, False)
    assert row.vast_gezicht == cast.aanstelling["smw_vo"]


def test_two_editors_the_second_is_refused_and_nothing_is_lost(cast: Cast, bespreking: Bespreking) -> None:
    bijwerken(cast, bespreking, versie=1, aandachtspunten="van de eerste")

    with pytest.raises(Verouderd):
        bijwerken(cast, bespreking, versie=1, aandachtspunten="van de tweede")

    bespreking.refresh_from_db()
    assert bespreking.aandachtspunten == "van de eerste"


def test_without_consent_nothing_is_written(cast: Cast, bespreking: Bespreking) -> None:
    build.zegt(cast, bespreking.leerling, Doel.BESPREKEN, Toestemmingstand.INGETROKKEN)

    with pytest.raises(NietToegestaan, match="trok het ja in"):
        bijwerken(cast, bespreking, aandachtspunten="iets")

    bespreking.refresh_from_db()
    assert bespreking.aandachtspunten == "" and bespreking.versie == 1


@pytest.mark.parametrize("naam", ["wens_leerling", "wens_ouders", "aandachtspunten"])
def test_texts_are_short(cast: Cast, bespreking: Bespreking, naam: str) -> None:
    with pytest.raises(NietToegestaan, match="hoogstens 280 tekens, nu 281"):
        bijwerken(cast, bespreking, **{naam: "x" * 281})
    bijwerken(cast, bespreking, **{naam: "x" * 280})


def test_what_is_pasted_is_not_cut_off(cast: Cast, ib_er: Client, bespreking: Bespreking) -> None:
    """A browser that enforces the maximum cuts in silence; the page says by how much it is too long, and keeps it."""
    lang = "x" * 300
    pagina = ib_er.get(bespreking.get_absolute_url()).content.decode()
    assert 'data-maximum="280"' in pagina and "maxlength" not in pagina[pagina.index("<main") : pagina.index("</main")]

    response = ib_er.post(bespreking.get_absolute_url(), {"versie": bespreking.versie, "aandachtspunten": lang})

    assert "hoogstens 280 tekens, nu 300" in response.content.decode() and lang in response.content.decode()
    bespreking.refresh_from_db()
    assert bespreking.aandachtspunten == ""


def test_reasons_come_from_the_list_in_use(cast: Cast, bespreking: Bespreking) -> None:
    motivatie, stop = reden(cast, "motivatie"), reden(cast, "verhuisd", "stopreden")

    for gegevens in ({"reden_1": motivatie, "reden_2": motivatie}, {"reden_2": motivatie}):
        with pytest.raises(NietToegestaan, match="twee verschillende redenen"):
            bijwerken(cast, bespreking, **gegevens)
    with pytest.raises(NietToegestaan, match="op de lijst staat"):
        bijwerken(cast, bespreking, reden_1=stop)

    row = bijwerken(cast, bespreking, reden_1=motivatie)
    Keuze.objects.filter(pk=motivatie.pk).update(vervallen_op=date(2026, 1, 1))
    bijwerken(cast, row, versie=row.versie, reden_1=motivatie)  # chosen before: may stay
    ander = build.bespreking(cast, build.leerling(cast, roepnaam="Ander"))
    with pytest.raises(NietToegestaan, match="op de lijst staat"):
        bijwerken(cast, ander, reden_1=motivatie)


def test_the_wished_school_is_a_school_that_takes_part_here(cast: Cast, bespreking: Bespreking) -> None:
    for school in (cast.school, cast.elders_school):
        with pytest.raises(NietToegestaan, match="geen middelbare school in deze regio"):
            bijwerken(cast, bespreking, vo_school=school)
    cast.andere_vo_school.deelname = "geen"
    cast.andere_vo_school.save()
    with pytest.raises(NietToegestaan, match="doet niet mee"):
        bijwerken(cast, bespreking, vo_school=cast.andere_vo_school)


def test_the_wish_is_kept_with_its_history(cast: Cast, bespreking: Bespreking, clock: Any) -> None:
    clock.move_to("2026-03-11T10:00:00+01:00")
    bijwerken(cast, bespreking, vo_school=cast.andere_vo_school)

    keuzes = bespreking.leerling.schoolkeuzes.filter(soort=Keuzesoort.BEOOGD)
    assert keuzes.get(tot__isnull=True).school == cast.andere_vo_school
    assert keuzes.get(tot__isnull=False).school == cast.vo_school


def test_no_school_on_the_page_leaves_the_wish_as_it_was(cast: Cast, bespreking: Bespreking) -> None:
    bijwerken(cast, bespreking, vo_school=None)

    assert bespreking.leerling.schoolkeuzes.lopend().get(soort=Keuzesoort.BEOOGD).school == cast.vo_school


@pytest.mark.parametrize(
    ("wie", "zin"),
    [
        ("smw_po", "schoolmaatschappelijk werker die nu op een vo-school werkt"),
        ("zorgcoordinator", "schoolmaatschappelijk werker die nu"),
        ("buitenstaander_smw_vo", "werkt niet op de vo-school van deze leerling"),
    ],
)
def test_the_familiar_face_works_at_the_wished_school(cast: Cast, bespreking: Bespreking, wie: str, zin: str) -> None:
    with pytest.raises(NietToegestaan, match=zin):
        bijwerken(cast, bespreking, vast_gezicht=cast.aanstelling[wie])


def test_the_familiar_faces_of_the_own_school_come_first_and_after_admission_alone(
    cast: Cast, ib_er: Client, bespreking: Bespreking
) -> None:
    def te_kiezen() -> list[str]:
        form = ib_er.get(bespreking.get_absolute_url()).context["form"]
        return [stoel.werkplek_school.naam for stoel in form.fields["vast_gezicht"].queryset]

    assert te_kiezen() == ["Compass", "Holz"]
    build.wil_naar(cast, bespreking.leerling, cast.andere_vo_school)
    assert te_kiezen() == ["Holz", "Compass"], "the wish may still change, in the same save"
    build.wil_naar(cast, bespreking.leerling, cast.vo_school, Keuzesoort.DEFINITIEF)
    assert te_kiezen() == ["Compass"]


def test_a_familiar_face_who_left_may_stay_but_not_be_chosen(cast: Cast, bespreking: Bespreking, clock: Any) -> None:
    gezicht = cast.aanstelling["smw_vo"]
    row = bijwerken(cast, bespreking, vast_gezicht=gezicht)
    ander = build.bespreking(cast, build.leerling(cast, roepnaam="Ander"))
    gezicht = aanstellingen.beeindigen(
        aanstelling=gezicht, laatste_dag=date(2026, 3, 11), door=cast["beheerder"], op=timezone.now()
    )
    clock.shift(timedelta(days=3))

    bijwerken(cast, row, versie=row.versie, vast_gezicht=gezicht)
    with pytest.raises(NietToegestaan, match="die nu op een vo-school werkt"):
        bijwerken(cast, ander, vast_gezicht=gezicht)


def iedereen(leerling: Leerling) -> list[Gehoord]:
    ouder = leerling.ouders.get()
    return [
        Gehoord(partij, Standpunt.JA, Wijze.GESPREK, ouder if partij == Partij.OUDER else None) for partij in Partij
    ]


def test_one_save_of_everything(cast: Cast, bespreking: Bespreking, leerling: Leerling) -> None:
    row = bewaren(cast, bespreking, *iedereen(leerling), keus=Keus.TRAJECT, aandachtspunten="Rustige plek.")

    assert (row.status, row.aandachtspunten, row.instemmingen.count()) == ("opgenomen", "Rustige plek.", 6)


def test_a_refusal_in_the_middle_saves_nothing(cast: Cast, bespreking: Bespreking, leerling: Leerling) -> None:
    fout = Gehoord(Partij.OUDER, Standpunt.JA, Wijze.GESPREK)

    with pytest.raises(NietToegestaan):
        bewaren(cast, bespreking, *iedereen(leerling), fout, keus=Keus.TRAJECT, aandachtspunten="Rustige plek.")

    bespreking.refresh_from_db()
    assert (bespreking.aandachtspunten, bespreking.versie, bespreking.status) == ("", 1, "voorgesteld")
    assert not Instemming.objects.exists() and not Besluit.objects.exists()


def test_without_a_choice_there_is_no_decision(cast: Cast, bespreking: Bespreking, leerling: Leerling) -> None:
    row = bewaren(cast, bespreking, *iedereen(leerling))

    assert row.status == "besproken" and not Besluit.objects.exists()


def test_a_nee_in_the_same_save_needs_no_reason(cast: Cast, bespreking: Bespreking, leerling: Leerling) -> None:
    bewaren(cast, bespreking, *iedereen(leerling), keus=Keus.TRAJECT)

    row = bewaren(cast, bespreking, Gehoord(Partij.LEERLING, Standpunt.NEE, Wijze.GESPREK), keus=Keus.TRAJECT)

    assert row.status == "niet_opgenomen"
    assert Besluit.objects.count() == 2, "one decision and one reopening"


def test_another_school_must_be_heard_anew(cast: Cast, bespreking: Bespreking, leerling: Leerling) -> None:
    """What Compass said is no yes of Holz, also when the page still showed the old answer."""
    bewaren(cast, bespreking, *iedereen(leerling))

    row = bewaren(cast, bespreking, *iedereen(leerling), keus=Keus.TRAJECT, vo_school=cast.andere_vo_school)

    assert row.status == "wacht"
    stil = row.instemmingen.huidig().filter(standpunt=Standpunt.NIET_GEHOORD)
    assert {instemming.partij for instemming in stil} == {"vo_school", "smw_vo"}
    build.iedereen_eens(cast, row)  # of Holz nobody sits at this table: by phone
    assert bewaren(cast, row, keus=Keus.TRAJECT).status == "opgenomen"


def test_the_first_school_asks_nobody_again(cast: Cast, leerling: Leerling) -> None:
    row = build.overleg(cast, build.met_toestemming(cast, leerling)).besprekingen.get()

    row = bewaren(cast, row, *iedereen(leerling), keus=Keus.TRAJECT, vo_school=cast.vo_school)

    assert row.status == "opgenomen"


def test_a_pupil_in_the_traject_may_change_school_without_a_new_decision(cast: Cast, leerling: Leerling) -> None:
    row = build.besluit_traject(cast, leerling).bespreking

    row = bewaren(cast, row, vo_school=cast.andere_vo_school)

    assert row.status == "opgenomen"
