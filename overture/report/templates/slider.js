// The slider over our own prior: belief now and where the reply is decided, the worth of each reply with our plan chosen anew, the reply.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("slider-data").textContent);
  const box = document.getElementById("slider");
  if (!box) return;
  const at = (name) => document.getElementById("prior" + (name ? "-" + name : ""));
  const input = at(""), EDGE = 1e-12, NIL = 1e-9, MINUS = "−";

  // The prior with its first type at `first` and the rest in proportion; belief by odds; worth of the best plan.
  const priorAt = (first) => data.prior.map((p, i) => i ? p * (1 - first) / (1 - data.prior[0]) : first);
  const moved = (prior, belief) => {
    const odds = prior.map((p, i) => data.prior[i] > 0 ? p * belief[i] / data.prior[i] : 0);
    const sum = odds.reduce((a, b) => a + b, 0);
    return odds.map((x) => x / sum);
  };
  const worth = (node, belief) => node.rest.reduce((sum, u, i) => sum + belief[i] * u, 0)
    + node.sets.reduce((sum, set) => sum + Math.max(...Object.values(set.choices).map((n) => worth(n, belief))), 0);

  // Numbers as overture/report/digits.py prints them.
  const side = (x, edge) => Math.abs(x - edge) <= EDGE ? 0 : Math.sign(x - edge);
  const place = (x) => data.edges.filter(([edge, lower]) =>
    x > edge + EDGE || (Math.abs(x - edge) <= EDGE && !lower)).length;
  const chance = (x, edges) => {
    if (x <= EDGE) return "0";
    if (x >= 1 - EDGE) return "1";
    if (x < 0.01 - EDGE) return "<0.01";
    if (x > 0.99 + EDGE) return ">0.99";
    const every = [0.5, ...edges.filter((edge) => edge !== null)];
    for (let digits = 2; digits <= 4; digits++) {
      const shown = Number(x.toFixed(digits));
      if (place(x) === place(shown) && every.every((edge) => side(x, edge) === side(shown, edge))) return x.toFixed(digits);
    }
    return x.toFixed(4);
  };
  const payoff = (x) => {
    if (Math.abs(x) <= NIL) return "0";
    const size = Number(Math.abs(x).toPrecision(2));
    const power = Math.floor(Math.log10(size) + 1e-12);
    return (x < 0 ? MINUS : "") + size.toFixed(Math.max(0, 1 - power));
  };
  const put = (where, parts) => {
    const holder = at(where);
    holder.replaceChildren(...parts.map((part) => {
      if (typeof part === "string") return document.createTextNode(part);
      const made = document.createElement("output");
      made.dataset.name = part.name; made.dataset.exact = part.exact; made.textContent = part.text;
      return made;
    }));
  };
  const say = () => {
    const first = Number(input.value), prior = priorAt(first);
    const now = moved(prior, data.now), held = moved(prior, data.belief);
    const value = Object.entries(data.plans).map(([label, plan]) => [label, worth(plan, held)]);
    const top = Math.max(...value.map(([, v]) => v));
    const best = value.filter(([, v]) => top - v <= NIL).map(([label]) => label);
    const word = data.bands[place(held[0])];
    at("now").textContent = chance(first, [data.turning]);
    put("belief", [
      ...(data.made ? ["Belief "] : ["Belief now ", { name: "now", exact: now[0], text: chance(now[0], []) }, ", "]), data.when + " ",
      { name: "belief", exact: held[0], text: chance(held[0], [data.turningBelief]) }, (word ? ` (${word})` : "") + ".",
    ]);
    put("worth", value.flatMap(([label, v], i) => [
      (i ? ", to " : "To ") + data.replies[label] + " is worth ", { name: "worth " + label, exact: v, text: payoff(v) },
    ]).concat(["."]));
    at("reply").dataset.best = best.join("|");
    const off = Math.abs(first - data.prior[0]) > EDGE;
    const start = data.blind ? "Answered blind: " : "The reply would be: ";
    const ranked = value.map(([, v]) => v).sort((a, b) => b - a);
    const close = data.error !== null && ranked.length > 1 && best.length < 2 && ranked[0] - ranked[1] < 2 * data.error;
    at("reply").textContent = !off ? data.headline : close
      ? start + data.replies[best[0]] + ", but it is " + data.close + "."
      : start + best.map((label) => data.replies[label]).join(" or ") + (best.length > 1 ? ", which are as good." : ".");
    document.querySelectorAll(".stated").forEach((mark) => { mark.hidden = !off; });
    document.body.classList.toggle("moved", off);
    at("back").hidden = !off;
  };
  const back = () => { input.value = data.prior[0]; say(); };
  input.min = Math.min(0.01, data.prior[0]); input.max = Math.max(0.99, data.prior[0]);
  input.addEventListener("input", say);
  at("back").addEventListener("click", back);
  addEventListener("beforeprint", back);
  box.hidden = false; back();
})();
