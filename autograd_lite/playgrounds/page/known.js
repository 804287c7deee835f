// What the page knows of its session, and who wants to hear of it.
const listeners = new Map();

export const known = {
  hello: null,
  state: null,
  frame: null,
  looked: null,
  configuration: null, // as last sent or received
  view: { gradient: "off", speed: null },
};

// Call `listener` after each message of that kind, and in the order of asking.
export function on(kind, listener) {
  if (!listeners.has(kind)) listeners.set(kind, []);
  listeners.get(kind).push(listener);
}

export function tell(kind, message) {
  for (const listener of listeners.get(kind) ?? []) listener(message);
}
