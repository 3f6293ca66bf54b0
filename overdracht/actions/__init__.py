"""The only writers of the tables of intervention 1: keyword-only, atomic, audit inside, followers after a decision."""
