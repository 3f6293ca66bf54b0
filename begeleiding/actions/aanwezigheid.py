"""One confirmation about a day of a summer activity: who was there, and the contact time that follows.

What is counted, so that nothing is counted twice and nothing is lost:

- Each SMW confirms the own pupils. Staff minutes are each worker's own: two who were both there for three hours confirm
  three hours each, together six. Neither names the other as a colleague in the contact.
- Every other child who was there, of a colleague or without a traject, is one of the `overige` of this SMW. So the
  minutes of each worker are divided over all children who were there, and a colleague's pupils get their share of the
  colleague's minutes only.
- A pupil whom two SMW's guide (po and vo, or a stand-in) is ticked by one of them: once a day, by a constraint. For the
  other that pupil is one of the other children. Received contact therefore counts once.
- Who confirms without having been there records who took part, without any contact time.

What an SMW confirmed is corrected through the list, so that the list and its contact tell the same; the contact itself
refuses. Whoever else may correct it does so on the contact: the list is corrected from what that says then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from begeleiding.actions import contacten
from begeleiding.models import (
    Aanmelding,
    Aanwezigheidslijst,
    Contact,
    Traject,
    Zomeractiviteit,
    Zomerdag,
    Zomerdeelname,
)
from begeleiding.workflow import CONTACTSOORTEN, GROEP, KINDEREN_HOOGSTENS, Onjuist, eis_minuten
from gka.audit.record import leg_vast
from gka.exceptions import NietToegestaan, Verouderd
from gka.models import Aanstelling, Keuze, Medewerker


@dataclass(frozen=True, kw_only=True)
class Aanwezig:
    """What an SMW says about a day. `minuten` is None when the SMW was not there."""

    trajecten: Sequence[Traject]
    overige: int
    zelf_erbij: bool
    minuten: int | None = None

    def eis_klopt(self) -> None:
        """Refuse what cannot be."""
        if not 0 <= self.overige <= KINDEREN_HOOGSTENS:
            raise Onjuist(f"Vul 0 tot {KINDEREN_HOOGSTENS} andere kinderen in.", "overige")
        if self.zelf_erbij:
            if self.minuten is None:
                raise Onjuist("Kies hoe lang u erbij was.", "duur")
            eis_minuten(self.minuten)
        elif self.minuten is not None:
            raise Onjuist("U was er niet bij. Laat de duur leeg.", "duur")


@transaction.atomic
def bevestigen(
    *, dag: Zomerdag, aanwezig: Aanwezig, aanstelling: Aanstelling, door: Medewerker, op: datetime, vandaag: date
) -> Aanwezigheidslijst:
    """Confirm a day once: the same again is the same list and the same contact, something else is a correction."""
    activiteit, dag = _vergrendeld(dag)
    eerder: Aanwezigheidslijst | None = Aanwezigheidslijst.objects.filter(dag=dag, medewerker=door).first()
    if eerder is not None:
        if _zegt_hetzelfde(eerder, aanwezig):
            return eerder
        raise NietToegestaan("U hebt deze dag al bevestigd. Kies ‘Verbeteren’ als er iets niet klopt.")
    _eis_klopt(activiteit, dag, aanwezig, door, vandaag)
    lijst = Aanwezigheidslijst(
        dag=dag,
        aanstelling=aanstelling,
        medewerker=door,
        zelf_erbij=aanwezig.zelf_erbij,
        minuten=aanwezig.minuten,
        overige=aanwezig.overige,
        bevestigd_op=op,
    )
    if aanwezig.zelf_erbij and aanwezig.trajecten:
        lijst.contact = _vastleggen(lijst, aanwezig, op, vandaag)
    lijst.save(force_insert=True)
    _zet_deelnames(lijst, aanwezig)
    _log("aanwezigheid.bevestigd", lijst, aanwezig, door, op)
    return lijst


@transaction.atomic
def verbeteren(
    *,
    lijst: Aanwezigheidslijst,
    versie: int,
    reden: str,
    aanwezig: Aanwezig,
    aanstelling: Aanstelling,
    door: Medewerker,
    op: datetime,
    vandaag: date,
) -> Aanwezigheidslijst:
    """Correct an own list, with the reason: the contact gets a new version, is taken back, or comes after all.

    `aanstelling` is for a contact that comes after all; one that is there keeps who worked, and as what.
    """
    activiteit, dag = _vergrendeld(lijst.dag)
    huidig: Aanwezigheidslijst = Aanwezigheidslijst.objects.select_related("aanstelling").get(pk=lijst.pk)
    if huidig.medewerker_id != door.pk:
        raise NietToegestaan("Alleen wie de lijst bevestigde, kan haar verbeteren.")
    if huidig.versie != versie:
        if _zegt_hetzelfde(huidig, aanwezig):
            return huidig
        raise Verouderd
    if not reden.strip():
        raise Onjuist("Schrijf kort op waarom u deze lijst verbetert.", "reden")
    _eis_klopt(activiteit, dag, aanwezig, door, vandaag, eigen=huidig)
    huidig.versie += 1
    huidig.zelf_erbij, huidig.minuten, huidig.overige = aanwezig.zelf_erbij, aanwezig.minuten, aanwezig.overige
    huidig.bevestigd_op = op
    if huidig.contact is None:
        huidig.aanstelling = aanstelling
    huidig.contact = _nieuw_contact(huidig, aanwezig, reden, op, vandaag)
    huidig.save(update_fields=["versie", "aanstelling", "zelf_erbij", "minuten", "overige", "bevestigd_op", "contact"])
    _zet_deelnames(huidig, aanwezig)
    _log("aanwezigheid.verbeterd", huidig, aanwezig, door, op)
    return huidig


def sleutel(lijst: Aanwezigheidslijst) -> UUID:
    """The key of the contact of this version of the list: of the day, the SMW and the version, nothing random."""
    return uuid5(lijst.dag_id, f"{lijst.medewerker_id}:{lijst.versie}")


def _vergrendeld(dag: Zomerdag) -> tuple[Zomeractiviteit, Zomerdag]:
    """The activity before the day: enrolling locks the same row."""
    activiteit = Zomeractiviteit.objects.select_for_update().get(pk=dag.activiteit_id)
    return activiteit, Zomerdag.objects.select_for_update().get(pk=dag.pk)


def _eis_klopt(
    activiteit: Zomeractiviteit,
    dag: Zomerdag,
    aanwezig: Aanwezig,
    door: Medewerker,
    vandaag: date,
    eigen: Aanwezigheidslijst | None = None,
) -> None:
    if not Zomerdag.objects.doorgegaan().filter(pk=dag.pk).exists():
        raise NietToegestaan(f"Deze dag ging niet door: de activiteit is {activiteit.get_status_display()}.")
    if dag.dag > vandaag:
        raise NietToegestaan("Deze dag moet nog komen. Bevestig de dag als hij geweest is.")
    aanwezig.eis_klopt()
    keys = {traject.pk for traject in aanwezig.trajecten}
    al_op_de_lijst = set(eigen.deelnames.values_list("traject", flat=True)) if eigen else set()
    aangemeld = Aanmelding.objects.filter(activiteit=activiteit, traject__in=keys)
    aangemeld = aangemeld.af_te_vinken(dag.dag, vandaag=vandaag)
    if keys - al_op_de_lijst - set(aangemeld.values_list("traject", flat=True)):
        raise Onjuist("Een van deze leerlingen was die dag niet aangemeld. Meld de leerling eerst aan.", "aanwezig")
    van_een_ander = Zomerdeelname.objects.filter(dag=dag, traject__in=keys).exclude(lijst=eigen)
    if van_een_ander.exists():
        raise Onjuist(
            "Een collega heeft een van deze leerlingen al afgevinkt. Tel deze leerling bij de andere kinderen.",
            "aanwezig",
        )


def _zegt_hetzelfde(lijst: Aanwezigheidslijst, aanwezig: Aanwezig) -> bool:
    wie = set(lijst.deelnames.values_list("traject", flat=True)) == {traject.pk for traject in aanwezig.trajecten}
    nu = (lijst.zelf_erbij, lijst.minuten, lijst.overige)
    return wie and nu == (aanwezig.zelf_erbij, aanwezig.minuten, aanwezig.overige)


def _nieuw_contact(
    lijst: Aanwezigheidslijst, aanwezig: Aanwezig, reden: str, op: datetime, vandaag: date
) -> Contact | None:
    """The newest version of the contact this list stands for now; None when there is no time to count."""
    telt = aanwezig.zelf_erbij and bool(aanwezig.trajecten)
    nu = lijst.contact and lijst.contact.nieuwste()
    # Let go of it first: a contact of a list refuses to be corrected by itself.
    Aanwezigheidslijst.objects.filter(pk=lijst.pk).update(contact=None)
    if nu is None or nu.ingetrokken:
        return _vastleggen(lijst, aanwezig, op, vandaag) if telt else None
    if not telt:
        contacten.intrekken(contact=nu, reden=reden, door=lijst.medewerker, op=op, dag=vandaag, sleutel=sleutel(lijst))
        return None
    return contacten.corrigeren(
        contact=nu,
        reden=reden,
        soort=nu.soort,
        gebeurd_op=nu.gebeurd_op,
        minuten=aanwezig.minuten or 0,
        door=lijst.medewerker,
        op=op,
        dag=vandaag,
        sleutel=sleutel(lijst),
        met_leerling=True,
        overige_deelnemers=aanwezig.overige,
        reisminuten=nu.reisminuten,
        trajecten=aanwezig.trajecten,
        aanwezig=aanwezig.trajecten,
    )


def _vastleggen(lijst: Aanwezigheidslijst, aanwezig: Aanwezig, op: datetime, vandaag: date) -> Contact:
    regio = lijst.aanstelling.organisatie.regio_id
    soort = Keuze.objects.van_lijst(regio, CONTACTSOORTEN, op=lijst.dag.dag).filter(code=GROEP).first()
    if soort is None:
        raise NietToegestaan("De soort contact ‘groepsactiviteit’ is niet meer in gebruik. Vraag het uw beheerder.")
    return contacten.vastleggen(
        trajecten=aanwezig.trajecten,
        soort=soort,
        gebeurd_op=lijst.dag.dag,
        minuten=aanwezig.minuten or 0,
        aanstelling=lijst.aanstelling,
        door=lijst.medewerker,
        op=op,
        dag=vandaag,
        sleutel=sleutel(lijst),
        met_leerling=True,
        overige_deelnemers=aanwezig.overige,
        na_sluiten=True,
    )


def _zet_deelnames(lijst: Aanwezigheidslijst, aanwezig: Aanwezig) -> None:
    keys = {traject.pk for traject in aanwezig.trajecten}
    lijst.deelnames.exclude(traject__in=keys).delete()
    al = set(lijst.deelnames.values_list("traject", flat=True))
    Zomerdeelname.objects.bulk_create(
        [Zomerdeelname(lijst=lijst, dag_id=lijst.dag_id, traject_id=key) for key in sorted(keys - al)]
    )


def _log(soort: str, lijst: Aanwezigheidslijst, aanwezig: Aanwezig, door: Medewerker, op: datetime) -> None:
    """With the keys of the pupils, for their history; no names."""
    leg_vast(
        soort,
        door=door,
        op=op,
        onderwerp=lijst,
        sleutels=sorted({str(traject.leerling_id) for traject in aanwezig.trajecten}),
        aantal=len(aanwezig.trajecten),
        minuten=aanwezig.minuten,
    )
