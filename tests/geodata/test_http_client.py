"""Asking politely, only for news, and following redirects only where they may lead."""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip

import pytest

from geodata.errors import FetchError
from geodata.http import Budget, Client, Conditions, Request
from geodata.http.messages import Moved, redirected
from tests.geodata.web import Asked, Web, answer, redirect


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Client:
    return Client(
        "karte/1.0 (+mail@example.org)", allow_private=True, sleep=clock.sleep, clock=clock
    )


def budget(max_bytes: int = 10_000_000, seconds: float = 20) -> Budget:
    return Budget(max_bytes, seconds)


def refused(client: Client, url: str, **limits: float) -> str:
    with pytest.raises(FetchError) as caught:
        client.fetch(Request(url=url), budget(**limits))  # type: ignore[arg-type]
    return str(caught.value)


# --- one request


def test_who_asks_is_said_and_what_comes_is_untouched(web: Web, client: Client) -> None:
    web.routes["/a"] = answer(
        b"\x00\xff;x", ETag='"1"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT"
    )
    found = client.fetch(Request(url=f"{web.url}/a?x=1"), budget())
    assert (found.status, found.content, found.etag) == ("new", b"\x00\xff;x", '"1"')
    assert found.last_modified == "Mon, 02 Nov 2026 10:00:00 GMT"
    (asked,) = web.asked
    assert (asked.method, asked.target) == ("GET", "/a?x=1")
    assert asked.headers["user-agent"] == "karte/1.0 (+mail@example.org)"
    assert asked.headers["host"] == f"127.0.0.1:{web.port}"
    assert "cookie" not in asked.headers
    assert "if-none-match" not in asked.headers


def test_only_news_is_asked_for(web: Web, client: Client) -> None:
    web.routes["/a"] = answer(status=304)
    conditions = Conditions(etag='"1"', last_modified="Mon, 02 Nov 2026 10:00:00 GMT")
    found = client.fetch(Request(url=f"{web.url}/a", conditions=conditions), budget())
    assert (found.status, found.content) == ("not_modified", b"")
    assert web.asked[0].headers["if-none-match"] == '"1"'
    assert web.asked[0].headers["if-modified-since"] == "Mon, 02 Nov 2026 10:00:00 GMT"


def test_unchanged_without_having_asked_for_it_is_a_fault(web: Web, client: Client) -> None:
    web.routes["/a"] = answer(status=304)
    assert "304" in refused(client, f"{web.url}/a")


def test_a_query_is_posted(web: Web, client: Client) -> None:
    web.routes["/q"] = answer("ok")
    request = Request(url=f"{web.url}/q", body=b"data=1", content_type="text/plain")
    assert client.fetch(request, budget()).content == b"ok"
    assert (web.asked[0].method, web.asked[0].body) == ("POST", b"data=1")
    assert web.asked[0].headers["content-type"] == "text/plain"


def test_no_cookie_is_kept_and_no_proxy_used(
    web: Web, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    web.routes["/a"] = answer("ok", Set_Cookie="who=me")
    for _ in range(2):
        assert client.fetch(Request(url=f"{web.url}/a"), budget()).content == b"ok"
    assert "cookie" not in web.asked[1].headers


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "400"), (401, "Anmeldung"), (403, "verboten"), (404, "gibt es nicht"), (500, "500")],
)
def test_a_status_is_said_and_not_asked_again(
    web: Web, client: Client, status: int, words: str
) -> None:
    web.routes["/a"] = answer("{}", status)
    assert words in refused(client, f"{web.url}/a")
    assert len(web.asked) == 1


def test_a_server_that_is_not_there(client: Client, web: Web) -> None:
    web.close()
    assert "nicht erreichbar" in refused(client, f"{web.url}/a")


# --- politeness


def test_a_pause_between_two_requests_to_a_host(web: Web, client: Client, clock: Clock) -> None:
    web.routes["/a"] = answer("ok")
    for _ in range(3):
        client.fetch(Request(url=f"{web.url}/a"), budget())
    assert clock.naps == [1.0, 1.0]


def failing_first(times: int, reply: bytes) -> object:
    left = [reply] * times

    def handler(_asked: Asked) -> bytes:
        return left.pop() if left else answer("ok")

    return handler


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_fault_is_asked_again_later(
    web: Web, client: Client, clock: Clock, status: int
) -> None:
    web.routes["/a"] = failing_first(2, answer(status=status))  # type: ignore[assignment]
    assert client.fetch(Request(url=f"{web.url}/a"), budget()).content == b"ok"
    assert [nap for nap in clock.naps if nap > 1] == [2.0, 4.0]


def test_after_three_tries_it_is_enough(web: Web, client: Client) -> None:
    web.routes["/a"] = answer(status=503)
    assert "503" in refused(client, f"{web.url}/a")
    assert len(web.asked) == 3


def test_retry_after_is_obeyed(web: Web, client: Client, clock: Clock) -> None:
    web.routes["/a"] = failing_first(1, answer(status=429, Retry_After="7"))  # type: ignore[assignment]
    assert client.fetch(Request(url=f"{web.url}/a"), budget()).content == b"ok"
    assert clock.naps == [7.0]


IN_THREE_HOURS = email.utils.format_datetime(
    dt.datetime.now(dt.UTC) + dt.timedelta(hours=3), usegmt=True
)


