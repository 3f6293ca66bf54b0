"""Somebody with a password, and how to log in with it."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from gka.access.adapters import MFAAdapter
from gka.models import Medewerker
from tests.factories.gka import MedewerkerFactory

PASSWORD = "een-heel-lang-wachtwoord"
EMAIL = "iemand@test.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "horen niet bij elkaar"
TOO_OFTEN = "te vaak"


def person(email: str = EMAIL) -> Medewerker:
    made: Medewerker = MedewerkerFactory(naam="Iemand Zonder Rol", email=email)
    made.set_password(PASSWORD)
    made.save(update_fields=["password"])
    return made


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/inloggen/", {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def second_factor(medewerker: Medewerker) -> Authenticator:
    data = {"secret": MFAAdapter().encrypt(SECRET)}
    made: Authenticator = Authenticator.objects.create(user=medewerker, type=Authenticator.Type.TOTP, data=data)
    return made


def code(step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step)))


def text(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
