"""Importers: one module a kind of source, each yielding articles and testimonials that were written elsewhere."""
