
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);

/** An element; what is given as text stays text, whatever a package calls itself. */
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

function shape(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const whole = new Intl.NumberFormat("en");
function bytes(size) {
  if (size >= 1e6) return (size / 1e6).toFixed(1) + " MB";
  if (size >= 1e3) return (size / 1e3).toFixed(1) + " kB";
  return size + " B";
}
const share = (part, all) => all ? (part / all * 100).toFixed(part / all < 0.1 ? 1 : 0) + " %" : "";
const counted = (count, thing) => whole.format(count) + " " + thing + (count === 1 ? "" : "s");

// ---- the data, unfolded: packages get their files' counts, and two more stand for what came from no package

const packages = data.packages.map(each => ({...each, count: 0, size: 0, kinds: data.kinds.map(() => 0), children: []}));
const nothing = {id: "", license: "", repository: "", reason: "", by: -1, download: 0};
const made = {...nothing, name: "relocpy", id: "relocpy", count: 0, size: 0, kinds: data.kinds.map(() => 0), made: true};
const scripts = {...made, name: "scripts", id: "scripts", kinds: data.kinds.map(() => 0)};
const originOf = index => index >= 0 ? packages[index] : index === -2 ? scripts : made;
const files = data.files.map(([path, size, kind, origin, reason, more]) => {
  const from = originOf(origin);
  from.count++;
  from.size += size;
  from.kinds[kind] += size;
  const why = data.reasons[reason] + (more ? (more.startsWith("→") ? "  " : "; ") + more : "");
  return {path, size, kind, from, why, text: (path + "\n" + from.id + "\n" + why).toLowerCase()};
});
const origins = [...packages, made, scripts].filter(each => each.count > 0);
const total = files.reduce((sum, file) => sum + file.size, 0);

// ---- head

document.title = data.target + " – relocpy report";
byId("title").textContent = data.target;
byId("subtitle").textContent = "Asked for: " + data.requests.join(", ");
function fact(name, value, more) {
  byId("facts").append(make("div", {}, make("dt", {}, name), make("dd", {}, value, more ? make("small", {}, more) : null)));
}
const used = packages.filter(each => !("dropped" in each));
fact("Python", data.python);
fact("glibc", data.glibc, "its own, not the host's");
fact("Processor", data.cpu || data.architecture, data.cpu ? "or newer" : "any");
fact("Linux", data.kernel || "any", data.kernel ? "or newer" : "that its glibc knows");
fact("Size", bytes(data.written), data.written === data.unpacked ? "" : bytes(data.unpacked) + " unpacked");
fact("Files", whole.format(files.length));
fact("Packages", String(used.length), packages.length === used.length ? "" : "of " + packages.length + " resolved");

// ---- treemap: squarified (Bruls, Huizing, van Wijk 2000), packages first, then kinds in each

function squarify(items, x, y, width, height) {
  const placed = [];
  let rest = items.filter(item => item.value > 0).sort((a, b) => b.value - a.value);
  let sum = rest.reduce((all, item) => all + item.value, 0);
  while (rest.length && sum > 0 && width > 0 && height > 0) {
    const side = Math.min(width, height), scale = width * height / sum;
    let row = [], area = 0, worst = Infinity;
    for (const item of rest) {
      const next = area + item.value * scale;
      const largest = (row.length ? row[0] : item).value * scale, smallest = item.value * scale;
      const ratio = Math.max(side * side * largest / (next * next), next * next / (side * side * smallest));
      if (ratio > worst) break;
      row.push(item);
      area = next;
      worst = ratio;
    }
    const thick = area / side;
    let along = 0;
    for (const item of row) {
      const long = item.value * scale / thick;
      placed.push(width >= height ? {item, x, y: y + along, width: thick, height: long} : {item, x: x + along, y, width: long, height: thick});
      along += long;
    }
    if (width >= height) { x += thick; width -= thick; } else { y += thick; height -= thick; }
    sum -= row.reduce((all, item) => all + item.value, 0);
    rest = rest.slice(row.length);
  }
  return placed;
}

const treemap = byId("treemap");
function drawTreemap() {
  const width = treemap.clientWidth, height = treemap.clientHeight;
  const percent = (part, all) => (part / all * 100).toFixed(4) + "%";
  const set = (element, box) => {
    element.style.left = percent(box.x, width);
    element.style.top = percent(box.y, height);
    element.style.width = percent(box.width, width);
    element.style.height = percent(box.height, height);
  };
  const cells = [];
  for (const frame of squarify(origins.map(each => ({value: each.size, each})), 0, 0, width, height)) {
    const from = frame.item.each;
    const kinds = squarify(from.kinds.map((value, kind) => ({value, kind})), frame.x, frame.y, frame.width, frame.height);
    kinds.forEach((box, index) => {
      const words = from.id + ": " + data.kinds[box.item.kind].toLowerCase() + ", " + bytes(box.item.value) + ", " + share(box.item.value, total);
      const cell = make("button", {class: "cell k" + box.item.kind, type: "button", "aria-label": words, title: words});
      if (box.width > 44 && box.height > 20) {
        cell.append(make("span", {}, index === 0 ? from.name : data.kinds[box.item.kind],
          box.height > 38 ? make("small", {}, bytes(index === 0 && kinds.length === 1 ? from.size : box.item.value)) : null));
      }
      const tell = () => { byId("treemap-text").textContent = words; };
      cell.addEventListener("mouseenter", tell);
      cell.addEventListener("focus", tell);
      cell.addEventListener("click", () => { choose({package: from.id, kind: String(box.item.kind), q: ""}); byId("files").scrollIntoView(); });
      set(cell, box);
      cells.push(cell);
    });
    const outline = make("div", {class: "frame"});
    set(outline, frame);
    cells.push(outline);
  }
  treemap.replaceChildren(...cells);
}
data.kinds.forEach((kind, index) => {
  const size = origins.reduce((sum, each) => sum + each.kinds[index], 0);
  if (size > 0) byId("legend").append(make("span", {}, make("i", {class: "k" + index}), kind + " " + bytes(size)));
});
drawTreemap();
let resizing = 0;
addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(() => { drawTreemap(); drawRows(); }, 120); });

