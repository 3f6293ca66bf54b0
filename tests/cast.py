"""The fixed cast of every test: who works where, and who must see nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.test import Client
from django.utils import timezone

from gka.access.table import Rol
from gka.actions import aanstellingen, regio
from gka.models import Aanstelling, Cohort, Gemeente, Medewerker, Organisatie, Regio, School
from gka.workflow import Organisatiesoort
from tests.factories.gka import BasisschoolFactory, MedewerkerFactory

VANAF = date(2024, 1, 1)
ELDERS = [
    {"soort": "gemeente", "naam": "Verzonnenstad", "gemeente": "Verzonnenstad", "cbs_code": "9901"},
    {"soort": "po-bestuur", "naam": "Bestuur Elders"},
    {"soort": "vo-bestuur", "naam": "VO-bestuur Elders"},
    {"soort": "welzijn", "naam": "Welzijn Elders", "gemeente": "Verzonnenstad"},
    {
        "soort": "vo",
        "naam": "College Elders",
        "gemeente": "Verzonnenstad",
        "bestuur": "VO-bestuur Elders",
        "brin_vestiging": "98ZZ00",
        "plaatsen": "20",
    },
    {"soort": "samenwerking", "naam": "Projectteam Elders"},
    {"soort": "universiteit", "naam": "Universiteit Elders"},
]
COLUMNS = ("soort", "naam", "officiele_naam", "brin_vestiging", "bestuur", "gemeente", "cbs_code", "plaatsen")


@dataclass
class Cast:
    """Everybody by a short name: `buitenstaander_*` of another municipality, `vreemdeling_*` of a second Regio."""

    regio: Regio
    cohort: Cohort
    school: School
    vo_school: School
    andere_school: School
    andere_vo_school: School
    elders: Regio
    elders_cohort: Cohort
    elders_school: School
    people: dict[str, Medewerker] = field(default_factory=dict)
    aanstelling: dict[str, Aanstelling] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Medewerker:
        return Medewerker.objects.get(pk=self.people[name].pk)

    def log_in(self, client: Client, name: str) -> Client:
        """Log this person in on the client; `anoniem` logs out."""
        client.logout()
        if name != "anoniem":
            client.force_login(self.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def _organisatie(area: Regio, soort: Organisatiesoort, naam: str = "") -> Organisatie:
    rows = Organisatie.objects.filter(regio=area, soort=soort)
    return rows.get(naam=naam) if naam else rows.order_by("pk")[0]


def build() -> Cast:
    """Parkstad with its real partners, one invented primary school in Brunssum, and an invented second region."""
    rows = regio.lees_data("parkstad.csv")
    parkstad = regio.inrichten(code="parkstad", naam="Parkstad", projectnaam="GKA Parkstad", rows=rows)
    cohort = regio.cohort_openen(regio=parkstad, jaar=2026, plaatsen=regio.plaatsen_uit(rows))
    other = [dict.fromkeys(COLUMNS, "") | {"deelname": "bevestigd"} | row for row in ELDERS]
    elders = regio.inrichten(code="elders", naam="Elders", projectnaam="Project Elders", rows=other)
    elders_cohort = regio.cohort_openen(regio=elders, jaar=2026, plaatsen=regio.plaatsen_uit(other))
    innovo = _organisatie(parkstad, Organisatiesoort.BESTUUR, "INNOVO")
    brunssum, kerkrade = Gemeente.objects.get(naam="Brunssum"), Gemeente.objects.get(naam="Kerkrade")
    cast = Cast(
        regio=parkstad,
        cohort=cohort,
        school=BasisschoolFactory(
            gemeente=brunssum, bestuur=innovo, naam="Basisschool De Regenboom", brin_vestiging="99ZZ00"
        ),
        andere_school=BasisschoolFactory(gemeente=kerkrade, bestuur=innovo, naam="Basisschool De Vlieger"),
        vo_school=School.objects.get(naam="Compass"),
        andere_vo_school=School.objects.get(naam="Holz"),
        elders=elders,
        elders_cohort=elders_cohort,
        elders_school=BasisschoolFactory(
            gemeente=Gemeente.objects.get(naam="Verzonnenstad"), naam="Basisschool Ver Weg"
        ),
    )
    _staff(cast)
    return cast


def _staff(cast: Cast) -> None:
    park, elders = cast.regio, cast.elders
    innovo = _organisatie(park, Organisatiesoort.BESTUUR, "INNOVO")
    lvo = _organisatie(park, Organisatiesoort.BESTUUR, "LVO")
    cmww = _organisatie(park, Organisatiesoort.WELZIJN, "CMWW")
    impuls = _organisatie(park, Organisatiesoort.WELZIJN, "Impuls")
    brunssum = _organisatie(park, Organisatiesoort.GEMEENTE, "Brunssum")
    kerkrade = _organisatie(park, Organisatiesoort.GEMEENTE, "Kerkrade")
    team = _organisatie(park, Organisatiesoort.SAMENWERKING)
    um = _organisatie(park, Organisatiesoort.UNIVERSITEIT)
    college = School.objects.get(naam="College Elders")

    def org(soort: Organisatiesoort) -> Organisatie:
        return _organisatie(elders, soort)

    places = [
        ("ib_er", Rol.IB_ER, innovo, cast.school),
        ("smw_po", Rol.SMW_PO, cmww, cast.school),
        ("smw_vo", Rol.SMW_VO, cmww, cast.vo_school),
        ("zorgcoordinator", Rol.ZORGCOORDINATOR, lvo, cast.vo_school),
        ("teamleider", Rol.TEAMLEIDER, cmww, None),
        ("gemeente", Rol.GEMEENTE, brunssum, None),
        ("projectcoordinator", Rol.PROJECTCOORDINATOR, team, None),
        ("onderzoeker", Rol.ONDERZOEKER, um, None),
        ("beheerder", Rol.BEHEERDER, team, None),
        ("fg", Rol.FG, team, None),
        ("buitenstaander_ib_er", Rol.IB_ER, innovo, cast.andere_school),
        ("buitenstaander_smw_po", Rol.SMW_PO, impuls, cast.andere_school),
        ("buitenstaander_smw_vo", Rol.SMW_VO, impuls, cast.andere_vo_school),
        ("buitenstaander_zorgcoordinator", Rol.ZORGCOORDINATOR, lvo, cast.andere_vo_school),
        ("buitenstaander_teamleider", Rol.TEAMLEIDER, impuls, None),
        ("buitenstaander_gemeente", Rol.GEMEENTE, kerkrade, None),
        ("vreemdeling_ib_er", Rol.IB_ER, org(Organisatiesoort.BESTUUR), cast.elders_school),
        ("vreemdeling_smw_vo", Rol.SMW_VO, org(Organisatiesoort.WELZIJN), college),
        ("vreemdeling_gemeente", Rol.GEMEENTE, org(Organisatiesoort.GEMEENTE), None),
        ("vreemdeling_projectcoordinator", Rol.PROJECTCOORDINATOR, org(Organisatiesoort.SAMENWERKING), None),
        ("vreemdeling_onderzoeker", Rol.ONDERZOEKER, org(Organisatiesoort.UNIVERSITEIT), None),
    ]
    granter, confirmer = MedewerkerFactory(naam="Toe Kenner"), MedewerkerFactory(naam="Be Vestiger")
    for name, rol, organisatie, werkplek in places:
        medewerker = MedewerkerFactory(naam=f"Test {rol.label}", email=f"{name}@test.example")
        aanstelling = aanstellingen.toekennen(
            medewerker=medewerker,
            rol=rol,
            organisatie=organisatie,
            werkplek_school=werkplek,
            van=VANAF,
            door=granter,
            op=timezone.now(),
        )
        cast.people[name] = medewerker
        cast.aanstelling[name] = aanstellingen.bevestigen(aanstelling=aanstelling, door=confirmer, op=timezone.now())
    cast.people["zonder_rol"] = MedewerkerFactory(naam="Zonder Rol")
