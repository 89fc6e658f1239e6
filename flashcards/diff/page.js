{
  const data = JSON.parse(document.getElementById("data").textContent);
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;

  function show(glass) {
    const [side, look, language, direction] = data.cards[glass.dataset.card];
    const shell = cards.shell(data.frames, { numbers: [look, data.marks], language, direction, isDark, isMobile: false });
    const frame = cards.frame(shell, () => { glass.style.height = `${cards.height(frame)}px`; });
    cards.put(frame, side, glass.dataset.title, true);
    glass.replaceChildren(frame);
  }

  /* Only cards near the window have a frame: a package may change thousands. */
  const seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) target.replaceChildren();
      else if (!target.firstChild) show(target);
    }
  }, { rootMargin: "600px" });
  for (const glass of document.querySelectorAll(".glass")) seen.observe(glass);
}
