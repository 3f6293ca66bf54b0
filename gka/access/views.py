"""The doors of every page: 404 outside your scope, 403 inside it without the right, and what was seen is recorded."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from gka.access.rights import Recht
from gka.access.scopes import ScopedQuerySet
from gka.audit.record import leg_vast
from gka.models import Medewerker


class RechtMixin:
    """A page for whoever holds `recht`; 403 for others."""

    recht: ClassVar[Recht]
    # Django's form views also take PUT for POST; nothing here does.
    http_method_names: ClassVar[list[str]] = ["get", "head", "post", "options"]
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.eis_recht()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def eis_recht(self) -> None:
        if not self.medewerker.mag(self.recht):
            raise PermissionDenied

    @property
    def medewerker(self) -> Medewerker:
        """The person who is logged in."""
        user = self.request.user
        assert isinstance(user, Medewerker)  # noqa: S101 - LoginRequiredMiddleware let the request through
        return user


class ScopedListMixin(RechtMixin):
    """A list of rows the person may see through a role with `recht`. `gezien` names the audit event, if any."""

    model: type[Model]
    gezien: ClassVar[str] = ""

    def get_queryset(self) -> ScopedQuerySet:
        return scoped(self.model).zichtbaar_voor(self.medewerker, recht=self.recht)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.gezien:
            # Whose data was seen is asked per pupil, so that is the key where a row is about one.
            keys = [getattr(row, "leerling_id", row.pk) for row in context["object_list"]]
            leg_vast(self.gezien, door=self.medewerker, op=timezone.now(), sleutels=keys, aantal=len(keys))
        return super().render_to_response(context, **kwargs)  # type: ignore[misc,no-any-return]


class ScopedObjectMixin(RechtMixin):
    """One row. The scope comes before the right, so that an address outside it looks like one that is not there."""

    model: type[Model]
    gezien: ClassVar[str] = ""

    def eis_recht(self) -> None:
        """Decided per object, see `get_object`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before the method is looked at: a wrong method must not tell whether the row is there.
        self.request, self.kwargs = request, kwargs
        self.object = row = self.get_object()
        response = super().dispatch(request, *args, **kwargs)
        if self.gezien and response.status_code == 200:  # also a form that comes back with errors shows the row
            leg_vast(self.gezien, door=self.medewerker, op=timezone.now(), onderwerp=row, **self.gezien_van())
        return response

    def gezien_van(self) -> dict[str, Any]:
        """What the record of seeing says beside the row: `sleutels` of pupils, where the row leads to none."""
        return {}

    def get_queryset(self) -> ScopedQuerySet:
        return scoped(self.model)

    def get_object(self, queryset: Any = None) -> Any:
        if getattr(self, "object", None) is not None:
            return self.object
        rows = self.get_queryset().filter(pk=self.kwargs["pk"])
        obj = rows.zichtbaar_voor(self.medewerker).first()
        if obj is None:
            raise Http404
        if not self.medewerker.mag(self.recht) or not rows.zichtbaar_voor(self.medewerker, recht=self.recht).exists():
            raise PermissionDenied
        return obj


def scoped(model: type[Model]) -> ScopedQuerySet:
    """The rows of a model, before anyone's scope is applied. Only the mixins above start here."""
    rows = model._default_manager.all()
    assert isinstance(rows, ScopedQuerySet), f"{model.__name__} has no zichtbaar_voor"  # noqa: S101
    return rows
