// Medians, means and the texts of numbers, for every table.

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** @param {readonly number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** @param {number} value */
export const whole = (value) => Math.round(value).toLocaleString("en-US");

/** Seconds below ten with two digits. @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 2 : 1)} s`;

/** @param {number | undefined} megabytes */
export const megabytes = (megabytes) => (megabytes === undefined ? "–" : `${Math.round(megabytes)} MB`);

/** Microseconds as milliseconds. @param {number} microseconds */
export const latency = (microseconds) =>
  `${(microseconds / 1000).toFixed(microseconds < 995 ? 3 : microseconds < 9950 ? 2 : 1)} ms`;

/** A Markdown table. @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|---|${"---:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
}