// ---- graph: a tree, since each package is shown with the shortest way by which it came in

const root = {name: data.target, reason: "the bundle", children: [], root: true, size: total};
for (const each of packages) {
  each.parent = each.by >= 0 && packages[each.by] !== each ? packages[each.by] : root;
  each.parent.children.push(each);
}
const ROW = 22;
const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "12.5px " + getComputedStyle(document.body).fontFamily;
const length = text => ruler.measureText(text).width;
function drawGraph() {
  const nodes = [];
  let line = 0, deepest = 0;
  const columns = [];
  (function place(node, depth) {
    node.depth = depth;
    deepest = Math.max(deepest, depth);
    columns[depth] = Math.max(columns[depth] || 0, length(node.name));
    node.children.sort((a, b) => (b.size - a.size) || (a.name < b.name ? -1 : 1));
    for (const child of node.children) if (child.depth === undefined) place(child, depth + 1);
    node.y = node.children.length ? (node.children[0].y + node.children[node.children.length - 1].y) / 2 : (line++ + .5) * ROW + 8;
    nodes.push(node);
  })(root, 0);
  const lefts = [14];
  for (let depth = 1; depth <= deepest; depth++) lefts[depth] = lefts[depth - 1] + columns[depth - 1] + 60;
  const width = Math.ceil(Math.max(...columns.map((wide, depth) => lefts[depth] + wide * 1.08)) + 30), height = Math.ceil(line * ROW + 16);
  const svg = shape("svg", {width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Dependency graph"});
  const largest = Math.sqrt(Math.max(1, ...packages.map(each => each.size)));
  for (const node of nodes) {
    if (node.root) continue;
    const x1 = lefts[node.parent.depth] + length(node.parent.name) + 16, x2 = lefts[node.depth] - 6, middle = (x1 + x2) / 2;
    node.edge = shape("path", {class: "edge", d: `M${x1} ${node.parent.y}C${middle} ${node.parent.y} ${middle} ${node.y} ${x2} ${node.y}`});
    svg.append(node.edge);
  }
  for (const node of nodes) {
    const group = shape("g", {class: "node" + (node.dropped !== undefined ? " none" : ""), tabindex: 0, role: "button"});
    const text = shape("text", {x: lefts[node.depth] + 11, y: node.y + 4});
    text.textContent = node.name;
    const title = shape("title", {});
    title.textContent = node.root ? node.name : node.id + "\n" + node.reason;
    group.append(shape("circle", {cx: lefts[node.depth], cy: node.y, r: node.root ? 6 : 3 + 5 * Math.sqrt(node.size) / largest}), text, title);
    group.addEventListener("click", () => explain(node));
    group.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); explain(node); } });
    node.group = group;
    svg.append(group);
  }
  const list = node => {
    const button = make("button", {type: "button", class: node.dropped !== undefined ? "none" : ""}, node.name + " ",
      make("small", {}, node.dropped !== undefined ? "nothing used" : bytes(node.size)));
    button.addEventListener("click", () => explain(node));
    node.button = button;
    return make("li", {}, button, node.children.length ? make("ul", {}, ...node.children.map(list)) : null);
  };
  byId("graph-frame").replaceChildren(svg, make("ul", {}, ...root.children.map(list)));
}
function explain(node) {
  const chain = [];
  for (let each = node; each && !each.root; each = each.parent) chain.unshift(each);
  for (const each of packages) {
    const on = chain.includes(each);
    if (each.edge) each.edge.classList.toggle("on", on);
    if (each.group) each.group.classList.toggle("on", on);
    if (each.button) each.button.classList.toggle("on", on);
  }
  for (const each of chain) if (each.edge) each.edge.parentNode.insertBefore(each.edge, each.edge.parentNode.querySelector(".node"));
  byId("chain").replaceChildren(chain.length ? make("ol", {}, ...chain.map(each => make("li", {},
    make("b", {}, each.id), " – " + each.reason + (each.dropped !== undefined ? "; left out: " + each.dropped : ", " + bytes(each.size))))) : "");
}
drawGraph();

