"""Bytes made smaller by zlib-ng, which takes a third of the time that zlib takes."""

from typing import Any

from zlib_ng import zlib_ng

_SMALL, _FAST = 5, 1  # as small as zlib's 6, and as fast as it gets


class DamagedError(ValueError):
    """These are not the bytes that came of it."""


def compressor() -> Any:
    """Makes a file as small as a zip usually has it; in the place of the one that a zip has of its own."""
    return zlib_ng.compressobj(_SMALL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)


def packed(data: bytes) -> bytes:
    """Bytes in less room, with a checksum."""
    return zlib_ng.compress(data, _FAST)


def unpacked(data: bytes) -> bytes:
    """The bytes that were packed; raises DamagedError where some of them are missing, or others."""
    try:
        return zlib_ng.decompress(data)
    except zlib_ng.error as error:  # type: ignore[misc]
        raise DamagedError from error
