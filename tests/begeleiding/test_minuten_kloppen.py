"""Whatever is recorded, corrected, taken back, closed and reopened: every reader says the same, to the minute."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from time_machine import Traveller

from begeleiding.actions import contacten, maanden, verdeling
from begeleiding.models import Contact, Contactdeelname, Maandafsluiting, Traject
from begeleiding.workflow import CONTACTSOORTEN, Onjuist
from gka.models import Aanstelling, Keuze
from gka.workflow import Doel
from tests import build
from tests.begeleiding import lezers
from tests.cast import Cast

EERSTE, LAATSTE = date(2026, 1, 12), date(2026, 12, 31)
WIJZIGEN, INTREKKEN, MAAND = 0.3, 0.1, 0.02  # deeds beside each new contact


@dataclass(frozen=True)
class Verwacht:
    """A contact as it should stand, without any help of the code under test."""

    trajecten: tuple[Traject, ...]  # in the order of their keys
    erbij: frozenset[UUID]
    werkers: tuple[str, ...]
    minuten: int
    overige: int
    dag: date
    soort: Keuze

    def delen(self) -> dict[UUID, int]:
        """Largest remainder over all children: whoever comes first gets a minute more."""
        samen, kinderen = self.minuten * len(self.werkers), len(self.trajecten) + self.overige
        return {
            traject.pk: samen // kinderen + (plek < samen % kinderen) for plek, traject in enumerate(self.trajecten)
        }


class Jaar:
    """A year of random deeds, and what should have come of them."""

    def __init__(self, cast: Cast, trajecten: list[Traject], rng: Random) -> None:
        self.cast, self.rng = cast, rng
        self.trajecten = sorted(trajecten, key=lambda traject: traject.pk)
        self.staat: dict[UUID, Verwacht] = {}
        self.dicht: set[tuple[UUID, date]] = set()
        self.gedaan: Counter[str] = Counter()
        keuzes = Keuze.objects.van_lijst(cast.regio, CONTACTSOORTEN, op=LAATSTE)
        self.soorten = [keuzes.get(code=code) for code in ("huisbezoek", "groep", "telefoon", "verslag")]
        self.wie = {naam: (cast[naam], cast.aanstelling[naam]) for naam in lezers.WERKERS}

    def speel(self, aantal: int) -> None:
        """`aantal` contacts, and the other deeds among them."""
        while self.gedaan["vastgelegd"] < aantal:
            self._doe(self._nieuw)
            for kans, daad in ((WIJZIGEN, self._wijzig), (INTREKKEN, self._trek_in), (MAAND, self._maand)):
                if self.staat and self.rng.random() < kans:
                    self._doe(daad)

    def _doe(self, daad: object) -> None:
        assert callable(daad)
        naam = daad()
        self.gedaan[naam] += 1

    def _kies(self) -> Verwacht:
        rng = self.rng
        kinderen = rng.choice((1, 1, 1, 2, 3, len(self.trajecten)))
        trajecten = tuple(sorted(rng.sample(self.trajecten, kinderen), key=lambda traject: traject.pk))
        erbij = frozenset(traject.pk for traject in trajecten if rng.random() < 0.7)
        dagen = (LAATSTE - EERSTE).days
        return Verwacht(
            trajecten=trajecten,
            erbij=erbij,
            werkers=tuple(rng.sample(lezers.WERKERS, rng.choice((1, 1, 2)))),
            minuten=rng.choice((15, 30, 45, 60, 90, rng.randint(1, 600))),
            overige=rng.choice((0, 0, 0, 1, rng.randint(0, 99))),
            dag=EERSTE + timedelta(days=rng.randint(0, dagen)),
            soort=rng.choice(self.soorten),
        )

    def _nieuw(self) -> str:
        plan = self._kies()
        werk = [self.wie[naam] for naam in plan.werkers]

        def leg_vast() -> Contact:
            return contacten.vastleggen(
                trajecten=self.rng.sample(plan.trajecten, len(plan.trajecten)),
                aanstelling=werk[0][1],
                collegas=[aanstelling for _, aanstelling in werk[1:]],
                door=werk[0][0],
                **self._feiten(plan),
            )

        if self._dicht(plan):
            with pytest.raises(Onjuist, match="gesloten"):
                leg_vast()
            return "geweigerd"
        self.staat[leg_vast().pk] = plan
        return "vastgelegd"

    def _wijzig(self) -> str:
        oud, was = self._een()
        nieuw = replace(self._kies(), werkers=was.werkers)
        if self.rng.random() < 0.7:
            nieuw = replace(
                was,
                minuten=nieuw.minuten,
                overige=nieuw.overige,
                dag=nieuw.dag if self.rng.random() < 0.3 else was.dag,
                erbij=frozenset(pk for pk in was.erbij if self.rng.random() < 0.8),
            )

        def corrigeer() -> Contact:
            return contacten.corrigeren(
                contact=Contact(pk=oud),
                reden="Verkeerde duur",
                trajecten=nieuw.trajecten,
                door=self.wie[self.rng.choice(was.werkers)][0],
                **self._feiten(nieuw),
            )

        if self._dicht(was) or self._dicht(nieuw):
            with pytest.raises(Onjuist, match="gesloten"):
                corrigeer()
            return "geweigerd"
        self.staat[corrigeer().pk] = nieuw
        del self.staat[oud]
        return "gewijzigd"

    def _trek_in(self) -> str:
        oud, was = self._een()

        def trek_in() -> Contact:
            return contacten.intrekken(
                contact=Contact(pk=oud),
                reden="Ging niet door",
                door=self.wie[was.werkers[-1]][0],
                op=timezone.now(),
                dag=timezone.localdate(),
                sleutel=uuid4(),
            )

        if self._dicht(was):
            with pytest.raises(Onjuist, match="gesloten"):
                trek_in()
            return "geweigerd"
        trek_in()
        del self.staat[oud]
        return "ingetrokken"

    def _maand(self) -> str:
        organisatie = self.wie[self.rng.choice(lezers.WERKERS)][1].organisatie
        open_ = Maandafsluiting.objects.geldig()
        if self.dicht and self.rng.random() < 0.6:
            rij = self.rng.choice(list(open_.order_by("pk")))
            maanden.heropenen(afsluiting=rij, reden="Vergeten", door=self.cast["teamleider"], op=timezone.now())
            self.dicht.discard((rij.organisatie_id, rij.maand))
            return "heropend"
        maand = date(2026, self.rng.randint(1, 12), 1)
        if (organisatie.pk, maand) in self.dicht:
            return "al gesloten"
        maanden.sluiten(
            organisatie=organisatie,
            maand=maand,
            door=self.cast["teamleider"],
            op=timezone.now(),
            dag=timezone.localdate(),
        )
        self.dicht.add((organisatie.pk, maand))
        return "gesloten"

    def _een(self) -> tuple[UUID, Verwacht]:
        key = self.rng.choice(list(self.staat))
        return key, self.staat[key]

    def _dicht(self, plan: Verwacht) -> bool:
        organisaties = {self.wie[naam][1].organisatie_id for naam in plan.werkers}
        return any((organisatie, plan.dag.replace(day=1)) in self.dicht for organisatie in organisaties)

    def _feiten(self, plan: Verwacht) -> dict[str, object]:
        return {
            "soort": plan.soort,
            "gebeurd_op": plan.dag,
            "minuten": plan.minuten,
            "overige_deelnemers": plan.overige,
            "met_leerling": bool(plan.erbij),
            "met_ouder": not plan.erbij,
            "aanwezig": [traject for traject in plan.trajecten if traject.pk in plan.erbij],
            "op": timezone.now(),
            "dag": timezone.localdate(),
            "sleutel": uuid4(),
        }


def controleer(cast: Cast, jaar: Jaar, maanden_: Iterable[int] = ()) -> None:
    """Every contact, every pupil, every worker, every reader; those who read by month in these months."""
    geldig = {een.pk: een for een in Contact.objects.geldig().prefetch_related("inzet", "deelnames")}
    assert geldig.keys() == jaar.staat.keys()
    per_leerling: Counter[UUID] = Counter({traject.pk: 0 for traject in jaar.trajecten})
    ontvangen: Counter[UUID] = Counter()
    per_medewerker: Counter[UUID] = Counter({aanstelling.pk: 0 for _, aanstelling in jaar.wie.values()})
    per_maand: Counter[tuple[int, UUID]] = Counter()
    for pk, plan in jaar.staat.items():
        contact, delen = geldig[pk], plan.delen()
        inzet = {een.aanstelling_id: een.minuten for een in contact.inzet.all()}
        assert inzet == {jaar.wie[naam][1].pk: plan.minuten for naam in plan.werkers}
        assert {een.traject_id: (een.minuten, een.aanwezig) for een in contact.deelnames.all()} == {
            traject: (minuten, traject in plan.erbij) for traject, minuten in delen.items()
        }
        rest = sum(inzet.values()) - sum(delen.values())
        eerlijk = sum(inzet.values()) // (len(delen) + plan.overige)
        assert plan.overige * eerlijk <= rest <= plan.overige * (eerlijk + 1), "what is left is of the other children"
        per_leerling.update(delen)
        per_medewerker.update(inzet)
        per_maand.update({(plan.dag.month, werk): minuten for werk, minuten in inzet.items()})
        ontvangen.update(dict.fromkeys(plan.erbij, plan.minuten))
    for lezer in lezers.PER_LEERLING:
        assert dict(lezer(cast)) == dict(per_leerling), lezer.__name__
    for lezer in lezers.PER_MEDEWERKER:
        assert dict(lezer(cast)) == dict(per_medewerker), lezer.__name__
    for maand in maanden_:
        verwacht = {werk: per_maand[maand, werk] for werk in per_medewerker}
        for maandlezer in lezers.PER_MAAND:
            assert dict(maandlezer(cast, maand)) == verwacht, (maandlezer.__name__, maand)
    for lezer in lezers.ONTVANGEN:
        assert dict(lezer(cast)) == {traject.pk: ontvangen[traject.pk] for traject in jaar.trajecten}, lezer.__name__
    totalen = Contactdeelname.objects.totalen([traject.pk for traject in jaar.trajecten])
    for traject in jaar.trajecten:
        assert totalen[traject.pk].aantal == sum(traject in plan.trajecten for plan in jaar.staat.values())


def groep(cast: Cast, aantal: int) -> list[Traject]:
    """Pupils for whom somebody of another organisation stands in; one teamleider looks after the hours of both."""
    build.werkt_ook(cast, lezers.TEAMLEIDER, "buitenstaander_teamleider")
    trajecten = []
    for nummer in range(aantal):
        pupil = build.leerling(cast, roepnaam=f"Kind {nummer}", geboortedatum=date(2015, 2, 1))
        build.met_toestemming(cast, pupil, Doel.ONDERZOEK)
        trajecten.append(build.traject(cast, pupil))
    verdeling.waarnemen(
        trajecten=trajecten,
        naar=cast.aanstelling["buitenstaander_smw_vo"],
        van=timezone.localdate(),
        tot=date(2027, 6, 30),
        reden="Verlof",
        door=cast["teamleider"],
        op=timezone.now(),
    )
    return trajecten


@pytest.mark.parametrize("aantal", [125, pytest.param(10_000, marks=pytest.mark.long)])
def test_de_minuten_kloppen_overal(cast: Cast, clock: Traveller, aantal: int) -> None:
    clock.move_to("2026-01-12T10:00:00+01:00")
    trajecten = groep(cast, 6)
    clock.move_to("2027-01-08T10:00:00+01:00")
    jaar = Jaar(cast, trajecten, Random(aantal))

    jaar.speel(aantal)

    assert jaar.gedaan["vastgelegd"] == aantal
    for daad in ("geweigerd", "gewijzigd", "ingetrokken", "gesloten", "heropend"):
        assert jaar.gedaan[daad], daad
    controleer(cast, jaar, (11,) if aantal < 1000 else range(1, 13))


def test_een_minuut_verschil_wordt_gezien(cast: Cast, clock: Traveller) -> None:
    """The check itself: a share that somebody changed behind the actions is found."""
    clock.move_to("2026-01-12T10:00:00+01:00")
    trajecten = groep(cast, 3)
    jaar = Jaar(cast, trajecten, Random(1))
    clock.move_to("2027-01-08T10:00:00+01:00")
    jaar.speel(3)
    controleer(cast, jaar)
    Contactdeelname.objects.filter(contact=next(iter(jaar.staat))).update(minuten=1000)

    with pytest.raises(AssertionError):
        controleer(cast, jaar)


def test_alle_aanstellingen_zijn_van_de_regio(cast: Cast) -> None:
    """Two organisations, so that a month can be closed for one worker of a contact and open for the other."""
    organisaties = Aanstelling.objects.filter(pk__in=[cast.aanstelling[naam].pk for naam in lezers.WERKERS])
    assert organisaties.values("organisatie").distinct().count() == 2
