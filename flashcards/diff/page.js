{
  const data = JSON.parse(document.getElementById("data").textContent);
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;

  /* Inside an element, strings are text. */
  function make(name, attributes, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  function noteOf([id, kinds, rows]) {
    const badges = kinds.map(kind => make("span", { class: `kind ${kind}`, title: data.signs[kind] }, kind));
    return make("section", { class: "note", id }, make("h2", {}, make("code", {}, id), ...badges), ...rows.flatMap(row => rowOf(id, row)));
  }

  function rowOf(id, [languages, before, after, gone, come]) {
    return [
      make("h3", {}, ...languages.flatMap((name, place) => [place ? " · " : "", make("bdi", {}, name)])),
      make("div", { class: "pair" }, ...figure(id, "before", before), ...figure(id, "after", after)),
      make("p", { class: "tags" }, ...(gone ? [make("del", {}, gone), " "] : []), ...(come ? [make("ins", {}, come)] : [])),
    ];
  }

  function figure(id, name, card) {
    if (!card) return [];
    const glass = make("div", { class: "glass" });
    Object.assign(glass, { card, cardTitle: `${id}, ${name}` });
    return [make("figure", { class: name }, make("figcaption", {}, name), glass)];
  }

  function show(glass) {
    const [look, ...packed] = glass.card;
    const [style, language, direction] = data.looks[look];
    const shell = cards.shell(data.frames, { numbers: [style, data.marks], language, direction, isDark, isMobile: false });
    const frame = cards.frame(shell, () => { glass.style.height = `${cards.height(frame)}px`; });
    cards.put(frame, cards.unpacked(data, packed), glass.cardTitle, true);
    glass.replaceChildren(frame);
  }

  document.querySelector("main").append(...data.notes.map(noteOf));
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();

  /* Only cards near the window have a frame: a package may change thousands. */
  const seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) target.replaceChildren();
      else if (!target.firstChild) show(target);
    }
  }, { rootMargin: "600px" });
  for (const glass of document.querySelectorAll(".glass")) seen.observe(glass);
}
