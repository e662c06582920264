"""How names, numbers and estimates are written, the same in page, figures and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..labels import DISPLAY, LABELS, Label

Report = Mapping[str, Any]
#: What evaluation computes, in the words of the field.
NAMES: Final = {
    "macro_f1": "macro-F1",
    "macro_f1_present": "macro-F1 of the labels present",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "mcc": "Matthews correlation",
    "cost": "mean track distance",
    "log_loss": "log loss",
    "brier": "Brier score",
    "top_label_error": "top-label calibration error",
    "classwise_error": "class-wise calibration error",
    "confidence_gap": "mean confidence less accuracy",
    "f1": "F1",
    "alpha": "Krippendorff's alpha",
    "kappa": "Cohen's kappa",
    "agreement": "share of equal labels",
    "alpha_steps": "alpha by squared track distance",
    "fleiss": "Fleiss' kappa",
    "ac1": "Gwet's AC1",
    "pi": "Scott's pi",
    "specific": "specific agreement",
    "mention_f1_exact": "mentions, F1 by exact bounds",
    "at_table": "at the table or not",
    "mention_f1": "mentions, F1 by overlap",
    "right_reason": "correct labels whose evidence matches",
    "all": "all passages",
}


#: Figures of the labels as a whole, in the order in which they are shown.
OVERALL: Final = ("macro_f1", "macro_f1_present", "accuracy", "balanced_accuracy", "mcc", "kappa", "alpha", "cost")


def overall_keys(report: Report) -> list[str]:
    """Keys of the figures of the labels as a whole; macro-F1 of the labels present only where some are not."""
    lacking = lacks_labels(report)
    return [key for key in OVERALL if key in report["figures"] and (lacking or key != "macro_f1_present")]


def lacks_labels(report: Report) -> bool:
    """Tell whether the gold lacks a label."""
    return not all(report["data"]["labels"].get(str(label)) for label in LABELS)


def name_of(key: str) -> str:
    """Write the key of a figure, a slice or a label in words.

    Examples
    --------
    >>> name_of("macro_f1"), name_of("recall:track_1_5"), name_of("at_table")
    ('macro-F1', 'recall, Track 1.5', 'at the table or not')
    """
    kind, _, label = key.partition(":")
    if label:
        return f"{name_of(kind)}, {name_of(label)}"
    if key in NAMES:
        return NAMES[key]
    return DISPLAY[Label(key)] if key in LABELS else key.replace("_", " ")


def is_known(estimate: Mapping[str, Any] | None) -> bool:
    """Tell whether an estimate has numbers: none come of a label that no passage has.

    Examples
    --------
    >>> is_known({"value": 0.8, "low": 0.7, "high": 0.9}), is_known({"value": None, "low": None, "high": None})
    (True, False)
    """
    return estimate is not None and all(
        estimate[k] is not None and estimate[k] == estimate[k] for k in ("value", "low", "high")
    )


def number(value: float | None, digits: int = 2) -> str:
    """Write a number with a true minus sign; nothing known is a dash.

    Examples
    --------
    >>> number(0.8049), number(-0.031), number(-0.0001), number(None)
    ('0.80', '−0.03', '0.00', '–')
    """
    if value is None or value != value:
        return "–"
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def interval(estimate: Mapping[str, float] | None, digits: int = 2) -> str:
    """Write the bounds of an estimate.

    Examples
    --------
    >>> interval({"value": 0.8, "low": 0.757, "high": 0.836})
    '0.76 to 0.84'
    """
    if estimate is None or not is_known(estimate):
        return "–"
    return f"{number(estimate['low'], digits)} to {number(estimate['high'], digits)}"


def estimated(estimate: Mapping[str, float] | None, digits: int = 2) -> str:
    """Write an estimate with its interval.

    Examples
    --------
    >>> estimated({"value": 0.8, "low": 0.757, "high": 0.836})
    '0.80 [0.76, 0.84]'
    """
    if estimate is None or not is_known(estimate):
        return "–"
    return (
        f"{number(estimate['value'], digits)} [{number(estimate['low'], digits)}, {number(estimate['high'], digits)}]"
    )


def percent(value: float | None) -> str:
    """Write a share in per cent, rounded as `number` rounds it.

    Examples
    --------
    >>> percent(0.8213), percent(0.785), percent(None)
    ('82%', '79%', '–')
    """
    return "–" if value is None or value != value else f"{100 * float(f'{value:.2f}'):.0f}%"


def p_value(p: float | None) -> str:
    """Write a p-value as journals do.

    Examples
    --------
    >>> p_value(0.00002), p_value(0.0312), p_value(0.4)
    ('< 0.001', '0.031', '0.40')
    """
    if p is None or p != p:
        return "–"
    if p < 0.001:
        return "< 0.001"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def count(n: float, unit: str, units: str = "") -> str:
    """Write how many of something there are.

    Examples
    --------
    >>> count(1, "passage"), count(10250, "passage"), count(2, "process", "processes")
    ('1 passage', '10,250 passages', '2 processes')
    """
    return f"{n:,.0f} {unit if n == 1 else units or unit + 's'}"
