"""PostgreSQL, on a server of its own where the machine has one."""

import pytest

from classifier.documents import Document, ReadOptions, read_documents
from classifier.documents.readers.postgresql import without_password

from ..postgresql import started

QUERY = "SELECT * FROM articles ORDER BY id"


@pytest.fixture(scope="module")
def server():
    """Address of a server with a table of articles."""
    with started() as address:
        import psycopg

        with psycopg.connect(address) as connection:
            connection.execute(
                "CREATE TABLE articles (id int, day date, title text, body text, about jsonb, price numeric)"
            )
            for number in range(1, 1201):
                connection.execute(
                    "INSERT INTO articles VALUES (%s, '2011-04-02', 'Round', 'They met.', '{\"lang\": \"en\"}', 1.50)",
                    [number],
                )
        yield address


def read(address, query=QUERY, **options):
    return list(read_documents([address], ReadOptions(query=query, **options)))


def test_rows_become_documents(server):
    items = read(server, date_column="day")
    assert len(items) == 1200
    first = items[0]
    assert (first.id, first.date, first.title, first.text) == ("1", "2011-04-02", "Round", "They met.")
    assert first.columns["about"] == {"lang": "en"}
    assert first.columns["price"] == "1.50"
    assert "secret" not in first.source_file
    assert first.source_file.startswith("postgresql://reader@/postgres?host=")


@pytest.mark.parametrize(
    "query, said",
    [
        (None, "needs --query"),
        ("SELECT nothing FROM nowhere", "nowhere"),
        ("DELETE FROM articles", "syntax error"),
        ("WITH gone AS (DELETE FROM articles RETURNING *) SELECT * FROM gone", "data-modifying"),
        ("SELECT id FROM articles", "no column looks like the text"),
        ("SELECT body FROM articles WHERE false", "empty"),
    ],
)
def test_what_cannot_be_read_is_a_reject_and_nothing_is_written(server, query, said):
    (reject,) = read(server, query)
    assert said in reject.reason
    assert len(read(server)) == 1200


def test_a_server_that_is_not_there_is_a_reject_without_the_password():
    pytest.importorskip("psycopg")
    (reject,) = read("postgresql://reader:secret@/postgres?host=/no/such/folder")
    assert "PostgreSQL" in reject.reason
    assert "secret" not in reject.reason + reject.source_file


@pytest.mark.parametrize(
    "address, shown",
    [
        ("postgresql://a:b@h:5432/d", "postgresql://a@h:5432/d"),
        ("postgresql://h/d", "postgresql://h/d"),
        ("postgresql://a:b%40c@h/d?sslmode=require&password=x", "postgresql://a@h/d?sslmode=require"),
        ("postgres://a:b:c@h", "postgres://a@h"),
        ("postgres://a:b@c/d@h/d?sslpassword=e@f", "postgres://a@h/d"),
    ],
)
def test_a_password_is_not_shown(address, shown):
    assert without_password(address) == shown


def test_other_inputs_get_through(server, tmp_path):
    (tmp_path / "a.txt").write_text("They met.")
    items = list(read_documents([server, str(tmp_path / "a.txt")], ReadOptions()))
    assert isinstance(items[1], Document)
