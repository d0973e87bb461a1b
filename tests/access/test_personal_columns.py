"""Personal columns: sealed, bound to their place, found by a keyed index, with the algorithms of the standards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from flask import Flask

from appcore.access import privacy
from models.case import Case, Party
from models.staff import Staff
from tests.conftest import SECRETS

NUMBER, PHONE = "999999199001010017", "13800001234"


@pytest.fixture
def keyed() -> Any:
    """An app context that holds keys and nothing else."""
    from appcore.settings import Settings

    app = Flask("keys")
    app.extensions["settings"] = Settings(**SECRETS)
    with app.app_context():
        yield app


def sealed_party(**values: str) -> Party:
    party = Party()
    for name, value in values.items():
        privacy.put(party, name, value)
    return party


# --- R75 ---------------------------------------------------------------------------------------------------------------


def test_r75_sm3_is_that_of_the_standard() -> None:
    """GB/T 32905-2016, example 1."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")

    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_r75_sm4_is_that_of_the_standard() -> None:
    """GB/T 32907-2016, appendix A.1."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(SM4(block), ECB()).encryptor()  # noqa: S305 - one block, as the standard's example

    assert (encryptor.update(block) + encryptor.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_r75_the_index_is_hmac_sm3_under_its_own_key(keyed: Flask) -> None:
    """RFC 2104 over SM3, written out."""
    key = bytes.fromhex(SECRETS["index_key"]).ljust(64, b"\0")

    def sm3(data: bytes) -> bytes:
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()

    inner = sm3(bytes(byte ^ 0x36 for byte in key) + NUMBER.encode())
    by_hand = sm3(bytes(byte ^ 0x5C for byte in key) + inner).hex()

    assert privacy.index_of(NUMBER) == by_hand


# --- sealing -----------------------------------------------------------------------------------------------------------


def test_a_value_comes_back_and_does_not_show(keyed: Flask) -> None:
    party = sealed_party(id_number=NUMBER, phone=PHONE, address="苍南县样例路1号")

    assert privacy.get(party, "id_number") == NUMBER
    assert privacy.get(party, "address") == "苍南县样例路1号"
    assert NUMBER.encode() not in (party.id_number_sealed or b"")
    assert len(party.id_number_sealed or b"") == 5 + 12 + 18 + 16


def test_equal_values_are_sealed_differently_and_indexed_alike(keyed: Flask) -> None:
    """Recipe 8: that equal values are visible as equal in the index is accepted and written down."""
    one, other = sealed_party(id_number=NUMBER), sealed_party(id_number=NUMBER)

    assert one.id_number_sealed != other.id_number_sealed
    assert one.id_number_index == other.id_number_index


def test_r74_a_value_moved_to_another_row_does_not_open(keyed: Flask) -> None:
    one, other = sealed_party(id_number=NUMBER), sealed_party(id_number="999999199001010025")

    one.id_number_sealed, other.id_number_sealed = other.id_number_sealed, one.id_number_sealed

    for party in (one, other):
        with pytest.raises(privacy.Unreadable):
            privacy.get(party, "id_number")


def test_r74_a_value_moved_to_another_column_or_table_does_not_open(keyed: Flask) -> None:
    party = sealed_party(phone=PHONE)
    party.id_number_sealed = party.phone_sealed
    staff = Staff(row_uid=party.row_uid, mobile_sealed=party.phone_sealed)

    for row, name in ((party, "id_number"), (staff, "mobile")):
        with pytest.raises(privacy.Unreadable):
            privacy.get(row, name)


@pytest.mark.parametrize("place", range(0, 51, 5))
def test_r74_a_changed_bit_is_noticed(keyed: Flask, place: int) -> None:
    """Version, key id, nonce, text and tag alike."""
    party = sealed_party(id_number=NUMBER)
    stored = bytearray(party.id_number_sealed or b"")
    stored[place] ^= 1

    party.id_number_sealed = bytes(stored)

    with pytest.raises(privacy.Unreadable):
        privacy.get(party, "id_number")


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01" * 20, b"\x02" * 60], ids=len)
def test_r74_what_was_never_sealed_does_not_open(keyed: Flask, stored: bytes) -> None:
    with pytest.raises(privacy.Unreadable):
        privacy.unseal(stored, b"party.phone_sealed:x")


def test_another_key_does_not_open(keyed: Flask) -> None:
    party = sealed_party(id_number=NUMBER)

    keyed.extensions["settings"] = replace(keyed.extensions["settings"], field_key=SECRETS["index_key"])

    with pytest.raises(privacy.Unreadable):
        privacy.get(party, "id_number")


def test_the_sensitive_answers_of_a_form_are_sealed_as_one(keyed: Flask) -> None:
    case = Case()
    privacy.put_answers(case, {"spouse_number": NUMBER})

    assert privacy.get_answers(case) == {"spouse_number": NUMBER}
    assert NUMBER.encode() not in (case.entered_sealed or b"")
    privacy.put_answers(case, {})
    assert (case.entered_sealed, privacy.get_answers(case)) == (None, {})


def test_an_empty_value_leaves_neither_seal_nor_index(keyed: Flask) -> None:
    party = sealed_party(id_number="")

    assert (party.id_number_sealed, party.id_number_index) == (None, None)
    assert privacy.get(party, "id_number") is None


# --- R72 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["33032719000101001X", "33032719000101001x", "３３０３２７１９０００１０１００１Ｘ", " 330327 19000101 001x "],
)
def test_r72_a_number_is_found_however_it_is_typed(keyed: Flask, typed: str) -> None:
    """The vector of GB 11643 as `elements.md` lists it."""
    assert privacy.index_of(typed) == privacy.index_of("33032719000101001X")


def test_r72_a_telephone_is_found_with_and_without_its_marks(keyed: Flask) -> None:
    assert privacy.index_of("0577-0000 0001") == privacy.index_of("057700000001")


def test_r72_without_the_key_an_index_says_nothing(keyed: Flask) -> None:
    mine = privacy.index_of(NUMBER)

    keyed.extensions["settings"] = replace(keyed.extensions["settings"], index_key=SECRETS["field_key"])

    assert privacy.index_of(NUMBER) != mine
