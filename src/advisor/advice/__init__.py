"""From conclusions to an answer: ranking, set-up, proofs, questions."""
