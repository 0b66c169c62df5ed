// Says what is played at the point of a map under the pointer, or where the arrow keys lead; marks it on every map of the plate.
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const chance = (x) => x > 0 && x < 0.005 ? "<0.01" : x > 0.995 && x < 1 ? ">0.99" : x === 0 || x === 1 ? String(x) : x.toFixed(2);
  const worth = (x) => (x < -0.005 ? "−" : "") + Math.abs(x).toFixed(2);
  const nearest = (list, x) => list.reduce((best, each, at) => Math.abs(each - x) < Math.abs(list[best] - x) ? at : best, 0);
  for (const script of document.querySelectorAll("script.plate-data")) {
    const data = JSON.parse(script.textContent), name = script.dataset.name;
    const maps = [...document.querySelectorAll(`svg[data-plate="${name}"]`)];
    const readout = document.getElementById("readout-" + name);
    const nx = data.x.value.length, ny = data.y.value.length;
    const domain = (list) => [list[0], list[list.length - 1]];
    const [x0, x1] = domain(data.x.value), [y0, y1] = domain(data.y.value);
    const cut = (text, most) => text.length <= most ? text : text.slice(0, most - 1).replace(/[\s,;:]+\S*$/, "") + "…";
    const say = (j, i, most) => {
      const at = j * nx + i, chosen = data.selected[at], set = data.sets[data.set[at]];
      const lines = [`${data.x.words} ${worth(data.x.value[i])}, ${data.y.words} ${worth(data.y.value[j])}`];
      for (const k of set) lines.push(`${k === chosen ? "● " : "○ "}${data.kinds[k].name}${k === chosen ? " (the logit path leads here)" : ""}: ${cut(data.kinds[k].words, most)}`);
      if (!set.length) lines.push("No class of equilibrium was found here.");
      if (chosen < 0) lines.push("The logit path was not solved here, or leads to none of them.");
      for (const each of data.quantities) {
        const form = each.form === "chance" ? chance : worth, value = each.value[at];
        let text = `${each.words}: ${value === null ? "not known" : form(value)}`;
        if (each.low && each.low[at] !== null) text += ` (${form(each.low[at])} to ${form(each.high[at])} over the classes)`;
        lines.push(text);
      }
      return lines.join("\n");
    };
    const marks = maps.map((svg) => {
      const [left, top, width, height] = svg.dataset.box.split(" ").map(Number);
      const group = document.createElementNS(NS, "g");
      group.setAttribute("class", "cross"); group.setAttribute("hidden", "");
      for (let k = 0; k < 2; k += 1) group.append(document.createElementNS(NS, "line"));
      svg.append(group);
      return { svg, left, top, width, height, group };
    });
    let here = data.own || [Math.floor(ny / 2), Math.floor(nx / 2)];
    const show = (j, i) => {
      here = [j, i];
      for (const { left, top, width, height, group } of marks) {
        const px = left + (data.x.value[i] - x0) / (x1 - x0) * width;
        const py = top + height - (data.y.value[j] - y0) / (y1 - y0) * height;
        const [across, up] = group.children;
        const set = (line, ...values) => ["x1", "y1", "x2", "y2"].forEach((key, k) => line.setAttribute(key, values[k]));
        set(across, left, py, left + width, py); set(up, px, top, px, top + height);
        group.removeAttribute("hidden");
      }
      readout.textContent = say(j, i, Infinity);
    };
    readout.hidden = maps.length === 0;
    for (const { svg, left, top, width, height } of marks) {
      const point = (event) => {
        const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
        const px = (event.clientX - box.left) / box.width * view.width - left;
        const py = (event.clientY - box.top) / box.height * view.height - top;
        if (px < -4 || py < -4 || px > width + 4 || py > height + 4) return null;
        return [nearest(data.y.value, y0 + (1 - py / height) * (y1 - y0)), nearest(data.x.value, x0 + px / width * (x1 - x0))];
      };
      const follow = (event) => {
        const found = point(event);
        const tip = document.getElementById("tip");
        if (!found) { tip.hidden = true; return; }
        show(...found);
        tip.textContent = say(...found, 110); tip.hidden = false;
        const box = tip.getBoundingClientRect();
        const x = event.clientX + 16 + box.width > innerWidth ? event.clientX - box.width - 16 : event.clientX + 16;
        tip.style.left = Math.max(8, x) + "px";
        tip.style.top = Math.max(8, Math.min(event.clientY + 16, innerHeight - box.height - 8)) + "px";
        event.stopPropagation();
      };
      svg.addEventListener("pointermove", follow);
      svg.addEventListener("pointerdown", follow);
      svg.addEventListener("pointerleave", () => { document.getElementById("tip").hidden = true; });
      svg.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] }[event.key];
        if (!step) return;
        event.preventDefault();
        show(Math.min(ny - 1, Math.max(0, here[0] + step[0])), Math.min(nx - 1, Math.max(0, here[1] + step[1])));
      });
    }
    readout.textContent = say(...here, Infinity);
  }
})();