// ---- files: only the rows in sight exist

const state = {q: "", kind: "", package: "", sort: "path", down: false};
const columns = [["path", "Path"], ["size", "Size"], ["from", "From"], ["why", "Why"]];
const keys = {path: file => file.path, size: file => file.size, from: file => file.from.id, why: file => file.why};
let shown = files;

for (const [key, title] of columns) {
  const button = make("button", {type: "button"}, title);
  button.addEventListener("click", () => choose({sort: key, down: state.sort === key ? !state.down : key === "size"}));
  byId("columns").append(make("div", {role: "columnheader", "data-key": key, class: key === "size" ? "number" : ""}, button));
}
byId("kind").append(make("option", {value: ""}, "all"), ...data.kinds.map((kind, index) => make("option", {value: String(index)}, kind)));
byId("package").append(make("option", {value: ""}, "all"),
  ...[...origins].sort((a, b) => a.id < b.id ? -1 : 1).map(each => make("option", {value: each.id}, each.made ? each.id : each.name)));
for (const [id, key] of [["search", "q"], ["kind", "kind"], ["package", "package"]]) {
  byId(id).addEventListener("input", event => choose({[key]: event.target.value}));
}

/** Changes what is listed, and the address with it, so that a link leads to the same list. */
function choose(changes) {
  Object.assign(state, changes);
  list();
  const parts = Object.entries({q: state.q, kind: state.kind, package: state.package, sort: state.sort === "path" ? "" : state.sort, down: state.down ? "1" : ""})
    .filter(([, value]) => value).map(([key, value]) => key + "=" + encodeURIComponent(value));
  try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search); } catch (e) { /* some viewers forbid it */ }
}

