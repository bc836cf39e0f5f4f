"""Settings: what a run may do and how patient it is. Frozen, made once, passed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_DATA_DIR = Path("data/var")
USER_AGENT = "writethru/0.1 (follows versions of news stories; contact: set WRITETHRU_USER_AGENT)"
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may do. Times are seconds, sizes are bytes.

    ``total_timeout`` ends a request with all its redirects; ``max_bytes`` counts the body after
    decompression; ``host_delay`` lies between the starts of two requests to one registrable domain.
    ``allowed_origins`` are ``host:port`` of private addresses that the user typed; ``connect_to`` sends the
    connections for a host (or ``host:port``) to another ``address:port``, as curl's ``--connect-to`` does,
    and such a host is not guarded.
    """

    data_dir: Path = DEFAULT_DATA_DIR
    user_agent: str = USER_AGENT
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 10_000_000
    max_redirects: int = 8
    host_delay: float = 1.0
    concurrency: int = 8
    robots: bool = True
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
            total_timeout=_number(environ, "WRITETHRU_TIMEOUT", base.total_timeout, 0.1, 3_600),
            max_bytes=int(_number(environ, "WRITETHRU_MAX_BYTES", base.max_bytes, 1_000, 1e9)),
            host_delay=_number(environ, "WRITETHRU_HOST_DELAY", base.host_delay, 0, 3_600),
            concurrency=int(_number(environ, "WRITETHRU_CONCURRENCY", base.concurrency, 1, 64)),
            robots=_flag(environ, "WRITETHRU_ROBOTS", default=True),
            allow_private=_flag(environ, "WRITETHRU_ALLOW_PRIVATE", default=False),
            connect_to=_connect_to(environ),
        )


def _data_dir(environ: Mapping[str, str]) -> Path:
    named = environ.get("WRITETHRU_DATA_DIR", "").strip()
    return Path(named).expanduser() if named else DEFAULT_DATA_DIR


def _user_agent(environ: Mapping[str, str]) -> str:
    agent = environ.get("WRITETHRU_USER_AGENT", "").strip() or USER_AGENT
    if not agent.isascii() or not agent.isprintable():
        msg = (
            "WRITETHRU_USER_AGENT: a user agent is one line of ASCII, as in 'writethru/0.1 (you@example.org)'"
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


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    raw = environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in _YES:
        return True
    if raw.strip().lower() in _NO:
        return False
    raise BadConfig(f"{name}: {raw!r} is neither yes nor no (write 1 or 0)")


def _connect_to(environ: Mapping[str, str]) -> dict[str, str]:
    pairs = [p.strip() for p in environ.get("WRITETHRU_CONNECT_TO", "").split(",") if p.strip()]
    return dict(_connect_pair(pair) for pair in pairs)


def _connect_pair(pair: str) -> tuple[str, str]:
    host, _, target = pair.partition("=")
    address, _, port = target.rpartition(":")
    if not host.strip() or not address or not port.isdigit():
        raise BadConfig(f"WRITETHRU_CONNECT_TO: {pair!r} is not host=address:port")
    return host.strip().lower(), target.strip()
