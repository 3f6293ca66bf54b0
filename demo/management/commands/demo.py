"""manage.py demo: synthetic data in the shape of the real region, for demo mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.making import NietLeeg, in_bulk, is_er_al, maak
from demo.people import ACCOUNTS, DOMEIN, WACHTWOORD

ZAAD = 2026


class Command(BaseCommand):
    help = "Fill an empty database with invented pupils, people and contacts. Only in demo mode (DEMO=true)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--leerlingen", type=int, metavar="N", help="how many pupils (default: one small region)")
        parser.add_argument("--contacten", type=int, metavar="M", help="how many contacts (default: about weekly)")
        parser.add_argument("--zaad", type=int, default=ZAAD, metavar="S", help=f"seed of the generator ({ZAAD})")

    def handle(self, *args: Any, leerlingen: int | None, contacten: int | None, zaad: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data is only made in demo mode: set DEMO=true on a database without real people.")
        if (leerlingen is not None and leerlingen < 1) or (contacten is not None and contacten < 0):
            raise CommandError("--leerlingen must be 1 or more and --contacten 0 or more.")
        try:
            if is_er_al():
                self.stdout.write("The demo data is there already; nothing was changed.")
                return
        except NietLeeg:
            raise CommandError(
                "This database holds data that is not demo data. Use an empty one: see DATABASE_URL."
            ) from None
        if in_bulk(leerlingen):
            self.stdout.write(f"{leerlingen} pupils: writing in bulk instead of deed by deed.")
        gemaakt = maak(zaad=zaad, op=timezone.now(), leerlingen=leerlingen, aantal_contacten=contacten)
        self.stdout.write(
            f"Made {gemaakt.leerlingen} pupils, {gemaakt.trajecten} trajecten, {gemaakt.contacten} contacts, "
            f"{gemaakt.medewerkers} staff and {gemaakt.rapporten} monthly reports (seed {zaad})."
        )
        self.stdout.write(f"Accounts, each with the password {WACHTWOORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account}@{DOMEIN}")
