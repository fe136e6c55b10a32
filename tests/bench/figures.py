# SPDX-License-Identifier: Apache-2.0
"""Figures of tests/bench/run: CPU time of processes, rows and bytes of databases, medians. Standard library only.

    figures.py cpu PID...            microseconds of these processes and all their descendants
    figures.py table FILE            runs as JSON lines -> a table, and last the median run as one JSON line
    figures.py percentiles FILE      milliseconds, one a line -> one JSON line
"""
import json
import os
import statistics
import sys


def children_of():
    tree = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # After the name: state, parent, ...; user and system time with those of children that ended.
            tree.setdefault(int(fields[1]), []).append(int(entry))
            tree.setdefault("ticks", {})[int(entry)] = sum(int(x) for x in fields[11:15])
    return tree


def cpu(pids):
    tree = children_of()
    seen, queue = set(), [int(pid) for pid in pids]
    while queue:
        pid = queue.pop()
        if pid not in seen:
            seen.add(pid)
            queue += tree.get(pid, [])
    ticks = sum(tree["ticks"].get(pid, 0) for pid in seen)
    print(ticks * 1000000 // os.sysconf("SC_CLK_TCK"))


def table(path):
    with open(path, encoding="utf-8") as file:
        runs = [json.loads(line) for line in file]
    names = list(runs[0])
    print(f"{'':28}{'median':>12}{'min':>12}{'max':>12}")
    result = {}
    for name in names:
        values = [run[name] for run in runs]
        result[name] = round(statistics.median(values), 2)
        print(f"{name:28}{result[name]:>12}{min(values):>12.2f}{max(values):>12.2f}")
    print(json.dumps(result))


def percentiles(path):
    with open(path, encoding="utf-8") as file:
        values = sorted(float(line) for line in file)
    print(json.dumps({"p50_ms": values[len(values) // 2], "p99_ms": values[len(values) * 99 // 100]}))


if sys.argv[1] == "cpu":
    cpu(sys.argv[2:])
elif sys.argv[1] == "percentiles":
    percentiles(sys.argv[2])
else:
    table(sys.argv[2])
