(() => {
  "use strict";
  const shapes = new Map();
  for (const shape of document.querySelectorAll("[data-for]")) {
    const id = shape.dataset.for;
    shapes.set(id, (shapes.get(id) || []).concat(shape));
  }
  // The element that shows the text of an id: lines inside a table are empty marks within their cell.
  const shown = (id) => {
    const element = document.getElementById(id);
    if (!element) return null;
    return element.childNodes.length ? element : element.closest("td,th") || element;
  };
  // Innermost first: line or cell, then block.
  const chain = (element) => {
    const ids = [];
    for (let e = element; e && e.closest; e = e.parentElement) {
      const id = e.id || (e.dataset && e.dataset.of);
      if (id && shapes.has(id)) ids.push(id);
    }
    return ids;
  };
  let lit = [];
  const dim = (name) => lit.forEach((e) => e.classList.remove(name));
  const light = (ids) => {
    dim("near");
    lit = ids.flatMap((id) => [shown(id), ...(shapes.get(id) || [])]).filter(Boolean);
    lit.forEach((e) => e.classList.add("near"));
  };
  document.addEventListener("mouseover", ({ target }) => {
    if (!target.closest) return;
    if (target.dataset.for) {
      const text = shown(target.dataset.for);
      light([target.dataset.for, ...(text ? chain(text) : [])]);
    } else if (target.closest(".text")) {
      light(chain(target));
    } else {
      light([]);
    }
  });
  let pinned = [];
  const pin = (id) => {
    pinned.forEach((e) => e.classList.remove("pinned"));
    const text = shown(id);
    // A line inside a table brings its cell along.
    const ids = text && text.id && text.id !== id ? [id, text.id] : [id];
    pinned = [text, ...ids.flatMap((i) => shapes.get(i) || [])].filter(Boolean);
    pinned.forEach((e) => e.classList.add("pinned"));
    const shape = (shapes.get(id) || [])[0];
    if (shape) reveal(shape);
  };
  // Brings a shape into view within a zoomed sheet.
  const reveal = (shape) => {
    const frame = shape.closest(".zoomed .frame");
    if (!frame) return;
    const a = shape.getBoundingClientRect();
    const b = frame.getBoundingClientRect();
    frame.scrollBy({
      left: a.left + Math.min(a.width, b.width) / 2 - b.left - b.width / 2,
      top: a.top + a.height / 2 - b.top - b.height / 2,
      behavior: "smooth",
    });
  };
  const remember = (id) => {
    try { history.replaceState(null, "", "#" + id); } catch { /* some hosts forbid it */ }
  };
  const go = (id) => {
    pin(id);
    const text = shown(id);
    if (text) text.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!target.closest) return;
    if (target.dataset.for) {
      event.preventDefault();
      remember(target.dataset.for);
      go(target.dataset.for);
    } else if (target.closest(".zoom")) {
      const sheet = target.closest(".sheet");
      target.textContent = sheet.classList.toggle("zoomed") ? "−" : "+";
      const shape = sheet.querySelector(".pinned");
      if (shape) reveal(shape);
    } else if (target.closest(".next")) {
      next();
    } else if (target.closest(".text") && !String(getSelection())) {
      const [id] = chain(target);
      if (id) { remember(id); pin(id); }
    }
  });
  const doubtful = [...document.querySelectorAll("mark,.doubtful")];
  let current = -1;
  const next = () => {
    if (!doubtful.length) return;
    doubtful.forEach((e) => e.classList.remove("current"));
    current = (current + 1) % doubtful.length;
    const element = doubtful[current];
    element.classList.add("current");
    const [id] = chain(element);
    if (id) pin(id);
    element.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id && document.getElementById(id)) go(id);
  };
  addEventListener("hashchange", follow);
  follow();
})();
