"""Try the whole way through a real Label Studio: export, two coders, import, agreement, gold, retraining, live predictions.

python scripts/try_label_studio.py [--folder ~/.cache/diplotrack/label-studio]

The folder gets a virtual environment with Label Studio (1 GB; once) and the data of this run. The server listens on this
machine only, and phones nobody. Two coders correct what the model predicted, by a plan that is the same every time;
what comes back is compared with the plan, not with what was read.
"""

from __future__ import annotations

import argparse
import csv
import http.cookiejar
import itertools
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RELEASE = "label-studio==1.23.*"
FOLDER = Path("~/.cache/diplotrack/label-studio")
NUMBER = 200
CODERS = ("anna@example.org", "bo@example.org")
QUIET = {
    "COLLECT_ANALYTICS": "False", "LATEST_VERSION_CHECK": "False", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
    "USE_DEFAULT_BANNED_SUBNETS": "False", "LOG_LEVEL": "ERROR",
}  # fmt: skip
LABELS = ("None", "Track 1", "Track 1.5", "Track 2")
SLUGS = dict(zip(LABELS, ("none", "track_1", "track_1_5", "track_2"), strict=True))
EMOJI = (
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 The foreign minister met two retired generals in Muscat for "
    "informal talks, said a scholar.\nA second line: l'e\u0301te\u0301 \u0645\u0631\u062d\u0628\u0627."
)
_clock = time.monotonic()


def say(line: str) -> None:
    print(f"[{time.monotonic() - _clock:6.1f} s] {line}", flush=True)


def check(what: str, good: bool, detail: object = "") -> None:
    if not good:
        raise SystemExit(f"NOT as it should be: {what}\n{detail}")
    say(f"checked: {what}")


# The command line


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


def there_is(command: str) -> bool:
    """Tell whether ``diplotrack annotate`` has a command."""
    found = subprocess.run(
        [sys.executable, "-m", "classifier", "annotate", command, "--help"], cwd=ROOT, capture_output=True, check=False
    )
    return found.returncode == 0


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


# The server


def install(folder: Path) -> Path:
    """Make the virtual environment unless it is there; return Label Studio's command."""
    command = folder / "venv" / "bin" / "label-studio"
    if not command.exists():
        say(f"installing {RELEASE} in {folder}")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        pip = [folder / "venv" / "bin" / "python", "-m", "pip", "install", "-q", RELEASE]
        subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return command


