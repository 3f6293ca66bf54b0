"""The one door to figures: count, protect, freeze, read. Nothing else may look at rows regardless of who asks.

`tellingen` and `onderzoek` see rows, `regels` decides what may be shown, `publiceren` freezes it, `lezen` hands it out.
"""
