"""manage.py rapport: make or show the monthly report."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gka.exceptions import NietToegestaan
from gka.models import Cohort, Regio
from monitoring.actions import rapporten
from monitoring.models import Rapport
from monitoring.onthulling import lezen
from monitoring.workflow import laatste_volle_maand, lees_maand


def _month(text: str | None, today: date) -> date:
    """Not as an argparse type: that would end with exit code 2 and the usage instead of one clear line."""
    if text is None:
        return laatste_volle_maand(today)
    try:
        return lees_maand(text)
    except ValueError as error:
        raise CommandError(f"--maand: {error}") from error


class Command(BaseCommand):
    help = "Make the frozen indicator report of a month, or show it when it exists. The same month is the same report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maand", metavar="YYYY-MM", help="default: the last complete month")
        parser.add_argument("--regio", metavar="CODE", help="default: every region with a cohort")

    def handle(self, *args: Any, maand: str | None, regio: str | None, **options: Any) -> None:
        op = timezone.now()
        month = _month(maand, timezone.localdate(op))
        made, refusals = 0, []
        for area in self._regios(regio):
            try:
                self._show(rapporten.maken(regio=area, maand=month, op=op))
                made += 1
            except NietToegestaan as refusal:
                refusals.append(f"{area.code}: {refusal}")
        if not made:
            raise CommandError("\n".join(refusals))
        for sentence in refusals:
            self.stderr.write(sentence)

    def _regios(self, code: str | None) -> list[Regio]:
        regios = Regio.objects.order_by("code")
        if code is None:
            regios = regios.filter(pk__in=Cohort.objects.values("regio"))
        else:
            regios = regios.filter(code=code)
        if not regios:
            known = ", ".join(Regio.objects.order_by("code").values_list("code", flat=True)) or "none"
            raise CommandError(f"No region with a cohort, or no region {code!r}. Known regions: {known}.")
        return list(regios)

    def _show(self, rapport: Rapport) -> None:
        opname = rapport.momentopname
        self.stdout.write(f"{rapport.regio}: rapport {rapport.code}, momentopname {opname.nummer}")
        for stand in lezen.rapportcijfers(rapport):
            self.stdout.write(f"cohort {stand.cohort.jaar}")
            for cijfer in stand.cijfers.values():
                unit = cijfer.indicator.eenheid if cijfer.waarde is not None else f"({cijfer.reden})"
                n = "x" if cijfer.n is None else cijfer.n
                self.stdout.write(
                    f"  {cijfer.code:<4}{cijfer.naam:<28}{cijfer.tekst:>6} {unit:<12} n={n} stand {cijfer.peildatum}"
                )
        state = "verified" if lezen.klopt(rapport) else "DOES NOT MATCH THE STORED FIGURES"
        self.stdout.write(f"checksum {opname.checksum} ({state})")
