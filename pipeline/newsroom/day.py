"""The sample day, loaded: TOML files → frozen records, with every reference checked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.errors import BadConfig
from pipeline.newsroom import script
from pipeline.newsroom.known import sample_dir, world
from pipeline.newsroom.records import (
    Between,
    Day,
    Desk,
    FeedStyle,
    Outage,
    Planted,
    Shown,
    Site,
    Story,
    Track,
    Wire,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from pipeline.model import Outlet


def load(folder: Path | None = None) -> Day:
    """The day in a folder of TOML files (default: the sample that is shipped).

    Raises:
        BadConfig: a file is missing or wrong, or names a site, paragraph or page that is not there.
    """
    root = folder or sample_dir()
    head = script.read(root / "day.toml", script.DayShape)
    sites = _sites(root)
    files = sorted((root / "stories").glob("*.toml"))
    shapes = tuple(script.read(path, script.StoryShape) for path in files)
    stories = tuple(_story(shape, head.date) for shape in shapes)
    tracks = tuple(
        _track(page, story, sites)
        for shape, story in zip(shapes, stories, strict=True)
        for page in shape.page
    )
    _require_distinct([t.url for t in tracks], "page")
    return Day(
        day=head.date,
        polls=tuple(sorted(head.polls)),
        sites=tuple(sites.values()),
        desks=tuple(Desk(**desk.model_dump()) for desk in head.desk),
        stories=stories,
        tracks=tracks,
        planted=tuple(_planted(shapes, tracks, head.polls)),
        outages=tuple(Outage(_site(sites, o.outlet).host, o.since, o.until) for o in head.outage),
    )


def _sites(root: Path) -> dict[str, Site]:
    outlets = {o.name: o for o in world(root).outlets}
    shapes = script.read(root / "sites.toml", script.SitesShape).site
    return {s.outlet: _build_site(s, outlets) for s in shapes}


def _build_site(shape: script.SiteShape, outlets: Mapping[str, Outlet]) -> Site:
    outlet = outlets.get(shape.outlet)
    if outlet is None or outlet.timezone is None or outlet.language is None:
        raise BadConfig(f"sites.toml: {shape.outlet} needs a zone and a language in outlets.toml")
    simple = shape.model_dump(exclude={"feed", "between"})
    return Site(
        **simple,
        zone=ZoneInfo(outlet.timezone),
        language=outlet.language,
        feed=FeedStyle(**shape.feed.model_dump()),
        between=tuple(Between(b.after, b.html) for b in shape.between),
    )


def _site(sites: Mapping[str, Site], outlet: str) -> Site:
    if outlet not in sites:
        raise BadConfig(f"{outlet}: no such site in sites.toml")
    return sites[outlet]


def _require_distinct(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadConfig(f"{name}: this {what} is there twice")
        seen.add(name)


def _story(shape: script.StoryShape, day: date) -> Story:
    _require_distinct([w.key for w in shape.wire], f"wire of story {shape.number}")
    wires = tuple(_wire(w, shape, day) for w in shape.wire)
    return Story(shape.number, shape.slug, shape.title, wires)


def _wire(shape: script.WireShape, story: script.StoryShape, day: date) -> Wire:
    return Wire(
        key=shape.key,
        agency=(story.agency if shape.agency is None else shape.agency) or None,
        at=shape.at,
        headline=shape.headline,
        author=story.author if shape.author is None else shape.author,
        dateline=story.dateline if shape.dateline is None else shape.dateline,
        paragraphs=tuple(_text(key, story) for key in shape.paragraphs),
        first_published_on=shape.first_published_on or story.first_published_on or day,
        photo=story.photo if shape.photo is None else shape.photo,
        photo_credit=story.photo_credit,
    )


def _text(key: str, story: script.StoryShape) -> str:
    if key not in story.text:
        raise BadConfig(f"story {story.number}: no paragraph {key!r} in [text]")
    return story.text[key].strip()


def _track(page: script.PageShape, story: Story, sites: Mapping[str, Site]) -> Track:
    wires = {w.key: w for w in story.wires}
    shows: list[Shown] = []
    for shape in page.shows:
        shows.append(_shown(shape, page, wires, shows[-1] if shows else None))
    if any(a.at >= b.at for a, b in pairwise(shows)):
        raise BadConfig(f"story {story.number}: {page.path}: its shows are not in order of time")
    ends = [s.at for s in shows[1:]]
    closed = tuple(replace(s, until=end) for s, end in zip(shows, [*ends, None], strict=True))
    site = _site(sites, page.outlet)
    return Track(
        story.number, site, page.path, page.id, page.section, closed, page.canonical, page.feed_until
    )


def _shown(
    shape: script.ShowsShape, page: script.PageShape, wires: Mapping[str, Wire], former: Shown | None
) -> Shown:
    wire = wires.get(shape.wire) if shape.wire else (former.wire if former else None)
    if wire is None:
        raise BadConfig(f"{page.path}: no wire {shape.wire!r} in this story")
    same_text = former is not None and shape.wire is None and shape.cut is None and shape.own is None
    updated = shape.updated or (former.updated_at if former else None)
    return Shown(
        at=shape.at,
        until=None,
        answer=shape.answer,
        wire=wire,
        headline=shape.headline or (former.headline if former and shape.wire is None else wire.headline),
        paragraphs=former.paragraphs if former and same_text else _cut(wire, shape),
        published_at=page.published or page.shows[0].at,
        updated_at=updated,
        note=shape.note,
        note_first=shape.note_first,
        to=shape.to,
        restamp=shape.restamp,
        missed=shape.missed,
        listed=shape.listed,
    )


def _cut(wire: Wire, shape: script.ShowsShape) -> tuple[str, ...]:
    kept = list(wire.paragraphs[: shape.cut])
    for own in sorted(shape.own or (), key=lambda o: o.before, reverse=True):
        kept.insert(own.before, own.text.strip())
    return tuple(kept)


def _planted(
    shapes: Iterable[script.StoryShape], tracks: Iterable[Track], polls: Iterable[datetime]
) -> Iterable[Planted]:
    by_url = {t.url: t for t in tracks}
    for shape in shapes:
        for line in shape.planted:
            url, other = f"http://{line.page}", f"http://{line.other}" if line.other else ""
            for address in filter(None, (url, other)):
                if address not in by_url:
                    raise BadConfig(f"story {shape.number}: planted: no page {address}")
            seen = min((p for p in polls if p >= line.at), default=None)
            outlet = by_url[url].site.outlet
            yield Planted(shape.number, line.kind, outlet, url, line.at, seen, line.expect.strip(), other)
