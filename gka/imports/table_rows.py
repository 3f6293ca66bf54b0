"""The rows of a table, once it is known what each column is."""

from dataclasses import replace
from datetime import date

from gka.imports.columns import Indeling, Veld
from gka.imports.dates import lees_datum
from gka.imports.doubts import stijl_van_kop
from gka.imports.groups import lees_groep
from gka.imports.names import splits_achternaam, splits_naam, volgorde_bekend
from gka.imports.rows import BSN_IN_NAAM, Bestand, Naam, Rij
from gka.imports.table import WEGGELATEN, Tabel

SCHEEF = "de rij heeft meer cellen dan er kolommen zijn"
LOSSE_NAMEN = (Veld.ROEPNAAM, Veld.TUSSENVOEGSEL, Veld.ACHTERNAAM)
NAAM_ONDUIDELIJK = "de naam kan niet in roepnaam en achternaam worden gesplitst"


def lees_rijen(tabel: Tabel, indeling: Indeling) -> Bestand:
    """The list in this table. School and school year are not in it: see Bestand."""
    volgorde = indeling.naamvolgorde
    if not indeling.datumstijl:
        indeling = replace(indeling, datumstijl=stijl_van_kop(tabel, indeling))
    if not volgorde and (plaats := indeling.plaats(Veld.NAAM)) is not None:
        volgorde = volgorde_bekend(tabel.kolom(plaats)) or ""
    rijen = (_rij(nummer, cellen, indeling, volgorde, nummer in tabel.scheef) for nummer, cellen in tabel.rijen)
    return Bestand(schooljaar="", brin_vestiging="", stand_van=None, rijen=tuple(rijen))


def _rij(nummer: int, cellen: tuple[str, ...], indeling: Indeling, volgorde: str, scheef: bool) -> Rij:
    def cel(veld: Veld) -> str:
        plaats = indeling.plaats(veld)
        return "" if plaats is None else cellen[plaats]

    lezingen, weiger = _lezingen(Naam(*map(cel, LOSSE_NAMEN)), cel(Veld.NAAM), volgorde)
    geboortedatum, datumvraag = _geboren(cel(Veld.GEBOORTEDATUM), indeling)
    return Rij(
        nummer=nummer,
        sleutel=cel(Veld.LEERLINGNUMMER).replace(WEGGELATEN, ""),
        roepnaam=lezingen[0].roepnaam,
        tussenvoegsel=lezingen[0].tussenvoegsel,
        achternaam=lezingen[0].achternaam,
        geboortedatum=geboortedatum,
        jaargroep="8" if indeling.alles_groep_8 else lees_groep(cel(Veld.JAARGROEP)) or lees_groep(cel(Veld.GROEP)),
        lezingen=lezingen if len(lezingen) > 1 else (),
        datumvraag=datumvraag,
        weiger=SCHEEF if scheef else weiger,
    )


def _lezingen(los: Naam, heel: str, volgorde: str) -> tuple[tuple[Naam, ...], str]:
    """The ways to read the name, and why it cannot be read at all."""
    if WEGGELATEN in (*los, heel):
        return (Naam("", "", ""),), BSN_IN_NAAM
    lezingen = splits_naam(heel, volgorde) if heel else _met_komma(los) if "," in "".join(los) else (los,)
    if not lezingen or heel and not lezingen[0].roepnaam:
        return (Naam("", "", heel or str(los)),), NAAM_ONDUIDELIJK
    return lezingen, ""


def _met_komma(los: Naam) -> tuple[Naam, ...]:
    """A comma in a name that has its own columns can only part the prefix from the surname."""
    delen = splits_achternaam(los.achternaam)
    if "," in los.roepnaam + los.tussenvoegsel or delen is None or los.tussenvoegsel not in ("", delen[0]):
        return ()
    return (Naam(los.roepnaam, *delen),)


def _geboren(tekst: str, indeling: Indeling) -> tuple[date | None, str]:
    dag, vraag = lees_datum(tekst, indeling.datumstijl)
    return dag, str(vraag)
