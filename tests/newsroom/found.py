"""The sample day as the pipeline found it: one query on the public views for each kind of planted event."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import run
from pipeline.io.store import fetch, open_snapshot
from pipeline.newsroom import Newsroom, world
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from pipeline.model import RunLedger
    from pipeline.newsroom import Day, Planted
    from pipeline.newsroom.records import PlantedKind

HANG = 2.0  # seconds a stalled answer is held back: more than the poll waits
Row = dict[str, Any]

PAGE = """
with page as (select article_id from aliases where kind in ('url', 'redirect') and value = $url),
other as (select article_id from aliases where kind in ('url', 'redirect') and value = $other)
"""

_TOLD = """
select e.* from story_timeline as e join versions as v using (version_id)
where e.article_id in (from page)
    and (contains(e.headline, $expect) or contains(v.body, $expect))
"""
_SAME_STORY = """
select a.story_id from article_as_of($url, $seen_at) as a
join article_as_of($other, $seen_at) as b using (story_id)
"""
_FETCHED = "select * from fetches where url = $url and fetched_at = $seen_at"
_STALE = """
select s.* from stale_copies as s join versions as v using (version_id)
where s.article_id in (from page)
"""

# A planted event is found where its query has a row. Parameters: $url, $other, $at, $seen_at, $expect.
SHOWN_BY: Mapping[PlantedKind, str] = {
    "missed": """
        select * from story_timeline
        where article_id in (from page) and event = 'published' and event_at = $at
            and not captured and version_id is null
            and (select state from article_as_of($url, $at)) = 'live, text not captured'""",
    "published": _TOLD + "and e.event = 'published' and e.event_at = $at and e.captured",
    "update": _TOLD
    + """and (e.event = 'updated' and e.event_at = $at
            or e.event = 'silent-edit' and e.event_at = $seen_at and e.time_source = 'seen')""",
    "silent-fix": _TOLD
    + """and e.event = 'silent-edit' and e.event_at = $seen_at
            and e.article_id not in (select article_id from corrections)
            and exists (
                from changes as c
                where c.to_version = e.version_id and c.relation = 'revision' and c.op = 'edited'
                    and contains(c.new_text, $expect) and not contains(c.old_text, $expect)
            )""",
    "joined": _SAME_STORY,
    "apart": f"""
        select a.story_id, b.story_id from versions as a join versions as b on a.story_id <> b.story_id
        where a.article_id in (from page) and b.article_id in (from other)
            and not exists ({_SAME_STORY})""",
    # Expected: the first and the last paragraph of the page, from 0, that the other story's text stands in.
    "mentions": """
        select m.* from story_mentions as m
        join versions as o on o.story_id = m.mentioned_story_id
        where m.article_id in (from page) and o.article_id in (from other) and m.is_roundup
            and m.from_position || '-' || m.to_position = $expect""",
    "correction": """
        select * from corrections as c join story_timeline as e using (version_id)
        where c.article_id in (from page) and c.seen_at = $at and contains(c.text, $expect)
            and e.event = 'correction' and e.event_at = $at""",
    "stale": _STALE
    + """and s.state = 'confirmed' and s.behind_since = $at and s.runs_writethru < s.current_writethru
            and contains(v.body, $expect) and (s.wrong_text is null or contains(s.wrong_text, $expect))""",
    "cut-before": _STALE + "and s.state = 'cut before' and s.behind_since = $at",
    "unreachable": _STALE + "and s.state = 'unreachable' and s.minutes_behind_high is null",
    "lagging": """
        select * from article_as_of($url, $seen_at) as a
        where contains(a.body, $expect) and a.writethru < (
            select max(v.writethru) from versions as v where v.story_id = a.story_id and v.appeared_at = $at
        )""",
    "renamed": """
        select a.* from articles as a
        where a.article_id in (from page) and a.article_id in (from other)
            and (select count(*) from (from page union from other)) = 1""",
    "redirect": """
        select a.* from articles as a
        where a.article_id in (from page) and a.article_id in (from other)
            and (select count(*) from (from page union from other)) = 1""",
    "gone": """
        select e.* from story_timeline as e join articles as a using (article_id)
        join fetches as f on f.article_id = a.article_id and f.fetched_at = e.event_at
        where a.article_id in (from page) and e.event = 'gone' and e.event_at = $seen_at
            and a.status = 'gone' and f.status = 404""",
    "soft-404": """
        select e.* from story_timeline as e join articles as a using (article_id)
        join fetches as f on f.article_id = a.article_id and f.fetched_at = e.event_at
        where a.article_id in (from page) and e.event = 'gone' and e.event_at = $seen_at
            and a.status = 'gone' and f.status = 200""",
    "advisory": """
        select k.* from kills as k join articles as a using (article_id)
        where a.article_id in (from page) and k.seen_at = $seen_at and contains(k.reason, $expect)
            and a.status = 'killed'""",
    "still-running": """
        select a.* from articles as a join kills as k using (story_id)
        where a.article_id in (from page) and a.status = 'live' and a.headline = $expect
            and k.seen_at = $seen_at and a.last_checked_at > k.seen_at""",
    "replaced": """
        select a.* from articles as a join versions as before using (article_id)
        join versions as now on now.article_id = a.article_id and now.number = before.number + 1
        where a.article_id in (from page) and now.appeared_at = $at and now.headline = $expect
            and now.story_id <> before.story_id and a.story_id = now.story_id
            and exists (
                select 1 from story_timeline as e
                where e.story_id = before.story_id and e.event = 'replaced' and e.event_at = $at
                    and e.article_id = a.article_id and contains(e.detail, now.story_id)
            )""",
    "headline": """
        select * from headline_history
        where article_id in (from page) and number > 1 and headline = $expect and first_seen_at = $seen_at""",
    "touch": """
        select * from touches where article_id in (from page) and kind = 'updated' and touched_at = $at""",
    "relative-time": """
        select * from story_timeline
        where article_id in (from page) and event = 'published' and time_source = 'visible'
            and event_at = $expect::timestamptz""",
    # The outlet's own words stand in the body, and yet it runs what another outlet runs.
    "local-paragraph": """
        select v.* from versions as v join versions as o using (story_id, writethru)
        where v.article_id in (from page) and v.appeared_at = $at and contains(v.body, $expect)
            and o.outlet <> v.outlet and not contains(o.body, $expect)""",
    "embargo": """
        select * from story_timeline
        where article_id in (from page) and event = 'published' and event_at = $expect::timestamptz""",
    "translation": """
        select t.* from translations as t
        join articles as a on a.story_id = t.story_id join articles as b on b.story_id = t.other_story_id
        where a.article_id in (from page) and b.article_id in (from other) and t.language <> t.other_language""",
    "early": """
        select e.* from story_timeline as e
        where e.article_id in (from page) and e.event = 'published' and e.event_at = $at
            and e.headline = $expect and e.event_at < (
                select min(o.event_at) from story_timeline as o
                where o.story_id = e.story_id and o.event = 'published' and o.outlet <> e.outlet
            )""",
    "live": """
        select * from captures where article_id in (from page) and captured_at = $seen_at
            and quality = 'live' and headline = $expect and version_id is null""",
    "consent": """
        select * from captures where article_id in (from page) and captured_at = $seen_at
            and quality = 'consent' and version_id is null""",
    "block": _FETCHED
    + """ and status = $expect::integer
            and not exists (from versions where url = $url and first_seen_at <= $seen_at)""",
    "error": _FETCHED + " and status = $expect::integer and outcome = 'http-error'",
    "timeout": _FETCHED + " and status is null and outcome = 'timeout'",
    "not-modified": """
        select f.* from fetches as f
        join dispositions as d on d.run_id = f.run_id and d.item = f.url
        where f.url = $url and f.fetched_at = $seen_at and f.status = $expect::integer
            and d.disposition = 'not-modified'""",
}

# What a second look at an unchanged world must leave as it was, and the order its rows are compared in.
STANDING = (
    "articles",
    "versions",
    "stories",
    "writethrus",
    "version_pairs",
    "changes",
    "sentence_changes",
    "story_timeline",
    "headline_history",
    "touches",
    "stale_copies",
    "correction_uptake",
    "corrections",
    "kills",
    "story_merges",
    "translations",
)


@dataclass(frozen=True, slots=True)
class Polled:
    """The day polled once, and its last instant once more.

    ``accused``: at each instant, the addresses that were called stale. ``before`` and ``after``: the rows of
    the standing views after the day, and after the last instant was polled again.
    """

    day: Day
    snapshot: duckdb.DuckDBPyConnection
    ledgers: tuple[RunLedger, ...]
    accused: Mapping[datetime, frozenset[str]]
    before: Mapping[str, list[Any]] = field(repr=False)
    after: Mapping[str, list[Any]] = field(repr=False)

    def rows(self, query: str, **values: Any) -> list[Row]:
        """The rows of a query; only the parameters it names are passed."""
        named = {name: value for name, value in values.items() if f"${name}" in query}
        return fetch(self.snapshot, query, named)

    def shows(self, line: Planted) -> list[Row]:
        """The rows that show a planted event; none where it was not found."""
        values = {
            "url": line.url,
            "other": line.other,
            "at": line.at,
            "seen_at": line.seen_at,
            "expect": line.expect,
        }
        return self.rows(PAGE + SHOWN_BY[line.kind], **values)


@contextmanager
def polled(day: Day, folder: Path) -> Iterator[Polled]:
    """Poll the whole day as `writethru run` does, and its last instant twice; then look at the snapshot."""
    known, ledgers, accused = world(), [], {}
    with Newsroom(day, hang=HANG) as newsroom:
        settings = Settings(
            data_dir=folder, connect_to=newsroom.connect_to, host_delay=0, read_timeout=1, total_timeout=4
        )
        for at in day.instants():
            newsroom.set_clock(at)
            ledgers.append(run.poll_once(settings, known, at, eager=True))
            accused[at] = _accused(folder)
        before = _standing(folder)
        ledgers.append(run.poll_once(settings, known, day.instants()[-1], eager=True))
    with open_snapshot(folder) as snapshot:
        yield Polled(day, snapshot, tuple(ledgers), accused, before, _standing(folder))


def _accused(folder: Path) -> frozenset[str]:
    with open_snapshot(folder) as snapshot:
        found = snapshot.execute("select url from stale_copies where state = 'confirmed'").fetchall()
    return frozenset(url for (url,) in found)


def _standing(folder: Path) -> dict[str, list[Any]]:
    with open_snapshot(folder) as snapshot:
        return {view: sorted(snapshot.execute(f"from {view}").fetchall(), key=repr) for view in STANDING}


def behind(day: Day, url: str, at: datetime) -> bool:
    """Whether a page really showed an older state of its story at ``at`` than some other page did."""
    track = next(t for t in day.tracks if t.url == url)
    shown = {
        t.url: s.wire.at for t in day.pages_of(track.story) if (s := t.shown(at)) and s.answer == "article"
    }
    return url in shown and shown[url] < max(shown.values())
