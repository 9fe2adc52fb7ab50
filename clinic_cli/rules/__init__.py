"""Rules: a module a family, a function a rule, and the registry of all."""
