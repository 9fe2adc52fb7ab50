"""YAML as a tree whose every node knows where it stands.

Text as nearly everybody writes it is read by `yamlplain`, everything else by `yamlevents`. The YAML read is exactly what
`yaml.SafeLoader` reads: the same implicit types, merges and escapes.
"""

from __future__ import annotations

from clinic_cli.content.yamlerrors import YamlError
from clinic_cli.content.yamlnodes import EMPTY, MAX_WEIGHT, Entry, Mapping, Node, Scalar, Sequence, construct
from clinic_cli.content.yamlplain import compose_plain

__all__ = ["EMPTY", "MAX_WEIGHT", "Entry", "Mapping", "Node", "Scalar", "Sequence", "YamlError", "compose", "construct"]


def compose(text: str, base: int = 0) -> Node | None:
    """Return the one YAML document in a text as a tree, None for an empty one; `base` is added to every offset.

    Raises YamlError, with offsets that include `base`, for text that is not YAML, nests deeper than 50 levels, has
    aliases that explode or refer to themselves, tags that the safe loader does not know, or a second document.
    """
    if text.startswith("\ufeff"):  # libyaml leaves it out of its offsets
        raise YamlError("an invisible character (U+FEFF) at the beginning", base, help="Delete it.")
    if (plain := compose_plain(text, base)) is not None:
        return plain
    from clinic_cli.content.yamlevents import compose_events

    return compose_events(text, base)
