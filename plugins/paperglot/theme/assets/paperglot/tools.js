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
  linkToSaved();
  if (!document.querySelector("#content .pg-row")) return;
  const button = element("button", { type: "button" }, bilingual("keys_hint"));
  button.addEventListener("click", openHelp);
  document.querySelector("#content > article").append(element("p", { class: "pg-keys" }, button));
}

// At the end of the navigation, where it moves nothing.
function linkToSaved() {
  const navigation = document.querySelector("[data-saved-page]");
  if (!navigation) return;
  const link = element("a", { href: navigation.dataset.savedPage }, bilingual("saved"));
  if (document.querySelector("[data-saved]")) link.setAttribute("aria-current", "page");
  navigation.append(link);
}
