// The keys, in a dialog that is made when it is first asked for.
import { bilingual, element } from "./text.js";

const KEYS = [
  ["j k", "key_next"],
  ["o Enter", "key_open"],
  ["Esc", "key_close"],
  ["m", "key_read"],
  ["s", "key_save"],
  ["h", "key_hide"],
  ["n p", "key_day"],
  ["/", "key_search"],
  ["1 2 3", "key_language"],
  ["?", "key_help"],
];
let dialog = null;

/** Show the dialog. */
export function openHelp() {
  dialog ??= build();
  if (!dialog.open) dialog.showModal();
}

function build() {
  const title = element("h2", { id: "keys" }, bilingual("keys"));
  const list = element("dl");
  for (const [keys, meaning] of KEYS) {
    const names = keys.split(" ").flatMap((key) => [" ", element("kbd", {}, key)]);
    list.append(element("div", {}, element("dt", {}, ...names.slice(1)), element("dd", {}, bilingual(meaning))));
  }
  const close = element("button", { type: "submit" }, bilingual("dismiss"));
  const made = element("dialog", { class: "pg-help", "aria-labelledby": "keys" }, title, list, element("form", { method: "dialog" }, close));
  document.body.append(made);
  return made;
}
