"""How allauth behaves here: nobody signs up, demo accounts stay in the demo, second-factor secrets are encrypted; and
the audit knows who logged in, who failed, and who changed a means of logging in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gka.audit.record import leg_vast
from gka.models import Medewerker, Uitkomst
from gka.privacy import encryption

DEMO_DOMAIN = "@demo.example"


def refused_outside_demo(email: object) -> bool:
    """Demo accounts have a public password: outside demo mode they do not exist (contract, ontwerp 7)."""
    return not settings.DEMO and str(email).strip().lower().endswith(DEMO_DOMAIN)


def _record_failed(request: HttpRequest, medewerker: Medewerker | None, stap: str) -> None:
    """Who tried is not known, whose account it was may be: that is the subject."""
    leg_vast(
        "medewerker.inloggen_mislukt",
        door=None,
        op=timezone.now(),
        onderwerp=medewerker,
        uitkomst=Uitkomst.GEWEIGERD,
        stap=stap,
    )


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Accounts exist by invitation only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.",
        "incorrect_password": "Dit wachtwoord klopt niet. Probeer het opnieuw.",
        "too_many_login_attempts": "U hebt te vaak geprobeerd in te loggen. Wacht een paar minuten.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Refuse demo accounts after the ordinary check: the same answer, in the same time, as a wrong password."""
        user = super().authenticate(request, **credentials)
        if user and refused_outside_demo(user.email):
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        medewerker = Medewerker.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
        _record_failed(request, medewerker, "wachtwoord")

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Every way in passes here, also a passkey and a password reset."""
        if refused_outside_demo(user.email):
            clear_login(request)
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        leg_vast("medewerker.ingelogd", door=user, op=timezone.now(), onderwerp=user)
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Medewerker):
            leg_vast("medewerker.uitgelogd", door=request.user, op=timezone.now(), onderwerp=request.user)
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Called by allauth for every change of a password or second factor; the prefix says which."""
        leg_vast(
            "medewerker.inlogmiddel_gewijzigd", door=user, op=timezone.now(), onderwerp=user, wijziging=template_prefix
        )
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Secrets of TOTP and recovery codes are stored encrypted (ASVS V11.3)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Deze code klopt niet of is te oud. Vul de code in die de app nu laat zien.",
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text, context="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text, context="mfa")

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """allauth has no hook for a wrong second factor other than the error it asks for here."""
        if code == "incorrect_code":
            login = unstash_login(self.request, peek=True)
            user = login.user if login else self.request.user
            _record_failed(self.request, user if isinstance(user, Medewerker) else None, "tweede_stap")
        return super().validation_error(code, *args)  # type: ignore[no-any-return]
