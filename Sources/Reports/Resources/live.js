"use strict";
(() => {
const D = JSON.parse(document.getElementById("data").textContent), W = D.words, n = D.firms.length, V = D.slack.length;
const $ = id => document.getElementById(id), svg = document.querySelector("main svg");
const into = Array.from({length: V}, () => []);
for (let v = 0; v < V; v++) for (let e = D.offsets[v]; e < D.offsets[v + 1]; e++) into[D.targets[e]].push(v);
const at = new Map(D.firms.map((f, i) => [f[0], i]));
const things = new Map();
for (const g of svg.querySelectorAll("g[data-key]")) {
  const key = g.dataset.key, own = key.split("@")[0];
  if (!things.has(own)) things.set(own, []);
  things.get(own).push(g);
  /* What holds other things is no button of its own: its name still opens it by a click. */
  if (g.querySelector("g[data-key]")) { g.setAttribute("role", "group"); } else { g.setAttribute("tabindex", "0"); g.setAttribute("role", "button"); }
  g.setAttribute("aria-label", g.querySelector("title")?.textContent || key);
}
svg.setAttribute("role", "group");
/* The greatest fixed point: all run, but what stopped, what was stopped by hand, and what these take down; each once. */
function fall(stopped) {
  const slack = Int32Array.from(D.slack), down = new Uint8Array(V), queue = [];
  const add = v => { if (!down[v]) { down[v] = 1; queue.push(v); } };
  for (let v = 0; v < V; v++) if (slack[v] < 0) add(v);
  for (const f of stopped) add(f);
  for (let h = 0; h < queue.length; h++) {
    const v = queue[h];
    for (let e = D.offsets[v]; e < D.offsets[v + 1]; e++) { const t = D.targets[e]; if (--slack[t] < 0) add(t); }
  }
  return {down, order: queue.filter(v => v < n)};
}
let stopped = new Set(), past = [], shown = -1, state = fall(stopped);
const before = state.order.length;
const el = (tag, words, css) => { const e = document.createElement(tag); if (words !== undefined) e.textContent = words; if (css) e.className = css; return e; };
const money = w => w === null ? W.unknown : w >= 10000 ? (w / D.unit[0]).toFixed(w / D.unit[0] < 10 ? 2 : 1) + " " + D.unit[1] : (w / D.small[0]).toFixed(D.small[2]) + " " + D.small[1];
const lacks = f => into[f].filter(v => v >= n && state.down[v]).map(v => D.goods[D.need[v - n]]);
function link(f) {
  const b = el("button", D.firms[f][1], "firm" + (state.down[f] ? " down" : ""));
  b.addEventListener("click", () => show(f));
  return b;
}
function list(title, all, words) {
  const box = el("section"); box.append(el("h3", title + " " + all.length));
  const ul = el("ul");
  for (const f of all.slice(0, 200)) { const li = el("li"); li.append(link(f)); const w = words && words(f); if (w) li.append(" " + w); ul.append(li); }
  if (all.length > 200) ul.append(el("li", "… +" + (all.length - 200)));
  box.append(ul); return box;
}
function reach(f, next) {
  const seen = new Set([f]), queue = [f];
  for (let h = 0; h < queue.length; h++) for (const t of next(queue[h])) if (!seen.has(t)) { seen.add(t); queue.push(t); }
  seen.delete(f); return [...seen].filter(v => v < n);
}
const outOf = v => D.targets.slice(D.offsets[v], D.offsets[v + 1]);
function suppliers(f) { const all = new Map(); for (const need of into[f]) { if (need < n) continue; const g = D.goods[D.need[need - n]]; for (const s of reachNeed(need)) all.set(s, (all.has(s) ? all.get(s) + W.sep : "") + g); } return all; }
function reachNeed(need) { const firms = []; for (const v of into[need]) if (v < n) firms.push(v); else firms.push(...into[v].filter(x => x < n)); return firms; }
function buyers(f) { const all = new Map(); for (const v of outOf(f)) { let u = v; if (!outOf(u).some(t => t < n)) u = outOf(u)[0]; for (const b of u === undefined ? [] : outOf(u)) if (b < n) all.set(b, D.goods[D.need[u - n]]); } return all; }
function show(f) {
  shown = f;
  const box = $("facts"), F = D.firms[f]; box.replaceChildren();
  const head = el("h2", F[1]); head.tabIndex = -1; box.append(head);
  const dl = el("dl"); const row = (a, b) => { if (b) dl.append(el("dt", a), el("dd", b)); };
  row(W.id, F[0]); row(W.county, F[2]); row(W.stages, F[3]); row(W.output, money(F[4])); row(W.known, D.sources[F[5]]);
  if (state.down[f] && !stopped.has(f)) row(W.lacks, lacks(f).join(W.sep));
  box.append(dl);
  const b = el("button", stopped.has(f) ? W.restart : W.stop, "act"); b.id = "act"; b.addEventListener("click", () => toggle(f)); box.append(b);
  const s = suppliers(f), t = buyers(f), up = reach(f, v => into[v]), below = reach(f, outOf);
  box.append(list(W.suppliers, [...s.keys()], x => s.get(x)), list(W.buyers, [...t.keys()], x => t.get(x)));
  box.append(el("p", W.reach.replace("{a}", up.length).replace("{b}", below.length)));
  mark(new Set(up), new Set(below)); location.replace("#" + encodeURIComponent(F[0]));
}
function mark(up, below) {
  for (const [key, all] of things) {
    if (!key.startsWith("firm:")) continue;
    const f = at.get(key.slice(5));
    for (const g of all) {
      g.classList.toggle("down", f !== undefined && !!state.down[f]); g.classList.toggle("off", stopped.has(f));
      g.classList.toggle("here", f === shown); g.classList.toggle("up", !!up && up.has(f)); g.classList.toggle("below", !!below && below.has(f));
    }
  }
}
function apply() {
  const t = performance.now(); state = fall(stopped); document.body.dataset.took = (performance.now() - t).toFixed(2);
  const felled = state.order.filter(f => !stopped.has(f)).slice(0), known = state.order.filter(f => D.firms[f][4] !== null);
  const sum = known.reduce((a, f) => a + D.firms[f][4], 0), least = known.length < state.order.length ? "≥ " : "";
  const words = stopped.size === 0 && state.order.length === before ? W.none : W.result.replace("{a}", stopped.size).replace("{b}", felled.length).replace("{c}", least + money(sum));
  $("state").textContent = words; document.body.dataset.stopped = state.order.map(f => D.firms[f][0]).sort().join(" ");
  const box = $("fallen"); box.replaceChildren();
  if (stopped.size) box.append(list(W.byHand, [...stopped]));
  if (felled.length) box.append(list(W.follow, felled, f => W.for + lacks(f).join(W.sep)));
  $("undo").disabled = past.length === 0; $("clear").disabled = stopped.size === 0;
  if (shown >= 0) show(shown); else mark();
}
function toggle(f) { past.push(new Set(stopped)); stopped.has(f) ? stopped.delete(f) : stopped.add(f); apply(); }
function undo() { if (past.length) { stopped = past.pop(); apply(); } }
$("undo").addEventListener("click", undo);
$("clear").addEventListener("click", () => { past.push(new Set(stopped)); stopped = new Set(); apply(); });
/* Initials of Chinese names, so that gyx finds 高阳县: a character's letter is told by the browser's own order by pinyin, from the first character of
   each letter (measured: right for 6,726 of the 6,763 characters of GB 2312); a browser without that order finds by the name alone. */
const byPinyin = new Intl.Collator("zh-Hans-CN-u-co-pinyin"), firsts = "八嚓哒婀发旮哈丌咔垃妈拿喔趴七蚺仨他挖夕丫匝", letters = "abcdefghjklmnopqrstwxyz";
const knows = byPinyin.compare("八", "中") < 0 && byPinyin.compare("中", "丫") > 0, letterOf = new Map(), initialsOf = [];
function letter(c) {
  if (c < "\u4e00" || c > "\u9fff") return "";
  if (!letterOf.has(c)) { let at = 0; while (at < firsts.length && byPinyin.compare(firsts[at], c) <= 0) at++; letterOf.set(c, letters[at]); }
  return letterOf.get(c);
}
function initials(f) { return initialsOf[f] ??= knows ? D.firms[f].slice(0, 4).map(t => [...String(t)].map(letter).join("")).join(" ") : ""; }
/* Search: each word must stand somewhere in a firm's name, id, county or stages, or in the initials of one of them. */
$("find").addEventListener("input", () => {
  const words = $("find").value.toLowerCase().split(/\s+/).filter(Boolean), box = $("found"); box.replaceChildren();
  if (!words.length) return;
  const hits = []; for (let f = 0; f < n && hits.length < 50; f++) { const t = D.firms[f].slice(0, 4).join(" ").toLowerCase(); if (words.every(w => t.includes(w) || /^[a-z]+$/.test(w) && initials(f).includes(w))) hits.push(f); }
  box.append(list(W.found, hits));
});
$("find").addEventListener("keydown", e => { if (e.key === "Enter") { const b = $("found").querySelector("button"); if (b) { b.click(); $("facts").querySelector("h2").focus(); } } });
/* What a figure stands for. */
function open(g) {
  const key = g.dataset.key;
  if (key.startsWith("firm:")) { const f = at.get(key.slice(5).split("@")[0]); if (f !== undefined) { show(f); return; } }
  const box = $("facts"), title = g.querySelector("title")?.textContent || ""; shown = -1; box.replaceChildren(el("h2", title));
  const desc = g.querySelector(":scope > desc")?.textContent; if (desc) box.append(el("p", desc));
  const kind = key.split(":")[0], id = key.slice(kind.length + 1), k = kind === "stage" ? 6 : kind === "county" ? 7 : 0;
  if (k) box.append(list(W.firms, D.firms.map((_, i) => i).filter(i => [].concat(D.firms[i][k]).includes(id))));
  mark();
}
const thing = e => { const g = e.target.closest && e.target.closest("g[data-key]"); return g && svg.contains(g) ? g : null; };
/* Pan and zoom by the view box. */
const whole = svg.viewBox.baseVal, W0 = whole.width, H0 = whole.height; let view = [0, 0, W0, H0], drag = null, moved = false;
const look = () => svg.setAttribute("viewBox", view.map(x => x.toFixed(2)).join(" "));
function zoom(by, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) {
  const w = Math.min(Math.max(view[2] * by, W0 / 20), W0 * 1.5), s = w / view[2];
  view = [x - (x - view[0]) * s, y - (y - view[1]) * s, w, view[3] * s]; look();
}
const spot = e => { const m = svg.getScreenCTM().inverse(); return [e.clientX * m.a + m.e, e.clientY * m.d + m.f]; };
svg.addEventListener("wheel", e => { e.preventDefault(); zoom(e.deltaY > 0 ? 1.15 : 1 / 1.15, ...spot(e)); }, {passive: false});
svg.addEventListener("pointerdown", e => { drag = [e.clientX, e.clientY, ...view]; moved = false; });
addEventListener("pointermove", e => {
  if (!drag) return;
  const k = view[2] / svg.clientWidth, dx = e.clientX - drag[0], dy = e.clientY - drag[1];
  if (Math.abs(dx) + Math.abs(dy) > 4) moved = true;
  if (moved) { view[0] = drag[2] - dx * k; view[1] = drag[3] - dy * k; look(); }
});
addEventListener("pointerup", () => { drag = null; });
svg.addEventListener("click", e => { if (moved) return; const g = thing(e); if (g) open(g); });
svg.addEventListener("dblclick", e => { const g = thing(e), f = g && at.get(g.dataset.key.replace(/^firm:/, "").split("@")[0]); if (f !== undefined && f !== null) toggle(f); });
$("in").addEventListener("click", () => zoom(1 / 1.3)); $("out").addEventListener("click", () => zoom(1.3));
$("all").addEventListener("click", () => { view = [0, 0, W0, H0]; look(); });
document.addEventListener("keydown", e => {
  if (e.target === $("find")) { if (e.key === "Escape") { $("find").value = ""; $("found").replaceChildren(); svg.focus(); } return; }
  if (e.ctrlKey || e.metaKey || e.altKey) { if (e.key === "z") undo(); return; }
  const g = thing(e), step = view[2] / 12;
  if (g && (e.key === "Enter" || e.key === " ")) { e.preventDefault(); const f = at.get(g.dataset.key.replace(/^firm:/, "").split("@")[0]); if (e.key === " " && f !== undefined) toggle(f); else open(g); return; }
  if (e.key === "/") { e.preventDefault(); $("find").focus(); } else if (e.key === "+" || e.key === "=") zoom(1 / 1.3); else if (e.key === "-") zoom(1.3);
  else if (e.key === "0") { view = [0, 0, W0, H0]; look(); } else if (e.key === "u") undo();
  else if (svg.contains(e.target)) { const k = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[e.key]; if (k) { e.preventDefault(); view[0] += k[0] * step; view[1] += k[1] * step; look(); } }
});
addEventListener("beforeprint", () => { svg.setAttribute("viewBox", `0 0 ${W0} ${H0}`); }); addEventListener("afterprint", look);
function follow() { const f = at.get(decodeURIComponent(location.hash.slice(1))); if (f !== undefined && f !== shown) show(f); }
addEventListener("hashchange", follow);
apply(); follow();
/* For a page of one's own and for tests: who stops when these do, by id. */
window.chainwright = {stop: ids => fall(ids.map(i => at.get(i)).filter(f => f !== undefined)).order.map(f => D.firms[f][0])};
})();
