"""The client against servers that dawdle, lie, bomb, redirect and lead into private networks."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.io.answer import Outcome, Request
from pipeline.io.http import Client
from pipeline.io.transport import GuardedTransport
from pipeline.settings import Settings
from tests.fetch.material import ENCODERS
from tests.fetch.servers import PLAIN, Server, dawdling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.io.answer import Answer

BODY = b"news " * 50_000


def asking(server: Server, **changes: Any) -> Settings:
    """Settings under which every .example host is this server, without delays."""
    names = [f"n{n}.example" for n in range(40)] + ["one.example", "www.one.example", "two.example"]
    given = {"host_delay": 0.0, "connect_to": dict.fromkeys(names, server.address), "total_timeout": 5.0}
    return Settings(**{**given, **changes})


def get(settings: Settings, url: str, **request: Any) -> Answer:
    """One request by a client of its own."""
    return Client(settings).get(Request(url, **request))


def head(*lines: str) -> bytes:
    """The head of an answer."""
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()


def test_no_site_is_asked_over_its_budget_as_its_server_sees_it() -> None:
    """Hundreds of requests at once: in every window of time a site gets what its bucket gives, and two at a time."""
    delay, burst = 0.08, 2
    with Server(dawdling(0.01)) as server:
        settings = asking(server, host_delay=delay, host_burst=burst)
        hosts = [f"n{n}.example" for n in range(12)] + ["one.example", "www.one.example"]
        requests = [Request(f"http://{host}/{n}") for n in range(8) for host in hosts]
        answers = Client(settings).get_many(requests)
        assert {a.outcome for a in answers} == {Outcome.OK}
    times = defaultdict(list)
    for host, _, at in server.log:
        times[host.removeprefix("www.")].append(at)
    assert sum(map(len, times.values())) == len(requests)
    for site, asked in times.items():
        for first, start in enumerate(asked):
            for count, end in enumerate(asked[first:], 1):
                # 30 ms: what the server's own threads may be late by on a busy machine
                assert count <= burst + (end - start + 0.03) / delay, site
    assert max(server.most_at_once.values()) <= burst


def test_what_a_run_asks_of_a_site_ends_with_its_budget_whatever_it_was_for() -> None:
    """robots.txt, tdmrep.json, hops of redirects and pages alike, as the server counts; what is left is told so."""

    def play(caller: socket.socket, _host: str, path: str) -> None:
        moved = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"
        caller.sendall(moved if path.startswith("/moved") else PLAIN)

    paths = ("moved/1", "a", "moved/2", "b", "c", "moved/3", "d", "e")
    with Server(play) as server:
        settings = asking(server, host_budget=9)
        requests = [
            Request(f"http://{host}/{path}", robots=True)
            for host in ("one.example", "www.one.example")
            for path in paths
        ]
        answers = Client(settings).get_many([*requests, Request("http://two.example/")])
    assert Counter(host.removeprefix("www.") for host, _, _ in server.log) == {
        "one.example": 9,
        "two.example": 1,
    }
    left = [a for a in answers if a.outcome is Outcome.HOST_RESTING]
    assert left
    assert {a.detail for a in left} == {"its host is asked for no more in this run"}
    assert {a.outcome for a in answers} == {Outcome.OK, Outcome.HOST_RESTING}


def test_a_request_that_ran_out_of_time_is_hung_up_before_the_next_goes() -> None:
    """So that even with servers that never end, no site has more than two connections with a request on them."""
    open_ones: list[socket.socket] = []
    most = 0

    def play(caller: socket.socket, _host: str, _path: str) -> None:
        nonlocal most
        open_ones.append(caller)
        most = max(most, sum(not _has_hung_up(one) for one in list(open_ones)))
        caller.sendall(head())
        with contextlib.suppress(TimeoutError):
            caller.recv(1)

    with Server(play) as server:
        settings = asking(server, total_timeout=0.2)
        answers = Client(settings).get_many(Request(f"http://one.example/{n}") for n in range(7))
    assert {a.outcome for a in answers} == {Outcome.TIMEOUT}
    assert most <= 2


def _has_hung_up(caller: socket.socket) -> bool:
    """Whether the other end is closed, as the system knows it, whatever thread has noticed yet."""
    try:
        return caller.fileno() < 0 or not caller.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_sites_are_asked_at_once() -> None:
    """Forty slow sites take no longer than one."""
    with Server(dawdling(0.3)) as server:
        started = time.monotonic()
        answers = Client(asking(server)).get_many(Request(f"http://n{n}.example/") for n in range(40))
        assert time.monotonic() - started < 0.3 * 20
    assert {a.outcome for a in answers} == {Outcome.OK}


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (head("Transfer-Encoding: chunked") + b"4\r\nnews\r\n", Outcome.BAD_CONTENT),
        (head("Transfer-Encoding: chunked") + b"zz\r\nnews\r\n", Outcome.BAD_CONTENT),
        (head("Content-Length: 400") + b"news", Outcome.BAD_CONTENT),
        (head("Content-Length: 2") + b"news and more", Outcome.OK),
        (head("Content-Length: 4", "Content-Length: 9") + b"news", Outcome.BAD_CONTENT),
        (head("Content-Encoding: br, gzip, br, gzip", "Content-Length: 4") + b"news", Outcome.BAD_CONTENT),
        (head(*[f"X-{n}: {'x' * 900}" for n in range(200)]), Outcome.BAD_CONTENT),
    ],
)
def test_an_answer_that_breaks_off_or_lies_about_its_length_is_bad_content(
    said: bytes, outcome: Outcome
) -> None:
    """Truncated chunks, too short bodies, two lengths, endless heads; what is beyond the length is no body."""

    def play(caller: socket.socket, _host: str, _path: str) -> None:
        caller.sendall(said)
        caller.shutdown(socket.SHUT_WR)

    with Server(play) as server:
        answer = get(asking(server), "http://one.example/")
    assert answer.outcome is outcome
    assert answer.body == (b"ne" if outcome is Outcome.OK else b"")


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", ENCODERS["gzip"](b"\0" * 20_000_000)),
        ("br", ENCODERS["br"](b"\0" * 20_000_000)),
        ("zstd", ENCODERS["zstd"](b"\0" * 20_000_000)),
    ],
)
def test_a_bomb_is_too_large(encoding: str, bomb: bytes) -> None:
    """In each of the encodings we ask for."""
    said = head(f"Content-Encoding: {encoding}", f"Content-Length: {len(bomb)}") + bomb
    with Server(lambda caller, _h, _p: caller.sendall(said)) as server:
        answer = get(asking(server, max_bytes=200_000), "http://one.example/")
    assert (answer.outcome, answer.body) == (Outcome.TOO_LARGE, b"")


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_encoded_bodies_are_read_and_their_size_on_the_wire_is_told(encoding: str) -> None:
    """What the server saved stands in the answer."""
    body = ENCODERS[encoding](BODY)
    said = head(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}") + body
    with Server(lambda caller, _h, _p: caller.sendall(said)) as server:
        answer = get(asking(server), "http://one.example/")
    assert (answer.body, answer.wire_bytes) == (BODY, len(body))


@pytest.mark.parametrize("form", ["%S", "%a, %d %b %Y %H:%M:%S GMT"], ids=["seconds", "date"])
def test_retry_after_is_the_sites(form: str) -> None:
    """In seconds or as a date, it rests all hosts of the site, also for who waits its turn already; no other site."""
    after = "40" if form == "%S" else (datetime.now(UTC) + timedelta(seconds=40)).strftime(form)
    busy = f"HTTP/1.1 429 Too Many\r\nRetry-After: {after}\r\nContent-Length: 0\r\n\r\n".encode()

    def play(caller: socket.socket, host: str, _path: str) -> None:
        caller.sendall(busy if host == "one.example" else PLAIN)

    with Server(play) as server:
        settings = asking(server, host_burst=1)
        urls = ["http://one.example/a", "http://www.one.example/b", "http://two.example/c"]
        answers = Client(settings).get_many(map(Request, urls))
    assert [a.outcome for a in answers] == [Outcome.HTTP_ERROR, Outcome.HOST_RESTING, Outcome.OK]
    assert answers[1].asked_at is None
    assert sorted(host for host, _, _ in server.log) == ["one.example", "two.example"]


def test_a_kept_connection_that_is_dropped_is_asked_for_anew_once() -> None:
    """Servers close idle connections just as they are used again; one that always does so is left."""
    talks: dict[int, int] = defaultdict(int)

    def play(caller: socket.socket, _host: str, path: str) -> None:
        talks[id(caller)] += 1
        if path == "/never" or talks[id(caller)] > 1:
            caller.shutdown(socket.SHUT_RDWR)
        else:
            caller.sendall(PLAIN)

    with Server(play) as server:
        client = Client(asking(server, host_burst=1))
        for last, outcome in (("b", Outcome.OK), ("never", Outcome.BAD_CONTENT)):
            answers = client.get_many(Request(f"http://one.example/{path}") for path in ("a", last))
            assert [a.outcome for a in answers] == [Outcome.OK, outcome]
        assert [path for _, path, _ in server.log] == ["/a", "/b", "/b", "/a", "/never", "/never"]


def test_every_hop_of_a_redirect_is_paced_and_told() -> None:
    """A chain over two sites: each hop with its site and time, in the order they were sent."""

    def play(caller: socket.socket, host: str, path: str) -> None:
        onward = {"/a": "http://two.example/b", "/b": "http://one.example/c"}.get(path)
        caller.sendall(
            f"HTTP/1.1 302 Found\r\nLocation: {onward}\r\nContent-Length: 0\r\n\r\n".encode()
            if onward
            else PLAIN
        )

    with Server(play) as server:
        answer = get(asking(server), "http://one.example/a")
    assert [e.site for e in answer.exchanges] == ["one.example", "two.example", "one.example"]
    times = [e.asked_at for e in answer.exchanges if e.asked_at is not None]
    assert times == sorted(times)
    assert len(times) == len(server.log) == 3


def test_secrets_go_along_no_redirect_to_another_host_or_scheme() -> None:
    """Neither the address's password nor the request's own headers."""
    heard: list[str] = []

    def play(caller: socket.socket, host: str, path: str) -> None:
        caller.sendall(
            b"HTTP/1.1 302 F\r\nLocation: http://two.example/b\r\nContent-Length: 0\r\n\r\n"
            if path == "/a"
            else PLAIN
        )

    class Listening(Server):
        def _talk_http1(self, caller: socket.socket) -> None:
            heard.append(caller.recv(65_536, socket.MSG_PEEK).decode())
            super()._talk_http1(caller)

    with Listening(play) as server:
        answer = get(asking(server), "http://u:pass@one.example/a", headers=(("X-Key", "s3cret"),))
    assert answer.outcome is Outcome.OK
    assert "Authorization: Basic" in heard[0]
    assert "s3cret" in heard[0]
    assert "Authorization" not in heard[1]
    assert "s3cret" not in heard[1]


def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    """A name whose second look-up leads home is looked up once; the guard sees what is connected to."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]  # TEST-NET-1 is no public address either

    with Server() as server:
        settings = Settings(host_delay=0, connect_timeout=0.5, total_timeout=1)
        port = server.address.partition(":")[2]
        answer = _get_looking_up(settings, f"http://rebind.example:{port}/", rebinding)
        assert answer.outcome is Outcome.REFUSED
        assert (
            _get_looking_up(settings, f"http://rebind.example:{port}/", rebinding).outcome is Outcome.REFUSED
        )
        assert len(asked) == 2
        assert server.log == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"], ["fe80::1%lo"],
        ["0.0.0.0"],  # noqa: S104 - nothing is bound
        ["10.0.0.1", "192.168.0.1"], ["64:ff9b::7f00:1"],
    ],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_refused(addresses: list[str]) -> None:
    """Judged where the connection would go."""
    answer = _get_looking_up(Settings(host_delay=0), "http://evil.example/", lambda _host, _port: addresses)
    assert answer.outcome is Outcome.REFUSED
    assert "private network" in answer.detail


