"""One lock for all that PDFium does: its library keeps state of its own and may be entered by one
thread at a time, and a preview is drawn on another thread than a scan is read on.
"""

from __future__ import annotations

import threading

PDFIUM = threading.RLock()
"""Held around every call into pypdfium2, closing included; for a page at a time, not for a file."""
