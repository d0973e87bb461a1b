"""Webhooks from the act to a real receiver: queued with the act, signed, tried again, given up, and never to a foreign address."""

from __future__ import annotations

import json
import runpy
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import clock, signals, work
from appcore.access import account_acts
from appcore.access.scope import as_system
from appcore.casework import intake
from appcore.errors import Conflict, NotAllowed, Problem, Refused
from appcore.hooks import delivering, queue, sending, subscriptions
from appcore.hooks.signature import new_secret
from appcore.hooks.subscriptions import Wanted
from appcore.transaction import short_write, unit_of_work
from models.audit import AuditEntry
from models.hook import HookDelivery, HookSubscription
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, PROMISED, form
from tests.hooks.receiver import dripping, receiving

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "receiver.py"
ENDED = ("account.ended",)


@pytest.fixture
def subscribe(acting: Acting) -> Callable[..., tuple[str, str]]:
    """Subscribe as the system administrator; code and secret."""

    def made(address: str, events: tuple[str, ...] = ENDED) -> tuple[str, str]:
        with acting("admin"):
            return subscriptions.make(Wanted("样例系统", address, events))

    return made


@pytest.fixture
def end(acting: Acting) -> Callable[[], None]:
    """An act of which others are told: one account is ended."""
    accounts = iter(("qianku_clerk", "lingxi_clerk"))

    def act() -> None:
        with acting("security"):
            account_acts.deactivate(next(accounts))

    return act


def deliveries() -> list[dict[str, Any]]:
    names = (
        "code",
        "event",
        "subscription_code",
        "state",
        "tries",
        "last_status",
        "fault",
        "next_try",
        "payload",
        "id",
    )
    with as_system("test") as session:
        rows = session.scalars(select(HookDelivery).order_by(HookDelivery.id))
        return [{name: getattr(row, name) for name in names} for row in rows]


def deliver(acting: Acting, after: timedelta = timedelta(0)) -> int:
    """Run the job as if it were so much later."""
    with acting(), clock.fixed(clock.local_now() + after + timedelta(seconds=1)):
        return delivering.run()


def one(acting: Acting) -> dict[str, Any]:
    with acting():
        [found] = deliveries()
    return found


def trail(acting: Acting) -> list[str]:
    with acting(), as_system("test") as session:
        query = select(AuditEntry.act).where(AuditEntry.noun.like("hook%")).order_by(AuditEntry.sequence)
        return list(session.scalars(query))


def test_an_act_reaches_the_receiver_signed_so_that_the_documented_one_believes_it(
    app: Flask, acting: Acting, subscribe: Any
) -> None:
    is_genuine = runpy.run_path(str(EXAMPLE))["is_genuine"]
    with receiving() as heard:
        _code, secret = subscribe(heard.address, ("case.accepted",))
        with acting(CLERK):
            taken = intake.accept(form(PROMISED))

        assert deliver(acting) == 1

    [(headers, body)] = heard.messages
    said = json.loads(body)
    assert (said["event"], said["data"]["number"], said["format"]) == ("case.accepted", taken.number, 1)
    assert datetime.fromisoformat(said["time"]).utcoffset() == timedelta(0)
    assert headers["webhook-id"] == said["id"]
    assert is_genuine(secret, headers, body)
    assert not is_genuine(secret, headers, body.replace(b"accepted", b"finished"))
    assert not is_genuine(secret, {**headers, "webhook-timestamp": str(int(time.time()) - 301)}, body)
    assert not is_genuine(new_secret(), headers, body)
    assert (one(acting)["state"], one(acting)["last_status"]) == ("sent", 204)


def test_a_rollback_queues_nothing(app: Flask, acting: Acting, subscribe: Any) -> None:
    subscribe("http://127.0.0.1:9/in", ("account.changed",))

    with acting(), pytest.raises(ZeroDivisionError):
        announce_and_fail()

    with acting():
        assert deliveries() == []


def announce_and_fail() -> None:
    with unit_of_work() as session:
        signals.announce(session, "account.changed", signals.AccountFact(1, "330327000000", None, None, True))
        raise ZeroDivisionError


