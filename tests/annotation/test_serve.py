"""The server for live pre-annotation, asked as Label Studio asks, and as nobody should."""

import base64
import http.client
import json
import socket
import threading
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

import classifier
from classifier.annotation import serve
from classifier.annotation.exporting import export
from classifier.annotation.hub import write_records
from classifier.annotation.serve import Predictor, Server
from classifier.annotation.spokes.label_studio import SPOKE, label_config
from classifier.cli import app
from classifier.documents import Document
from classifier.errors import EngineError
from classifier.records import to_record

TOKEN = "a token \u00e9"
TEXTS = (
    "\U0001f600 The foreign ministers of India and Nepal signed a treaty.",
    "A scholar met a retired general.\nThey talked.",
)


@pytest.fixture(scope="module")
def tracker():
    return classifier.load()


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def server(tracker, told):
    with running(Predictor(tracker), told) as server:
        yield server


@contextmanager
def running(predictor, told):
    with Server(predictor, "127.0.0.1", 0, TOKEN, told.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server, method, path, body=None, token=TOKEN, headers=(), raw=None):
    """Ask as Label Studio does, and return code, reason and content."""
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=10)
    login = {"Authorization": "Basic " + base64.b64encode(f"anyone:{token}".encode()).decode()} if token else {}
    sent = raw if raw is not None else None if body is None else json.dumps(body)
    connection.request(method, path, sent, {"Content-Type": "application/json", **login, **dict(headers)})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.reason, json.loads(content)


def test_label_studio_connects(server):
    assert ask(server, "GET", "/health") == (200, "OK", {"status": "UP", "model_class": "diplotrack"})
    setup = {
        "project": "1.1764285887", "schema": label_config(), "hostname": "http://localhost:8080", "access_token": "x",
        "extra_params": None,
    }  # fmt: skip
    assert ask(server, "POST", "/setup", setup)[2] == {"model_version": server.predictor.version}


def test_predictions_are_those_of_an_export(server, tracker, tmp_path):
    model = {key: str(tracker.model.manifest[key]) for key in ("name", "version")}
    records = [
        to_record(tracker.classify(text), Document(str(number), text), model) for number, text in enumerate(TEXTS)
    ]
    write_records(tmp_path / "hub.jsonl", records)
    export([tmp_path / "hub.jsonl"], SPOKE, tmp_path / "tasks.json", pytest.fail)
    exported = [task["predictions"][0] for task in json.loads((tmp_path / "tasks.json").read_text("utf-8"))]
    tasks = [{"id": 7, "data": {"text": text}, "annotations": [], "predictions": [], "project": 1} for text in TEXTS]
    request = {
        "tasks": tasks,
        "project": "1.2",
        "label_config": label_config(),
        "params": {"login": None, "context": None},
    }
    assert ask(server, "POST", "/predict", request) == (200, "OK", {"results": exported})


def test_offsets_are_into_the_task_s_text(server):
    text = "\ufeffA scholar\r\nmet the foreign minister\rof Oman.\0"
    (prediction,) = ask(server, "POST", "/predict", {"tasks": [{"data": {"text": text}}]})[2]["results"]
    regions = [one["value"] for one in prediction["result"] if one["type"] == "labels"]
    assert "scholar" in regions[0]["text"]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in regions)


def test_a_task_that_is_not_ours_is_told_and_keeps_its_place(server, told):
    tasks = [
        {"data": {"text": TEXTS[0]}},
        {"data": {"image": "x.png"}},
        {"data": {"text": " "}},
        3,
        {"data": {"text": "\ud800 a"}},
    ]
    results = ask(server, "POST", "/predict", {"tasks": tasks})[2]["results"]
    assert ["result" in one for one in results] == [True, False, False, False, True]
    assert results[1] == results[2] == results[3] == {"error": "no text in data.text, or a blank one"}
    assert told[-2].startswith("2 predictions in ")
    assert told[-1] == "3 tasks without a prediction; the first: no text in data.text, or a blank one"


@pytest.mark.parametrize("path", ["/health", "/setup", "/predict"])
@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !", "Basic bm9wZQ==", "Bearer x", "Basic " + "A" * 1000, "Token a token"]
)
def test_without_the_token_nothing_is_told(server, path, header):
    code, reason, _ = ask(
        server, "GET" if path == "/health" else "POST", path, token="", headers={"Authorization": header}, raw="{}"
    )
    assert code == 401 and "token" in reason


def test_webhooks_are_taken_without_the_token_for_label_studio_sends_none(server):
    assert ask(server, "POST", "/webhook", {"action": "ANNOTATION_CREATED"}, token="")[0] == 200


