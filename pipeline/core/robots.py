"""robots.txt after RFC 9309: groups, the longest match wins, ``*`` and ``$`` in paths. `io.robots` gets the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_RULES = 5_000
_LONGEST_PATTERN = 2_000
_SAFE = "/?&=%:@!$'()*+,;~#[]-._"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us. ``rules`` are (path pattern, allowed); ``delay`` is seconds or None."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether the address may be asked: the longest pattern that fits decides, at a tie the allowing one."""
        path = path_of(url)
        fitting = [(len(p), allowed) for p, allowed in self.rules if fits(p, path)]
        return max(fitting)[1] if fitting else True


def parse(text: str, agent: str) -> Rules:
    """The rules of the groups that name this agent (its product token, without case), else of ``*``.

    Args:
        text: the file.
        agent: the user agent we send; what stands before the first "/" or blank is its product token.
    """
    token = product_token(agent)
    ours: list[tuple[str, str]] = []
    anyone: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(text):
        if token in agents:
            named = True
            ours.extend(lines)
        if "*" in agents:
            anyone.extend(lines)
    return _rules(ours if named else anyone)


def product_token(agent: str) -> str:
    """What sites call us: what stands before the first "/" or blank of the user agent, in lower case."""
    return agent.replace("/", " ").split(" ")[0].lower()


def fits(pattern: str, path: str) -> bool:
    """Whether a robots pattern matches the beginning of a path; linear in both, whatever the stars."""
    anchored = pattern.endswith("$")
    pieces = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(pieces[0]):
        return False
    if len(pieces) == 1:
        return not anchored or path == pieces[0]
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    last = pieces[-1]
    return (path.endswith(last) and len(path) - len(last) >= at) if anchored else path.find(last, at) >= 0


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for field, value in _lines(text):
        if field == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents.add(value.lower())
        elif agents and field in {"allow", "disallow", "crawl-delay"}:
            lines.append((field, value))
    yield agents, lines


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield field.strip().lower(), value.strip()


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = [(value, field) for field, value in lines if field != "crawl-delay" and value]
    rules = tuple((pattern_of(value), field == "allow") for value, field in paths[:_MOST_RULES])
    delays = [d for field, value in lines if field == "crawl-delay" and (d := _seconds(value)) is not None]
    return Rules(rules, max(delays, default=None))


def pattern_of(value: str) -> str:
    """A pattern as it is written in a file, in the form `fits` takes."""
    return quote(value[:_LONGEST_PATTERN], safe=_SAFE)


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def path_of(url: str) -> str:
    """Path and query of an address in the form patterns are compared with."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe=_SAFE)
