"""Records made for tests: of any text, with spans that nest, overlap and repeat, by models and by people."""

from hypothesis import strategies as st

from classifier.labels import LABELS, Aspect, Capacity, Kind, Role, Status
from classifier.records import SCHEMA, sha256_of

#: What offsets and files break on.
AWKWARD = (
    "", " ", "\n", "\r\n", "\t", "\u00a0", "\u2028", "\x85", "\x0b", "\x00", "\x1f", "\ufeff", "\ufffd", "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301", "\u0645\u0631\u062d\u0628\u0627", "\u202e", "\u05e9\u05dc", "<", "&amp;", '"', "'", ";",
    "=1+1", "|", "\\", "#", "%", "\U0001d11e", "the minister", " met ", "an envoy", ". ",
)  # fmt: skip
texts = (
    st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=8)), max_size=8)
    .map("".join)
    .filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
)
words = st.one_of(st.just(""), st.sampled_from(("UN", "a, b; c", "x\ny", "\U0001f600", "é", "1", "none")), texts)


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return start, end


@st.composite
def actors(draw, text, offset):
    start, end = draw(spans(text))
    actor = {
        "start": start + offset, "end": end + offset, "text": text[start:end], "status": draw(st.sampled_from(list(map(str, Status)))),
        "capacity": draw(st.sampled_from(list(map(str, Capacity)))), "role": draw(st.sampled_from(list(map(str, Role)))),
        "kind": draw(st.sampled_from(list(map(str, Kind)))),
    }  # fmt: skip
    for name in ("party", "name", "office"):
        if draw(st.booleans()):
            actor[name] = draw(words)
    if draw(st.booleans()):
        actor["negated"] = draw(st.booleans())
    if draw(st.booleans()):
        actor["rules"] = draw(st.lists(st.sampled_from(("offices:envoy", "x y", "a;b")), max_size=2))
    return actor


@st.composite
def cues(draw, text, offset):
    start, end = draw(spans(text))
    cue = {
        "start": start + offset, "end": end + offset, "text": text[start:end], "aspect": draw(st.sampled_from(list(map(str, Aspect)))),
        "value": draw(st.sampled_from(("talks", "track_2", "", "off the record", "a.b"))),
    }  # fmt: skip
    if draw(st.booleans()):
        cue["rules"] = ["cues:talks"]
    return cue


@st.composite
def passages(draw, document_id):
    """All records of one passage."""
    text = draw(texts)
    index = draw(st.integers(0, 3))
    start = draw(st.sampled_from((0, 7)))
    base = {
        "schema": SCHEMA, "document_id": document_id, "passage_index": index, "passage_id": f"{document_id}#{index}",
        "text": text, "text_sha256": sha256_of(text), "start": start, "end": start + len(text),
    }  # fmt: skip
    if draw(st.booleans()):
        base["sample"] = {"design": "simple", "probability": 0.25, "seed": 3, "purpose": "test"}
    if draw(st.booleans()):
        base["group"] = draw(words)
    makers = draw(st.lists(st.sampled_from(("default", "anna", "bo", "gold")), min_size=1, max_size=3, unique=True))
    return [draw(said(base, maker)) for maker in makers]


@st.composite
def said(draw, base, maker):
    """What one model or person says of a passage."""
    text, start = base["text"], base["start"]
    record = {**base, "label": str(draw(st.sampled_from(LABELS)))}
    kind = {"default": "model", "gold": "adjudicated"}.get(maker, "human")
    if kind == "model":
        record |= {
            "probabilities": {str(label): 0.25 for label in LABELS},
            "prediction_set": [record["label"]],
            "uncertain": False,
        }
    if text:
        record["actors"] = draw(st.lists(actors(text, start), max_size=4))
        record["cues"] = draw(st.lists(cues(text, start), max_size=3))
    elif draw(st.booleans()):
        record |= {"actors": [], "cues": []}
    record["source"] = {"kind": kind, "name": maker} | ({"version": "1"} if kind == "model" else {})
    if kind == "human":
        record["annotator"] = maker
        for name, values in (
            ("saw_prediction", st.booleans()), ("rationale", words), ("codebook", st.just("Step 2")), ("seconds", st.sampled_from((0, 1.5, 30))),
            ("round", st.sampled_from(("1", "2"))), ("claimed_track", st.sampled_from((None, *map(str, LABELS)))),
            ("tags", st.just(["former_official"])),
        ):  # fmt: skip
            if draw(st.booleans()):
                record[name] = draw(values)
    return record


@st.composite
def hubs(draw):
    """Records of a few passages, passage by passage."""
    ids = draw(
        st.lists(
            st.sampled_from(("a", "b/c", "d#1", "é \U0001f600", "..", "x" * 300)), min_size=1, max_size=3, unique=True
        )
    )
    return [record for document_id in ids for record in draw(passages(document_id))]
