"""Become another Python module that ends when its parent does: ``python -m pipeline.cli.bound PARENT MODULE …``.

What a parent cannot arrange for a child from outside without running code between fork and exec:

* On Linux the kernel sends it SIGTERM when the parent dies, however that dies (PR_SET_PDEATHSIG).
* Ctrl-C works in it. A process that a script started with ``&`` ignores SIGINT, and so do its children; a Prefect
  worker, which ends itself by SIGINT, then never ends.
"""

from __future__ import annotations

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(arguments: list[str]) -> None:
    """Replace this process by ``python -m`` the rest of the arguments; end at once where the parent is gone."""
    parent, module = int(arguments[0]), arguments[1:]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _end_with_parent()
    if os.getppid() != parent:
        sys.exit(1)  # it died before the kernel was told
    os.execv(sys.executable, [sys.executable, "-m", *module])  # noqa: S606 - our own interpreter


def _end_with_parent() -> None:
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
