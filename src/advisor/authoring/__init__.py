"""For those who write knowledge: lint, tests with coverage, analysis, comparison, export."""
