"""The client against real servers on the loopback."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from typing import TYPE_CHECKING

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from pipeline.errors import FetchRefused
from pipeline.io.answer import onward, retry_after
from pipeline.io.http import FEED_TYPES, Answer, Client, Manners, Outcome, Request
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from werkzeug import Request as Asked

    Make = Callable[..., Settings]


def get(settings: Settings, url: str, **request: object) -> Answer:
    """One request by a client of its own."""
    with Client(settings) as client:
        return client.get(Request(url, **request))  # type: ignore[arg-type]  # a table of keyword arguments


@contextlib.contextmanager
def speaking(lines: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that is no HTTP library's: it says to each caller what it likes. Gives its origin."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    caller, _ = listener.accept()
                    with caller, contextlib.suppress(OSError):
                        caller.recv(65_536)
                        lines(caller)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def test_an_answer_carries_body_and_the_headers_that_matter(
    httpserver: HTTPServer, settings_for: Make
) -> None:
    """Body, status and the four headers of an answer come back as a value."""
    headers = {"ETag": '"a1"', "Last-Modified": "Tue, 06 Jan 2026 09:00:00 GMT"}
    httpserver.expect_request("/feed").respond_with_data(b"<rss/>", headers=headers, content_type="text/xml")
    answer = get(settings_for(httpserver), httpserver.url_for("/feed"), accept=FEED_TYPES)
    assert (answer.outcome, answer.status, answer.body) == (Outcome.OK, 200, b"<rss/>")
    assert (answer.etag, answer.last_modified) == ('"a1"', "Tue, 06 Jan 2026 09:00:00 GMT")
    assert answer.content_type == "text/xml"
    assert answer.detail == "200 OK"


def test_the_client_says_who_it_is(httpserver: HTTPServer, settings_for: Make) -> None:
    """The user agent and the accepted types of the settings and the request are sent."""
    seen: list[Asked] = []

    def handle(asked: Asked) -> Response:
        seen.append(asked)
        return Response("ok")

    httpserver.expect_request("/").respond_with_handler(handle)
    get(settings_for(httpserver, user_agent="writethru/9 (me)"), httpserver.url_for("/"), accept="text/html")
    assert seen[0].headers["User-Agent"] == "writethru/9 (me)"
    assert seen[0].headers["Accept"] == "text/html"


def test_validators_bring_a_304(httpserver: HTTPServer, settings_for: Make) -> None:
    """What the server said last time is sent back in its words, and 304 is an outcome of its own."""
    sent = {"If-None-Match": 'W/"x"', "If-Modified-Since": "Mon, 05 Jan 2026 10:00:00 GMT"}
    httpserver.expect_request("/", headers=sent).respond_with_data(status=304)
    answer = get(
        settings_for(httpserver),
        httpserver.url_for("/"),
        etag='W/"x"',
        last_modified=sent["If-Modified-Since"],
    )
    assert (answer.outcome, answer.body) == (Outcome.NOT_MODIFIED, b"")


def test_a_validator_that_is_no_header_is_not_sent(httpserver: HTTPServer, settings_for: Make) -> None:
    """A stored validator with a line break or a letter outside ASCII cannot break or forge a request."""
    httpserver.expect_request("/").respond_with_handler(
        lambda asked: Response(str("If-None-Match" in asked.headers))
    )
    answer = get(settings_for(httpserver), httpserver.url_for("/"), etag='"é"', last_modified="x\r\nEvil: 1")
    assert answer.body == b"False"


@pytest.mark.parametrize(
    ("status", "outcome", "temporary"),
    [
        (200, Outcome.OK, False),
        (204, Outcome.OK, False),
        (403, Outcome.HTTP_ERROR, False),
        (404, Outcome.GONE, False),
        (410, Outcome.GONE, False),
        (429, Outcome.HTTP_ERROR, True),
        (500, Outcome.HTTP_ERROR, True),
        (301, Outcome.HTTP_ERROR, False),
    ],
)
def test_a_status_is_an_outcome(
    httpserver: HTTPServer, settings_for: Make, status: int, outcome: Outcome, *, temporary: bool
) -> None:
    """Each status has its outcome (a redirect to nowhere is an error), and says whether to try again."""
    httpserver.expect_request("/").respond_with_data("", status=status)
    answer = get(settings_for(httpserver), httpserver.url_for("/"))
    assert (answer.outcome, answer.status, answer.is_temporary) == (outcome, status, temporary)


def test_an_error_page_is_kept(httpserver: HTTPServer, settings_for: Make) -> None:
    """A 403 page is a capture, so its body comes back."""
    httpserver.expect_request("/").respond_with_data("Access denied", status=403)
    assert get(settings_for(httpserver), httpserver.url_for("/")).body == b"Access denied"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Tue, 06 Jan 2026 10:02:00 GMT", 120),
        ("Tue, 06 Jan 2026 09:00:00 GMT", 0),
        ("Tue, 06 Jan 2026 10:02:00", 120),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_seconds(value: str, seconds: int | None) -> None:
    """Retry-After is seconds, also where it is an instant: then by the server's own clock."""
    assert retry_after({"retry-after": value, "date": "Tue, 06 Jan 2026 10:00:00 GMT"}) == seconds


