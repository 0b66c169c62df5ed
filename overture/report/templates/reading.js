// Adds: a click on the text shows its claim, a cluster lights up its claims, and an edited sheet can be saved.
(() => {
  "use strict";
  const sheet = JSON.parse(document.getElementById("sheet").textContent);
  const card = (id) => document.getElementById("claim-" + id);
  const pieces = [...document.querySelectorAll(".text [data-claims]")];
  const light = (ids) => pieces.forEach((piece) =>
    piece.classList.toggle("on", piece.dataset.claims.split(" ").some((id) => ids.includes(id))));
  const show = (id, scroll) => {
    document.querySelectorAll(".claim.here").forEach((each) => each.classList.remove("here"));
    const found = card(id);
    if (!found) return;
    found.classList.add("here");
    const chain = found.querySelector("details");
    if (chain) chain.open = true;
    light([id]);
    if (scroll) found.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark[data-claim]");
    if (mark) { event.preventDefault(); show(mark.dataset.claim, true); return; }
    const piece = event.target.closest(".text [data-claims]");
    if (piece) { show(piece.dataset.claims.split(" ")[0], true); return; }
    const cluster = event.target.closest(".cluster");
    if (cluster) { light([...cluster.querySelectorAll("[data-claim]")].map((a) => a.dataset.claim)); return; }
    const claim = event.target.closest(".claim");
    if (claim && !event.target.closest("form, summary, a")) {
      show(claim.dataset.id, false);
      const first = pieces.find((each) => each.dataset.claims.split(" ").includes(claim.dataset.id));
      if (first) first.scrollIntoView({ block: "center" });
    }
  });

  // Editing: only the lines of event, says and note are replaced; everything else of the file stays as it is.
  const saved = document.getElementById("saved");
  const forms = [...document.querySelectorAll(".claim form.edit")];
  const state = new Map();
  const values = (form) => ({ event: form.elements.event.value.trim(), says: !form.elements.denies.checked,
    note: form.elements.note.value.trim() });
  const same = (a, b) => a.event === b.event && a.says === b.says && a.note === b.note;
  const changed = () => [...state].filter(([id, one]) => !same(one.before, values(one.form)));
  for (const form of forms) {
    const id = form.closest(".claim").dataset.id;
    const known = sheet.claims[id];
    form.elements.event.value = known.event_value;
    form.elements.denies.checked = !known.says_value;
    form.elements.note.value = known.note_value;
    state.set(id, { form, before: values(form) });
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      form.closest(".claim").classList.toggle("changed", !same(state.get(id).before, values(form)));
      const count = changed().length;
      saved.textContent = count ? `${count} claim${count === 1 ? "" : "s"} edited, not saved.` : "Nothing edited.";
    });
  }
  const written = (key, value) => {
    if (key === "says") return "says: " + value;
    return value === "" ? key + ":" : key + ": " + JSON.stringify(value).replace(/[\u007f-\u00a0\u2028\u2029\ufeff]/g,
      (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  };
  const edited = () => {
    const lines = sheet.text.split("\n");
    const edits = [];
    for (const [id, one] of changed()) {
      const known = sheet.claims[id], now = values(one.form), pad = " ".repeat(known.indent);
      for (const key of ["event", "says", "note"]) {
        if (now[key] === one.before[key]) continue;
        const at = known[key] || [known.insert, known.insert];
        edits.push([at[0], at[1], pad + written(key, now[key])]);
      }
    }
    edits.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    for (const [first, last, line] of edits) lines.splice(first, last - first, line);
    return lines.join("\n");
  };
  const save = async () => {
    const text = edited();
    try {
      if (window.showSaveFilePicker && !navigator.webdriver) {
        const file = await window.showSaveFilePicker({ suggestedName: sheet.name });
        const stream = await file.createWritable();
        await stream.write(text); await stream.close();
      } else {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
        link.download = sheet.name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      }
    } catch (error) {
      if (error.name !== "AbortError") saved.textContent = "It could not be saved: " + error.message;
      return;
    }
    saved.textContent = `Saved as ${sheet.name}. Put it in the place of the sheet, then run overture check.`;
    unsaved = false;
  };
  let unsaved = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form.edit")) unsaved = true; });
  addEventListener("beforeunload", (event) => { if (unsaved && changed().length) event.preventDefault(); });
  document.getElementById("save").addEventListener("click", save);
  document.querySelector(".save").hidden = forms.length === 0;
  if (location.hash.startsWith("#claim-")) show(decodeURIComponent(location.hash.slice(7)), true);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
})();
