{
  const DEVICES = [["phone", "Phone"], ["small", "Small phone"], ["desktop", "Desktop"]];
  const LOOKS = [["light", "Light"], ["dark", "Dark"], ["both", "Both"]];
  const SIDES = [["both", "Both sides"], ["one", "One side"]];
  const MARKS = [
    ["problem", "have a problem", note => problemCount(note) > 0],
    ["missing", "lack a translation", note => note.missing.length > 0],
    ["stale", "may be out of date", note => note.stale.length > 0],
    ["retired", "are retired", note => note.retired],
    ["draft", "are drafts", note => note.draft],
    ["stray", "cover no key point", note => note.deck.has_source && !note.covers.length && !note.retired && !note.draft],
  ];
  const VIEWS = ["cards", "gallery", "coverage", "problems", "print"];
  const PAPERS = [["a4", "A4"], ["letter", "Letter"]];
  const BATCH = 48; // cells of the gallery, or problems, that are made at a time
  const SHORTEST = { phone: 420, small: 420, desktop: 180 }; // of a screen, in pixels

  const $ = id => document.getElementById(id);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const isNarrow = () => matchMedia("(max-width: 52rem)").matches;

  /* Make an element with its attributes and content; text is added as text and never parsed as HTML. */
  function make(name, attributes = {}, ...inside) {
    const [tag, ...classes] = name.split(".");
    const element = tag === "svg" ? drawn(attributes.draw) : document.createElement(tag);
    if (classes.length) element.setAttribute("class", classes.join(" "));
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "draw" || value === undefined || value === false) continue;
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...inside.flat().filter(each => each !== null && each !== undefined && each !== false));
    return element;
  }

  function drawn(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  const DRAWN = {
    list: "M4 5.5h12M4 10h12M4 14.5h12",
    before: "M12.5 4 6.5 10l6 6", after: "M7.5 4l6 6-6 6",
    link: "M8 12l4-4M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9",
  };

  const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  const unseen = text => make("span.unseen", {}, text);

  /* ---- state ---------------------------------------------------------- */

  let data, notes, found, frames;
  const state = {
    view: "cards", deck: "", note: "", edition: "", card: 0, isBack: false, missing: "",
    query: "", filters: { deck: "", language: "", section: "", kind: "", type: "" }, marks: new Set(),
    ...kept(),
  };

  /* The display settings are kept between visits, where the browser allows it. */
  function kept() {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const usual = {
      device: "phone", look: system, sides: matchMedia("(max-width: 48rem)").matches ? "one" : "both", isOpen: false,
      isFollowing: true, paper: /^(en|es)-(US|CA|MX|PH)/.test(navigator.language) ? "letter" : "a4", isTranslated: false,
    };
    try {
      return { ...usual, ...JSON.parse(localStorage.getItem("flashcards-preview") || "{}") };
    } catch {
      return usual;
    }
  }

  function keep() {
    const { device, look, sides, isOpen, isFollowing, paper, isTranslated } = state;
    try {
      localStorage.setItem("flashcards-preview", JSON.stringify({ device, look, sides, isOpen, isFollowing, paper, isTranslated }));
    } catch { /* a page opened as a file may have no storage */ }
  }

  function take(head) {
    data = head;
    notes = [];
    const byName = new Map();
    for (const deck of data.decks) {
      for (const [fileId, line] of deck.chunks) {
        files.get(fileId).rows.forEach((row, place) => {
          const note = { was: [], section: "", prompts: {}, tags: [], kinds: [], covers: [], missing: [], stale: [], cards: {}, packages: [], retired: false, draft: false, warnings: 0, ...row, deck, fileId, line, place, errors: [] };
          if (deck.is_old) note.warnings = 0; // they are of what its files were before
          notes.push(note);
          byName.set(`${deck.id}/${note.id}`, note);
        });
      }
    }
    for (const problem of data.problems) {
      problem.in = byName.get(`${problem.deck}/${problem.note}`);
      problem.in?.errors.push(problem);
    }
    data.byName = byName;
    data.types = new Set(notes.map(note => note.type));
  }

  /* ---- loading chunks ------------------------------------------ */

  /* By the ids of files: the rows of a chunk, which the page contains, and its data once its file is loaded. */
  const files = new Map();

  /* Load a file, which calls `receive`: a page without a server can load nothing but scripts. */
  function load(fileId) {
    if (!files.has(fileId)) files.set(fileId, {});
    const file = files.get(fileId);
    return file.loading ??= new Promise((resolve, reject) => {
      const settle = () => {
        script.remove();
        if (file.data) return resolve();
        file.loading = null;
        reject(new Error(`chunks/${fileId}.js`));
      };
      const script = make("script", { src: `chunks/${fileId}.js`, onload: settle, onerror: settle });
      document.head.append(script);
    });
  }

  window.receive = (fileId, text) => Object.assign(files.get(fileId) ?? {}, parsed(JSON.parse(text)));
  const parsed = content => Array.isArray(content) ? { data: content } : content;

  const chunk = note => files.get(note.fileId).data;
  const detail = note => chunk(note)?.notes[note.place];
  const isLoaded = note => chunk(note) !== undefined;
  const problemCount = note => note.errors.length + note.warnings;

  function problemsOf(note) {
    const { path, texts } = chunk(note) ?? {};
    const { problems = [] } = detail(note) ?? {};
    const warnings = note.warnings ? problems.map(({ row, message, hint, line, ...rest }) => ({
      ...rest, path, row: row + note.line, in: note, note: note.id,
      message: texts[message], hint: texts[hint], line: texts[line],
    })) : [];
    return [...note.errors, ...warnings];
  }

  function placeOf(note) {
    const [line, column] = detail(note).place;
    return `${chunk(note).path}:${note.line + line}:${column}`;
  }

  const named = (titles, language) => titles[language] ?? Object.values(titles)[0] ?? "";
  const edition = note => {
    const { editions } = note.deck;
    return editions.find(each => each.key === state.edition)
      ?? editions.find(each => each.study === studied()) ?? editions[0];
  };
  const studied = () => data.decks.flatMap(deck => deck.editions).find(each => each.key === state.edition)?.study ?? state.edition;
  const prompt = note => note.prompts[edition(note).key] ?? Object.values(note.prompts)[0] ?? "";
  const chosen = () => data.byName.get(`${state.deck}/${state.note}`);
  const address = (note, key = edition(note).key, card = 0) =>
    `#${[note.deck.id, key, note.id, ...(card ? [card + 1] : [])].map(encodeURIComponent).join("/")}`;
  const sectionTitle = (note, language) =>
    named(note.deck.sections.find(each => each.id === note.section)?.titles ?? {}, language) || note.section;
  const written = language => ({
    lang: language || undefined, dir: data.languages[language]?.direction ?? "auto",
  });

  const html = (note, packed) => cards.unpacked(chunk(note), packed);

  /* ---- search and filters -------------------------------------------------------------- */

  /* Normalize for search: lower case, and Latin letters without their accents. */
  const plain = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();

  /* What a note is searched by: once its chunk is loaded, all its texts. */
  function words(note) {
    if (note.words && note.isWhole) return note.words;
    note.isWhole = isLoaded(note);
    const texts = Object.values(detail(note)?.texts ?? {}).flatMap(each => Object.values(each).map(text => chunk(note).texts[text]));
    note.words = plain([note.id, ...note.was, ...note.tags, ...note.covers, ...Object.values(note.prompts), ...texts].join("\n"));
    return note.words;
  }

  const lacking = () => [...new Set(notes.filter(note => !isLoaded(note)).map(note => note.fileId))];

  /* A search looks at all texts, so it loads all chunks, once. */
  let searching = null;

  async function loadAll() {
    searching ??= Promise.allSettled(lacking().map(load));
    await searching;
    searching = null;
    listAgain();
    if (state.view !== "coverage" && state.view !== "problems") showFound();
  }

  function seek() {
    const wanted = plain(state.query).split(/\s+/).filter(Boolean);
    const { deck, language, section, kind, type } = state.filters;
    const marks = MARKS.filter(([name]) => state.marks.has(name)).map(([, , has]) => has);
    found = notes.filter(note =>
      (!deck || note.deck.id === deck)
      && (!language || note.deck.editions.some(each => each.key === language))
      && (!section || `${note.deck.id}/${note.section}` === section)
      && (!kind || note.kinds.includes(kind))
      && (!type || note.type === type)
      && marks.every(has => has(note))
      && wanted.every(word => words(note).includes(word)));
  }

  /* ---- the list ------------------------------------------------------------------ */

  /* Virtual scrolling: only the visible rows are made, because a deck may have ten thousand. */
  const list = { rows: [], tops: [0], made: new Map(), lines: new Map(), rem: 16 };

  function showList() {
    seek();
    list.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    list.rows = [];
    list.tops = [0];
    let place = 0, last = null;
    const add = (row, height) => {
      list.rows.push(row);
      list.tops.push(list.tops.at(-1) + Math.ceil(height * list.rem)); // whole pixels, so that edges are sharp
    };
    for (const note of found) {
      const heading = `${note.deck.id}/${note.section}`;
      const line = lineOf(edition(note).study);
      if (heading !== last && (note.section || data.decks.length > 1)) add({ heading: note }, Math.max(3, 1.45 + line));
      last = heading;
      add({ note, place: ++place }, Math.max(5.25, 2.4 + 2 * line));
    }
    for (const row of list.made.values()) row.remove();
    list.made.clear();
    $("list").style.height = `${list.tops.at(-1)}px`;
    const shown = counted(found.length, "note");
    const count = found.length === notes.length ? shown : `${found.length.toLocaleString("en")} of ${counted(notes.length, "note")}`;
    $("note-count").textContent = searching ? `${count} so far` : count;
    showRows();
  }

  /* The height of a line in the list, in rem: scripts differ. */
  function lineOf(language) {
    if (!list.lines.has(language)) {
      const probe = make("li", {}, make("span.prompt", written(language), "x"));
      $("list").append(probe);
      list.lines.set(language, parseFloat(getComputedStyle(probe.firstChild).lineHeight) / list.rem);
      probe.remove();
    }
    return list.lines.get(language);
  }

  function listAgain() {
    const { scrollTop } = $("scroll");
    showList();
    $("scroll").scrollTop = scrollTop;
  }

  function showRows() {
    const { scrollTop, clientHeight } = $("scroll");
    const from = Math.max(0, rowAt(scrollTop) - 6), to = Math.min(list.rows.length, rowAt(scrollTop + clientHeight) + 7);
    for (const [index, row] of list.made) {
      if (index < from || index >= to) {
        if (row.contains(document.activeElement)) continue; // the focused row stays
        row.remove();
        list.made.delete(index);
      }
    }
    let next = null;
    for (let index = to - 1; index >= from; index--) {
      let row = list.made.get(index);
      if (!row) {
        row = rowOf(list.rows[index]);
        row.style.transform = `translateY(${list.tops[index]}px)`;
        row.style.height = `${list.tops[index + 1] - list.tops[index]}px`;
        list.made.set(index, row);
        $("list").insertBefore(row, next);
      }
      next = row;
    }
    markRow();
  }

  function rowAt(y) {
    let low = 0, high = list.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list.tops[middle + 1] <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function rowOf({ heading, note, place }) {
    if (heading) {
      const { study } = edition(heading);
      const deck = data.decks.length > 1 ? [make("span.deck", {}, named(heading.deck.titles, study))] : [];
      const section = heading.section ? [make("span", {}, sectionTitle(heading, study))] : [];
      return make("li.heading", {}, make("h3", written(study), ...deck, ...section));
    }
    const { study } = edition(note);
    return make("li", { "aria-setsize": found.length, "aria-posinset": place },
      make("a.row", { href: address(note), "data-note": `${note.deck.id}/${note.id}` },
        make("span.row-head", {}, make("span.id", { translate: "no" }, note.id), marksOf(note)),
        make("span.prompt", written(study), prompt(note))));
  }

  function marksOf(note) {
    return make("span.badges", {},
      isEdited(note) && make("span.badge.edited", {}, "edited"),
      data.types.size > 1 && make("span.badge", {}, note.type),
      note.retired && make("span.badge", {}, "retired"),
      note.draft && make("span.badge", {}, "draft"),
      ...note.packages.map(name => make("span.badge", { title: `only in the edition ${name}` }, name)),
      note.stale.length > 0 && make("span.badge.warning", { title: `may be out of date: ${note.stale.join(", ")}` }, "stale"),
      note.missing.length > 0 && make("span.badge.warning", {}, `no ${note.missing.join(", ")}`),
      problemCount(note) > 0 && make(`span.badge.${note.errors.length ? "error" : "warning"}`, {}, counted(problemCount(note), "problem")));
  }

  function markRow() {
    const name = `${state.deck}/${state.note}`;
    let isSeen = false;
    for (const row of all("a.row", $("list"))) {
      const isChosen = row.dataset.note === name;
      isSeen ||= isChosen;
      row.tabIndex = isChosen ? 0 : -1;
      if (isChosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    if (!isSeen) {
      const first = $("list").querySelector("a.row");
      if (first) first.tabIndex = 0;
    }
  }

  function reveal() {
    const index = list.rows.findIndex(({ note }) => note && note.id === state.note && note.deck.id === state.deck);
    if (index < 0) return;
    const scroll = $("scroll"), top = list.tops[index], bottom = list.tops[index + 1];
    const above = list.rows[index - 1]?.heading ? list.tops[index] - list.tops[index - 1] : 0;
    if (top - above < scroll.scrollTop) scroll.scrollTop = top - above;
    else if (bottom > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = bottom - scroll.clientHeight + list.rem;
    showRows();
  }

  /* ---- card frames ------------------------------------------------- */

  /* The stylesheet of a note; its kind may have one for each language. */
  const styleOf = ({ deck, type }) => deck.styles[`${type} ${edition({ deck }).study}`] ?? deck.styles[type];

  function shellOf(note, isDark) {
    const { study } = edition(note);
    return cards.shell(frames, {
      numbers: [styleOf(note)], language: study, direction: data.languages[study].direction,
      isDark, isMobile: state.device !== "desktop", base: "media/",
    });
  }

  const frameOf = (shell, settled) => cards.frame(shell, settled, { keydown: onkey, click: play });
  const put = (frame, side, title, key) => cards.put(frame, side, title, state.isOpen, key);

  function play(event) {
    const sound = event.target.closest(".soundLink")?.nextElementSibling;
    if (sound?.localName !== "audio") return;
    event.preventDefault();
    sound.play();
  }

  /* ---- toolbar ------------------------------------------------------------------- */

  function choice(name, label, options, value, pick) {
    return make("fieldset.choice", { "data-name": name }, make("legend.unseen", {}, label), ...options.map(([key, text, attributes]) =>
      make("label", {}, make("input", {
        type: "radio", name, value: key, checked: key === value, onchange: () => pick(key),
      }), make("span", attributes ?? {}, text))));
  }

  function toggle(label, isOn, pick) {
    return make("label.switch", {}, make("input", {
      type: "checkbox", role: "switch", checked: isOn, onchange: event => pick(event.target.checked),
    }), make("span", {}, label));
  }

  function showTools() {
    const note = chosen() ?? notes[0];
    const isCards = state.view === "cards";
    const tools = [];
    const isPrint = state.view === "print";
    if (note && (isCards || isPrint || state.view === "gallery")) {
      const { editions } = note.deck;
      const isPlain = new Set(editions.map(each => each.study)).size === editions.length;
      const languages = editions.map(each => [each.key,
        [each.study, ...(isPlain || !each.support ? [] : [each.support])].map(tag => data.languages[tag].name).join(" + "),
        { lang: each.study }]);
      if (languages.length > 1) tools.push(choice("edition", "Asked in", languages, edition(note).key, key => ask(key)));
      if (isCards) tools.push(choice("device", "Device", DEVICES, state.device, key => set({ device: key })));
      if (isPrint) {
        tools.push(choice("paper", "Paper", PAPERS, state.paper, key => set({ paper: key })));
        if (languages.some(([key]) => note.deck.editions.find(each => each.key === key).support)) {
          tools.push(toggle("With the other language", state.isTranslated, isOn => set({ isTranslated: isOn })));
        }
      } else tools.push(choice("look", "Light or dark", isCards ? LOOKS : LOOKS.slice(0, 2), isCards || state.look !== "both" ? state.look : "light", key => set({ look: key })));
      if (isCards) {
        tools.push(choice("sides", "Sides", SIDES, state.sides, key => set({ sides: key, isBack: false })));
        tools.push(toggle("Open the other language", state.isOpen, isOn => set({ isOpen: isOn })));
        if (isWatched) tools.push(toggle("Follow my edits", state.isFollowing, isOn => set({ isFollowing: isOn })));
      }
    }
    const focused = document.activeElement?.name;
    $("tools").replaceChildren(...tools);
    $("tools").hidden = !tools.length;
    if (focused) all(`input[name="${focused}"]:checked`, $("tools"))[0]?.focus();
  }

  function set(changes) {
    Object.assign(state, changes);
    keep();
    showTools();
    showView();
  }

  function ask(key) {
    state.edition = key;
    const note = chosen();
    if (state.view === "cards" && note) history.replaceState(null, "", address(note, key, state.card));
    listAgain();
    showHead();
    showTools();
    showView();
  }

  /* ---- lazy lists: items made when they come into view ----------------------------------- */

  let watchers = [];
  let again = 0; // how many items were made before an update

  /* Load the chunks of some notes; returns whether they are loaded, and reports in the view if not. */
  async function loaded(some) {
    const fileIds = new Set(some.filter(note => note && !isLoaded(note)).map(note => note.fileId));
    try {
      if (fileIds.size) await Promise.all([...fileIds].map(load));
      return true;
    } catch (error) {
      $("view").append(make("p.empty", {}, `Cannot load ${error.message}.`));
      return false;
    }
  }

  const near = () => ({ root: $("main"), rootMargin: "600px 0px" });

  /* Add items to the view a batch at a time: the next when the end of the last is near and its chunks are loaded. */
  function gradually(things, noteOf, add) {
    const end = make("div.end");
    let made = 0, batch = Math.max(BATCH, again);
    again = 0;
    const watcher = new IntersectionObserver(async entries => {
      if (!entries.some(each => each.isIntersecting)) return;
      watcher.unobserve(end); // it may still be in view afterwards, and would not be reported again
      const next = things.slice(made, made += batch);
      batch = BATCH;
      if (!await loaded(next.map(noteOf)) || !watchers.includes(watcher)) return; // another view is shown meanwhile
      for (const each of next) add(each);
      $("view").append(end);
      end.dataset.made = made;
      if (made < things.length) watcher.observe(end);
    }, near());
    watchers.push(watcher);
    $("view").append(end);
    watcher.observe(end);
  }

  /* ---- views ------------------------------------------------------------------------- */

  let stage = null; // the frames of the card view, reused while the layout is the same

  function showView() {
    document.body.dataset.view = state.view;
    for (const tab of all(".tabs a, a.print")) {
      if (tab.dataset.view === state.view) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (state.view !== "cards") stage = null;
    for (const each of watchers.splice(0)) each.disconnect();
    return ({ cards: showCard, gallery: showGallery, coverage: showCoverage, problems: showProblems, print: showPrint })[state.view]();
  }

  function showCard() {
    const note = chosen();
    if (!note) {
      stage = null;
      const text = state.missing ? `There is no note “${state.missing}” here.`
        : notes.length ? "Choose a note." : "There are no cards to show yet.";
      $("view").replaceChildren(make("p.empty", {}, text));
      return;
    }
    if (!isLoaded(note)) return wait(note);
    const cards = detail(note).cards?.[edition(note).key] ?? [];
    state.card = Math.min(state.card, Math.max(0, cards.length - 1));
    const layout = [state.device, state.look, state.sides].join();
    if (stage?.layout !== layout) {
      stage = { layout, head: make("header.note-head"), screens: make(`div.screens.${state.device}.${state.sides}`), foot: make("footer.note-foot"), pairs: [] };
      for (const look of state.look === "both" ? ["light", "dark"] : [state.look]) stage.pairs.push(pairOf(look));
      stage.screens.append(...stage.pairs.map(pair => pair.element));
      const flip = make("button.flip", { type: "button", onclick: turn }, make("span", {}, ""), make("kbd", { "aria-hidden": "true" }, "Space"));
      stage.flip = flip;
      $("view").replaceChildren(make("article.note", { "aria-labelledby": "note-title" }, stage.head, stage.screens, flip, stage.foot));
    }
    stage.screens.classList.remove("waiting");
    showHeadOf(note, cards);
    const card = cards[state.card];
    for (const pair of stage.pairs) fill(pair, note, card);
    showSide();
    stage.screens.hidden = !card;
    if (!card) stage.flip.hidden = true;
    showFootOf(note, card);
    flash(note);
    preload(note);
  }

  /* Load the chunks of the notes before and after. */
  function preload(note) {
    const place = found.indexOf(note);
    for (const other of [found[place - 1], found[place + 1]]) {
      if (other && !isLoaded(other)) load(other.fileId).catch(() => {}); // it is reported when it is opened
    }
  }

  /* Show the previous card, pale, until the chunk of the note is loaded. */
  async function wait(note) {
    if (stage) {
      showHeadOf(note, []);
      stage.screens.classList.add("waiting");
      stage.foot.replaceChildren();
    } else $("view").replaceChildren();
    const isThere = await load(note.fileId).then(() => true, () => false);
    if (state.view !== "cards" || chosen()?.fileId !== note.fileId) return;
    if (isThere) return showView();
    stage = null;
    $("view").replaceChildren(make("p.empty", {}, `Cannot load chunks/${note.fileId}.js, which has the cards of this note.`));
  }

  function pairOf(look) {
    const sides = ["front", "back"].map(name => {
      const glass = make(`div.glass.${look}`);
      return { name, glass, figure: make(`figure.side.${name}`, {}, make("figcaption", {}, name === "front" ? "Front" : "Back", state.look === "both" && make("span", {}, look)), glass) };
    });
    return { look, sides, element: make("div.pair", {}, ...sides.map(side => side.figure)) };
  }

  function fill(pair, note, card) {
    const device = DEVICES.find(([name]) => name === state.device)[1].toLowerCase();
    const shell = shellOf(note, pair.look === "dark");
    pair.sides.forEach((side, place) => {
      if (side.shell !== shell) {
        side.shell = shell;
        side.frame = frameOf(shell, () => fit(pair));
        side.glass.replaceChildren(side.frame);
      }
      const key = [note.deck.id, note.id, edition(note).key, state.card].join("/");
      put(side.frame, card ? html(note, card[place + 1]) : "", `${note.id}: ${side.name}, ${device}, ${pair.look}`, key);
    });
  }

  /* Screens are as tall as their content; those of a phone, and those that are flipped, all as the tallest. */
  function fit({ sides }) {
    const isEven = state.device !== "desktop" || state.sides === "one";
    const heights = sides.map(side => side.frame.isReady ? cards.height(side.frame) : 0);
    sides.forEach((side, place) => {
      side.glass.style.height = `${Math.max(SHORTEST[state.device], isEven ? Math.max(...heights) : heights[place])}px`;
    });
  }

  function showSide() {
    const isOne = state.sides === "one";
    for (const { sides } of stage.pairs) {
      for (const side of sides) side.figure.classList.toggle("away", isOne && (side.name === "back") !== state.isBack);
    }
    stage.flip.hidden = !isOne;
    stage.flip.firstChild.textContent = state.isBack ? "Show the question" : "Show the answer";
  }

  function turn() {
    if (state.sides === "both") set({ sides: "one", isBack: false });
    else {
      state.isBack = !state.isBack;
      showSide();
      announce(state.isBack ? "Back" : "Front");
    }
  }

  function showHeadOf(note, cards) {
    const { study } = edition(note);
    const place = found.indexOf(note);
    const step = (by, name, text) => {
      const other = place < 0 && by > 0 ? found[0] : found[place + by];
      return other
        ? make("a.quiet.round", { href: address(other), "aria-label": text, title: text }, make("svg", { draw: DRAWN[name] }))
        : make("span.quiet.round.off", {}, make("svg", { draw: DRAWN[name] }));
    };
    const names = cards.map(([name], number) => [String(number), name]);
    stage.head.replaceChildren(
      make("div.titles", {},
        make("p.section", {}, make("span", written(study), sectionTitle(note, study))),
        make("h2", { id: "note-title", translate: "no" }, note.id)),
      make("div.steps", {},
        make("a.quiet.round.back", { href: "#cards", "aria-label": "All notes", title: "All notes" }, make("svg", { draw: DRAWN.list })),
        make("button.quiet.display", { type: "button", "aria-controls": "tools", "aria-expanded": String(document.body.classList.contains("tools-shown")), onclick: ({ currentTarget }) => {
          currentTarget.setAttribute("aria-expanded", String(document.body.classList.toggle("tools-shown")));
        } }, "Display"),
        make("button.quiet", { type: "button", title: "Copy the link to this note (c)", onclick: copy }, make("svg", { draw: DRAWN.link }), "Link"),
        step(-1, "before", "Note before"), step(1, "after", "Next note")),
      marksOf(note),
      names.length > 1 ? choice("card", "Card", names, String(state.card), key => go(address(note, edition(note).key, Number(key)))) : "");
  }

  function showFootOf(note, card) {
    const facts = [
      ["Earlier ids", note.was.join(", ")],
      ["Tags", note.tags.join(", ")],
      ["Kind", note.kinds.join(", ")],
      ["Note type", note.type],
      ["Written at", placeOf(note)],
    ].filter(([, value]) => value);
    const points = note.covers.map(ref => make("a", { href: `#coverage/${encodeURIComponent(ref.split("#")[0])}` }, ref));
    const shown = card ? html(note, card[1]) + html(note, card[2]) : "";
    stage.foot.replaceChildren(
      card ? "" : make("p.aside", {}, `This note cannot be asked in ${data.languages[edition(note).study].name} yet.`),
      note.deck.is_old && make("p.aside", {}, "This is how the note was before the mistakes in its deck.") || "",
      shown.includes("preview-script") ? make("p.aside", {}, "This card has a script, which Anki runs and this page does not, so it may look different here.") : "",
      shown.includes("preview-formula") ? make("p.aside", {}, "A formula that is shown here as source is typeset by Anki, unless a problem is reported.") : "",
      problemCount(note) ? make("section.problems", { "aria-label": "Problems of this note" }, ...problemsOf(note).map(each => problemOf(each, false))) : "",
      make("dl.facts", {},
        ...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { translate: "no" }, value))),
        points.length ? make("div", {}, make("dt", {}, "Covers"), make("dd", { translate: "no" }, ...points.flatMap((point, place) => place ? [", ", point] : [point]))) : ""));
  }

  /* ---- gallery --------------------------------------------------------------------- */

  function showGallery() {
    if (!found.length) return $("view").replaceChildren(make("p.empty", {}, "No note matches."));
    const look = state.look === "dark" ? "dark" : "light";
    const grid = make("ol.grid");
    const cells = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) {
        const glass = target.querySelector(".glass");
        if (!isIntersecting) glass.replaceChildren();
        else if (!glass.firstChild) glass.append(thumbnailOf(target.note, look));
      }
    }, near());
    $("view").replaceChildren(make("h2.unseen", {}, "Gallery"), grid);
    watchers.push(cells);
    gradually(found, note => note, note => {
      const cell = cellOf(note, look);
      grid.append(cell);
      cells.observe(cell);
    });
  }

  function cellOf(note, look) {
    const cell = make("li.cell", {},
      make(`div.glass.${look}`, { inert: true, "aria-hidden": "true" }),
      make("p", {}, make("a.id", { href: address(note), translate: "no" }, note.id), marksOf(note)));
    cell.note = note;
    return cell;
  }

  function thumbnailOf(note, look) {
    const card = detail(note).cards?.[edition(note).key]?.[0];
    const frame = frameOf(shellOf(note, look === "dark"), () => {});
    put(frame, card ? html(note, card[2]) : "", `${note.id}: back`);
    frame.tabIndex = -1;
    return frame;
  }

  /* ---- coverage ---------------------------------------------------------------------- */

  async function showCoverage() {
    const fileId = data.coverage;
    if (!fileId) {
      return $("view").replaceChildren(make("p.empty", {}, "No deck here has a source, so there is no coverage to show."));
    }
    if (!files.get(fileId)?.data) {
      $("view").replaceChildren();
      await load(fileId).catch(() => {});
    }
    if (state.view !== "coverage" || data.coverage !== fileId) return;
    const { data: sources } = files.get(fileId);
    $("view").replaceChildren(...sources ? sources.map(coverageOf) : [make("p.empty", {}, `Cannot load chunks/${fileId}.js.`)]);
  }

  function coverageOf(source) {
    const language = source.languages.find(tag => tag === studied()) ?? source.languages[0];
    const title = named(source.titles, language) || source.source;
    const gaps = source.sections.flatMap(section => section.points).filter(isGap).length;
    return make("article.coverage", {},
      make("header", {},
        make("h2", written(language), title),
        make("p.sub", { translate: "no" }, `source/${source.source}.md`),
        make("div.meters", {}, ...source.languages.map(tag => meterOf(tag, source))),
        gaps ? toggle(`Only the ${counted(gaps, "point")} that ${gaps === 1 ? "lacks" : "lack"} a note`, state.isGaps ?? false, isOn => set({ isGaps: isOn })) : make("p.sub", {}, "Every key point has a note.")),
      ...source.sections.map(section => sectionOf(section, source, language)),
      source.strays.length ? make("section", {}, make("h3", {}, "Notes that cover no key point"),
        make("p.names", {}, ...source.strays.map(([deck, id]) => nameOf(deck, id)))) : "");
  }

  function meterOf(tag, source) {
    const percent = Math.floor(source.percent[tag] * 10) / 10;
    const fill = make("span.fill");
    fill.style.inlineSize = `${percent}%`;
    return make("div.meter", {},
      make("span", { lang: tag }, data.languages[tag]?.name ?? tag),
      make("span.bar", { "aria-hidden": "true" }, fill),
      make("span.number", {}, `${percent} %`));
  }

  function sectionOf(section, source, language) {
    const points = state.isGaps ? section.points.filter(isGap) : section.points;
    if (!points.length) return "";
    const covered = section.points.filter(point => !isGap(point)).length;
    return make("section", {},
      make("h3", {}, make("span", written(language), named(section.titles, language) || section.id), make("span.sub", {}, `${covered} of ${section.points.length}`)),
      make("ol.points", {}, ...points.map(point => pointOf(point, source, language))));
  }

  const isGap = point => Object.keys(point.gaps).length > 0;

  /* What no note covers: the point, or some of its clauses, perhaps in some languages only. */
  function gapsOf(point, source) {
    return [...new Set(Object.values(point.gaps).flat())].map(ref => {
      const languages = source.languages.filter(tag => point.gaps[tag]?.includes(ref));
      const clause = ref.split("#")[1];
      return `no note${clause ? ` for ${clause}` : ""}${languages.length < source.languages.length ? ` in ${languages.join(", ")}` : ""}`;
    });
  }

  function pointOf(point, source, language) {
    const gaps = gapsOf(point, source);
    const said = point.texts[language] !== undefined ? language : Object.keys(point.texts)[0];
    return make(`li.point${gaps.length ? ".gap" : ""}`, { id: `point-${point.id}`, tabindex: -1 },
      make("p.said", written(said), point.texts[said] ?? ""),
      make("p.sub", {}, make("span.id", { translate: "no" }, point.id), point.kind && ` · ${point.kind}`),
      make("p.names", {},
        ...[...point.notes, ...point.drafts].map(([deck, id]) => nameOf(deck, id)),
        !point.notes.length && point.drafts.length ? make("span.badge.warning", {}, "draft") : "",
        ...(!point.notes.length && point.drafts.length ? [] : gaps).map(gap => make("span.badge.warning", {}, gap))));
  }

  function nameOf(deck, id) {
    const note = data.byName.get(`${deck}/${id}`);
    return make("a.name", { href: note ? address(note) : undefined, title: note && prompt(note), translate: "no" }, id);
  }

  /* ---- problems ----------------------------------------------------------------------- */

  function showProblems() {
    $("view").replaceChildren(
      make("h2.unseen", {}, "Problems"),
      data.trouble ? make("p.trouble", {}, data.trouble) : "",
      allProblems() || data.trouble ? "" : make("p.empty", {}, "No problems."));
    let file;
    const warned = notes.filter(note => note.warnings).flatMap(note => Array.from({ length: note.warnings }, (_, number) => ({ note, number })));
    gradually([...data.problems, ...warned], each => each.number === undefined ? null : each.note, item => {
      const each = item.number === undefined ? item : problemsOf(item.note)[item.note.errors.length + item.number];
      if (file?.path !== each.path) {
        file = { path: each.path, section: make("section.problems", {}, make("h3.path", { translate: "no" }, each.path)) };
        $("view").append(file.section);
      }
      file.section.append(problemOf(each, true));
    });
  }

  const allProblems = () => data.problems.length + notes.reduce((count, note) => count + note.warnings, 0);

  function problemOf(problem, isApart) {
    const before = [...problem.line].slice(0, problem.column - 1).join("");
    const rest = problem.line.slice(before.length);
    const at = rest.match(/^[^\s"'‘’“”,:\]}]+|^./u)?.[0] ?? "";
    return make(`article.problem.${problem.severity}`, {},
      make("p.message", {}, make("strong", {}, problem.severity), " ", problem.message),
      problem.line.trim() && make("pre", { tabindex: 0, "aria-label": "The line of the file" },
        make("span.row-number", {}, `${problem.row} `), make("code", { dir: "auto" }, before.trimStart(), at ? make("mark", {}, at) : "", rest.slice(at.length))),
      problem.hint && make("p.hint", {}, problem.hint),
      make("p.sub", {},
        make("span.id", { translate: "no" }, `${isApart ? "" : `${problem.path}:`}${problem.row}:${problem.column}`),
        " · ", make("span", { translate: "no" }, problem.rule),
        isApart && problem.in ? [" · ", make("a", { href: address(problem.in), translate: "no" }, problem.note)] : []));
  }

  /* ---- study and print ------------------------------------------------------------------ */

  let came = ""; // the address that study mode goes back to

  /* What is studied and printed: the notes that are found, less those that learners do not get. */
  function learned() {
    const isKept = note => (!note.retired || state.marks.has("retired")) && (!note.draft || state.marks.has("draft"));
    return found.filter(note => isKept(note) && countOf(note));
  }

  /* How many cards a note has in the language that is asked. */
  const countOf = note => note.cards[edition(note).key] ?? (edition(note).key in note.prompts ? 1 : 0);

  const frameStyle = note => {
    const { study } = edition(note);
    return { numbers: [styleOf(note)], language: study, direction: data.languages[study].direction, base: "media/" };
  };

  /* The card of a note as its two sides, once its chunk is loaded; null where it has none. */
  async function sidesOf(note, number) {
    if (!isLoaded(note)) await load(note.fileId);
    const card = detail(note).cards?.[edition(note).key]?.[number];
    return card ? { front: html(note, card[1]), back: html(note, card[2]) } : null;
  }

  const shared = {
    make, DRAWN, all, counted, countOf, sidesOf, written, frameStyle, sectionTitle, listen: play,
    frames: () => frames,
    note: name => data.byName.get(name),
    nameOf: note => `${note.deck.id}/${note.id}`,
    study: note => edition(note).study,
    languageOf: note => data.languages[edition(note).study].name,
    titleOf: note => named(note.deck.titles, edition(note).study),
  };
  const studying = studyMode($("study"), {
    ...shared,
    isDark: () => state.look === "both" ? matchMedia("(prefers-color-scheme: dark)").matches : state.look === "dark",
    help: () => help("study"),
    nextLanguage: note => {
      const { editions } = note.deck;
      state.edition = editions[(editions.indexOf(edition(note)) + 1) % editions.length].key;
      listAgain();
      showHead();
      showTools();
      showView();
      if (state.view === "cards" && chosen()) came = address(chosen());
    },
    left: () => { if (location.hash.startsWith("#study")) go(came || "#cards"); },
  });

  function study(key) {
    if (key && data.decks.some(deck => deck.editions.some(each => each.key === key))) {
      state.edition = key;
      showList();
    }
    showHead();
    showTools();
    if (!came) showView(); // below it, when it is the first that is opened
    document.title = "Study";
    const those = learned();
    const place = Math.max(0, those.indexOf(state.view === "cards" ? chosen() : null));
    studying.open([...those.slice(place), ...those.slice(0, place)]);
  }

  function showPrint() {
    const notes = learned();
    return printing($("view"), notes, { paper: state.paper, isTranslated: state.isTranslated });
  }

  const printing = paperCards({ ...shared, isShown: () => state.view === "print", print: () => window.print() });

  /* ---- title, banner and filters ---------------------------------------------------------------------------- */

  function showHead() {
    const language = studied();
    const [deck, ...others] = data.decks;
    $("title").textContent = deck && !others.length ? named(deck.titles, language) : deck ? counted(data.decks.length, "deck") : "Preview";
    for (const [name, value] of Object.entries(deck && !others.length ? written(deck.titles[language] ? language : Object.keys(deck.titles)[0]) : { lang: "en", dir: "ltr" })) {
      $("title").setAttribute(name, value);
    }
    const errors = data.problems.filter(each => each.severity === "error");
    const count = $("problem-count");
    const total = allProblems();
    count.hidden = !total;
    count.textContent = total.toLocaleString("en");
    count.className = `count ${errors.length ? "error" : "warning"}`;
    showBanner(errors);
  }

  function showBanner(errors) {
    const isOld = data.decks.some(deck => deck.is_old);
    const banner = $("banner");
    banner.hidden = !errors.length && !data.trouble;
    if (banner.hidden) return banner.replaceChildren();
    const [first] = errors;
    const said = data.trouble || counted(errors.length, "mistake");
    const outcome = isOld ? ": the cards are as they were before" : notes.length ? "" : ": no cards are shown until this is fixed";
    banner.replaceChildren(
      make("p", {}, make("strong", {}, said), outcome),
      first ? make("p.first", {}, make("span.id", { translate: "no" }, `${first.path}:${first.row}:${first.column}`), " ", first.message) : "",
      errors.length ? make("a", { href: "#problems" }, "Show") : "");
  }

  function fillFilters() {
    const options = {
      deck: data.decks.map(deck => [deck.id, named(deck.titles, studied())]),
      language: [...new Map(data.decks.flatMap(deck => deck.editions.map(each => [each.key, data.languages[each.study].name])))],
      section: data.decks.flatMap(deck => deck.sections.map(each => [`${deck.id}/${each.id}`, named(each.titles, studied())])),
      kind: [...new Set(notes.flatMap(note => note.kinds))].map(kind => [kind, kind]),
      type: [...data.types].map(type => [type, type]),
    };
    for (const select of all("select[data-filter]")) {
      const name = select.dataset.filter;
      select.replaceChildren(make("option", { value: "" }, "any"), ...options[name].map(([value, text]) => make("option", { value }, text)));
      if (!options[name].some(([value]) => value === state.filters[name])) state.filters[name] = "";
      select.value = state.filters[name];
      select.closest("label").hidden = options[name].length < 2;
    }
    const marks = MARKS.map(([name, text, has]) => {
      const count = notes.filter(has).length;
      return make("label.mark", {}, make("input", {
        type: "checkbox", "data-mark": name, checked: state.marks.has(name), disabled: !count && !state.marks.has(name),
      }), make("span", {}, text, count > 0 && make("span.count", {}, count.toLocaleString("en"))));
    });
    $("filters").querySelector(".marks").replaceChildren(make("legend", {}, "Only notes that"), ...marks);
    showFilterCount();
  }

  function showFilterCount() {
    const count = Object.values(state.filters).filter(Boolean).length + state.marks.size;
    $("filter-count").hidden = !count;
    $("filter-count").textContent = count;
    $("clear").hidden = !count;
  }

  function narrow() {
    showFilterCount();
    $("scroll").scrollTop = 0;
    showList();
    showFound();
  }

  function showFound() {
    if (state.view === "coverage" || state.view === "problems") return go(chosen() ? "#cards" : "#gallery");
    if (state.view === "gallery" || state.view === "print") showView();
    else if (stage && chosen()) showHeadOf(chosen(), detail(chosen())?.cards?.[edition(chosen()).key] ?? []);
  }

  /* Announce to screen readers; `say` shows a toast, too. */
  function announce(text) {
    $("announcement").textContent = text;
  }

  function say(text) {
    $("toast").textContent = text;
    $("toast").classList.remove("shown");
    void $("toast").offsetWidth;
    $("toast").classList.add("shown");
  }

  async function copy() {
    const note = chosen();
    if (!note) return;
    const link = new URL(address(note, edition(note).key, state.card), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      say("The link is copied");
    } catch {
      window.prompt("The link", link);
    }
  }

  /* ---- routing and keys -------------------------------------------------------------------------- */

  /* `#gallery`, `#coverage/point`, or `#deck/edition/note`, and for a note's second card `/2`. */
  function route() {
    const parts = location.hash.slice(1).split("/").map(part => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
    const before = state.view;
    state.missing = "";
    if (parts[0] === "study" && parts.length < 3) return study(parts[1]);
    studying.close();
    if (parts.length >= 3) {
      const [deck, key, id, card] = parts;
      const isOther = state.note !== id || state.deck !== deck;
      Object.assign(state, { view: "cards", deck, note: id, card: Math.max(0, (Number(card) || 1) - 1) });
      if (isOther) state.isBack = false;
      const isNew = state.edition !== key;
      state.edition = key;
      if (!chosen()) state.missing = id;
      document.body.dataset.pane = "card";
      if (isNew) showList();
    } else {
      state.view = VIEWS.includes(parts[0]) ? parts[0] : notes.length || !data.problems.length ? "cards" : "problems";
      document.body.dataset.pane = "list";
      if (state.view === "cards" && !chosen() && found.length) Object.assign(state, { deck: found[0].deck.id, note: found[0].id, card: 0 });
    }
    if (before !== state.view) stage = null;
    came = location.hash;
    const note = state.view === "cards" && chosen();
    document.title = note ? `${note.id} · ${named(note.deck.titles, edition(note).study)}` : `${state.view[0].toUpperCase()}${state.view.slice(1)} · preview`;
    showHead();
    showTools();
    const shown = showView();
    markRow();
    if (state.view === "cards") reveal();
    if (state.view === "cards" && before === "cards") return;
    $("main").scrollTop = 0;
    if (isNarrow()) window.scrollTo(0, 0);
    if (state.view === "coverage" && parts[1]) shown.then(() => revealPoint(parts[1]));
  }

  function revealPoint(id) {
    const point = $(`point-${id}`);
    point?.scrollIntoView({ block: "center" });
    point?.focus({ preventScroll: true });
  }

  function go(hash) {
    if (location.hash === hash) route();
    else location.hash = hash;
  }

  function step(by) {
    if (!found.length) return;
    const place = found.indexOf(chosen());
    const other = found[place < 0 ? 0 : Math.min(found.length - 1, Math.max(0, place + by))];
    const isInList = $("list").contains(document.activeElement);
    history.replaceState(null, "", address(other)); // so that Back leaves the deck at once, not note by note
    route();
    if (isInList) $("list").querySelector("[aria-current]")?.focus({ preventScroll: true });
  }

  const KEYS = {
    " ": turn, Enter: turn,
    j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
    b: () => set({ sides: state.sides === "both" ? "one" : "both", isBack: false }),
    o: () => { set({ isOpen: !state.isOpen }); announce(state.isOpen ? "The other language is open" : "The other language is closed"); },
    l: () => {
      const note = chosen();
      if (!note) return;
      const { editions } = note.deck;
      ask(editions[(editions.indexOf(edition(note)) + 1) % editions.length].key);
    },
    d: () => {
      const names = LOOKS.map(([name]) => name);
      set({ look: names[(names.indexOf(state.look) + 1) % names.length] });
    },
    1: () => set({ device: "phone" }), 2: () => set({ device: "small" }), 3: () => set({ device: "desktop" }),
    c: copy,
    s: () => go("#study"),
    p: () => go("#print"),
    "/": () => { document.body.dataset.pane = "list"; $("search").focus(); $("search").select(); },
    "?": () => help("page"),
    Escape: () => { if (isNarrow() && state.view === "cards") go("#cards"); },
  };

  function help(name) {
    for (const each of all("#help [data-for]")) each.hidden = each.dataset.for !== name;
    $("help").showModal();
  }

  function onkey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || $("help").open || studying.isOpen) return;
    const { target } = event;
    const kind = target.closest?.("input, select, textarea, button, a, summary, pre");
    const type = kind?.type;
    if (type === "search" || kind?.localName === "select") {
      if (event.key === "Escape" && type === "search") { kind.value = ""; kind.dispatchEvent(new Event("input")); kind.blur(); }
      if (event.key === "Enter" && type === "search") { event.preventDefault(); if (found.length) go(address(found[0])); kind.blur(); }
      if (event.key === "ArrowDown" && type === "search") { event.preventDefault(); $("list").querySelector("a.row[tabindex='0']")?.focus(); }
      return;
    }
    const isRow = kind?.classList.contains("row");
    if (isRow && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      return step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key.startsWith("Arrow") && (type === "radio" || kind?.localName === "pre")) return;
    if (event.key === " " && kind && kind.localName !== "a" && kind.localName !== "pre") return;
    if (event.key === "Enter" && kind && !(isRow && kind.hasAttribute("aria-current"))) return;
    const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!act) return;
    const isForCards = ["/", "?", "d", "l", "s", "p", "Escape"].includes(event.key) || state.view === "cards";
    if (!isForCards) return;
    event.preventDefault();
    act();
  }

  /* ---- live reload ----------------------------------------------------------------------------- */

  /* Load a new version when the server reports one: its head, and the chunks that have changed. */
  function listen() {
    let version = document.documentElement.dataset.watched;
    const events = new EventSource("events");
    events.onmessage = async ({ data: latest }) => {
      document.body.classList.remove("alone");
      if (latest === version) return;
      version = latest;
      const head = await (await fetch("head.json")).json();
      if (head.frames !== data.frames) return location.reload(); // the page's policy lets no other styles in
      const wanted = head.decks.flatMap(deck => deck.chunks.map(([fileId]) => fileId));
      if (state.view === "coverage" && head.coverage) wanted.push(head.coverage);
      await Promise.allSettled(wanted.filter(fileId => !(files.get(fileId)?.rows ?? files.get(fileId)?.data)).map(load));
      if (version !== latest || !wanted.every(fileId => files.get(fileId).rows ?? files.get(fileId).data)) return; // another comes
      take(head);
      forget(new Set([...wanted, head.coverage]));
      const isAnother = follow();
      refresh(isAnother);
      if ($("banner").hidden) say(isAnother ? `Edited: ${state.note}` : "Up to date");
    };
    events.onerror = () => document.body.classList.add("alone");
  }

  let edits = 0; // how many were followed

  const isWatched = document.documentElement.dataset.watched && location.protocol.startsWith("http");
  const isEdited = note => data.edited && note.deck.id === data.edited[0] && note.id === data.edited[1];

  /* Go to the note that was edited last, in the language that was edited, once for each edit; returns whether it is
     another note than was shown. */
  function follow() {
    const [deck, id, number, language] = data.edited ?? [];
    const note = data.byName.get(`${deck}/${id}`);
    if (!note || number === edits) return false;
    edits = number;
    if (!state.isFollowing || studying.isOpen || state.view === "print") return false;
    flashing = note;
    const isShown = state.view === "cards" && note === chosen();
    const asked = note.deck.editions.find(each => each.study === language && each.key in note.prompts);
    const key = asked && edition(note).study !== language ? asked.key : edition(note).key;
    if (isShown && key === edition(note).key) return false;
    history.replaceState(null, "", address(note, key));
    return !isShown;
  }

  let flashing = null; // the note to draw the eye to when it is shown

  function flash(note) {
    if (flashing !== note) return;
    flashing = null;
    stage.screens.classList.remove("fresh");
    void stage.screens.offsetWidth; // so that it begins again
    stage.screens.classList.add("fresh");
    announce(`${note.id} was edited`);
  }

  function forget(used) {
    for (const fileId of files.keys()) if (!used.has(fileId)) files.delete(fileId);
  }

  function refresh(isAnother = false) {
    fillFilters();
    const { scrollTop } = $("scroll"), mainTop = $("main").scrollTop;
    const isInList = $("list").contains(document.activeElement);
    again = Number(document.querySelector(".end")?.dataset.made ?? 0);
    showList();
    if (isAnother) $("scroll").scrollTop = scrollTop;
    route();
    if (isAnother) $("main").scrollTop = 0;
    else {
      $("scroll").scrollTop = scrollTop; // not at the note that is open: the list is where the reader left it
      showRows();
      requestAnimationFrame(() => requestAnimationFrame(() => { $("main").scrollTop = mainTop; }));
    }
    studying.refresh();
    if (isInList) $("list").querySelector("[aria-current]")?.focus({ preventScroll: true });
  }

  const { head, rows, frames: ofCards } = JSON.parse($("data").textContent);
  $("data").remove();
  frames = ofCards;
  for (const [fileId, each] of Object.entries(rows)) files.set(fileId, { rows: each });
  take(head);
  edits = data.edited?.[2] ?? 0;
  state.edition = data.decks[0]?.editions[0]?.key ?? "";
  fillFilters();
  showList();
  const lastEdited = data.edited && data.byName.get(data.edited.slice(0, 2).join("/"));
  if (lastEdited && !location.hash) history.replaceState(null, "", address(lastEdited));
  route();

  $("scroll").addEventListener("scroll", () => requestAnimationFrame(showRows), { passive: true });
  new ResizeObserver(() => showRows()).observe($("scroll"));
  addEventListener("hashchange", route);
  addEventListener("keydown", onkey);
  $("search").addEventListener("input", event => {
    state.query = event.target.value;
    if (state.query.trim() && lacking().length) loadAll();
    narrow();
  });
  document.querySelector(".find").addEventListener("submit", event => event.preventDefault());
  $("filters").addEventListener("change", ({ target }) => {
    if (target.dataset.mark) state.marks[target.checked ? "add" : "delete"](target.dataset.mark);
    else if (target.dataset.filter) state.filters[target.dataset.filter] = target.value;
    if (target.dataset.filter === "language" && target.value) ask(target.value);
    narrow();
  });
  $("clear").addEventListener("click", () => {
    state.marks.clear();
    for (const name of Object.keys(state.filters)) state.filters[name] = "";
    fillFilters();
    narrow();
    $("filters-button").focus();
  });
  $("filters-button").addEventListener("click", () => {
    const isOpen = $("filters").hidden;
    $("filters").hidden = !isOpen;
    $("filters-button").setAttribute("aria-expanded", isOpen);
  });
  $("help-button").addEventListener("click", () => help("page"));
  $("skip").addEventListener("click", event => { event.preventDefault(); $("main").focus(); });
  $("study-button").addEventListener("click", () => go("#study"));
  if (isWatched) listen();
}