def test_a_busy_host_says_how_long(httpserver: HTTPServer, settings_for: Make) -> None:
    """A 429 brings its Retry-After along."""
    httpserver.expect_request("/").respond_with_data("", status=429, headers={"Retry-After": "90"})
    answer = get(settings_for(httpserver), httpserver.url_for("/"))
    assert (answer.status, answer.retry_after) == (429, 90)


@pytest.mark.parametrize("location", ["http://[::1", "http://[zz]/", "//["])
def test_a_redirect_that_cannot_be_read_is_refused(location: str) -> None:
    """A broken Location is an address that is not asked."""
    with pytest.raises(FetchRefused, match="no usable address"):
        onward("https://news.example/", 302, {"location": location})


def test_a_host_that_asks_for_rest_gets_it(httpserver: HTTPServer, settings_for: Make) -> None:
    """After a 429 with Retry-After the client does not ask that host again."""
    httpserver.expect_request("/a").respond_with_data("", status=429, headers={"Retry-After": "60"})
    httpserver.expect_request("/b").respond_with_data("b")
    with Client(settings_for(httpserver, host_burst=1)) as client:
        first, second = client.get_many([Request(httpserver.url_for(p)) for p in ("/a", "/b")])
    assert (first.outcome, second.outcome) == (Outcome.HTTP_ERROR, Outcome.HOST_RESTING)
    assert len(httpserver.log) == 1
    assert second.is_temporary


def test_redirects_are_followed_and_told(httpserver: HTTPServer, settings_for: Make) -> None:
    """Each hop is reported, and whether all of them were permanent."""
    httpserver.expect_request("/old").respond_with_data("", status=301, headers={"Location": "/new?a=1#x"})
    httpserver.expect_request("/new").respond_with_data("here")
    answer = get(settings_for(httpserver), httpserver.url_for("/old"))
    assert (answer.body, answer.permanent) == (b"here", True)
    assert answer.redirects == (httpserver.url_for("/old"),)
    assert answer.final_url.startswith(httpserver.url_for("/new?a=1"))


def test_a_redirect_loop_ends(httpserver: HTTPServer, settings_for: Make) -> None:
    """A server that redirects for ever is left after the allowed number of hops."""
    httpserver.expect_request("/").respond_with_data("", status=302, headers={"Location": "/"})
    answer = get(settings_for(httpserver, max_redirects=3), httpserver.url_for("/"))
    assert (answer.outcome, len(httpserver.log)) == (Outcome.TOO_MANY_REDIRECTS, 4)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/x",
        "http://localhost:1/x",
        "http://2130706433:1/",
        "http://0x7f.1:1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.8/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "//0/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(
    httpserver: HTTPServer, settings_for: Make, target: str
) -> None:
    """Consent to one origin is no consent to where it redirects, however the address is written."""
    httpserver.expect_request("/").respond_with_data("", status=302, headers={"Location": target})
    answer = get(settings_for(httpserver), httpserver.url_for("/"))
    assert answer.outcome is Outcome.REFUSED
    assert len(httpserver.log) == 1


def test_a_public_site_cannot_lead_into_a_consented_private_origin(
    httpserver: HTTPServer, settings_for: Make
) -> None:
    """The consent to a private origin is the user's, not that of a site that redirects to it."""
    private = httpserver.url_for("/secret")
    httpserver.expect_request("/start").respond_with_data("", status=302, headers={"Location": private})
    httpserver.expect_request("/secret").respond_with_data("secret")
    settings = settings_for(httpserver, connect_to={"news.example": f"127.0.0.1:{httpserver.port}"})
    answer = get(settings, "http://news.example/start")
    assert (answer.outcome, answer.body) == (Outcome.REFUSED, b"")


