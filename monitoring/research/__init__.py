"""The research file: columns, pseudonyms and the package. Tier C of kennis/anonimisering.md 6: personal data."""
