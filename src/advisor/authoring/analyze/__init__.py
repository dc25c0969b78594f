"""Exact analysis of a knowledge base: gaps, ties, contradictions and rules without effect, each with a witness."""
