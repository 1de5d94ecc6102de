"""What the tests of forms share: a form opened as the window opens it, and whether it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6


def opened(daily: Any, make: Callable[..., Any], about: object) -> Any:
    dialog = make(daily.context, about)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    daily.settle()
    return dialog


def closed(dialog: Any) -> bool:
    return not shiboken6.isValid(dialog) or not dialog.isVisible()
