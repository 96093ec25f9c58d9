"use strict";
// Everything here is an enhancement: the page is whole without it.
(() => {
  const value = (row, index) => {
    const cell = row.cells[index];
    if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
    const text = cell.textContent.trim();
    const number = cell.classList.contains("number") ? parseFloat(text.replace(/[\u2009\u2248]/g, "").replace("\u2212", "-")) : NaN;
    return Number.isNaN(number) ? text : number;
  };
  const order = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b, document.documentElement.lang, { numeric: true });
  };
  const sort = (table, head) => {
    const index = head.cellIndex;
    const up = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll(".heads th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => order(value(a, index), value(b, index)) * (up ? 1 : -1));
    body.append(...rows);
  };
  document.querySelectorAll("table.sortable").forEach((table) => {
    table.querySelectorAll(".heads th").forEach((head) => {
      head.tabIndex = 0;
      head.addEventListener("click", () => sort(table, head));
      head.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          sort(table, head);
        }
      });
    });
  });
  const language = (code) => {
    const radio = document.getElementById(`show-${code}`);
    if (radio) {
      radio.checked = true;
      document.documentElement.lang = code;
    }
  };
  document.querySelectorAll(".switch").forEach((radio) => {
    radio.addEventListener("change", () => language(radio.id.slice("show-".length)));
  });
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const page = target.closest("main");
    if (page) language(page.lang);
    if (target.tagName === "DETAILS") target.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  if (location.hash) open();
  else if (!navigator.language.startsWith(document.documentElement.lang)) language(navigator.language.slice(0, 2));
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
  });
})();
