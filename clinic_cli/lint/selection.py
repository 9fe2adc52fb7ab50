"""Which rules run, and with what severity: the defaults, the configuration, and what the command line adds."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.content.checking import closest
from clinic_cli.errors import ClinicError, ConfigError
from clinic_cli.jurisdictions import in_force
from clinic_cli.rules.registry import BY_NAME, RULES
from clinic_cli.rules.rule import CATEGORIES, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinic_cli.config import Config
    from clinic_cli.diagnostics import Severity
    from clinic_cli.source import Span


class Selection(NamedTuple):
    """Rules that run, in the registry's order, with the severities and exceptions the clinic chose."""

    rules: tuple[Rule, ...]
    severity: Mapping[str, Severity | None]
    per_path: Mapping[str, frozenset[str]]

    def severity_of(self, rule: Rule) -> Severity:
        """Return how much a rule's findings matter to this clinic."""
        return self.severity.get(rule.name) or rule.severity

    def is_ignored(self, rule: Rule, path: str) -> bool:
        """Whether a rule is switched off for a path."""
        return bool(self.per_path) and any(
            rule.name in names and fnmatchcase(path, pattern) for pattern, names in self.per_path.items()
        )


def expand(name: str) -> frozenset[str]:
    """Return the rules that a rule's name, a category or `all` means; raise ClinicError for any other word."""
    if name == "all":
        return frozenset(BY_NAME)
    if name in CATEGORIES:
        return frozenset(rule.name for rule in RULES if rule.category == name)
    if name in BY_NAME:
        return frozenset((name,))
    near = closest(name, (*BY_NAME, *CATEGORIES, "all"))
    raise ClinicError(
        f"there is no rule or category `{name}`" + (f"; did you mean `{near}`?" if near else ""),
        "See clinic rule for all rules.",
    )


def select_rules(
    config: Config,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    severity: Mapping[str, Severity] | None = None,
) -> Selection:
    """Return the rules that run for a clinic; `select`, `ignore` and `severity` come from the command line and win.

    Raises ConfigError where the configuration names a rule that does not exist, ClinicError where the command does.
    """
    lint = config.lint

    def from_config(*keys: str, names: tuple[str, ...]) -> frozenset[str]:
        chosen: frozenset[str] = frozenset()
        for position, name in enumerate(names):
            try:
                chosen |= expand(name)
            except ClinicError as error:
                raise _at(config, error, config.at("lint", *keys, position)) from error
        return chosen

    chosen = (
        from_config("select", names=lint.select)
        if lint.select
        else frozenset(rule.name for rule in RULES if rule.default)
    )
    chosen |= from_config("extend_select", names=lint.extend_select)
    if select:
        chosen = frozenset().union(*map(expand, select))
    chosen -= from_config("ignore", names=lint.ignore) if not select else frozenset()
    for name in ignore:
        chosen -= expand(name)
    for part, named in (("severity", lint.severity), ("options", lint.options)):
        for name in named:
            if name not in BY_NAME:
                near = closest(name, tuple(BY_NAME))
                error = ClinicError(
                    f"there is no rule `{name}`" + (f"; did you mean `{near}`?" if near else ""),
                    "See clinic rule for all rules.",
                )
                raise _at(config, error, config.at_key("lint", part, name))
    _check_options(config)
    binding = in_force(config.jurisdictions)
    per_path = {pattern: from_config("per_path", pattern, names=names) for pattern, names in lint.per_path.items()}
    severities = {**lint.severity, **(severity or {})}
    rules = tuple(
        rule
        for rule in RULES
        if rule.name in chosen
        and severities.get(rule.name, rule.severity) is not None
        and (not rule.jurisdictions or not binding.isdisjoint(rule.jurisdictions))
    )
    return Selection(rules, severities, per_path)


def _check_options(config: Config) -> None:
    for name, chosen in config.lint.options.items():
        known = {option.name: option for option in BY_NAME[name].options}
        for key, value in chosen.items():
            option = known.get(key)
            if option is None:
                near = closest(key, tuple(known))
                error = ClinicError(
                    f"`{name}` has no option `{key}`" + (f"; did you mean `{near}`?" if near else ""),
                    f"It has: {', '.join(known)}." if known else "It has none.",
                )
                raise _at(config, error, config.at_key("lint", "options", name, key))
            if not option.accepts(value):
                error = ClinicError(f"`{key}` is {option.kind}", f"See clinic rule {name}.")
                raise _at(config, error, config.at("lint", "options", name, key))


def _at(config: Config, error: ClinicError, span: Span) -> ConfigError:
    assert config.source is not None
    return ConfigError(config.source.path, *config.source.lines.location(span.start), error.message, error.help)
