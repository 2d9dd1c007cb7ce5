"""Readings compressed for the record: any zlib takes them, and what stayed the same is not compressed again."""

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.history import packing
from data.history.packing import Packing

_rows = st.lists(st.binary(max_size=60), max_size=40)


@given(st.lists(_rows, min_size=1, max_size=4), st.integers(0, 200))
def test_every_content_comes_back(readings: list[list[bytes]], piece_bytes: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "PIECE_BYTES", piece_bytes)
        patch.setattr(packing, "_CUTS_ONE_IN", 2)
        packs = Packing()
        for rows in readings:
            content = b"],[".join(rows)
            assert zlib.decompress(packs.packed(content)) == content


def test_a_row_more_has_one_piece_compressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    rows = [dice.randbytes(100).hex().encode() for _ in range(10_000)]
    deflated = list[bytes]()
    deflate = packing._deflated
    monkeypatch.setattr(packing, "_deflated", lambda piece: (deflated.append(piece), deflate(piece))[1])
    packs = Packing()
    packs.packed(b"],[".join(rows))
    assert len(deflated) > 5
    deflated.clear()
    more = b"],[".join([*rows[:5000], b"said in between", *rows[5000:]])
    assert zlib.decompress(packs.packed(more)) == more
    (piece,) = deflated
    assert b"said in between" in piece
    assert len(packs.packed(more)) < 1.1 * len(zlib.compress(more, packing.LEVEL))