def test_a_private_address_without_consent_is_refused(httpserver: HTTPServer) -> None:
    """The loopback is asked only where settings allow it; the message says how."""
    answer = get(Settings(host_delay=0), httpserver.url_for("/"))
    assert answer.outcome is Outcome.REFUSED
    assert "private network" in answer.detail
    assert not httpserver.log


def test_allow_private_allows_everything_private(httpserver: HTTPServer) -> None:
    """The switch for one's own network."""
    httpserver.expect_request("/").respond_with_data("ok")
    assert get(Settings(host_delay=0, allow_private=True), httpserver.url_for("/")).outcome is Outcome.OK


def test_connect_to_keeps_the_host_of_the_url(httpserver: HTTPServer, settings_for: Make) -> None:
    """A mapped host is asked under its own name at another address, as with curl's --connect-to."""
    httpserver.expect_request("/a", headers={"Host": "daily.example"}).respond_with_data("mapped")
    settings = settings_for(httpserver, connect_to={"daily.example": f"127.0.0.1:{httpserver.port}"})
    answer = get(settings, "http://daily.example/a")
    assert (answer.outcome, answer.body, answer.final_url) == (
        Outcome.OK,
        b"mapped",
        "http://daily.example/a",
    )


def test_credentials_go_to_their_own_host_only(httpserver: HTTPServer, settings_for: Make) -> None:
    """User and password of an address are sent to its origin, not where it redirects, and are never reported."""
    seen: dict[str, str | None] = {}

    def first(asked: Asked) -> Response:
        seen["first"] = asked.headers.get("Authorization")
        return Response(status=302, headers={"Location": "http://other.example/b?token=t0p"})

    def second(asked: Asked) -> Response:
        seen["second"] = asked.headers.get("Authorization")
        return Response(status=302, headers={"Location": "/c"})

    httpserver.expect_request("/a").respond_with_handler(first)
    httpserver.expect_request("/b").respond_with_handler(second)
    httpserver.expect_request("/c").respond_with_data("end")
    target = f"127.0.0.1:{httpserver.port}"
    settings = settings_for(httpserver, connect_to={"one.example": target, "other.example": target})
    answer = get(settings, "http://user:hidden@one.example/a")
    assert answer.body == b"end"
    assert seen == {"first": "Basic dXNlcjpoaWRkZW4=", "second": None}
    assert "hidden" not in " ".join(answer.redirects)
    assert "t0p" not in " ".join(answer.redirects)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"news" * 100, mtime=0)),  # without the time: the same name in every process
        ("x-gzip", gzip.compress(b"news" * 50, mtime=0) * 2 + b"\0\0"),
        ("deflate", zlib.compress(b"news" * 100)),
        ("deflate", zlib.compress(b"news" * 100)[2:-4]),
        ("identity", b"news" * 100),
    ],
)
def test_bodies_are_decoded(httpserver: HTTPServer, settings_for: Make, encoding: str, body: bytes) -> None:
    """Gzip (in several members, too) and both kinds of deflate."""
    httpserver.expect_request("/").respond_with_data(body, headers={"Content-Encoding": encoding})
    assert get(settings_for(httpserver), httpserver.url_for("/")).body == b"news" * 100


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"news" * 100, mtime=0)[:-12]),
        ("gzip", b"no gzip"),
        ("br", b"\x0b\x02\x80"),
        ("deflate", b"\x78zz"),
    ],
)
def test_a_damaged_body_is_bad_content(
    httpserver: HTTPServer, settings_for: Make, encoding: str, body: bytes
) -> None:
    """A body that breaks off, is damaged or comes in an encoding nobody asked for is no body."""
    httpserver.expect_request("/").respond_with_data(body, headers={"Content-Encoding": encoding})
    answer = get(settings_for(httpserver), httpserver.url_for("/"))
    assert (answer.outcome, answer.body) == (Outcome.BAD_CONTENT, b"")


def test_a_gzip_bomb_is_too_large(httpserver: HTTPServer, settings_for: Make) -> None:
    """A small body that unpacks to a huge one is stopped at the limit, not unpacked."""
    bomb = gzip.compress(b"\0" * 60_000_000)
    httpserver.expect_request("/").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    answer = get(settings_for(httpserver, max_bytes=100_000), httpserver.url_for("/"))
    assert (answer.outcome, answer.body) == (Outcome.TOO_LARGE, b"")
    assert "100,000 bytes" in answer.detail


