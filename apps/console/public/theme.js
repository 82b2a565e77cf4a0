// Before the first paint, so that a dark screen does not flash white. A file, because the policy allows no inline script.
document.documentElement.classList.toggle(
  "dark",
  (localStorage.getItem("keruen.theme") ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark",
);
