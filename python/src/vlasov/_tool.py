"""Requests to Vlasov. Stand-in: the command line tool carries them out; the C library takes its place."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from .errors import InputError, VlasovError

Poll = Callable[[int, int], None]


def _tool() -> str:
    checkout = pathlib.Path(__file__).parents[3] / ".build/release/vlasov"
    tool = os.environ.get("VLASOV_TOOL") or (str(checkout) if checkout.exists() else shutil.which("vlasov"))
    if not tool:
        raise VlasovError("the command line tool `vlasov` is not found; set VLASOV_TOOL")
    return tool


def request(request: dict[str, Any], poll: Poll | None = None) -> tuple[int, list[Any], list[dict[str, Any]]]:
    """Carry out a request: the tool's exit status, the objects it prints, the errors it prints."""
    rest = dict(request)
    verb = rest.pop("verb")
    words = [_tool(), verb]
    if "id" in rest:
        words.append(rest.pop("id"))
    words += rest.pop("words", [])
    words += [f"{name}={text}" for name, text in rest.pop("parameters", {}).items()]
    if "output" in rest:
        words.append("output=" + rest.pop("output"))
    for name, value in rest.pop("options", {}).items():
        if value is True:
            words.append("--" + name)
        elif value is not False and value is not None:
            for one in value if isinstance(value, list) else [value]:
                words += ["--" + name, str(one)]
    if verb != "certify":
        words += ["--format", "json"]
    if any("\0" in word for word in words):
        raise InputError("a NUL character in a parameter")
    process = subprocess.run(words, capture_output=True, text=True)
    if verb == "certify":
        objects: list[Any] = [process.stdout]
    else:
        objects = [json.loads(line) for line in process.stdout.splitlines() if line.strip()]
    errors = [json.loads(line)["error"] for line in process.stderr.splitlines() if line.startswith("{")]
    if not errors and process.stderr.strip():
        errors = [
            {
                "parameter": None,
                "value": None,
                "domain": None,
                "message": process.stderr.strip().splitlines()[0],
            }
        ]
    if process.returncode in (130, -2):
        raise KeyboardInterrupt
    return process.returncode, objects, errors


def count_modes(
    sample: Any, weights: Any, options: dict[str, Any]
) -> tuple[int, list[Any], list[dict[str, Any]]]:
    import tempfile

    import numpy

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sample.npy")
        numpy.save(path, sample)
        if weights is not None:
            weight_path = os.path.join(folder, "weights.npy")
            numpy.save(weight_path, weights)
            options = {**options, "weights": weight_path}
        return request({"verb": "modes", "id": path, "options": options})


def evaluate(id: str, parameters: dict[str, str], output: str | None, options: dict[str, Any]) -> Any:
    asked: dict[str, Any] = {"verb": "eval", "id": id, "parameters": parameters, "options": options}
    if output is not None:
        asked["output"] = output
    return request(asked)
