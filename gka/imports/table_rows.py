"""The rows of a table, once it is known what each column is."""

from datetime import date

from gka.imports.columns import NAAMVELDEN, Indeling, Veld
from gka.imports.dates import lees_datum
from gka.imports.groups import lees_groep
from gka.imports.names import splits_naam, volgorde_bekend
from gka.imports.rows import BSN_IN_NAAM, Bestand, Naam, Rij
from gka.imports.table import WEGGELATEN, Tabel

SCHEEF = "de rij heeft meer cellen dan er kolommen zijn"
NAAM_ONDUIDELIJK = "de naam kan niet in roepnaam en achternaam worden gesplitst"


def lees_rijen(tabel: Tabel, indeling: Indeling) -> Bestand:
    """The list in this table. School and school year are not in it: see Bestand."""
    volgorde = indeling.naamvolgorde
    if not volgorde and (plaats := indeling.plaats(Veld.NAAM)) is not None:
        volgorde = volgorde_bekend(tabel.kolom(plaats)) or ""
    rijen = (_rij(nummer, cellen, indeling, volgorde, nummer in tabel.scheef) for nummer, cellen in tabel.rijen)
    return Bestand(schooljaar="", brin_vestiging="", stand_van=None, rijen=tuple(rijen))


def _rij(nummer: int, cellen: tuple[str, ...], indeling: Indeling, volgorde: str, scheef: bool) -> Rij:
    def cel(veld: Veld) -> str:
        plaats = indeling.plaats(veld)
        return "" if plaats is None else cellen[plaats]

    lezingen: tuple[Naam, ...] = (Naam(cel(Veld.ROEPNAAM), cel(Veld.TUSSENVOEGSEL), cel(Veld.ACHTERNAAM)),)
    weiger = SCHEEF if scheef else ""
    if WEGGELATEN in map(cel, NAAMVELDEN):
        weiger, lezingen = BSN_IN_NAAM, (Naam("", "", ""),)
    elif heel := cel(Veld.NAAM):
        lezingen = splits_naam(heel, volgorde) or (Naam("", "", heel),)
        if not lezingen[0].roepnaam:
            weiger = weiger or NAAM_ONDUIDELIJK
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
        weiger=weiger,
    )


def _geboren(tekst: str, indeling: Indeling) -> tuple[date | None, str]:
    dag, vraag = lees_datum(tekst, indeling.datumstijl)
    return dag, str(vraag)
