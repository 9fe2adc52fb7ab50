"""The declaration of what files may hold, as JSON Schema for editors and other programs."""

from __future__ import annotations

from clinic_cli.content.schema import BY_NAME, VERSION, Field


def json_schema(name: str) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of article, testimonial or config.

    A testimonial's schema describes both one record and a whole file of them, as editors validate files.
    """
    field = BY_NAME[name]
    head: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"clinic {name}",
        "version": VERSION,
    }
    if name == "testimonial":
        return {
            **head,
            "oneOf": [{"$ref": "#/$defs/record"}, {"type": "array", "items": {"$ref": "#/$defs/record"}}],
            "$defs": {"record": _schema(field)},
        }
    return {**head, **_schema(field)}


def _schema(field: Field) -> dict[str, object]:
    schema: dict[str, object] = {"description": field.doc}
    match field.kind:
        case "line" | "text":
            schema["type"] = "string"
            if field.pattern:
                schema["pattern"] = f"^(?:{field.pattern})$"
            elif field.required:
                schema["minLength"] = 1
        case "date":
            schema |= {"type": "string", "format": "date"}
        case "boolean" | "integer":
            schema["type"] = field.kind
        case "choice":
            schema["enum"] = list(field.choices)
        case "list" if field.items is not None:
            items = _schema(field.items)
            listed: dict[str, object] = {"type": "array", "items": items}
            schema |= {"anyOf": [listed, items]} if field.single else listed
        case _:
            mapping = _mapping_schema(field)
            schema |= {"anyOf": [mapping, {"type": "string"}]} if field.shorthand else mapping
    if field.minimum is not None:
        schema["minimum"] = field.minimum
    if field.maximum is not None:
        schema["maximum"] = field.maximum
    return schema


def _mapping_schema(field: Field) -> dict[str, object]:
    if field.open:
        return {"type": "object", "additionalProperties": _schema(field.items) if field.items else True}
    required = [child.name for child in field.fields if child.required]
    schema: dict[str, object] = {"type": "object", "properties": {child.name: _schema(child) for child in field.fields}}
    if required:
        schema["required"] = required
    # foreign keys are allowed in an article and a record (they give one note), nowhere else
    if field.name not in ("article", "testimonial"):
        schema |= {"additionalProperties": False, "patternProperties": {"^x-": {}}}
    return schema
