"""Which statuses are with the plan: carried by a sent file, and not sent back to be mended."""

from __future__ import annotations

RELEASED = (
    "EXISTS (SELECT 1 FROM response_row w WHERE w.event_id = o.event_id "
    "AND w.outbound_file_id = o.file_id AND w.verdict = 'rejected' "
    "AND w.settled_how GLOB 'resent*')"
)
"""SQL condition for a row of a sent file that the plan rejected and a person let go again; `o` is
outbound_event."""

TOLD = (
    "NOT EXISTS (SELECT 1 FROM response_row w WHERE w.event_id = o.event_id "
    "AND w.outbound_file_id = o.file_id AND w.verdict = 'rejected' "
    "AND w.settled_how NOT GLOB 'dropped*' AND w.settled_how NOT GLOB 'superseded*')"
)
"""SQL condition for a row of a sent file that the plan did not turn down, or that need not go
again because it has the status; `o` is outbound_event."""

NOT_SENT = (
    "NOT EXISTS (SELECT 1 FROM outbound_event o "  # noqa: S608 - constants
    "JOIN outbound_file f ON f.id = o.file_id "
    f"AND f.state = 'sent' WHERE o.event_id = e.id AND NOT {RELEASED})"
)
"""SQL condition for an event that is to go: no sent file carries it, or each that did had it
rejected and released; `e` is status_event."""

AGAIN = (
    "EXISTS (SELECT 1 FROM outbound_event o "  # noqa: S608 - constants
    f"WHERE o.event_id = e.id AND {RELEASED})"
)
"""SQL condition, beside `NOT_SENT`, for an event that goes a second time; `e` is status_event."""
