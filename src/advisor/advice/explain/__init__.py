"""Why, why not, why this question: explanations as records, and in words."""