def test_an_endless_body_is_too_large(settings_for: Make, httpserver: HTTPServer) -> None:
    """A server that never stops talking is hung up on at the limit."""

    def talk(caller: socket.socket) -> None:
        caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            caller.sendall(b"news " * 1_000)

    with speaking(talk) as origin:
        settings = settings_for(httpserver, max_bytes=50_000, allowed_origins=frozenset({origin}))
        assert get(settings, f"http://{origin}/").outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "]
)
def test_a_trickle_is_a_timeout(settings_for: Make, httpserver: HTTPServer, start: bytes) -> None:
    """One byte at a time, in the headers or the body, does not outwit the time limit."""

    def trickle(caller: socket.socket) -> None:
        caller.sendall(start)
        while True:
            caller.sendall(b"x")
            time.sleep(0.05)

    with speaking(trickle) as origin:
        settings = settings_for(httpserver, total_timeout=0.4, allowed_origins=frozenset({origin}))
        started = time.monotonic()
        answer = get(settings, f"http://{origin}/")
    assert answer.outcome is Outcome.TIMEOUT
    assert time.monotonic() - started < 3
    assert answer.elapsed_ms >= 300


def test_silence_is_a_timeout(settings_for: Make, httpserver: HTTPServer) -> None:
    """A server that accepts and says nothing is a timeout, worth another try later."""
    with speaking(lambda _: time.sleep(0.6)) as origin:
        settings = settings_for(httpserver, read_timeout=0.2, allowed_origins=frozenset({origin}))
        answer = get(settings, f"http://{origin}/")
    assert (answer.outcome, answer.is_temporary) == (Outcome.TIMEOUT, True)


@pytest.mark.parametrize(
    "said",
    [b"", b"220 mail ready\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", b"\x00\xff\xfe"],
)
def test_an_answer_that_is_no_http_is_bad_content(
    settings_for: Make, httpserver: HTTPServer, said: bytes
) -> None:
    """A broken answer is a value, and the body that broke off is not taken for the page."""
    with speaking(lambda caller: caller.sendall(said)) as origin:
        answer = get(settings_for(httpserver, allowed_origins=frozenset({origin})), f"http://{origin}/")
    assert (answer.outcome, answer.body) == (Outcome.BAD_CONTENT, b"")


def test_nobody_there_is_a_connect_error(settings_for: Make, httpserver: HTTPServer) -> None:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings = settings_for(httpserver, allowed_origins=frozenset({f"127.0.0.1:{port}"}))
    assert get(settings, f"http://127.0.0.1:{port}/").outcome is Outcome.CONNECT_ERROR


@pytest.mark.parametrize(
    "url", ["", "news.example/rss", "ftp://news.example/", "http://", "http://[x/", "http://a:99999/"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """No exception leaves the client for a bad address."""
    assert get(Settings(host_delay=0), url).outcome is Outcome.REFUSED


def test_many_answers_stand_in_the_order_of_the_requests(httpserver: HTTPServer, settings_for: Make) -> None:
    """Also where hosts differ and one of them fails."""

    def dawdle(_: Asked) -> Response:
        time.sleep(0.1)
        return Response("slow")

    httpserver.expect_request("/slow").respond_with_handler(dawdle)
    httpserver.expect_request("/quick").respond_with_data("quick")
    target = f"127.0.0.1:{httpserver.port}"
    settings = settings_for(httpserver, connect_to={"a.example": target, "b.example": target})
    urls = ["http://a.example/slow", "http://b.example/quick", "gopher://x/", "http://a.example/quick"]
    with Client(settings) as client:
        answers = client.get_many(Request(u) for u in urls)
    assert [a.url for a in answers] == urls
    assert [a.body for a in answers] == [b"slow", b"quick", b"", b"quick"]


def test_no_requests_give_no_answers(httpserver: HTTPServer, settings_for: Make) -> None:
    """An empty batch is a batch."""
    with Client(settings_for(httpserver)) as client:
        assert client.get_many([]) == []


def test_one_site_is_asked_no_faster_than_its_bucket_fills() -> None:
    """Of five requests to one registrable domain two go at once and the others after the delay each."""
    now, asked = [0.0], []

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.host, now[0]))
        return httpx.Response(200, text="ok")

    settings = Settings(host_delay=2.0, host_burst=2)
    manners = Manners.of(settings, clock=lambda: now[0])
    hosts = ("www.one.example", "live.one.example", "two.example", "one.example", "m.one.example")
    with Client(settings, httpx.MockTransport(serve), manners, sleep) as client:
        client.get_many([Request(f"https://{h}/") for h in hosts])
    times = [at for name, at in asked if name.endswith("one.example")]
    assert times[:2] == [0, 0]
    assert 2.0 <= times[2] <= 2.5
    assert 4.0 <= times[3] <= 5.0
    assert ("two.example", 0) in asked


