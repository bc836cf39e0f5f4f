"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadConfig
from pipeline.settings import Settings


def test_the_defaults_are_polite_and_closed() -> None:
    """No private addresses, a delay, robots.txt, and a user agent that names the program."""
    settings = Settings.from_env(None, {})
    assert settings == Settings()
    assert settings.data_dir == Path("data/var")
    assert not settings.allow_private
    assert settings.robots
    assert settings.host_delay >= 1
    assert settings.opt_outs
    assert settings.user_agent.startswith("writethru/")


def test_a_contact_stands_in_the_user_agent() -> None:
    """Whoever finds us in a log can write to somebody; a whole user agent of one's own goes before it."""
    contact = {"WRITETHRU_CONTACT": "desk@news.example"}
    assert Settings.from_env(None, contact).user_agent.endswith("contact: desk@news.example)")
    own = Settings.from_env(None, {**contact, "WRITETHRU_USER_AGENT": "mine/1"})
    assert own.user_agent == "mine/1"


def test_the_option_goes_before_the_variable() -> None:
    """--data-dir, then WRITETHRU_DATA_DIR, then the default."""
    environ = {"WRITETHRU_DATA_DIR": "/srv/b"}
    assert Settings.from_env(Path("/srv/a"), environ).data_dir == Path("/srv/a")
    assert Settings.from_env(None, environ).data_dir == Path("/srv/b")
    assert Settings.from_env(None, {"WRITETHRU_DATA_DIR": "~/x"}).data_dir == Path("~/x").expanduser()


def test_variables_are_read() -> None:
    """Each in its unit."""
    settings = Settings.from_env(
        None,
        {
            "WRITETHRU_USER_AGENT": "writethru/1 (desk@news.example)",
            "WRITETHRU_ALLOW_PRIVATE": "yes",
            "WRITETHRU_TIMEOUT": "2.5",
            "WRITETHRU_MAX_BYTES": "5000",
            "WRITETHRU_HOST_DELAY": "0",
            "WRITETHRU_CONCURRENCY": "2",
            "WRITETHRU_ROBOTS": "0",
            "WRITETHRU_HOST_BURST": "1",
            "WRITETHRU_OPT_OUT_OVERRIDES": "News.example=licence 7, of March; *=own sites",
            "WRITETHRU_CONNECT_TO": "A.example=127.0.0.1:81, b.example=[::1]:82",
        },
    )
    assert settings.user_agent == "writethru/1 (desk@news.example)"
    assert (settings.allow_private, settings.robots) == (True, False)
    assert (settings.total_timeout, settings.max_bytes) == (2.5, 5_000)
    assert (settings.host_delay, settings.host_burst, settings.concurrency) == (0, 1, 2)
    assert settings.opt_out_overrides == {"news.example": "licence 7, of March", "*": "own sites"}
    assert settings.connect_to == {"a.example": "127.0.0.1:81", "b.example": "[::1]:82"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WRITETHRU_ALLOW_PRIVATE", "maybe"),
        ("WRITETHRU_TIMEOUT", "soon"),
        ("WRITETHRU_TIMEOUT", "0"),
        ("WRITETHRU_TIMEOUT", "nan"),
        ("WRITETHRU_OPT_OUT_OVERRIDES", "news.example"),
        ("WRITETHRU_OPT_OUT_OVERRIDES", "news.example="),
        ("WRITETHRU_HOST_BURST", "0"),
        ("WRITETHRU_CONCURRENCY", "1000"),
        ("WRITETHRU_USER_AGENT", "two\nlines"),
        ("WRITETHRU_USER_AGENT", "café"),
        ("WRITETHRU_CONNECT_TO", "a.example"),
        ("WRITETHRU_CONNECT_TO", "a.example=127.0.0.1"),
    ],
)
def test_a_bad_value_names_its_variable(name: str, value: str) -> None:
    """One line, with the name of what to mend."""
    with pytest.raises(BadConfig, match=name):
        Settings.from_env(None, {name: value})
