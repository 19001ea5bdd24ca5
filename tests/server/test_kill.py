"""Durability: whatever instant a process is killed at, acknowledged updates are there, and no other is there by half.

Each round starts a server, sends it numbered updates one after another, and kills either the whole service or the
writer alone at a random instant. The next round verifies what is on disk. An update writes three triples into a graph
of its own and moves a counter, so half of one would show.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.server.conftest import Server, serving
from tests.server.test_updates import TOKEN, count, make_store, rows, update
from triples.store.versions import version_ids

SHORT, LONG = 15, 300
LONGEST = 0.25
PARTS = 3


@dataclass
class Ledger:
    """What a client knows of its updates: the numbers that were acknowledged, and those whose fate it never learnt."""

    sent: int = 0
    acknowledged: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)

    def write(self, server: Server, done: threading.Event) -> None:
        """Sends one update after another until one meets the end of a process."""
        while not done.is_set():
            self.sent += 1
            number = self.sent
            values = " , ".join(str(each) for each in range(PARTS))
            text = (
                f"DELETE {{ GRAPH <http://e/counter> {{ <http://e/c> <http://e/last> ?n }} }} "
                f"INSERT {{ GRAPH <http://e/counter> {{ <http://e/c> <http://e/last> {number} }} "
                f"GRAPH <http://e/update/{number}> {{ <http://e/update/{number}> <http://e/part> {values} }} }} "
                f"WHERE {{ OPTIONAL {{ GRAPH <http://e/counter> {{ <http://e/c> <http://e/last> ?n }} }} }}"
            )
            try:
                status = update(server, text).status
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 204:
                self.acknowledged.add(number)
            else:
                self.unknown.add(number)
                return

    def verify(self, server: Server) -> None:
        """Compares what is there with what is known; what turns out to be there or not is known from then on."""
        found = {
            int(row["g"].rpartition("/")[2]): int(row["n"])
            for row in rows(
                server,
                "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s <http://e/part> ?o } } GROUP BY ?g",
            )
        }
        assert set(found.values()) <= {PARTS}, "a part of an update is there"
        assert self.acknowledged <= found.keys(), f"lost: {sorted(self.acknowledged - found.keys())}"
        assert found.keys() <= self.acknowledged | self.unknown
        last = rows(server, "SELECT ?n { <http://e/c> <http://e/last> ?n }")
        assert [int(row["n"]) for row in last] == ([max(found)] if found else [])
        assert count(server) == 2 + PARTS * len(found) + len(last)
        self.acknowledged, self.unknown = set(found), set()


def kill_in_a_loop(root: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    ledger = Ledger()
    for _ in range(rounds):
        done = threading.Event()
        with serving(root, updates=True, token=TOKEN, workers=1, keep_versions=5, queue_timeout=1.0) as server:
            ledger.verify(server)
            client = threading.Thread(target=ledger.write, args=(server, done))
            client.start()
            # The instant is random: nobody sets the event before.
            done.wait(chance.uniform(0.0, LONGEST))
            if chance.random() < 0.3 and (writers := _writers(server)):
                os.kill(writers[0], signal.SIGKILL)
                # Between two updates a killed writer is replaced and the client never learns of it: it is told to end.
                done.set()
                client.join()
                ledger.verify(server)
            else:
                server.process.kill()
                client.join()
    with serving(root, updates=True, token=TOKEN, workers=1) as server:
        ledger.verify(server)
        update(server, "DROP GRAPH <http://e/g2>")
    assert ledger.acknowledged, "no update came through, so nothing was shown"
    assert not list((root / "versions").glob(".new-*"))
    assert len(version_ids(root)) < ledger.sent


def test_no_acknowledged_update_is_lost_and_none_is_there_by_half(tmp_path: Path) -> None:
    kill_in_a_loop(make_store(tmp_path), SHORT, seed=4)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_the_same_hundreds_of_times(tmp_path: Path, seed: int) -> None:
    kill_in_a_loop(make_store(tmp_path), LONG // 3, seed)


def _writers(server: Server) -> list[int]:
    """Returns the processes of the service that write, as far as they can still be read."""
    found = []
    for pid in server.workers():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        if "server.writer" in command:
            found.append(pid)
    return found
