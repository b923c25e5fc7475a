"""Where the browser keeps nothing for a page (a frame of another site in a private window), Gradio's parts that read
from its storage would fail, and the page with them: there the page keeps it itself, until it is left."""

from __future__ import annotations

STANDS_IN = """
<script>
(() => {
  try {
    window.localStorage.getItem('');
    return;
  } catch {}
  const kept = new Map();
  const stand = {
    getItem: (name) => kept.get(String(name)) ?? null,
    setItem: (name, value) => void kept.set(String(name), String(value)),
    removeItem: (name) => void kept.delete(String(name)),
    clear: () => kept.clear(),
    key: (place) => [...kept.keys()][place] ?? null,
    get length() { return kept.size; },
  };
  Object.defineProperty(window, 'localStorage', {configurable: true, value: stand});
})();
</script>
"""
"""For the head of the page."""
