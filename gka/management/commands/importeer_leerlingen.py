"""Put in a pupil list from the command line, by the same rules as the screen."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gka.actions import leerlingen
from gka.exceptions import NietToegestaan
from gka.imports import edexml
from gka.imports.preview import GEEN_GROEP_8, Lijst, Preview, cohort_voor, nummerreeks, selecteer, vergelijk
from gka.imports.who import inlezer
from gka.models import School
from gka.workflow import schooljaar

STAPELS = {
    "nieuw": "Nieuw",
    "al_bekend": "Al bekend",
    "lijkt_op": "Lijkt op een bekende leerling (niet toegevoegd)",
    "van_school": "Van school",
    "overgeslagen": "Overgeslagen",
}


class Command(BaseCommand):
    help = "Leest een leerlinglijst (EDEXML) in. Meldt aantallen en nummers in het bestand, nooit namen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", type=Path, help="het EDEXML-bestand")
        parser.add_argument(
            "--school", required=True, metavar="BRIN", help="BRIN-code van 4 of 6 tekens; 4 is vestiging 00"
        )
        parser.add_argument("--proef", action="store_true", help="alleen melden, niets opslaan")
        parser.add_argument(
            "--toch-gebruiken", action="store_true", help="ook als de lijst van een ander schooljaar is"
        )
        parser.add_argument(
            "--door", default="", metavar="E-MAIL", help="de IB-er namens wie dit gebeurt; vanzelf als er maar één is"
        )

    def handle(
        self, *, bestand: Path, school: str, proef: bool, toch_gebruiken: bool, door: str, **options: Any
    ) -> None:
        nu, dag = timezone.now(), timezone.localdate()
        try:
            op_school = _school(school)
            lijst = selecteer(_lees(bestand), school=op_school, dag=dag)
            preview = vergelijk(lijst, school=op_school)
            if proef:
                self._meld(preview)
                self.stdout.write("Proef: er is niets opgeslagen.")
                return
            if not (toch_gebruiken or lijst.is_van(dag)):
                raise NietToegestaan(_ander_jaar(lijst))
            toegevoegd = leerlingen.inlezen(
                nieuw=[rij.als_nieuw() for rij in preview.nieuw if rij.geboortedatum],
                school=op_school,
                cohort=cohort_voor(lijst, school=op_school),
                aantallen=preview.aantallen,
                door=inlezer(school=op_school, email=door, dag=dag),
                op=nu,
                dag=dag,
            )
        except NietToegestaan as weigering:
            raise CommandError(str(weigering)) from None
        self._meld(preview)
        self.stdout.write(f"Toegevoegd: {len(toegevoegd)}")

    def _meld(self, preview: Preview) -> None:
        lijst = preview.lijst
        nummers = {
            "nieuw": [rij.nummer for rij in preview.nieuw],
            "al_bekend": [rij.nummer for rij in preview.al_bekend],
            "lijkt_op": [rij.nummer for rij, _ in preview.lijkt_op],
            "van_school": [rij.nummer for rij in lijst.van_school],
            "overgeslagen": [rij.nummer for rij in lijst.overgeslagen],
        }
        if not lijst.is_van(timezone.localdate()):
            self.stdout.write(_ander_jaar(lijst))
        if not lijst.kandidaten:
            self.stdout.write(GEEN_GROEP_8)
        for stapel, titel in STAPELS.items():
            achter = f" (nummer {nummerreeks(nummers[stapel])})" if nummers[stapel] else ""
            self.stdout.write(f"{titel}: {len(nummers[stapel])}{achter}")
        for reden in lijst.redenen:
            self.stdout.write(f"  {reden.tekst}: nummer {reden.nummers}")
        if preview.zonder_datum:
            reeks = nummerreeks([rij.nummer for rij in preview.zonder_datum])
            self.stdout.write(f"  geboortedatum ontbreekt: voeg toe via het scherm: nummer {reeks}")


def _lees(bestand: Path) -> edexml.Bestand:
    try:
        with bestand.open("rb") as open_bestand:
            return edexml.lees(open_bestand.read(edexml.MAX_BYTES + 1), bestand.name)
    except OSError:
        raise NietToegestaan(
            "Dit bestand is er niet, of mag niet gelezen worden. Controleer de plaats en de naam."
        ) from None


def _school(brin: str) -> School:
    code = brin.strip().upper()
    school = School.objects.po().filter(brin_vestiging=code if len(code) == 6 else f"{code}00").first()
    if school is None:
        raise NietToegestaan(
            "Deze basisschool staat niet in Overstap. Geef de BRIN-code van 4 of 6 tekens, bijvoorbeeld 99ZZ00."
        )
    return school


def _ander_jaar(lijst: Lijst) -> str:
    nu = schooljaar(timezone.localdate())
    return f"Dit is een lijst van {lijst.schooljaar}; het is nu {nu}. Klopt dat? Voeg dan --toch-gebruiken toe."
