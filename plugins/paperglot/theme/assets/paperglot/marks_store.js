// The reader's marks and lists in this browser, the same in all its tabs.
import { nothing, parsed, written } from "./state.js";
import { keep, recall, whenChanged } from "./storage.js";

const NAME = "marks";
const listeners = [];
let state = null;
let isKept = true;

/** Return what is kept, or what this page has if nothing can be. */
export function current() {
  state ??= parsed(recall(NAME));
  return state;
}

/** Change the state by a function of it; return whether it is kept beyond this page. */
export function change(make) {
  // Another tab may have written meanwhile.
  if (isKept) state = parsed(recall(NAME));
  state = make(current());
  isKept = keep(NAME, written(state));
  tell();
  return isKept;
}

/** Forget everything, in all tabs. */
export function forget() {
  state = nothing();
  keep(NAME, null);
  tell();
}

/** Call a function now and whenever the state changes, here or in another tab. */
export function watch(call) {
  listeners.push(call);
  call(current());
}

function tell() {
  for (const call of listeners) call(state);
}

function readAgain() {
  state = parsed(recall(NAME));
  tell();
}

whenChanged(NAME, readAgain);
// A page that comes back from the browser's memory heard of nothing there.
addEventListener("pageshow", (event) => {
  if (event.persisted && isKept) readAgain();
});
