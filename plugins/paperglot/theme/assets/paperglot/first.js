{
// Runs before anything is painted, so that what the reader chose holds from the first moment.
// What stands in capitals is put in when the site is built.
const root = document.documentElement;
const me = document.currentScript;
root.classList.add("js");
try {
  const language = localStorage.getItem("paperglot.language");
  const scheme = localStorage.getItem("paperglot.scheme");
  if (/^(first|second)$/.test(language)) root.dataset.language = language;
  if (language === "second") root.lang = "SECOND";
  if (/^(light|dark)$/.test(scheme)) root.dataset.scheme = scheme;
  if (/"(hidden|follow|mute)":/.test(localStorage.getItem("paperglot.marks"))) root.classList.add("pg-arranging");
} catch {}
// All modules at once: a list of them in the page would be as long as its navigation.
for (const name of "MODULES".split(" ")) {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = me.src.replace("first.js", name + ".js");
  me.after(link);
}
}
