"""What the README shows is what happens. `python -m tests.test_readme` brings its output up to date."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(?<=task classification\n\n)(?:    .*\n|\n)+?(?=`\+\+\+`)")


def real_output() -> str:
    command = [sys.executable, "-m", "advisor", "recommend", "--sparse", "--task", "classification"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines()) + "\n"


def test_the_output_shown_is_the_real_output() -> None:
    found = BLOCK.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found.group() == real_output()


def test_the_python_example_runs_and_prints_what_it_says() -> None:
    text = README.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=README.parent
    )
    assert result.returncode == 0, result.stderr
    for comment in re.findall(r"print\(.*\)\s+# (.+)", code):
        assert comment in result.stdout


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(
        BLOCK.sub(lambda _: real_output(), text.replace("@@OUTPUT@@\n\n", "    x\n\n"), count=1), encoding="utf-8"
    )
