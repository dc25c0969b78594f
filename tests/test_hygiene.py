"""What loading and importing may and may not do."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "yaml", "asyncio")


def run(code: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    result = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_recommend_json_loads_nothing_heavy() -> None:
    run("import advisor; advisor.load()")  # the compiled form is kept from here on
    code = (
        "import sys; from advisor.cli.app import run\n"
        "code = run(['recommend', '--json', '--sparse', '--task', 'classification'])\n"
        f"print(); print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert run(code).splitlines()[-1] == "[]"


def test_the_plain_wizard_loads_no_screens() -> None:
    code = (
        "import io, os, sys, tempfile; os.environ['XDG_STATE_HOME'] = tempfile.mkdtemp()\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'classification\\nresult\\n'))\n"
        "from advisor.cli.app import run\n"
        "code = run(['wizard', '--plain', '--json'])\n"
        f"print(); print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert run(code).splitlines()[-1] == "0 []"


def test_import_advisor_loads_next_to_nothing() -> None:
    code = "import sys, advisor; print([name for name in ('click', 'experta', 'json', 'yaml', 'dataclasses', 'advisor.api') if name in sys.modules])"
    assert run(code) == "[]"


@pytest.mark.parametrize("level", ["WARNING", "DEBUG"])
def test_logging_is_left_as_it_was(level: str) -> None:
    code = (
        f"import logging; root = logging.getLogger(); root.setLevel(logging.{level})\n"
        "import advisor; advisor.recommend(task='clustering')\n"
        "print(root.handlers, logging.getLevelName(root.level))"
    )
    assert run(code) == f"[] {level}"


def test_collections_is_left_as_it_was() -> None:
    assert (
        run("import collections, advisor; advisor.recommend(task='clustering'); print(hasattr(collections, 'Mapping'))")
        == "False"
    )


def test_the_public_names_exist() -> None:
    import advisor

    for name in advisor.__all__:
        assert getattr(advisor, name) is not None
    with pytest.raises(AttributeError):
        _ = advisor.recomend
    assert "recommend" in dir(advisor)
