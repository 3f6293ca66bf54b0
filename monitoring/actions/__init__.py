"""The only writers of the tables of intervention 3: keyword-only, atomic, audit inside, work after commit."""
