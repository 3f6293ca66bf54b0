"""What must hold about goals, scores, notes and summer activities, whoever wrote them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils import timezone

from begeleiding.models import (
    Aanmelding,
    Aantekening,
    Aanwezigheidslijst,
    Contactdeelname,
    Doel,
    Doelscore,
    Traject,
    Zomerdeelname,
)
from begeleiding.workflow import DOELEN_HOOGSTENS


def doelen_en_scores_kloppen(op: datetime) -> Iterator[str]:
    """At most three running goals; scores of days within the traject; nothing of later than now."""
    lopend = Count("doelen", filter=Q(doelen__gestopt_op__isnull=True))
    for traject in Traject.objects.annotate(lopend=lopend).filter(lopend__gt=DOELEN_HOOGSTENS).order_by():
        yield f"begeleiding.Traject {traject.pk}: more than three goals at a time"
    fout = Q(gemeten_op__lt=F("doel__traject__vanaf")) | Q(gemeten_op__gt=timezone.localdate(op))
    ander = Q(vervangt__isnull=False) & ~Q(vervangt__doel=F("doel"), vervangt__moment=F("moment"))
    for score in Doelscore.objects.filter(fout | ander | Q(vastgelegd_op__gt=op)).order_by():
        yield f"begeleiding.Doelscore {score.pk}: outside the traject, of the future, or replaces another goal's"
    for doel in Doel.objects.filter(gemaakt_op__gt=op).order_by():
        yield f"begeleiding.Doel {doel.pk}: is of the future"
    ander_traject = Q(vervangt__isnull=False) & ~Q(vervangt__traject=F("traject"), vervangt__auteur=F("auteur"))
    for rij in Aantekening.objects.filter(ander_traject | Q(geschreven_op__gt=op)).order_by():
        yield f"begeleiding.Aantekening {rij.pk}: is of the future, or replaces somebody else's"


def zomer_klopt(op: datetime) -> Iterator[str]:
    """Who was there was enrolled once, on a day that is over; a list and its contact tell the same."""
    for rij in Aanmelding.objects.exclude(traject__cohort__regio=F("activiteit__organisatie__regio")).order_by():
        yield f"begeleiding.Aanmelding {rij.pk}: another region"
    for deel in Zomerdeelname.objects.select_related("dag", "lijst").order_by():
        aangemeld = Aanmelding.objects.filter(activiteit=deel.dag.activiteit_id, traject=deel.traject_id)
        if deel.dag.dag > timezone.localdate(op) or deel.lijst.dag_id != deel.dag_id or not aangemeld.exists():
            yield f"begeleiding.Zomerdeelname {deel.pk}: of a day to come, of another list, or never enrolled"
    geldig = Aanwezigheidslijst.objects.filter(contact__isnull=False, contact__vervangen_door__isnull=True)
    for lijst in geldig.select_related("contact", "dag").order_by():
        wie = set(Contactdeelname.objects.filter(contact=lijst.contact_id).values_list("traject", flat=True))
        erbij = set(lijst.deelnames.values_list("traject", flat=True))
        zegt = (lijst.minuten, lijst.overige, lijst.dag.dag)
        contact = lijst.contact
        if wie != erbij or zegt != (contact.minuten, contact.overige_deelnemers, contact.gebeurd_op):
            yield f"begeleiding.Aanwezigheidslijst {lijst.pk}: tells something else than its contact"