function list() {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const key = keys[state.sort], order = state.down ? -1 : 1;
  shown = files.filter(file => (state.kind === "" || file.kind === Number(state.kind)) && (state.package === "" || file.from.id === state.package)
    && words.every(word => file.text.includes(word)));
  shown.sort((a, b) => {
    const one = key(a), other = key(b);
    return (one < other ? -1 : one > other ? 1 : 0) * order || (a.path < b.path ? -1 : 1);
  });
  byId("search").value = state.q;
  byId("kind").value = state.kind;
  byId("package").value = state.package;
  for (const column of byId("columns").children) {
    if (column.dataset.key === state.sort) column.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    else column.removeAttribute("aria-sort");
  }
  const size = shown.reduce((sum, file) => sum + file.size, 0);
  byId("count").textContent = shown.length === files.length ? counted(files.length, "file") + ", " + bytes(size)
    : shown.length === 0 ? "No file fits." : counted(shown.length, "file") + " of " + whole.format(files.length) + ", " + bytes(size);
  byId("table").setAttribute("aria-rowcount", String(shown.length));
  byId("viewport").scrollTop = 0;
  drawRows();
}

const narrow = matchMedia("(max-width: 46rem)");
function drawRows() {
  const viewport = byId("viewport"), height = narrow.matches ? 78 : 32;
  const first = Math.max(0, Math.floor(viewport.scrollTop / height) - 8);
  const last = Math.min(shown.length, Math.ceil((viewport.scrollTop + viewport.clientHeight) / height) + 8);
  byId("spacer").style.height = shown.length * height + "px";
  byId("rows").style.transform = `translateY(${first * height}px)`;
  byId("rows").replaceChildren(...shown.slice(first, last).map((file, index) => {
    const slash = file.path.lastIndexOf("/") + 1;
    return make("div", {class: "row", role: "row", "aria-rowindex": String(first + index + 1)},
      make("div", {class: "path", role: "cell", title: file.path + "\n" + data.kinds[file.kind]}, make("i", {class: "k" + file.kind}),
        make("span", {class: "dir"}, file.path.slice(0, slash)), make("span", {class: "base"}, file.path.slice(slash))),
      make("div", {class: "number", role: "cell"}, bytes(file.size)),
      make("div", {class: "from", role: "cell", title: file.from.id}, file.from.name),
      make("div", {class: "why", role: "cell", title: file.why}, file.why));
  }));
}
let drawing = 0;
byId("viewport").addEventListener("scroll", () => { cancelAnimationFrame(drawing); drawing = requestAnimationFrame(drawRows); });
function fromAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (![..."q kind package sort down".split(" ")].some(key => parts.has(key))) return false;
  Object.assign(state, {q: parts.get("q") || "", kind: parts.get("kind") || "", package: parts.get("package") || "",
    sort: parts.get("sort") in keys ? parts.get("sort") : "path", down: parts.get("down") === "1"});
  return true;
}
addEventListener("hashchange", () => { if (fromAddress()) list(); });
fromAddress();
list();

// ---- small tables

function table(into, head, rows, sortedBy) {
  let by = sortedBy, down = true;
  const body = make("tbody");
  const header = make("tr", {}, ...head.map(([title, number], index) => {
    const button = make("button", {type: "button"}, title);
    button.addEventListener("click", () => { down = by === index ? !down : number; by = index; fill(); });
    return make("th", {class: number ? "number" : ""}, button);
  }));
  function fill() {
    if (by !== undefined) {
      rows.sort((a, b) => {
        const one = a.keys[by], other = b.keys[by];
        return (one < other ? -1 : one > other ? 1 : 0) * (down ? -1 : 1);
      });
      [...header.children].forEach((cell, index) => index === by ? cell.setAttribute("aria-sort", down ? "descending" : "ascending") : cell.removeAttribute("aria-sort"));
    }
    body.replaceChildren(...rows.map(row => make("tr", {class: row.none ? "none" : ""}, ...row.cells.map((cell, index) => {
      const td = make("td", {class: head[index][1] ? "number" : ""}, index === 0 ? make("b", {}, cell) : cell);
      if (index > 0 && cell !== "") td.setAttribute("data-label", head[index][0] + ":");
      return td;
    }))));
  }
  fill();
  into.append(make("table", {}, make("thead", {}, header), body));
}
function bars(into, rows, words) {
  const most = Math.max(1, ...rows.map(row => row[1]));
  const grid = make("div", {class: "bars"});
  for (const [name, value] of rows) {
    const bar = make("div");
    bar.style.width = Math.max(.5, value / most * 100) + "%";
    grid.append(make("span", {}, name), bar, make("b", {class: "number"}, words(value)));
  }
  into.append(grid);
}

