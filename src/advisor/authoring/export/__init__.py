"""The knowledge for other tools: one JSON document, CLIPS, a Markdown book, a conformance kit."""
