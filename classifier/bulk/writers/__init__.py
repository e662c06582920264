"""One file a format; `output` chooses by the ending, and has the whole file appear under its name at once."""

from .output import ENDINGS, beside, check_output, ending_of, open_rejects, open_writer, rejects_path

__all__ = ["ENDINGS", "beside", "check_output", "ending_of", "open_rejects", "open_writer", "rejects_path"]
