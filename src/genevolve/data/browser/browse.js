"use strict";
/* The list comes with items/list.js, details with items/NNNNN.js when an item is opened. Text is only ever set as text. */
const browse = (() => {
  const PER_PAGE = 48;
  const FILTERS = ["stage", "verdict", "reason", "category", "difficulty", "split"];
  const LABELS = { stage: "any last stage", verdict: "any verdict", reason: "any reason", category: "any category", difficulty: "any difficulty", split: "any split" };
  const $ = (id) => document.getElementById(id);
  const chunks = new Map();
  let all = [], shown = [], page = 0, perChunk = 20, stages = [], name = "Data", place = 0;

  function make(tag, options = {}, ...children) {
    const { text, ...rest } = options;
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(rest)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    node.append(...children.filter(Boolean));
    return node;
  }
  const plain = (word) => word.replaceAll("_", " ");
  const values = (item, key) => (key === "reason" ? item.reasons : [item[key]]);

  function list(told) {
    ({ name, perChunk, stages } = told);
    all = told.items;
    all.forEach((item, number) => { item.number = number; item.words = (item.id + " " + item.prompt).toLowerCase(); });
    document.title = $("title").textContent = `The data of ${name}`;
    FILTERS.forEach(fill);
    $("filters").addEventListener("input", refilter);
    $("filters").addEventListener("reset", () => setTimeout(refilter));
    $("filters").addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", route);
    document.addEventListener("keydown", keys);
    const asked = new URLSearchParams(location.search);
    FILTERS.forEach((key) => { if (asked.has(key)) $(key).value = asked.get(key); });
    refilter();
  }

  function fill(key) {
    const counts = new Map();
    for (const item of all) for (const value of new Set(values(item, key))) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    const order = key === "stage" ? (one, other) => stages.indexOf(one[0]) - stages.indexOf(other[0]) : (one, other) => other[1] - one[1] || one[0].localeCompare(other[0]);
    $(key).replaceChildren(make("option", { value: "", text: LABELS[key] }), ...[...counts].sort(order).map(([value, num]) => make("option", { value, text: `${plain(value)} (${num.toLocaleString("en")})` })));
  }

  function refilter() {
    const words = $("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const set = FILTERS.filter((key) => $(key).value);
    FILTERS.forEach((key) => $(key).classList.toggle("set", set.includes(key)));
    shown = all.filter((item) => set.every((key) => values(item, key).includes($(key).value)) && words.every((word) => item.words.includes(word)));
    page = 0;
    route();
  }

  function route() {
    const id = location.hash.slice(1);
    const item = id && all.find((one) => one.id === id);
    $("item").hidden = !item;
    $("items").hidden = $("pages").hidden = Boolean(item);
    if (item) open(item); else drawList();
  }

  function drawList() {
    $("count").textContent = `${shown.length.toLocaleString("en")} of ${all.length.toLocaleString("en")} items`;
    const part = shown.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
    $("items").replaceChildren(...(part.length ? part.map(card) : [make("p", { class: "none", text: "Nothing is like that." })]));
    const last = Math.max(0, Math.ceil(shown.length / PER_PAGE) - 1);
    $("pages").replaceChildren(turner("‹ before", page > 0, -1), make("span", { text: `${page + 1} of ${last + 1}` }), turner("next ›", page < last, 1));
  }

  function turner(text, possible, step) {
    const button = make("button", { type: "button", text });
    button.disabled = !possible;
    button.addEventListener("click", () => { page += step; drawList(); scrollTo(0, 0); });
    return button;
  }

  function card(item) {
    const said = item.split || plain(item.reasons[0] || item.stage);
    return make("a", { class: "card", href: "#" + item.id },
      item.thumbnail ? make("img", { class: item.drawn ? "shot" : "shot reference", src: item.thumbnail, loading: "lazy", alt: item.drawn ? "ground truth" : "reference" }) : make("span", { class: "shot", title: "no picture" }),
      make("div", {}, make("p", { text: item.prompt || plain(item.category) }),
        make("small", {}, make("span", { class: "verdict " + item.verdict, text: item.verdict }), ` at ${plain(item.stage)} · ${plain(said)}`),
        make("small", { text: `${plain(item.category)} · ${item.difficulty}` })));
  }

  function open(item) {
    place = shown.indexOf(item);
    const number = Math.floor(item.number / perChunk);
    if (chunks.has(number)) return drawItem(item, chunks.get(number)[item.number % perChunk]);
    $("item").replaceChildren(make("p", { class: "none", text: "…" }));
    const script = make("script", { src: `items/${String(number).padStart(5, "0")}.js` });
    script.addEventListener("load", route);
    script.addEventListener("error", () => $("item").replaceChildren(make("p", { class: "none", text: `items/${String(number).padStart(5, "0")}.js cannot be read` })));
    document.head.append(script);
  }

  function chunk(number, items) { chunks.set(number, items); }

  function drawItem(item, more) {
    const recipe = more.recipe;
    $("count").textContent = `${item.id} · ${plain(item.category)}`;
    $("item").replaceChildren(
      make("div", { class: "bar" }, link("‹ list", ""), neighbour("before", -1), neighbour("next", 1), make("span", { text: place < 0 ? "" : `${place + 1} of ${shown.length}` })),
      make("div", { class: "columns" },
        make("div", {},
          more.picture ? make("a", { href: more.picture }, make("img", { class: "truth", src: more.picture, alt: "ground truth" })) : make("div", { class: "missing", text: item.split.startsWith("sft") ? "Supervised data needs no ground truth." : "No ground truth was drawn." }),
          more.program ? make("div", { class: "references" }, ...more.program.references.map(reference)) : null),
        make("div", {},
          make("p", { class: "asked", text: more.prompt || "No request was written." }),
          make("div", { class: "chips" }, ...[recipe.track, recipe.task_family, recipe.difficulty, recipe.dominant, recipe.visual_anchor, recipe.factual_gap, ...(recipe.secondaries || []), ...more.entities].filter(Boolean).map((text) => make("span", { class: "chip", text: plain(text) }))),
          make("h2", { text: "What became of it" }), make("ol", { class: "stages" }, ...more.stages.map(stageRow)),
          more.program ? make("h2", { text: "Program" }) : null, more.program ? make("p", { class: "program", text: more.program.prompt }) : null,
          more.turns.length ? make("h2", { text: "Trajectory" }) : null, ...more.turns.map(turn),
          more.stop ? make("p", { class: "why", text: `It ended: ${plain(more.stop)}` }) : null)));
    scrollTo(0, 0);
  }

  function link(text, id) {
    const button = make("button", { type: "button", text });
    button.addEventListener("click", () => { location.hash = id; });
    return button;
  }
  function neighbour(text, step) {
    const other = place < 0 ? undefined : shown[place + step];
    const button = link(text, other ? other.id : "");
    button.disabled = !other;
    return button;
  }

  function reference(one) {
    return make("figure", {}, make("a", { href: one.file }, make("img", { src: one.file, loading: "lazy", alt: one.title })), make("figcaption", { text: `${one.id} · ${one.title}${one.note ? " — " + one.note : ""}` }), make("figcaption", { text: one.said }));
  }

  function stageRow(row) {
    return make("li", {},
      make("div", { class: "head" }, make("b", { text: plain(row.stage) }), make("span", { class: "verdict " + row.verdict, text: row.split ? plain(row.split) : row.verdict }), make("i", { text: row.by + (row.usd ? ` · $${row.usd.toFixed(4)}` : "") })),
      ...row.reasons.map(([code, detail]) => make("p", { class: "why" }, make("b", { text: plain(code) }), detail ? `: ${detail}` : "")),
      row.scores.length ? make("div", { class: "scores" }, ...row.scores.flatMap(([key, value, note]) => [make("span", { text: plain(key) }), make("span", { class: "value", text: String(value) }), make("span", { class: "note", text: note })])) : null);
  }

  function turn(one, number) {
    const who = one.role === "assistant" ? (one.call ? `calls ${one.call[0]}` : "answers") : number ? "tool" : "request";
    return make("div", { class: "turn " + one.role }, make("h3", { text: who }),
      one.thought ? make("p", { text: one.thought }) : null,
      one.call ? make("pre", { text: JSON.stringify(one.call[1], null, 1) }) : null,
      one.text ? make("pre", { text: one.text }) : null,
      one.images.length ? make("div", { class: "seen" }, ...one.images.map(([id, file]) => make("figure", {}, make("img", { src: file, loading: "lazy", alt: id }), make("figcaption", { text: id })))) : null);
  }

  function keys(event) {
    if (/INPUT|SELECT/.test(document.activeElement.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1, k: -1, j: 1 }[event.key];
    if (event.key === "Escape") location.hash = "";
    else if (step && location.hash && place >= 0 && shown[place + step]) location.hash = shown[place + step].id;
    else if (step && !location.hash) { const last = Math.ceil(shown.length / PER_PAGE) - 1; if (page + step >= 0 && page + step <= last) { page += step; drawList(); } }
  }

  return { list, chunk };
})();
