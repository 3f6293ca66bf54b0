"""The own pupils to choose from, and the colleagues to work with."""

from collections import Counter
from datetime import date

from begeleiding.models import Contactdeelname, Traject
from begeleiding.querysets.trajecten import TrajectQuerySet
from gka.access.rights import Recht, rollen_met
from gka.models import Aanstelling, Medewerker
from gka.workflow import Schoolsoort


def alleen_po(medewerker: Medewerker, dag: date) -> bool:
    """Whether this person guides at primary schools only, where nobody has a pupil after the hand-over."""
    werk = medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)
    scholen = [een.werkplek_school for een in werk]
    return bool(scholen) and all(school is not None and school.soort == Schoolsoort.PO for school in scholen)


def eigen_leerlingen(medewerker: Medewerker, dag: date) -> TrajectQuerySet:
    """The running trajecten in which this person may record contacts, by name."""
    mijn = Traject.objects.zichtbaar_voor(medewerker, recht=Recht.CONTACT_VASTLEGGEN, op=dag).lopend()
    return mijn.select_related("leerling", "cohort").order_by("leerling__achternaam", "leerling__roepnaam", "pk")


def laatst_gebruikt(rows: TrajectQuerySet) -> list[Traject]:
    """Whoever was worked with last on top, the others by name. Two queries."""
    trajecten = list(rows)
    totalen = Contactdeelname.objects.totalen([traject.pk for traject in trajecten])

    def moment(traject: Traject) -> float:
        vastgelegd = totalen[traject.pk].vastgelegd
        return vastgelegd.timestamp() if vastgelegd else 0

    return sorted(trajecten, key=moment, reverse=True)


def met_namen(trajecten: list[Traject]) -> list[tuple[Traject, str]]:
    """Each pupil by the short name, or by the whole one where two would look the same."""
    kort = Counter(traject.leerling.korte_naam for traject in trajecten)
    return [
        (traject, traject.leerling.korte_naam if kort[traject.leerling.korte_naam] == 1 else traject.leerling.naam)
        for traject in trajecten
    ]


def collegas(medewerker: Medewerker, dag: date) -> list[Aanstelling]:
    """Other social workers of the own region, with an appointment today. The action looks at the day of the contact."""
    regios = {een.organisatie.regio_id for een in medewerker.aanstellingen_met(Recht.CONTACT_VASTLEGGEN, dag)}
    rows = (
        Aanstelling.objects.filter(
            rol__in=rollen_met(Recht.CONTACT_VASTLEGGEN),
            organisatie__regio__in=regios,
            medewerker__is_active=True,
            bevestigd_op__isnull=False,
        )
        .exclude(medewerker=medewerker)
        .select_related("medewerker", "organisatie", "werkplek_school")
    )
    return [een for een in rows.order_by("medewerker__naam", "pk") if een.geldig_op(dag)]