const licences = new Map();
for (const each of used) licences.set(each.license || "(none stated)", (licences.get(each.license || "(none stated)") || 0) + 1);
byId("licences").append(make("p", {class: "lead"}, counted(licences.size, "licence expression") + ", as the packages state them. Their texts are in licenses/ of the bundle."));
table(byId("package-table"), [["Package", false], ["Licence", false], ["Size", true], ["Files", true], ["Download", true], ["Repository", false], ["Why", false]],
  used.map(each => ({keys: [each.id, each.license, each.size, each.count, each.download, each.repository, each.reason],
    cells: [each.id, each.license || "(none stated)", bytes(each.size), whole.format(each.count), bytes(each.download), each.repository, each.reason]})), 2);

const dropped = packages.filter(each => "dropped" in each);
const passed = Object.entries(data.passedOver).sort((a, b) => b[1] - a[1]);
byId("passed-over").append(make("p", {class: "lead"}, counted(passed.reduce((sum, [, count]) => sum + count, 0), "file") + " of the packages, by reason."));
bars(byId("passed-over"), passed, value => whole.format(value));
if (dropped.length) {
  byId("dropped").append(make("h3", {}, counted(dropped.length, "package") + " that " + (dropped.length === 1 ? "gives" : "give") + " no file"));
  table(byId("dropped"), [["Package", false], ["What it holds", false], ["Why it was resolved", false]],
    dropped.map(each => ({keys: [each.id, each.dropped, each.reason], cells: [each.id, each.dropped, each.reason], none: true})));
}

// ---- findings, lock, time

const titles = {import: "Imports that nothing in the bundle satisfies", note: "To be known", licence: "Packages without a licence file", routine: "Routine"};
byId("finding-list").append(make("p", {}, "Verification found no fault: every library and every symbol version that a file needs is in the bundle, and nothing leads outside."));
for (const [kind, title] of Object.entries(titles)) {
  const some = data.findings.filter(each => each[0] === kind);
  if (some.length) {
    const items = make("ul", {}, ...some.map(([, subject, what]) => make("li", {}, make("code", {}, subject), " " + what)));
    byId("finding-list").append(some.length > 12 ? make("details", {}, make("summary", {}, title + " (" + some.length + ")"), items)
      : make("div", {}, make("h3", {}, title), items));
  }
}
if (data.scripts.length) {
  byId("finding-list").append(make("details", {id: "scripts"},
    make("summary", {}, counted(data.scripts.length, "script") + " of packages would do more on installation"),
    make("p", {class: "lead"}, "No script of a package was run. Commands that a bundle does not need, such as py3compile and ldconfig, are not listed."),
    make("ul", {}, ...data.scripts.map(each => make("li", {}, make("code", {}, each.package), ", " + each.name + ":",
      make("pre", {}, each.commands.join("\n")))))));
}
byId("lock-text").textContent = data.lock;
byId("save").href = URL.createObjectURL(new Blob([data.lock], {type: "text/plain"}));
byId("save").download = data.target.replace(/\.(tar(\.\w+)?|t\w+z\w*)$/, "") + ".lock";
bars(byId("steps"), Object.entries(data.steps), value => (value / 1000).toFixed(2) + " s");

// ---- print: the largest files, since a list of all would fill a book

addEventListener("beforeprint", () => {
  const largest = [...files].sort((a, b) => b.size - a.size).slice(0, 25);
  byId("printed").replaceChildren(make("p", {}, "The " + largest.length + " largest of " + counted(files.length, "file") + "; relocpy.json lists all."));
  table(byId("printed"), [["Path", false], ["Size", true], ["From", false], ["Why", false]],
    largest.map(file => ({cells: [file.path, bytes(file.size), file.from.name, file.why]})));
});
