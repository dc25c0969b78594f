"""From conclusions to advice, in four rooms: an answer, what would change it, explanations, the interview. Each knows only those before it."""
