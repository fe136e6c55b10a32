#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The socket API of a real station, asked in another language. Prints one line per sentence; goes on after one that
does not hold, and says so with its exit status.

    api_test.py TCP_ENDPOINT IPC_ENDPOINT SERVER_KEY FOLDER      FOLDER holds <account>.key of each account
"""

import random
import sys
import time
import traceback
from pathlib import Path

import zmq

import api_pb2
import case_pb2
from client import (FRAME_BYTES_MAX, Silent, Station, check_receipt, raw_bytes, raw_frame, raw_number, same_receipt)

CASES = []
SUBMIT_CASE = 11
GET_RECEIPT = 12
ACT = 16


def sentence(text):
    def add(function):
        CASES.append((text, function))
        return function
    return add


class World:
    def __init__(self, tcp, ipc, server_key, folder):
        self.tcp, self.ipc = tcp, ipc
        self.server_key = server_key.encode()
        self.folder = Path(folder)
        self.keys = 0
        self.feeder = self.connect("hotline")
        self.local = Station(ipc)

    def connect(self, account, kind=zmq.DEALER):
        public, secret = (self.folder / f"{account}.key").read_bytes().split()[:2]
        return Station(self.tcp, (public, secret, self.server_key), kind)

    def key(self):
        self.keys += 1
        return f"interop {self.keys}\0".encode()


def submission(**fields):
    return api_pb2.SubmitCase(**{"text": "村里占了我家的田".encode(), "category": "0101", "place": "330726101203",
                                 "form": case_pb2.FORM_LETTER, "purpose": case_pb2.PURPOSE_CLAIM, "persons": 2,
                                 **fields})


def refused(reply, name, field=None):
    assert reply.WhichOneof("body") == "error", f"not refused: {reply}"
    assert reply.error.name == name, f"{reply.error.name} {reply.error.field}, not {name}"
    if field is not None:
        assert reply.error.field == field, f"field {reply.error.field!r}, not {field!r}"


def receipt_of(reply):
    assert reply.WhichOneof("body") == "receipt", reply
    check_receipt(reply.receipt)
    return reply.receipt


def submit(world, station=None, key=None, **fields):
    return receipt_of((station or world.feeder).ask(key=key or world.key(), submit_case=submission(**fields)))


# ---- hello


@sentence("Hello over CURVE names account, scopes and limits")
def _(world):
    hello = world.feeder.ask(hello={}).hello
    assert hello.protocol == 1
    assert hello.station == "county-330726"
    assert hello.account == "hotline"
    assert set(hello.scopes) == {"submit", "read:own", "act"}
    assert hello.frame_bytes_max == FRAME_BYTES_MAX
    assert (hello.key_bytes_max, hello.text_bytes_max, hello.in_flight_max) == (64, 65536, 64)
    assert abs(time.time_ns() // 1000 - hello.server_time) < 60_000_000


@sentence("over ipc the machine's own user is its administrator")
def _(world):
    hello = world.local.ask(hello={}).hello
    assert hello.account == "local-admin"
    assert "admin" in hello.scopes
    assert "petitioner" not in hello.scopes


@sentence("a REQ socket is answered with its empty frame")
def _(world):
    station = world.connect("hotline", zmq.REQ)
    assert station.ask(hello={}).hello.account == "hotline"
    assert station.ask(status={}).status.station == "county-330726"
    station.close()


@sentence("a key the station does not know gets no answer")
def _(world):
    public, secret = zmq.curve_keypair()
    stranger = Station(world.tcp, (public, secret, world.server_key))
    stranger.send(stranger.frame(hello={}).SerializeToString())
    try:
        stranger.receive(1)
    except Silent:
        stranger.close()
        return
    raise AssertionError("a stranger was answered")


# ---- submit, replay, conflict


@sentence("a submission gets its receipt: number, query code, digest, clocks")
def _(world):
    receipt = submit(world)
    assert not receipt.replayed
    assert not receipt.dry_run
    assert receipt.node == "330726"
    assert receipt.holder == "330726.land"
    assert len(receipt.clocks) >= 1


@sentence("the same key with the same bytes gives the same receipt")
def _(world):
    frame = world.feeder.frame(key=world.key(), submit_case=submission())
    data = frame.SerializeToString()
    first = receipt_of(world.feeder.ask_bytes(data, frame.request_id))
    same_receipt(receipt_of(world.feeder.ask_bytes(data, frame.request_id)), first)
    other = world.connect("hotline")  # another connection of the same account
    same_receipt(receipt_of(other.ask_bytes(data, frame.request_id)), first)
    other.close()


@sentence("the same key with another body is a conflict, with both digests")
def _(world):
    key = world.key()
    submit(world, key=key)
    reply = world.feeder.ask(key=key, submit_case=submission(persons=3))
    refused(reply, "IDEM_CONFLICT", "key")
    first, this = reply.error.detail.decode().split(" ")
    assert len(first) == len("first=") + 64
    assert len(this) == len("this=") + 64
    assert first.split("=")[1] != this.split("=")[1]


@sentence("a key belongs to its account")
def _(world):
    key = world.key()
    first = submit(world, key=key)
    second = submit(world, key=key, station=world.local, text=b"another petition")
    assert first.case_no != second.case_no


@sentence("GetReceipt gives the receipt again, and tells a key that was never seen")
def _(world):
    key = world.key()
    first = submit(world, key=key)
    same_receipt(receipt_of(world.feeder.ask(get_receipt={"key": key})), first)
    refused(world.feeder.ask(get_receipt={"key": b"never seen"}), "STATE_NO_RECEIPT", "key")


@sentence("a dry run says what would happen and leaves the key free")
def _(world):
    key = world.key()
    would = world.feeder.ask(key=key, dry_run=True, submit_case=submission()).receipt
    assert would.dry_run
    assert would.holder == "330726.land"
    refused(world.feeder.ask(get_receipt={"key": key}), "STATE_NO_RECEIPT")
    receipt = submit(world, key=key)
    assert not receipt.replayed
    refused(world.feeder.ask(dry_run=True, status={}), "BAD_FIELD", "dry_run")


@sentence("forty submissions at once come back one by one, each with its own number")
def _(world):
    frames = [world.feeder.frame(key=world.key(), submit_case=submission(persons=n + 1)) for n in range(40)]
    for frame in frames:
        world.feeder.send(frame.SerializeToString())
    replies = [world.feeder.receive() for _ in frames]
    assert {reply.request_id for reply in replies} == {frame.request_id for frame in frames}
    assert len({receipt_of(reply).case_no for reply in replies}) == 40


# ---- reading


@sentence("GetCase finds it by number, by key and by the foreign number, byte for byte")
def _(world):
    text = bytes(range(256)) + "田".encode()
    key = world.key()
    receipt = submit(world, key=key, text=text, foreign_system="zj12345", foreign_id="A-77")
    for wanted in ({"case_no": receipt.case_no}, {"key": key}, {"foreign_system": "zj12345", "foreign_id": "A-77"}):
        reply = world.feeder.ask(get_case=wanted)
        assert reply.WhichOneof("body") == "case_view", f"{wanted}: {reply}"
        view = reply.case_view
        assert view.case_no == receipt.case_no
        assert view.digest == receipt.digest
        assert view.holder == receipt.holder
        assert view.version == receipt.case_version
        assert view.file.category == "0101"
        assert view.file.persons == 2
        assert view.text == text
    for other in ({"key": b"never"}, {"foreign_system": "other", "foreign_id": "A-77"}, {}):
        refused(world.feeder.ask(get_case=other), "AUTH_NO_SUCH_CASE")


@sentence("a case that is not there and one that is not yours are the same answer")
def _(world):
    receipt = submit(world)
    reader = world.connect("reader")  # of another office
    theirs = reader.ask(get_case={"case_no": receipt.case_no})
    nobodys = reader.ask(get_case={"case_no": "330726-20200101-00000000-00"})
    refused(theirs, "AUTH_NO_SUCH_CASE")
    refused(nobodys, "AUTH_NO_SUCH_CASE")
    assert theirs.error == nobodys.error
    reader.close()


@sentence("trace and explain tell the road and its rules")
def _(world):
    receipt = submit(world)
    hops = world.feeder.ask(trace={"case_no": receipt.case_no}).trace.hops
    assert len(hops) >= 1
    assert all(hop.digest_ok for hop in hops)
    reply = world.feeder.ask(explain={"case_no": receipt.case_no}).explain
    assert len(reply.lines) >= 1
    assert all(line.rule_text for line in reply.lines if line.rule)
    assert len(reply.clocks) >= 1


@sentence("everything a submission can say is taken")
def _(world):
    receipt = submit(world, text=b"kept-text", source="kept-source", place_text=b"kept-place-text",
                     foreign_system="kept-system", foreign_id="kept-id", carried=b"kept-carried",
                     reception={"session": "kept-session", "group_no": 1, "persons": 4},
                     petitioners=[{"kind": 1, "name": b"kept-name", "contact": b"kept-contact",
                                   "address": b"kept-address"}],
                     accused=[{"node": "330726.land", "person": b"kept-person", "post": b"kept-post",
                               "text": b"kept-accusation"}])
    assert not receipt.warnings, receipt  # run.sh looks for each of these in the journal


# ---- acting


@sentence("an act raises the version, and the same key does not raise it twice")
def _(world):
    receipt = submit(world)
    key = world.key()
    act = api_pb2.ActRequest(case_no=receipt.case_no, expect_version=receipt.case_version,
                             act=case_pb2.Act(kind=case_pb2.ACT_NOTE, reason="已电话联系".encode()))
    first = world.local.ask(key=key, act=act)
    assert first.WhichOneof("body") == "case_view", first
    assert first.case_view.version == receipt.case_version + 1
    again = world.local.ask(key=key, act=act)
    assert again.case_view.replayed
    assert again.case_view.version == first.case_view.version
    refused(world.local.ask(key=world.key(), act=act), "STATE_STALE")


@sentence("an act with a reason over 4096 bytes, an unknown act or none is refused")
def _(world):
    receipt = submit(world)
    act = case_pb2.Act(kind=case_pb2.ACT_NOTE, reason=b"x" * 4097)
    refused(world.local.ask(key=world.key(), act={"case_no": receipt.case_no, "act": act}), "BAD_TOO_LONG")
    act = case_pb2.Act(kind=99)
    refused(world.local.ask(key=world.key(), act={"case_no": receipt.case_no, "act": act}), "BAD_ENUM")
    refused(world.local.ask(key=world.key(), act={"case_no": receipt.case_no}), "BAD_MISSING")


@sentence("what an account may not do it is told by the scope")
def _(world):
    reader = world.connect("reader")
    refused(reader.ask(key=world.key(), submit_case=submission()), "AUTH_SCOPE", "submit_case")
    refused(reader.ask(key=world.key(), act={}), "BAD_MISSING")  # what cannot be read comes first
    refused(world.feeder.ask(key_list={}), "AUTH_SCOPE", "key_list")
    refused(world.feeder.ask(list_cases={}), "AUTH_SCOPE", "list_cases")
    reader.close()


# ---- what a submission may hold, and its few limits


@sentence("a key is 1 to 64 bytes, wherever one stands")
def _(world):
    submit(world, key=b"\0" * 64)
    refused(world.feeder.ask(submit_case=submission()), "BAD_KEY", "key")
    refused(world.feeder.ask(key=b"k" * 65, submit_case=submission()), "BAD_KEY", "key")
    refused(world.feeder.ask(get_receipt={"key": b"k" * 65}), "BAD_KEY", "key")
    refused(world.feeder.ask(get_case={"key": b"k" * 65}), "BAD_KEY", "key")
    longest = world.feeder.frame(get_receipt={"key": b"k" * (FRAME_BYTES_MAX - 100)})
    longest.get_receipt.key += b"k" * (FRAME_BYTES_MAX - longest.ByteSize())
    assert longest.ByteSize() == FRAME_BYTES_MAX
    refused(world.feeder.ask_bytes(longest.SerializeToString(), longest.request_id), "BAD_KEY", "key")
    refused(world.feeder.ask(key=b"k" * (FRAME_BYTES_MAX - 20), status={}), "BAD_KEY", "key")


@sentence("no content at all is refused, 64 KiB are taken, one byte more is to come in parts")
def _(world):
    refused(world.feeder.ask(key=world.key(), submit_case={"category": "0101"}), "BAD_EMPTY")
    submit(world, text=b"\xff" * 65536)
    refused(world.feeder.ask(key=world.key(), submit_case=submission(text=b"x" * 65537)), "BAD_TOO_LONG")


@sentence("an unknown place, category or word is a warning, never a refusal")
def _(world):
    receipt = submit(world, place="990000", category="nosuch", form=99, purpose=77, text_origin=66)
    assert any(warning.field == "place" for warning in receipt.warnings), receipt
    receipt = submit(world, place="next to the well", category="c" * 49)
    assert {"place", "category"} <= {warning.field for warning in receipt.warnings}, receipt


@sentence("a text field that is no UTF-8 is a warning, and the answers can still be read")
def _(world):
    body = raw_bytes(12, b"text") + raw_bytes(5, b"\xff\xfe") + raw_bytes(3, b"\xc0\x80") + raw_bytes(21, b"\xff")
    body += raw_bytes(19, raw_bytes(2, b"\xff")) + raw_bytes(18, raw_bytes(1, b"\xed\xa0\x80"))
    receipt = receipt_of(world.feeder.ask_bytes(raw_frame(900, SUBMIT_CASE, body, world.key()), 900))
    assert {"category", "source", "session"} <= {warning.field for warning in receipt.warnings}, receipt
    view = world.feeder.ask(get_case={"case_no": receipt.case_no}).case_view
    assert view.case_no == receipt.case_no
    assert view.file.category == ""


@sentence("an unknown field is taken, and is part of what was sent")
def _(world):
    key = world.key()
    known = submission().SerializeToString()
    later = known + raw_bytes(900, b"of a later version") + raw_number(901, 7)
    first = receipt_of(world.feeder.ask_bytes(raw_frame(901, SUBMIT_CASE, later, key), 901))
    same_receipt(receipt_of(world.feeder.ask_bytes(raw_frame(902, SUBMIT_CASE, later, key), 902)), first)
    refused(world.feeder.ask_bytes(raw_frame(903, SUBMIT_CASE, known, key), 903), "IDEM_CONFLICT")
    envelope = raw_number(7, 1) + raw_frame(904, SUBMIT_CASE, later, key)  # beside the body as well
    same_receipt(receipt_of(world.feeder.ask_bytes(envelope, 904)), first)


@sentence("a body that comes twice is refused, not merged")
def _(world):
    body = submission().SerializeToString()
    for more in (raw_bytes(SUBMIT_CASE, body), raw_bytes(17, b"")):
        frame = raw_frame(906, SUBMIT_CASE, body, world.key()) + more
        refused(world.feeder.ask_bytes(frame, 906), "BAD_FORMAT")


@sentence("fields may come in any order, as protobuf allows")
def _(world):
    key = world.key()
    body = raw_number(8, 4) + raw_bytes(12, b"text") + raw_bytes(5, b"0101")
    frame = raw_bytes(SUBMIT_CASE, body) + raw_bytes(3, key) + raw_number(2, 905) + raw_number(1, 1)
    receipt = receipt_of(world.feeder.ask_bytes(frame, 905))
    assert world.feeder.ask(get_case={"case_no": receipt.case_no}).case_view.file.persons == 4


# ---- garbage


@sentence("another major, no id, no body and a body of the future are told")
def _(world):
    station = world.feeder
    refused(station.ask_bytes(raw_number(1, 2) + raw_number(2, 911) + raw_bytes(10, b""), 911), "BAD_VERSION")
    refused(station.ask_bytes(raw_number(1, 1) + raw_bytes(10, b""), 0), "BAD_FIELD")
    refused(station.ask_bytes(raw_number(1, 1) + raw_number(2, 912), 912), "BAD_MISSING")
    refused(station.ask_bytes(raw_frame(913, 99, b"later"), 913), "BAD_MISSING")
    refused(station.ask_bytes(raw_frame(914, SUBMIT_CASE, b"\x62\x7fshort", world.key()), 914), "BAD_FORMAT")
    refused(station.ask_bytes(b"", 0), "BAD_VERSION")


@sentence("wrong frames and a frame over the limit are told")
def _(world):
    hello = world.feeder.frame(hello={}).SerializeToString()
    for frames in ([b"x", hello], [b"", b"", hello], [b"", hello, b"x"], [hello, b""]):
        world.feeder.send(*frames)
        refused(world.feeder.receive(empty_frame=frames[0] == b""), "BAD_FRAMES")
    world.feeder.send(b"", hello)
    assert world.feeder.receive(empty_frame=True).hello.account == "hotline"
    world.feeder.send(b"x" * (FRAME_BYTES_MAX + 1))
    refused(world.feeder.receive(), "BAD_TOO_LONG")


def mutated(prng, data):
    data = bytearray(data)
    for _ in range(prng.randint(1, 4)):
        what = prng.randrange(3)
        at = prng.randrange(len(data)) if data else 0
        if what == 0 and data:
            data[at] ^= 1 << prng.randrange(8)
        elif what == 1:
            del data[at:at + prng.randint(1, 8)]
        else:
            data[at:at] = prng.randbytes(prng.randint(1, 8))
    return bytes(data)


@sentence("six hundred damaged requests and noise get an answer each, and harm nothing")
def _(world):
    prng = random.Random(20030918)
    kept = submit(world)
    for number in range(600):
        frame = world.feeder.frame(key=world.key(), submit_case=submission(persons=number))
        if number % 3 == 1:
            frame = world.feeder.frame(key=world.key(), act={"case_no": kept.case_no, "act": {"kind": 11}})
        data = frame.SerializeToString()
        # A single empty frame would be the one in front of a body.
        data = prng.randbytes(prng.randint(1, 400)) if number % 3 == 2 else mutated(prng, data) or b"\0"
        world.feeder.send(data)
        world.feeder.receive()
    assert world.feeder.ask(get_receipt={"key": b"never seen"}).error.name == "STATE_NO_RECEIPT"
    assert world.feeder.ask(get_case={"case_no": kept.case_no}).case_view.digest == kept.digest


def main():
    world = World(*sys.argv[1:])
    failed = 0
    for text, function in CASES:
        try:
            function(world)
            print(f"ok: {text}", flush=True)
        except Exception as trouble:  # whatever it is, the next sentence is tried as well
            failed += 1
            print(f"not ok: {text}: {trouble!r}", flush=True)
            traceback.print_exc()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
