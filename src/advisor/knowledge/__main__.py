"""`python -m advisor.knowledge FOLDER`: check a knowledge folder."""

from __future__ import annotations

import sys
from pathlib import Path

from ..errors import KnowledgeError
from .load import load_folder


def main() -> int:
    """Load the folder named on the command line and report every problem."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "rules")
    try:
        base = load_folder(folder, examples=True)
    except KnowledgeError as error:
        for problem in error.diagnostics:
            print(problem.render(), file=sys.stderr)
        print(f"{len(error.diagnostics)} problems", file=sys.stderr)
        return error.exit_code
    print(base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
