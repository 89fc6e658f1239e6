/* Study mode: cards one by one, with the keyboard, by touch or with buttons. Grades order the session, and are stored
   nowhere. `page` is what it uses of the page; `dialog` is the element it is shown in. */
function studyMode(dialog, page) {
  const { make } = page;
  const GRADES = [
    { key: "1", name: "Again", text: "after 3 cards", after: 3 },
    { key: "2", name: "Hard", text: "after 10 cards", after: 10 },
    { key: "3", name: "Good", text: "done", after: 0 },
    { key: "4", name: "Easy", text: "done, whole note", after: 0 },
  ];
  const APART = 10; // cards between two of a note, so that one does not answer the other
  const SPOKEN = 600; // characters of a side that are announced
  const FLING = 60; // pixels

  /* The cards of the session in order, each with its last grade; a card that comes back stands in it again. */
  let line = [], at = 0, total = 0, isBack = false, isOpen = false, typed = "", shown = 0, frame = null, shell = "", started = [];

  const entryOf = (note, number) => ({ name: page.nameOf(note), number, grade: null, again: null });
  const isSame = (one, other) => one.name === other.name && one.number === other.number;

  function begin(entries) {
    line = entries;
    total = entries.length;
    at = 0;
    turnTo(0);
  }

  /* The cards of notes in order; the second card of a note comes later than its first. */
  function cardsOf(notes) {
    const entries = [], later = [];
    for (const note of notes) {
      while (later.length && later[0].from <= entries.length) entries.push(later.shift().entry);
      const from = entries.length + APART;
      entries.push(entryOf(note, 0));
      for (let number = 1; number < page.countOf(note); number++) later.push({ from: from + (number - 1) * APART, entry: entryOf(note, number) });
    }
    return [...entries, ...later.map(({ entry }) => entry)];
  }

  /* ---- grades ---- */

  function grade(number) {
    const entry = line[at];
    if (!entry || !isBack) return;
    const { after, key } = GRADES[number - 1];
    const isAhead = other => line.indexOf(other) > at;
    if (entry.again && isAhead(entry.again)) line.splice(line.indexOf(entry.again), 1); // it is graded anew
    entry.grade = number;
    entry.again = after ? { ...entry, grade: null, again: null } : null;
    if (entry.again) line.splice(Math.min(at + 1 + after, line.length), 0, entry.again);
    if (key === "4") {
      const others = line.slice(at + 1).filter(each => each.name === entry.name && !isSame(each, entry));
      total -= new Set(others.map(each => each.number)).size;
      line = line.filter(each => !others.includes(each));
    }
    say(GRADES[number - 1].name);
    turnTo(at + 1);
  }

  /* The last grade of each card. */
  function grades() {
    const last = new Map();
    for (const each of line) if (each.grade) last.set(`${each.name}/${each.number}`, each.grade);
    return [...last.values()];
  }

  const hardOnes = () => {
    const wanted = [];
    for (const each of line) if (each.grade && each.grade < 3 && !wanted.some(other => isSame(each, other))) wanted.push(each);
    return wanted.map(each => ({ ...each, grade: null, again: null }));
  };

  /* ---- what is shown ---- */

  function turnTo(place) {
    at = Math.max(0, Math.min(line.length, place));
    isBack = false;
    isOpen = false;
    typed = "";
    show();
  }

  async function show({ isTurn = true } = {}) {
    if (!dialog.open) return;
    const ticket = ++shown;
    const entry = line[at];
    if (!entry) return showEnd();
    const note = page.note(entry.name);
    showHead(note);
    let sides = null, lacks = note ? "" : "This note is no longer in the deck.";
    if (note) {
      try {
        sides = await page.sidesOf(note, entry.number);
        if (!sides) lacks = `This card cannot be asked in ${page.languageOf(note)}.`;
      } catch (error) {
        lacks = `Cannot load ${error.message}.`;
      }
    }
    if (ticket !== shown) return; // another card was asked for meanwhile
    parts.end.hidden = true;
    parts.card.hidden = !sides;
    parts.lacks.hidden = Boolean(sides);
    parts.lacks.textContent = lacks;
    showFoot(entry, Boolean(sides));
    if (!sides) return say(lacks);
    put(note, entry, sides, isTurn);
  }

  function put(note, entry, sides, isTurn) {
    const isNarrow = matchMedia("(max-width: 52rem)").matches;
    const wanted = cards.shell(page.frames(), { ...page.frameStyle(note), isDark: page.isDark(), isMobile: isNarrow });
    dialog.classList.toggle("dark", page.isDark());
    const title = isBack ? "The answer" : "The question";
    const key = [entry.name, entry.number, isBack, page.study(note)].join("/");
    if (shell !== wanted || !frame) {
      shell = wanted;
      frame = cards.frame(wanted, settle, { keydown: onkey, click: onclick, touchstart: ontouch, touchend: onlift });
      parts.card.replaceChildren(frame);
    }
    frame.turned = isTurn ? { note } : null;
    cards.put(frame, isBack ? sides.back : sides.front, title, isOpen, key);
    frame.title = title;
    if (frame.isReady) settle();
  }

  /* The frame is filled, or what is in it has grown. */
  function settle() {
    const inside = frame.contentDocument;
    if (!inside?.body || !frame.isReady) return;
    frame.style.height = `${Math.max(parts.card.clientHeight, cards.height(frame))}px`;
    if (isBack) compare(inside);
    if (!frame.turned) return;
    const { note } = frame.turned;
    frame.turned = null;
    parts.card.scrollTop = 0;
    announce(note, inside);
    const box = inside.querySelector("input#typeans");
    if (!isBack && box) {
      if (matchMedia("(hover: hover)").matches) box.focus();
      return;
    }
    const top = isBack ? answerTop(inside) : 0;
    if (top > parts.card.clientHeight * .6) parts.card.scrollTop = top - 16;
  }

  const answerTop = inside => inside.getElementById("answer")?.getBoundingClientRect().top ?? 0;

  /* Text for a screen reader, in the language of the card. */
  function announce(note, inside) {
    const range = inside.createRange();
    range.selectNodeContents(inside.body);
    const answer = isBack && inside.getElementById("answer");
    if (answer) range.setStartAfter(answer);
    const copy = range.cloneContents();
    for (const each of copy.querySelectorAll("details:not([open]), audio, .playImage")) each.remove();
    const text = copy.textContent.replace(/\s+/g, " ").trim().slice(0, SPOKEN);
    parts.said.replaceChildren(make("span", {}, isBack ? "Answer. " : `Card ${at + 1}, question. `), make("span", page.written(page.study(note)), text));
  }

  const say = text => parts.said.replaceChildren(text);

  function showHead(note) {
    const done = grades().filter(each => each > 2).length;
    parts.progress.textContent = total ? `${done} of ${total} done` : "";
    parts.bar.style.inlineSize = `${total ? 100 * done / total : 0}%`;
    parts.before.disabled = at === 0;
    parts.after.disabled = at >= line.length;
    parts.title.replaceChildren(...note ? [make("span", page.written(page.study(note)), page.titleOf(note))] : []);
    parts.language.hidden = !note || note.deck.editions.length < 2;
    if (note) {
      parts.language.lastChild.textContent = page.languageOf(note);
      parts.language.lastChild.lang = page.study(note);
    }
  }

  function showFoot(entry, hasCard) {
    const isInFoot = parts.foot.contains(document.activeElement);
    parts.foot.classList.toggle("graded", isBack && hasCard);
    parts.foot.replaceChildren(...!hasCard
      ? [make("button.answer", { type: "button", onclick: () => turnTo(at + 1) }, make("span", {}, "Next card"), kbd("→"))]
      : isBack
        ? GRADES.map(({ key, name, text }) => make(`button.grade.${name.toLowerCase()}`, {
          type: "button", onclick: () => grade(Number(key)), "aria-pressed": entry.grade === Number(key) ? "true" : undefined, "aria-keyshortcuts": key,
        }, make("span.grade-name", {}, name), make("span.sub", {}, key === "4" && !siblings(entry) ? "done" : text), kbd(key)))
        : [make("button.answer", { type: "button", onclick: turn, "aria-keyshortcuts": "Space" }, make("span", {}, "Show the answer"), kbd("Space"))]);
    if (isInFoot || document.activeElement === document.body) focusFoot();
  }

  const siblings = entry => line.slice(at + 1).some(each => each.name === entry.name && each.number !== entry.number);
  const kbd = key => make("kbd", { "aria-hidden": "true" }, key);
  const focusFoot = () => (parts.foot.querySelector(".good") ?? parts.foot.firstElementChild)?.focus({ preventScroll: true });

  function showEnd() {
    const all = grades();
    const hard = hardOnes();
    showHead(page.note(line.at(-1)?.name) ?? null);
    parts.card.hidden = true;
    parts.lacks.hidden = true;
    parts.end.hidden = false;
    const title = total ? "That was all" : "There are no cards to study";
    parts.end.replaceChildren(
      make("h2", { tabindex: -1 }, title),
      total ? make("dl", {},
        ...GRADES.map(({ name }, place) => make(`div.${name.toLowerCase()}`, {}, make("dt", {}, name), make("dd", {}, String(all.filter(each => each === place + 1).length)))),
        make("div", {}, make("dt", {}, "Not graded"), make("dd", {}, String(Math.max(0, total - all.length))))) : "",
      make("p.sub", {}, "Grades count for this session alone: nothing is stored, and nothing is sent. To be asked again over weeks, import the deck into Anki."));
    parts.foot.classList.remove("graded");
    const action = (text, act) => make("button.answer", { type: "button", onclick: act }, make("span", {}, text));
    parts.foot.replaceChildren(
      hard.length ? action(`Again: ${page.counted(hard.length, "hard card")}`, () => begin(hard)) : "",
      total ? action("All again", () => begin(cardsOf(started))) : "",
      total > 2 ? action("Shuffled", () => begin(cardsOf(shuffled(started)))) : "",
      action("Leave", close));
    parts.end.querySelector("h2").focus();
    say(title);
  }

  function shuffled(notes) {
    const mixed = [...notes];
    for (let last = mixed.length - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
    }
    return mixed;
  }

  /* ---- a typed answer ---- */

  /* Compare what was typed with what is expected, marked as Anki marks it. */
  function compare(inside) {
    const expected = inside.querySelector("code#typeans");
    if (!expected || !typed || inside.getElementById("typearrow")) return;
    const wanted = lettersOf(expected.textContent), given = lettersOf(typed);
    const [right, wrong] = common(wanted, given);
    const marked = (letters, kept, other) => runs(letters.map((letter, place) => [letter, kept.has(place) ? "typeGood" : other]))
      .map(([text, name]) => Object.assign(inside.createElement("span"), { className: name, textContent: text }));
    if (right.size === wanted.length && wrong.size === given.length) return;
    const arrow = Object.assign(inside.createElement("span"), { id: "typearrow", textContent: "↓" });
    expected.replaceChildren(
      ...marked(given, wrong, "typeBad"), inside.createElement("br"), arrow, inside.createElement("br"),
      ...marked(wanted, right, "typeMissed"));
  }

  function lettersOf(text) {
    const plain = text.normalize("NFC").trim().replace(/\s+/g, " ");
    return Intl.Segmenter ? [...new Intl.Segmenter().segment(plain)].map(({ segment }) => segment) : [...plain];
  }

  /* The places in two texts of their longest common subsequence; long texts are only told to be equal or not. */
  function common(one, other) {
    const kept = [new Set(), new Set()];
    if (one.length * other.length > 250_000) {
      if (one.join("") === other.join("")) one.forEach((_, place) => kept.forEach(each => each.add(place)));
      return kept;
    }
    const most = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
    for (let i = one.length - 1; i >= 0; i--) {
      for (let j = other.length - 1; j >= 0; j--) {
        most[i][j] = one[i] === other[j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
      }
    }
    for (let i = 0, j = 0; i < one.length && j < other.length;) {
      if (one[i] === other[j]) { kept[0].add(i++); kept[1].add(j++); }
      else if (most[i + 1][j] >= most[i][j + 1]) i++;
      else j++;
    }
    return kept;
  }

  function runs(pairs) {
    const found = [];
    for (const [text, name] of pairs) {
      if (found.at(-1)?.[1] === name) found.at(-1)[0] += text;
      else found.push([text, name]);
    }
    return found;
  }

  /* ---- what a reader does ---- */

  function turn() {
    if (!line[at] || isBack || parts.card.hidden) return;
    typed = frame?.contentDocument?.querySelector("input#typeans")?.value ?? "";
    isBack = true;
    show();
  }

  function toggleOther() {
    isOpen = !isOpen;
    for (const each of frame?.contentDocument?.querySelectorAll("details") ?? []) each.open = isOpen;
    if (frame) frame.isOpen = isOpen;
    say(isOpen ? "The other language is open" : "The other language is closed");
  }

  function nextLanguage() {
    const note = page.note(line[at]?.name);
    if (!note) return;
    typed = "";
    page.nextLanguage(note);
    show();
  }

  function hear() {
    const sounds = frame?.contentDocument?.querySelectorAll("audio") ?? [];
    (isBack ? [...sounds].at(-1) : sounds[0])?.play();
  }

  function next() {
    if (line[at]) turnTo(at + 1);
  }

  const onward = () => isBack ? grade(3) : turn();
  const KEYS = {
    " ": onward, Enter: onward,
    1: () => grade(1), 2: () => grade(2), 3: () => grade(3), 4: () => grade(4),
    ArrowRight: next, j: next, ArrowLeft: () => turnTo(at - 1), k: () => turnTo(at - 1),
    l: nextLanguage,
    o: toggleOther, r: hear, "?": page.help,
  };

  function onkey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const isInFrame = event.target.ownerDocument !== document;
    if (event.key === "Escape") {
      if (isInFrame) close(); // of its own accord the dialog knows of keys on the page alone
      return;
    }
    const control = event.target.closest?.("input, button, a, summary, audio");
    if (control?.localName === "input" && event.key !== "Enter") return;
    if (control && control.localName !== "input" && [" ", "Enter"].includes(event.key)) return; // it presses what has the focus
    const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  function onclick(event) {
    page.listen(event);
    if (!event.target.closest("a, input, summary, audio, video, button") && !frame.contentWindow.getSelection().toString() && !isBack) turn();
  }

  let touch = null;

  function ontouch({ changedTouches: [{ screenX, screenY }], touches }) {
    touch = touches.length === 1 ? { screenX, screenY } : null;
  }

  function onlift({ changedTouches: [{ screenX, screenY }] }) {
    if (!touch) return;
    const right = screenX - touch.screenX, down = screenY - touch.screenY;
    touch = null;
    if (Math.abs(right) < FLING || Math.abs(right) < 2 * Math.abs(down)) return;
    if (right < 0) next();
    else turnTo(at - 1);
  }

  function close() {
    if (dialog.open) dialog.close();
  }

  const button = (name, label, title, act) => make("button.quiet.round", { type: "button", "aria-label": label, title, onclick: act }, make("svg", { draw: name }));
  const parts = {
    title: make("p.title"),
    progress: make("p.progress"),
    bar: make("span.fill"),
    before: button(page.DRAWN.before, "Previous card", "Previous card (←)", () => turnTo(at - 1)),
    after: button(page.DRAWN.after, "Next card", "Next card (→)", next),
    language: make("button.quiet.language", { type: "button", title: "Ask in the next language (l)", onclick: nextLanguage }, make("span.unseen", {}, "Asked in "), make("span")),
    card: make("div.card-space"),
    lacks: make("p.empty", { hidden: true }),
    end: make("div.end-of-study", { hidden: true }),
    foot: make("div.foot"),
    said: make("p.unseen", { "aria-live": "polite" }),
  };
  dialog.tabIndex = -1;
  dialog.append(
    make("header", {},
      button("M5 5l10 10M15 5L5 15", "Leave", "Leave (Esc)", close), parts.title, parts.language, parts.progress,
      make("div.steps", {}, parts.before, parts.after), make("button.quiet.round", { type: "button", "aria-label": "Keys", title: "Keys (?)", onclick: page.help }, "?")),
    make("div.bar", { "aria-hidden": "true" }, parts.bar),
    make("div.middle", {}, parts.card, parts.lacks, parts.end), parts.foot, parts.said);
  dialog.addEventListener("keydown", onkey);
  dialog.addEventListener("close", () => {
    shown++;
    frame?.remove(); // and what plays in it stops
    frame = null;
    shell = "";
    page.left();
  });
  addEventListener("resize", () => { if (dialog.open && frame) settle(); });

  return {
    get isOpen() { return dialog.open; },
    open(notes) {
      if (dialog.open) return;
      started = notes;
      dialog.showModal();
      dialog.focus({ preventScroll: true });
      begin(cardsOf(notes));
    },
    close,
    /* Show the card again, in another language or as it is now written. */
    refresh() {
      if (dialog.open) show({ isTurn: false });
    },
  };
}
