"""Agreement: how far coders agree, on what they don't, and whether rounds or predictions moved them."""

from .coding import Coder, Coding, read_coding
from .report import AgreementReport, Choice, agreement_of

__all__ = ["AgreementReport", "Choice", "Coder", "Coding", "agreement_of", "read_coding"]