@pytest.mark.parametrize(
    "text", ["86400", "99999999999999999999", IN_THREE_HOURS], ids=["day", "ages", "date"]
)
def test_who_asks_for_much_patience_is_left_alone(
    web: Web, client: Client, clock: Clock, text: str
) -> None:
    web.routes["/a"] = answer(status=503, Retry_After=text)
    assert "erst in" in refused(client, f"{web.url}/a")
    assert (len(web.asked), clock.naps) == (1, [])


def test_a_retry_after_that_is_none_counts_as_none(web: Web, client: Client, clock: Clock) -> None:
    web.routes["/a"] = failing_first(1, answer(status=503, Retry_After="bald"))  # type: ignore[assignment]
    assert client.fetch(Request(url=f"{web.url}/a"), budget()).content == b"ok"
    assert clock.naps == [2.0]


def test_a_name_nobody_knows_is_asked_for_once(client: Client, clock: Clock) -> None:
    for _ in range(2):
        assert "nicht bekannt" in refused(client, "http://gibt-es-nicht.invalid/a")
    assert clock.naps == []


# --- compression


def test_a_packed_answer_is_unpacked(web: Web, client: Client) -> None:
    web.routes["/a"] = answer(gzip.compress(b"x" * 1000), Content_Encoding="gzip")
    assert client.fetch(Request(url=f"{web.url}/a"), budget()).content == b"x" * 1000
    assert web.asked[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "x\x1b[2J"])
def test_another_packing_is_refused(web: Web, client: Client, encoding: str) -> None:
    web.routes["/a"] = answer(b"xx", Content_Encoding=encoding)
    said = refused(client, f"{web.url}/a")
    assert "unbekannt komprimiert" in said
    assert said.isprintable()


# --- redirects


def test_redirects_are_followed(web: Web, client: Client) -> None:
    web.routes |= {"/a": redirect("/b"), "/b": redirect(f"{web.url}/c", 308), "/c": answer("ok")}
    found = client.fetch(Request(url=f"{web.url}/a"), budget())
    assert (found.content, found.url) == (b"ok", f"{web.url}/c")


def test_a_loop_ends(web: Web, client: Client) -> None:
    web.routes |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert "5 Weiterleitungen" in refused(client, f"{web.url}/a")
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://example.org/x", "gopher://127.0.0.1/", "javascript:x"],
)
def test_a_redirect_out_of_the_web_is_refused(web: Web, client: Client, target: str) -> None:
    web.routes["/a"] = redirect(target)
    assert "http" in refused(client, f"{web.url}/a")
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
    ],
)
def test_some_addresses_are_never_asked(web: Web, client: Client, target: str) -> None:
    web.routes["/a"] = redirect(target)
    assert "nicht im öffentlichen Netz" in refused(client, f"{web.url}/a")


@pytest.mark.parametrize("target", ["http://[", "http://a b/", "//", "http://x:99999/", "\xff\xfe"])
def test_a_redirect_that_cannot_be_read(web: Web, client: Client, target: str) -> None:
    web.routes["/a"] = redirect(target)
    assert refused(client, f"{web.url}/a").endswith((".", ")."))


def test_a_redirect_out_of_https() -> None:
    with pytest.raises(FetchError, match="unverschlüsselte Adresse"):
        redirected(Request(url="https://example.org/a"), Moved(302, "http://example.org/a"))


def test_a_query_is_not_sent_elsewhere_as_another_one(web: Web, client: Client) -> None:
    web.routes |= {"/a": redirect("/b"), "/b": answer("ok"), "/c": redirect("/b", 307)}
    with pytest.raises(FetchError, match="Weiterleitung einer Abfrage"):
        client.fetch(Request(url=f"{web.url}/a", body=b"x"), budget())
    client.fetch(Request(url=f"{web.url}/c", body=b"x"), budget())
    assert (web.asked[-1].method, web.asked[-1].body) == ("POST", b"x")


# --- secrets


def test_secrets_are_sent_and_never_shown(web: Web, client: Client) -> None:
    web.routes |= {"/a": redirect("/b?api_key=GEHEIM2&x=1"), "/b": answer("ok")}
    url = f"http://ich:GEHEIM1@127.0.0.1:{web.port}/a?token=GEHEIM3"
    found = client.fetch(Request(url=url), budget())
    assert web.asked[0].headers["authorization"].startswith("Basic ")
    assert web.asked[0].parameters == {"token": "GEHEIM3"}
    assert found.url == f"{web.url}/b?api_key=***&x=1"


def test_secrets_do_not_go_to_another_host(web: Web, client: Client) -> None:
    web.routes |= {"/a": redirect(f"http://localhost:{web.port}/b"), "/b": answer("ok")}
    client.fetch(Request(url=f"http://ich:GEHEIM@127.0.0.1:{web.port}/a"), budget())
    assert "authorization" not in web.asked[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "ftp://ich:GEHEIM@example.org/",
        "http://ich:GEHEIM@[:::/",
        "/etc/passwd?token=GEHEIM",
        "http://ich:GEHEIM@127.0.0.1:9/x?accessToken=GEHEIM&password=GEHEIM",
    ],
)
def test_messages_hold_no_secrets(client: Client, url: str) -> None:
    assert "GEHEIM" not in refused(client, url)
