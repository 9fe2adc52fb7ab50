"""Reporters: one module a format; each turns a lint report into text."""
