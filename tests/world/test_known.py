"""The known world: shipped tables and the user's own."""

from __future__ import annotations

import subprocess
import sys
import zoneinfo
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pipeline.core.normalise.urls import find_outlet, outlet_of
from pipeline.errors import BadConfig, BadInput
from pipeline.io import feedfile, known, shipped, tables
from pipeline.model import Agency, Feed, Outlet

if TYPE_CHECKING:
    from pathlib import Path

WORLD = known.load()


def write(folder: Path, name: str, text: str) -> Path:
    """A file of the user's own."""
    (folder / name).write_text(text, "utf-8")
    return folder


def test_the_shipped_world_is_as_large_as_promised() -> None:
    """At least 40 outlets, 14 agencies and 25 feeds, each feed of a known outlet."""
    assert len(WORLD.outlets) >= 40
    assert len(WORLD.agencies) >= 14
    assert len(WORLD.feeds) >= 25
    names = {o.name for o in WORLD.outlets}
    assert {f.outlet for f in WORLD.feeds} <= names
    assert {"outlet", "aggregator", "agency"} == {o.role for o in WORLD.outlets}
    assert not WORLD.own_feeds


@pytest.mark.parametrize("name", ["CityNews", "Global News"])
def test_two_names_are_promised(name: str) -> None:
    """The outlets of the first case are known under exactly these names, in Toronto's zone."""
    outlet = find_outlet(name, WORLD.outlets)
    assert outlet is not None
    assert (outlet.name, outlet.timezone, outlet.country) == (name, "America/Toronto", "CA")
    assert outlet.domains


@pytest.mark.parametrize(("name", "kind"), [("outlets", Outlet), ("agencies", Agency), ("feeds", Feed)])
def test_the_shipped_tables_keep_the_rules(name: str, kind: type) -> None:
    """They are read without being held to the rules each time, and come out the same."""
    path = known.data_path(f"{name}.toml")
    assert shipped.read(path, kind) == tables.read(path, kind)


def test_a_shipped_table_that_was_damaged_is_told(tmp_path: Path) -> None:
    """One line names the file and says what to do."""
    path = tmp_path / "outlets.toml"
    for content in (
        b"[[outlet]]\nname = 'A'\nzone = 'x'\n",
        b"[[outlet",
        b"\xff",
        b"[[agency]]\nname = 'A'\n",
    ):
        path.write_bytes(content)
        with pytest.raises(BadConfig, match=r"outlets\.toml: this is not .* install writethru again"):
            shipped.read(path, Outlet)


def test_no_two_shipped_outlets_share_a_name_or_domain() -> None:
    """Names, aliases and domains tell outlets apart."""
    domains = Counter(d for o in WORLD.outlets for d in o.domains)
    names = Counter(n.casefold() for o in WORLD.outlets for n in (o.name, *o.aliases))
    assert [d for d, n in domains.items() if n > 1] == []
    assert [d for d, n in names.items() if n > 1] == []


def test_every_outlet_is_found_by_its_own_address() -> None:
    """The domains of the table lead back to the outlet; feeds of known hosts to theirs."""
    for outlet in WORLD.outlets:
        for domain in outlet.domains:
            assert outlet_of(f"https://{domain}/a", WORLD.outlets) == outlet


def test_outlets_have_zones_that_exist() -> None:
    """Only aggregators of the whole world have none."""
    known_zones = zoneinfo.available_timezones()
    for outlet in WORLD.outlets:
        assert outlet.timezone in known_zones or outlet.role == "aggregator"


def test_every_shipped_feed_says_whether_it_was_verified() -> None:
    """An address from memory is honestly called unverified."""
    text = known.data_path("feeds.toml").read_text("utf-8")
    assert text.count("\nverified_on = ") + text.count('\nstatus = "unverified"') == len(WORLD.feeds)


