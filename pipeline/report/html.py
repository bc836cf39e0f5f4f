"""Self-contained HTML pages: no scripts, no outside files, everything from strangers escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import phrases, svg, uptake
from pipeline.report.html_diff import sides, table
from pipeline.report.html_style import STYLE
from pipeline.report.safe import cut, visible, web_address
from pipeline.report.safe import html as esc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model import WriteThru
    from pipeline.report.rows import (
        CopyRow,
        DiffPage,
        NoteRow,
        Overview,
        StaleRow,
        StoryPage,
        StoryRow,
        TimelineRow,
        TranslationRow,
    )

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_TITLE = 90  # signs of a headline in the window's title


def diff(page: DiffPage, *, up: str | None = None) -> str:
    """Two versions side by side. ``up`` is the address of the page to go back to, if there is one."""
    title = f"{page.older.outlet} → {page.newer.outlet}"
    about = [phrases.relation(page.relation, page.minutes_apart), phrases.tally(page.comparison)]
    body = [
        _nav(up, "the story"),
        f"<h1>{esc(title)}</h1>",
        f'<p class="soft">{" · ".join(esc(a) for a in about if a)}</p>',
        f'<p class="note"><b>Update note</b> {esc(phrases.summary(page.comparison))}</p>',
        table(page, sides(page, _link)),
    ]
    return document(title, body)


def story(page: StoryPage, *, diffs: Mapping[str, str] | None = None, up: str | None = None) -> str:
    """One story: chart, timeline, write-throughs, who runs what, who is behind.

    Args:
        page: the story.
        diffs: addresses of diff pages to the words that name them.
        up: the address of the list of stories, if there is one.
    """
    outlets = phrases.count(len({c.outlet for c in page.copies}), "outlet")
    facts = [page.agency or "agency not known", outlets, f"story {page.story_id}"]
    chart = svg.timeline(page)
    body = [
        _nav(up, "all stories"),
        f"<h1>{esc(page.headline) or '(no headline)'}</h1>",
        f'<p class="soft">{" · ".join(esc(f) for f in facts)}</p>',
        f"<figure>{chart}<figcaption>Which outlet ran which write-through, over time.</figcaption></figure>",
        _section("Timeline", _timeline(page)),
        _section("Behind the wire", stale(page.stale, page.zone) if page.stale or page.copies else ""),
        _section("Corrections", uptake.html(page.uptake, page.zone)),
        _section("Who runs what", _copies(page.copies)),
        _section("Write-throughs", _writethrus(page.writethrus, page.zone)),
        _section("In other languages", _translations(page.translations)),
        _section("Compared", _links(diffs or {})),
    ]
    return document(page.headline, body)


def index(page: Overview, *, links: Mapping[str, str] | None = None) -> str:
    """The front page: figures, stories, who is behind, corrections and kills.

    ``links`` gives the address of a story's page by its id.
    """
    confirmed = sum(r.state == "confirmed" for r in page.stale)
    figures = (
        (len(page.stories), "story moved", "stories moved"),
        (page.versions, "new version", "new versions"),
        (confirmed, "stale copy", "stale copies"),
        (len(page.corrections), "correction", "corrections"),
        (len(page.kills), "kill", "kills"),
        (len(page.feeds_failing), "feed failing", "feeds failing"),
    )
    cards = "".join(f"<li><b>{n:,}</b>{one if n == 1 else more}</li>" for n, one, more in figures)
    window = f"{phrases.clock(page.since, page.zone)} to {phrases.clock(page.until, page.zone, named=True)}"
    body = [
        "<h1>Wire stories and who runs them</h1>",
        f'<p class="soft">{esc(window)}</p>',
        f'<ul class="figures">{cards}</ul>',
        _section("Stories", _stories(page.stories, page.zone, links or {})),
        _section("Behind the wire", stale(page.stale, page.zone, links)),
        _section("Corrections", _notes(page.corrections, page.zone)),
        _section("Kills", _notes(page.kills, page.zone)),
    ]
    return document("Wire stories", body)


def stale(rows: Sequence[StaleRow], zone: str | None = None, links: Mapping[str, str] | None = None) -> str:
    """Who is stale, then who is not accused, each with its grounds and, by ``links``, the way to its story."""
    if not rows:
        return "<p>No copy is behind the wire, as far as we know.</p>"
    ordered = sorted(rows, key=lambda r: r.state != "confirmed")
    return _table(
        ("Verdict", "Outlet", "Why"), [_stale_row(r, zone, (links or {}).get(r.story_id)) for r in ordered]
    )


def document(title: str, body: Iterable[str]) -> str:
    """A whole page around a body that is HTML already; the title is escaped here."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="referrer" content="no-referrer"><title>{esc(cut(visible(title), _TITLE))} – writethru</title>'
    )
    inner = "\n".join(part for part in body if part)
    head += f"<style>{STYLE}</style>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{inner}\n</body></html>\n'


def _nav(address: str | None, words: str) -> str:
    return f'<p class="nav"><a href="{esc(address)}">← {words}</a></p>' if address else ""


