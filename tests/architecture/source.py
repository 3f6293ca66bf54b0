"""Checks on Python source: each takes one file and returns what is wrong with it, as `path:line sentence`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.architecture.scoped import ALREADY_SCOPED
from tests.bootstrap import ROOT

APPS = ("gka", "overdracht", "begeleiding", "monitoring", "demo")  # arrows point left only
RANK = {app: rank for rank, app in enumerate(APPS)}
LINES = 400


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def app(self) -> str:
        return self.path.split("/")[0]

    @property
    def layer(self) -> str:
        """`actions` for gka/actions/leerlingen.py and overdracht/actions.py."""
        return self.path.split("/")[1].removesuffix(".py")

    def at(self, node: ast.AST, sentence: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)} {sentence}"

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def production() -> list[Source]:
    """Every Python file of the apps, without what Django generated."""
    paths = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return [
        Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    ]


def called(node: ast.Call) -> str:
    """The last name of what is called: `send_task` for `app.send_task(...)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def chain(node: ast.expr) -> list[str]:
    """`Leerling.objects.filter(...).first` as ["Leerling", "objects", "filter", "first"]."""
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return chain(node.func)
    return [node.id] if isinstance(node, ast.Name) else []


def decorators(function: ast.FunctionDef) -> set[str]:
    return {".".join(chain(decorator)) for decorator in function.decorator_list}


# --- one way in

# Reading any row by hand. Named methods of a queryset are fine: they take rows that were found through a scope.
RAW_READS = set(
    "all get filter exclude first last latest earliest none count exists values values_list in_bulk iterator aggregate "
    "annotate only defer select_related prefetch_related order_by distinct raw extra union using create update "
    "delete".split()
)
# Health looks at jobs and seals, never at people.
TECHNICAL_VIEWS = {"gka/views/health.py"}


def unscoped_reads(source: Source) -> list[str]:
    """A view starts at `zichtbaar_voor` or at a mixin, never at a manager."""
    if source.layer != "views" or source.path in TECHNICAL_VIEWS:
        return []
    found = {}
    for node in ast.walk(source.tree):
        names = chain(node) if isinstance(node, ast.Attribute | ast.Call) else []
        if called(node) in ("get_object_or_404", "get_list_or_404") if isinstance(node, ast.Call) else False:
            found[node.lineno, node.col_offset] = source.at(node, "reads past zichtbaar_voor")
        for manager in {"objects", "_default_manager"} & set(names):
            start = names.index(manager)
            good = "zichtbaar_voor" in names or (names[start + 1 :] and names[start + 1] not in RAW_READS)
            listed = ast.unparse(node) in ALREADY_SCOPED.get(source.path, {})
            # The outermost expression decides: `Leerling.objects.filter(...).zichtbaar_voor(...)` is fine.
            key = (node.lineno, node.col_offset)
            if key not in found:
                found[key] = (
                    "" if good or listed else source.at(node, f"reads past zichtbaar_voor: {ast.unparse(node)}")
                )
    return [sentence for sentence in found.values() if sentence]


def figures_outside_the_door(source: Source) -> list[str]:
    """`voor_cijfers` reads all rows of a region; only the disclosure module may."""
    if source.path.startswith("monitoring/onthulling") or source.path == "gka/access/figures.py":
        return []
    names = [node for node in ast.walk(source.tree) if isinstance(node, ast.Name | ast.Attribute | ast.alias)]
    hits = [
        node
        for node in names
        if "voor_cijfers" in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", ""))
    ]
    return [source.at(node, "uses voor_cijfers outside monitoring/onthulling") for node in hits]


# --- one way out


def broker_talk(source: Source) -> list[str]:
    """Work is started through `send_after_commit` only."""
    if source.path == "gka/queue.py":
        return []
    return [
        source.at(node, f"talks to the broker with {called(node)}: use gka.queue.send_after_commit")
        for node in source.calls()
        if called(node) in ("delay", "apply_async", "send_task", "signature", "s")
        and isinstance(node.func, ast.Attribute)
    ]


def sent_tasks(source: Source) -> list[tuple[str, str]]:
    """(place, task name) of every `send_after_commit`; the name is empty where it is computed."""
    if source.path == "gka/queue.py":
        return []
    constants: dict[str, object] = {}
    for line in source.tree.body:
        if isinstance(line, ast.Assign):
            names, values = line.targets[0], line.value
            pairs = zip(names.elts, values.elts, strict=True) if isinstance(names, ast.Tuple) else [(names, values)]
            constants |= {name.id: value.value for name, value in pairs if isinstance(value, ast.Constant)}
    found = []
    for node in source.calls():
        if called(node) == "send_after_commit":
            first = node.args[0] if node.args else None
            name = first.value if isinstance(first, ast.Constant) else constants.get(getattr(first, "id", ""), "")
            found.append((source.at(node, ""), str(name)))
    return found


WRITES = {
    "create",
    "save",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "leg_vast",
}
# Set up by a command before there is anybody to do it.
WITHOUT_ACTOR = {
    "gka/actions/regio.py": {"inrichten", "cohort_openen"},
    "overdracht/actions/stoelen.py": {"laat_weg", "laat_weer_toe"},  # the action around it writes who and when
}
# Steps inside the transaction of another action, as their module says.
INNER = {
    "overdracht/actions/inhoud.py": {"schrijf"},
    "overdracht/actions/status.py": {"begin", "verander"},
    "overdracht/actions/stoelen.py": {"schuif_aan", "laat_weg", "laat_weer_toe"},
    "begeleiding/actions/trajecten.py": {"verkort", "verwijder", "schrijf_wissel"},
}


def _by_the_system(function: ast.FunctionDef) -> bool:
    """Every audit row of it says that nobody did it."""
    records = [node for node in ast.walk(function) if isinstance(node, ast.Call) and called(node) == "leg_vast"]
    actors = [keyword.value for node in records for keyword in node.keywords if keyword.arg == "door"]
    return bool(records) and all(isinstance(actor, ast.Constant) and actor.value is None for actor in actors)


def loose_actions(source: Source) -> list[str]:
    """Public actions are documented; those that write are atomic, keyword-only, and are told who acts and when."""
    if source.layer != "actions":
        return []
    found = []
    for node in source.tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            found.append(source.at(node, f"action {node.name} has no docstring"))
        atomic = "transaction.atomic" in decorators(node)
        writes = any(isinstance(call, ast.Call) and called(call) in WRITES for call in ast.walk(node))
        if not (atomic or writes):
            continue
        if not atomic and node.name not in INNER.get(source.path, ()):
            found.append(source.at(node, f"action {node.name} is not atomic"))
        if node.args.args or node.args.posonlyargs or node.args.vararg:
            found.append(source.at(node, f"action {node.name} takes positional arguments"))
        missing = {"door", "op"} - {argument.arg for argument in node.args.kwonlyargs}
        if _by_the_system(node) or not writes:  # without a write it only asks for work
            missing -= {"door"}
        if missing and node.name not in WITHOUT_ACTOR.get(source.path, ()):
            found.append(source.at(node, f"action {node.name} is not told {' and '.join(sorted(missing))}"))
    return found


def own_clock(source: Source) -> list[str]:
    """Actions and rules are told the time; they do not look at the clock or the request."""
    if source.layer not in ("actions", "workflow"):
        return []
    clocks = [node for node in source.calls() if ".".join(chain(node.func)) in ("timezone.now", "timezone.localdate")]
    found = [source.at(node, "reads the clock: take `op` or `dag`") for node in clocks if not node.args]
    return found + [
        source.at(node, "takes a request: that belongs in a view")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.arg) and node.arg == "request"
    ]


def role_questions(source: Source) -> list[str]:
    """Pages ask for a right; only the rules about rows know roles."""
    if source.layer not in ("views", "forms", "filters", "panels", "templatetags", "context", "nav"):
        return []
    return [
        source.at(node, "asks for a role: ask for a right")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Rol"
    ]


def undocumented_querysets(source: Source) -> list[str]:
    """Every public method of a queryset says what it returns."""
    return [
        source.at(method, f"{cls.name}.{method.name} has no docstring")
        for cls in ast.walk(source.tree)
        if isinstance(cls, ast.ClassDef) and cls.name.endswith("QuerySet")
        for method in cls.body
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_") and not ast.get_docstring(method)
    ]


# --- the rest


def rights_asked(source: Source) -> set[str]:
    """The rights a page, panel or figure asks for. (Rules about rows and the table itself only hand them out.)"""
    if source.path.startswith("gka/access/") or source.layer == "querysets":
        return set()
    return {
        node.attr
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Recht"
    }


def upward_names(source: Source) -> list[str]:
    """No string in an app names an address, template, task or model of an app to its right."""
    # Composition, and the one list of retention periods.
    if source.path in ("gka/settings.py", "gka/urls.py", "gka/privacy/retention.py"):
        return []
    higher = [app for app in APPS if RANK[app] > RANK[source.app]]
    if not higher:
        return []
    pattern = re.compile(rf"({'|'.join(higher)})[.:/][\w./:]+")
    return [
        source.at(node, f"names {node.value!r}, which is to the right of {source.app}")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.fullmatch(node.value)
    ]


def unsafe_html(source: Source) -> list[str]:
    """HTML is made with format_html, without style and event attributes (the Content-Security-Policy refuses these)."""
    found = [
        source.at(node, f"uses {called(node)}: use format_html")
        for node in source.calls()
        if called(node) in ("mark_safe", "SafeString", "SafeText")
    ]
    texts = [node for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return found + [
        source.at(node, "writes a style or event attribute")
        for node in texts
        if re.search(r"<\w[^>]*\s(style|on[a-z]{3,})=", node.value)
    ]


def signals(source: Source) -> list[str]:
    """No signals about rows or people: call by name from the action. (Celery has them for its processes.)"""
    return [
        source.at(node, "listens to a signal: call by name from the action")
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.ImportFrom) and re.search(r"^(?!celery\b).*\bsignals\b", node.module or ""))
        or (isinstance(node, ast.Call) and ".".join(chain(node.func)).endswith("_save.connect"))
    ]


def overridden_save(source: Source) -> list[str]:
    """No side effects in `save` or `delete`."""
    if source.layer != "models":
        return []
    return [
        source.at(node, f"overrides {node.name}: write in an action")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]


def writes_on_get(source: Source) -> list[str]:
    """A `get` of a view calls no action."""
    if source.layer != "views":
        return []
    return [
        source.at(call, "a GET calls an action")
        for method in ast.walk(source.tree)
        if isinstance(method, ast.FunctionDef)
        and method.name in ("get", "get_queryset", "get_context_data", "get_object")
        for call in ast.walk(method)
        if isinstance(call, ast.Call) and chain(call.func)[:1] == ["actions"]
    ]


def too_long(path: Path) -> str:
    """A file of more than 400 lines does too much."""
    count = len(path.read_text(encoding="utf-8").splitlines())
    return f"{path.name} has {count} lines, {LINES} is the most" if count > LINES else ""


def bucket(path: Path) -> str:
    """A module is named after what it is about."""
    return f"{path}: call it after what is in it" if path.stem in ("utils", "helpers", "misc", "common") else ""


PYTHON_CHECKS = [
    (unscoped_reads, "gka/views/x.py", "rows = Leerling.objects.filter(pk=1)", "past zichtbaar_voor"),
    (unscoped_reads, "overdracht/views/x.py", "x = get_object_or_404(Leerling, pk=1)", "past zichtbaar_voor"),
    (unscoped_reads, "begeleiding/views.py", "f(Traject._default_manager.all())", "past zichtbaar_voor"),
    (
        figures_outside_the_door,
        "monitoring/views.py",
        "from gka.access.figures import voor_cijfers",
        "outside monitoring",
    ),
    (figures_outside_the_door, "begeleiding/actions.py", "figures.voor_cijfers(rows)", "outside monitoring"),
    (broker_talk, "begeleiding/tasks.py", "maak.delay(pk=1)", "talks to the broker with delay"),
    (broker_talk, "monitoring/actions/x.py", "current_app.send_task('x')", "talks to the broker with send_task"),
    (loose_actions, "gka/actions/x.py", "@transaction.atomic\ndef doe(*, door, op):\n    pass", "has no docstring"),
    (loose_actions, "gka/actions/x.py", "def doe(*, door, op):\n    'x'\n    row.save()", "is not atomic"),
    (role_questions, "gka/views/x.py", "if aanstelling.rol == Rol.FG:\n    pass", "ask for a right"),
    (role_questions, "gka/forms.py", "x = rol in (Rol.IB_ER, Rol.FG)", "ask for a right"),
    (loose_actions, "overdracht/actions.py", "@transaction.atomic\ndef doe(x, *, door, op):\n    'x'", "positional"),
    (
        loose_actions,
        "overdracht/actions.py",
        "@transaction.atomic\ndef doe(*, x):\n    'x'\n    x.save()",
        "not told door and op",
    ),
    (own_clock, "gka/actions/x.py", "nu = timezone.now()", "reads the clock"),
    (own_clock, "gka/actions/x.py", "def doe(*, request):\n    pass", "takes a request"),
    (
        undocumented_querysets,
        "gka/querysets.py",
        "class XQuerySet:\n    def lopend(self):\n        pass",
        "no docstring",
    ),
    (upward_names, "gka/nav.py", "reverse('begeleiding:trajecten')", "to the right of gka"),
    (upward_names, "overdracht/panels.py", "template = 'monitoring/_panel.html'", "to the right of overdracht"),
    (upward_names, "gka/querysets.py", "scopes.register('overdracht.Overleg')", "to the right of gka"),
    (unsafe_html, "gka/templatetags/x.py", "mark_safe('<b>')", "use format_html"),
    (unsafe_html, "gka/templatetags/x.py", "format_html('<b style=\"x\">')", "style or event"),
    (unsafe_html, "gka/templatetags/x.py", "format_html('<b onclick=\"x\">')", "style or event"),
    (signals, "gka/apps.py", "from django.db.models.signals import post_save", "listens to a signal"),
    (signals, "gka/apps.py", "from allauth.account import signals\nfrom allauth.account.signals import x", "listens"),
    (overridden_save, "gka/models/x.py", "class X:\n    def save(self):\n        pass", "overrides save"),
    (
        writes_on_get,
        "gka/views/x.py",
        "class X:\n    def get(self, r):\n        actions.doe()",
        "a GET calls an action",
    ),
]
