"""What is said of attachments: sizes, kinds, and why one is not taken."""

from __future__ import annotations

from navigator_app.domain.attachment_types import HEIC, JPEG, PDF, PNG, TIFF, WEBP, Flaw
from navigator_app.domain.attachments import Limits
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _

_AS_PICTURE = N_("Save or print it as a PDF, or take a photo of it, and add that.")
_AGAIN = N_("Scan or photograph it again, or copy the file once more.")

_FLAWS: dict[Flaw, tuple[str, str]] = {
    Flaw.EMPTY: (N_("The file is empty."), _AGAIN),
    Flaw.PROGRAM: (
        N_("This is a program, whatever its name says. It is not taken in."),
        N_("Do not open it. Tell whoever sent it, and whoever looks after the computers."),
    ),
    Flaw.SCRIPT: (
        N_("This is a script that a computer would run. It is not taken in."),
        _AS_PICTURE,
    ),
    Flaw.ARCHIVE: (
        N_("This is an archive or an office file (ZIP, DOCX, XLSX), not a picture or PDF."),
        _AS_PICTURE,
    ),
    Flaw.OFFICE: (N_("This is an office file, not a picture or PDF."), _AS_PICTURE),
    Flaw.WEB_PAGE: (N_("This is a web page or a drawing made of code."), _AS_PICTURE),
    Flaw.VIDEO: (N_("This is a video or a sound."), N_("Add a photo; videos are not kept here.")),
    Flaw.OTHER_PICTURE: (
        N_("Pictures of this kind (GIF, BMP) are not taken."),
        N_("Save it as JPEG or PNG and add that."),
    ),
    Flaw.UNKNOWN: (N_("This is neither a picture nor a PDF."), _AS_PICTURE),
    Flaw.CUT_SHORT: (N_("The file ends too early: something of it is missing."), _AGAIN),
    Flaw.DAMAGED: (N_("The file is damaged: what is in it does not fit together."), _AGAIN),
}

_KINDS = {
    JPEG: N_("Photo (JPEG)"),
    PNG: N_("Picture (PNG)"),
    WEBP: N_("Picture (WebP)"),
    TIFF: N_("Scan (TIFF)"),
    HEIC: N_("Photo (HEIC)"),
    PDF: N_("PDF"),
}


def kind_words(media_type: str) -> str:
    """What a media type is called."""
    return _(_KINDS[media_type]) if media_type in _KINDS else media_type


def size_words(size: int) -> str:
    """Bytes as people say them: "312 KB", "4.2 MB"."""
    if size < 1024 * 1024:
        return _("{n} KB").format(n=max(1, round(size / 1024)))
    if size < 1024**3:
        return _("{n} MB").format(n=f"{size / 1024**2:.1f}".removesuffix(".0"))
    return _("{n} GB").format(n=f"{size / 1024**3:.1f}".removesuffix(".0"))


def refusal(flaw: Flaw, limits: Limits) -> InputRejected:
    """Why bytes are not taken, and what to do; it belongs to the field "file"."""
    if flaw is Flaw.TOO_LARGE:
        return InputRejected(
            "file",
            _("It is larger than {most}, the most one attachment may have.").format(
                most=size_words(limits.attachment_bytes)
            ),
            _("Scan it at 300 dots an inch, or split it into several files."),
        )
    if flaw is Flaw.TOO_MANY_PIXELS:
        return InputRejected(
            "file",
            _("The picture has more than {n} million dots; it could not be shown safely.").format(
                n=limits.pixels // 1_000_000
            ),
            _("Save it smaller; 300 dots an inch are plenty for a page."),
        )
    what, then = _FLAWS[flaw]
    return InputRejected("file", _(what), _(then))
