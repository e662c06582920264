"""The first screen: what the figures say, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..labels import LABELS
from .wording import Report, count, estimated, interval, lacks_labels, name_of, number, p_value, percent

#: A difference is told as one only below this Holm-corrected p.
ALPHA = 0.05
#: How evaluation names comparisons with predictions from a file.
FROM_FILE = "predictions: "


def sentences(report: Report) -> list[str]:
    """Say how good the labels are on these texts.

    Parameters
    ----------
    report : mapping
        The evaluation as ``report.json`` holds it.

    Returns
    -------
    list of str
        Sentences on the labels as a whole, on the weakest label, on baselines, on other coders, on annotators and on the
        probabilities, as far as the evaluation has them.
    """
    parts = (_overall, _weighted, _weakest, _against, _coders, _annotators, _probabilities)
    return [sentence for part in parts for sentence in part(report)]


def citation(report: Report) -> str:
    """Write the sentence that a paper may quote.

    Parameters
    ----------
    report : mapping

    Returns
    -------
    str
    """
    data, figures, system = report["data"], report["figures"], report["system"]
    best = _best(report)
    beside = f"; {best['name']} reaches {estimated(best['figures']['macro_f1'])} on the same passages" if best else ""
    weighted = report.get("weighted_figures")
    weighed = (
        f"; weighted by the inverse inclusion probabilities they are {estimated(weighted['accuracy'])} and "
        f"{estimated(weighted['macro_f1'])}"
        if weighted
        else ""
    )
    return (
        f"We measured the labels of {system['name']} against {count(data['n'], 'hand-labelled passage')} "
        f"({count(data['n_groups'], 'cluster')}; none {data['labels'].get('none', 0)}, Track 1 "
        f"{data['labels'].get('track_1', 0)}, Track 1.5 {data['labels'].get('track_1_5', 0)}, Track 2 "
        f"{data['labels'].get('track_2', 0)}). Accuracy is {estimated(figures['accuracy'])} and macro-F1 over the four "
        f"labels {estimated(figures['macro_f1'])}, with 95% intervals from a bootstrap over clusters{weighed}{beside}."
    )


def _overall(report: Report) -> Iterator[str]:
    data, accuracy, f1 = report["data"], report["figures"]["accuracy"], report["figures"]["macro_f1"]
    clusters = "" if data["n_groups"] == data["n"] else f" in {count(data['n_groups'], 'cluster')}"
    yield (
        f"Of {count(data['n'], 'passage')}{clusters}, {percent(accuracy['value'])} get the label that the gold standard "
        f"gives them (95% interval {percent(accuracy['low'])} to {percent(accuracy['high'])}); macro-F1 over the four "
        f"labels is {number(f1['value'])} ({interval(f1)}){_of_present(report)}."
    )


def _of_present(report: Report) -> str:
    present = report["figures"].get("macro_f1_present")
    if present is None or not lacks_labels(report):
        return ""
    n = sum(1 for label in LABELS if report["data"]["labels"].get(str(label)))
    return f", and over the {n} that the gold standard has {number(present['value'])} ({interval(present)})"


def _weighted(report: Report) -> Iterator[str]:
    found = report.get("weighted_figures")
    if found:
        yield (
            "Weighted by the inverse of the inclusion probabilities, as the sample was designed, accuracy is "
            f"{estimated(found['accuracy'])} and macro-F1 {estimated(found['macro_f1'])}: these figures are of the texts that "
            "were sampled from, those above of the sample."
        )


def _coders(report: Report) -> Iterator[str]:
    """Say how far whoever made a file of predictions, perhaps a second coder, agrees with the gold."""
    pairs = [(b["name"], b["figures"]) for b in report.get("baselines") or [] if b["name"].startswith(FROM_FILE)]
    if report["system"]["kind"] == "predictions":
        pairs.insert(0, (report["system"]["name"], report["figures"]))
    for name, figures in pairs:
        if "alpha" in figures:
            yield (
                f"As two coders, {name.removeprefix(FROM_FILE)} and the gold standard agree at Cohen's kappa "
                f"{estimated(figures['kappa'])} and Krippendorff's alpha (nominal) {estimated(figures['alpha'])}."
            )


def _weakest(report: Report) -> Iterator[str]:
    known = [label for label in LABELS if report["data"]["labels"].get(str(label))]
    if len(known) < 2:
        return
    scores = {label: report["figures"][f"f1:{label}"] for label in known}
    worst = min(known, key=lambda label: float(scores[label]["value"]))
    text = f"The weakest label is {name_of(worst)} (F1 {estimated(scores[worst])})."
    counts = report["confusion"]["counts"]
    pairs = [(counts[i][k], i, k) for i in range(len(LABELS)) for k in range(len(LABELS)) if i != k]
    n, gold, predicted = max(pairs)
    if n > 0:
        share = percent(report["confusion"]["rows"][gold][predicted])
        text += (
            f" The commonest confusion is {name_of(LABELS[gold])} taken for {name_of(LABELS[predicted])}: "
            f"{count(n, 'passage')}, {share} of those that are {name_of(LABELS[gold])}."
        )
    yield text


def _against(report: Report) -> Iterator[str]:
    best = _best(report)
    if best is None:
        return
    told = (
        f"The best of {len(report['baselines'])} comparisons, {best['name']},"
        if len(report["baselines"]) > 1
        else best["name"]
    )
    difference, p = best["difference"], best["holm_p"]
    text = f"{told} reaches macro-F1 {estimated(best['figures']['macro_f1'])}: "
    sure = difference["low"] > 0 or difference["high"] < 0
    if sure and p is not None and p < ALPHA:
        side = "better" if difference["value"] > 0 else "worse"
        text += f"the labels are {side} than that, by {number(abs(difference['value']))}"
    elif sure:
        text += f"the interval of the difference of {number(difference['value'])} leaves out zero, but McNemar's test does not reject chance"
    else:
        text += f"the difference of {number(difference['value'])} may be chance"
    yield f"{text} (95% interval {interval(difference)}; McNemar, Holm-corrected, p {_equals(p)})."


def _annotators(report: Report) -> Iterator[str]:
    found = report.get("annotators")
    if not found:
        return
    shared = [key for key in found["ceiling"] if key in found["model_agreement"]]
    if shared:
        key = "macro_f1" if "macro_f1" in shared else shared[0]
        yield (
            f"Annotators agree with each other at {name_of(key)} {estimated(found['ceiling'][key])}, the labels with "
            f"them at {estimated(found['model_agreement'][key])}."
        )


def _probabilities(report: Report) -> Iterator[str]:
    found = report.get("probabilities")
    if not found or "top_label_error" not in found["figures"]:
        return
    error = found["figures"]["top_label_error"]
    warned = any(w["kind"] == "calibration" for w in report.get("warnings") or [])
    verdict = "Its probabilities are off: the" if warned else "The"
    yield f"{verdict} gap between stated confidence and share of right labels is {estimated(error)}."


def _best(report: Report) -> Mapping[str, Any] | None:
    found = report.get("baselines") or []
    return max(found, key=lambda b: float(b["figures"]["macro_f1"]["value"]), default=None)


def _equals(p: float | None) -> str:
    text = p_value(p)
    return text if text.startswith("<") else f"= {text}"