def test_the_users_records_are_added_and_override_by_key(tmp_path: Path) -> None:
    """An equal name or key replaces the shipped record whole; others are added, and come first."""
    write(tmp_path, "outlets.toml", '[[outlet]]\nname = "citynews"\ndomains = ["news.example"]\n')
    write(tmp_path, "agencies.toml", "[[agency]]\nname = \"Prairie Wire\"\nbyline = ['\\bPW\\b']\n")
    write(tmp_path, "feeds.toml", '[[feed]]\nkey = "npr"\nurl = "https://npr.example/rss"\nenabled = false\n')
    world = known.load(tmp_path)
    assert world.outlets[0].domains == ("news.example",)
    assert find_outlet("CityNews", world.outlets) == world.outlets[0]
    assert len(world.outlets) == len(WORLD.outlets)
    assert len(world.agencies) == len(WORLD.agencies) + 1
    assert [f.url for f in world.feeds if f.key == "npr"] == ["https://npr.example/rss"]
    assert world.own_feeds == ("npr",)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "feeds.toml",
            '[[feed]]\nkey = "a"\nurl = "https://a.example/"\n[[feed]]\nkey = "cbc"\nurl = "cbc.ca/rss"\n',
            "[[feed]] 2 'cbc': url must be http or https",
        ),
        (
            "feeds.toml",
            '[[feed]]\nkey = "A B"\nurl = "https://a.example/"\n',
            "key must be lower-case letters",
        ),
        ("feeds.toml", '[[feed]]\nkey = "a"\n', "[[feed]] 1 'a': url is missing"),
        (
            "feeds.toml",
            '[[feed]]\nkey = "a"\nurl = "https://a.example/"\nulr = 1\n',
            "unknown key 'ulr' (known: key, url",
        ),
        ("feeds.toml", '[[feeds]]\nkey = "a"\n', "unknown table or key 'feeds' (rows stand in [[feed]])"),
        ("feeds.toml", '[feed]\nkey = "a"\n', "must be written [[feed]]"),
        ("feeds.toml", "feed = [3]\n", "[[feed]] 1: "),
        (
            "feeds.toml",
            '[[feed]]\nkey = "a"\nurl = "https://a.example/"\nstatus = "unverified"\nverified_on = 2026-01-06\n',
            "has both verified_on and status",
        ),
        ("feeds.toml", '[[feed]]\nkey = "a\nurl = 3', "no valid TOML"),
        (
            "feeds.toml",
            '[[feed]]\nkey = "a"\nurl = "https://a.example/"\n' * 2,
            "[[feed]] 2 'a': the same as [[feed]] 1",
        ),
        (
            "outlets.toml",
            '[[outlet]]\nname = "X"\ntimezone = "America/Torronto"\n',
            "did you mean America/Toronto?",
        ),
        ("outlets.toml", '[[outlet]]\nname = "X"\ntimezone = "../etc/passwd"\n', "unknown time zone"),
        (
            "outlets.toml",
            '[[outlet]]\nname = "X"\nrole = "paper"\n',
            "role must be 'outlet', 'aggregator' or 'agency'",
        ),
        (
            "outlets.toml",
            '[[outlet]]\nname = "X"\ndomains = ["https://x.example/"]\n',
            "must be a bare domain",
        ),
        ("outlets.toml", '[[outlet]]\nname = "X"\n[[outlet]]\nname = "x"\n', "the same as [[outlet]] 1"),
        ("outlets.toml", '[[outlet]]\nname = ""\n', "name "),
        ("agencies.toml", '[[agency]]\nname = "X"\ncredit = ["(open"]\n', "is no regular expression"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_place(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    """File, table, key and remedy on one line, for every kind of mistake."""
    with pytest.raises(BadConfig) as caught:
        known.load(write(tmp_path, name, text))
    assert str(caught.value).startswith(str(tmp_path / name))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    """TOML that cannot be read at all."""
    with pytest.raises(BadConfig, match="line 2"):
        known.load(write(tmp_path, "feeds.toml", "# mine\n[[feed]\n"))


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    """Bytes that are not UTF-8."""
    (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadConfig, match="not UTF-8"):
        known.load(tmp_path)


def test_a_feed_is_added_to_the_users_file_only(tmp_path: Path) -> None:
    """It is there on the next load, with a key made of its address, and nothing shipped was touched."""
    before = known.data_path("feeds.toml").read_bytes()
    added = known.add_feed(
        tmp_path / "new", Feed(key="", url="https://www.prairie.example/news/rss", title="Prairie")
    )
    world = known.load(tmp_path / "new")
    assert added.key == "prairie-example-news"
    assert world.own_feeds == ("prairie-example-news",)
    assert world.feeds[0] == added
    assert known.data_path("feeds.toml").read_bytes() == before


def test_adding_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    """Comments, order and spacing of the file stay."""
    text = '# mine\n\n[[feed]]\nkey = "a"      # the first\nurl = "https://a.example/"\n'
    write(tmp_path, "feeds.toml", text)
    known.add_feed(tmp_path, Feed("b", "https://b.example/", outlet="B “quoted” \\ Daily"))
    assert (tmp_path / "feeds.toml").read_text("utf-8").startswith(text)
    assert [f.key for f in known.own_feeds(tmp_path)] == ["a", "b"]
    assert known.own_feeds(tmp_path)[1].outlet == "B “quoted” \\ Daily"


@pytest.mark.parametrize("key", ["a", "b", "c"])
def test_removing_takes_out_one_feed_and_its_lines(tmp_path: Path, key: str) -> None:
    """The others keep their lines and the comments that stand above them."""
    blocks = {
        k: f'# about {k}\n[[feed]]\nkey = "{k}"  # {k}!\nurl = "https://{k}.example/"\n\n' for k in "abc"
    }
    write(tmp_path, "feeds.toml", "".join(blocks.values()))
    assert known.remove_feed(tmp_path, key).url == f"https://{key}.example/"
    text = (tmp_path / "feeds.toml").read_text("utf-8")
    assert [f.key for f in known.own_feeds(tmp_path)] == [k for k in "abc" if k != key]
    assert all(f"# {k}!" in text and f"# about {k}" in text for k in "abc" if k != key)
    assert f"# {key}!" not in text


def test_removing_from_an_inline_array_works_as_well(tmp_path: Path) -> None:
    """Where the text cannot be cut, the rows are written anew."""
    rows = ", ".join(f'{{key = "{k}", url = "https://{k}.example/"}}' for k in "ab")
    write(tmp_path, "feeds.toml", f"feed = [{rows}]\n")
    known.remove_feed(tmp_path, "a")
    known.add_feed(tmp_path, Feed("c", "https://c.example/"))
    assert [f.key for f in known.own_feeds(tmp_path)] == ["b", "c"]


def test_adding_twice_is_refused(tmp_path: Path) -> None:
    """The same address, or the same key, is there already."""
    known.add_feed(tmp_path, Feed("a", "https://a.example/"))
    with pytest.raises(BadConfig, match="is there already as 'a'"):
        known.add_feed(tmp_path, Feed("b", "https://a.example/"))
    with pytest.raises(BadConfig, match="there is a feed 'a' already"):
        known.add_feed(tmp_path, Feed("a", "https://b.example/"))


def test_what_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    """A shipped feed is switched off, not removed; an unknown one is unknown."""
    with pytest.raises(BadConfig, match="enabled = false"):
        known.remove_feed(tmp_path, "npr")
    with pytest.raises(BadConfig, match="there is no feed 'nope'"):
        known.remove_feed(tmp_path, "nope")


def test_a_bad_address_is_not_added(tmp_path: Path) -> None:
    """And no file is made for it."""
    with pytest.raises(BadConfig, match="must be http or https"):
        known.add_feed(tmp_path, Feed("", "file:///etc/passwd"))
    assert not (tmp_path / "feeds.toml").exists()


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    """What a person has half written stays as it is."""
    write(tmp_path, "feeds.toml", "[[feed]\n")
    with pytest.raises(BadConfig):
        known.add_feed(tmp_path, Feed("a", "https://a.example/"))
    assert (tmp_path / "feeds.toml").read_text("utf-8") == "[[feed]\n"


def test_typing_a_private_address_consents_to_that_origin_only(tmp_path: Path) -> None:
    """Loopback feeds may be asked at their own host and port; public ones need no consent."""
    known.add_feed(tmp_path, Feed("", "http://127.0.0.1:8000/feed.xml"))
    known.add_feed(tmp_path, Feed("", "https://news.example/rss"))
    assert known.allowed_origins(known.load(tmp_path)) == {"127.0.0.1:8000"}


def test_a_feeds_file_may_be_toml_or_opml(tmp_path: Path) -> None:
    """As `run --feeds FILE` takes it."""
    write(tmp_path, "mine.toml", '[[feed]]\nkey = "a"\nurl = "https://a.example/"\n')
    write(tmp_path, "mine.opml", '<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>')
    assert [f.key for f in feedfile.read(tmp_path / "mine.toml")] == ["a"]
    assert [f.key for f in feedfile.read(tmp_path / "mine.opml")] == ["a-example"]
    with pytest.raises(BadInput, match="no such file"):
        feedfile.read(tmp_path / "none.toml")


def test_what_is_not_shipped_is_said_so() -> None:
    """A name that an installation lacks."""
    with pytest.raises(BadConfig, match="install writethru again"):
        known.data_path("nothing.toml")


def test_knowing_the_world_loads_no_heavy_library() -> None:
    """`--help` and `extract` stay quick: no client, no feed parser, no database."""
    heavy = {"httpx", "feedparser", "tldextract", "duckdb", "pandas"}
    code = f"import sys, pipeline.io.known; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
