"""One file a format; `output` chooses by the ending, and has the whole output appear under its name at once."""

from .output import ENDINGS, beside, check_output, ending_of, open_rejects, open_writer, rejects_path
from .target import Table, Target, local, target_of

__all__ = [
    "ENDINGS",
    "Table",
    "Target",
    "beside",
    "check_output",
    "ending_of",
    "local",
    "open_rejects",
    "open_writer",
    "rejects_path",
    "target_of",
]
