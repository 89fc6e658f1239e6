"""Every card of a deck on a page in the browser, as each client shows it."""
