"""The errors a person may see: what happened, and what to do next."""

from __future__ import annotations


class NavigatorError(Exception):
    """A refusal in plain words.

    `title` is a few words, `message` one plain sentence that never holds member data beyond what
    the person has in front of them, `next_step` what to do now.
    """

    def __init__(self, title: str, message: str, next_step: str = "") -> None:
        """Keep the three parts."""
        super().__init__(message)
        self.title = title
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        """The sentence and what to do, as the command line prints them."""
        return f"{self.message} {self.next_step}".strip()


class InputRejected(NavigatorError):
    """A value was refused; `field` names the one to stand beside."""

    def __init__(self, field: str, message: str, next_step: str = "") -> None:
        """Keep the field beside the sentence."""
        super().__init__("Not recorded", message, next_step)
        self.field = field


class NotFound(NavigatorError):
    """Nothing in the store has that id or key."""


class NotAllowed(NavigatorError):
    """The role of whoever is at work does not have this right."""


class ReasonNeeded(NotAllowed):
    """Reading on needs a reason first; `member_id` says about whom, `glass` that it is a field."""

    def __init__(
        self, title: str, message: str, next_step: str, member_id: str, *, glass: bool = False
    ) -> None:
        """Keep the member beside the sentence."""
        super().__init__(title, message, next_step)
        self.member_id = member_id
        self.glass = glass


class ConsentNeeded(NavigatorError):
    """Information may not leave: no consent covers it."""


class FileRejected(NavigatorError):
    """A whole file from outside was refused; nothing of it was taken in."""


class StoreUnavailable(NavigatorError):
    """The store cannot be opened or written now; nothing was lost."""


class StoreMissing(StoreUnavailable):
    """There is no store in that folder yet."""


class KeyFileMissing(StoreUnavailable):
    """The store lies there, its key file does not."""


class StoreDamaged(StoreUnavailable):
    """The store or its key file is cut short or altered."""


class StoreInTheClear(StoreUnavailable):
    """The file is an unencrypted database; it is refused."""


class StoreTooNew(StoreUnavailable):
    """A newer version of the program made this store."""


class StoreInUse(StoreUnavailable):
    """Another running copy holds the store."""


class DiskFull(StoreUnavailable):
    """The disk has no room; the change was not made."""


class WrongPassphrase(StoreUnavailable):
    """The passphrase or recovery code opens no key slot; `wait_seconds` until the next try."""

    def __init__(self, message: str, next_step: str = "", wait_seconds: float = 0.0) -> None:
        """Keep how long to wait before the next try."""
        super().__init__("Not unlocked", message, next_step)
        self.wait_seconds = wait_seconds


class TransferFailed(NavigatorError):
    """A file could not be written out or sent; it can be tried again."""
