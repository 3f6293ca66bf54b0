"""Pages and panels of intervention 2."""
