"""The audit event of demo data."""

from gka.audit import kinds
from gka.models import Actie

kinds.register(("demo.gemaakt", Actie.UITVOEREN, "maakte demogegevens"))