def test_a_redirect_to_a_name_that_leads_home_is_refused() -> None:
    """The guard looks at every hop."""
    said = b"HTTP/1.1 302 F\r\nLocation: http://home.example/\r\nContent-Length: 0\r\n\r\n"
    with Server(lambda caller, _h, _p: caller.sendall(said)) as server:
        settings = asking(server)
        answer = _get_looking_up(settings, "http://one.example/", lambda _host, _port: ["127.0.0.1"])
        assert answer.outcome is Outcome.REFUSED
        assert len(server.log) == 1


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "169.254.169.254",
    ],
)
def test_a_private_literal_is_refused_however_it_is_written(host: str) -> None:
    """Plain, decimal, hexadecimal, octal, short, IPv6 and mapped: nobody is asked."""
    with Server() as server:
        port = server.address.partition(":")[2]
        assert get(Settings(host_delay=0), f"http://{host}:{port}/").outcome is Outcome.REFUSED
        assert server.log == []


def _get_looking_up(settings: Settings, url: str, look_up: Any) -> Answer:
    """One request through the guard with a resolver of ours."""

    async def ask() -> Answer:
        wire = GuardedTransport(settings, look_up)
        try:
            return (await Client(settings, wire).get_all([Request(url)]))[0]
        finally:
            await wire.aclose()

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for one.example, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "one.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("one.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "one.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("offered", "protocol"), [(["h2", "http/1.1"], "HTTP/2"), (["http/1.1"], "HTTP/1.1")]
)
def test_http_2_is_spoken_where_it_is_offered(certificate: Path, offered: list[str], protocol: str) -> None:
    """Over TLS with a certificate that is trusted; without that trust nobody is asked."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate)
    theirs.set_alpn_protocols(offered)
    with Server(trust=theirs) as server:
        settings = asking(server)
        answers = _get_trusting(settings, ["https://one.example/a", "https://one.example/b"], certificate)
        assert [a.outcome for a in answers] == [Outcome.OK, Outcome.OK]
        assert {a.exchanges[0].protocol for a in answers} == {protocol}
        assert {path for _, path, _ in server.log} == {"/a", "/b"}
        stranger = get(settings, "https://one.example/c")
        assert stranger.outcome is Outcome.CONNECT_ERROR
        assert "certificate" in stranger.detail


def _get_trusting(settings: Settings, urls: list[str], certificate: Path) -> list[Answer]:
    """Requests of a client that trusts this certificate."""

    async def ask() -> list[Answer]:
        wire = GuardedTransport(settings, trust=ssl.create_default_context(cafile=str(certificate)))
        try:
            return await Client(settings, wire).get_all([Request(url) for url in urls])
        finally:
            await wire.aclose()

    return asyncio.run(ask())
