"""Rows that no action makes: staff accounts and invented schools."""

import factory

from gka.models import Medewerker, School
from gka.workflow import Schoolsoort


class MedewerkerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Medewerker

    naam = factory.Sequence(lambda n: f"Test Medewerker {n}")
    email = factory.Sequence(lambda n: f"medewerker{n}@test.example")
    password = "!"


class BasisschoolFactory(factory.django.DjangoModelFactory):
    """Needs `gemeente` and `bestuur`; BRIN codes of the form 99Xn00 are never given out."""

    class Meta:
        model = School

    soort = Schoolsoort.PO
    naam = factory.Sequence(lambda n: f"Basisschool Verzonnen {n}")
    brin_vestiging = factory.Sequence(lambda n: f"99Z{chr(65 + n // 100 % 26)}{n % 100:02d}")
    regio = factory.SelfAttribute("gemeente.regio")