def test_another_labeling_config_is_refused(server):
    code, reason, content = ask(server, "POST", "/setup", {"schema": '<View><Text name="text" value="$text"/></View>'})
    assert code == 400 and "no control named label, actor, cue" in reason and reason == content["error"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", 400), ("{", 400), ("[" * 100_000, 400), ("[1]", 400), ("\ud800".encode("utf-8", "surrogatepass"), 400),
        ('{"tasks": 3}', 400), ('{"tasks": {"a": 1}}', 400), ('{"tasks": []}', 200),
    ],
)  # fmt: skip
def test_bodies_that_are_none(server, raw, code):
    assert ask(server, "POST", "/predict", raw=raw)[0] == code


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "\u00b2", "", "1_0"])
def test_a_length_that_is_none(server, length):
    answer = told_raw(server, f"POST /predict HTTP/1.1\r\nHost: x\r\n{LOGIN}Content-Length: {length}\r\n\r\n{{}}")
    assert b" 411 " in answer


def test_a_body_that_is_too_long_is_not_read(server):
    answer = told_raw(server, f"POST /predict HTTP/1.1\r\nHost: x\r\n{LOGIN}Content-Length: {10**11}\r\n\r\n")
    assert b" 413 " in answer


def test_a_body_without_a_length_is_refused(server):
    answer = told_raw(
        server, f"POST /predict HTTP/1.1\r\nHost: x\r\n{LOGIN}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )
    assert b" 411 " in answer


LOGIN = "Authorization: Basic " + base64.b64encode(f"a:{TOKEN}".encode()).decode() + "\r\n"


def told_raw(server, sent):
    with socket.create_connection(server.server_address[:2], timeout=10) as client:
        client.sendall(sent.encode("latin-1"))
        return client.recv(4096)


@pytest.mark.parametrize("path", ["/", "/../../etc/passwd", "/train", "//x", "/health/"])
def test_there_are_no_other_pages(server, path):
    assert ask(server, "GET", path)[0] == ask(server, "POST", path, {})[0] == 404
    assert ask(server, "GET", "/predict")[0] == 404


def test_a_client_that_goes_silent_is_left(tracker, monkeypatch, told):
    monkeypatch.setattr(serve._Handler, "timeout", 0.2)
    with running(Predictor(tracker), told) as server:
        assert told_raw(server, f"POST /predict HTTP/1.1\r\nHost: x\r\n{LOGIN}Content-Length: 9\r\n\r\n{{") == b""
        assert ask(server, "GET", "/health")[0] == 200


def test_connections_are_limited(tracker, monkeypatch, told):
    monkeypatch.setattr(serve, "MOST", 2)
    with running(Predictor(tracker), told) as server:
        held = [socket.create_connection(server.server_address[:2], timeout=10) for _ in range(2)]
        with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
            ask(server, "GET", "/health")
        for one in held:
            one.close()
        for _ in range(50):
            try:
                assert ask(server, "GET", "/health")[0] == 200
                break
            except ConnectionError:
                threading.Event().wait(0.1)
        else:
            pytest.fail("places do not come back")


def test_a_server_needs_a_token_and_a_free_port(tracker, server):
    predictor = Predictor(tracker)
    with pytest.raises(EngineError, match="token"):
        Server(predictor, "127.0.0.1", 0, "")
    with pytest.raises(EngineError, match="choose another"):
        Server(predictor, "127.0.0.1", server.server_address[1], TOKEN)


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_the_command_prints_a_token_and_warns(monkeypatch, host, warned):
    monkeypatch.delenv("DIPLOTRACK_TOKEN", raising=False)
    monkeypatch.setattr(Server, "serve_forever", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
    result = CliRunner().invoke(app, ["annotate", "serve", "--port", "0", "--host", host])
    assert result.exit_code == 0, result.output
    assert ("warning" in result.stderr) == warned
    assert len(result.stderr.split("token: ")[1].split()[0]) == 32
    assert result.stderr.endswith("stopped\n")


def test_the_command_keeps_a_given_token_to_itself(monkeypatch):
    monkeypatch.setenv("DIPLOTRACK_TOKEN", "s3cret-s3cret")
    monkeypatch.setattr(Server, "serve_forever", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
    result = CliRunner().invoke(app, ["annotate", "serve", "--port", "0"])
    assert result.exit_code == 0 and "s3cret" not in result.output


def test_what_is_told_of_a_request_moves_no_cursor(server, told):
    told_raw(server, "GET /\x1b[2Jx HTTP/1.1\r\nHost: x\r\n\r\n")
    assert told[-1] == "GET '/\\x1b[2Jx': 404, no such page"
