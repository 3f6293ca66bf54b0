"""School days of a region: weekdays outside the holidays (Vakantie), which are data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gka.models import Vakantie

_DAG = timedelta(days=1)


@dataclass(frozen=True)
class Schooldagen:
    """The days on which there is school; fetched once, asked often."""

    vrij: tuple[tuple[date, date], ...]

    @classmethod
    def van(cls, regio_id: int) -> "Schooldagen":
        """Those of a region, in one query."""
        return cls(tuple(Vakantie.objects.filter(regio=regio_id).order_by("van").values_list("van", "tot")))

    @classmethod
    def uit(cls, vakanties: Iterable[Vakantie]) -> "Schooldagen":
        """Those around holidays that were fetched already."""
        return cls(tuple((vakantie.van, vakantie.tot) for vakantie in vakanties))

    def is_vakantie(self, dag: date) -> bool:
        return any(van <= dag and (tot is None or dag <= tot) for van, tot in self.vrij)

    def is_schooldag(self, dag: date) -> bool:
        return dag.weekday() < 5 and not self.is_vakantie(dag)

    def tel(self, van: date, tot: date) -> int:
        """How many from `van` to `tot`, both included; 0 when `tot` is earlier."""
        return sum(self.is_schooldag(van + nummer * _DAG) for nummer in range((tot - van).days + 1))

    def na(self, dag: date, aantal: int) -> date:
        """The last of the first `aantal` (1 or more) school days from `dag` on, `dag` itself included."""
        while aantal:
            aantal -= self.is_schooldag(dag)
            dag += _DAG
        return dag - _DAG

    def tot(self, dag: date) -> date:
        """The last school day on or before `dag`."""
        while not self.is_schooldag(dag):
            dag -= _DAG
        return dag

    def terug(self, dag: date, aantal: int) -> date:
        """The day from which `aantal` days outside the holidays passed until `dag`, weekends included."""
        while aantal:
            aantal -= not self.is_vakantie(dag)
            dag -= _DAG
        return dag
