// The header's switches and the hint at the foot: room is kept for them before they come.
import { openHelp } from "./help.js";
import { languageSwitch } from "./language.js";
import { paletteButton } from "./palette.js";
import { bilingual, element } from "./text.js";
import { schemes } from "./words.js";

/** Put the switches into the header, and the keys at the end of our pages. */
export function buildTools() {
  const tools = document.querySelector(".pg-tools");
  tools?.append(languageSwitch(), ...(schemes ? [paletteButton()] : []));
  if (!document.querySelector("#content .pg-row")) return;
  const button = element("button", { type: "button" }, bilingual("keys_hint"));
  button.addEventListener("click", openHelp);
  document.querySelector("#content > article").append(element("p", { class: "pg-keys" }, button));
}
