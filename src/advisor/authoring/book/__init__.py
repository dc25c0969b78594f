"""The knowledge as a Markdown book: a page per candidate, rule, attribute and decision, and the links between them."""
