"""Load once, classify often: the package's Python interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..documents import Cut, Document, Passage, clean_text, make_id, split_passages
from ..errors import InputError
from ..extraction import Memory, evidence_of, extract
from ..lexicon import Lexicon, load_lexicon
from ..records import Actor, Cue, DocumentResult, Evidence, PassageResult, flatten, to_row
from .classifier import Model, Prediction
from .documents import label_document
from .reasons import reasons_for
from .repeats import Repeats
from .store import load_model
from .whatif import single_change

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
Found = TypeVar("Found", Actor, Cue)
_BATCH = 256


@dataclass(frozen=True)
class Tracker:
    """A model with its lexicon.

    Examples
    --------
    >>> tracker = load()
    >>> result = tracker.classify("The foreign ministers of India and Nepal signed a treaty in Kathmandu.")
    >>> str(result.label), [actor.text for actor in result.actors]
    ('track_1', ['The foreign ministers of India and Nepal'])
    """

    model: Model
    lexicon: Lexicon
    _repeats: Repeats = field(default_factory=Repeats, repr=False, compare=False)

    def classify(self, text: str) -> PassageResult:
        """Label a text as one passage.

        Parameters
        ----------
        text : str
            About 20 to 250 words; a longer text is better served by `classify_document`.

        Returns
        -------
        PassageResult

        Raises
        ------
        InputError
            If the text is blank.
        """
        return next(self.classify_many([text]))

    def classify_many(self, texts: Iterable[str]) -> Iterator[PassageResult]:
        """Label each text as one passage, lazily and in order; see `classify`."""
        for batch in _batches(texts, _BATCH):
            passages = [_whole(text) for text in batch]
            yield from self._label(passages, [evidence_of(p.text, self.lexicon) for p in passages])

    def classify_document(self, text: str, *, date: str = "", passages: Cut = Cut.PARAGRAPHS) -> DocumentResult:
        r"""Label a document and each of its passages.

        Parameters
        ----------
        text : str
        date : str
            When it was written (ISO), for dictionaries that say who held an office when.
        passages : Cut
            How the document is cut.

        Returns
        -------
        DocumentResult
            Offsets are into ``text`` after line ends became ``\n``.

        Raises
        ------
        InputError
            If the text is blank.
        """
        return next(self.classify_documents([Document("", text, date=date)], passages=passages))[1]

    def classify_documents(
        self, documents: Iterable[Document], *, passages: Cut = Cut.PARAGRAPHS
    ) -> Iterator[tuple[Document, DocumentResult]]:
        """Label documents lazily and in order, their passages batched for speed, a repeat of a recent one but once."""
        for batch in _batches(documents, 64):
            keys = [self._key(document, passages) for document in batch]
            known = {key: result for key in keys if (result := self._repeats.get(key)) is not None}
            fresh = {key: d for key, d in zip(reversed(keys), reversed(batch), strict=True) if key not in known}
            for key, result in zip(fresh, self._read(list(fresh.values()), passages), strict=True):
                known[key] = result
                self._repeats.put(key, result, len(fresh[key].text))
            yield from zip(batch, (known[key] for key in keys), strict=True)

    def _key(self, document: Document, passages: Cut) -> tuple[bytes, str, Cut]:
        """All that a document's result depends on, besides model and lexicon."""
        text = sha256(document.text.encode("utf-8", "surrogatepass")).digest()
        return text, document.date if self.lexicon.dated else "", passages

    def _read(self, documents: Sequence[Document], passages: Cut) -> Iterator[DocumentResult]:
        cuts = [split_passages(_checked(d.text), passages) for d in documents]
        found = [e for d, cut in zip(documents, cuts, strict=True) for e in self._read_through(cut, d.date)]
        results = self._label([p for cut in cuts for p in cut], found)
        for cut in cuts:
            yield label_document(list(islice(results, len(cut))), self.model.thresholds)

    def classify_frame(self, frame: pd.DataFrame, text: str = "text", *, level: str = "document") -> pd.DataFrame:
        """Label the texts of a DataFrame.

        Parameters
        ----------
        frame : pandas.DataFrame
        text : str
            Column that holds the texts.
        level : str
            ``document`` or ``passage`` (each text is one passage).

        Returns
        -------
        pandas.DataFrame
            The row's columns (contract), with the frame's index; its columns are kept behind them.

        Raises
        ------
        InputError
            If the column is missing, or a text is blank.
        """
        import pandas as pd

        if text not in frame.columns:
            raise InputError(f"no column {text!r}; there are: {', '.join(map(str, frame.columns))}")
        kept = [str(c) for c in frame.columns if c != text]
        documents = []
        for n, (_, row) in enumerate(frame.iterrows(), 1):
            value = row[text]
            body = "" if value is None or value != value else clean_text(str(value))  # NaN differs from itself
            if not body.strip():
                raise InputError(f"row {n}: {text!r} is empty; drop such rows first")
            columns = {str(c): row[c] for c in frame.columns if c != text}
            documents.append(Document(make_id("frame", n), body, source_file="frame", record=n, columns=columns))
        if level == "passage":
            results: Iterable[PassageResult | DocumentResult] = self.classify_many(d.text for d in documents)
        else:
            results = (result for _, result in self.classify_documents(documents))
        rows = [flatten(to_row(r, d, keep=kept)) for d, r in zip(documents, results, strict=True)]
        return pd.DataFrame(rows, index=frame.index)

    def what_if(self, text: str) -> str | None:
        """Say which single change would flip the label of a passage, or None; see `single_change`."""
        if not self.lexicon.screen.passes(text):
            return None
        return single_change(text, extract(text, self.lexicon), self.model, self.lexicon)

    def _read_through(self, passages: Iterable[Passage], date: str) -> Iterator[Evidence]:
        """Extract a document's passages in order, each with what those before it have introduced."""
        memory = Memory.of(date)
        for passage in passages:
            evidence = evidence_of(passage.text, self.lexicon, memory)
            memory = memory.after(evidence)
            yield evidence

    def _label(self, passages: Sequence[Passage], evidence: Sequence[Evidence]) -> Iterator[PassageResult]:
        for start in range(0, len(passages), _BATCH):
            found = evidence[start : start + _BATCH]
            predictions = self.model.predict(found)
            yield from map(_result, passages[start : start + _BATCH], found, predictions)


