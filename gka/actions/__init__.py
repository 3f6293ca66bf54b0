"""The only writers of kernel tables: keyword-only, atomic, audit inside, messages after commit."""
