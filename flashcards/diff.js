if (matchMedia("(prefers-color-scheme: dark)").matches)
  document.querySelectorAll(".card").forEach(card => card.classList.add("nightMode"))
