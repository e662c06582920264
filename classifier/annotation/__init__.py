"""Annotating a corpus: the hub of records, a spoke for each tool, sampling, agreement, adjudication."""

from .hub import Hub, coder_of, kind_of, write_records

__all__ = ["Hub", "coder_of", "kind_of", "write_records"]
