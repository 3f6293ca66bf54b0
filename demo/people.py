"""Staff: ten demo accounts with the public password, and everybody else, who cannot log in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from random import Random

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from demo.names import volledige_naam
from demo.regions import DEMOSCHOOL, Gebied
from gka.access.table import Rol
from gka.actions import aanstellingen
from gka.models import Aanstelling, Medewerker, Organisatie, School
from gka.workflow import Deelname, Organisatiesoort

WACHTWOORD = "overstap-demo"
DOMEIN = "demo.example"
# The contract: these ten log in; `script/server` prints them.
ACCOUNTS = {
    "ib-er": "Demo IB-er",
    "smw-po": "Demo SMW po",
    "smw-vo": "Demo SMW vo",
    "zorgcoordinator": "Demo Zorgcoördinator",
    "teamleider": "Demo Teamleider",
    "gemeente": "Demo Gemeente",
    "projectcoordinator": "Demo Projectcoördinator",
    "onderzoeker": "Demo Onderzoeker",
    "fg": "Demo FG",
    "beheerder": "Demo Beheerder",
}
WELZIJN = {"Brunssum": "CMWW", "Heerlen": "JENS", "Kerkrade": "Impuls", "Landgraaf": "JENS"}
DEMOGEMEENTE = "Brunssum"
DEMO_VO = "Compass"
# How many pupils of one cohort a social worker guides.
CASELOAD = 18


@dataclass(frozen=True)
class Baan:
    """A job to fill; `account` names the demo account that has it."""

    rol: Rol
    organisatie: Organisatie
    school: School | None = None
    account: str = ""


class Personeel:
    """Hires people for a region: an account, a granted role, and the confirmation of a second person."""

    def __init__(self, rng: Random, *, van: date, op: datetime) -> None:
        self.rng, self.van, self.op = rng, van, op
        self.nummer = 0
        self.demo: dict[str, Medewerker] = {}
        self.toekenner = self._account("Demo Toekenner", f"toekenner@{DOMEIN}")
        self.bevestiger = self._account("Demo Bevestiger", f"bevestiger@{DOMEIN}")
        self._wachtwoord = make_password(WACHTWOORD)

    def _account(self, naam: str, email: str, wachtwoord: str = "") -> Medewerker:
        # The text after the prefix is a random filler in Django; here it must be the same in every run.
        onbruikbaar = f"{UNUSABLE_PASSWORD_PREFIX}demo"
        return Medewerker.objects.create(naam=naam, email=email, password=wachtwoord or onbruikbaar)

    def werknemer(self, account: str = "") -> Medewerker:
        """The demo account, made at first use, or a new person."""
        if not account:
            self.nummer += 1
            return self._account(volledige_naam(self.rng), f"medewerker-{self.nummer}@{DOMEIN}")
        if account not in self.demo:
            self.demo[account] = self._account(ACCOUNTS[account], f"{account}@{DOMEIN}", self._wachtwoord)
        return self.demo[account]

    def stel_aan(self, baan: Baan, medewerker: Medewerker | None = None) -> Aanstelling:
        """Grant the role and have it confirmed."""
        aanstelling = aanstellingen.toekennen(
            medewerker=medewerker or self.werknemer(baan.account),
            rol=baan.rol,
            organisatie=baan.organisatie,
            werkplek_school=baan.school,
            van=self.van,
            door=self.toekenner,
            op=self.op,
        )
        return aanstellingen.bevestigen(aanstelling=aanstelling, door=self.bevestiger, op=self.op)


def bemens(gebied: Gebied, personeel: Personeel, *, demo: bool, leerlingen_per_jaar: int) -> None:
    """Fill every job in the region, with the demo accounts in theirs when `demo`."""
    for school in gebied.po:
        eigen = demo and school.brin_vestiging == DEMOSCHOOL
        baan = Baan(Rol.IB_ER, _bestuur(gebied, school), school, "ib-er" if eigen else "")
        gebied.ib_er[school.pk] = personeel.stel_aan(baan)
    _smw_po(gebied, personeel, demo=demo)
    for school in gebied.vo:
        eigen = demo and school.naam == DEMO_VO
        baan = Baan(Rol.ZORGCOORDINATOR, _bestuur(gebied, school), school, "zorgcoordinator" if eigen else "")
        gebied.zorgcoordinator[school.pk] = personeel.stel_aan(baan)
        welzijn = _welzijn(gebied, school)
        aantal = max(1, ceil(leerlingen_per_jaar * _aandeel(gebied, school) / CASELOAD))
        gebied.smw_vo[school.pk] = [
            personeel.stel_aan(Baan(Rol.SMW_VO, welzijn, school, "smw-vo" if eigen and not nummer else ""))
            for nummer in range(aantal)
        ]
    for baan in _kantoor(gebied, demo=demo):
        aanstelling = personeel.stel_aan(baan)
        if baan.rol == Rol.TEAMLEIDER:
            gebied.teamleider[baan.organisatie.pk] = aanstelling.medewerker
    _laad(gebied)


def _laad(gebied: Gebied) -> None:
    """Load everybody afresh: a person remembers the appointments of the moment it was first asked for them."""
    rows = Aanstelling.objects.filter(organisatie__regio=gebied.regio)
    alle = {row.pk: row for row in rows.select_related("medewerker", "organisatie__regio", "werkplek_school")}
    personen = {row.medewerker_id: row.medewerker for row in alle.values()}
    for row in alle.values():
        row.medewerker = personen[row.medewerker_id]
    for jobs in (gebied.ib_er, gebied.smw_po, gebied.zorgcoordinator):
        jobs.update({school: alle[aanstelling.pk] for school, aanstelling in jobs.items()})
    gebied.smw_vo = {school: [alle[row.pk] for row in jobs] for school, jobs in gebied.smw_vo.items()}
    gebied.teamleider = {organisatie: personen[person.pk] for organisatie, person in gebied.teamleider.items()}


def _bestuur(gebied: Gebied, school: School) -> Organisatie:
    return school.bestuur or gebied.organisatie(Organisatiesoort.BESTUUR)


def _welzijn(gebied: Gebied, school: School) -> Organisatie:
    return gebied.organisatie(Organisatiesoort.WELZIJN, WELZIJN.get(school.gemeente.naam, ""))


def _aandeel(gebied: Gebied, school: School) -> float:
    return gebied.plaatsen[school.pk] / max(1, sum(gebied.plaatsen.values()))


def _smw_po(gebied: Gebied, personeel: Personeel, *, demo: bool) -> None:
    """One social worker for at most four primary schools of a municipality; the demo school has its own."""
    vorige: tuple[int, Medewerker, int] | None = None
    for school in sorted(gebied.po, key=lambda school: (school.brin_vestiging != DEMOSCHOOL, school.gemeente_id)):
        eigen = demo and school.brin_vestiging == DEMOSCHOOL
        baan = Baan(Rol.SMW_PO, _welzijn(gebied, school), school, "smw-po" if eigen else "")
        gedeeld = vorige and vorige[0] == school.gemeente_id and vorige[2] < 4
        aanstelling = personeel.stel_aan(baan, vorige[1] if vorige and gedeeld else None)
        scholen = vorige[2] + 1 if vorige and gedeeld else 1
        vorige = None if eigen else (school.gemeente_id, aanstelling.medewerker, scholen)
        gebied.smw_po[school.pk] = aanstelling


def _kantoor(gebied: Gebied, *, demo: bool) -> Iterator[Baan]:
    """Jobs that are not at a school."""
    organisaties = list(Organisatie.objects.filter(regio=gebied.regio).select_related("gemeente").order_by("pk"))
    for organisatie in organisaties:
        hier = demo and organisatie.gemeente is not None and organisatie.gemeente.naam == DEMOGEMEENTE
        if organisatie.soort == Organisatiesoort.WELZIJN:
            yield Baan(Rol.TEAMLEIDER, organisatie, account="teamleider" if hier else "")
        elif organisatie.soort == Organisatiesoort.GEMEENTE and organisatie.deelname != Deelname.GEEN:
            yield Baan(Rol.GEMEENTE, organisatie, account="gemeente" if hier else "")
        elif organisatie.soort == Organisatiesoort.UNIVERSITEIT:
            yield Baan(Rol.ONDERZOEKER, organisatie, account="onderzoeker" if demo else "")
        elif organisatie.soort == Organisatiesoort.SAMENWERKING:
            for rol in (Rol.PROJECTCOORDINATOR, Rol.FG, Rol.BEHEERDER):
                yield Baan(rol, organisatie, account=rol.value if demo else "")
