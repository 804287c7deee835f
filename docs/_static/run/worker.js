// Python and the library, beside the page and not in it, so that it can be stopped: see page.js.
import { loadPyodide } from "./pyodide/pyodide.mjs";
import { instance } from "./viz/viz.js";

const HOME = "/home/pyodide";
const PAUSE = 50; // ms between two messages of what is printed, which may be many
const MOST = 100_000; // letters that one cell may print

let printed = "";
let count = 0;
let last = 0;

function flush() {
  if (printed) postMessage({ kind: "printed", text: printed });
  printed = "";
  last = Date.now();
}
function post(kind, text) {
  if (kind !== "printed") {
    flush();
    postMessage({ kind, text });
  } else if (count < MOST) {
    count += text.length;
    printed += count < MOST ? text : "\n… and more than a page should show\n";
    if (Date.now() - last > PAUSE || count >= MOST) flush();
  }
}
async function fetched(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
  return answer;
}
async function start() {
  // No package of Pyodide's own is among the files: without the list of them nothing offers one.
  const lockFile = await (await fetched("pyodide/pyodide-lock.json")).json();
  const [python, viz, library, cells] = await Promise.all([
    loadPyodide({ lockFileContents: { ...lockFile, packages: {} } }),
    instance(),
    fetched("library.zip").then((answer) => answer.arrayBuffer()),
    fetched("cells.py").then((answer) => answer.text()),
  ]);
  python.setStdin({ stdin: () => null }); // nobody types: input() raises EOFError
  python.unpackArchive(library, "zip", { extractDir: `${HOME}/library` });
  python.FS.writeFile(`${HOME}/library/cells.py`, cells);
  python.runPython(`import sys; sys.path.append("${HOME}/library")`);
  globalThis.layOut = (dot, format) => viz.renderString(dot, { format });
  python.runPython(`
import js, autograd_lite
autograd_lite.register_layout_program("Viz.js", lambda dot, form: js.layOut(dot, form).encode())
`);
  const told = python.runPython(
    "f'Python {sys.version.split()[0]} with autograd_lite {autograd_lite.__version__}'",
  );
  const shared = python.pyimport("cells").Cells(post);
  postMessage({ kind: "ready", text: told });
  return shared;
}
const starting = start();
starting.catch((error) => postMessage({ kind: "failed", text: String(error) }));

onmessage = async ({ data: { source, name } }) => {
  try {
    const shared = await starting;
    count = 0;
    const before = performance.now();
    shared.run(source, name);
    flush();
    postMessage({ kind: "done", seconds: (performance.now() - before) / 1000 });
  } catch (error) { // Python did not start, or is broken: errors of the cell are shown
    flush();
    postMessage({ kind: "failed", text: String(error) });
  }
};
