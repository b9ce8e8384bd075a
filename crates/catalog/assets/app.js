// The catalogue's behaviour: the theme, the search, the list of a service's operations. No library, no
// request: the index comes as a script. Text is put in as text, never as markup.
"use strict";

(() => {
  const page = document.documentElement;
  const root = page.dataset.root || "";
  const HITS = 40;

  // The theme, before anything is drawn.
  const kept = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (kept === "light" || kept === "dark") page.dataset.theme = kept;

  function switchTheme() {
    const dark = page.dataset.theme
      ? page.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    page.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", page.dataset.theme); } catch { /* A browser may refuse to keep it. */ }
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // Every operation, service and vendor: its names, where it is, where it leads, what it takes and answers.
  let entries = null;

  function load() {
    if (entries || !window.SPECWRIGHT) return entries || [];
    const { v: vendors, p: parameters, c: codes, s: services } = window.SPECWRIGHT;
    const known = (names) => names.map((name) => ({ name, lower: name.toLowerCase() }));
    const [taken, answered] = [known(parameters), known(codes)];
    const named = (numbers, all) => (numbers ? numbers.split(" ").map((number) => all[parseInt(number, 36)]) : []);
    entries = vendors.map(([folder, title, shared], nth) =>
      entry(nth, title, "vendor", folder, "", `${root}${folder}/index.html`, [], named(shared, answered)));
    for (const service of services) {
      const [folder, title] = vendors[service.v];
      const where = `${title} · ${service.n}`;
      const below = `${root}${folder}/${encodeURIComponent(service.n)}/`;
      const about = `${folder} ${title} ${service.n}`.toLowerCase();
      entries.push(entry(service.v, service.n, title, about, "", `${below}index.html`, [], named(service.x, answered)));
      service.o.forEach((name, at) => {
        const file = (service.f && service.f[at]) || name;
        const href = `${below}${encodeURIComponent(file)}.html`;
        const [takes, answers] = [named(service.q[at], taken), named(service.e[at], answered)];
        entries.push(entry(service.v, name, where, about, service.n.toLowerCase(), href, takes, answers));
      });
    }
    return entries;
  }

  function entry(vendor, name, where, about, service, href, parameters, codes) {
    // The first letters of a name's words: `cs` finds CreateSnapshot.
    const humps = name.replace(/[^A-Z]/g, "").toLowerCase();
    return { vendor, name, lower: name.toLowerCase(), humps, where, about, service, href, parameters, codes };
  }

  const words = (text) => text.toLowerCase().split(/[\s/,:]+/).filter(Boolean);

  // How well a word fits an entry; 0 if not at all. One with dots may mean its parts.
  function fit(word, one) {
    const whole = fitName(word, one) || fitInside(word, one);
    if (whole > 0) return whole;
    const parts = word.split(".").filter(Boolean);
    if (parts.length < 2) return 0;
    const fits = parts.map((part) => fitName(part, one) || fitInside(part, one));
    return Math.min(...fits) / 2;
  }

  // A name; a word in the plural may mean the singular.
  function fitName(word, one) {
    const isPlural = word.length > 3 && word.endsWith("s");
    return Math.max(fitExactly(word, one), isPlural ? fitExactly(word.slice(0, -1), one) - 0.5 : 0);
  }

  function fitExactly(word, one) {
    const at = one.lower.indexOf(word);
    if (at === 0) return one.lower === word ? 120 : 80;
    if (one.service === word) return 64;
    if (one.humps === word) return 62;
    if (at > 0) return /[A-Z]/.test(one.name[at]) ? 60 : 35;
    if (one.about.includes(word)) return 25;
    return word.length > 1 && one.humps.startsWith(word) ? 22 : 0;
  }

  // A parameter or a code.
  function fitInside(word, one) {
    if (word.length < 2) return 0;
    const [parameter, code] = [begun(one.parameters, word), begun(one.codes, word)];
    // What a vendor or a service answers comes before each operation that does.
    const first = one.service === "" ? 4 : 0;
    return Math.max(
      parameter ? (parameter.lower === word ? 20 : 10) : 0,
      code ? (code.lower === word ? 18 + first : code.lower.startsWith(word) ? 9 : 6) : 0,
    );
  }

  // The first of some names that is the word, or begins with it, or has a part after a dot that does.
  function begun(names, word) {
    return names.find(({ lower }) => lower === word)
      || names.find(({ lower }) => lower.startsWith(word))
      || names.find(({ lower }) => lower.includes(`.${word}`));
  }

  function find(query) {
    const asked = words(query);
    if (asked.length === 0) return [];
    const hits = [];
    for (const one of load()) {
      let score = 0;
      for (const word of asked) {
        const fits = fit(word, one);
        if (fits === 0) { score = 0; break; }
        score += fits;
      }
      // Of names that fit as well the shorter says more.
      if (score > 0) hits.push({ one, score: score - one.name.length / 10, turn: 0 });
    }
    // Of hits as good as each other each vendor has its first one before any has its second.
    const turns = new Map();
    for (const hit of hits) {
      const key = `${hit.one.vendor} ${hit.score}`;
      hit.turn = turns.get(key) || 0;
      turns.set(key, hit.turn + 1);
    }
    return hits.sort((a, b) => b.score - a.score || a.turn - b.turn).map(({ one }) => one);
  }

  // What a word means inside an entry that its name does not tell: a parameter or a code, and where it stands.
  function inside(one, asked) {
    const wholeAndParts = [...asked, ...asked.flatMap((word) => word.split(".").filter(Boolean))];
    for (const word of wholeAndParts.filter((word) => fitName(word, one) === 0)) {
      const [parameter, code] = [begun(one.parameters, word), begun(one.codes, word)];
      const isCode = code && (!parameter || (code.lower === word && parameter.lower !== word));
      if (isCode) return { told: ` · answers ${code.name}`, at: "#errors" };
      if (parameter) return { told: ` · takes ${parameter.name}`, at: `#request.${encodeURIComponent(parameter.name)}` };
    }
    return { told: "", at: "" };
  }

  // A name with what was asked for marked in it.
  function marked(name, asked) {
    const lower = name.toLowerCase();
    const isHit = new Array(name.length).fill(false);
    for (const word of asked) {
      const at = lower.indexOf(word);
      if (at >= 0) isHit.fill(true, at, at + word.length);
    }
    const runs = [];
    for (let from = 0, to = 0; from < name.length; from = to) {
      while (to < name.length && isHit[to] === isHit[from]) to += 1;
      const run = name.slice(from, to);
      runs.push(isHit[from] ? element("mark", {}, run) : run);
    }
    return runs;
  }

  function start() {
    const dialog = document.getElementById("search");
    const query = document.getElementById("query");
    const list = document.getElementById("hits");
    const found = document.getElementById("found");
    let chosen = 0;

    function show() {
      const hits = find(query.value);
      const asked = words(query.value);
      list.replaceChildren(...hits.slice(0, HITS).map((one, at) => {
        const { told, at: place } = inside(one, asked);
        const link = element("a", { href: one.href + place, tabindex: "-1" },
          element("span", { class: "hit" }, ...marked(one.name, asked)),
          element("span", { class: "where" }, one.where + told));
        return element("li", { id: `hit-${at}`, role: "option" }, link);
      }));
      found.textContent = query.value.trim() ? `${hits.length.toLocaleString("en")} found` : "";
      choose(0);
    }

    function choose(at) {
      const items = list.children;
      if (items.length === 0) { query.removeAttribute("aria-activedescendant"); return; }
      chosen = (at + items.length) % items.length;
      for (let nth = 0; nth < items.length; nth += 1) items[nth].setAttribute("aria-selected", String(nth === chosen));
      items[chosen].scrollIntoView({ block: "nearest" });
      query.setAttribute("aria-activedescendant", items[chosen].id);
    }

    function open() {
      if (dialog.open) return;
      dialog.showModal();
      query.select();
      show();
    }

    for (const button of document.querySelectorAll("[data-open-search]")) button.addEventListener("click", open);
    document.getElementById("theme").addEventListener("click", switchTheme);
    query.addEventListener("input", show);
    query.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { choose(chosen + 1); event.preventDefault(); }
      if (event.key === "ArrowUp") { choose(chosen - 1); event.preventDefault(); }
      if (event.key === "Escape") { dialog.close(); event.preventDefault(); } // Else it would only empty the field.
      if (event.key === "Enter") {
        const link = list.children[chosen] && list.children[chosen].querySelector("a");
        if (link) { dialog.close(); link.click(); }
        event.preventDefault();
      }
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.addEventListener("keydown", (event) => {
      // A field that was just closed may have the focus until the next frame.
      const field = event.target === query && !dialog.open ? null : event.target;
      const typing = field && (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) || field.isContentEditable);
      const asks = (event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
      if (asks) { open(); event.preventDefault(); }
    });
    beside();
  }

  // The other operations of the service, beside the page.
  function beside() {
    const place = document.getElementById("beside");
    if (!place || !window.SPECWRIGHT) return;
    const { vendor, service, page: current } = page.dataset;
    const { v: vendors, s: services } = window.SPECWRIGHT;
    const own = services.find((one) => one.n === service && vendors[one.v][0] === vendor);
    if (!own) return;
    const links = own.o.map((name, at) => {
      const file = (own.f && own.f[at]) || name;
      const words = name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, nth) => (nth ? [element("wbr", {}), word] : [word]));
      const link = element("a", { href: `${encodeURIComponent(file)}.html` }, ...words);
      if (file === current) link.setAttribute("aria-current", "page");
      return link;
    });
    const heading = element("h2", {}, element("a", { href: "index.html" }, service));
    place.replaceChildren(heading, ...links);
    const here = place.querySelector("[aria-current]");
    if (here) place.scrollTop = here.offsetTop - place.clientHeight / 2;
  }

  // Deferred scripts have run by then, the index among them.
  document.addEventListener("DOMContentLoaded", start);
})();
