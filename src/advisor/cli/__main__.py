"""`python -m advisor.cli`."""

from .app import main

main()
