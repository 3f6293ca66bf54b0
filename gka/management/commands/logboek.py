"""`manage.py logboek controleer`: is the audit whole? `manage.py logboek verzegel`: seal what is open now."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gka.audit import seal


class Command(BaseCommand):
    help = "Verify or seal the audit. `controleer` exits with 1 when a record or seal was changed, and names it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wat", choices=["controleer", "verzegel"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["wat"] == "verzegel":
            self.stdout.write(f"{seal.verzegel(op=timezone.now())} records sealed")
            return
        uitslag = seal.controleer(op=timezone.now())
        for waarschuwing in uitslag.waarschuwingen:
            self.stderr.write(f"warning: {waarschuwing}")
        for fout in uitslag.fouten:
            self.stderr.write(f"FAULT: {fout}")
        self.stdout.write(f"{uitslag.zegels} seals, {uitslag.verzegeld} records sealed, {uitslag.open} not sealed yet")
        if not uitslag.heel:
            self.stdout.write(f"NOT WHOLE: {len(uitslag.fouten)} faults")
            sys.exit(1)
        self.stdout.write("whole: nothing was changed, removed or moved")
