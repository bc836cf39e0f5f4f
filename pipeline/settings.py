"""Settings: what a run may do and how patient it is. Frozen, made once, passed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_DATA_DIR = Path("data/var")
_NO_CONTACT = "set WRITETHRU_CONTACT"
USER_AGENT = f"writethru/0.1 (follows versions of news stories; contact: {_NO_CONTACT})"
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may do. Times are seconds, sizes are bytes.

    ``connect_timeout`` counts looking up the name, connecting and the handshake, ``read_timeout`` a pause within
    an answer; ``total_timeout`` ends a request with all its redirects. ``max_bytes`` counts the body as it comes
    and after decompression. A registrable domain is asked once every ``host_delay``, with ``host_burst`` requests
    at a time and in store; ``concurrency`` requests are under way in all. ``opt_outs`` says whether a publisher's
    reservation against mining and archiving is obeyed (else only written down); ``opt_out_overrides`` names sites
    (registrable domains, or ``*``) where it is not, each with the reason, which is stored with every fetch.
    ``host_budget`` is how many requests one such domain gets in one run at most: what is left waits its turn.
    ``allowed_origins`` are ``host:port`` of private addresses that the user typed; ``connect_to`` sends the
    connections for a host (or ``host:port``) to another ``address:port``, as curl's ``--connect-to`` does,
    and such a host is not guarded. ``archive_file_bytes``: a WARC file is completed beyond this (1 GB is what the
    standard's annex recommends). Reading one page may take ``page_seconds`` of processor time (six times as many of
    wall) and ``page_megabytes``, in one of ``readers`` processes (None: as many as there are processors, up to four;
    0: in the process that asks, where nothing can be ended).
    """

    data_dir: Path = DEFAULT_DATA_DIR
    user_agent: str = USER_AGENT
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 10_000_000
    max_redirects: int = 8
    archive_file_bytes: int = 1_000_000_000
    page_seconds: float = 5.0
    page_megabytes: int = 600
    readers: int | None = None
    host_delay: float = 2.0
    host_burst: int = 2
    host_budget: int = 100
    concurrency: int = 64
    robots: bool = True
    opt_outs: bool = True
    opt_out_overrides: Mapping[str, str] = field(default_factory=dict)
    allow_private: bool = False
    allowed_origins: frozenset[str] = frozenset()
    connect_to: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_env(cls, data_dir: Path | None, environ: Mapping[str, str]) -> Settings:
        """Settings from ``WRITETHRU_*`` variables; ``data_dir`` (the option) goes before the variable.

        Raises:
            BadConfig: a variable that cannot be read, or a figure outside its limits.
        """
        base = cls()
        return cls(
            data_dir=data_dir or _data_dir(environ),
            user_agent=_user_agent(environ),
            connect_timeout=_number(environ, "WRITETHRU_CONNECT_TIMEOUT", base.connect_timeout, 0.1, 600),
            read_timeout=_number(environ, "WRITETHRU_READ_TIMEOUT", base.read_timeout, 0.1, 600),
            total_timeout=_number(environ, "WRITETHRU_TIMEOUT", base.total_timeout, 0.1, 3_600),
            max_bytes=int(_number(environ, "WRITETHRU_MAX_BYTES", base.max_bytes, 1_000, 1e9)),
            host_delay=_number(environ, "WRITETHRU_HOST_DELAY", base.host_delay, 0, 3_600),
            max_redirects=int(_number(environ, "WRITETHRU_MAX_REDIRECTS", base.max_redirects, 0, 20)),
            host_burst=int(_number(environ, "WRITETHRU_HOST_BURST", base.host_burst, 1, 16)),
            host_budget=int(_number(environ, "WRITETHRU_HOST_BUDGET", base.host_budget, 2, 100_000)),
            concurrency=int(_number(environ, "WRITETHRU_CONCURRENCY", base.concurrency, 1, 512)),
            archive_file_bytes=int(
                _number(environ, "WRITETHRU_ARCHIVE_FILE_BYTES", base.archive_file_bytes, 1_000_000, 1e12)
            ),
            page_seconds=_number(environ, "WRITETHRU_PAGE_SECONDS", base.page_seconds, 0.1, 600),
            page_megabytes=int(_number(environ, "WRITETHRU_PAGE_MEGABYTES", base.page_megabytes, 200, 1e6)),
            readers=_readers(environ),
            robots=_flag(environ, "WRITETHRU_ROBOTS", default=True),
            opt_outs=_flag(environ, "WRITETHRU_OPT_OUTS", default=True),
            opt_out_overrides=_overrides(environ),
            allow_private=_flag(environ, "WRITETHRU_ALLOW_PRIVATE", default=False),
            connect_to=_connect_to(environ),
        )


def _data_dir(environ: Mapping[str, str]) -> Path:
    named = environ.get("WRITETHRU_DATA_DIR", "").strip()
    return Path(named).expanduser() if named else DEFAULT_DATA_DIR


def _user_agent(environ: Mapping[str, str]) -> str:
    contact = environ.get("WRITETHRU_CONTACT", "").strip()
    known = USER_AGENT.replace(_NO_CONTACT, contact) if contact else USER_AGENT
    agent = environ.get("WRITETHRU_USER_AGENT", "").strip() or known
    if not agent.isascii() or not agent.isprintable():
        msg = (
            "WRITETHRU_USER_AGENT, WRITETHRU_CONTACT: a user agent is one line of ASCII, "
            "as in 'writethru/0.1 (you@example.org)'"
        )
        raise BadConfig(msg)
    return agent


def _number(environ: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    raw = environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = float(raw)
    except ValueError:
        raise BadConfig(f"{name}: {raw!r} is not a number") from None
    if not low <= value <= high:
        raise BadConfig(f"{name}: {raw} lies outside {low:g} to {high:g}")
    return value


def _readers(environ: Mapping[str, str]) -> int | None:
    found = _number(environ, "WRITETHRU_READERS", -1, 0, 64)
    return None if found < 0 else int(found)


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    raw = environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in _YES:
        return True
    if raw.strip().lower() in _NO:
        return False
    raise BadConfig(f"{name}: {raw!r} is neither yes nor no (write 1 or 0)")


def _overrides(environ: Mapping[str, str]) -> dict[str, str]:
    """``site=reason`` pairs, separated by semicolons: a reason may have commas."""
    pairs = [p.strip() for p in environ.get("WRITETHRU_OPT_OUT_OVERRIDES", "").split(";") if p.strip()]
    return dict(_override_pair(pair) for pair in pairs)


def _override_pair(pair: str) -> tuple[str, str]:
    site, _, reason = (part.strip() for part in pair.partition("="))
    if not site or not reason:
        raise BadConfig(
            f"WRITETHRU_OPT_OUT_OVERRIDES: {pair!r} is not site=reason, as in 'news.example=licence of 1 March 2026'"
        )
    return site.lower(), reason


def _connect_to(environ: Mapping[str, str]) -> dict[str, str]:
    pairs = [p.strip() for p in environ.get("WRITETHRU_CONNECT_TO", "").split(",") if p.strip()]
    return dict(_connect_pair(pair) for pair in pairs)


def _connect_pair(pair: str) -> tuple[str, str]:
    host, _, target = pair.partition("=")
    address, _, port = target.rpartition(":")
    if not host.strip() or not address or not port.isdigit():
        raise BadConfig(f"WRITETHRU_CONNECT_TO: {pair!r} is not host=address:port")
    return host.strip().lower(), target.strip()
