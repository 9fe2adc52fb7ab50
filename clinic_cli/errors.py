"""Errors of the environment: what no content file can be blamed for."""

from __future__ import annotations


class ClinicError(Exception):
    """Say what stopped the command, and what to do next; the command exits with status 2."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class ConfigError(ClinicError):
    """Name the line and column of the configuration that cannot be used; `what` is the message without them."""

    def __init__(self, path: str, line: int, column: int, message: str, help: str = "") -> None:
        super().__init__(f"{path}:{line}:{column}: {message}", help)
        self.what = message


class ConflictError(ClinicError):
    """Refuse to write over a file that changed after it was read."""
