"""Writes about contacts: what was done, when and for how long. No content, ever."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from begeleiding.actions import maanden
from begeleiding.models import Aanwezigheidslijst, Contact, Contactdeelname, Inzet, Toewijzing, Traject
from begeleiding.workflow import (
    CONTACTSOORTEN,
    KINDEREN_HOOGSTENS,
    MINUTEN_HOOGSTENS,
    Gezelschap,
    Onjuist,
    eis_gezelschap,
    eis_minuten,
    verdeel,
)
from gka.access.rights import Recht, rollen_met
from gka.access.scopes import visible
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan
from gka.models import Aanstelling, Keuze, Medewerker
from gka.privacy import consent
from gka.templatetags.formatting import date_numeric
from gka.workflow import Ontvanger

VAN_UW_LIJST = "Dit contact komt van uw aanwezigheidslijst. Verbeter de lijst, dan verandert het mee."


class AlGebruikt(NietToegestaan):
    """The key of this form made something else before; with a fresh key it can be sent again."""


@dataclass(frozen=True, kw_only=True)
class _Feiten:
    """What a contact says; the same for a first version and a correction."""

    soort: Keuze
    gebeurd_op: date
    minuten: int
    met_leerling: bool
    met_ouder: bool
    met_school: bool
    met_anderen: bool
    overige_deelnemers: int
    reisminuten: int

    def eis_klopt(self, regio_id: int, dag: date) -> None:
        """Refuse what cannot be, whoever says it."""
        eis_minuten(self.minuten)
        if not 0 <= self.reisminuten <= MINUTEN_HOOGSTENS:
            raise Onjuist("Reistijd is 0 tot 600 minuten.", "reisminuten")
        if not 0 <= self.overige_deelnemers <= KINDEREN_HOOGSTENS:
            raise Onjuist(f"Vul 0 tot {KINDEREN_HOOGSTENS} andere kinderen in.", "overige_deelnemers")
        if self.gebeurd_op > dag:
            raise Onjuist("Deze dag moet nog komen. Kies vandaag of een eerdere dag.", "gebeurd_op")
        soorten = Keuze.objects.van_lijst(regio_id, CONTACTSOORTEN, op=self.gebeurd_op)
        if not soorten.filter(pk=self.soort.pk).exists():
            raise Onjuist("Deze soort contact is niet (meer) in gebruik. Kies een andere soort.", "soort")
        eis_gezelschap(self.soort.code, self.soort.kenmerk, self._met())

    def _met(self) -> set[Gezelschap]:
        return {wie for wie in Gezelschap if getattr(self, f"met_{wie.value}")}


@transaction.atomic
def vastleggen(
    *,
    trajecten: Sequence[Traject],
    soort: Keuze,
    gebeurd_op: date,
    minuten: int,
    aanstelling: Aanstelling,
    door: Medewerker,
    op: datetime,
    dag: date,
    sleutel: UUID,
    met_leerling: bool = False,
    met_ouder: bool = False,
    met_school: bool = False,
    met_anderen: bool = False,
    overige_deelnemers: int = 0,
    reisminuten: int = 0,
    collegas: Sequence[Aanstelling] = (),
    aanwezig: Collection[Traject] | None = None,
    na_sluiten: bool = False,
) -> Contact:
    """Record one contact, once per `sleutel`: sending the same form again returns what it made the first time.

    The minutes count for each worker; together they are divided over all children it was for (ontwerp 3: Contact).
    `aanwezig` names who of `trajecten` were there; without it all of them, if the contact was with the pupil at all.
    With `na_sluiten` of a day on which the traject still ran.
    """
    trajecten = vergrendel(trajecten)
    feiten = _Feiten(
        soort=soort,
        gebeurd_op=gebeurd_op,
        minuten=minuten,
        met_leerling=met_leerling,
        met_ouder=met_ouder,
        met_school=met_school,
        met_anderen=met_anderen,
        overige_deelnemers=overige_deelnemers,
        reisminuten=reisminuten,
    )
    werkers = [aanstelling, *collegas]
    erbij = _erbij(feiten, trajecten, aanwezig)
    if eerder := Contact.objects.filter(sleutel=sleutel).first():
        return _van_hetzelfde_formulier(eerder, feiten, trajecten, werkers, erbij, door)
    feiten.eis_klopt(trajecten[0].cohort.regio_id, dag)
    for traject in trajecten:
        if not (traject.loopt or na_sluiten):
            raise NietToegestaan(f"Dit traject is {traject.get_status_display()}. U kunt geen contact meer vastleggen.")
        if not (oordeel := consent.mag_delen(traject.leerling, Ontvanger.TRAJECT, op=dag)):
            raise NietToegestaan(oordeel.zin)
    contact = _schrijf(feiten, trajecten, werkers, erbij, sleutel, door, op)
    _log("contact.vastgelegd", contact, trajecten, door, op)
    return contact


@transaction.atomic
def corrigeren(
    *,
    contact: Contact,
    reden: str,
    soort: Keuze,
    gebeurd_op: date,
    minuten: int,
    door: Medewerker,
    op: datetime,
    dag: date,
    sleutel: UUID,
    met_leerling: bool = False,
    met_ouder: bool = False,
    met_school: bool = False,
    met_anderen: bool = False,
    overige_deelnemers: int = 0,
    reisminuten: int = 0,
    trajecten: Sequence[Traject] = (),
    aanwezig: Collection[Traject] | None = None,
) -> Contact:
    """Replace the newest version of a contact by a better one, with the reason; the old one stays, and counts no more.

    The workers stay the same, and only one of them corrects, or their teamleider. `trajecten` names other children when
    the wrong one was chosen; by default they stay too, and whoever was there still was.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    _eis_niet_ingetrokken(contact)
    deelnames = list(contact.deelnames.select_related("traject"))
    trajecten = vergrendel(trajecten or [deelname.traject for deelname in deelnames])
    if aanwezig is None:
        gekozen = {traject.pk for traject in trajecten}
        bleven = [een.traject for een in deelnames if een.aanwezig and een.traject_id in gekozen]
        aanwezig = bleven if met_leerling and bleven else None
    feiten = _Feiten(
        soort=soort,
        gebeurd_op=gebeurd_op,
        minuten=minuten,
        met_leerling=met_leerling,
        met_ouder=met_ouder,
        met_school=met_school,
        met_anderen=met_anderen,
        overige_deelnemers=overige_deelnemers,
        reisminuten=reisminuten,
    )
    erbij = _erbij(feiten, trajecten, aanwezig)
    werkers = [inzet.aanstelling for inzet in _inzet(contact)]
    if eerder := Contact.objects.filter(sleutel=sleutel).first():
        return _van_hetzelfde_formulier(eerder, feiten, trajecten, werkers, erbij, door, vervangt=contact)
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom u dit contact corrigeert.", "reden")
    eis_mag_wijzigen(contact=contact, door=door, dag=dag)
    feiten.eis_klopt(contact.regio_id, dag)
    nieuw = _schrijf(feiten, trajecten, werkers, erbij, sleutel, door, op, vervangt=contact, reden=reden.strip())
    _log("contact.gecorrigeerd", nieuw, trajecten, door, op)
    return nieuw


