"""Examples for the OpenAPI document: what the endpoints really answer, in short."""

from typing import Any

#: So many entries of a list are shown.
SHOWN = 3
TYPES: dict[str, type | tuple[type, ...]] = {
    "null": type(None),
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "string": str,
    "array": list,
    "object": dict,
}

Schema = dict[str, Any]


class Examples:
    """Gives the schemas of a document examples, from values that keep them.

    :param schemas: the named schemas of the document; changed in place.
    """

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.schemas = schemas

    def take(self, schema: Schema, value: Any) -> Any:
        """The value with its lists cut short. Its parts become the examples of their schemas."""
        schema = self.schema_of(schema, value)
        taken = self.take_parts(schema, value)
        if "properties" in schema or "title" in schema:
            show(schema, taken)
        return taken

    def take_parts(self, schema: Schema, value: Any) -> Any:
        if isinstance(value, list) and "items" in schema:
            shown = max(SHOWN, schema.get("minItems", 0))
            # A later object may have what the first has not; of numbers there are thousands.
            looked = [each for k, each in enumerate(value) if k < shown or isinstance(each, dict)]
            return [self.take(schema["items"], each) for each in looked][:shown]
        if isinstance(value, dict):
            return {name: self.take_field(schema, name, value[name]) for name in value}
        return value

    def take_field(self, schema: Schema, name: str, value: Any) -> Any:
        field = schema.get("properties", {}).get(name)
        if field is None:
            others = schema.get("additionalProperties")
            return self.take(others, value) if isinstance(others, dict) else value
        taken = self.take(field, value)
        if not refers(field):
            show(field, taken)
        return taken

    def schema_of(self, schema: Schema, value: Any) -> Schema:
        """The schema itself, the one it refers to, or the one of its kinds that has the value."""
        if "$ref" in schema:
            return self.schema_of(self.schemas[schema["$ref"].rpartition("/")[2]], value)
        for kind in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            found = self.schema_of(kind, value)
            if fits(found, value):
                return found
        return schema


def fits(schema: Schema, value: Any) -> bool:
    """Whether a schema without kinds is that of the value; only as far as it takes to choose."""
    if not isinstance(value, TYPES.get(schema.get("type", ""), object)):
        return False
    fields = schema.get("properties", {})
    if isinstance(value, dict) and fields:
        names = {name: field.get("const") for name, field in fields.items() if "const" in field}
        return value.keys() <= fields.keys() and names.items() <= value.items()
    return True


def refers(schema: Schema) -> bool:
    """Whether another schema has the examples of this one."""
    inside = [*schema.get("anyOf", ()), schema.get("items", {})]
    return "$ref" in schema or any(refers(each) for each in inside if each)


def show(schema: Schema, value: Any) -> None:
    """The first value is the example, or the first that is not empty."""
    if not any(schema.get("examples", ())):
        schema["examples"] = [value]
