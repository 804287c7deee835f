// The WebSocket: messages as they come, frames when they are painted, and a new try when it is lost.
import { known, on, tell } from "./known.js";
import { word } from "./words.js";

const LONG = 8000; // letters of an address
const OFTEN = 10 * 60 * 1000; // milliseconds
const LARGEST = 256 * 1024; // bytes of a message: a larger one would end the connection
const WAITS = [250, 500, 1000, 2000, 4000]; // milliseconds until the next try
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
let socket = null;
let tries = 0;
let waiting = null; // the newest frame, not yet painted

export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return;
  const text = JSON.stringify(message);
  if (encoder.encode(text).length > LARGEST) return tell("problem", { message: word("too_large") });
  socket.send(text);
  if (!["look", "drawn", "view"].includes(message.do)) tell("wished", message);
}

// Change some fields of the configuration.
export function configure(changes) {
  known.configuration = { ...known.configuration, ...changes };
  send({ do: "configure", configuration: known.configuration });
}

// The server leaves a page of which it hears nothing for an hour, and the trained network with it.
setInterval(() => known.hello && send({ do: "view", ...known.view }), OFTEN);

export function setView(changes) {
  Object.assign(known.view, changes);
  send({ do: "view", ...known.view });
  tell("view", known.view);
}

// A binary message: the length of the header, the header, tiles, planes.
function read(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(decoder.decode(new Uint8Array(buffer, 4, length)));
  const area = header.tiles.size ** 2;
  const bytes = new Uint8Array(buffer, 4 + length);
  const cut = (start, count, size) => Array.from({ length: count }, (_, i) => bytes.subarray(start + i * size, start + (i + 1) * size));
  header.tiles.images = cut(0, header.tiles.count, area);
  header.region.images = cut(header.tiles.count * area, header.region.planes, header.region.size ** 2);
  return header;
}

function paint() {
  known.frame = waiting;
  waiting = null;
  tell("frame", known.frame);
  send({ do: "drawn", frame: known.frame.frame });
}

function receive({ data }) {
  if (data instanceof ArrayBuffer) {
    if (!waiting) requestAnimationFrame(paint);
    waiting = read(data);
    return;
  }
  const message = JSON.parse(data);
  if (["hello", "state", "looked"].includes(message.kind)) known[message.kind] = message;
  if (message.kind === "state") known.configuration = message.configuration;
  tell(message.kind, message);
}

export function connect() {
  const address = new URL("ws", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  // the configuration, from the first moment and after a loss; one of many points is sent later
  const link = location.hash.slice(1);
  const isLong = link.length > LONG;
  address.search = isLong ? "" : link;
  address.hash = "";
  socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => {
    tries = 0;
    if (isLong) send({ do: "link", link });
  });
  socket.addEventListener("message", receive);
  socket.addEventListener("close", () => {
    tell("lost");
    setTimeout(connect, WAITS[Math.min(tries++, WAITS.length - 1)]);
  });
}

on("hello", () => {
  if (known.view.gradient !== "off" || known.view.speed !== null) send({ do: "view", ...known.view });
});
