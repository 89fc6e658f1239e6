"""What is measured on a page of cards, in the browser."""

OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"

STICKING_OUT = """() => {
  const found = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
  for (const frame of document.querySelectorAll(".frame")) {
    const { left, right } = frame.getBoundingClientRect();
    const nodes = document.createTreeWalker(frame, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node; (node = nodes.nextNode()); ) {
      const scrolls = node.parentElement.closest("pre, table");
      if (scrolls || !node.parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = node.nodeType === Node.TEXT_NODE ? range.getClientRects() : node.getClientRects();
      if ([...boxes].some(box => box.width && (box.left < left - 0.5 || box.right > right + 0.5)))
        found.push(`${frame.dataset.card}: ${node.nodeName} ${node.textContent.trim().slice(0, 40)}`);
    }
  }
  return found;
}"""
"""What is wider than the screen: boxes and lines of text, without those in code and tables, which scroll."""

HARD_TO_TAP = """() => {
  const found = [];
  const widest = target => [...target.getClientRects()].sort((one, other) => other.width - one.width)[0];
  for (const target of document.querySelectorAll("summary, a, button, input, audio, video, [tabindex]")) {
    if (!target.checkVisibility() || !target.getClientRects().length) continue;
    target.scrollIntoView({ block: "center" });
    const { x, y, width, height } = widest(target);
    const isHit = (right, down) =>
      target.contains(document.elementFromPoint(x + width / 2 + right, y + height / 2 + down));
    const isMissed = ![[0, -21], [0, 21], [-21, 0], [21, 0]].every(([right, down]) => isHit(right, down));
    if (isMissed || Math.min(width, height) < 43.9)
      found.push(`${target.closest(".frame").dataset.card}: ${target.outerHTML.slice(0, 80)} ${width} × ${height}`);
  }
  return found;
}"""
"""What can be tapped, but is less than 44 px in height or width, or covered by something else 21 px from its middle;
of a link over several lines it is the longest that counts."""

ASKED = """() => [...document.querySelectorAll(".frame")].map(frame => {
  const edge = frame.getBoundingClientRect();
  return [...frame.querySelectorAll(".topic, .q, #typeans")].map(element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const grows = element.matches(":has(.cloze), #typeans");
    return [element.className || element.id, x - edge.x, y - edge.y, width, grows ? "" : height].join(" ");
  });
})"""
"""Where in its frame what is asked stands, and how large it is without what the answer makes higher, side by side."""
