"""A traject follows the decision of the table; who guides, how it starts and how it closes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import trajecten
from begeleiding.models import Statuswissel, Toewijzing, Traject
from begeleiding.workflow import Nazorg, Trajectstatus
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Gebeurtenis, Keuze, Leerling
from gka.workflow import Doel, Toestemmingstand
from overdracht import followers
from overdracht.workflow import Keus, Partij, Standpunt, Uitkomst
from tests import build
from tests.cast import Cast

VANDAAG = date(2026, 3, 10)


def stappen(traject: Traject) -> list[tuple[str, str]]:
    return list(traject.statuswissels.order_by("nummer").values_list("van", "naar"))


def opnieuw(cast: Cast, traject: Traject, keus: Keus) -> Traject:
    """The same table decides otherwise, with a reason."""
    build.besluit(cast, traject.besluit.bespreking, keus, reden="Opnieuw besproken")
    return Traject.objects.get(pk=traject.pk)


def wijs_toe(cast: Cast, traject: Traject, wie: str, van: date, **kwargs: Any) -> Toewijzing:
    return trajecten.toewijzen(
        traject=traject,
        aanstelling=cast.aanstelling[wie],
        van=van,
        door=cast["teamleider"],
        op=timezone.now(),
        **kwargs,
    )


def stopreden(cast: Cast, code: str = "verhuisd") -> Keuze:
    return Keuze.objects.get(lijst__regio=cast.regio, lijst__code="stopreden", code=code)


# --- following the decision


def test_begeleiding_volgt_besluiten() -> None:
    assert "begeleiding.traject" in followers.BESLUIT.namen()


def test_opgenomen_zonder_vast_gezicht_stelt_het_traject_voor(cast: Cast, leerling: Leerling) -> None:
    besluit = build.besluit_traject(cast, leerling)

    traject = Traject.objects.get()
    assert (traject.leerling, traject.cohort, traject.besluit) == (leerling, cast.cohort, besluit)
    assert (traject.status, traject.vanaf, traject.gestart_op) == (Trajectstatus.VOORGESTELD, VANDAAG, None)
    assert stappen(traject) == [("", "voorgesteld")]
    assert not traject.toewijzingen.exists()


def test_opgenomen_met_vast_gezicht_start_het_traject(cast: Cast) -> None:
    traject = build.traject(cast)

    assert traject.status == Trajectstatus.GESTART
    assert stappen(traject) == [("", "voorgesteld"), ("voorgesteld", "gestart")]
    assert {wissel.besluit for wissel in traject.statuswissels.all()} == {traject.besluit}
    toewijzing = traject.toewijzingen.get()
    assert (toewijzing.aanstelling, toewijzing.van, toewijzing.tot) == (cast.aanstelling["smw_vo"], VANDAAG, None)


@pytest.mark.parametrize("keus, uitkomst", [(Keus.LATER, "wacht"), (Keus.GEEN_TRAJECT, "niet_opgenomen")])
def test_een_ander_besluit_maakt_geen_traject(cast: Cast, leerling: Leerling, keus: Keus, uitkomst: str) -> None:
    besluit = build.besluit(cast, build.iedereen_eens(cast, build.bespreking(cast, leerling)), keus)

    assert besluit.uitkomst == uitkomst
    assert not Traject.objects.exists()


@pytest.mark.parametrize("keus", [Keus.LATER, Keus.GEEN_TRAJECT])
def test_een_later_besluit_stopt_het_traject_en_de_uren_blijven(cast: Cast, keus: Keus) -> None:
    traject = build.traject(cast)
    build.contact(cast, traject)

    gestopt = opnieuw(cast, traject, keus)

    assert gestopt.status == Trajectstatus.EERDER_GESTOPT
    assert gestopt.gesloten_op is not None
    laatste = gestopt.statuswissels.get(nummer=3)
    assert laatste.reden == f"nieuw besluit: {Uitkomst(laatste.besluit.uitkomst).label}"
    assert gestopt.contactdeelnames.geldig().get().minuten == 45
    assert gestopt.besluit == traject.besluit  # it rests on the decision that let the pupil in
    assert Gebeurtenis.objects.filter(soort="traject.gestopt", leerling_id=str(traject.leerling_id)).exists()


def test_een_nee_van_de_ouder_stopt_met_die_reden(cast: Cast) -> None:
    traject = build.traject(cast)

    build.vindt(cast, traject.besluit.bespreking, Partij.OUDER, Standpunt.NEE)

    traject.refresh_from_db()
    assert traject.status == Trajectstatus.EERDER_GESTOPT
    assert traject.stopreden == stopreden(cast, "ouder-leerling-stopt")


def test_intrekken_van_toestemming_stopt_met_die_reden(cast: Cast) -> None:
    traject = build.traject(cast)

    build.zegt(cast, traject.leerling, Doel.DEELNEMEN, Toestemmingstand.INGETROKKEN)

    traject.refresh_from_db()
    assert traject.status == Trajectstatus.EERDER_GESTOPT
    assert traject.stopreden == stopreden(cast, "toestemming-ingetrokken")


def test_opnieuw_opgenomen_heropent_met_hetzelfde_gezicht(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast)
    eerste_besluit = traject.besluit
    opnieuw(cast, traject, Keus.LATER)
    clock.move_to("2026-04-01T10:00:00+02:00")

    heropend = opnieuw(cast, traject, Keus.TRAJECT)

    assert heropend.status == Trajectstatus.GESTART
    assert heropend.gesloten_op is None
    assert heropend.besluit != eerste_besluit
    assert heropend.besluit.uitkomst == Uitkomst.OPGENOMEN
    assert heropend.vanaf == VANDAAG
    assert stappen(heropend)[2:] == [("gestart", "eerder_gestopt"), ("eerder_gestopt", "gestart")]
    assert heropend.toewijzingen.count() == 1


def test_een_ander_overleg_heropent_met_zijn_eigen_gezicht(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast)
    opnieuw(cast, traject, Keus.LATER)
    clock.move_to("2026-04-01T10:00:00+02:00")

    build.wil_naar(cast, traject.leerling, cast.andere_vo_school)
    heropend = build.traject(cast, traject.leerling, gezicht="buitenstaander_smw_vo")

    assert heropend.pk == traject.pk
    assert [t.aanstelling for t in heropend.toewijzingen.order_by("van")] == [
        cast.aanstelling["smw_vo"],
        cast.aanstelling["buitenstaander_smw_vo"],
    ]
    assert heropend.toewijzingen.order_by("van")[0].tot == date(2026, 3, 31)


def test_een_besluit_dat_niets_verandert_heropent_geen_gesloten_traject(cast: Cast) -> None:
    traject = build.traject(cast)
    sluit_af(cast, traject, Trajectstatus.EERDER_GESTOPT, stopreden=stopreden(cast))

    trajecten.volg_besluit(besluit=traject.besluit, door=cast["ib_er"], op=timezone.now(), dag=VANDAAG)
    opgenomen = traject.besluit
    vervolg = type(opgenomen).objects.create(
        bespreking=opgenomen.bespreking,
        keus=opgenomen.keus,
        uitkomst=opgenomen.uitkomst,
        toelichting="Anders verwoord.",
        vastgelegd_door=cast["ib_er"],
        vastgelegd_op=timezone.now(),
        vervangt=opgenomen,
    )
    trajecten.volg_besluit(besluit=vervolg, door=cast["ib_er"], op=timezone.now(), dag=VANDAAG)

    traject.refresh_from_db()
    assert traject.status == Trajectstatus.EERDER_GESTOPT
    assert traject.besluit == vervolg


def test_twee_keer_volgen_is_een_keer(cast: Cast) -> None:
    traject = build.traject(cast)

    trajecten.volg_besluit(besluit=traject.besluit, door=cast["ib_er"], op=timezone.now(), dag=VANDAAG)

    assert (Traject.objects.count(), Toewijzing.objects.count(), Statuswissel.objects.count()) == (1, 1, 2)


def test_wie_later_is_toegewezen_blijft_bij_een_herhaald_besluit(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast)
    clock.move_to("2026-03-20T10:00:00+01:00")
    wijs_toe(cast, traject, "buitenstaander_smw_vo", date(2026, 3, 20))

    trajecten.volg_besluit(besluit=traject.besluit, door=cast["ib_er"], op=timezone.now(), dag=date(2026, 3, 20))

    assert traject.toewijzingen.get(tot=None).aanstelling == cast.aanstelling["buitenstaander_smw_vo"]


def test_een_gezicht_zonder_geldige_aanstelling_houdt_het_besluit_niet_tegen(cast: Cast, leerling: Leerling) -> None:
    row = build.bespreking(cast, leerling)
    Aanstelling.objects.filter(pk=cast.aanstelling["smw_vo"].pk).update(tot=VANDAAG - timedelta(days=1))
    type(row).objects.filter(pk=row.pk).update(vast_gezicht=cast.aanstelling["smw_vo"])

    besluit = build.besluit(cast, build.iedereen_eens(cast, row))

    assert besluit.traject.status == Trajectstatus.VOORGESTELD
    assert not besluit.traject.toewijzingen.exists()


# --- assigning


def test_toewijzen_beeindigt_de_vorige_de_dag_ervoor(cast: Cast) -> None:
    traject = build.traject(cast)

    wijs_toe(cast, traject, "buitenstaander_smw_vo", date(2026, 4, 1))

    oud, nieuw = traject.toewijzingen.order_by("van")
    assert (oud.tot, nieuw.tot) == (date(2026, 3, 31), None)
    assert Traject.objects.zichtbaar_voor(cast["smw_vo"], op=date(2026, 3, 31)).exists()
    assert not Traject.objects.zichtbaar_voor(cast["smw_vo"], op=date(2026, 4, 1)).exists()
    assert Traject.objects.zichtbaar_voor(cast["buitenstaander_smw_vo"], op=date(2026, 4, 1)).exists()


def test_een_vergissing_van_vandaag_verliest_meteen_toegang(cast: Cast) -> None:
    traject = build.traject(cast)

    wijs_toe(cast, traject, "buitenstaander_smw_vo", VANDAAG)

    assert traject.toewijzingen.get().aanstelling == cast.aanstelling["buitenstaander_smw_vo"]
    assert not Traject.objects.zichtbaar_voor(cast["smw_vo"]).exists()


def test_een_latere_planning_wijkt_voor_een_eerdere(cast: Cast) -> None:
    traject = build.traject(cast)
    wijs_toe(cast, traject, "buitenstaander_smw_vo", date(2026, 6, 1))

    wijs_toe(cast, traject, "smw_vo", date(2026, 5, 1))

    assert list(traject.toewijzingen.order_by("van").values_list("van", "tot")) == [
        (VANDAAG, date(2026, 4, 30)),
        (date(2026, 5, 1), None),
    ]


def test_geschiedenis_die_er_was_wordt_niet_overschreven(cast: Cast, clock: Traveller) -> None:
    traject = build.traject(cast)
    clock.move_to("2026-03-20T10:00:00+01:00")

    with pytest.raises(NietToegestaan, match="Sinds 10-3-2026 begeleidt al iemand"):
        wijs_toe(cast, traject, "buitenstaander_smw_vo", VANDAAG)


def test_waarneming_komt_naast_het_vaste_gezicht(cast: Cast) -> None:
    traject = build.traject(cast)

    wijs_toe(cast, traject, "buitenstaander_smw_vo", VANDAAG, waarneming=True, tot=date(2026, 3, 31))

    for naam in ("smw_vo", "buitenstaander_smw_vo"):
        assert Traject.objects.zichtbaar_voor(cast[naam]).exists()
    assert not Traject.objects.zichtbaar_voor(cast["buitenstaander_smw_vo"], op=date(2026, 4, 1)).exists()


@pytest.mark.parametrize("wie", ["smw_po", "zorgcoordinator", "teamleider", "vreemdeling_smw_vo"])
def test_alleen_een_smw_vo_van_de_regio_wordt_toegewezen(cast: Cast, wie: str) -> None:
    with pytest.raises(NietToegestaan, match="schoolmaatschappelijk werker vo"):
        wijs_toe(cast, build.traject(cast), wie, VANDAAG)


def test_toewijzen_weigert_wat_niet_kan(cast: Cast) -> None:
    traject = build.traject(cast)

    with pytest.raises(NietToegestaan, match="begint op 10-3-2026"):
        wijs_toe(cast, traject, "smw_vo", VANDAAG - timedelta(days=1))
    with pytest.raises(NietToegestaan, match="laatste dag"):
        wijs_toe(cast, traject, "smw_vo", VANDAAG, tot=VANDAAG - timedelta(days=1))
    Aanstelling.objects.filter(pk=cast.aanstelling["buitenstaander_smw_vo"].pk).update(tot=VANDAAG)
    cast.aanstelling["buitenstaander_smw_vo"].refresh_from_db()
    with pytest.raises(NietToegestaan, match="aanstelling die dan geldt"):
        wijs_toe(cast, traject, "buitenstaander_smw_vo", VANDAAG + timedelta(days=1))
    sluit_af(cast, traject, Trajectstatus.AFGEROND)
    with pytest.raises(NietToegestaan, match="afgerond"):
        wijs_toe(cast, traject, "smw_vo", VANDAAG)


# --- starting and closing


def sluit_af(cast: Cast, traject: Traject, status: Trajectstatus, **kwargs: Any) -> Traject:
    return trajecten.afsluiten(traject=traject, status=status, door=cast["smw_vo"], op=timezone.now(), **kwargs)


def test_starten_vraagt_een_vast_gezicht(cast: Cast) -> None:
    traject = build.traject(cast, gezicht=None)

    with pytest.raises(NietToegestaan, match="vast gezicht"):
        trajecten.starten(traject=traject, door=cast["teamleider"], op=timezone.now())
    wijs_toe(cast, traject, "smw_vo", VANDAAG)
    gestart = trajecten.starten(traject=traject, door=cast["teamleider"], op=timezone.now())

    assert gestart.status == Trajectstatus.GESTART
    assert gestart.gestart_op is not None
    with pytest.raises(NietToegestaan, match="kan niet gestart worden"):
        trajecten.starten(traject=traject, door=cast["teamleider"], op=timezone.now())


def test_afronden_bewaart_nazorg_en_reden(cast: Cast) -> None:
    traject = build.traject(cast)

    sluit_af(cast, traject, Trajectstatus.AFGEROND, stopreden=stopreden(cast, "doelen-bereikt"), nazorg=Nazorg.JA)

    traject.refresh_from_db()
    assert (traject.status, traject.nazorg, traject.stopreden.code) == ("afgerond", "ja", "doelen-bereikt")
    assert traject.versie == 3


def test_afsluiten_weigert_wat_niet_klopt(cast: Cast) -> None:
    traject = build.traject(cast)
    soort = Keuze.objects.get(lijst__regio=cast.regio, code="huisbezoek")
    elders = Keuze.objects.get(lijst__regio=cast.elders, lijst__code="stopreden", code="verhuisd")

    for kwargs, zin in [
        ({"status": Trajectstatus.GESTART}, "afgerond of als eerder gestopt"),
        ({"status": Trajectstatus.EERDER_GESTOPT}, "waarom"),
        ({"status": Trajectstatus.EERDER_GESTOPT, "stopreden": soort}, "uit de lijst"),
        ({"status": Trajectstatus.EERDER_GESTOPT, "stopreden": elders}, "uit de lijst"),
        ({"status": Trajectstatus.AFGEROND, "nazorg": "misschien"}, "nazorg"),
    ]:
        with pytest.raises(NietToegestaan, match=zin):
            sluit_af(cast, traject, **kwargs)
    sluit_af(cast, traject, Trajectstatus.AFGEROND)
    with pytest.raises(NietToegestaan, match="kan niet eerder gestopt"):
        sluit_af(cast, traject, Trajectstatus.EERDER_GESTOPT, stopreden=stopreden(cast))


def test_een_voorgesteld_traject_kan_niet_afgerond_worden(cast: Cast) -> None:
    with pytest.raises(NietToegestaan, match="voorgesteld"):
        sluit_af(cast, build.traject(cast, gezicht=None), Trajectstatus.AFGEROND)


def test_de_smw_ziet_een_gesloten_traject_nog_een_half_jaar(cast: Cast) -> None:
    traject = build.traject(cast)
    sluit_af(cast, traject, Trajectstatus.AFGEROND)

    for dag, zichtbaar in [(date(2026, 9, 10), True), (date(2026, 9, 11), False)]:
        assert Traject.objects.zichtbaar_voor(cast["smw_vo"], op=dag).exists() is zichtbaar


# --- what the database holds


@pytest.mark.parametrize(
    "velden",
    [
        {"status": "onbekend"},
        {"status": "afgerond"},  # without the moment of closing
        {"gesloten_op": timezone.now()},  # still running
        {"gestart_op": None},
        {"nazorg": "ja"},
        {"nazorg": "misschien"},
    ],
)
def test_een_traject_dat_niet_kan_wordt_door_de_database_geweigerd(cast: Cast, velden: dict[str, Any]) -> None:
    traject = build.traject(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Traject.objects.filter(pk=traject.pk).update(**velden)


def test_een_tweede_traject_in_een_cohort_wordt_geweigerd(cast: Cast) -> None:
    traject = build.traject(cast)
    ander = build.traject(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Traject.objects.filter(pk=ander.pk).update(leerling=traject.leerling)


def test_twee_vaste_gezichten_tegelijk_worden_geweigerd(cast: Cast) -> None:
    eerste = build.traject(cast).toewijzingen.get()

    eerste.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        eerste.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Toewijzing.objects.update(tot=VANDAAG - timedelta(days=1))


def test_statuswissels_liggen_vast(cast: Cast) -> None:
    build.traject(cast)

    for poging in (lambda: Statuswissel.objects.update(reden="anders"), Statuswissel.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            poging()
