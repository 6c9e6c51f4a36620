// The script of the page: it shows the filters and hides rows that do not match.

/** Plain JavaScript without any network; a row is an element with `data-row` and `data-state`. */
export const SCRIPT = `
"use strict";
for (const bar of document.querySelectorAll("[data-filter]")) {
  const section = bar.closest("section");
  const rows = [...section.querySelectorAll('[data-row="' + bar.dataset.filter + '"]')];
  const folds = [...section.querySelectorAll(".group, .operation")];
  const input = bar.querySelector("input[type=search]");
  const boxes = [...bar.querySelectorAll("input[type=checkbox]")];
  const text = new Map();
  const textOf = (row) => {
    if (!text.has(row)) {
      const group = row.closest(".group");
      const heads = group ? [...group.children].filter((each) => !each.dataset.row) : [...row.closest(".operation").children].slice(0, 1);
      const titles = [...row.querySelectorAll("[title]")].map((each) => each.title);
      text.set(row, [row, ...heads].map((each) => each.textContent).concat(titles).join(" ").toLowerCase());
    }
    return text.get(row);
  };
  const apply = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
    let shown = 0;
    for (const row of rows) {
      row.hidden = off.has(row.dataset.state) || !words.every((word) => textOf(row).includes(word));
      if (!row.hidden) shown += 1;
    }
    const active = words.length + off.size !== 0;
    for (const fold of folds) {
      fold.hidden = active ? !fold.querySelector("[data-row]:not([hidden])") : false;
    }
    bar.querySelector(".shown").textContent = shown === rows.length ? "" : shown + " of " + rows.length + " shown";
  };
  bar.addEventListener("input", apply);
  bar.hidden = false;
  apply();
}
`;