def load(model: str | Path | None = None, lexicon: Sequence[str | Path] = ()) -> Tracker:
    """Load a tracker.

    Parameters
    ----------
    model : path, optional
        A model's folder; the shipped model by default.
    lexicon : sequence of path
        Overlays to the shipped lexicon.

    Returns
    -------
    Tracker

    Raises
    ------
    ModelError
        If the model cannot be used.
    LexiconError
        If an overlay cannot be used.
    """
    loaded = load_lexicon(lexicon)
    return Tracker(load_model(model, loaded), loaded)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _checked(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise InputError("the text is empty; leave it out")
    return cleaned


def _whole(text: str) -> Passage:
    cleaned = _checked(text)
    return Passage(0, 0, len(cleaned), cleaned)


def _result(passage: Passage, evidence: Evidence, prediction: Prediction) -> PassageResult:
    shift = passage.start
    return PassageResult(
        text=passage.text,
        label=prediction.label,
        probabilities=prediction.probabilities,
        prediction_set=prediction.prediction_set,
        claimed_track=evidence.claimed_track,
        actors=_moved(prediction.actors, shift),
        cues=_moved(evidence.cues, shift),
        reasons=reasons_for(replace(evidence, actors=prediction.actors), prediction.label),
        index=passage.index,
        start=passage.start,
        end=passage.end,
    )


def _moved(items: tuple[Found, ...], shift: int) -> tuple[Found, ...]:
    return tuple(replace(x, start=x.start + shift, end=x.end + shift) for x in items) if shift else items
