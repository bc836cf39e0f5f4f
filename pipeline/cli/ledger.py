"""A run's ledger for the terminal: what came in, what became of it, what to look at next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.cli import context

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from pipeline.model import Finding, RunLedger


def tell_ledger(console: Console, ledger: RunLedger, data_dir: Path, shown: int = 10) -> None:
    """Dispositions, findings, and the stories that moved."""
    from pipeline.steps import look

    console.print(f"{_count(ledger.items, 'item')}: {_dispositions(ledger)}", soft_wrap=True)
    tell_findings(console, ledger.findings, shown)
    stored = look.counts(data_dir)
    console.print(
        f"Stored: {_count(stored['articles'], 'article')}, {_count(stored['versions'], 'version')}, "
        f"{_count(stored['stories'], 'story', 'stories')} at {_count(stored['outlets'], 'outlet')}; "
        f"stale now: {stored['stale']}.",
        soft_wrap=True,
    )
    _stories(console, ledger, data_dir)


def _dispositions(ledger: RunLedger) -> str:
    return ", ".join(f"{count} {name}" for name, count in ledger.dispositions.items()) or "nothing came in"


def tell_findings(console: Console, findings: tuple[Finding, ...], shown: int) -> None:
    """Warnings, the worst first, and how many more there are."""
    from pipeline.report.safe import visible

    unlike = {f.message: f for f in findings if f.severity != "info" and f.code != "input-refused"}
    for finding in list(unlike.values())[:shown]:
        console.print(f"  finding {finding.code}: {visible(finding.message)}", soft_wrap=True)
    if len(unlike) > shown:
        rest = context.command("sql 'from findings'")
        console.print(f"  … {len(unlike) - shown} more: {rest}", soft_wrap=True)


def _stories(console: Console, ledger: RunLedger, data_dir: Path) -> None:
    from pipeline.report.safe import visible
    from pipeline.steps import look

    moved = [s for s in look.stories(data_dir, top=1000) if s.story_id in set(ledger.stories_moved)]
    for story in moved[:5]:
        where = f"{_count(story.outlets, 'outlet')}, {_count(story.versions, 'version')}"
        console.print(f"  {story.story_id}  {visible(story.headline)} ({where})", soft_wrap=True)
    if len(moved) > len(moved[:5]):
        console.print(f"  … {len(moved) - 5} more: {context.command('stories')}", soft_wrap=True)
    if moved:
        console.print(f"Look: {context.command(f'story {moved[0].story_id}')}", soft_wrap=True)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
