"""What people decide about publishers' opt-outs: pages of a site are kept all the same, with the reason on record.

A decision of the kind ``licensed``, beside those about stories: listed and undone like these. It is laid over the
settings of each run, so every request that it covers has the reason in its row (`opt_out_override`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.normalise.urls import find_outlet, host, registrable
from pipeline.errors import BadInput
from pipeline.io.store import open_store
from pipeline.steps.ledger import begin, finish

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store
    from pipeline.model import World
    from pipeline.settings import Settings
    from pipeline.steps.deciding import Said

LICENSED = "licensed"


def license_site(
    data_dir: Path, name: str, world: World, now: datetime, said: Said
) -> tuple[str, tuple[str, ...]]:
    """Keep a site's pages although its publisher reserves archiving or mining.

    Args:
        data_dir: where the database is.
        name: an outlet's name (all its domains), a domain, or an address.
        world: the outlets known.
        now: when it is decided.
        said: the licence or legal ground, and by whom it was decided.

    Returns:
        The decision's id, and the registrable domains it is about.

    Raises:
        BadInput: no reason; neither an outlet nor a domain; or a decision in force says so already.
        StoreBusy: another process is writing.
    """
    if not (said.reason or "").strip():
        raise BadInput(f"{name}: say which licence or legal ground: --reason 'licence of 1 March 2026'")
    sites = sites_of(name, world)
    if not sites:
        raise BadInput(f"{name}: neither a known outlet with domains nor a domain such as news.example")
    with open_store(data_dir, now) as store:
        for row in store.rows("licences"):
            if row["a"] == name:
                told = f"{row['decision_id']} says so already"
                raise BadInput(f"{name}: decision {told}; `writethru decide undo` takes it back")
    tally = begin(data_dir, "decide", now)
    mark = key("decision", LICENSED, name, str(tally.run_key))
    row = {"decision_key": mark, "decision_id": public_id("d", mark), "kind": LICENSED, "a": name, "b": ""}
    with open_store(data_dir, now) as store:
        more = {"decided_by": said.by, "reason": said.reason, "decided_at": now, "run_key": tally.run_key}
        store.insert("facts.decision", [row | more])
    finish(data_dir, tally, now)
    return row["decision_id"], sites


def sites_of(name: str, world: World) -> tuple[str, ...]:
    """The registrable domains of an outlet's name, a domain or an address; none where it is nothing of these."""
    outlet = find_outlet(name, world.outlets)
    domains: Iterable[str] = outlet.domains if outlet else [host(name) if "://" in name else name.lower()]
    found = (registrable(domain) for domain in domains if "." in domain and " " not in domain)
    return tuple(sorted(dict.fromkeys(filter(None, found))))


def licensed(store: Store, settings: Settings, world: World) -> Settings:
    """Settings of a run, with the decisions in force laid under what the environment says."""
    rows: list[dict[str, Any]] = store.rows("licences") if store.has("facts.decision") else []
    reasons = {
        site: f"{row['reason']} ({row['decision_id']})" for row in rows for site in sites_of(row["a"], world)
    }
    return (
        replace(settings, opt_out_overrides={**reasons, **settings.opt_out_overrides})
        if reasons
        else settings
    )
