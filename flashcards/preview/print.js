/* Cards on paper: sheets whose fronts and backs lie on each other when both sides are printed and turned over at the long
   edge. A card is as large as a playing card, or a multiple where its text is long. `page` is what it uses of the page. */
function paperCards(page) {
  const { make } = page;
  const PAPERS = { a4: { name: "A4", width: 210, height: 297 }, letter: { name: "Letter", width: 215.9, height: 279.4 } }; // in mm
  const CARD = { width: 88, height: 63, columns: 2, rows: 4 };
  /* How large a card may be, in columns and rows, each with the sizes of text to try, of which 1 is that of a screen. */
  const SCALES = [.85, .75, .66, .58, .52];
  const SIZES = [[1, 1, SCALES], [1, 2, SCALES], [2, 2, SCALES], [2, 4, [...SCALES, .45, .38, .32, .26, .2, .15, .1, .06]]];
  const BATCH = 24;
  const MOST = 1600; // cards at a time: a sheet is a page in a page, of which a browser has room for some hundreds
  const PRINTER = "M6 7.5V3.5h8v4M6 14H3.5V7.5h13V14H14M6 11.5h8v5H6z";
  const OPEN_SHEETS = 4; // those before the last are not filled up any more

  let turn = 0; // how often sheets were asked for; a newer one ends an older one

  async function show(view, notes, options) {
    const mine = ++turn;
    const isCurrent = () => mine === turn && page.isShown();
    const wanted = notes.flatMap(note => Array.from({ length: page.countOf(note) }, (_, number) => ({ note, number })));
    const some = wanted.slice(0, MOST);
    const head = make("header.print-head");
    const sheets = make(`div.sheets.${options.paper}`);
    view.replaceChildren(head, sheets);
    if (!some.length) return head.replaceChildren(make("h2", {}, "Print cards"), make("p", {}, "There are no cards to print."));
    const report = make("p.sub", { role: "status" }, "Loading the cards…");
    head.append(make("h2", {}, "Print cards"), report);
    try {
      const laid = await layOut(some, options, isCurrent, done => { report.textContent = `Laying out ${done} of ${page.counted(some.length, "card")}…`; });
      if (!laid) return;
      const button = make("button.quiet.main", { type: "button", disabled: true, onclick: page.print }, make("svg", { draw: PRINTER }), "Print");
      head.replaceChildren(...headOf(some, wanted, laid, options), make("p.act", {}, button, report));
      setPaper(options.paper);
      await write(sheets, laid, options, isCurrent, done => { report.textContent = `Preparing sheet ${done} of ${laid.length}…`; });
      if (!isCurrent()) return;
      report.textContent = "";
      button.disabled = false;
      sheets.dataset.ready = laid.length;
    } catch (error) {
      report.textContent = `Cannot load ${error.message}.`;
    }
  }

  function headOf(some, wanted, laid, { paper }) {
    return [
      make("h2", {}, "Print cards"),
      make("p", {}, `${page.counted(some.length, "card")} on ${page.counted(laid.length, "sheet")} of ${PAPERS[paper].name}, each of the size of a playing card, 88 × 63 mm; a long one is two, four or eight times as large.`),
      make("p", {}, "Print on both sides, turned over at the long edge, at 100 % (not “fit to page”). Then cut along the lines."),
      some.length < wanted.length ? make("p.aside", {}, `These are the first ${some.length.toLocaleString("en")} of ${page.counted(wanted.length, "card")}: search or filter for the others.`) : "",
    ];
  }

  /* ---- which card goes where ---- */

  /* The cards as sheets of placed cards, each with its size and the sizes of its texts; null if others are wanted by now. */
  async function layOut(some, options, isCurrent, progress) {
    const bench = await benchOf(some[0].note);
    try {
      const measured = [];
      for (let start = 0; start < some.length; start += BATCH) {
        const batch = [];
        for (const each of some.slice(start, start + BATCH)) {
          const sides = await page.sidesOf(each.note, each.number);
          if (sides) batch.push({ ...each, sides: { front: sides.front, back: answerOf(sides.back) }, style: page.frameStyle(each.note) });
        }
        if (!isCurrent()) return null;
        await measure(batch, bench.contentDocument, options);
        measured.push(...batch);
        progress(measured.length);
        await new Promise(resolve => setTimeout(resolve));
      }
      return placed(measured);
    } finally {
      bench.remove();
    }
  }

  /* The back without the front that it repeats, as `<hr id=answer>` marks its end. */
  function answerOf(back) {
    const { body } = new DOMParser().parseFromString(back, "text/html"); // in which nothing is loaded
    const mark = body.querySelector("hr#answer");
    for (let each = mark; each && each !== body; each = each.parentNode) {
      while (each.previousSibling) each.previousSibling.remove();
    }
    mark?.remove();
    return body.textContent.trim() || body.querySelector("img, svg, math") ? body.innerHTML : back;
  }

  /* A frame in which sides are measured. */
  function benchOf(note) {
    return new Promise(resolve => {
      const bench = sheetFrame(note, () => { bench.contentDocument.body.classList.add("sheet"); resolve(bench); });
      bench.classList.add("bench");
      document.body.append(bench);
    });
  }

  function sheetFrame(note, ready) {
    const { language, direction, base } = page.frameStyle(note);
    const { styles } = page.frames();
    const frame = cards.frame(cards.shell(page.frames(), { numbers: [styles.length - 1], language, direction, isDark: false, isMobile: false, base }), () => {});
    frame.tabIndex = -1;
    frame.addEventListener("load", () => frame.contentDocument?.body && ready(frame), { once: true });
    return frame;
  }

  /* Find how large each card has to be, and its texts on each side, so that nothing is cut off. */
  async function measure(batch, inside, options) {
    const tried = batch.flatMap(card => ["front", "back"].map(side => ({ card, cell: cellOf(inside, card, side, options), side })));
    inside.body.replaceChildren(...tried.map(({ cell }) => cell));
    await settled(tried.map(({ cell }) => cell), inside);
    let pending = tried;
    for (const [columns, rows, scales] of SIZES) {
      const cramped = new Set();
      for (const { card, cell } of pending) {
        Object.assign(card, { columns, rows, scales: {} });
        resize(cell, columns, rows);
      }
      let left = pending;
      for (const scale of scales) {
        for (const { cell } of left) cell.style.setProperty("--scale", scale);
        const fits = left.map(({ cell }) => cell.scrollHeight <= cell.clientHeight && cell.scrollWidth <= cell.clientWidth);
        left.forEach(({ card, side }, place) => { card.scales[side] = scale; card.fits = fits[place]; });
        left = left.filter((_, place) => !fits[place]);
      }
      for (const { card } of left) cramped.add(card);
      pending = pending.filter(({ card }) => cramped.has(card));
      if (!pending.length) break;
    }
    inside.body.replaceChildren();
  }

  /* Once the fonts and pictures of cells are loaded. */
  async function settled(cells, inside) {
    const pictures = cells.flatMap(cell => [...cell.shadowRoot.querySelectorAll("img")]);
    await Promise.all(pictures.map(each => each.decode().catch(() => {}))); // what is missing has no size
    await inside.fonts.ready;
  }

  function cellOf(inside, card, side, { isTranslated }) {
    const { styles } = page.frames();
    const { numbers, language, direction } = card.style;
    const cell = inside.createElement("div");
    cell.className = "cell";
    cell.lang = language;
    cell.dir = direction;
    const root = cell.attachShadow({ mode: "open" });
    for (const number of [0, ...numbers, styles.length - 1]) root.append(Object.assign(inside.createElement("style"), { textContent: styles[number] }));
    const body = inside.createElement("body");
    body.className = "card card1";
    body.innerHTML = `<div id="qa">${card.sides[side]}</div>`;
    for (const each of body.querySelectorAll("details")) each.open = isTranslated;
    for (const each of body.querySelectorAll("input#typeans")) each.replaceWith(Object.assign(inside.createElement("div"), { className: "blank" }));
    root.append(body);
    return cell;
  }

  function resize(cell, columns, rows) {
    cell.style.width = `${columns * CARD.width}mm`;
    cell.style.height = `${rows * CARD.height}mm`;
  }

  /* Put each card in the first free place of the sheets that are still open, in order. */
  function placed(measured) {
    const sheets = [];
    for (const card of measured) {
      const { sheet, x, y } = placeFor(card, sheets.slice(-OPEN_SHEETS)) ?? placeFor(card, [newSheet(sheets)]);
      for (let down = 0; down < card.rows; down++) {
        for (let along = 0; along < card.columns; along++) sheet.taken.add(`${x + along},${y + down}`);
      }
      sheet.cards.push({ ...card, x, y });
    }
    return sheets;
  }

  function newSheet(sheets) {
    const sheet = { cards: [], taken: new Set() };
    sheets.push(sheet);
    return sheet;
  }

  function placeFor({ columns, rows }, sheets) {
    for (const sheet of sheets) {
      for (let y = 0; y + rows <= CARD.rows; y++) {
        for (let x = 0; x + columns <= CARD.columns; x++) {
          const isFree = Array.from({ length: columns * rows }, (_, at) => `${x + at % columns},${y + Math.floor(at / columns)}`).every(at => !sheet.taken.has(at));
          if (isFree) return { sheet, x, y };
        }
      }
    }
    return null;
  }

  /* ---- the sheets ---- */

  async function write(element, laid, options, isCurrent, progress) {
    for (const [number, sheet] of laid.entries()) {
      progress(number + 1);
      for (const side of ["front", "back"]) {
        await sheetOf(element, sheet, side, `${number + 1} of ${laid.length}`, options);
        if (!isCurrent()) return;
      }
    }
  }

  /* A page of fronts, or of their backs, which lie the other way round across the page. */
  function sheetOf(element, sheet, side, number, options) {
    const { width, height } = PAPERS[options.paper];
    const left = (width - CARD.columns * CARD.width) / 2, top = (height - CARD.rows * CARD.height) / 2;
    const [{ note }] = sheet.cards;
    return new Promise(resolve => {
      const frame = sheetFrame(note, () => {
        const { body } = frame.contentDocument;
        body.classList.add("sheet");
        const cells = sheet.cards.map(card => {
          const cell = cellOf(frame.contentDocument, card, side, options);
          const x = side === "front" ? card.x : CARD.columns - card.x - card.columns;
          resize(cell, card.columns, card.rows);
          cell.style.left = `${left + x * CARD.width}mm`;
          cell.style.top = `${top + card.y * CARD.height}mm`;
          cell.style.setProperty("--scale", card.scales[side]);
          if (side === "front") cell.classList.add("cut");
          return cell;
        });
        body.replaceChildren(...cells);
        settled(cells, frame.contentDocument).then(resolve);
      });
      frame.title = `Sheet ${number}, ${side}s`;
      const title = make("span", page.written(page.study(note)), page.titleOf(note));
      element.append(make(`section.sheet.${side}`, { "aria-label": frame.title }, frame,
        make("p.margin", {}, title, ` · sheet ${number}, ${side}s · ${side === "front" ? "its backs are on the next page: turn over at the long edge" : "the backs of the page before"}`),
        ...marks(left, top)));
    });
  }

  /* Lines in the margins to cut along. */
  function marks(left, top) {
    const found = [];
    for (let x = 0; x <= CARD.columns; x++) for (const end of ["top", "bottom"]) found.push([`down.edge-${end}`, "left", left + x * CARD.width]);
    for (let y = 0; y <= CARD.rows; y++) for (const end of ["left", "right"]) found.push([`along.edge-${end}`, "top", top + y * CARD.height]);
    return found.map(([name, edge, place]) => {
      const mark = make(`span.cut-mark.${name}`);
      mark.style[edge] = `${place}mm`;
      return mark;
    });
  }

  /* Set the size of the paper; a rule for it in the page's own styles cannot be chosen. */
  function setPaper(name) {
    const { width, height } = PAPERS[name];
    const sheet = document.styleSheets[0];
    const before = [...sheet.cssRules].findIndex(rule => rule instanceof CSSPageRule);
    if (before >= 0) sheet.deleteRule(before);
    sheet.insertRule(`@page { size: ${width}mm ${height}mm; margin: 0; }`, sheet.cssRules.length);
  }

  return show;
}
