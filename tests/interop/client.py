# SPDX-License-Identifier: Apache-2.0
"""A client of the socket API that shares no line with libpujiang: Python's zmq and protobuf, and what protoc made of
proto/*.proto. Written from proto/api.proto and the list of codes alone."""

import itertools
import re
import time
from pathlib import Path

import zmq

import api_pb2
import case_pb2

PROTOCOL = 1
ANSWER_S = 20
FRAME_BYTES_MAX = 1024 * 1024
TOP = Path(__file__).resolve().parents[2]
WHERES = ["-", "client", "node", "db", "link", "peer", "policy"]
RETRIES = ["never", "same_key", "after_ms", "after_fix"]


def read_codes():
    """number -> (name, where, retry, zh, en), from the golden text of the list."""
    codes = {}
    for line in (TOP / "tests/golden/codes.txt").read_text().splitlines():
        head, zh, en = line.split(" | ")
        number, name, where, retry = head.split(" ")
        codes[int(number)] = (name, WHERES.index(where), RETRIES.index(retry), zh, en)
    return codes


CODES = read_codes()


class Silent(Exception):
    """No answer in time."""


class Station:
    """One connection. keys = (own public, own secret, the station's public) for tcp, None for ipc."""

    def __init__(self, endpoint, keys=None, kind=zmq.DEALER):
        self.socket = zmq.Context.instance().socket(kind)
        self.socket.linger = 0
        if keys is not None:
            self.socket.curve_publickey, self.socket.curve_secretkey, self.socket.curve_serverkey = keys
        self.socket.connect(endpoint)
        self.ids = itertools.count(1)

    def close(self):
        self.socket.close()

    # ---- frames

    def send(self, *frames):
        self.socket.send_multipart(list(frames))

    def receive(self, seconds=ANSWER_S, empty_frame=False):
        """The next answer. It must hold nothing this description of the protocol does not know."""
        if not self.socket.poll(int(seconds * 1000)):
            raise Silent()
        frames = self.socket.recv_multipart()
        if empty_frame:
            assert frames.pop(0) == b"", "the empty frame is not echoed"
        assert len(frames) == 1, f"{len(frames)} frames in an answer"
        reply = api_pb2.ServerFrame.FromString(frames[0])
        assert reply.protocol == PROTOCOL
        assert reply.WhichOneof("body"), "an answer without a body"
        assert reply.SerializeToString(deterministic=True) == frames[0], "an answer that reads differently when written"
        if reply.WhichOneof("body") == "error":
            check_error(reply.error)
        return reply

    # ---- requests

    def frame(self, **fields):
        return api_pb2.ClientFrame(protocol=PROTOCOL, request_id=next(self.ids), **fields)

    def ask_bytes(self, body, request_id):
        self.send(body)
        reply = self.receive()
        assert reply.request_id == request_id, f"answer to {reply.request_id}, not {request_id}"
        return reply

    def ask(self, **fields):
        frame = self.frame(**fields)
        return self.ask_bytes(frame.SerializeToString(), frame.request_id)


def check_error(error):
    """Name, place, retry and sentences are those of the list."""
    assert error.code in CODES, f"code {error.code} is not in the list"
    told = (error.name, error.where, error.retry, error.sentence_zh, error.sentence_en)
    assert told == CODES[error.code], f"{told} is not {CODES[error.code]}"


# ---- protobuf by hand: what a careful library would refuse to write


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def raw_bytes(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def raw_number(field, value):
    return varint(field << 3) + varint(value)


def raw_frame(request_id, field, body, key=b""):
    """A ClientFrame around the bytes of a body."""
    frame = raw_number(1, PROTOCOL) + raw_number(2, request_id)
    if key:
        frame += raw_bytes(3, key)
    return frame + raw_bytes(field, body)


# ---- what a receipt promises


def check_case_no(case_no):
    """<division>[series]-<yyyymmdd>-<8 digits>-<2 check digits>, ISO 7064 MOD 97-10 over it all, letters as 10 to 35."""
    assert re.fullmatch(r"(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})[A-Z]?-\d{8}-\d{8}-\d{2}", case_no), case_no
    digits = "".join(str(int(sign, 36)) for sign in case_no if sign != "-")
    assert int(digits) % 97 == 1, f"{case_no}: check digits"


def check_receipt(receipt):
    now_us = time.time_ns() // 1000
    check_case_no(receipt.case_no)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", receipt.query_code), receipt.query_code
    assert len(receipt.digest) == 32
    assert receipt.node
    assert receipt.holder
    assert receipt.case_version >= 1
    assert abs(now_us - receipt.committed_at) < 60_000_000
    assert receipt.received_at <= receipt.committed_at
    for warning in receipt.warnings:
        assert warning.name == CODES[warning.code][0]
    assert any(clock.state == case_pb2.CLOCK_STATE_RUNNING for clock in receipt.clocks), "no clock runs"
    for clock in receipt.clocks:
        assert clock.state in (case_pb2.CLOCK_STATE_RUNNING, case_pb2.CLOCK_STATE_MET)
        assert clock.basis
        day_end_us = (clock.due_date + 1) * 86_400_000_000 - 8 * 3_600_000_000
        assert clock.due_at == day_end_us, "a clock is over at 24:00 in Shanghai"


def same_receipt(again, first):
    """A replay is the first receipt but for saying so."""
    copy = api_pb2.Receipt()
    copy.CopyFrom(again)
    assert copy.replayed
    copy.replayed = first.replayed
    copy.ClearField("warnings")
    plain = api_pb2.Receipt()
    plain.CopyFrom(first)
    plain.ClearField("warnings")
    assert copy == plain, f"{copy} is not {plain}"
