"""Move an overleg, change who sits there, take a pupil off its list, or call it off. Everyone concerned is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Leerling, Medewerker, Schoolkeuze
from gka.templatetags.formatting import date_numeric
from gka.versions import vergrendel
from gka.workflow import Keuzesoort, Wijze
from overdracht import stand
from overdracht.actions.besluiten import heroverwegen
from overdracht.actions.overleggen import DagKanNiet, eis_gaat_door, eis_moment, eis_stoelen
from overdracht.actions.status import verander, vergrendel_leerling
from overdracht.actions.stoelen import laat_weer_toe, laat_weg
from overdracht.actions.uitnodigingen import nodig_uit
from overdracht.models import Bespreking, Deelnemer, Instemming, Overleg
from overdracht.workflow import OPEN, VOLUIT, Bericht, Besprekingstatus, Functie

TELT_WEER = "Het latere overleg gaat niet door voor deze leerling."
AL_GESPROKEN = (
    "Op deze dag legde u al vast wie er was of wat iemand aan tafel zei. De dag blijft daarom staan. Bespreekt u een "
    "leerling op een andere dag? Haal die leerling van de lijst en plan een nieuw overleg."
)


@dataclass(frozen=True)
class Afspraakgegevens:
    """When, where and with whom; `duur` in whole minutes."""

    datum: date
    tijd: time
    duur: int
    plaats: str
    deelnemers: Sequence[Aanstelling]
    functies: Sequence[Functie] = ()


@transaction.atomic
def wijzigen(*, overleg: Overleg, versie: int, gegevens: Afspraakgegevens, door: Medewerker, op: datetime) -> Overleg:
    """Change an overleg. Who stays gets the change of the moment or the place, who is new an invitation, who goes a
    cancellation. Nothing changed: nobody is told.

    Once somebody was heard there, the day stands; once something was decided, so does who sat there. Who said there
    what the own party thinks, stays from that moment.
    """
    eis_gaat_door(overleg)
    if _blijft_zo(overleg, gegevens):
        return overleg
    overleg = vergrendel(overleg, versie=versie)
    was = overleg.datum, overleg.tijd
    verplaatst = _moment(overleg) != _moment(gegevens)
    eis_moment(gegevens.datum, gegevens.duur, gegevens.plaats, timezone.localdate(op))
    eis_stoelen(gegevens.deelnemers, overleg.school, gegevens.datum)
    _eis_volgorde(overleg, gegevens)
    _eis_wat_was(overleg, gegevens)
    overleg.datum, overleg.tijd, overleg.duur = gegevens.datum, gegevens.tijd, gegevens.duur
    overleg.plaats = gegevens.plaats.strip()
    overleg.save(update_fields=["datum", "tijd", "duur", "plaats"])
    blijft, nieuw, weg = _zet_stoelen(overleg, gegevens)
    _eis_wie_sprak(overleg, weg)
    laat_weg(overleg=overleg, stoelen=weg)
    laat_weer_toe(overleg=overleg, stoelen=nieuw)
    leg_vast("overleg.gewijzigd", door=door, op=op, onderwerp=overleg, erbij=len(nieuw), weg=len(weg))
    if verplaatst:
        nodig_uit(overleg, blijft, Bericht.WIJZIGING, op)
    nodig_uit(overleg, nieuw, Bericht.UITNODIGING, op)
    nodig_uit(overleg, weg, Bericht.AFGELAST, op, was)
    return overleg


@transaction.atomic
def afgelasten(*, overleg: Overleg, versie: int, door: Medewerker, op: datetime) -> Overleg:
    """Call an overleg off. Its pupils are free for another one; impossible once something was decided there."""
    eis_gaat_door(overleg)
    overleg = vergrendel(overleg, versie=versie)
    besprekingen = _vergrendeld(overleg)
    if al_besloten(overleg):
        raise NietToegestaan("Over een leerling is hier al besloten. Dit overleg kan niet meer worden afgelast.")
    for bespreking in besprekingen:
        _van_de_lijst(bespreking, door, op)
    overleg.afgelast_door, overleg.afgelast_op = door, op
    overleg.save(update_fields=["afgelast_door", "afgelast_op"])
    leg_vast("overleg.afgelast", door=door, op=op, onderwerp=overleg, leerlingen=len(besprekingen))
    stoelen = Aanstelling.objects.filter(deelnames__overleg=overleg)
    nodig_uit(overleg, stoelen.order_by("pk"), Bericht.AFGELAST, op)
    return overleg


def al_besloten(overleg: Overleg) -> bool:
    """Whether anything was decided there: then the day and the table stand, and it cannot be called off."""
    return bool(overleg.besprekingen.filter(besluiten__isnull=False).exists())


def al_gesproken(overleg: Overleg) -> bool:
    """Whether it is known of a pupil on the list who was at that table or what was said there: then the day stands."""
    lijst = overleg.besprekingen.op_de_lijst()
    gehoord = Instemming.objects.huidig().filter(bespreking__in=lijst, wijze=Wijze.GESPREK)
    erbij = Q(leerling_aanwezig__isnull=False) | Q(ouder_aanwezig__isnull=False)
    return bool(lijst.filter(erbij).exists() or gehoord.exists())


@transaction.atomic
def leerling_van_lijst(*, bespreking: Bespreking, door: Medewerker, op: datetime) -> Bespreking:
    """Take a pupil off the list of an overleg; what was written about the pupil there stays in the history."""
    vergrendel_leerling(bespreking)
    bespreking = Bespreking.objects.select_for_update().select_related("leerling").get(pk=bespreking.pk)
    wie = bespreking.leerling.korte_naam
    if bespreking.status == Besprekingstatus.VERVALLEN:
        raise NietToegestaan(f"{wie} staat niet meer op de lijst van dit overleg.")
    if bespreking.status not in OPEN:
        raise NietToegestaan(f"Over {wie} is al besloten. Dat blijft bij dit overleg staan.")
    _van_de_lijst(bespreking, door, op)
    return bespreking


@transaction.atomic
def volg_overdracht(*, keuze: Schoolkeuze, vorige: int | None, door: Medewerker, op: datetime) -> None:
    """Follower of the kernel: a pupil who goes to another primary school leaves the lists of the school before."""
    if keuze.soort != Keuzesoort.BASISSCHOOL or vorige in (None, keuze.school_id):
        return
    besprekingen = Bespreking.objects.filter(leerling=keuze.leerling_id, status__in=OPEN, overleg__school=vorige)
    for bespreking in besprekingen.select_for_update(of=("self",)).select_related("leerling"):
        _van_de_lijst(bespreking, door, op)


def _vergrendeld(overleg: Overleg) -> list[Bespreking]:
    """What is on the list, locked: the pupils first and in one order, as everyone who decides about one does."""
    op_de_lijst = overleg.besprekingen.op_de_lijst()
    list(Leerling.objects.select_for_update().filter(pk__in=op_de_lijst.values("leerling")).order_by("pk"))
    return list(op_de_lijst.select_for_update(of=("self",)).select_related("leerling").order_by("pk"))


def _van_de_lijst(bespreking: Bespreking, door: Medewerker, op: datetime) -> None:
    verander(bespreking=bespreking, naar=Besprekingstatus.VERVALLEN, door=door, op=op)
    leg_vast("overleg.leerling_van_lijst", door=door, op=op, onderwerp=bespreking, overleg=bespreking.overleg_id)
    # The one before counts again; while it did not, a consent may have changed.
    for eerder in Bespreking.objects.filter(leerling=bespreking.leerling_id).nieuwste():
        heroverwegen(bespreking=eerder, reden=TELT_WEER, door=door, op=op, dag=timezone.localdate(op))


def _moment(een: Overleg | Afspraakgegevens) -> tuple[date, time, int, str]:
    return een.datum, een.tijd, een.duur, een.plaats.strip()


def _tafel(overleg: Overleg) -> tuple[set[UUID], set[str]]:
    """The keys of who sits there with an account, and the functions of who does without."""
    rijen = list(overleg.deelnemers.values_list("aanstelling", "functie"))
    return {pk for pk, _ in rijen if pk}, {functie for _, functie in rijen if functie}


def _blijft_zo(overleg: Overleg, gegevens: Afspraakgegevens) -> bool:
    nu = Overleg.objects.get(pk=overleg.pk)
    wordt = {stoel.pk for stoel in gegevens.deelnemers}, {str(functie) for functie in gegevens.functies}
    return _moment(nu) == _moment(gegevens) and _tafel(nu) == wordt


def _eis_wat_was(overleg: Overleg, gegevens: Afspraakgegevens) -> None:
    """What was said and decided at a table, was said on that day; and decided by who sat there."""
    if not al_besloten(overleg):
        if overleg.datum != gegevens.datum and al_gesproken(overleg):
            raise DagKanNiet(AL_GESPROKEN)
        return
    if overleg.datum != gegevens.datum:
        raise DagKanNiet("Over een leerling is hier al besloten. De dag van dit overleg kan niet meer veranderen.")
    stoelen, functies = _tafel(overleg)
    if stoelen - {stoel.pk for stoel in gegevens.deelnemers} or functies - set(gegevens.functies):
        raise NietToegestaan("Over een leerling is hier al besloten. Wie aan tafel zat, kunt u niet meer weghalen.")


def _eis_wie_sprak(overleg: Overleg, weg: Sequence[Aanstelling]) -> None:
    """Who said what the own party thinks, and who alone could have said it in a talk, is not taken away."""
    for bespreking in overleg.besprekingen.op_de_lijst().met_stand():
        gezegd = {rij.partij: rij for rij in bespreking.huidige_instemmingen}
        gingen = stand.van_partijen(bespreking, weg)
        for partij, rij in gezegd.items():
            zelf = rij.wijze == Wijze.APP and any(een.medewerker_id == rij.vastgelegd_door_id for een in gingen[partij])
            in_gesprek = rij.wijze == Wijze.GESPREK and gingen[partij] and not stand.zit_aan_tafel(bespreking, partij)
            if zelf or in_gesprek:
                wie = gingen[partij][0].medewerker.naam
                raise NietToegestaan(f"{wie} liet hier al weten wat {VOLUIT[partij]} vindt, en blijft aan tafel.")


def _eis_volgorde(overleg: Overleg, gegevens: Afspraakgegevens) -> None:
    """What was decided in a later overleg about the same pupil stays the later one."""
    leerlingen = overleg.besprekingen.op_de_lijst().values("leerling")
    anderen = Bespreking.objects.op_de_lijst().filter(leerling__in=leerlingen, overleg__cohort=overleg.cohort_id)
    was, wordt = (overleg.datum, overleg.tijd), (gegevens.datum, gegevens.tijd)
    for datum, tijd in anderen.exclude(overleg=overleg).values_list("overleg__datum", "overleg__tijd"):
        if ((datum, tijd) < was) != ((datum, tijd) < wordt) or (datum, tijd) == wordt:
            dag = date_numeric(datum)
            raise NietToegestaan(f"Een van deze leerlingen is ook besproken op {dag}. Kies een dag aan dezelfde kant.")


def _zet_stoelen(
    overleg: Overleg, gegevens: Afspraakgegevens
) -> tuple[list[Aanstelling], list[Aanstelling], list[Aanstelling]]:
    """Who stays, who is new, who goes."""
    zaten = {
        rij.aanstelling_id: rij for rij in overleg.deelnemers.exclude(aanstelling=None).select_related("aanstelling")
    }
    zitten = {stoel.pk: stoel for stoel in gegevens.deelnemers}
    if not zitten:
        raise NietToegestaan("Kies ten minste één persoon aan tafel.")
    overleg.deelnemers.filter(aanstelling__in=zaten.keys() - zitten.keys()).delete()
    nieuw = [stoel for pk, stoel in zitten.items() if pk not in zaten]
    Deelnemer.objects.bulk_create([Deelnemer(overleg=overleg, aanstelling=stoel) for stoel in nieuw])
    overleg.deelnemers.filter(aanstelling=None).exclude(functie__in=gegevens.functies).delete()
    bekend = set(overleg.deelnemers.filter(aanstelling=None).values_list("functie", flat=True))
    Deelnemer.objects.bulk_create(
        [Deelnemer(overleg=overleg, functie=functie) for functie in gegevens.functies if functie not in bekend]
    )
    blijft = [stoel for pk, stoel in zitten.items() if pk in zaten]
    weg = [rij.aanstelling for pk, rij in zaten.items() if pk not in zitten and rij.aanstelling]
    return blijft, nieuw, weg
