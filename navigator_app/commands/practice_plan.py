"""A plan on this computer to practise with."""

from __future__ import annotations

import shlex
import signal
import sys
import threading
from argparse import Namespace

from navigator_app.commands import output
from navigator_app.i18n import _
from navigator_app.services.practice_plan import PracticePlan, Way

_EVERY = 1.0
"""Seconds between two looks into the outbox."""


def practice_plan(args: Namespace) -> int:
    """Play until stopped."""
    plan = PracticePlan(args.dir, port=args.port, reject=args.reject)
    end = threading.Event()
    before = {
        one: signal.signal(one, lambda *_words: end.set())
        for one in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        _tell(args, plan.start())
        while not end.wait(_EVERY):
            for name in plan.play():
                print(_("Dropped {name}").format(name=name), file=sys.stderr, flush=True)
    finally:
        plan.stop()
        for one, handler in before.items():
            signal.signal(one, handler)
    return 0


def _tell(args: Namespace, way: Way) -> None:
    """Say how it is connected."""
    words = [
        "navigator", "plan", "connect", "bayview", "--sftp", way.address,
        "--identity", str(way.identity), "--host-key", way.host_key,
        "--inbox", str(way.inbox), "--outbox", str(way.outbox),
    ]  # fmt: skip
    if output.wants_json(args):
        output.document(
            {
                "address": way.address,
                "identity": str(way.identity),
                "host_key": way.host_key,
                "inbox": str(way.inbox),
                "outbox": str(way.outbox),
                "connect": shlex.join(words),
            }
        )
    else:
        output.line(_("The practice plan is there. Connect a plan of the layout bayview:"))
        output.line(shlex.join(words))
        output.line(_("Stop it with Ctrl+C."))
    sys.stdout.flush()