class Studio:
    """A running Label Studio."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def call(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """Ask the API."""
        request = urllib.request.Request(
            self.address + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Token {token or self.token}", "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from error

    def refusal(self, path: str, body: object) -> str:
        """Post what must be refused, and return why it was."""
        try:
            self.call("POST", path, body)
        except SystemExit as refused:
            return str(refused)
        raise SystemExit(f"POST {path} was not refused")

    def sign_up(self, email: str) -> str:
        """Make a user by the link that invites people, and return the user's token."""
        link = self.address + self.call("GET", "/api/invite")["invite_url"]
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        browser.open(link, timeout=60).read()
        secret = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        form = {"email": email, "password": secrets.token_urlsafe(16), "csrfmiddlewaretoken": secret, "how_find_us": ""}
        data = urllib.parse.urlencode(form).encode()
        browser.open(urllib.request.Request(link, data, {"Referer": link}), timeout=60).read()
        with browser.open(self.address + "/api/current-user/token", timeout=60) as answer:
            return str(json.loads(answer.read())["token"])

    def project(self, title: str, config: Path, tasks: list[dict[str, Any]]) -> int:
        """Make a project of tasks."""
        made = self.call("POST", "/api/projects/", {"title": title, "label_config": config.read_text("utf-8")})
        done = self.call("POST", f"/api/projects/{made['id']}/import", tasks)
        check(f"Label Studio took {len(tasks)} tasks", done["task_count"] == len(tasks), done)
        return int(made["id"])

    def tasks(self, project: int) -> list[dict[str, Any]]:
        """List a project's tasks with all that belongs to them."""
        found: list[dict[str, Any]] = []
        for page in itertools.count(1):
            part = self.call("GET", f"/api/tasks/?project={project}&fields=all&page_size=100&page={page}")
            found += part["tasks"]
            if len(found) >= part["total"]:
                return found
        raise AssertionError

    def export(self, project: int, query: str) -> Any:
        """Export as the web page does."""
        return self.call("GET", f"/api/projects/{project}/export?{query}")

    def snapshot(self, project: int) -> Any:
        """Export with coders by e-mail and predictions in full, as the export of the web page does not."""
        whole = {"only_id": False}
        options = {"predictions": whole, "drafts": whole, "annotations__completed_by": whole}
        made = self.call("POST", f"/api/projects/{project}/exports/", {"serialization_options": options})
        for _ in range(60):
            if self.call("GET", f"/api/projects/{project}/exports/{made['id']}")["status"] == "completed":
                return self.call("GET", f"/api/projects/{project}/exports/{made['id']}/download")
            time.sleep(1)
        raise SystemExit("Label Studio does not finish its export")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def label_studio(command: Path, data: Path) -> Iterator[Studio]:
    """Start a server with no data on this machine alone."""
    port, token = free_port(), secrets.token_hex(20)
    words = [
        command, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port), "--data-dir", data,
        "--username", "lead@example.org", "--password", secrets.token_urlsafe(16), "--user-token", token,
        "--enable-legacy-api-token",
    ]  # fmt: skip
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=os.environ | QUIET)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(1200):  # a minute on an idle machine
                if server.poll() is not None:
                    raise SystemExit(f"Label Studio ended\n{(data / 'server.log').read_text('utf-8')[-3000:]}")
                try:
                    urllib.request.urlopen(address + "/health", timeout=5).close()
                    break
                except OSError:
                    time.sleep(1)
            else:
                raise SystemExit("Label Studio does not start")
            studio = Studio(address, token)
            say(f"Label Studio {studio.call('GET', '/api/version')['release']} at {address}")
            yield studio
        finally:
            server.terminate()
            server.wait(30)


# The coders


