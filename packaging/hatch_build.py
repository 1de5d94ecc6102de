"""Build hook: compiles each locales/*/LC_MESSAGES/*.po into the wheel as .mo."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled catalogues; they live in a folder that goes away after the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell hatchling where each file goes."""
        self.folder = tempfile.TemporaryDirectory()
        locales = Path(self.root) / "locales"
        for number, po in enumerate(sorted(locales.glob("*/LC_MESSAGES/*.po"))):
            compiled = Path(self.folder.name) / f"{number}.mo"
            with po.open("rb") as source, compiled.open("wb") as target:
                write_mo(target, read_po(source))
            inside = po.relative_to(locales).with_suffix(".mo").as_posix()
            build_data["force_include"][str(compiled)] = f"navigator_app/_data/locales/{inside}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        self.folder.cleanup()
