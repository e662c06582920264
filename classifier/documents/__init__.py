"""Readers, from files to documents, and the splitter, from documents to passages."""

from .columns import ReadOptions
from .document import Document, Reject, clean_text, make_id
from .passages import Cut, Passage, split_passages
from .sentences import sentence_spans
from .sources import STDIN, find_sources, read_documents

__all__ = [
    "STDIN", "Cut", "Document", "Passage", "ReadOptions", "Reject", "clean_text", "find_sources", "make_id",
    "read_documents", "sentence_spans", "split_passages",
]  # fmt: skip
