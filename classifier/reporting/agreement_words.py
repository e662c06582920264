"""What the figures of agreement say, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .wording import Report, count, estimated, is_known, name_of, number

#: Alpha moves in its third place where coders agree well, and thresholds are told to three places.
DIGITS: Final = 3
#: Krippendorff's (2019) customary thresholds: for conclusions, and for tentative ones.
FIRM, TENTATIVE = 0.8, 0.667
#: Contrasts of labels given with and without a prediction in sight.
CONTRASTS: Final = {
    "with_model": "share equal to the model's label",
    "same_passages": "the same, on passages coded both with and without it",
    "wrong": "share equal to the model's label where that is wrong",
    "agreement": "people among themselves, share of equal labels",
    "alpha": "people among themselves, Krippendorff's alpha",
}


def sentences(report: Report) -> list[str]:
    """Say how far coders agree.

    Parameters
    ----------
    report : mapping
        Agreement as its JSON file holds it.

    Returns
    -------
    list of str
        On all labels, the label least agreed on, what is confused, the pairs, spans, rounds, predictions and models, as far
        as there is anything to say.
    """
    parts = (_overall, _verdict, _weakest, _confused, _extremes, _spans, _drift, _anchoring, _models)
    return [sentence for part in parts for sentence in part(report)]


def citation(report: Report) -> str:
    """Write the sentence that a paper may quote; empty where people share no passage."""
    data, figures = report["data"], report["figures"]
    if not is_known(figures["agreement"]):
        return ""
    people = [c for c in report["coders"] if c["kind"] == "human"]
    chosen = f" in round {data['chosen']['round']}" if data["chosen"]["round"] else ""
    seen = any(c["n_seen"] for c in people)
    independent = "" if seen else ", independently of each other as far as the records tell,"
    return (
        f"{count(len(people), 'coder')}{independent} labelled {count(data['n_shared'], 'passage')} of "
        f"{count(data['n_clusters'], 'document')} twice or more{chosen}. Krippendorff's alpha (nominal) is "
        f"{_three(figures['alpha'])}, by squared track distance {_three(figures['alpha_steps'])}; percent agreement is "
        f"{_three(figures['agreement'])}, {_kappa_name(people)} {_three(figures['kappa'])} and Gwet's AC1 "
        f"{_three(figures['ac1'])}, with 95% intervals from a bootstrap over documents."
    )


def _three(estimate: Mapping[str, float]) -> str:
    return estimated(estimate, DIGITS)


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


def _kappa_name(people: list[Any]) -> str:
    return "Cohen's kappa" if len(people) == 2 else "the mean of the pairs' Cohen's kappas"


def _overall(report: Report) -> Iterator[str]:
    data, figures = report["data"], report["figures"]
    if not is_known(figures["agreement"]):
        return
    people = sum(c["kind"] == "human" for c in report["coders"])
    share = figures["agreement"]
    yield (
        f"{count(people, 'coder')} share {count(data['n_shared'], 'passage')} of {count(data['n_clusters'], 'document')}: "
        f"two of them give a passage the same label in {_share(share['value'])} of cases (95% interval "
        f"{_share(share['low'])} to {_share(share['high'])})."
    )
    alpha, steps = figures["alpha"], figures["alpha_steps"]
    if is_known(alpha):
        yield f"Krippendorff's alpha is {_three(alpha)}, and {_three(steps)} where near misses between tracks count less."


def _verdict(report: Report) -> Iterator[str]:
    alpha = report["figures"]["alpha"]
    if not is_known(alpha):
        return
    low, high = alpha["low"], alpha["high"]
    rule = "By Krippendorff's rule of thumb (0.800 for conclusions, 0.667 for tentative ones)"
    if low >= FIRM:
        yield f"{rule} the labels are reliable, and the whole interval says so."
    elif alpha["value"] >= FIRM:
        yield f"{rule} the labels are reliable, though the interval begins at {number(low, DIGITS)}."
    elif alpha["value"] >= TENTATIVE:
        sure = " and may be less" if low < TENTATIVE else ""
        yield f"{rule} the labels bear tentative conclusions{sure}."
    else:
        more = ", though the interval reaches beyond 0.667" if high >= TENTATIVE else ""
        yield f"{rule} the labels bear no conclusions yet{more}: revise the codebook, train, and code again."


def _weakest(report: Report) -> Iterator[str]:
    known = {k: v["specific"] for k, v in report["labels"].items() if is_known(v["specific"])}
    if len(known) > 1:
        worst = min(known, key=lambda k: float(known[k]["value"]))
        yield (
            f"Least agreed on is {name_of(worst)}: where one coder gives it, another does in "
            f"{_share(known[worst]['value'])} of cases ({_share(known[worst]['low'])} to {_share(known[worst]['high'])})."
        )


def _confused(report: Report) -> Iterator[str]:
    if report["confusions"]:
        first = report["confusions"][0]
        a, b = map(name_of, first["labels"])
        yield (
            f"Most often {a} and {b} are given to the same passage ({first['n']:,} of "
            f"{count(report['data']['n_split'], 'split passage')}); between them decides {first['step']['step'].split(':')[0]} "
            f"of the codebook: {first['step']['why']}."
        )


def _extremes(report: Report) -> Iterator[str]:
    pairs = [p for p in report["pairs"] if set(p["kinds"]) == {"human"} and is_known(p["kappa"])]
    if len(pairs) > 1:
        low, high = (f(pairs, key=lambda p: float(p["kappa"]["value"])) for f in (min, max))
        told = [f"{' and '.join(p['coders'])} ({_three(p['kappa'])})" for p in (low, high)]
        yield f"By Cohen's kappa {told[0]} agree least and {told[1]} most."


def _spans(report: Report) -> Iterator[str]:
    for found in (report["spans"] or {}).get("people", ()):
        if found["field"] == "actors":
            status = found["attributes"]["status"]["agreement"]
            told = ""
            if is_known(status):
                told = f"; of those that both mark, they call {_share(status['value'])} the same, official or not"
            yield (
                f"Actors are marked alike at F1 {_three(found['overlap'])} by overlap, {_three(found['exact'])} by exact "
                f"bounds{told}."
            )


def _drift(report: Report) -> Iterator[str]:
    rounds = [r for r in report["rounds"] if is_known(r["figures"]["alpha"])]
    if len(rounds) > 1:
        first, last = rounds[0], rounds[-1]
        yield (
            f"From {_round(first)} to {_round(last)} alpha went from "
            f"{_three(first['figures']['alpha'])} to {_three(last['figures']['alpha'])}."
        )


def _round(found: Mapping[str, Any]) -> str:
    return f"round ‘{found['name']}’" if found["name"] else "the records without a round"


def _anchoring(report: Report) -> Iterator[str]:
    found = report["anchoring"]
    contrast = found and found["contrasts"].get("with_model")
    if contrast and is_known(contrast["difference"]):
        sure = contrast["difference"]["low"] > 0 or contrast["difference"]["high"] < 0
        verdict = "a difference of" if sure else "a difference, perhaps by chance, of"
        yield (
            f"Coders give the label of {found['model']} to {_share(contrast['seen']['value'])} of passages where they saw "
            f"it and to {_share(contrast['unseen']['value'])} where they did not, {verdict} {_three(contrast['difference'])}."
        )


def _models(report: Report) -> Iterator[str]:
    for found in report["models"]:
        more = found["difference"]["pi"]
        if is_known(more):
            side = (
                "as well as" if more["low"] <= 0 <= more["high"] else "better than" if more["low"] > 0 else "less than"
            )
            yield (
                f"The model {found['model']} agrees with people {side} they with each other: Scott's pi "
                f"{_three(found['with_model']['pi'])} beside {_three(found['people']['pi'])} on the same "
                f"{count(found['n'], 'passage')}{'; the difference may be chance' if side == 'as well as' else ''}."
            )
