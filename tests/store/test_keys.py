"""Key slots: what opens the key, what does not, and what the file gives away."""

import json
import stat
from dataclasses import replace

import pytest

from navigator_app.errors import KeyFileMissing, StoreDamaged, StoreTooNew, WrongPassphrase
from navigator_app.store import keys
from navigator_app.store.files import KEYS
from navigator_app.store.keys import Kdf

SECRET = "lantern pebble saddle"


@pytest.fixture
def made(quick_kdf):
    key = keys.new_key()
    key_file, code = keys.new_key_file(key, SECRET, user_id="u1", kdf=quick_kdf)
    return key, key_file, code


def test_default_cost_is_at_least_64_mib():
    assert Kdf().memory_kib >= 64 * 1024
    assert Kdf().time * Kdf().parallelism >= 3


def test_passphrase_and_code_give_the_same_key(made):
    key, key_file, code = made
    assert keys.open_with_passphrase(key_file, SECRET)[0] == key
    assert keys.opened_by_code(key_file, code.lower().replace("-", " ")).keys[0] == key


def test_same_letters_composed_otherwise_open_too(quick_kdf):
    key = keys.new_key()
    key_file, _ = keys.new_key_file(key, "cafe\u0301 del mar azul", user_id=None, kdf=quick_kdf)
    assert keys.open_with_passphrase(key_file, "caf\u00e9 del mar azul")[0] == key


def test_wrong_ones_are_refused(made, quick_kdf):
    _key, key_file, _code = made
    _other, other_code = keys.new_key_file(keys.new_key(), SECRET, user_id=None, kdf=quick_kdf)
    for wrong in ("", SECRET + " ", SECRET.upper()):
        with pytest.raises(WrongPassphrase):
            keys.open_with_passphrase(key_file, wrong)
    with pytest.raises(WrongPassphrase):
        keys.opened_by_code(key_file, other_code)


def test_slot_is_bound_to_its_store_slot_and_cost(made):
    _key, key_file, _code = made
    slot = key_file.slots[0]
    for altered in (
        keys.KeyFile("another-store", key_file.slots),
        keys.KeyFile(key_file.store_id, (replace(slot, id="other"),)),
        keys.KeyFile(key_file.store_id, (replace(slot, user_id="other"),)),
        keys.KeyFile(key_file.store_id, (replace(slot, kdf=replace(slot.kdf, time=2)),)),
    ):
        with pytest.raises(WrongPassphrase):
            keys.open_with_passphrase(altered, SECRET)


def test_new_passphrase_replaces_the_users_slot_only(made, quick_kdf):
    key, key_file, code = made
    changed = keys.with_passphrase(key_file, key, "velvet anchor thistle", user_id="u1")
    assert keys.open_with_passphrase(changed, "velvet anchor thistle")[0] == key
    with pytest.raises(WrongPassphrase):
        keys.open_with_passphrase(changed, SECRET)
    assert keys.opened_by_code(changed, code).keys[0] == key
    both = keys.with_passphrase(key_file, key, "third person's own", user_id="u2", kdf=quick_kdf)
    assert keys.open_with_passphrase(both, SECRET)[1].user_id == "u1"
    assert keys.open_with_passphrase(both, "third person's own")[1].user_id == "u2"


def test_new_code_replaces_the_old(made):
    key, key_file, code = made
    changed, newer = keys.with_recovery(key_file, key)
    assert keys.opened_by_code(changed, newer).keys[0] == key
    with pytest.raises(WrongPassphrase):
        keys.opened_by_code(changed, code)


def test_file_round_trip_is_private_and_holds_no_secret(made, tmp_path):
    key, key_file, code = made
    keys.write(tmp_path, key_file)
    path = tmp_path / KEYS
    assert keys.read(tmp_path) == key_file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert SECRET not in text
    assert key.hex() not in text
    assert code not in text
    assert [entry.name for entry in tmp_path.iterdir()] == [KEYS]


def test_missing_file_is_named(tmp_path):
    with pytest.raises(KeyFileMissing, match=r"keys\.json"):
        keys.read(tmp_path)


def test_every_cut_of_the_file_is_damage(made, tmp_path):
    keys.write(tmp_path, made[1])
    path = tmp_path / KEYS
    whole = path.read_bytes()
    for length in range(0, len(whole) - 2, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(StoreDamaged):
            keys.read(tmp_path)


def test_altered_or_strange_content_is_damage(made, tmp_path):
    keys.write(tmp_path, made[1])
    path = tmp_path / KEYS
    content = json.loads(path.read_text())
    content["slots"][0]["kdf"]["time"] = 2
    strange = [json.dumps(content), "[]", "null", "{}", '{"format": "x"}', "\x00" * 40]
    for text in strange:
        path.write_text(text)
        with pytest.raises(StoreDamaged):
            keys.read(tmp_path)


def test_absurd_cost_is_damage_not_a_frozen_computer(made, tmp_path):
    _key, key_file, _code = made
    huge = replace(key_file.slots[0], kdf=Kdf(memory_kib=1 << 40))
    keys.write(tmp_path, keys.KeyFile(key_file.store_id, (huge,)))
    with pytest.raises(StoreDamaged):
        keys.read(tmp_path)


def test_newer_format_asks_for_an_update(tmp_path):
    (tmp_path / KEYS).write_text(json.dumps({"format": keys.FORMAT + 1}))
    with pytest.raises(StoreTooNew):
        keys.read(tmp_path)
