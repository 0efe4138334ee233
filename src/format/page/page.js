"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const cards = all("article");
  const search = byId("search");
  root.classList.add("script");

  // ---- what is remembered: in the browser, or in the address where a file may keep nothing

  const KEY = "godrill.lang";
  const remembered = () => {
    const inAddress = /^#lang=(en|zh|both)$/.exec(location.hash);
    if (inAddress) return inAddress[1];
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (lang) => {
    try {
      localStorage.setItem(KEY, lang);
      if (location.hash.startsWith("#lang=")) history.replaceState(null, "", "#");
    } catch {
      location.replace("#lang=" + lang);
    }
  };

  // ---- languages

  const langs = all("input[name=lang]");
  const speak = (lang, keep) => {
    const input = langs.find((one) => one.value === lang);
    if (!input) return;
    input.checked = true;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    if (keep) remember(lang);
    mark();
  };
  const nextLang = () => {
    if (!langs.length) return;
    const at = langs.findIndex((input) => input.checked);
    speak(langs[(at + 1) % langs.length].value, true);
  };
  for (const input of langs) input.addEventListener("change", () => speak(input.value, true));

  // ---- searching and filtering

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const texts = new Map();
  const textOf = (card) => {
    let text = texts.get(card);
    if (text === undefined) {
      const parts = all(".q, .gd, .sources code", card).map((part) => part.textContent);
      text = fold([card.id.slice(2), card.dataset.tags, ...parts].join(" "));
      texts.set(card, text);
    }
    return text;
  };
  const chosen = (name) => all(`input[name=${name}]:checked`).map((input) => input.value);
  const terms = () => fold(search.value).split(" ").filter(Boolean);
  const visible = () => cards.filter((card) => !card.hidden);

  const sift = () => {
    const wanted = terms();
    const levels = chosen("level");
    const topics = chosen("topic");
    const counts = new Map();
    let number = 0;
    for (const card of cards) {
      const { level, topic } = card.dataset;
      const good =
        (!levels.length || levels.includes(level)) &&
        (!topics.length || topics.includes(topic)) &&
        wanted.every((term) => textOf(card).includes(term));
      card.hidden = !good;
      if (good) {
        number += 1;
        counts.set(topic, (counts.get(topic) ?? 0) + 1);
      }
    }
    for (const part of all("[data-count-of]")) {
      const here = counts.get(part.dataset.countOf) ?? 0;
      const of = Number(part.dataset.all);
      part.textContent = here === of ? `${of}` : `${here}/${of}`;
    }
    for (const section of all("main section")) {
      section.hidden = !counts.has(section.dataset.topic);
    }
    const full = number === cards.length;
    for (const part of all("#status .number")) {
      part.textContent = full ? `${number}` : `${number} / ${cards.length}`;
    }
    byId("nothing").hidden = number > 0;
    const filters = levels.length + topics.length;
    byId("filters").textContent = filters ? ` (${filters})` : "";
    mark();
  };

  // Shows where the words were found, in browsers that can without touching the page.
  const MOST_MARKS = 2000;
  const mark = () => {
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    const wanted = terms();
    if (!wanted.length) return;
    const ranges = [];
    const both = langs.some((input) => input.checked && input.value === "both");
    for (const card of visible()) {
      for (const part of all(".q, details[open] > .inside > .gd, details[open] > .gd", card)) {
        if (part.lang !== root.lang && !part.classList.contains("only") && !both) continue;
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode;
          const text = node.data.toLowerCase();
          if (text.length !== node.data.length) continue;
          for (const term of wanted) {
            for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
              const range = new Range();
              range.setStart(node, at);
              range.setEnd(node, at + term.length);
              ranges.push(range);
              if (ranges.length > MOST_MARKS) return;
            }
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  let waiting = 0;
  const siftSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(sift, 60);
  };
  search.addEventListener("input", siftSoon);
  for (const input of all("input[name=level], input[name=topic]")) {
    input.addEventListener("change", sift);
  }
  const clear = () => {
    search.value = "";
    for (const input of all("input[name=level], input[name=topic]")) input.checked = false;
    sift();
  };
  byId("clear").addEventListener("click", () => {
    clear();
    search.focus();
  });

  // ---- revealing

  const stages = (card) => all("details", card);
  const advance = (card) => {
    const closed = stages(card).find((stage) => !stage.open);
    if (closed) closed.open = true;
    else for (const stage of stages(card)) stage.open = false;
  };
  const reveal = (open) => {
    for (const card of visible()) for (const stage of stages(card)) stage.open = open;
  };
  byId("reveal").addEventListener("click", () => reveal(true));
  byId("hide").addEventListener("click", () => reveal(false));
  let markWaiting = 0;
  const markSoon = (event) => {
    if (!event.target.open || !search.value) return;
    clearTimeout(markWaiting);
    markWaiting = setTimeout(mark, 60);
  };
  document.addEventListener("toggle", markSoon, true);
  // What can be scrolled can be reached by keyboard. Looked at when it comes into sight, and all
  // at once, for each look after a change would lay out the page anew.
  const boxes = new IntersectionObserver((entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
    const wide = seen.filter((box) => box.scrollWidth > box.clientWidth);
    for (const box of seen) boxes.unobserve(box);
    for (const box of wide) box.tabIndex = 0;
  });
  for (const box of all("main pre, main .scroll")) boxes.observe(box);
  let before = null;
  addEventListener("beforeprint", () => {
    before = all("article details:not([open])");
    for (const stage of before) stage.open = true;
  });
  addEventListener("afterprint", () => {
    for (const stage of before ?? []) stage.open = false;
    before = null;
  });

  // ---- moving

  let current = null;
  const head = (card) => card.querySelector("summary");
  const goTo = (card) => {
    current = card;
    head(card).focus({ preventScroll: true });
    card.scrollIntoView({ block: card.offsetHeight < innerHeight / 2 ? "center" : "start" });
  };
  document.addEventListener("focusin", (event) => {
    current = event.target.closest("article") ?? current;
  });
  const step = (by) => {
    const list = visible();
    if (!list.length) return;
    let at = current ? list.indexOf(current) : -1;
    if (at < 0) {
      at = list.findIndex((card) => card.getBoundingClientRect().bottom > 80);
      if (at < 0) at = list.length - 1;
      return goTo(list[at]);
    }
    goTo(list[Math.min(Math.max(at + by, 0), list.length - 1)]);
  };

  const openTarget = () => {
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id && byId(id);
    if (!target) return;
    const card = target.closest("article");
    if (target.hidden || card?.hidden) clear();
    if (card) {
      stages(card)[0].open = true;
      goTo(card);
    } else {
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", openTarget);

  const help = byId("help");
  byId("help-button").addEventListener("click", () => help.showModal());
  byId("help-close").addEventListener("click", () => help.close());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    const { target, key } = event;
    if (target === search) {
      if (key === "Escape") {
        if (search.value) {
          search.value = "";
          sift();
        } else {
          search.blur();
        }
        event.preventDefault();
      } else if (key === "Enter") {
        sift();
        const first = visible()[0];
        if (first) goTo(first);
        event.preventDefault();
      }
      return;
    }
    if (key === " " || key === "Enter") {
      const onHead = target.matches("article > details > summary");
      if (!onHead && (target !== document.body || !current || current.hidden)) return;
      event.preventDefault();
      if (!event.repeat) advance(current);
      return;
    }
    const act = {
      "/": () => {
        search.focus();
        search.select();
      },
      j: () => step(1),
      k: () => step(-1),
      l: nextLang,
      a: () => reveal(true),
      h: () => reveal(false),
      "?": () => help.showModal(),
    }[key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  // ---- beginning

  const saved = remembered();
  const own = (navigator.language ?? "").toLowerCase().startsWith("zh") ? "zh" : "en";
  speak(langs.some((input) => input.value === saved) ? saved : own, false);
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => {
    for (const part of all("aside details")) part.open = wide.matches;
  };
  wide.addEventListener("change", fit);
  fit();
  // A browser fills the fields again when one comes back.
  sift();
  openTarget();
})();
