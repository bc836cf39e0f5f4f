"""Fingerprints of new versions, and the verified links between them and all others."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.core.stories.fingerprints import fingerprint
from pipeline.core.stories.match import link
from pipeline.steps.members import members_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.io.store import Store

LEAST_SHARED = 2  # sampled 5-grams two versions must share to be looked at together


def sketch(store: Store, versions: Sequence[int]) -> None:
    """Fingerprints of versions that have none yet: a text never changes."""
    done = {r["version_key"] for r in store.rows("sketched", keys=list(versions))}
    bodies = store.rows("bodies_of", keys=sorted(set(versions) - done))
    prints = [(r["version_key"], fingerprint(r["body"].split("\n\n"))) for r in bodies]
    store.insert("derived.gram", ({"gram": g, "version_key": v} for v, grams in prints for g in grams))
    store.insert("derived.sketch", ({"version_key": v, "grams": len(grams)} for v, grams in prints))


def relink(store: Store, versions: Sequence[int]) -> None:
    """Verified links of these versions with all others, found and stored anew."""
    store.run("forget_links", keys=list(versions))
    found = store.rows("candidates", keys=list(versions), least=LEAST_SHARED)
    members = members_of(store, sorted({r["a"] for r in found} | {r["b"] for r in found}))
    links = [link(members[r["a"]], members[r["b"]], r["shared"], r["size_a"], r["size_b"]) for r in found]
    store.insert(
        "derived.link",
        (asdict(one) for one in links if one),
    )
