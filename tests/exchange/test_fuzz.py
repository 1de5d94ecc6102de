"""A few hundred mutated sample files on every run; NAVIGATOR_FUZZ=10000 for the long one."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

COUNT = int(os.environ.get("NAVIGATOR_FUZZ", "300"))


@pytest.fixture(scope="module")
def fuzz():
    """The module beside this one, which is also a command."""
    spec = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_mutated_files_are_read_or_refused_and_no_row_is_lost(fuzz, tmp_path):
    ends = fuzz.run(COUNT, seed=20261130, folder=tmp_path)
    assert ends.total() == COUNT
    assert ends["read with rejected rows"] > COUNT // 20  # the mutations do reach the rows


def test_the_check_notices_a_lost_row(fuzz, read, samples):
    data = (samples / "bayview_csasf_2026-11-15.csv").read_bytes()
    parsed = read(data)
    assert fuzz.unaccounted(parsed, data) == ""
    parsed.good.pop(30)
    assert fuzz.unaccounted(parsed, data) == "60 lines below the headings, 59 in rows, 0 blank"
