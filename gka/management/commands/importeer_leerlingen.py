"""Put in a pupil list from the command line, by the rules of the screen. Where the screen would ask, it refuses."""

from argparse import ArgumentTypeError
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gka.actions import inlezen
from gka.exceptions import NietToegestaan
from gka.imports.columns import Indeling, Veld, letter
from gka.imports.dates import Datumstijl
from gka.imports.doubts import Twijfel, twijfels
from gka.imports.layout import Vraag, lees_lijst, maak_lijst
from gka.imports.names import Naamvolgorde
from gka.imports.preview import GEEN_GROEP_8, Kandidaat, Lijst, Preview, cohort_voor, nummerreeks, vergelijk
from gka.imports.rows import MAX_BYTES
from gka.imports.table import Tabel
from gka.imports.who import inlezer
from gka.models import School
from gka.workflow import schooljaar

STAPELS = {
    "nieuw": "Nieuw",
    "al_bekend": "Al bekend",
    "lijkt_op": "Lijkt op een bekende leerling (niet toegevoegd: kies op het scherm)",
    "van_school": "Van school",
    "overgeslagen": "Overgeslagen",
}
OPTIES = {
    Twijfel.GROEP: "--alles-groep-8 als iedereen in groep 8 zit",
    Twijfel.DATUMSTIJL: "--datums dag, maand of excel",
    Twijfel.NAAMVOLGORDE: "--namen roepnaam of achternaam",
}
KOLOMMEN = "--kolommen, bijvoorbeeld roepnaam=A,achternaam=B,geboortedatum=C,groep=D"
OP_HET_SCHERM = {
    "geboortedatum ontbreekt": lambda rij, _: rij.geboortedatum is None,
    "naam is op meer manieren te lezen": lambda rij, _: bool(rij.lezingen),
    "combinatiegroep": lambda rij, _: bool(rij.groep),
    "leeftijd valt op": lambda rij, lijst: bool(lijst.vreemde_leeftijd(rij)),
}


