"""Servers that mean no good: endless, slow, huge, cut; and addresses that must not be asked."""

from __future__ import annotations

import gzip
import itertools
import subprocess
import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from geodata.errors import FetchError
from geodata.http import Budget, Client, Request
from geodata.http import addresses as checked
from geodata.http.addresses import is_allowed
from tests.geodata.web import Asked, Pieces, Web, answer

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@pytest.fixture
def client() -> Client:
    return Client("karte/1.0", allow_private=True, interval_seconds=0, backoff_seconds=0)


def refused(client: Client, url: str, max_bytes: int = 1_000_000, seconds: float = 20) -> str:
    with pytest.raises(FetchError) as caught:
        client.fetch(Request(url=url), Budget(max_bytes, seconds))
    return str(caught.value)


# --- size


def endless(_asked: Asked) -> Pieces:
    return itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"x" * 50_000))


def endless_chunks(_asked: Asked) -> Pieces:
    start = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    return itertools.chain([start], itertools.repeat(b"2710\r\n" + b"x" * 10_000 + b"\r\n"))


@pytest.mark.parametrize("handler", [endless, endless_chunks])
def test_a_feed_that_never_ends_is_cut_off(web: Web, client: Client, handler: object) -> None:
    web.routes["/a"] = handler  # type: ignore[assignment]
    assert "größer als erlaubt (1 MB" in refused(client, f"{web.url}/a")
    assert len(web.asked) == 1, "it would not become smaller"


def test_what_says_it_is_too_large_is_not_read(web: Web, client: Client) -> None:
    web.routes["/a"] = HEAD + b"Content-Length: 200000000\r\n\r\nx"
    assert "größer als erlaubt" in refused(client, f"{web.url}/a")


def test_a_bomb_is_stopped_while_it_unpacks(web: Web, client: Client) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000, 9)
    web.routes["/a"] = answer(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert "größer als erlaubt" in refused(client, f"{web.url}/a")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_all_answers_of_a_source_count_together(web: Web, client: Client) -> None:
    web.routes["/a"] = answer(b"x" * 600)
    budget = Budget(1000, 20)
    client.fetch(Request(url=f"{web.url}/a"), budget)
    with pytest.raises(FetchError, match="größer als erlaubt"):
        client.fetch(Request(url=f"{web.url}/a"), budget)


# --- time


def drip_body(_asked: Asked) -> Pieces:
    return itertools.chain([HEAD + b"Content-Length: 1000\r\n\r\n"], _drops(b"x"))


def drip_without_length(_asked: Asked) -> Pieces:
    return itertools.chain([HEAD + b"\r\n"], _drops(b"x"))


def drip_chunk_head(_asked: Asked) -> Pieces:
    return itertools.chain([HEAD + b"Transfer-Encoding: chunked\r\n\r\n"], _drops(b"0"))


def drip_headers(_asked: Asked) -> Pieces:
    return itertools.chain([HEAD + b"X-Slow: "], _drops(b"x"))


def nothing_at_all(_asked: Asked) -> Pieces:
    return itertools.repeat(0.05)


def _drops(drop: bytes) -> Pieces:
    return itertools.cycle([drop, 0.05])


@pytest.mark.parametrize(
    "handler", [drip_body, drip_without_length, drip_chunk_head, drip_headers, nothing_at_all]
)
def test_a_server_that_drips_is_left_in_time(web: Web, client: Client, handler: object) -> None:
    web.routes["/a"] = handler  # type: ignore[assignment]
    started = time.monotonic()
    assert "länger als erlaubt (0,5 s" in refused(client, f"{web.url}/a", seconds=0.5)
    assert time.monotonic() - started < 15


def test_no_watch_stays_behind(web: Web, client: Client) -> None:
    web.routes["/a"] = answer("ok")
    client.fetch(Request(url=f"{web.url}/a"), Budget(1000, 600))
    assert not [one for one in threading.enumerate() if isinstance(one, threading.Timer)]


# --- cut and wrong


def test_an_answer_that_is_cut_is_asked_for_again(web: Web, client: Client) -> None:
    web.routes["/a"] = HEAD + b"Content-Length: 100\r\n\r\nonly this"
    assert "unvollständig" in refused(client, f"{web.url}/a")
    assert len(web.asked) == 3


def test_cut_between_chunks(web: Web, client: Client) -> None:
    web.routes["/a"] = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    assert "unvollständig" in refused(client, f"{web.url}/a")


def test_more_than_the_length_says_is_not_read(web: Web, client: Client) -> None:
    web.routes["/a"] = HEAD + b"Content-Length: 2\r\n\r\nok and more"
    assert client.fetch(Request(url=f"{web.url}/a"), Budget(100, 20)).content == b"ok"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n",
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_what_is_no_http_is_one_sentence(web: Web, client: Client, raw: bytes) -> None:
    web.routes["/a"] = raw
    assert refused(client, f"{web.url}/a").endswith(".")


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::8.8.8.8"]
)
def test_public_addresses(address: str) -> None:
    assert is_allowed(address)


def test_private_ones_only_where_they_are_wanted() -> None:
    for address in ("127.0.0.1", "10.1.2.3", "::1", "::ffff:127.0.0.1", "fc00::1"):
        assert is_allowed(address, allow_private=True)
    for address in ("169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "ff02::1", "::"):
        assert not is_allowed(address, allow_private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_this_machine_is_not_asked(web: Web, host: str) -> None:
    web.routes["/a"] = answer("secret")
    said = refused(Client("karte/1.0"), f"http://{host}:{web.port}/a")
    assert "nicht im öffentlichen Netz" in said or "nicht bekannt" in said
    assert web.asked == []


def test_a_name_that_leads_elsewhere_the_second_time(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the address that was checked, whatever the name says later."""
    web.routes["/a"] = answer("secret")
    replies = itertools.chain(["93.184.216.34"], itertools.repeat("127.0.0.1"))
    asked: list[str] = []
    opened: list[str] = []

    def resolve(host: str, *_more: object, **_options: object) -> list[object]:
        asked.append(host)
        return [(2, 1, 6, "", (next(replies), web.port))]

    def connect(address: tuple[str, int], *_more: object, **_options: object) -> None:
        opened.append(address[0])
        raise ConnectionRefusedError(111, "no")

    monkeypatch.setattr(checked.socket, "getaddrinfo", resolve)
    monkeypatch.setattr("geodata.http.connections.create_connection", connect)
    client = Client("karte/1.0", interval_seconds=0, backoff_seconds=0)
    said = refused(client, "http://rebind.example/a")
    assert "nicht im öffentlichen Netz" in said
    assert (asked, opened) == (["rebind.example"] * 2, ["93.184.216.34"])


# --- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody signed."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    try:
        subprocess.run([*command, *names, *files], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the command openssl, which is not here or too old")
    return folder


@pytest.fixture
def tls_port(certificate: Path) -> object:
    import socket
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(10_000)
                    connection.sendall(answer("ok"))
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], names
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(timeout=5)


def test_a_certificate_nobody_vouches_for(client: Client, tls_port: tuple[int, list[str]]) -> None:
    said = refused(client, f"https://localhost:{tls_port[0]}/")
    assert "nicht sicher" in said


def test_the_name_is_checked_against_the_certificate(
    client: Client,
    tls_port: tuple[int, list[str]],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    port, names = tls_port
    found = client.fetch(Request(url=f"https://localhost:{port}/"), Budget(1000, 20))
    assert found.content == b"ok"
    assert names == ["localhost"], "the server is told whom is meant"
    assert "nicht sicher" in refused(client, f"https://127.0.0.1:{port}/")
