"""Work off the Qt thread: order, delivery, refusals, owners that are gone, closing while busy."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from functools import partial
from types import FunctionType, ModuleType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from navigator_app.errors import NavigatorError
from ui.tasks import Tasks


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def idle(tasks: Tasks, qtbot: QtBot) -> None:
    """Nothing under way any more."""
    qtbot.waitUntil(lambda: not tasks.busy, timeout=5_000)


def test_results_arrive_on_the_qt_thread_in_order(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[int, bool]] = []

    def done(number: int) -> None:
        seen.append((number, threading.current_thread() is threading.main_thread()))

    for number in range(20):
        tasks.run_closed(partial(int, number), done, owner=tasks)
    idle(tasks, qtbot)
    assert seen == [(number, True) for number in range(20)]


def test_store_work_has_one_thread_and_files_another(tasks: Tasks, qtbot: QtBot) -> None:
    names: list[str] = []
    for _turn in range(3):
        tasks.run_closed(lambda: threading.current_thread().name, names.append, owner=tasks)
        tasks.transfer(lambda: threading.current_thread().name, names.append, owner=tasks)
    idle(tasks, qtbot)
    assert sorted(set(names)) == ["store_0", "transfer_0"]


def test_a_refusal_goes_to_who_asked_else_to_the_bar(tasks: Tasks, qtbot: QtBot) -> None:
    taken: list[BaseException] = []
    shown: list[BaseException] = []
    tasks.refused.connect(shown.append)

    def refuse() -> None:
        raise NavigatorError("No", "No.")

    tasks.run_closed(refuse, taken.append, owner=tasks, failed=taken.append)
    tasks.run_closed(refuse, taken.append, owner=tasks)
    idle(tasks, qtbot)
    assert len(taken) == 1
    assert len(shown) == 1


def test_what_nobody_expected_is_a_crash(tasks: Tasks, qtbot: QtBot) -> None:
    crashed: list[BaseException] = []
    tasks.crashed.connect(crashed.append)

    def break_down() -> None:
        raise ZeroDivisionError

    tasks.run_closed(break_down, crashed.append, owner=tasks)
    idle(tasks, qtbot)
    assert [type(one) for one in crashed] == [ZeroDivisionError]


def test_nothing_is_delivered_to_an_owner_that_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    owner, gate = QObject(), threading.Event()
    seen: list[object] = []
    tasks.run_closed(lambda: gate.wait(5), seen.append, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    idle(tasks, qtbot)
    assert seen == []


def test_without_a_store_work_is_refused(tasks: Tasks, qtbot: QtBot) -> None:
    refused: list[BaseException] = []
    tasks.run(lambda ws: ws, refused.append, owner=tasks, failed=refused.append)
    idle(tasks, qtbot)
    assert isinstance(refused[0], NavigatorError)


def test_closing_finishes_what_was_handed_in(qapp: object) -> None:
    tasks = Tasks()
    written: list[int] = []
    for number in range(5):
        tasks.run_closed(partial(written.append, number), id, owner=tasks)
    tasks.close()
    tasks.close()
    assert written == [0, 1, 2, 3, 4]
    tasks.run_closed(lambda: written.append(9), id, owner=tasks)
    assert not tasks.busy or written[-1] != 9
    assert not [one for one in threading.enumerate() if one.name.startswith("store")]


def test_busy_is_said_once_for_many(tasks: Tasks, qtbot: QtBot) -> None:
    said: list[bool] = []
    tasks.busy_changed.connect(said.append)
    for _turn in range(4):
        tasks.run_closed(lambda: None, id, owner=tasks)
    idle(tasks, qtbot)
    assert said == [True, False]


class Page(QObject):
    """Waits for results, and remembers on which threads its like were let go."""

    let_go: list[str] = []

    def show(self, _result: object) -> None:
        """Take a result."""

    def __del__(self) -> None:
        self.let_go.append(threading.current_thread().name)


def held(start: object, stop: object) -> list[QObject]:
    """The QObjects that can be reached from `start`, but not through `stop`."""
    seen, waiting, found = {id(stop)}, [start], list[QObject]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | threading.Thread):
            continue
        seen.add(id(one))
        if isinstance(one, QObject):
            found.append(one)
        if isinstance(one, FunctionType):  # what it closes over; its module holds everything
            waiting += [one.__closure__, one.__defaults__]
        else:
            waiting += gc.get_referents(one)
    return found


def test_a_worker_holds_nothing_of_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    page, gate = Page(), threading.Event()
    tasks.run_closed(lambda: gate.wait(5), id, owner=tasks)
    for submit in (tasks.run_closed, tasks.transfer):
        submit(lambda: gate.wait(5), page.show, owner=page, failed=page.show)
    tasks.run(lambda _ws: None, page.show, owner=page, failed=page.show)
    handed_in = [one for one in gc.get_objects() if type(one).__name__ == "_WorkItem"]
    found = [held(item, tasks) for item in handed_in]
    gate.set()
    idle(tasks, qtbot)
    assert found == [[]] * 4


def test_what_was_cancelled_is_let_go_too(tasks: Tasks, qtbot: QtBot) -> None:
    Page.let_go.clear()
    gate = threading.Event()
    tasks.transfer(lambda: gate.wait(5), id, owner=tasks)
    page = Page()
    tasks.transfer(lambda: gate.wait(5), page.show, owner=page)
    del page
    threading.Timer(0.05, gate.set).start()
    tasks.close()
    assert Page.let_go == [threading.main_thread().name]
