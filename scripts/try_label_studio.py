"""Try the whole way through a real Label Studio: export, two coders, import, agreement, gold, retraining, live predictions.

python scripts/try_label_studio.py [--folder ~/.cache/diplotrack/label-studio]

The folder gets a virtual environment with Label Studio (1 GB; once) and the data of this run. The server listens on this
machine only, and phones nobody. Two coders correct what the model predicted, by a plan that is the same every time;
what comes back is compared with the plan, not with what was read.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from label_studio_coders import NUMBER, as_coded, as_expected, as_found, correction
from label_studio_server import Studio, check, install, label_studio, say

ROOT = Path(__file__).parents[1]
FOLDER = Path("~/.cache/diplotrack/label-studio")
CODERS = ("anna@example.org", "bo@example.org")
EMOJI = (
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 The foreign minister met two retired generals in Muscat for "
    "informal talks, said a scholar.\nA second line: l'e\u0301te\u0301 \u0645\u0631\u062d\u0628\u0627."
)


def diplotrack(*words: str | Path, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command; its standard error is shown, its standard output returned."""
    say("$ diplotrack " + " ".join(Path(word).name if isinstance(word, Path) else word for word in words))
    done = subprocess.run(
        [sys.executable, "-m", "classifier", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    for line in done.stderr.splitlines()[-12:]:
        print(f"             {line}")
    if done.returncode not in codes:
        raise SystemExit(f"exit code {done.returncode}\n{done.stderr[-3000:]}")
    return done.stdout


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def make_pool(folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    """Classify passages that no model was trained on, and one with emoji."""
    passages = (one for one in read_lines(ROOT / "corpus" / "passages.jsonl") if one["split"] == "dev")
    texts = [(one["document_id"], one["text"]) for one in itertools.islice(passages, NUMBER - 1)] + [("emoji", EMOJI)]
    source, pool = folder / "texts.jsonl", folder / "pool.jsonl"
    source.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts), "utf-8")
    diplotrack("classify", source, "--level", "passage", "--passages", "whole", "-o", pool, "--quiet")
    return pool, read_lines(pool)


def code_all(studio: Studio, project: int, pool: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Have two coders code all passages, and return what must come back by coder and passage."""
    tokens = {email: studio.sign_up(email) for email in CODERS}
    tasks = {task["data"]["passage_id"]: task for task in studio.tasks(project)}
    expected = {}
    for number, record in enumerate(pool):
        task = tasks[record["passage_id"]]
        prediction = task["predictions"][0]
        for coder, email in enumerate(CODERS):
            plan = correction(number, coder, record)
            expected[email, record["passage_id"]] = as_expected(record, plan)
            annotation = {
                "result": as_coded(prediction, plan, record["text"]), "lead_time": plan["seconds"],
                "parent_prediction": prediction["id"],
            }  # fmt: skip
            studio.call("POST", f"/api/tasks/{task['id']}/annotations/", annotation, tokens[email])
    for number in (0, 1):  # a third person skips one, and leaves a draft of another
        task = tasks[pool[number]["passage_id"]]
        studio.call("POST", f"/api/tasks/{task['id']}/" + ("annotations/", "drafts")[number], {
            "result": [], "lead_time": 1, "was_cancelled": number == 0,
        })  # fmt: skip
    say(f"{len(CODERS)} coders coded {len(pool)} passages")
    return expected


def compare(path: Path, pool: list[dict[str, Any]], expected: dict[tuple[str, str], dict[str, Any]], what: str) -> None:
    """Compare what was imported with what must come back."""
    records = read_lines(path)
    models = [one for one in records if one["source"]["kind"] == "model"]
    people = {(one["annotator"], one["passage_id"]): as_found(one) for one in records if "annotator" in one}
    if models:
        check(f"{what}: {len(models)} predictions came back as they went out", models == pool)
    wrong = [key for key in expected if people.get(key) != expected[key]]
    detail = json.dumps([people.get(wrong[0]), expected[wrong[0]]], indent=1) if wrong else ""
    check(f"{what}: {len(people)} records by their coders, every correction among them", not wrong, detail)
    check(f"{what}: nothing else came", people.keys() == expected.keys(), people.keys() - expected.keys())


def import_back(folder: Path, studio: Studio, project: int, pool: list[dict[str, Any]], side: Path) -> Path:
    """Export in every shape, import, compare."""
    expected = code_all(studio, project, pool)
    shapes = {
        "snapshot": studio.snapshot(project),
        "json": studio.export(project, "exportType=JSON&download_all_tasks=true"),
        "api": {"tasks": studio.tasks(project), "total": len(pool)},
        "min": studio.export(project, "exportType=JSON_MIN"),
    }
    ids = {user["email"]: str(user["id"]) for user in studio.call("GET", "/api/users/")}
    by_id = {(ids[email], passage): said for (email, passage), said in expected.items()}
    for name, content in shapes.items():
        exported, coded = folder / f"{name}.json", folder / f"{name}.coded.jsonl"
        exported.write_text(json.dumps(content), "utf-8")
        few = name == "min"  # which cannot tell of which region attributes are
        diplotrack(
            "annotate", "import", exported, "--from", "label-studio", "--side", side, "-o", coded,
            codes=(3,) if few else (0,),
        )  # fmt: skip
        if few:
            labels = {(r["annotator"], r["passage_id"]): (r["label"], len(r["actors"])) for r in read_lines(coded)}
            wanted = {key: (said["label"], len(said["actors"])) for key, said in by_id.items()}
            check("JSON-MIN: every label and every span came back", labels == wanted)
        else:
            compare(coded, pool, by_id if name == "json" else expected, name)
    return folder / "snapshot.coded.jsonl"


def try_agreement(folder: Path, coded: Path) -> None:
    diplotrack("annotate", "agreement", coded, "-o", folder / "agreement.json", "--quiet")
    report = (folder / "agreement.json").read_text("utf-8")
    check("agreement was computed", "alpha" in report and CODERS[0] in report, report[:2000])


def try_gold(folder: Path, coded: Path) -> None:
    sheet, decided, gold = folder / "disputes.csv", folder / "decided.csv", folder / "gold.jsonl"
    diplotrack("annotate", "adjudicate", coded, "-o", sheet, "--quiet")
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = {(one["annotator"], one["passage_id"]): one["label"] for one in read_lines(coded) if "annotator" in one}
    with decided.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            decision = labels[CODERS[0], row["passage_id"]]
            writer.writerow(row | {"decision": decision, "reason": "as anna has it", "adjudicator": "cleo"})
    diplotrack("annotate", "adjudicate", coded, "--decisions", decided, "-o", gold, "--quiet")
    found = {one["passage_id"]: one["label"] for one in read_lines(gold)}
    wanted = {passage: label for (coder, passage), label in labels.items() if coder == CODERS[0]}
    check(f"gold of {len(found)} passages, {len(rows)} of them decided", found == wanted)

    # Beside the gold a part of the corpus, so that training takes a minute or two.
    few, spans = folder / "corpus.jsonl", folder / "spans.jsonl"
    marked = {one["passage_id"]: one for one in read_lines(ROOT / "corpus" / "spans.jsonl")[::3]}
    corpus = [one for one in read_lines(ROOT / "corpus" / "passages.jsonl") if one["passage_id"] not in found]
    chosen = [one for number, one in enumerate(corpus) if number % 8 == 0 or one["passage_id"] in marked]
    few.write_text("".join(json.dumps(one) + "\n" for one in chosen), "utf-8")
    there = {one["passage_id"] for one in chosen}
    spans.write_text("".join(json.dumps(one) + "\n" for id, one in marked.items() if id in there), "utf-8")
    for line in diplotrack("train", few, spans, gold, "-o", folder / "model").splitlines()[:20]:
        print(f"             {line}")
    diplotrack("classify", folder / "texts.jsonl", "--model", folder / "model", "-o", folder / "again.csv", "--quiet")
    check("a model was trained on the gold, and classifies", (folder / "again.csv").stat().st_size > 0)
    return


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """Run ``annotate serve``, and return its address and token."""
    token = secrets.token_urlsafe(24)
    words = [sys.executable, "-m", "classifier", "annotate", "serve", "--port", "0"]
    server = subprocess.Popen(
        words, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ | {"DIPLOTRACK_TOKEN": token}
    )
    try:
        assert server.stderr is not None
        first = server.stderr.readline()
        say(f"$ diplotrack annotate serve --port 0: {first.strip()}")
        yield first.split(" at ")[1].strip(), token
    finally:
        server.terminate()
        say(f"annotate serve said: {' | '.join(server.communicate(timeout=30)[1].splitlines())}")


def try_live(studio: Studio, config: Path, tasks: list[dict[str, Any]]) -> None:
    """Have Label Studio ask for predictions, and compare them with those that an export holds."""
    bare = [{"data": {key: task["data"][key] for key in ("text", "passage_id")}} for task in tasks]
    project = studio.project("live predictions", config, bare)
    with serving() as (address, token):
        backend = {
            "project": project, "url": address, "title": "diplotrack", "auth_method": "BASIC_AUTH",
            "basic_auth_user": "label-studio", "basic_auth_pass": "wrong",
        }  # fmt: skip
        why = studio.refusal("/api/ml/", backend)
        check("Label Studio is refused with a wrong password", "authentication parameters" in why, why)
        other = studio.call("POST", "/api/projects/", {
            "title": "another config",
            "label_config": '<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="a"/></Choices></View>',
        })  # fmt: skip
        why = studio.refusal("/api/ml/", backend | {"project": other["id"], "basic_auth_pass": token})
        check("a project with another config is told why", "no control named" in why, why)
        made = studio.call("POST", "/api/ml/", backend | {"basic_auth_pass": token})
        check("Label Studio is connected", made["readable_state"] == "Connected", made)
        began = time.monotonic()
        every = {"selectedItems": {"all": True, "excluded": []}, "filters": {"conjunction": "and", "items": []}}
        studio.call("POST", f"/api/dm/actions?id=retrieve_tasks_predictions&project={project}", every)
        say(f"predictions for {len(bare)} tasks took {time.monotonic() - began:.1f} s")
        found = {
            task["data"]["passage_id"]: [
                (one["model_version"], one["score"], one["result"]) for one in task["predictions"]
            ]
            for task in studio.tasks(project)
        }
        wanted = {
            task["data"]["passage_id"]: [
                (one["model_version"], one["score"], one["result"]) for one in task["predictions"]
            ]
            for task in tasks
        }
        wrong = [key for key in wanted if found.get(key) != wanted[key]]
        check(f"{len(found)} live predictions are those of the export", not wrong, wrong[:3])


def run(folder: Path) -> None:
    """Try everything."""
    folder = folder.expanduser()
    command = install(folder)
    work = Path(tempfile.mkdtemp(dir=folder, prefix="run."))
    try:
        pool, records = make_pool(work)
        tasks = work / "tasks.json"
        diplotrack("annotate", "export", pool, "--to", "label-studio", "-o", tasks)
        config = work / "tasks.label-studio.xml"
        content = json.loads(tasks.read_text("utf-8"))
        with label_studio(command, work) as studio:
            project = studio.project("coding", config, content)
            coded = import_back(work, studio, project, records, work / "tasks.side.jsonl")
            try_live(studio, config, content)
        try_agreement(work, coded)
        try_gold(work, coded)
        say("all is as it should be")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where Label Studio is installed ({FOLDER})")
    run(parser.parse_args().folder)


if __name__ == "__main__":
    main()