def test_a_failure_is_tried_again_later_under_the_same_number(
    app: Flask, acting: Acting, subscribe: Any, end: Any
) -> None:
    with receiving(500, 503, 200) as heard:
        subscribe(heard.address)
        end()
        deliver(acting)
        waits = one(acting)
        at_once = deliver(acting)
        deliver(acting, timedelta(seconds=40))
        deliver(acting, timedelta(minutes=3))

    assert (waits["state"], waits["fault"], waits["last_status"], waits["tries"]) == ("waiting", "status", 500, 1)
    assert at_once == 0
    assert len(heard.messages) == 3
    assert len({headers["webhook-id"] for headers, _body in heard.messages}) == 1
    assert len({body for _headers, body in heard.messages}) == 1
    assert (one(acting)["state"], one(acting)["tries"], one(acting)["fault"]) == ("sent", 3, None)


def test_after_a_day_it_is_given_up_and_can_be_sent_again(app: Flask, acting: Acting, subscribe: Any, end: Any) -> None:
    with receiving(500) as heard:
        subscribe(heard.address)
        end()
        deliver(acting, timedelta(hours=30))  # the day begins with the first try, however long nobody worked
        waits = one(acting)
        deliver(acting, timedelta(hours=55))
        given_up = one(acting)
        with acting("admin"):
            queue.send_again(given_up["code"])
        heard.answers = [204]
        deliver(acting)

    assert waits["state"] == "waiting"
    assert (given_up["state"], given_up["next_try"]) == ("given_up", None)
    assert one(acting)["state"] == "sent"
    assert trail(acting) == ["created", "sent_again"]


def test_a_program_that_dies_between_commit_and_delivery_or_while_it_delivers_delivers_later(
    app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed process leaves: first a queued row, then a claimed one of which nobody knows whether it arrived."""
    with receiving() as heard:
        subscribe(heard.address)
        end()  # and the process that did it is gone
        with monkeypatch.context() as dying:
            dying.setattr(socket, "create_connection", die)
            with pytest.raises(KeyboardInterrupt):
                deliver(acting)
        claimed = one(acting)
        deliver(acting, timedelta(seconds=40))

    assert (claimed["state"], claimed["tries"]) == ("waiting", 1)
    assert len(heard.messages) == 1
    assert one(acting)["state"] == "sent"


def die(*_: Any) -> None:
    raise KeyboardInterrupt


def test_a_redirect_is_not_followed(app: Flask, acting: Acting, subscribe: Any, end: Any) -> None:
    with receiving() as inside, receiving(307, location=inside.address) as heard:
        subscribe(heard.address)
        end()
        deliver(acting)

    assert (len(heard.messages), inside.messages) == (1, [])
    assert (one(acting)["fault"], one(acting)["last_status"]) == ("redirect", 307)


def test_a_receiver_that_fails_holds_up_nobody_else(app: Flask, acting: Acting, subscribe: Any, end: Any) -> None:
    with receiving(500) as bad, receiving() as good:
        subscribe(bad.address)
        subscribe(good.address)
        end()
        end()
        deliver(acting)

    assert (len(bad.messages), len(good.messages)) == (1, 2)


def test_a_receiver_that_drips_is_left(app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: Any) -> None:
    """Each byte comes in time, the whole never does."""
    monkeypatch.setattr(sending, "PATIENCE", 0.5)
    with dripping() as port:
        subscribe(f"http://127.0.0.1:{port}/")
        end()
        deliver(acting)

    assert one(acting)["fault"] == "timeout"


def test_nobody_at_the_address_is_no_error_of_the_job(app: Flask, acting: Acting, subscribe: Any, end: Any) -> None:
    with receiving() as heard:
        subscribe(heard.address)
    end()

    deliver(acting)

    assert one(acting)["fault"] == "no_connection"


@contextmanager
def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> Iterator[list[str]]:
    """A name server that gives these answers in turn, as one that rebinds does; the questions that it was asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if not str(host).endswith(".test"):
            return real(host, port, *rest, **more)
        asked.append(host)
        return real(addresses[min(len(asked), len(addresses)) - 1], port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    yield asked
    monkeypatch.setattr(socket, "getaddrinfo", real)


def list_hosts(app: Flask, monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], webhook_hosts=listed))


