"""Where the caseload's windows of rows come from: one read on the store thread a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from navigator_app.domain.records import CaseloadQuery, CaseloadRow
from navigator_app.services import caseload
from navigator_app.services.workspace import Workspace
from ui.models.pages import PAGE
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Some pages of one query; `generation` tells a late answer from a wanted one."""

    generation: int
    kind: str  # "query", "fill" or "refresh"
    query: CaseloadQuery
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The rows of each page asked for, and how many the query has."""

    request: PageRequest
    pages: dict[int, tuple[CaseloadRow, ...]]
    total: int


class PageSource(Protocol):
    """Answers requests later, on the Qt thread."""

    def ask(
        self,
        request: PageRequest,
        done: Callable[[PageAnswer], object],
        failed: Callable[[BaseException], object],
        owner: QObject,
    ) -> None:
        """Read the pages, then call `done` while `owner` lives, or `failed` with a refusal."""


class StorePages:
    """Reads from the open store, all pages of a request in one go."""

    def __init__(self, tasks: Tasks) -> None:
        """Keep the threads."""
        self._tasks = tasks

    def ask(
        self,
        request: PageRequest,
        done: Callable[[PageAnswer], object],
        failed: Callable[[BaseException], object],
        owner: QObject,
    ) -> None:
        """Hand the read to the store thread."""
        self._tasks.run(partial(_read, request), done, owner=owner, failed=failed)


def _read(request: PageRequest, ws: Workspace) -> PageAnswer:
    pages: dict[int, tuple[CaseloadRow, ...]] = {}
    total = 0
    for number in request.pages:
        window = caseload.page(ws, request.query, offset=number * PAGE, limit=PAGE)
        pages[number] = window.rows
        total = window.total
    return PageAnswer(request, pages, total)