def test_robots_txt_is_asked_once_and_obeyed(httpserver: HTTPServer, settings_for: Make) -> None:
    """Pages ask robots.txt first, once a site; feeds do not ask."""
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private/")
    httpserver.expect_request("/private/a").respond_with_data("feed")
    httpserver.expect_request("/open").respond_with_data("page")
    urls = [httpserver.url_for(p) for p in ("/private/a", "/open")]
    with Client(settings_for(httpserver)) as client:
        pages = client.get_many(Request(u, robots=True) for u in urls)
        feed = client.get(Request(urls[0]))
    assert [a.outcome for a in pages] == [Outcome.ROBOTS_DENIED, Outcome.OK]
    assert feed.outcome is Outcome.OK
    assert [asked.path for asked, _ in httpserver.log].count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.OK),
        (403, Outcome.OK),
        (500, Outcome.ROBOTS_UNREACHABLE),
        (429, Outcome.ROBOTS_UNREACHABLE),
    ],
)
def test_a_missing_robots_txt_allows_and_a_failing_one_does_not(
    httpserver: HTTPServer, settings_for: Make, status: int, outcome: Outcome
) -> None:
    """RFC 9309: 4xx means no rules, 5xx means not now."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=status)
    httpserver.expect_request("/a").respond_with_data("page")
    answer = get(settings_for(httpserver), httpserver.url_for("/a"), robots=True)
    assert answer.outcome is outcome


def test_a_redirect_to_another_site_asks_that_sites_robots_txt(
    httpserver: HTTPServer, settings_for: Make
) -> None:
    """The rules are those of the site that would be asked."""

    def rules(asked: Asked) -> Response:
        return Response("User-agent: *\nDisallow: /" if asked.host.startswith("b.") else "")

    httpserver.expect_request("/robots.txt").respond_with_handler(rules)
    httpserver.expect_request("/a").respond_with_data(
        "", status=302, headers={"Location": "http://b.example/b"}
    )
    target = f"127.0.0.1:{httpserver.port}"
    settings = settings_for(httpserver, connect_to={"a.example": target, "b.example": target})
    assert get(settings, "http://a.example/a", robots=True).outcome is Outcome.ROBOTS_DENIED


def test_cookies_live_for_one_request_only(httpserver: HTTPServer, settings_for: Make) -> None:
    """A cookie set on the way is sent on the next hop, and forgotten with the answer."""
    cookie = {"Location": "/in", "Set-Cookie": "seen=1; Path=/"}
    httpserver.expect_request("/").respond_with_data("", status=302, headers=cookie)
    httpserver.expect_request("/in").respond_with_handler(
        lambda asked: Response(asked.headers.get("Cookie", "none"))
    )
    with Client(settings_for(httpserver)) as client:
        bodies = [client.get(Request(httpserver.url_for(p))).body for p in ("/", "/in")]
    assert bodies == [b"seen=1", b"none"]


def test_a_feeds_own_headers_go_to_its_origin_only(
    httpserver: HTTPServer, settings_for: Callable[..., Settings]
) -> None:
    """A paid feed's key does not travel along with a redirect to another host or port."""
    with HTTPServer(host="127.0.0.1") as other:
        httpserver.expect_request("/feed").respond_with_data(
            status=302, headers={"Location": other.url_for("/there")}
        )
        other.expect_request("/there").respond_with_data("elsewhere", headers={"Cache-Control": "max-age=60"})
        with Client(settings_for(httpserver, allow_private=True)) as client:
            answer = client.get(Request(httpserver.url_for("/feed"), headers=(("X-Key", "s3cret"),)))
        assert (answer.outcome, answer.max_age) == (Outcome.OK, 60)
        assert httpserver.log[0][0].headers.get("X-Key") == "s3cret"
        assert "X-Key" not in other.log[0][0].headers
