"""Libraries that only some importers need, installed with `pip install 'clinic-cli[import]'`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from clinic_cli.errors import ClinicError


def library(name: str) -> Any:
    """Return a module of the `import` extra; raise ClinicError that says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        missing = error.name or name
        raise ClinicError(
            f"this kind of import needs a library that is not installed ({missing})",
            "Install it with: pip install 'clinic-cli[import]'",
        ) from error
