"""Checks on templates: each takes a path and the text, and returns what is wrong, as `path:line sentence`."""

import re

from tests.architecture.source import APPS, RANK
from tests.bootstrap import ROOT

FOLDER = ROOT / "templates"
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
TARGET = re.compile(r"""\{%\s*(?:url|include|extends)\s+["'](?P<app>\w+)[:/]""")
MARKUP = [
    (re.compile(r"\|\s*safe(?:seq)?\b"), "turns escaping off with |safe"),
    (re.compile(r"autoescape\s+off"), "turns escaping off"),
    (re.compile(r"<[a-zA-Z][^>]*\sstyle\s*="), "has a style attribute"),
    (re.compile(r"<style\b"), "has a style element"),
    (re.compile(r"<script\b(?![^>]*\b(?:src=|type=.application/json))"), "has an inline script"),
    (re.compile(r"<[a-zA-Z][^>]*\son[a-z]{3,}\s*="), "has an event attribute"),
    (
        re.compile(r"(?:href|action|src)\s*=\s*[\"']?\s*(?:javascript|data):", re.IGNORECASE),
        "has a script or data address",
    ),
    (re.compile(r"(?:src|href)\s*=\s*[\"']https?://"), "loads or links to another site"),
    (re.compile(r"\b(?:rol|aanstelling\.rol)\s*==\s*[\"']"), "asks for a role: ask for a right with `mag`"),
]
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(?P<body>.*?)</form>", re.DOTALL | re.IGNORECASE)


def templates() -> list[tuple[str, str]]:
    """Path below templates/ and text of every template."""
    return [
        (str(path.relative_to(FOLDER)), path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in (".html", ".txt")
    ]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _without_comments(text: str) -> str:
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def upward_links(path: str, text: str) -> list[str]:
    """A template links to, includes and extends its own app and those to the left only."""
    own = RANK.get(path.split("/")[0], 0)
    text = _without_comments(text)
    return [
        f"{path}:{_line(text, match.start())} points to {match['app']}, to the right of {APPS[own]}"
        for match in TARGET.finditer(text)
        if RANK.get(match["app"], 0) > own
    ]


def unsafe_markup(path: str, text: str) -> list[str]:
    """Nothing the Content-Security-Policy would refuse, nothing unescaped; a plain mail has no markup to escape."""
    if path.endswith(".txt"):
        return []
    text = _without_comments(text)
    return [
        f"{path}:{_line(text, match.start())} {sentence}"
        for pattern, sentence in MARKUP
        for match in pattern.finditer(text)
    ]


def forms_without_token(path: str, text: str) -> list[str]:
    """Every form that posts carries the token against cross-site requests."""
    text = _without_comments(text)
    return [
        f"{path}:{_line(text, match.start())} posts without csrf_token"
        for match in FORM.finditer(text)
        if "csrf_token" not in match["body"]
    ]


PAGE_CHECKS = [
    (upward_links, "gka/leerling/x.html", "{% url 'begeleiding:traject' pk=1 %}", "points to begeleiding"),
    (upward_links, "base.html", '{% include "overdracht/_x.html" %}', "points to overdracht"),
    (upward_links, "overdracht/x.html", '{% extends "monitoring/base.html" %}', "points to monitoring"),
    (unsafe_markup, "gka/x.html", "{{ tekst|safe }}", "turns escaping off"),
    (unsafe_markup, "gka/x.html", "{% autoescape off %}", "turns escaping off"),
    (unsafe_markup, "gka/x.html", '<p class="a" style="color: red">', "has a style attribute"),
    (unsafe_markup, "gka/x.html", "<style>p {}</style>", "has a style element"),
    (unsafe_markup, "gka/x.html", "<script>alert(1)</script>", "has an inline script"),
    (unsafe_markup, "gka/x.html", '<a href="#"\n onclick="x()">', "has an event attribute"),
    (unsafe_markup, "gka/x.html", '<a href="javascript:x()">', "has a script or data address"),
    (unsafe_markup, "gka/x.html", '<img src="https://elders.example/x.png">', "another site"),
    (unsafe_markup, "gka/x.html", '{% if aanstelling.rol == "fg" %}', "asks for a role"),
    (
        forms_without_token,
        "gka/x.html",
        '<form method="post" action="x"><button>Ga</button></form>',
        "without csrf_token",
    ),
]
