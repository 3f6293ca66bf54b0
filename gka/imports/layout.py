"""From a file to a list: straight on when it is certain what everything is, else with a question for a person."""

from dataclasses import dataclass, replace
from datetime import date

from gka.actions.inlezen import Kolomkeuze
from gka.imports import formats
from gka.imports.columns import Indeling, Veld, vingerafdruk
from gka.imports.doubts import Twijfel, herinnerd, twijfels, voorstel
from gka.imports.preview import Lijst, selecteer
from gka.imports.rows import Bestand
from gka.imports.table import Tabel, met_eerste_rij_als_kop
from gka.imports.table_rows import lees_rijen
from gka.models import Kolomindeling, School

NAMEN_GESPLITST = "De namen stonden in één kolom. Kijk of de achternaam overal voor de komma staat."


@dataclass(frozen=True)
class Vraag:
    """A table that cannot be read yet, with what is proposed and what is in doubt."""

    tabel: Tabel
    indeling: Indeling
    twijfels: list[Twijfel]


def lees_lijst(inhoud: bytes, naam: str, *, school: School, dag: date) -> Lijst | Vraag:
    """The list in this file, or what to ask first. Raises BestandGeweigerd when it is no list at all."""
    gelezen = formats.lees(inhoud, naam)
    if isinstance(gelezen, Bestand):
        return selecteer(gelezen, school=school, dag=dag)
    return _uit_tabel(gelezen, school, dag)


def maak_lijst(
    tabel: Tabel, indeling: Indeling, *, school: School, dag: date, kolommen: Kolomkeuze | None = None
) -> Lijst:
    """The list in a table of which it is known what each column is; `kolommen` when a person said so."""
    lijst = selecteer(lees_rijen(tabel, indeling), school=school, dag=dag)
    gesplitst = (NAMEN_GESPLITST,) if indeling.plaats(Veld.NAAM) is not None else ()
    return replace(lijst, meldingen=(*gesplitst, *tabel.niet_gelezen), kolommen=kolommen)


def kolomkeuze(tabel: Tabel, indeling: Indeling) -> Kolomkeuze | None:
    """What to remember of a person's answers. Not that everybody is in group 8: that is about this list only.

    Without headings there is nothing to know the next list by.
    """
    if not tabel.heeft_kop:
        return None
    velden = [""] * len(tabel.alle_koppen)
    for plaats, veld in zip(tabel.plaatsen, indeling.velden, strict=True):
        velden[plaats] = veld
    return Kolomkeuze(vingerafdruk(tabel.alle_koppen), tuple(velden), indeling.datumstijl, indeling.naamvolgorde)


def _uit_tabel(tabel: Tabel, school: School, dag: date) -> Lijst | Vraag:
    met_kop = tabel if tabel.heeft_kop else met_eerste_rij_als_kop(tabel)
    eerder = Kolomindeling.objects.filter(school=school, vingerafdruk=vingerafdruk(met_kop.alle_koppen)).first()
    indeling = herinnerd(met_kop, _indeling(met_kop, eerder)) if eerder else voorstel(tabel)
    tabel = met_kop if eerder else tabel
    over = twijfels(tabel, indeling, gezien=eerder is not None)
    if over:
        return Vraag(tabel, indeling, over)
    return maak_lijst(tabel, indeling, school=school, dag=dag)


def _indeling(tabel: Tabel, eerder: Kolomindeling) -> Indeling:
    velden = tuple(eerder.velden[plaats] for plaats in tabel.plaatsen)
    return Indeling(velden, eerder.datumstijl, eerder.naamvolgorde)
