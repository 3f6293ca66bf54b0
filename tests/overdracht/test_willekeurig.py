"""Stances, consents, decisions, withdrawals, other wishes and later tables in any order: never an illegal state."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from begeleiding.models import Traject
from begeleiding.workflow import LOPEND
from gka.actions import ouders
from gka.exceptions import NietToegestaan
from gka.models import Ouder
from gka.workflow import Doel, Keuzesoort, Relatie, Toestemmingstand, Wijze
from overdracht.actions import besluiten, besprekingen, instemmingen
from overdracht.actions.besprekingen import Bespreekgegevens, Rijgegevens
from overdracht.models import Besluit, Bespreking, Instemming, Statuswissel
from overdracht.workflow import VERVOLG, Besprekingstatus, Keus, Partij, Standpunt
from tests import build
from tests.cast import Cast
from tests.conftest import NU

GESCHIEDENIS = (Instemming, Besluit, Statuswissel)
VOORUIT = {"opgenomen": 0, "wacht": 1, "niet_opgenomen": 2}
TAFEL = (*build.AAN_TAFEL, "buitenstaander_smw_vo", "buitenstaander_zorgcoordinator")
ALLEEN = {"smw_po": Partij.SMW_PO, "smw_vo": Partij.SMW_VO, "zorgcoordinator": Partij.VO_SCHOOL}
antwoorden = st.sampled_from([Toestemmingstand.JA, Toestemmingstand.NEE, Toestemmingstand.INGETROKKEN])


class Tafel(RuleBasedStateMachine):
    """One pupil of twelve with two parents; everything through the actions, refusals included."""

    cast: Cast
    stappen: set[tuple[str, str]]  # every step in a status that was ever seen
    klok: Any

    def __init__(self) -> None:
        super().__init__()
        self.terug = transaction.atomic()
        self.terug.__enter__()
        self.scholen = [self.cast.vo_school, self.cast.andere_vo_school]
        leerling = build.leerling(self.cast, geboortedatum=timezone.localdate().replace(year=2013))
        build.wil_naar(self.cast, build.met_toestemming(self.cast, leerling), self.cast.vo_school)
        self.row = build.overleg(self.cast, leerling, met=TAFEL).besprekingen.get()
        ouders.toevoegen(leerling=leerling, relatie=Relatie.VADER, door=self.cast["ib_er"], op=timezone.now())
        self.leerling = leerling
        self.ouders: list[Ouder] = list(leerling.ouders.order_by("relatie"))
        self.was: dict[Any, dict[str, Any]] = {}

    def teardown(self) -> None:
        self.klok.move_to(NU)
        transaction.set_rollback(True)
        self.terug.__exit__(None, None, None)

    def doe(self, daad: Any, **feit: Any) -> None:
        """As IB-er unless told otherwise; a refusal with a sentence is a fine answer, and changes nothing."""
        self.row.refresh_from_db()
        gewoon = {"bespreking": self.row, "door": self.cast["ib_er"], "op": timezone.now()}
        try:
            daad(**gewoon | feit)
        except NietToegestaan as weigering:
            assert str(weigering).endswith("."), weigering
        self.row.refresh_from_db()

    @initialize(erin=st.booleans())
    def begin(self, erin: bool) -> None:
        if erin:
            self.komt_erin()

    @rule(partij=st.sampled_from(Partij), standpunt=st.sampled_from(Standpunt), wie=st.booleans())
    def hoort(self, partij: Partij, standpunt: Standpunt, wie: bool) -> None:
        ouder = self.ouders[wie] if partij == Partij.OUDER else None
        self.doe(instemmingen.vastleggen, partij=partij, standpunt=standpunt, wijze=Wijze.TELEFOON, ouder=ouder)

    @rule(
        wie=st.sampled_from(sorted(ALLEEN)),
        standpunt=st.sampled_from([Standpunt.JA, Standpunt.NEE]),
        reden=st.sampled_from(["", "Daarom."]),
    )
    def spreekt_zelf(self, wie: str, standpunt: Standpunt, reden: str) -> None:
        self.doe(instemmingen.zelf_geven, partij=ALLEEN[wie], standpunt=standpunt, door=self.cast[wie], reden=reden)

    @rule()
    def iedereen_zegt_ja(self) -> None:
        gehoord = [
            instemmingen.Gehoord(partij, Standpunt.JA, Wijze.GESPREK, ouder)
            for partij in Partij
            for ouder in (self.ouders if partij == Partij.OUDER else [None])
        ]
        self.doe(instemmingen.alle_vastleggen, gehoord=gehoord)

    @rule(doel=st.sampled_from([Doel.BESPREKEN, Doel.DEELNEMEN]), stand=antwoorden, wie=st.sampled_from([0, 1, None]))
    def antwoordt(self, doel: Doel, stand: Toestemmingstand, wie: int | None) -> None:
        ouder = None if wie is None else self.ouders[wie]
        try:
            build.zegt(self.cast, self.leerling, doel, stand, ouder=ouder, zelf=wie is None)
        except NietToegestaan:
            assert stand == Toestemmingstand.INGETROKKEN

    @rule()
    def allebei_akkoord(self) -> None:
        for ouder in self.ouders:
            for doel in (Doel.BESPREKEN, Doel.DEELNEMEN):
                build.zegt(self.cast, self.leerling, doel, ouder=ouder)

    @rule()
    def komt_erin(self) -> None:
        """All at once after some waiting, or chance alone would hardly ever get there."""
        self.besluit(Keus.LATER, "Daarom.", False)
        self.allebei_akkoord()
        for doel in (Doel.BESPREKEN, Doel.DEELNEMEN):
            build.zegt(self.cast, self.leerling, doel, zelf=True)
        for wie in ALLEEN:
            self.spreekt_zelf(wie, Standpunt.JA, "")
        self.iedereen_zegt_ja()
        self.besluit(Keus.TRAJECT, "Daarom.", False)

    @rule(doel=st.sampled_from([Doel.BESPREKEN, Doel.DEELNEMEN]))
    def komt_erin_en_trekt_in(self, doel: Doel) -> None:
        self.komt_erin()
        self.antwoordt(doel, Toestemmingstand.INGETROKKEN, 0)

    @rule(keus=st.sampled_from(Keus), reden=st.sampled_from(["", "Daarom."]), oud=st.booleans())
    def besluit(self, keus: Keus, reden: str, oud: bool) -> None:
        self.row.refresh_from_db()
        versie = self.row.versie - oud
        self.doe(besluiten.vastleggen, versie=versie, keus=keus, reden=reden, dag=timezone.localdate())

    @rule(keus=st.sampled_from([None, *Keus]), iedereen=st.booleans(), erbij=st.sampled_from([True, False, None]))
    def bewaart_rij(self, keus: Keus | None, iedereen: bool, erbij: bool | None) -> None:
        self.row.refresh_from_db()
        self.doe(
            besprekingen.rij_bewaren,
            versie=self.row.versie,
            merk="",
            gegevens=Rijgegevens(leerling_aanwezig=erbij, ouder_aanwezig=erbij),
            keus=keus,
            bevestigd=False,
            iedereen=iedereen,
            dag=timezone.localdate(),
        )

    @rule(school=st.integers(0, 1), toegelaten=st.booleans())
    def wenst(self, school: int, toegelaten: bool) -> None:
        if toegelaten:
            build.wil_naar(self.cast, self.leerling, self.scholen[school], Keuzesoort.DEFINITIEF)
        self.row.refresh_from_db()
        gegevens = Bespreekgegevens(vo_school=self.scholen[school])
        self.doe(besprekingen.bijwerken, versie=self.row.versie, gegevens=gegevens, dag=timezone.localdate())

    @rule(het_is_zover=st.booleans())
    def later_overleg(self, het_is_zover: bool) -> None:
        try:
            morgen = timezone.localdate() + timedelta(days=1)
            overleg = build.overleg(self.cast, self.leerling, datum=morgen, met=TAFEL)
        except NietToegestaan:
            return
        self.row = overleg.besprekingen.get()
        if het_is_zover:
            self.klok.shift(timedelta(days=1))

    @invariant()
    def status_follows_its_history(self) -> None:
        for row in Bespreking.objects.filter(leerling=self.leerling):
            stappen = list(row.statuswissels.order_by("op").values_list("van", "naar"))
            assert stappen[0] == ("", "voorgesteld")
            for (_, hier), (van, naar) in zip(stappen, stappen[1:], strict=False):
                assert van == hier and naar in VERVOLG[Besprekingstatus(van)]
            assert stappen[-1][1] == row.status
            self.stappen.update(stappen)
            keten = list(row.besluiten.all())
            assert len([een for een in keten if een.vervangt_id is None]) == (1 if keten else 0)
            if keten:
                assert row.besluiten.huidig().get().uitkomst == row.status

    @invariant()
    def in_only_when_the_rule_holds(self) -> None:
        """Read anew from ontwerp 3, from the rows and not through the code that decides."""
        huidig = self.row.besluiten.huidig().first()
        if huidig is None:
            return
        stemmen = {(row.partij, row.ouder_id): row.standpunt for row in self.row.instemmingen.huidig()}
        ouders = [stemmen.get(("ouder", ouder.pk)) for ouder in self.ouders]
        vast = [stemmen.get((naam, None)) for naam in ("basisschool", "vo_school", "smw_vo", "leerling")]
        rows = self.leerling.toestemmingen.huidig().filter(doel__in=[Doel.BESPREKEN, Doel.DEELNEMEN])
        nee = any(row.stand in ("nee", "ingetrokken", "bezwaar") for row in rows)
        ja = {row.doel for row in rows if row.stand == "ja" and row.ouder_id}
        if "nee" in ouders or stemmen.get(("leerling", None)) == "nee" or nee:
            hoogstens = "niet_opgenomen"
        elif set(vast) == {"ja"} and "ja" in ouders and stemmen.get(("smw_po", None)) in ("ja", "niet_beschikbaar"):
            hoogstens = "opgenomen" if ja == {"bespreken", "deelnemen"} else "wacht"
        else:
            hoogstens = "wacht"
        assert VOORUIT[huidig.uitkomst] >= VOORUIT[hoogstens], (huidig, stemmen)

    @invariant()
    def nothing_is_decided_before_the_day(self) -> None:
        for row in Bespreking.objects.filter(leerling=self.leerling, overleg__datum__gt=timezone.localdate()):
            assert not row.besluiten.exists() and not row.instemmingen.filter(wijze="gesprek").exists()

    @invariant()
    def what_ends_says_why(self) -> None:
        for besluit in Besluit.objects.filter(bespreking__leerling=self.leerling, vervangt__uitkomst="opgenomen"):
            assert besluit.reden, "a decision that let a pupil in changes visibly"

    @invariant()
    def no_traject_is_never_silent(self) -> None:
        """What the table alone ended, and no nee of the family or of the law, says why."""
        for besluit in Besluit.objects.filter(bespreking__leerling=self.leerling, keus="geen_traject"):
            assert besluit.reden or "aan tafel is gekozen" not in besluit.toelichting, besluit

    @invariant()
    def nobody_speaks_twice(self) -> None:
        for row in Bespreking.objects.filter(leerling=self.leerling):
            partijen = list(row.instemmingen.huidig().values_list("partij", "ouder"))
            assert len(partijen) == len(set(partijen))
            zelf = row.instemmingen.huidig().filter(wijze="app").values_list("vastgelegd_door", flat=True)
            assert len(zelf) == len(set(zelf))

    @invariant()
    def history_only_grows(self) -> None:
        nu = {(model, rij["id"]): rij for model in GESCHIEDENIS for rij in model.objects.values()}
        assert all(nu.get(sleutel) == rij for sleutel, rij in self.was.items())
        self.was = nu

    @invariant()
    def the_traject_follows(self) -> None:
        self.row.refresh_from_db()
        lopend = Traject.objects.filter(leerling=self.leerling, status__in=LOPEND).exists()
        assert lopend is (self.row.status == Besprekingstatus.OPGENOMEN)


def loop(cast: Cast, klok: Any, **instellingen: Any) -> None:
    stappen: set[tuple[str, str]] = set()
    gezien = type("Tafel", (Tafel,), {"cast": cast, "stappen": stappen, "klok": klok})
    traag = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        gezien,
        settings=settings(
            deadline=None,
            suppress_health_check=traag,
            database=None,
            phases=[Phase.generate],  # making a failure smaller takes minutes here
            **instellingen,
        ),
    )
    assert {("opgenomen", "wacht"), ("opgenomen", "niet_opgenomen"), ("wacht", "opgenomen")} <= stappen, "too tame"


def test_some_orders(cast: Cast, clock: Any) -> None:
    loop(cast, clock, max_examples=12, stateful_step_count=14, derandomize=True)


@pytest.mark.long
def test_many_orders(cast: Cast, clock: Any) -> None:
    loop(cast, clock, max_examples=80, stateful_step_count=40)