@transaction.atomic
def intrekken(*, contact: Contact, reden: str, door: Medewerker, op: datetime, dag: date, sleutel: UUID) -> Contact:
    """Take back a contact that never was: the last version, without staff time and without pupils, counts nowhere."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    eerder: Contact | None = Contact.objects.filter(sleutel=sleutel).first()
    if eerder is not None:
        if not (eerder.ingetrokken and eerder.vervangt_id == contact.pk and eerder.vastgelegd_door_id == door.pk):
            raise AlGebruikt("Dit formulier is al gebruikt. Open het opnieuw.")
        return eerder
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom u dit contact intrekt.", "reden")
    _eis_niet_ingetrokken(contact)
    trajecten = vergrendel([deelname.traject for deelname in contact.deelnames.select_related("traject")])
    eis_mag_wijzigen(contact=contact, door=door, dag=dag)
    waarden = {veld.name: getattr(contact, veld.name) for veld in fields(_Feiten)}
    nieuw = Contact.objects.create(
        **waarden,
        regio_id=contact.regio_id,
        vastgelegd_door=door,
        vastgelegd_op=op,
        sleutel=sleutel,
        vervangt=contact,
        reden=reden.strip(),
        ingetrokken=True,
    )
    _log("contact.ingetrokken", nieuw, trajecten, door, op)
    return nieuw


def eis_mag_wijzigen(*, contact: Contact, door: Medewerker, dag: date) -> None:
    """Refuse to correct or take back: only the newest version, in an open month, by who worked in it and still may, or
    by who looks after the hours of an organisation that worked in it (ADR 0014)."""
    _eis_nieuwste(contact)
    werkers = [inzet.aanstelling for inzet in _inzet(contact)]
    if not mag_wijzigen(door, werkers, dag):
        raise NietToegestaan(
            "Alleen wie bij dit contact werkte, kan het wijzigen of intrekken. Lukt dat die collega niet meer? "
            "Vraag het aan de teamleider van die collega."
        )
    maanden.eis_open(_organisaties(werkers), [contact.gebeurd_op])
    if Aanwezigheidslijst.objects.van_mij(door).filter(contact=contact).exists():
        raise NietToegestaan(VAN_UW_LIJST)


def mag_wijzigen(door: Medewerker, werkers: Sequence[Aanstelling], dag: date) -> bool:
    """Did this person work in the contact of these workers, and may still, or look after the hours of one of them?"""
    werkte_mee = door.pk in {werker.medewerker_id for werker in werkers}
    beheert = {een.organisatie_id for een in door.aanstellingen_met(Recht.MAAND_SLUITEN, dag)}
    zelf = werkte_mee and door.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)
    return bool(zelf) or bool(beheert & _organisaties(werkers))


def werken_als(*, trajecten: Sequence[Traject], medewerker: Medewerker, dag: date) -> Aanstelling:
    """In which one appointment this person works with these pupils: the one that sees most of them, and all are seen.

    Of two that see as many it is the one that is assigned to them, as in `werkt_als`.
    Two appointments that each see a part do not add up to one contact that is right in both, but the pupils are theirs.
    """
    gekozen = {traject.pk for traject in trajecten}
    eigen = medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)
    ziet = {
        een.pk: set(Traject.objects.filter(visible(Traject, [een], dag), pk__in=gekozen).values_list("pk", flat=True))
        for een in eigen
    }
    if not gekozen or set().union(*ziet.values()) != gekozen:
        raise NietToegestaan("U begeleidt niet al deze leerlingen.")
    toegewezen = Toewijzing.objects.op_dag(dag).filter(traject__in=gekozen)
    return max(eigen, key=lambda een: (len(ziet[een.pk]), toegewezen.filter(aanstelling=een).count()))


def werkt_als(*, traject: Traject, medewerker: Medewerker, dag: date) -> Aanstelling:
    """In which appointment this person works with the pupil: the assigned one, else one through which they may."""
    eigen = medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)
    toegewezen = set(traject.toewijzingen.op_dag(dag).values_list("aanstelling", flat=True))
    for aanstelling in sorted(eigen, key=lambda aanstelling: aanstelling.pk not in toegewezen):
        if Traject.objects.filter(visible(Traject, [aanstelling], dag), pk=traject.pk).exists():
            return aanstelling
    raise NietToegestaan("U begeleidt deze leerling niet.")


def _eis_niet_ingetrokken(contact: Contact) -> None:
    if contact.ingetrokken:
        raise NietToegestaan("Dit contact is ingetrokken. Leg het opnieuw vast als het er toch was.")


def _eis_nieuwste(contact: Contact) -> None:
    _eis_niet_ingetrokken(contact)
    if Contact.objects.filter(vervangt=contact).exists():
        raise NietToegestaan("Dit contact is al gecorrigeerd. Corrigeer de nieuwste versie.")


def _inzet(contact: Contact) -> list[Inzet]:
    return list(contact.inzet.select_related("aanstelling__organisatie").order_by("pk"))


def _organisaties(werkers: Sequence[Aanstelling]) -> set[int]:
    return {werker.organisatie_id for werker in werkers}


def vergrendel(trajecten: Sequence[Traject]) -> list[Traject]:
    """The trajecten, fresh and locked, in the one order in which minutes are divided. In a transaction."""
    keys = {traject.pk for traject in trajecten}
    rows = Traject.objects.select_for_update(of=("self",)).select_related("cohort", "leerling").filter(pk__in=keys)
    vers = list(rows.order_by("pk"))
    if not vers or len({traject.cohort.regio_id for traject in vers}) > 1:
        raise NietToegestaan("Kies een of meer leerlingen uit één regio.")
    return vers


def _erbij(feiten: _Feiten, trajecten: Sequence[Traject], aanwezig: Collection[Traject] | None) -> set[UUID]:
    """The keys of the pupils who were there; somebody was exactly when the contact was with the pupil."""
    alle = {traject.pk for traject in trajecten}
    erbij = (alle if feiten.met_leerling else set()) if aanwezig is None else {traject.pk for traject in aanwezig}
    if not erbij <= alle or bool(erbij) != feiten.met_leerling:
        raise Onjuist("Kies wie van de leerlingen erbij was.", "aanwezig")
    return erbij


def _van_hetzelfde_formulier(
    contact: Contact,
    feiten: _Feiten,
    trajecten: Sequence[Traject],
    werkers: Sequence[Aanstelling],
    erbij: set[UUID],
    door: Medewerker,
    *,
    vervangt: Contact | None = None,
) -> Contact:
    """What this form made before. A key used by somebody else, for other people or with other facts is refused, and so
    is one whose contact was corrected or taken back since: saying "saved" then would lose a contact."""
    deelnames = dict(contact.deelnames.values_list("traject", "aanwezig"))
    zelfde = (
        all(getattr(contact, naam) == waarde for naam, waarde in vars(feiten).items())
        and contact.vastgelegd_door_id == door.pk
        and contact.vervangt_id == (vervangt.pk if vervangt else None)
        and deelnames == {traject.pk: traject.pk in erbij for traject in trajecten}
        and {inzet.aanstelling_id for inzet in _inzet(contact)} == {werker.pk for werker in werkers}
        and not Contact.objects.filter(vervangt=contact).exists()
    )
    if not zelfde:
        raise AlGebruikt("Dit formulier is al gebruikt. Open het opnieuw.")
    return contact


def _schrijf(
    feiten: _Feiten,
    trajecten: Sequence[Traject],
    werkers: Sequence[Aanstelling],
    erbij: set[UUID],
    sleutel: UUID,
    door: Medewerker,
    op: datetime,
    *,
    vervangt: Contact | None = None,
    reden: str = "",
) -> Contact:
    for traject in trajecten:
        _eis_dag_in_traject(traject, feiten.gebeurd_op)
    _eis_werkers(werkers, trajecten[0].cohort.regio_id, feiten.gebeurd_op)
    maanden.eis_open(_organisaties(werkers), [feiten.gebeurd_op])
    # The unique key is the wall against a race that the locks above do not see.
    contact, gemaakt = Contact.objects.get_or_create(
        sleutel=sleutel,
        defaults={
            **vars(feiten),
            "regio_id": trajecten[0].cohort.regio_id,
            "vastgelegd_door": door,
            "vastgelegd_op": op,
            "vervangt": vervangt,
            "reden": reden,
        },
    )
    if not gemaakt:
        return _van_hetzelfde_formulier(contact, feiten, trajecten, werkers, erbij, door, vervangt=vervangt)
    Inzet.objects.bulk_create(
        [Inzet(contact=contact, aanstelling=werker, minuten=feiten.minuten) for werker in werkers]
    )
    # The share of children without a traject is what is left: staff minutes less the shares below.
    delen = verdeel(feiten.minuten * len(werkers), len(trajecten) + feiten.overige_deelnemers)
    Contactdeelname.objects.bulk_create(
        [
            Contactdeelname(contact=contact, traject=traject, aanwezig=traject.pk in erbij, minuten=deel)
            for traject, deel in zip(trajecten, delen, strict=False)
        ]
    )
    return contact


def _eis_dag_in_traject(traject: Traject, gebeurd_op: date) -> None:
    if gebeurd_op < traject.vanaf:
        raise Onjuist(f"Het traject begon op {date_numeric(traject.vanaf)}. Kies die dag of later.", "gebeurd_op")
    if traject.gesloten_op and gebeurd_op > timezone.localdate(traject.gesloten_op):
        raise Onjuist("Het traject was op die dag al gesloten. Kies een eerdere dag.", "gebeurd_op")


def _eis_werkers(werkers: Sequence[Aanstelling], regio_id: int, gebeurd_op: date) -> None:
    if len({werker.medewerker_id for werker in werkers}) < len(werkers):
        raise NietToegestaan("Noem elke collega één keer.")
    for werker in werkers:
        if werker.rol not in rollen_met(Recht.CONTACT_VASTLEGGEN) or werker.organisatie.regio_id != regio_id:
            raise NietToegestaan("Een contact is van een schoolmaatschappelijk werker uit dezelfde regio.")
        if not werker.geldig_op(gebeurd_op):
            raise Onjuist("De aanstelling gold niet op die dag. Kies een andere dag.", "gebeurd_op")


def _log(soort: str, contact: Contact, trajecten: Sequence[Traject], door: Medewerker, op: datetime) -> None:
    """One event per pupil, so that a pupil's history is complete. Minutes and the code of the kind, nothing else."""
    for traject in trajecten:
        leg_vast(
            soort,
            door=door,
            op=op,
            onderwerp=contact,
            leerling=traject.leerling_id,
            minuten=contact.minuten,
            contactsoort=contact.soort.code,
        )
