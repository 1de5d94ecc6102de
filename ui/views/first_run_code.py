"""The page of the first run that shows the recovery code, once."""

from __future__ import annotations

from navigator_app.i18n import _
from ui.views.first_run_steps import Step
from ui.widgets.recovery import RecoverySheet


class CodeStep(Step):
    """The code, with copy and print; on only after two of its groups were typed back."""

    def __init__(self) -> None:
        """Build the page."""
        super().__init__(
            4,
            _("Your recovery code"),
            _(
                "If the passphrase is ever lost, only this code opens the caseload. It is shown "
                "this once: print it or write it down, and keep it locked away."
            ),
            _("I have kept it"),
        )
        self.sheet = RecoverySheet()
        self.column.addWidget(self.sheet)
        self.close_page()
        self.back_button.hide()
        self.on_button.setEnabled(False)
        self.sheet.kept.connect(self.on_button.setEnabled)
        self.sheet.answers[1].returnPressed.connect(self.on_button.click)

    def show_code(self, code: str, agency: str) -> None:
        """Fill the page."""
        self.sheet.show_code(code, agency)

    def enter(self) -> None:
        """The cursor waits where the first group is asked for."""
        self.sheet.answers[0].setFocus()

    def forget(self) -> None:
        """Take the code away."""
        self.sheet.forget()
