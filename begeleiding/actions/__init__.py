"""Writes of intervention 2."""
