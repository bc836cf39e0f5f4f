"""The TOML tables of the known world, validated: rows → records, and every mistake as one line.

No ``from __future__ import annotations`` here: pydantic reads the annotations when it builds the models.
"""

import difflib
import re
import tomllib
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipeline.errors import BadConfig
from pipeline.io.shipped import key_of
from pipeline.model import Agency, Auth, Feed, Outlet, Role

Record = Outlet | Agency | Feed
R = TypeVar("R", Outlet, Agency, Feed)
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_AUTH = re.compile(r"(basic)|(header):([A-Za-z0-9-]{1,100})|(query):([A-Za-z0-9._~-]{1,100})")
_MOST_PROBLEMS = 5  # in one message; a person mends them and looks again


def check_url(url: str) -> str:
    """The address of a feed, if it is one we could ask; else ValueError with what is wrong."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or not url.isprintable() or " " in url:
        raise ValueError(
            f"must be http or https and name a host, as in https://news.example/rss (it is {url!r})"
        )
    return url


def check_zone(name: str) -> str:
    """The name of an IANA time zone; else ValueError, with a near name if there is one."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(name, zoneinfo.available_timezones(), 1)
        hint = f"did you mean {near[0]}?" if near else "use an IANA name such as America/Toronto"
        raise ValueError(f"unknown time zone {name!r}; {hint}") from None
    return name


def _check_key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"must be lower-case letters, digits, '.', '_' or '-' (it is {key!r})")
    return key


def _check_language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(f"must be a language code such as en or fr-CA (it is {code!r})")
    return code


def _check_country(code: str) -> str:
    if not _COUNTRY.fullmatch(code):
        raise ValueError(f"must be a country code of two capitals such as CA (it is {code!r})")
    return code


def _check_domain(domain: str) -> str:
    if not _HOST.fullmatch(domain):
        raise ValueError(f"must be a bare domain in lower case such as news.example (it is {domain!r})")
    return domain


def _check_variable(name: str) -> str:
    if not _VARIABLE.fullmatch(name):
        raise ValueError(
            f"must be the name of an environment variable, never the secret itself (it is {len(name)} signs long)"
        )
    return name


def _check_auth(form: str) -> str:
    if not _AUTH.fullmatch(form):
        raise ValueError(f"must be basic, header:NAME or query:NAME (it is {form!r})")
    return form


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
    return pattern


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Zone = Annotated[Text, AfterValidator(check_zone)]
Language = Annotated[Text, AfterValidator(_check_language)]
Country = Annotated[Text, AfterValidator(_check_country)]
Patterns = tuple[Annotated[str, AfterValidator(_check_pattern)], ...]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OutletRow(_Row):
    """One ``[[outlet]]``."""

    name: Text
    domains: tuple[Annotated[Text, AfterValidator(_check_domain)], ...] = ()
    timezone: Zone | None = None
    language: Language | None = None
    country: Country | None = None
    owner: Text | None = None
    role: Role = "outlet"
    aliases: tuple[Text, ...] = ()

    def record(self) -> Outlet:
        """The row as the stages know it."""
        return Outlet(**self.model_dump())


class AgencyRow(_Row):
    """One ``[[agency]]``; the patterns are regular expressions."""

    name: Text
    aliases: tuple[Text, ...] = ()
    language: Language | None = None
    country: Country | None = None
    credit: Patterns = ()
    byline: Patterns = ()
    dateline: Patterns = ()
    copyright: Patterns = ()
    first_published: Patterns = ()
    family: Text | None = None

    def record(self) -> Agency:
        """The row as the stages know it."""
        return Agency(**self.model_dump())


class AuthRow(_Row):
    """``auth = {env = "…", as = "header:X-Key" | "basic" | "query:token"}`` of a paid feed."""

    env: Annotated[str, AfterValidator(_check_variable)]
    as_: Annotated[str, AfterValidator(_check_auth), Field(alias="as")]

    def record(self) -> Auth:
        """The same as the stages know it."""
        form, _, name = self.as_.partition(":")
        return Auth(self.env, form, name)  # type: ignore[arg-type]  # one of three words, checked


