"""The process that writes: it holds the store's lock, takes one order after another, and publishes versions.

It is a process of its own so that an update can be stopped at its time limit, and so that what it grows to or crashes
on harms nobody who reads. Whatever ends it, the store shows the version before the change or the one after it, whole.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pyoxigraph as ox

from ontology.errors import ServandaError
from server import frames, sandbox
from server.changes import Order, pack_change, pack_error
from triples.store.writing import Change, Using, Writer


def main(root: str, settings: str) -> None:
    """Carries out orders from standard input until it ends.

    `settings` is JSON with "strict", "keep", "grace", "memory_mb" and
    "entailment".
    """
    options = json.loads(settings)
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, answers = frames.FrameReader(sys.stdin.fileno()), sys.stdout.fileno()
    try:
        writer = Writer(Path(root), strict=options["strict"], regime=options["entailment"])
        writer.refresh()
    except ServandaError as error:
        frames.write_all(answers, frames.frame(frames.ERROR, pack_error(error)))
        return
    sandbox.limit_memory(options["memory_mb"] + 1024)
    sandbox.refuse_network()
    with writer:
        frames.write_all(answers, frames.frame(frames.READY, b""))
        while True:
            try:
                _, payload = orders.read()
                frames.write_all(answers, _answer(writer, Order.unpack(payload), options["keep"], options["grace"]))
            except (EOFError, BrokenPipeError):
                return


def _answer(writer: Writer, order: Order, keep: int, grace: float) -> bytes:
    try:
        change = carry_out(writer, order)
        writer.prune(keep, used=order.used, grace=grace)
    except ServandaError as error:
        return frames.frame(frames.ERROR, pack_error(error))
    except MemoryError:
        return frames.frame(frames.ERROR, json.dumps({"kind": "MemoryError", "message": ""}).encode())
    return frames.frame(frames.END, pack_change(change))


def carry_out(writer: Writer, order: Order) -> Change:
    """Does what an order says, and returns what came of it; raises what the writer raises."""
    match order.do:
        case "update":
            documents = {
                address: (body, _format(media_type))
                for address, (media_type, body) in zip(order.sources, order.parts, strict=True)
            }
            return writer.update(order.sparql, using=Using(*order.using), base=order.base or None, documents=documents)
        case "put" | "post":
            parts = [(body, _format(media_type)) for media_type, body in order.parts]
            return writer.put(order.graph, parts, base=order.base, add=order.do == "post")
        case "delete":
            return writer.delete(order.graph)
        case "patch":
            return writer.patch(order.graph, order.sparql)
        case "restore":
            return writer.restore(order.version)
        case "name":
            return writer.name(order.name, order.version)
        case "unname":
            return writer.unname(order.name)
    raise ValueError(f"{order.do} is no order")


def _format(media_type: str) -> ox.RdfFormat:
    found = ox.RdfFormat.from_media_type(media_type)
    if found is None:
        raise ValueError(f"{media_type} is no format of RDF")
    return found
