"""Linting: which rules run, and how documents become diagnostics."""
