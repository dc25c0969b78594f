"""An answer, what would change it, explanations, the interview: four rooms, each of which knows only those before it."""
