"""The agency's own list of providers, read whole or refused whole."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.services import selection

LIST = """
[[provider]]
name = "  Harbor   Homes "
needs_met = ["near", "Spanish"]
slots = 2

[[provider]]
name = "Lighthouse"
preferred = true
"""


def test_a_list_is_read_and_ranked_with_its_rule() -> None:
    found = selection.candidates(LIST)
    ranked, rule = selection.suggest(
        found, "partnership-mcap7003", date(2026, 11, 20), Service.HTNS
    )
    assert [one.candidate.name for one in ranked] == ["Lighthouse", "Harbor Homes"]
    assert rule is not None
    assert not rule.required
    assert "Provider Selection" in rule.section


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[provider", "cannot be read"),
        ("[provider]\nname = 'x'", "tables only"),
        ("other = 1", "tables only"),
        ("[[provider]]\nname = ' '", "1: name"),
        ("[[provider]]\nname = 'x'\nslot = 1", "1: slot"),
        ("[[provider]]\nname = 'x'\nslots = -1", "slots"),
        ("[[provider]]\nname = 'x'\nslots = true", "slots"),
        ("[[provider]]\nname = 'x'\npreferred = 'yes'", "preferred"),
        ("[[provider]]\nname = 'x'\nneeds_met = 'near'", "needs_met"),
        ("provider = ['x']", "1: provider"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole(text: str, said: str) -> None:
    with pytest.raises(InputRejected, match=said):
        selection.candidates(text)


def test_an_empty_list_suggests_nobody() -> None:
    assert selection.candidates("") == []