@pytest.mark.parametrize("listed", ["hooks.test", "*.test"])
def test_a_name_that_leads_back_into_the_machine_is_refused(
    app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    list_hosts(app, monkeypatch, listed)
    with receiving() as heard, resolving(monkeypatch, "127.0.0.1"):
        subscribe(f"http://hooks.test:{heard.port}/")
        end()
        deliver(acting)

    assert heard.messages == []
    assert one(acting)["fault"] == "refused_address"


def test_what_was_checked_is_what_is_connected_to(
    app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name is asked once; its second answer would be another machine, which no test may reach."""
    list_hosts(app, monkeypatch, "hooks.test,127.0.0.1")
    with receiving() as heard, resolving(monkeypatch, "127.0.0.1", "10.0.0.1") as asked:
        subscribe(f"http://hooks.test:{heard.port}/")
        end()
        deliver(acting)

    assert asked == ["hooks.test"]
    assert heard.messages[0][0]["host"] == f"hooks.test:{heard.port}"


def test_a_host_that_was_struck_off_the_list_gets_nothing(
    app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as heard:
        subscribe(heard.address)
        end()
        list_hosts(app, monkeypatch, "other.test")
        deliver(acting)

    assert heard.messages == []
    assert one(acting)["fault"] == "not_listed"


def test_without_a_list_nothing_is_queued_sent_or_subscribed(
    app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as heard:
        subscribe(heard.address)
        end()
        list_hosts(app, monkeypatch, "")
        end()
        deliver(acting)
        with pytest.raises(Refused):
            subscribe(heard.address)

    assert heard.messages == []
    assert one(acting)["tries"] == 0


def test_a_subscription_hears_only_of_its_county_and_its_events(
    app: Flask, acting: Acting, subscribe: Any, end: Any
) -> None:
    subscribe("http://127.0.0.1:9/", ("account.changed", "case.accepted"))
    end()
    with acting(), unit_of_work() as session:
        signals.announce(session, "account.changed", signals.AccountFact(1, "330383000000", None, None, True))

    with acting():
        assert deliveries() == []


def test_what_is_switched_off_stops_and_can_be_switched_on(
    app: Flask, acting: Acting, subscribe: Any, end: Any
) -> None:
    with receiving() as heard:
        code, _secret = subscribe(heard.address)
        end()
        with acting("admin"):
            subscriptions.switch(code, on=False)
        deliver(acting)
        stopped = one(acting)
        with acting("admin"):
            with pytest.raises(Conflict):
                queue.send_again(stopped["code"])
            subscriptions.switch(code, on=True)
            queue.send_again(stopped["code"])
        deliver(acting)

    assert stopped["state"] == "stopped"
    assert len(heard.messages) == 1


def test_a_stopped_delivery_is_not_sent(app: Flask, acting: Acting, subscribe: Any, end: Any) -> None:
    with receiving() as heard:
        subscribe(heard.address)
        end()
        with acting("admin"):
            queue.stop(one(acting)["code"])
        deliver(acting)

    assert heard.messages == []
    assert trail(acting) == ["created", "stopped"]


def test_a_new_secret_signs_from_then_on_and_is_sealed_at_rest(
    app: Flask, acting: Acting, subscribe: Any, end: Any
) -> None:
    is_genuine = runpy.run_path(str(EXAMPLE))["is_genuine"]
    with receiving() as heard:
        code, first = subscribe(heard.address)
        with acting("admin"):
            second = subscriptions.renew_secret(code)
        end()
        deliver(acting)

    assert not is_genuine(first, *heard.messages[0])
    assert is_genuine(second, *heard.messages[0])
    with acting(), as_system("test") as session:
        row = session.scalars(select(HookSubscription)).one()
        kept = {name: getattr(row, name) for name in HookSubscription.__table__.columns.keys()}  # noqa: SIM118 - columns iterate over themselves, not their names
        said = f"{kept} {[entry.changes for entry in session.scalars(select(AuditEntry))]}"
    assert second.removeprefix("whsec_") not in said
    assert first.removeprefix("whsec_") not in said
    assert trail(acting) == ["created", "secret_renewed"]


@pytest.mark.parametrize(
    "act", [lambda: subscriptions.make(Wanted("x", "http://127.0.0.1/", ENDED)), lambda: queue.stop("x")]
)
def test_nobody_else_may(acting: Acting, act: Callable[[], Any]) -> None:
    with acting("security"), pytest.raises(NotAllowed):
        act()


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(" ", "http://127.0.0.1/", ENDED), "name"),
        (Wanted("样例", "http://10.0.0.1/", ENDED), "address"),
        (Wanted("样例", "nonsense", ENDED), "address"),
        (Wanted("样例", "http://127.0.0.1/", ()), "events"),
        (Wanted("样例", "http://127.0.0.1/", ("no.such",)), "events"),
    ],
)
def test_a_wrong_subscription_is_refused_on_its_field(acting: Acting, wanted: Wanted, field: str) -> None:
    with acting("admin"), pytest.raises(Problem) as refused:
        subscriptions.make(wanted)

    assert isinstance(refused.value, Refused)
    assert set(refused.value.fields) == {field}


def test_two_workers_send_a_delivery_once(app: Flask, acting: Acting, subscribe: Any, end: Any) -> None:
    """The second finds it claimed, also when both had seen it due."""
    with receiving() as heard:
        subscribe(heard.address)
        end()
        with acting(), clock.fixed(clock.local_now() + timedelta(seconds=1)):
            [(code, _subscription)] = delivering._due()
            assert delivering._claim(code) is not None
            assert delivering._claim(code) is None
            assert delivering.run() == 0

    assert heard.messages == []


def test_the_job_is_registered_and_forgets_what_ended_long_ago(
    app: Flask, acting: Acting, subscribe: Any, end: Any
) -> None:
    with receiving() as heard:
        subscribe(heard.address)
        end()
        deliver(acting)
        deliver(acting, timedelta(days=91))

    assert "webhooks" in {job.name for job in work.jobs(app)}
    with acting():
        assert deliveries() == []


def test_tls_is_verified(
    app: Flask, acting: Acting, subscribe: Any, end: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A certificate that nobody here trusts is refused; the same one trusted is taken."""
    context, trusted = certificate(tmp_path)
    with receiving(tls=context) as heard:
        subscribe(f"https://127.0.0.1:{heard.port}/")
        end()
        deliver(acting)
        refused = one(acting)["fault"]
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        deliver(acting, timedelta(minutes=1))

    assert refused == "tls"
    assert (one(acting)["state"], len(heard.messages)) == ("sent", 1)


def certificate(folder: Path) -> tuple[Any, Path]:
    """A server's context with a certificate for 127.0.0.1 that signs itself, and the file to trust it by."""
    import ssl
    from datetime import UTC
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    whole, public = folder / "server.pem", folder / "trusted.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(private + public.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context, public


def test_the_heap_of_a_receiver_that_fails_starves_nobody(app: Flask, acting: Acting, subscribe: Any) -> None:
    with receiving(500) as broken, receiving() as heard:
        failing, _ = subscribe(broken.address)
        sound, _ = subscribe(heard.address)
        with acting(), short_write() as session:
            for number in range(delivering.MOST + 5):
                session.add(waiting(failing, f"{number:032d}", timedelta(hours=2)))
            session.add(waiting(sound, "f" * 32, timedelta(minutes=1)))

        assert deliver(acting) == 1
    assert len(heard.messages) == 1


def waiting(subscription: str, code: str, since: timedelta) -> HookDelivery:
    then = clock.now() - since
    return HookDelivery(
        code=code, subscription_code=subscription, event="account.ended", event_id=code, at=then, payload={}, state="waiting",
        tries=0, since=then, next_try=then,
    )  # fmt: skip
