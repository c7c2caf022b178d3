"""The service described for programs: OpenAPI 3.1, made from the schemas that check requests.

The record of a message (DESIGN.md, "Contracts") is described by its fixed fields; those of one
kind of puzzle alone may stand beside them.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import BaseModel

from ...tools.catalogue import TOOLS
from ...trm.puzzles import Status
from .chat_request import MODEL, ChatRequest
from .rest import SOLVERS, SolveMessage

_REF = "#/components/schemas/{model}"
_OBJECT: dict[str, Any] = {"type": "object"}
_KINDS = ["sudoku", "maze", "arc", "none", "unsupported"]


def description(*, with_token: bool) -> dict[str, Any]:
    """The whole document.

    Args:
        with_token: the service asks for its token.
    """
    schemas: dict[str, Any] = {}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "tinyduo",
            "version": _version(),
            "description": "Puzzles read, solved by tiny recursive networks, verified by code.",
        },
        "paths": _paths(schemas),
        "components": {"schemas": schemas},
    }
    schemas["Error"] = _error()
    schemas["Reply"] = _reply()
    if with_token:
        bearer = {"type": "http", "scheme": "bearer"}
        document["components"]["securitySchemes"] = {"token": bearer}
        document["security"] = [{"token": []}]
    return document


def _paths(schemas: dict[str, Any]) -> dict[str, Any]:
    solve = [_schema(SolveMessage, schemas)]
    records = [{"$ref": "#/components/schemas/Reply"}]
    tools: dict[str, Any] = {}
    for spec in TOOLS.values():
        args, result = _schema(spec.args, schemas), _schema(spec.result, schemas)
        if spec.name in SOLVERS.values():
            solve.append(_with_kind(spec.args, spec.name, schemas))
            records.append(result)
        called = _object(content=_OBJECT, result=result)
        tools[f"/v1/tools/{spec.name}"] = {
            "get": _operation(f"describe_{spec.name}", f"{spec.title}: its schemas", _OBJECT),
            "post": _operation(spec.name, spec.description, called, asked=args),
        }
    chat = _operation(
        "chat", "Talk about a puzzle, as with OpenAI's chat completions.", _completion(),
        asked=_schema(ChatRequest, schemas), missing="no such model",
    )  # fmt: skip
    chat["responses"]["200"]["content"]["text/event-stream"] = {"schema": {"type": "string"}}
    status = _object(status={"type": "string"})
    return {
        "/v1/solve": {
            "post": _operation(
                "solve", "Answer a message, or solve one puzzle.", {"anyOf": records},
                asked={"anyOf": solve},
            )
        },
        "/v1/tools": {"get": _operation("tools", "The tools and their schemas.", _OBJECT)},
        **tools,
        "/v1/chat/completions": {"post": chat},
        "/v1/models": {"get": _operation("models", "The one model.", _OBJECT)},
        f"/v1/models/{MODEL}": {"get": _operation("model", "The model.", _OBJECT)},
        "/healthz": {"get": _operation("healthz", "Whether it lives.", status)},
        "/readyz": {"get": _operation("readyz", "Whether it takes calls.", status, unready=status)},
        "/metrics": {"get": _metrics()},
    }  # fmt: skip


def _operation(
    name: str,
    summary: str,
    answer: dict[str, Any],
    *,
    asked: dict[str, Any] | None = None,
    missing: str | None = None,
    unready: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One method of a path, with all that it may answer."""
    error = {"$ref": "#/components/schemas/Error"}
    refused = {
        "400": "what was asked cannot be processed",
        "401": "no token, or a wrong one",
        "403": "the page of another site asked",
        "404": missing or "no such path",
        "405": "another method is expected",
        "408": "the body did not come in time",
        "413": "the body is too large",
        "415": "the body is not of type application/json",
        "421": "the service does not go by that Host",
        "500": "a bug",
        "503": "busy, closing, or not done in time: try again later",
    }
    responses = {code: _response(said, error) for code, said in refused.items()}
    if unready:
        responses["503"] = _response("not yet, or no more", unready)
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary.partition(". ")[0],
        "description": summary,
        "responses": {"200": _response("as asked", answer), **responses},
    }
    if asked:
        content = {"application/json": {"schema": asked}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _metrics() -> dict[str, Any]:
    operation = _operation("metrics", "Counters, as Prometheus reads them.", _OBJECT)
    operation["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "string"}}}
    return operation


def _response(said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _schema(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    """A reference to a model's schema, which is put among the others."""
    schema = model.model_json_schema(ref_template=_REF)
    schemas.update(schema.pop("$defs", {}))
    schemas[model.__name__] = schema
    return {"$ref": _REF.format(model=model.__name__)}


def _with_kind(model: type[BaseModel], tool: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a solve tool beside the kind that says which."""
    kind = next(kind for kind, name in SOLVERS.items() if name == tool)
    schema = model.model_json_schema(ref_template=_REF)
    schemas.update(schema.pop("$defs", {}))
    schema["properties"] = {"kind": {"const": kind}, **schema["properties"]}
    schema["required"] = ["kind", *schema["required"]]
    schemas[f"Solve_{kind}"] = schema
    return {"$ref": f"#/components/schemas/Solve_{kind}"}


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields)}


def _error() -> dict[str, Any]:
    text = {"type": "string"}
    fields = _object(message=text, type=text, param={"type": ["string", "null"]}, code=text)
    return _object(error=fields)


def _reply() -> dict[str, Any]:
    nullable = ["object", "null"]
    return _object(
        kind={"enum": _KINDS},
        status={"enum": [str(status) for status in Status]},
        ask={"type": "string"},
        explanation={"type": "string"},
        grid={},
        answer={},
        verdict={"type": nullable},
        puzzles={"type": "array", "items": _OBJECT},
        seconds={"type": "object", "additionalProperties": {"type": "number"}},
    )


def _completion() -> dict[str, Any]:
    text = {"type": "string"}
    message = _object(role={"const": "assistant"}, content=text)
    choice = _object(index={"type": "integer"}, message=message, finish_reason=text)
    count = {"type": "integer", "minimum": 0}
    return _object(
        id=text,
        object={"const": "chat.completion"},
        created=count,
        model={"const": MODEL},
        choices={"type": "array", "items": choice, "minItems": 1},
        usage=_object(prompt_tokens=count, completion_tokens=count, total_tokens=count),
    )


def _version() -> str:
    try:
        return version("tinyduo")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