class Command(BaseCommand):
    help = "Leest een leerlinglijst in (EDEXML, CSV of Excel). Meldt aantallen en nummers in het bestand, nooit namen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", type=Path, help="het bestand: EDEXML, CSV of Excel (.xlsx)")
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
        parser.add_argument(
            "--kolommen", type=_kolommen, default={}, metavar="VELD=LETTER,...", help="welke kolom wat is"
        )
        parser.add_argument("--datums", choices=list(Datumstijl), default="", help="hoe de datums geschreven zijn")
        parser.add_argument("--namen", choices=list(Naamvolgorde), default="", help="wat voorop staat in de hele naam")
        parser.add_argument("--alles-groep-8", action="store_true", help="iedereen in het bestand zit in groep 8")

    def handle(
        self, *, bestand: Path, school: str, proef: bool, toch_gebruiken: bool, door: str, **options: Any
    ) -> None:
        nu, dag = timezone.now(), timezone.localdate()
        try:
            op_school = _school(school)
            gelezen = lees_lijst(_inhoud(bestand), bestand.name, school=op_school, dag=dag)
            lijst = gelezen if isinstance(gelezen, Lijst) else self._beantwoord(gelezen, op_school, options)
            preview = vergelijk(lijst, school=op_school)
            if proef:
                self._meld(preview)
                self.stdout.write("Proef: er is niets opgeslagen.")
                return
            if not (toch_gebruiken or lijst.is_van(dag)):
                raise NietToegestaan(_ander_jaar(lijst))
            ingelezen = inlezen.inlezen(
                nieuw=[rij.als_nieuw() for rij in preview.nieuw if not _vraagt(rij, lijst)],
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
        self.stdout.write(f"Toegevoegd: {len(ingelezen.toegevoegd)}")

    def _beantwoord(self, vraag: Vraag, school: School, options: dict[str, Any]) -> Lijst:
        """The list with the answers of the options, or a refusal that names the option that is missing."""
        indeling = replace(
            vraag.indeling,
            datumstijl=options["datums"] or vraag.indeling.datumstijl,
            naamvolgorde=options["namen"] or vraag.indeling.naamvolgorde,
            alles_groep_8=options["alles_groep_8"],
        )
        if options["kolommen"]:
            indeling = _met_kolommen(indeling, vraag.tabel, options["kolommen"])
        over = twijfels(vraag.tabel, indeling, gezien=bool(options["kolommen"]))
        if over:
            zinnen = [f"{twijfel} Voeg toe: {OPTIES.get(twijfel, KOLOMMEN)}." for twijfel in over]
            raise NietToegestaan("\n".join([*zinnen, "Of lees de lijst in op het scherm: daar ziet u de kolommen."]))
        return maak_lijst(vraag.tabel, indeling, school=school, dag=timezone.localdate())

    def _meld(self, preview: Preview) -> None:
        lijst = preview.lijst
        nummers = {
            "nieuw": [rij.nummer for rij in preview.nieuw],
            "al_bekend": [rij.nummer for rij in preview.al_bekend],
            "lijkt_op": [rij.nummer for rij, _ in preview.lijkt_op],
            "van_school": [rij.nummer for rij in lijst.van_school],
            "overgeslagen": [rij.nummer for rij in preview.overgeslagen],
        }
        if not lijst.is_van(timezone.localdate()):
            self.stdout.write(_ander_jaar(lijst))
        for melding in (*lijst.meldingen, *([] if lijst.kandidaten else [GEEN_GROEP_8])):
            self.stdout.write(melding)
        for stapel, titel in STAPELS.items():
            achter = f" (nummer {nummerreeks(nummers[stapel])})" if nummers[stapel] else ""
            self.stdout.write(f"{titel}: {len(nummers[stapel])}{achter}")
        for reden in preview.redenen:
            self.stdout.write(f"  {reden.tekst}: nummer {reden.nummers}")
        if opnieuw := sorted(rij.nummer for rij, _ in preview.opnieuw):
            self.stdout.write(
                f"  doet dit jaar opnieuw mee: zet een vinkje op het scherm: nummer {nummerreeks(opnieuw)}"
            )
        for wat, geldt in OP_HET_SCHERM.items():
            if rijen := [rij.nummer for rij in preview.nieuw if geldt(rij, lijst)]:
                self.stdout.write(f"  {wat}: voeg toe via het scherm: nummer {nummerreeks(rijen)}")


def _vraagt(rij: Kandidaat, lijst: Lijst) -> bool:
    """Does the screen ask something about this pupil before adding?"""
    return any(geldt(rij, lijst) for geldt in OP_HET_SCHERM.values())


def _inhoud(bestand: Path) -> bytes:
    try:
        with bestand.open("rb") as open_bestand:
            return open_bestand.read(MAX_BYTES + 1)
    except OSError:
        raise NietToegestaan(
            "Dit bestand is er niet, of mag niet gelezen worden. Controleer de plaats en de naam."
        ) from None


def _kolommen(tekst: str) -> dict[Veld, str]:
    """`roepnaam=A,geboortedatum=C`"""
    try:
        paren = (deel.split("=") for deel in tekst.split(","))
        return {Veld(veld.strip().lower()): kolom.strip().upper() for veld, kolom in paren}
    except ValueError:
        raise ArgumentTypeError(f"schrijf {KOLOMMEN.removeprefix('--kolommen, ')}") from None


def _met_kolommen(indeling: Indeling, tabel: Tabel, kolommen: dict[Veld, str]) -> Indeling:
    letters = [letter(plaats) for plaats in tabel.plaatsen]
    for kolom in kolommen.values():
        if kolom not in letters:
            raise NietToegestaan(f"Kolom {kolom} is er niet, of wordt niet gelezen. Er zijn: {', '.join(letters)}.")
    velden = {letters.index(kolom): str(veld) for veld, kolom in kolommen.items()}
    return replace(indeling, velden=tuple(velden.get(plaats, "") for plaats in range(len(letters))))


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
