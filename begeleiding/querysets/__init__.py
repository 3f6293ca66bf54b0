"""Queries of intervention 2, and who sees which row."""
