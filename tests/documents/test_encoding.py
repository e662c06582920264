import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.documents import clean_text
from classifier.documents.encoding import BINARY, decode, decode_text, detect_encoding, open_text
from classifier.errors import InputError

TEXT = "Élysée: “talks” – 5 €"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]
WITH_MARK = [TEXT.encode(name) for name in ENCODINGS] + [
    b"\xff\xfe" + TEXT.encode("utf-16-le"),
    b"\xfe\xff" + TEXT.encode("utf-16-be"),
]
BINARIES = [b"%PDF-1.7\n", b"PK\x03\x04rest", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"{\\rtf1 x}", b"a\0b"]


@pytest.mark.parametrize("data", WITH_MARK)
def test_decoding_tells_the_encodings_apart(data):
    assert decode(data) == TEXT
    assert open_text(io.BytesIO(data)).read() == TEXT


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_undefined_in_cp1252_are_kept(byte):
    data = b"caf\xe9 " + bytes([byte])
    assert decode(data) == f"café {chr(byte)}"
    assert open_text(io.BytesIO(data)).read() == f"café {chr(byte)}"


@pytest.mark.parametrize("data", BINARIES)
def test_binary_is_refused_with_a_remedy(data):
    assert "convert it to" in BINARY
    for read in (decode_text, lambda d: open_text(io.BytesIO(d))):
        with pytest.raises(InputError, match="binary data, not text; convert it to"):
            read(data)


def test_detection_reads_past_the_first_chunk_and_rewinds():
    stream = io.BytesIO(b"a" * (3 << 20) + b"\xe9")
    assert detect_encoding(stream) == "cp1252"
    assert stream.tell() == 0


def test_a_character_on_a_chunk_border_is_whole():
    data = b"a" * ((1 << 20) - 1) + "é".encode()
    assert detect_encoding(io.BytesIO(data)) == "utf-8"


@given(st.binary() | st.binary().map(lambda b: b"\xff\xfe" + b) | st.binary().map(lambda b: b"\xfe\xff" + b))
def test_decoding_never_fails_and_gives_text_that_can_be_written(data):
    decode(data).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf8_survives(text):
    assert decode(text.encode("utf-8-sig")) == text


@given(st.text(st.characters() | st.sampled_from("\r\n\ud800\udfff")))
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\r" not in once
    once.encode("utf-8")
