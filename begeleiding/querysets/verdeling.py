"""What the teamleider divides: the caseload of each SMW of the own organisation, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import Combinable

from begeleiding.workflow import Trajectstatus
from gka.access.rights import Recht
from gka.access.table import Rol
from gka.workflow import Keuzesoort

if TYPE_CHECKING:
    from begeleiding.querysets.trajecten import TrajectQuerySet
    from gka.models import Aanstelling, Medewerker


def eigen_organisaties(medewerker: "Medewerker", dag: date) -> list[int]:
    """The organisations for which this person divides the work."""
    return [een.organisatie_id for een in medewerker.aanstellingen_met(Recht.TOEWIJZEN, dag)]


def te_verdelen(medewerker: "Medewerker", dag: date) -> "TrajectQuerySet":
    """Running trajecten whose familiar face works for the own organisation, or that wait for one of us."""
    mijn = _rows("Traject").zichtbaar_voor(medewerker, recht=Recht.TOEWIJZEN, op=dag).lopend()
    gezichten = _rows("Toewijzing").op_dag(dag).vast_gezicht()
    eigen = gezichten.filter(aanstelling__organisatie__in=eigen_organisaties(medewerker, dag)).values("traject")
    wacht = mijn.zonder_gezicht(dag).values("pk")
    return mijn.filter(Q(pk__in=eigen) | Q(pk__in=wacht))  # type: ignore[no-any-return]


def smw(regio: int, dag: date, organisaties: Sequence[int] | None = None) -> Any:
    """The SMW vo of a region who work on day `dag`, of these organisations or of all."""
    rows = apps.get_model("gka", "Aanstelling").objects.filter(
        Q(tot__isnull=True) | Q(tot__gte=dag),
        rol=Rol.SMW_VO,
        van__lte=dag,
        bevestigd_op__isnull=False,
        organisatie__regio=regio,
        medewerker__is_active=True,
    )
    if organisaties is not None:
        rows = rows.filter(organisatie__in=organisaties)
    return rows.select_related("medewerker", "organisatie__regio", "werkplek_school").order_by("medewerker__naam", "pk")


def caseloads(aanstellingen: Sequence["Aanstelling"], trajecten: "TrajectQuerySet", dag: date) -> dict[Any, Any]:
    """Per appointment: `gestart`, `voorgesteld` as familiar face, and `waarneming` for others, on day `dag`; `daarna`
    how many of them have nobody yet for after the last day of the appointment."""
    rows = _rows("Toewijzing").op_dag(dag).filter(aanstelling__in=aanstellingen, traject__in=trajecten.values("pk"))
    gezicht = Q(waarneming=False)
    tellingen = (
        rows.order_by()
        .values("aanstelling")
        .annotate(
            gestart=Count("pk", filter=gezicht & Q(traject__status=Trajectstatus.GESTART)),
            voorgesteld=Count("pk", filter=gezicht & Q(traject__status=Trajectstatus.VOORGESTELD)),
            daarna=Count("pk", filter=gezicht & (Q(tot__isnull=True) | Q(tot__gt=F("aanstelling__tot")))),
            # Last: from here on the name means the count.
            waarneming=Count("pk", filter=~gezicht),
        )
    )
    return {row.pop("aanstelling"): row for row in tellingen}


def toewijzing(trajecten: "TrajectQuerySet", key: UUID, *, waarneming: bool) -> Any:
    """The assignment with this key, of one of these trajecten, as familiar face or as cover; None: there is none."""
    rows = _rows("Toewijzing").filter(pk=key, waarneming=waarneming, traject__in=trajecten.values("pk"))
    return rows.select_related("traject", "aanstelling").first()


def gepland(trajecten: "TrajectQuerySet", dag: date) -> Any:
    """The hand-overs of these trajecten of which the first day is still to come, the nearest one first."""
    rows = _rows("Toewijzing").vast_gezicht().filter(traject__in=trajecten.values("pk"), van__gt=dag)
    return rows.select_related("traject__leerling", "aanstelling__medewerker", "vastgelegd_door").order_by(
        "van", "traject__leerling__achternaam", "pk"
    )


def andere_school(trajecten: "TrajectQuerySet", dag: date) -> Any:
    """The familiar faces of these trajecten who work at another school than where the pupil is admitted (`naar`), as
    long as no hand-over is planned."""
    definitief = apps.get_model("gka", "Schoolkeuze").objects.lopend().filter(soort=Keuzesoort.DEFINITIEF)
    elders = definitief.filter(leerling=OuterRef("traject__leerling")).exclude(
        school=OuterRef("aanstelling__werkplek_school")
    )
    rows = _rows("Toewijzing").geldig(dag).vast_gezicht().filter(traject__in=trajecten.values("pk"))
    rows = rows.exclude(traject__in=gepland(trajecten, dag).values("traject"))
    rows = rows.filter(aanstelling__werkplek_school__isnull=False)
    rows = rows.annotate(naar=Subquery(elders.values("school__naam")[:1])).filter(naar__isnull=False)
    return rows.select_related("traject__leerling", "aanstelling__medewerker", "aanstelling__werkplek_school").order_by(
        "naar", "traject__leerling__achternaam", "pk"
    )


def uren_per_fase(aanstellingen: Sequence["Aanstelling"], *, jaar: int) -> dict[Any, dict[str, int]]:
    """Minutes each appointment worked in a calendar year, by the phase in which each pupil was on that day.

    By who worked: another familiar face takes no hours along. Pupils of two years can be in one contact: it is divided
    as their shares are, and children without a traject go along, so that both phases add up to the minutes worked.
    """
    dagen = (date(jaar, 1, 1), date(jaar, 12, 31))
    inzet = _rows("Inzet").geldig_in(*dagen).filter(aanstelling__in=aanstellingen).order_by()
    # A minute shared with many other children can leave the pupils none: such a contact is in no phase vo.
    delen = _rows("Contactdeelname").filter(contact__gebeurd_op__range=dagen, minuten__gt=0).order_by()
    in_vo = Q(contact__gebeurd_op__gte=F("traject__cohort__fase_vo_vanaf"))
    # Nearly always all pupils of a contact are in one phase; dividing each contact would take seconds for a cohort.
    met_vo = inzet.filter(contact__in=delen.filter(in_vo).values("contact"))
    beide = met_vo.filter(contact__in=delen.filter(~in_vo).values("contact"))
    vo, po_van_beide = _per_aanstelling(met_vo, F("minuten")), _per_aanstelling(beide, F("minuten") - _deel_vo(in_vo))
    return {
        wie: {"po": samen - (in_fase_vo := vo.get(wie, 0) - po_van_beide.get(wie, 0)), "vo": in_fase_vo}
        for wie, samen in _per_aanstelling(inzet, F("minuten")).items()
    }


def _per_aanstelling(inzet: Any, wat: Combinable) -> dict[Any, int]:
    return dict(inzet.values_list("aanstelling").annotate(som=Sum(wat)))


def _deel_vo(in_vo: Q) -> Combinable:
    """Of the minutes of one worker in a contact, those for the pupils who were in the phase vo."""
    delen = _rows("Contactdeelname").filter(contact=OuterRef("contact")).order_by().values("contact")
    alle = Subquery(delen.annotate(som=Sum("minuten")).values("som"))
    daarvan_vo = Subquery(delen.annotate(som=Sum("minuten", filter=in_vo, default=0)).values("som"))
    return F("minuten") * daarvan_vo / alle


def inzet_per_fase(traject: Any) -> dict[str, int]:
    """Staff minutes for one pupil, by the phase in which each contact was."""
    po = Q(contact__gebeurd_op__lt=F("traject__cohort__fase_vo_vanaf"))
    sommen: dict[str, int] = (
        _rows("Contactdeelname")
        .geldig()
        .filter(traject=traject)
        .aggregate(po=Sum("minuten", filter=po, default=0), vo=Sum("minuten", filter=~po, default=0))
    )
    return sommen


def _rows(model: str) -> Any:
    return apps.get_model("begeleiding", model)._default_manager.all()
