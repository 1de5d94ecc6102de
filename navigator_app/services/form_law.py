"""What each law asks of our forms, where they have it, and what an agency has to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from navigator_app.forms.law import Element


def listing() -> tuple[Element, ...]:
    """Every element in the order of the laws. Needs no store."""
    from navigator_app.forms import law

    return law.elements()