def _section(title: str, inner: str) -> str:
    return f"<h2>{title}</h2>\n{inner}" if inner else ""


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{esc(h)}</th>' for h in heads)
    body = "\n".join(rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def _row(*cells: str, kind: str = "") -> str:
    return f"<tr{f' class={kind!r}' if kind else ''}>{''.join(cells)}</tr>"


def _cell(inner: str, kind: str = "") -> str:
    return f'<td class="{kind}">{inner}</td>' if kind else f"<td>{inner}</td>"


def _link(name: str, url: str | None) -> str:
    address = web_address(url)
    return f'<a rel="noopener nofollow" href="{esc(address)}">{esc(name)}</a>' if address else esc(name)


def _name(outlet: str, url: str | None, role: str) -> str:
    return _link(outlet, url) + ("" if role == "outlet" else f' <span class="soft">({esc(role)})</span>')


def _timeline(page: StoryPage) -> str:
    heads = (f"When ({phrases.zone_name(page.zone)})", "What", "Outlet", "W-t", "Headline")
    return _table(heads, [_event(row, page.zone) for row in page.timeline])


def _event(row: TimelineRow, zone: str | None) -> str:
    what = f'{esc(phrases.event(row))} <span class="soft">({esc(phrases.source(row))})</span>'
    return _row(
        _cell(phrases.moment(row, zone), "when"),
        _cell(what, "warn" if row.event in ("correction", "kill", "silent-edit") else ""),
        _cell(_link(row.outlet, row.url)),
        _cell(phrases.numbers(row.writethru, row.writethru_to), "when"),
        _cell(esc(row.headline)),
    )


def _copies(copies: Sequence[CopyRow]) -> str:
    rows = [
        _row(
            _cell(_name(c.outlet, c.url, c.role)),
            _cell(phrases.numbers(c.writethru, c.writethru_to), "when"),
            _cell(str(len(c.version_ids))),
            _cell(f"{c.words:,}"),
            _cell(esc(c.state)),
        )
        for c in copies
    ]
    return _table(("Outlet", "W-t", "Versions", "Words", "State"), rows)


def _stale_row(row: StaleRow, zone: str | None, address: str | None) -> str:
    verdict = phrases.verdict(row)
    quote = f"<blockquote>{esc(row.wrong_text)}</blockquote>" if row.wrong_text and verdict == "stale" else ""
    way = f' <a href="{esc(address)}">the story</a>' if address else ""
    return _row(
        _cell(f'<span class="badge">{verdict}</span>'),
        _cell(_name(row.outlet, row.url, row.role)),
        _cell(esc(phrases.grounds(row, zone)) + way + quote),
        kind="stale" if verdict == "stale" else "spared",
    )


def _writethrus(rows: Sequence[WriteThru], zone: str | None) -> str:
    heads = (
        "W-t",
        "Basis",
        f"First seen ({phrases.zone_name(zone)})",
        "First at",
        "Outlets",
        "Words",
        "Headline",
    )
    lines = [
        _row(
            _cell(str(w.number)),
            _cell(w.basis if w.wire_number is None else f"{w.basis}, its number {w.wire_number}"),
            _cell(phrases.clock(w.first_seen_at, zone), "when"),
            _cell(esc(w.first_outlet)),
            _cell(str(w.attested_outlets)),
            _cell(f"{w.words:,}"),
            _cell(esc(w.headline)),
        )
        for w in rows
    ]
    return _table(heads, lines)


def _translations(rows: Sequence[TranslationRow]) -> str:
    items = "".join(_translation(row) for row in rows)
    return f"<ul>{items}</ul>" if items else ""


def _translation(row: TranslationRow) -> str:
    headline = esc(row.headline) or "(no headline)"
    told = f'<a href="{esc(row.address)}">{headline}</a>' if row.address else f"<b>{headline}</b>"
    about = f"({esc(phrases.told_in(row))}), story {esc(row.story_id)}"
    why = f'<br><span class="soft">{esc(row.evidence)}</span>'
    return f"<li>Also told in {esc(phrases.language(row.language))}: {told} {about}{why}</li>"


def _links(diffs: Mapping[str, str]) -> str:
    items = "".join(f'<li><a href="{esc(address)}">{esc(words)}</a></li>' for address, words in diffs.items())
    return f"<ul>{items}</ul>" if items else ""


def _stories(rows: Sequence[StoryRow], zone: str | None, links: Mapping[str, str]) -> str:
    heads = (f"Changed ({phrases.zone_name(zone)})", "Headline", "Agency", "Outlets", "Versions", "W-t")
    return _table(heads, [_story(r, zone, links.get(r.story_id)) for r in rows])


def _story(row: StoryRow, zone: str | None, address: str | None) -> str:
    headline = esc(row.headline) or "(no headline)"
    return _row(
        _cell(phrases.clock(row.last_changed_at, zone), "when"),
        _cell(f'<a href="{esc(address)}">{headline}</a>' if address else headline),
        _cell(esc(row.agency or "–")),
        *(_cell(str(n)) for n in (row.outlets, row.versions, row.writethrus)),
    )


def _notes(rows: Sequence[NoteRow], zone: str | None) -> str:
    heads = (f"Seen ({phrases.zone_name(zone)})", "Outlet", "Text")
    lines = [
        _row(
            _cell(phrases.clock(n.seen_at, zone), "when"),
            _cell(_link(n.outlet, n.url)),
            _cell(esc(n.text)),
        )
        for n in rows
    ]
    return _table(heads, lines)
