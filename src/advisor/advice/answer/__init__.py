"""From conclusions to an answer: ranking, set-up, proofs, the next question."""
