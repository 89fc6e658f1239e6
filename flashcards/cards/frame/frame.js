"use strict";
/* A card in a frame of its own, as a client shows it. Scripts never run in it; that it is of our own origin only lets
   the page fill and measure it. */
const cards = {
  quoted: text => String(text).replace(/[&"'<>]/g, sign => `&#${sign.charCodeAt()};`),

  /* A side of which the texts were packed apart from the rest, see `packing.py`. */
  unpacked({ skeletons, texts }, [skeleton, ...numbers]) {
    return skeletons[skeleton].map((piece, place) => piece + (place < numbers.length ? texts[numbers[place]] : "")).join("");
  },

  /* The document around a side; its styles are numbers of those that the page has. */
  shell({ styles, policy }, { numbers, language, direction, isDark, isMobile, base }) {
    const night = isDark ? "nightMode night_mode" : "";
    const css = [0, ...numbers].map(number => `<style>${styles[number]}</style>`).join("");
    return `<!doctype html><html lang="${cards.quoted(language)}" dir="${cards.quoted(direction)}" class="${night} ${isMobile ? "mobile" : ""}">`
      + `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${cards.quoted(policy)}">`
      + `<meta name="viewport" content="width=device-width, initial-scale=1"><base ${base ? `href="${base}" ` : ""}target="_blank">`
      + `<title>Card</title>${css}</head><body class="card card1 ${night}"></body></html>`;
  },

  /* A frame to put sides in, one after the other. `settled` is called when it is filled, and whenever what is in it
     grows or shrinks. */
  frame(shell, settled, listeners = {}) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    frame.srcdoc = shell;
    frame.addEventListener("load", () => {
      const inside = frame.contentDocument;
      if (!inside?.body) return;
      for (const [name, listener] of Object.entries(listeners)) inside.addEventListener(name, listener);
      new ResizeObserver(() => frame.isConnected && settled(frame)).observe(inside.body);
      frame.isReady = true;
      cards.fill(frame);
    });
    return frame;
  },

  /* Put a side in a frame. Where it is of the same card as before, by its `key`, what a reader has opened stays open. */
  put(frame, side, title, isOpen, key) {
    const isSame = key !== undefined && key === frame.key && isOpen === frame.isOpen;
    if (isSame && side === frame.side) return;
    const opened = isSame && frame.isReady ? [...frame.contentDocument.querySelectorAll("details")].map(each => each.open) : [];
    Object.assign(frame, { side, title, isOpen, key });
    if (frame.isReady) cards.fill(frame, opened);
  },

  fill(frame, opened = []) {
    const { body } = frame.contentDocument;
    body.innerHTML = `<div id="qa">${frame.side}</div>`; // here, not in the shell: what looks ahead for files knows no <base>
    body.querySelectorAll("details").forEach((each, place) => { each.open = opened[place] ?? frame.isOpen; });
  },

  height(frame) {
    const { body } = frame.contentDocument;
    const { marginTop, marginBottom } = frame.contentWindow.getComputedStyle(body);
    return Math.ceil(Math.max(body.getBoundingClientRect().height, body.scrollHeight) + parseFloat(marginTop) + parseFloat(marginBottom));
  },
};
