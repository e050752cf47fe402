// Pointing at a mark lights up all its outlines; following it brings the first into view.
(() => {
  const lit = (name, on) => {
    if (!name) return;
    document.querySelectorAll(`[data-of="${CSS.escape(name)}"]`).forEach((g) => g.classList.toggle("lit", on));
  };
  const nameOf = (link) => (link.getAttribute("href") || "").slice(1);
  document.querySelectorAll("a.to").forEach((link) => {
    link.addEventListener("pointerenter", () => lit(nameOf(link), true));
    link.addEventListener("pointerleave", () => lit(nameOf(link), location.hash.slice(1) === nameOf(link)));
  });
  const follow = () => {
    document.querySelectorAll(".mark.lit").forEach((g) => g.classList.remove("lit"));
    const name = decodeURIComponent(location.hash.slice(1));
    lit(name, true);
    document.getElementById(name)?.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  if (location.hash) addEventListener("load", follow);
})();
