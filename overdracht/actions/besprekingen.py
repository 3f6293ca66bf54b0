"""Record what was said about one pupil: reasons, wishes, what to watch for, school and familiar face."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from gka.access.table import Rol
from gka.actions import schoolkeuzes
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Aanstelling, Keuze, Medewerker, Ouder, School
from gka.versions import vergrendel
from gka.workflow import Deelname, Keuzesoort, Schoolsoort, Wijze
from overdracht import stand
from overdracht.actions import besluiten, instemmingen
from overdracht.actions.inhoud import OUDERS, schrijf
from overdracht.actions.instemmingen import VAN_DE_VO_SCHOOL, Gehoord
from overdracht.actions.status import eis_begonnen, eis_nieuwste, eis_toestemming, verander, vergrendel_leerling
from overdracht.models import Bespreking, Instemming
from overdracht.sprekers import school_die_spreekt
from overdracht.stand import TEKSTVELDEN, Plek
from overdracht.workflow import GEZIN, TEKENS, Besprekingstatus, Keus, Partij, Standpunt

REDENENLIJST = "domein"
REDENEN = ("reden_1", "reden_2")
AANWEZIG_ALS = {Partij.LEERLING: "leerling_aanwezig", Partij.OUDER: "ouder_aanwezig"}
AANWEZIG = tuple(AANWEZIG_ALS.values())
TIK_ZONDER_TRAJECT = (
    "Iedereen zei ja tegen het traject? Kies dan ook Traject. Kiest u iets anders, haal dan het vinkje weg."
)
REDEN_ZONDER_KEUS = "U schreef op waarom. Kies ook wat het besluit is."


@dataclass(frozen=True)
class Bespreekgegevens:
    """What the page of one pupil holds. `vo_school` None: not known yet; a known wish stays as it is."""

    reden_1: Keuze | None = None
    reden_2: Keuze | None = None
    wens_leerling: str = ""
    wens_ouders: str = ""
    aandachtspunten: str = ""
    leerling_aanwezig: bool | None = None
    ouder_aanwezig: bool | None = None
    ouders_erbij: Collection[Ouder] = ()
    vo_school: School | None = None
    vast_gezicht: Aanstelling | None = None


@dataclass(frozen=True)
class Rijgegevens:
    """What a row of the board shows of the content; the rest of the bespreking stays as it is.

    `ouders_erbij` names who was there when there is more than one parent.
    """

    reden_1: Keuze | None = None
    reden_2: Keuze | None = None
    leerling_aanwezig: bool | None = None
    ouder_aanwezig: bool | None = None
    ouders_erbij: Collection[Ouder] = ()


@dataclass(frozen=True)
class Teksten:
    """The free texts."""

    wens_leerling: str = ""
    wens_ouders: str = ""
    aandachtspunten: str = ""


G = TypeVar("G", Bespreekgegevens, Rijgegevens)


@transaction.atomic
def bijwerken(
    *, bespreking: Bespreking, versie: int, gegevens: Bespreekgegevens, door: Medewerker, op: datetime, dag: date
) -> Bespreking:
    """Save the content of a bespreking; refuses without consent to talk about the pupil."""
    bespreking = _begin(bespreking, versie, dag)
    _eis_redenen(bespreking, gegevens, dag)
    _eis_aanwezig(bespreking, gegevens, dag)
    _eis_teksten(gegevens)
    vorige_school = _school_die_spreekt_id(bespreking)
    _leg_school_vast(bespreking, gegevens.vo_school, door, op, dag)
    if gegevens.vast_gezicht != bespreking.vast_gezicht or vorige_school != _school_die_spreekt_id(bespreking):
        _eis_vast_gezicht(bespreking, gegevens.vast_gezicht, dag)
    bespreking.refresh_from_db()
    inhoud = {naam: getattr(gegevens, naam) for naam in (*REDENEN, *AANWEZIG, "vast_gezicht")}
    inhoud[OUDERS] = _ouders_erbij(bespreking, gegevens)
    return _schrijf(bespreking, inhoud | _schoon(gegevens), door, op, bewaard=True)


@transaction.atomic
def teksten_bijwerken(
    *, bespreking: Bespreking, versie: int, merk: str, teksten: Teksten, door: Medewerker, op: datetime, dag: date
) -> Bespreking:
    """Save what is being typed, and nothing else.

    `merk` says which texts the page last saw (`overdracht.stand.tekstmerk`): a colleague who changed something else
    in the meantime does not stop it, one who changed a text does.
    """
    bespreking = _begin(bespreking, versie, dag, merk=merk, merk_van=stand.tekstmerk)
    _eis_teksten(teksten)
    return _schrijf(bespreking, _schoon(teksten), door, op, bewaard=False)


@transaction.atomic
def rij_bewaren(
    *,
    bespreking: Bespreking,
    versie: int,
    merk: str,
    gegevens: Rijgegevens,
    keus: Keus | None,
    bevestigd: bool,
    iedereen: bool,
    door: Medewerker,
    op: datetime,
    dag: date,
    reden: str = "",
) -> Bespreking:
    """Save a row of the board: content, with `iedereen` a yes of everyone at the table, and the decision.

    `merk` says what the row showed (`overdracht.stand.rijmerk`): only a colleague who changed the same row stops it.
    The decision is taken anew when another choice was made or a reason was given, when everyone says yes, or when
    somebody asks for it (`bevestigd`): saving who was there never lets a pupil in by itself.
    """
    bespreking = _begin(bespreking, versie, dag, merk=merk, merk_van=stand.rijmerk)
    was = _met_stand(bespreking)
    # While somebody still looks for the choice, the tick waits on the page.
    iedereen = iedereen and (bevestigd or keus is not None)
    gegevens = _tik_zegt_erbij(was, gegevens) if iedereen else gegevens
    _eis_redenen(bespreking, gegevens, dag)
    _eis_aanwezig(bespreking, gegevens, dag)
    inhoud = {naam: getattr(gegevens, naam) for naam in (*REDENEN, *AANWEZIG)}
    inhoud[OUDERS] = _ouders_erbij(bespreking, gegevens)
    nu = _met_stand(_schrijf(bespreking, inhoud, door, op, bewaard=bevestigd))
    huidig = stand.besluit(nu)
    opnieuw = bevestigd or iedereen or bool(reden.strip()) or huidig is None or huidig.keus != keus
    gehoord = _aan_tafel_gehoord(was, nu, [], keus, door if iedereen else None, dag)
    return _stem_en_besluit(nu, gehoord, keus if opnieuw else None, reden, door, op, dag)


def _tik_zegt_erbij(was: Bespreking, gegevens: G, gehoord: Sequence[Gehoord] = ()) -> G:
    """Who ticks that everyone said yes, says of the pupil and an only parent that they were there, unless the page says
    otherwise: of who was there, or of what they said."""
    gezegd = {een.partij for een in gehoord}
    erbij = {AANWEZIG_ALS[plek.partij] for plek in stand.tik_zegt_erbij(was) if plek.partij not in gezegd}
    anders: dict[str, Any] = {naam: True for naam in erbij if getattr(gegevens, naam) is None}
    return replace(gegevens, **anders)


def _aan_tafel_gehoord(
    was: Bespreking,
    nu: Bespreking,
    gehoord: Sequence[Gehoord],
    keus: Keus | None,
    iedereen: Medewerker | None,
    dag: date,
) -> list[Gehoord]:
    """What was said per party, with what follows from who was there.

    With `iedereen` (who ticked that everyone said yes) a yes of everyone who was there and not heard yet, and that
    nobody else was heard: only together with the choice for the traject, for that is what the yes is about. Whoever
    turns out not to have been there, did not say yes in a talk at that table.
    """
    if iedereen and keus != Keus.TRAJECT:
        raise NietToegestaan(TIK_ZONDER_TRAJECT)
    if iedereen:
        eis_begonnen(nu, dag)
    zei_ja = {plek.sleutel for plek in stand.nog_te_vragen(nu, iedereen)}
    gezegd = {(een.partij, een.ouder): een for een in gehoord}
    for plek in stand.plekken(nu):
        sleutel, huidig = (plek.partij, plek.ouder), plek.instemming
        if huidig and _was_er_niet(was, nu, plek) and _zegt_hetzelfde(gezegd.get(sleutel), huidig):
            gezegd[sleutel] = Gehoord(plek.partij, Standpunt.NIET_GEHOORD, None, plek.ouder)
        elif iedereen and sleutel not in gezegd and plek.standpunt == Standpunt.NIET_GEHOORD:
            ja = plek.sleutel in zei_ja
            gezegd[sleutel] = Gehoord(
                plek.partij, Standpunt.JA if ja else Standpunt.NIET_GEHOORD, Wijze.GESPREK if ja else None, plek.ouder
            )
    return list(gezegd.values())


def _was_er_niet(was: Bespreking, nu: Bespreking, plek: Plek) -> bool:
    """Whether this save says that the pupil or parent, of whom a yes in a talk was recorded, was not there."""
    if plek.partij not in GEZIN or stand.erbij(nu, plek) is not False or stand.erbij(was, plek) is False:
        return False
    ja_in_gesprek = (Standpunt.JA, Wijze.GESPREK)
    return plek.instemming is not None and (plek.instemming.standpunt, plek.instemming.wijze) == ja_in_gesprek


def _zegt_hetzelfde(gezegd: Gehoord | None, huidig: Instemming) -> bool:
    return gezegd is None or (gezegd.standpunt, gezegd.wijze) == (huidig.standpunt, huidig.wijze)


def _ouders_erbij(bespreking: Bespreking, gegevens: Bespreekgegevens | Rijgegevens) -> list[Ouder]:
    """Which parents were there; of an only parent that follows from the answer."""
    ouders = list(bespreking.leerling.ouders.all())
    erbij = ouders if gegevens.ouder_aanwezig and len(ouders) == 1 else list(gegevens.ouders_erbij)
    if any(ouder not in ouders for ouder in erbij):
        raise NietToegestaan("Deze ouder hoort niet bij deze leerling.")
    if erbij and not gegevens.ouder_aanwezig:
        raise NietToegestaan("Kies welke ouders erbij waren, of niemand.")
    return erbij


def _met_stand(bespreking: Bespreking) -> Bespreking:
    return Bespreking.objects.met_stand().get(pk=bespreking.pk)  # type: ignore[no-any-return]


def _begin(
    bespreking: Bespreking,
    versie: int,
    dag: date,
    merk: str = "",
    merk_van: Callable[[Bespreking], str] | None = None,
) -> Bespreking:
    """The locked row, if it is still what the page showed and one may talk about the pupil."""
    vergrendel_leerling(bespreking)
    if merk_van:
        nu = Bespreking.objects.met_stand().get(pk=bespreking.pk)
        if nu.versie != versie and merk_van(nu) != merk:
            raise Verouderd
        versie = nu.versie
    bespreking = vergrendel(bespreking, versie=versie)
    eis_nieuwste(bespreking)
    eis_toestemming(bespreking, dag)
    return bespreking


def _schrijf(
    bespreking: Bespreking, inhoud: Mapping[str, Any], door: Medewerker, op: datetime, *, bewaard: bool
) -> Bespreking:
    velden = schrijf(bespreking=bespreking, inhoud=inhoud, door=door, op=op, bewaard=bewaard)
    if bespreking.status == Besprekingstatus.VOORGESTELD:
        verander(bespreking=bespreking, naar=Besprekingstatus.BESPROKEN, door=door, op=op)
    leg_vast("bespreking.bijgewerkt", door=door, op=op, onderwerp=bespreking, velden=velden)
    return bespreking


@transaction.atomic
def bewaren(
    *,
    bespreking: Bespreking,
    versie: int,
    gegevens: Bespreekgegevens,
    gehoord: Sequence[Gehoord],
    keus: Keus | None,
    door: Medewerker,
    op: datetime,
    dag: date,
    reden: str = "",
    iedereen: bool = False,
) -> Bespreking:
    """One save of the whole page: content, every party's stance, with `iedereen` a yes of everyone at the table who was
    not heard yet and, with `keus`, the decision. All or nothing."""
    eerst = _met_stand(bespreking)
    was = {(row.partij, row.ouder_id): row for row in bespreking.instemmingen.huidig()}
    vorige_school = _school_die_spreekt_id(bespreking)
    gegevens = _tik_zegt_erbij(eerst, gegevens, gehoord) if iedereen else gegevens
    bespreking = bijwerken(bespreking=bespreking, versie=versie, gegevens=gegevens, door=door, op=op, dag=dag)
    if vorige_school and vorige_school != _school_die_spreekt_id(bespreking):
        # The page still showed what the previous school had said; only what was changed on it counts for the new one.
        gehoord = [
            een
            for een in gehoord
            if een.partij not in VAN_DE_VO_SCHOOL
            or (oud := was.get((een.partij, None))) is None
            or een.standpunt != oud.standpunt
        ]
    gehoord = _aan_tafel_gehoord(eerst, _met_stand(bespreking), gehoord, keus, door if iedereen else None, dag)
    return _stem_en_besluit(bespreking, gehoord, keus, reden, door, op, dag)


def _stem_en_besluit(
    bespreking: Bespreking,
    gehoord: Sequence[Gehoord],
    keus: Keus | None,
    reden: str,
    door: Medewerker,
    op: datetime,
    dag: date,
) -> Bespreking:
    if reden.strip() and keus is None:
        raise NietToegestaan(REDEN_ZONDER_KEUS)
    instemmingen.alle_vastleggen(bespreking=bespreking, gehoord=gehoord, door=door, op=op, reden=reden)
    bespreking.refresh_from_db()
    if keus is not None:
        besluiten.vastleggen(
            bespreking=bespreking, versie=bespreking.versie, keus=keus, door=door, op=op, dag=dag, reden=reden
        )
        bespreking.refresh_from_db()
    return bespreking


def _eis_redenen(bespreking: Bespreking, gegevens: Bespreekgegevens | Rijgegevens, dag: date) -> None:
    gekozen = [reden for reden in (gegevens.reden_1, gegevens.reden_2) if reden]
    if gegevens.reden_2 and (gegevens.reden_1 is None or gegevens.reden_1 == gegevens.reden_2):
        raise NietToegestaan("Kies twee verschillende redenen, of één.")
    lijst = Keuze.objects.van_lijst(bespreking.leerling.regio_id, REDENENLIJST, op=dag)
    # What was chosen before stays possible, also when the list changed since.
    in_gebruik = {*lijst.values_list("pk", flat=True), bespreking.reden_1_id, bespreking.reden_2_id}
    if any(reden.pk not in in_gebruik for reden in gekozen):
        raise NietToegestaan("Kies een reden die op de lijst staat.")


def _eis_aanwezig(bespreking: Bespreking, gegevens: Bespreekgegevens | Rijgegevens, dag: date) -> None:
    """Who is there, is known on the day itself."""
    if any(getattr(gegevens, naam) != getattr(bespreking, naam) for naam in AANWEZIG):
        eis_begonnen(bespreking, dag)


def _schoon(gegevens: Bespreekgegevens | Teksten) -> dict[str, str]:
    return {naam: getattr(gegevens, naam).strip() for naam in TEKSTVELDEN}


def _eis_teksten(gegevens: Bespreekgegevens | Teksten) -> None:
    for naam, tekst in _schoon(gegevens).items():
        if (lengte := len(tekst)) > TEKENS:
            veld = Bespreking._meta.get_field(naam).verbose_name  # type: ignore[union-attr]
            raise NietToegestaan(f"Maak de tekst bij {veld} korter: hoogstens {TEKENS} tekens, nu {lengte}.")


def _scholen(bespreking: Bespreking) -> dict[str, int]:
    return dict(bespreking.leerling.schoolkeuzes.lopend().values_list("soort", "school"))


def _school_die_spreekt_id(bespreking: Bespreking) -> int | None:
    return school_die_spreekt(_scholen(bespreking))


def _leg_school_vast(bespreking: Bespreking, school: School | None, door: Medewerker, op: datetime, dag: date) -> None:
    """The wish of the pupil; `instemmingen.volg_schoolkeuze` sees to it that another school is heard anew."""
    if school is None or school.pk == _scholen(bespreking).get(Keuzesoort.BEOOGD):
        return
    if school.regio_id != bespreking.leerling.regio_id or school.soort != Schoolsoort.VO:
        raise NietToegestaan(f"{school} is geen middelbare school in deze regio.")
    if school.deelname == Deelname.GEEN:
        raise NietToegestaan(f"{school} doet niet mee aan het project.")
    schoolkeuzes.vastleggen(
        leerling=bespreking.leerling, soort=Keuzesoort.BEOOGD, school=school, door=door, op=op, dag=dag
    )


def _eis_vast_gezicht(bespreking: Bespreking, aanstelling: Aanstelling | None, dag: date) -> None:
    if aanstelling is None:
        return
    gekend = aanstelling.pk == bespreking.vast_gezicht_id
    if aanstelling.rol != Rol.SMW_VO or not (gekend or aanstelling.geldig_op(dag)):
        raise NietToegestaan("Kies als vast gezicht een schoolmaatschappelijk werker die nu op een vo-school werkt.")
    if aanstelling.werkplek_school_id != _school_die_spreekt_id(bespreking):
        wie = aanstelling.medewerker.naam
        raise NietToegestaan(f"{wie} werkt niet op de vo-school van deze leerling. Kies iemand van die school.")
