// The cells of a page become editors, once the reader asks for Python.
(() => {
  const here = new URL(".", document.currentScript.src);
  const panel = document.querySelector("#run-here");
  const load = panel.querySelector("button");
  if (!load) return; // the page was built without Python
  const status = panel.querySelector("[role=status]");
  const cells = [];
  let worker = null;
  let running = null; // the cell that is

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // Cells --------------------------------------------------------------------------------------

  function enhance(cell, index) {
    const given = cell.querySelector(".cell_input");
    const name = `cell ${index + 1}`;
    const source = given.querySelector("pre").textContent.replace(/\n$/, "");
    const editor = element("textarea", {
      value: source, spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off",
    });
    editor.setAttribute("aria-label", `Code of ${name}`);
    editor.setSelectionRange(0, 0); // else what is focused first scrolls to its end
    const fit = () => { editor.rows = editor.value.split("\n").length; };
    fit();
    const run = element("button", { type: "button", textContent: "Run" });
    run.setAttribute("aria-label", `Run ${name}`);
    const stop = element("button", { type: "button", textContent: "Stop", hidden: true });
    stop.setAttribute("aria-label", `Stop ${name}`);
    const told = element("span");
    told.setAttribute("role", "status");
    let output = cell.querySelector(".cell_output");
    if (!output) cell.append((output = element("div", { className: "cell_output" })));
    output.setAttribute("role", "region");
    output.setAttribute("aria-label", `Output of ${name}`);
    output.setAttribute("aria-live", "polite");
    given.hidden = true;
    given.after(editor, element("div", { className: "run-bar" }, run, stop, told));

    const one = { name, editor, run, stop, told, output, pre: null };
    run.addEventListener("click", () => start(one));
    stop.addEventListener("click", () => {
      restart();
      run.focus();
      told.textContent = "Stopped. Python starts anew: what cells had defined is gone.";
    });
    editor.addEventListener("input", fit);
    editor.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        event.preventDefault();
        start(one);
      } else {
        event.preventDefault();
        indent(editor);
      }
    });
    cells.push(one);
  }

  // A new line begins where the one before it does, and deeper after a colon.
  function indent(editor) {
    const before = editor.value.slice(0, editor.selectionStart).split("\n").at(-1);
    const deeper = before.trimEnd().endsWith(":") ? "    " : "";
    const text = `\n${before.match(/^ */)[0]}${deeper}`;
    editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
    editor.dispatchEvent(new Event("input"));
  }

  function start(cell) {
    if (running) {
      cell.told.textContent = `${running.name} is still running.`;
      return;
    }
    running = cell;
    cell.output.replaceChildren();
    cell.pre = null;
    cell.stop.hidden = false;
    cell.told.textContent = "Running …";
    worker.postMessage({ source: cell.editor.value, name: cell.name });
  }

  function finish(text) {
    if (running) {
      running.told.textContent = text;
      if (document.activeElement === running.stop) running.run.focus();
      running.stop.hidden = true;
    }
    running = null;
  }

  function show(kind, text) {
    const { output } = running;
    if (kind === "printed" && running.pre) {
      running.pre.append(text);
      return;
    }
    running.pre = null;
    const one = element("div", { className: "output" });
    if (kind === "text/html") {
      one.innerHTML = text; // what the reader's own code made
    } else if (kind === "image/svg+xml") { // as the pictures that came with the page
      const words = text.match(/<svg[^>]* aria-label="([^"]*)"/)?.[1] ?? "what the code above draws";
      const alt = new DOMParser().parseFromString(words, "text/html").body.textContent;
      one.append(element("img", { alt, src: `data:image/svg+xml,${encodeURIComponent(text)}` }));
    } else {
      const pre = element("pre", {}, text);
      one.append(element("div", { className: "highlight" }, pre));
      one.classList.toggle("traceback", kind === "error");
      if (kind === "printed") running.pre = pre;
    }
    output.append(one);
    dispatchEvent(new Event("resize")); // what is now too wide can be reached: site.js
  }

  // Python -------------------------------------------------------------------------------------

  const answers = {
    ready(text) {
      status.textContent = `${text} is ready. Run a cell by its button, or by Ctrl+Enter in it.`;
    },
    failed(text) {
      finish("Failed.");
      status.textContent = `Python failed, and starts anew with the button: ${text}`;
    },
    done(text, seconds) {
      const how = running.output.querySelector(".traceback") ? "Ended by an error after" : "Done in";
      finish(`${how} ${seconds.toFixed(seconds < 1 ? 2 : 1)} s.`);
    },
  };

  function restart() {
    worker?.terminate();
    finish("Stopped.");
    status.textContent = "Python is being loaded …";
    worker = new Worker(new URL("worker.js", here), { type: "module" });
    worker.onmessage = ({ data: { kind, text, seconds } }) => {
      if (answers[kind]) answers[kind](text, seconds);
      else show(kind, text);
    };
    worker.onerror = (event) => answers.failed(event.message ?? "its files were not found");
  }

  if (location.protocol === "file:") { // from where browsers start no worker
    panel.querySelector(".from-a-server").hidden = false;
    return;
  }
  load.hidden = false;
  load.addEventListener("click", () => {
    if (!cells.length) document.querySelectorAll("div.cell").forEach(enhance);
    restart();
    load.textContent = "Start anew";
  });
})();
