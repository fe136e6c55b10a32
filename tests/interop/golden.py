#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The golden bytes of the socket API, read by another implementation of protobuf: every message holds nothing unknown,
every field of it is set but those that no client is told, and written again it is the same bytes.

    golden.py MESSAGES_TXT
"""

import sys
from pathlib import Path

from google.protobuf import descriptor

import api_pb2
from client import check_error

# In a station's own row, and told to nobody: what it says of a visit, and who was accused later.
UNTOLD = ("CaseFile.waiting", "Conflict.later")
ENVELOPES = ("ClientFrame", "ServerFrame", "SettingData", "SettingKey", "SettingAccount")


def messages(path):
    """(name of the message, word behind it, bytes) of each entry that belongs to the API."""
    name, word, data = None, None, ""
    for line in path.read_text().splitlines() + [""]:
        if line.startswith("  "):
            data += line.strip()
            continue
        if name in ENVELOPES:
            yield name, word, bytes.fromhex(data)
        words = line.split(" ")
        name, word, data = words[0], words[1] if len(words) > 1 else "", ""


def not_set(message, path):
    """Names of fields that stand at their default, here or in what they hold."""
    for field in message.DESCRIPTOR.fields:
        where = f"{path}.{field.name}"
        if field.containing_oneof is not None and message.WhichOneof(field.containing_oneof.name) != field.name:
            continue
        if field.message_type == message.DESCRIPTOR and path.endswith("." + field.name):
            continue  # a message inside one of its own kind: the inner one has none
        if f"{message.DESCRIPTOR.name}.{field.name}" in UNTOLD:
            if message.HasField(field.name) if field.message_type else getattr(message, field.name):
                raise SystemExit(f"not ok: {where} is told")
            continue
        value = getattr(message, field.name)
        if field.label == descriptor.FieldDescriptor.LABEL_REPEATED:
            if not value:
                yield where
            # Two rows may differ in what they hold; together they hold everything.
            elif field.message_type is not None:
                missing = [set(not_set(row, where)) for row in value]
                yield from set.intersection(*missing)
        elif field.message_type is not None:
            if not message.HasField(field.name):
                yield where
            else:
                yield from not_set(value, where)
        elif value == field.default_value:
            yield where


def unknown(message):
    if message.UnknownFields():
        return True
    for field, value in message.ListFields():
        if field.message_type is not None:
            rows = value if field.label == descriptor.FieldDescriptor.LABEL_REPEATED else [value]
            if any(unknown(row) for row in rows):
                return True
    return False


def main():
    seen = set()
    troubles = []
    missing = {}  # of a message that is shown twice: together they hold everything
    for name, word, data in messages(Path(sys.argv[1])):
        what = f"{name} {word}"
        message = getattr(api_pb2, name).FromString(data)
        if unknown(message):
            troubles.append(f"{what}: a field that proto/api.proto does not name")
        if message.SerializeToString(deterministic=True) != data:
            troubles.append(f"{what}: written again it is other bytes")
        missing.setdefault(what, []).append(set(not_set(message, name)))
        if name in ("ClientFrame", "ServerFrame"):
            seen.add((name, message.WhichOneof("body")))
        if name == "ServerFrame" and message.WhichOneof("body") == "error":
            check_error(message.error)
    for name in ("ClientFrame", "ServerFrame"):
        for field in getattr(api_pb2, name).DESCRIPTOR.oneofs_by_name["body"].fields:
            if (name, field.name) not in seen:
                troubles.append(f"{name} {field.name}: no golden bytes")
    for what, sets in missing.items():
        troubles += [f"{what}: {field} is not set" for field in sorted(set.intersection(*sets))]
    for trouble in troubles:
        print(f"not ok: {trouble}")
    if not troubles:
        print(f"ok: {len(seen)} requests and answers, every field set, the same bytes in both languages")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