def correction(number: int, coder: int, record: Mapping[str, Any]) -> dict[str, Any]:
    """Say what a coder corrects of a prediction: some nothing, some the label, some the spans."""
    text, actors, cues = record["text"], record["actors"], record["cues"]
    plan: dict[str, Any] = {"seconds": 5 + number % 50 + coder / 4}
    if number % 5 == coder or number % 7 == 0:
        labels = list(SLUGS.values())
        plan["label"] = labels[(labels.index(record["label"]) + 1 + coder) % len(labels)]
    if number % 4 == coder and actors:
        plan["capacity"] = (0, "former" if actors[0]["capacity"] != "former" else "personal")
    if number % 6 == 1 + coder and len(actors) > 1:
        plan["deleted_actor"] = len(actors) - 1
    if number % 6 == 3 and cues and cues[0]["end"] - cues[0]["start"] > 2:
        plan["moved_cue"] = (0, cues[0]["end"] - 1)
    if number % 3 == coder or number == NUMBER - 1:
        start = text.index(" ", len(text) // 2) + 1 if " " in text[len(text) // 2 :] else 0
        end = text.find(" ", start + 1) if text.find(" ", start + 1) > 0 else len(text)
        plan["new_actor"] = (start, end)
    if number == NUMBER - 1:  # behind emoji, and over a line end
        plan["new_cue"] = (text.index("Muscat"), text.index("second") + len("second"))
    if number % 10 == coder:
        plan["rationale"] = f"Reason \U0001f600 {number}\nof coder {coder}"
    return plan


def as_coded(prediction: Mapping[str, Any], plan: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """Correct a prediction's results as Label Studio's editor does."""
    results = [{**json.loads(json.dumps(one)), "origin": "prediction"} for one in prediction["result"]]

    def of(region: str) -> list[dict[str, Any]]:
        return [one for one in results if one["id"] == region]

    def add(region: str, control: str, kind: str, value: dict[str, Any]) -> None:
        results.append(
            {"id": region, "from_name": control, "to_name": "text", "type": kind, "value": value, "origin": "manual"}
        )

    def place(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end].replace("\n", "\\n")}

    if "label" in plan:
        of("label")[0]["value"]["choices"] = [next(shown for shown, slug in SLUGS.items() if slug == plan["label"])]
    if "capacity" in plan:
        number, capacity = plan["capacity"]
        for one in of(f"actor{number}"):
            if one["from_name"] == "actor_capacity":
                one["value"]["choices"] = [capacity]
    if "deleted_actor" in plan:
        results = [one for one in results if one["id"] != f"actor{plan['deleted_actor']}"]
    if "moved_cue" in plan:
        number, end = plan["moved_cue"]
        for one in of(f"cue{number}"):
            one["value"]["end"] = end
            if one["type"] == "labels":
                one["value"]["text"] = text[one["value"]["start"] : end]
    if "new_actor" in plan:
        value = place(*plan["new_actor"])
        add("Xy_1", "actor", "labels", {**value, "labels": ["non_official"]})
        add("Xy_1", "actor_capacity", "choices", {**value, "choices": ["former"]})
        add("Xy_1", "actor_kind", "choices", {**value, "choices": ["academic"]})
        add("Xy_1", "actor_negated", "choices", {**value, "choices": ["negated"]})
        add("Xy_1", "actor_party", "textarea", {**value, "text": ["OM \U0001f600"]})
    if "new_cue" in plan:
        add("Xy_2", "cue", "labels", {**place(*plan["new_cue"]), "labels": ["formality"]})
    if "rationale" in plan:
        add("Xy_3", "rationale", "textarea", {"text": [plan["rationale"]]})
    return results


def as_expected(record: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """Correct the record itself by the same plan."""
    text = record["text"]
    actors, cues = [dict(actor) for actor in record["actors"]], [dict(cue) for cue in record["cues"]]
    if "capacity" in plan:
        actors[plan["capacity"][0]]["capacity"] = plan["capacity"][1]
    if "deleted_actor" in plan:
        del actors[plan["deleted_actor"]]
    if "moved_cue" in plan:
        number, end = plan["moved_cue"]
        cues[number] |= {"end": end, "text": text[cues[number]["start"] : end], "rules": []}
    if "new_actor" in plan:
        start, end = plan["new_actor"]
        actors.append({
            "start": start, "end": end, "text": text[start:end], "status": "non_official", "capacity": "former",
            "role": "unknown", "kind": "academic", "party": "OM \U0001f600", "name": "", "office": "", "negated": True,
        })  # fmt: skip
    if "new_cue" in plan:
        start, end = plan["new_cue"]
        cues.append({"start": start, "end": end, "text": text[start:end], "aspect": "formality", "value": ""})
    return {
        "label": plan.get("label", record["label"]), "actors": plain(actors), "cues": plain(cues),
        "rationale": plan.get("rationale", ""), "seconds": plan["seconds"], "saw_prediction": True,
        "text": text, "passage_id": record["passage_id"],
    }  # fmt: skip


def plain(spans: list[dict[str, Any]]) -> list[list[tuple[str, object]]]:
    """Have spans in one order, without what says nothing."""
    return sorted(sorted((k, v) for k, v in span.items() if v not in ("", False, [])) for span in spans)


def as_found(record: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: record.get(name) for name in ("label", "seconds", "saw_prediction", "text", "passage_id")}
    spans = {"actors": plain(record["actors"]), "cues": plain(record["cues"])}
    return found | spans | {"rationale": record.get("rationale", "")}


# What is tried


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
    if not there_is("agreement"):
        return say("left out: there is no 'annotate agreement' yet")
    diplotrack("annotate", "agreement", coded, "-o", folder / "agreement.json", "--quiet")
    report = (folder / "agreement.json").read_text("utf-8")
    check("agreement was computed", "alpha" in report and CODERS[0] in report, report[:2000])
    return None


def try_gold(folder: Path, coded: Path) -> None:
    if not there_is("adjudicate"):
        return say("left out: there is no 'annotate adjudicate' yet")
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
    print(diplotrack("train", few, spans, gold, "-o", folder / "model"))
    diplotrack("classify", folder / "texts.jsonl", "--model", folder / "model", "-o", folder / "again.csv", "--quiet")
    check("a model was trained on the gold, and classifies", (folder / "again.csv").stat().st_size > 0)
    return None


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
