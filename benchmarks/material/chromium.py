"""A headless Chromium to look at pages with: open, ask the document, take a picture. Over its DevTools protocol."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.request import urlopen

from websockets.sync.client import connect  # comes with Prefect

if TYPE_CHECKING:
    from types import TracebackType

    from websockets.sync.client import ClientConnection

NAMES = ("chromium", "chromium-browser", "google-chrome")
STARTING = 60.0  # seconds until it listens
ANSWERING = 60.0  # seconds until a command is answered
TALLEST = 12_000  # pixels of a picture
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # containers have no namespaces to give away; only our own loopback server is asked
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--remote-debugging-port=0",
    "--proxy-server=direct://",
)


class Browser:
    """A browser with one tab; `dialogs` are the texts of alerts that pages opened (each is dismissed)."""

    def __init__(self) -> None:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None:
            raise SystemExit(f"none of {', '.join(NAMES)} is installed")
        self.dialogs: list[str] = []
        self._profile = tempfile.TemporaryDirectory(prefix="writethru-pages-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [found, *_FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._last = 0
        try:
            self._tab = self._first_tab()
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        self.ask("Page.enable")
        self.ask("Runtime.enable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tab.close()
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()

    def _first_tab(self) -> ClientConnection:
        told = Path(self._profile.name) / "DevToolsActivePort"
        end = time.monotonic() + STARTING
        while not (told.exists() and told.read_text().strip()):
            if time.monotonic() > end or self._process.poll() is not None:
                raise SystemExit("the browser did not start")
            time.sleep(0.1)
        port = told.read_text().split()[0]
        with urlopen(f"http://127.0.0.1:{port}/json", timeout=ANSWERING) as answer:
            tab = next(t for t in json.load(answer) if t["type"] == "page")
        return connect(tab["webSocketDebuggerUrl"], max_size=None, proxy=None)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol. -> its result."""
        self._last += 1
        number = self._last
        self._tab.send(json.dumps({"id": number, "method": method, "params": parameters}))
        end = time.monotonic() + ANSWERING
        while True:
            told = json.loads(self._tab.recv(timeout=max(0.0, end - time.monotonic())))
            if told.get("method") == "Page.javascriptDialogOpening":
                self.dialogs.append(told["params"]["message"])
                self._last += 1
                dismiss = {"id": self._last, "method": "Page.handleJavaScriptDialog"}
                self._tab.send(json.dumps({**dismiss, "params": {"accept": False}}))
            if told.get("id") == number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']['message']}")
                return dict(told["result"])

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression in the page, as plain data."""
        told = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(f"{script}: {told['exceptionDetails'].get('text')}")
        return told["result"].get("value")

    def size(self, width: int, height: int) -> None:
        """The window's size in pixels."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def scheme(self, name: str) -> None:
        """What the system prefers: ``light`` or ``dark``."""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def open(self, url: str, until: str, patience: float = 60.0) -> bool:
        """Load a page and wait until a JavaScript expression holds. -> whether it did."""
        self.ask("Page.navigate", url=url)
        return self.holds(until, patience)

    def holds(self, condition: str, patience: float = 60.0) -> bool:
        """Wait until a JavaScript expression holds. -> whether it did in time."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.evaluate(f"Boolean({condition})"):
                return True
            time.sleep(0.2)
        return False

    def picture(self, path: Path) -> None:
        """Take a picture of what the window shows."""
        told = self.ask("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(told["data"]))
