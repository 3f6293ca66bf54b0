"""The world of the matrix: at three places the same file about a pupil, each with names that occur nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from begeleiding.actions import maanden
from gka.access.table import Rol
from gka.models import Leerling, Medewerker
from gka.workflow import Doel
from monitoring.actions import exports, rapporten
from monitoring.models import Export
from overdracht.actions import afspraken, besprekingen
from overdracht.workflow import Partij
from tests import build, build_zomer
from tests.access.matrix import PLACES, Persona
from tests.cast import Cast
from tests.factories.gka import MedewerkerFactory

PREFIX = {"eigen": "", "andere": "buitenstaander_", "elders": "vreemdeling_"}
MAAND = date(2026, 2, 1)


@dataclass
class World:
    cast: Cast
    leerlingen: dict[str, Leerling]  # the pupil of each place, and `vers`
    objects: dict[tuple[str, str], Any]  # (kind, place)
    clients: dict[str, Client]

    def url(self, route: str, obj: Any = None, kwargs: str = "") -> str:
        fixed: dict[str, dict[str, Any]] = {
            "": {},
            "maand": {"maand": MAAND},
            "sleutel": {"uidb36": "1", "key": "abc-def"},
            "sleutelnummer": {"pk": 1},
        }
        return reverse(route, kwargs={"pk": obj.pk} if obj is not None else fixed[kwargs])

    def targets(self, ziet: str) -> list[tuple[str, str, Any]]:
        """(kind, place, object) of everything an address about `ziet` can be asked for."""
        found = [(ziet, place, self.objects[ziet, place]) for place in PLACES if (ziet, place) in self.objects]
        return [*found, ("vers", "eigen", self.leerlingen["vers"])] if ziet == "leerling" else found


def personas(cast: Cast) -> list[Persona]:
    """Everybody of the cast, a visitor, and somebody whose account was switched off."""
    found = [Persona("anoniem", None, ""), Persona("uitgeschakeld", Rol.IB_ER, "eigen")]
    for name in cast.people:
        place = next((place for place in PLACES[1:] if name.startswith(PREFIX[place])), "eigen")
        rol = Rol(cast.aanstelling[name].rol) if name in cast.aanstelling else None
        found.append(Persona(name, rol, place if rol else ""))
    return found


def build_world(cast: Cast) -> World:
    """Three files and the things around them, through actions."""
    world = World(cast, {}, {}, {})
    _dossier(world, "eigen", cast, ("smw_po", "smw_vo", "zorgcoordinator"))
    _dossier(world, "andere", _at(cast, "andere"), ("smw_po", "smw_vo", "zorgcoordinator"))
    _dossier(world, "elders", _at(cast, "elders"), ("smw_vo",))
    world.leerlingen["vers"] = _leerling(cast, "vers")
    world.objects["export", "eigen"] = _export(cast)
    rapporten.maken(regio=cast.regio, maand=MAAND, op=timezone.now())
    _clients(world)
    return world


def _at(cast: Cast, place: str) -> Cast:
    """The cast as seen from another place: its school, its people under the plain names."""
    prefix = PREFIX[place]
    schools = {
        "andere": {"school": cast.andere_school, "vo_school": cast.andere_vo_school},
        "elders": {
            "school": cast.elders_school,
            "vo_school": cast.aanstelling["vreemdeling_smw_vo"].werkplek_school,
            "cohort": cast.elders_cohort,
        },
    }
    people = {name.removeprefix(prefix): who for name, who in cast.people.items() if name.startswith(prefix)}
    jobs = {name.removeprefix(prefix): job for name, job in cast.aanstelling.items() if name.startswith(prefix)}
    return replace(cast, people=people, aanstelling=jobs, **schools[place])  # type: ignore[arg-type]


def mark(text: str, place: str) -> str:
    """A text about the pupil of this place that occurs nowhere else."""
    return f"Zq{text}{place}"


def _leerling(cast: Cast, place: str) -> Leerling:
    pupil = build.leerling(cast, roepnaam=mark("naam", place), achternaam=mark("naam", f"{place}achter"))
    ouder = pupil.ouders.get()
    ouder.contact = mark("contact", place)
    ouder.save(update_fields=["contact"])
    return pupil


def _dossier(world: World, place: str, cast: Cast, met: Sequence[str]) -> None:
    pupil = build.wil_naar(cast, build.met_toestemming(cast, _leerling(cast, place)), cast.vo_school)
    build.zegt(cast, pupil, Doel.DELEN, school=cast.vo_school)
    overleg = build.overleg(cast, pupil, met=met)
    row = overleg.besprekingen.get()
    besprekingen.bijwerken(
        bespreking=row,
        versie=row.versie,
        gegevens=besprekingen.Bespreekgegevens(
            wens_leerling=mark("wens", place),
            wens_ouders=mark("wens", f"{place}ouders"),
            aandachtspunten=mark("aandachtspunt", place),
            vast_gezicht=cast.aanstelling["smw_vo"],
        ),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    row.refresh_from_db()
    afspraken.toevoegen(
        bespreking=row,
        wat=mark("afspraak", place),
        wie=Partij.SMW_VO,
        voor=timezone.localdate(),
        door=cast["ib_er"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    traject = build.besluit(cast, build.iedereen_eens(cast, row)).traject
    contact = build.contact(cast, traject)
    afsluiting = maanden.sluiten(
        organisatie=cast.aanstelling["smw_vo"].organisatie,
        maand=MAAND,
        door=cast["smw_vo"],
        op=timezone.now(),
        dag=timezone.localdate(),
    )
    organisator = "teamleider" if "teamleider" in cast.people else "smw_vo"
    activiteit = build_zomer.zomeractiviteit(cast, organisator)
    world.leerlingen[place] = pupil
    world.objects |= {
        ("leerling", place): pupil,
        ("ouder", place): pupil.ouders.get(),
        ("overleg", place): overleg,
        ("bespreking", place): row,
        ("traject", place): traject,
        ("maandafsluiting", place): afsluiting,
        ("werker", place): cast.people["smw_vo"],
        ("doel", place): build_zomer.doel(cast, traject, mark("doel", place)),
        ("aantekening", place): build_zomer.aantekening(cast, traject, mark("aantekening", place)),
        ("zomer", place): activiteit,
        ("zomer_beheer", place): activiteit,
        ("zomerdag", place): build_zomer.eerste_dag(activiteit),
        ("aanmelding", place): build_zomer.aanmelding(cast, activiteit, traject),
        ("contact", place): contact,
    }


def _export(cast: Cast) -> Export:
    asked = exports.aanvragen(regio=cast.regio, cohorten=[cast.cohort], door=cast["onderzoeker"], op=timezone.now())
    made = exports.maken(aanvraag=asked, op=timezone.now())
    assert made is not None
    return made


def _clients(world: World) -> None:
    Medewerker.objects.update(password=make_password("een-heel-lang-wachtwoord"))
    for name, who in world.cast.people.items():
        world.cast.people[name] = Medewerker.objects.get(pk=who.pk)
    for name in [*world.cast.people, "anoniem"]:
        world.clients[name] = world.cast.log_in(Client(), name)
    off = MedewerkerFactory(naam="Uit Geschakeld", email="uitgeschakeld@test.example")
    world.cast.people["uitgeschakeld"] = off
    world.clients["uitgeschakeld"] = world.cast.log_in(Client(), "uitgeschakeld")
    del world.cast.people["uitgeschakeld"]
    Medewerker.objects.filter(pk=off.pk).update(is_active=False)
