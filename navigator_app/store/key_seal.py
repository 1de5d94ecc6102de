"""A key handed to a slot whose secret is not at hand: sealed to the slot's public half (X25519).

Re-keying the store gives the new key to everybody who stays without knowing their passphrases. It
goes to each slot by itself, never under the old key: who kept a copy of an old key file, and with
it the old key, gets nothing from it.
"""

from __future__ import annotations

import os

_BARE = 32
SEALED_BYTES = _BARE + 12 + 32 + 16


def new_pair() -> tuple[bytes, bytes]:
    """A private and a public half, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public: bytes, key: bytes, bound: bytes) -> bytes:
    """The key for whoever has the private half; `bound` is authenticated with it."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    nonce = os.urandom(12)
    return mine + nonce + AESGCM(_derived(shared, mine, public)).encrypt(nonce, key, bound)


def unseal(private: bytes, sealed: bytes, bound: bytes) -> bytes:
    """The key; cryptography's InvalidTag when it was sealed to another or altered."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    own = X25519PrivateKey.from_private_bytes(private)
    theirs, nonce, body = sealed[:_BARE], sealed[_BARE : _BARE + 12], sealed[_BARE + 12 :]
    shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
    public = own.public_key().public_bytes_raw()
    return AESGCM(_derived(shared, theirs, public)).decrypt(nonce, body, bound)


def _derived(shared: bytes, once: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=once + public, info=b"navigator slot").derive(shared)
