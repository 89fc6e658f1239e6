"""Protobuf messages as fields by number, which is all that Anki's newest format needs."""

from collections.abc import Iterator, Mapping

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED = {_FIXED64: 8, _FIXED32: 4}

Value = int | bytes


def message(blob: bytes) -> Mapping[int, Value]:
    """The last value of each field; raises ValueError for what is not a message."""
    return dict(fields(blob))


def fields(blob: bytes) -> Iterator[tuple[int, Value]]:
    """Yield each field of a message: its number, and its integer or bytes."""
    place = 0
    while place < len(blob):
        key, place = _varint(blob, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _varint(blob, place)
            yield number, value
            continue
        if kind == _BYTES:
            size, place = _varint(blob, place)
        elif kind in _FIXED:
            size = _FIXED[kind]
        else:
            raise ValueError("an unknown wire type")
        if place + size > len(blob):
            raise ValueError("a field is cut short")
        yield number, blob[place : place + size]
        place += size


def text(fields: Mapping[int, Value], number: int) -> str:
    """A field as text; empty if it is absent."""
    value = fields.get(number, b"")
    if isinstance(value, int):
        raise TypeError("a number is not text")
    return value.decode()


def signed(fields: Mapping[int, Value], number: int) -> int | None:
    """A field as a signed 64-bit integer; None if it is absent."""
    value = fields.get(number)
    if value is None:
        return None
    if isinstance(value, bytes):
        raise TypeError("bytes are not a number")
    return value - (1 << 64) if value >> 63 else value


def _varint(blob: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place == len(blob) or shift > 63:
            raise ValueError("a number is cut short")
        byte = blob[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place
