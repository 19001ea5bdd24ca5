"""Where settings come from: flags, the environment, one TOML file; the first that says something wins.

A setting ``queue_size`` is the flag ``--queue-size``, the variable ``SERVANDA_QUEUE_SIZE`` and ``queue_size = 64`` in
the file. Secrets come from the variable, from the TOML file, or from a file of their own that a flag names.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from ontology.errors import InputError
from server.configuration import ServiceConfig

PREFIX = "SERVANDA_"
CONFIG = "SERVANDA_CONFIG"

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def all_settings() -> tuple[Field[Any], ...]:
    """Returns the fields of `ServiceConfig`, which are the settings."""
    return fields(ServiceConfig)


def flag(each: Field[Any]) -> str:
    """Returns the flag of a setting; of a secret, the flag for the file that holds it."""
    given: str | None = each.metadata.get("flag")
    name = given or "--" + each.name.replace("_", "-")
    return f"{name}-file" if each.metadata.get("secret") else name


def variable(each: Field[Any]) -> str:
    """Returns the environment variable of a setting."""
    return PREFIX + each.name.upper()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds a flag for every setting; what is not given is None, so that the environment and the file can say it."""
    parser.add_argument(
        "--config", metavar="FILE", help=f"TOML with any of these settings, named with _ for -; default: ${CONFIG}"
    )
    groups: dict[str, argparse._ArgumentGroup] = {}
    for each in all_settings():
        about = each.metadata
        group = groups.setdefault(about["group"], parser.add_argument_group(about["group"]))
        common: dict[str, Any] = {"dest": each.name, "default": None, "help": _help(each)}
        kind = str(each.type)
        if about.get("secret"):
            group.add_argument(flag(each), **(common | {"dest": f"{each.name}_file", "metavar": "FILE"}))
        elif kind == "bool":
            group.add_argument(flag(each), action=argparse.BooleanOptionalAction, **common)
        elif kind.startswith("tuple"):
            group.add_argument(flag(each), action="append", metavar=about.get("unit"), **common)
        elif kind.startswith("Literal"):
            group.add_argument(flag(each), choices=_choices(kind), **common)
        else:
            group.add_argument(flag(each), type=_parser(kind), metavar=about.get("unit") or "N", **common)


def load(options: argparse.Namespace, environ: Mapping[str, str], **fixed: Any) -> ServiceConfig:
    """Returns the settings that flags, environment and file come to; `fixed` wins over all of them.

    A store that nothing names is "".
    Raises InputError, which names the source, when one cannot be read or says what cannot be.
    """
    path = options.config or environ.get(CONFIG)
    values: dict[str, Any] = {"store": ""}
    if path:
        values |= _from_file(Path(path))
    for each in all_settings():
        if variable(each) in environ:
            values[each.name] = _from_text(each, environ[variable(each)])
        given = getattr(options, each.name, None)
        if given is not None:
            values[each.name] = tuple(given) if isinstance(given, list) else given
        file = getattr(options, f"{each.name}_file", None)
        if file is not None:
            values[each.name] = _secret(file)
    try:
        return ServiceConfig(**(values | fixed))
    except ValueError as error:
        raise InputError(str(error)) from error


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            given = tomllib.load(stream)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The settings cannot be read from {path}: {error}.") from error
    known = {each.name: each for each in all_settings()}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise InputError(f"{path} has a setting {name!r}, which there is not; see servanda serve --help.")
        values[name] = _checked(known[name], value, path)
    return values


def _checked(each: Field[Any], value: Any, path: Path) -> Any:
    kind = str(each.type)
    if kind.startswith("tuple") and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    wanted: tuple[type, ...] = (str,)
    if kind == "bool":
        wanted = (bool,)
    elif kind == "int":
        wanted = (int,)
    elif kind == "float":
        wanted = (int, float)
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind != "bool") or kind.startswith("tuple"):
        raise InputError(f"In {path}, {each.name} must be of type {kind}, which {value!r} is not.")
    return value


def _from_text(each: Field[Any], text: str) -> Any:
    kind = str(each.type)
    try:
        if kind == "bool":
            return {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}[text.lower()]
        if kind.startswith("tuple"):
            return tuple(part.strip() for part in text.split(",") if part.strip())
        return _parser(kind)(text)
    except (ValueError, KeyError):
        raise InputError(f"{variable(each)} must be of type {kind}, which {text!r} is not.") from None


def _parser(kind: str) -> Any:
    return {"int": int, "float": float}.get(kind, str)


def _choices(kind: str) -> list[str]:
    return [part.strip().strip("\"'") for part in kind.partition("[")[2].rstrip("]").split(",")]


def _secret(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The token cannot be read from {file}: {error}.") from error


def _help(each: Field[Any]) -> str:
    text: str = each.metadata["text"]
    if each.metadata.get("secret"):
        return f"holds {text}, 16 characters or more; default: ${variable(each)}"
    if each.name == "store":
        return f"{text}; default: the shipped graph"
    if each.default in (None, (), MISSING):
        return text
    shown = {True: "on", False: "off"}[each.default] if isinstance(each.default, bool) else each.default
    shown = f"{shown:g}" if isinstance(shown, float) else shown
    return f"{text}; default: {shown}"
