"""What would change an answer: the search for the smallest edits, over every answer there is."""