class FeedRow(_Row):
    """One ``[[feed]]``. ``verified_on`` is the day its address was seen to answer, else ``status``."""

    key: Annotated[Text, AfterValidator(_check_key)]
    url: Annotated[str, AfterValidator(check_url)]
    outlet: Text | None = None
    title: Text | None = None
    language: Language | None = None
    verified_on: date | None = None
    status: Literal["unverified"] | None = None
    enabled: bool = True
    allow_private: bool = False
    kind: Literal["feed", "listing"] = "feed"
    auth: AuthRow | None = None

    def record(self) -> Feed:
        """The row as the stages know it."""
        auth = self.auth.record() if self.auth else None
        return Feed(**self.model_dump(exclude={"status", "auth"}), auth=auth)


_ROWS: dict[type, tuple[str, type[OutletRow | AgencyRow | FeedRow]]] = {
    Outlet: ("outlet", OutletRow),
    Agency: ("agency", AgencyRow),
    Feed: ("feed", FeedRow),
}


def read(path: Path, kind: type[R]) -> tuple[R, ...]:
    """The records of a file; none where it does not exist.

    Raises:
        BadConfig: anything wrong in it, as one line that names file, table and key.
    """
    return records(table(path), kind, str(path)) if path.exists() else ()


def table(path: Path) -> dict[str, Any]:
    """A TOML file as a dict.

    Raises:
        BadConfig: it cannot be read, or is no TOML; the message has the line.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise BadConfig(f"{path}: not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise BadConfig(f"{path}: cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"{path}: no valid TOML: {error}") from None


def records(whole: Mapping[str, Any], kind: type[R], name: str) -> tuple[R, ...]:
    """The records in a parsed file; ``name`` is the file's, for messages.

    Raises:
        BadConfig: as `read`.
    """
    word, row_type = _ROWS[kind]
    problems = [f"unknown table or key {k!r} (rows stand in [[{word}]])" for k in whole if k != word]
    rows = whole.get(word, [])
    if not isinstance(rows, list):
        problems.append(f"[{word}] must be written [[{word}]], one for each")
        rows = []
    found = [_checked(raw, row_type, f"[[{word}]] {i}", problems) for i, raw in enumerate(rows, 1)]
    out = tuple(r for r in found if isinstance(r, kind))
    problems.extend(_repeated(out, word))
    if problems:
        more = f"; and {len(problems) - _MOST_PROBLEMS} more" if len(problems) > _MOST_PROBLEMS else ""
        raise BadConfig(f"{name}: {'; '.join(problems[:_MOST_PROBLEMS])}{more}")
    return out


def _checked(
    raw: object, row_type: type[OutletRow | AgencyRow | FeedRow], place: str, problems: list[str]
) -> Record | None:
    label = _label(raw)
    try:
        row = row_type.model_validate(raw)
    except ValidationError as error:
        problems.append(f"{place}{label}: {', '.join(_explained(error, row_type))}")
        return None
    if isinstance(row, FeedRow) and row.verified_on and row.status:
        problems.append(f"{place}{label}: has both verified_on and status = 'unverified'; keep one")
    return row.record()


def _label(raw: object) -> str:
    name = (raw.get("key") or raw.get("name")) if isinstance(raw, dict) else None
    return f" {name!r}" if isinstance(name, str) else ""


def _explained(error: ValidationError, row_type: type[BaseModel]) -> Iterator[str]:
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            yield f"unknown key {where!r} (known: {', '.join(row_type.model_fields)})"
        elif one["type"] == "missing":
            yield f"{where} is missing"
        else:
            yield f"{where} {_message(one['msg'])}".strip()


def _message(text: str) -> str:
    return text.removeprefix("Value error, ").replace("Input should be", "must be")


def _repeated(rows: Iterable[Record], word: str) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        first = seen.setdefault(key_of(row), number)
        if first != number:
            name = row.key if isinstance(row, Feed) else row.name
            yield f"[[{word}]] {number} {name!r}: the same as [[{word}]] {first}; keep one"
