"""Exporters: one module a format; each turns a publication into files."""
