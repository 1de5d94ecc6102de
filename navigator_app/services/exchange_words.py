"""The states of files of an exchange, in plain words."""

from __future__ import annotations

from navigator_app.i18n import N_, _

STATES = {
    "fetched": N_("Fetched"),
    "staged": N_("To review"),
    "committed": N_("Taken in"),
    "quarantined": N_("Set aside"),
    "settled": N_("Settled"),
    "taken": N_("Read"),
    "waiting": N_("Waits to go"),
    "sending": N_("Not yet through"),
    "sent": N_("Sent"),
    "confirmed": N_("Sent, seen there"),
    "acknowledged": N_("Answered by the plan"),
    "refused": N_("Refused by the plan"),
    "withdrawn": N_("Withdrawn"),
    "uploaded": N_("Uploaded, not yet named"),
    "unsure": N_("Not known whether it went"),
    "held": N_("Did not go"),
    "cleared": N_("Half-sent part removed"),
    "left": N_("Half-sent part stays there"),
}


def state(word: str) -> str:
    """A state, or a step, of a file's life as a person reads it."""
    return _(STATES[word]) if word in STATES else word
