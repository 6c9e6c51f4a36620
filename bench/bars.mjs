// A bar chart as SVG that is legible on light and on dark backgrounds.

/**
 * @typedef {{ label: string, value: number, text: string, ours?: boolean }} Bar
 * @typedef {{ title: string, note: string, bars: readonly Bar[] }} Panel
 */

const WIDTH = 760;
const LEFT = 230;
const RIGHT = 150;
const ROW = 26;
const PANEL_HEAD = 58;

// Both greys and both blues have a contrast of at least 4.5 on their own background; an image sees the reader's scheme.
const STYLE = `text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}.note{font-size:12px;fill:#59636e}
.bar{fill:#8c959f}.ours{fill:#0969da}.mine{font-weight:600}.axis{stroke:#8c959f;stroke-width:1}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9198a1}.bar{fill:#656c76}.ours{fill:#4493f8}.axis{stroke:#656c76}}`;

/** @type {(text: string) => string} */
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The chart of several panels, one under the other. @param {readonly Panel[]} panels */
export function barChart(panels) {
  let top = 8;
  const parts = panels.map((panel) => {
    const drawn = drawPanel(panel, top);
    top += PANEL_HEAD + panel.bars.length * ROW + 18;
    return drawn;
  });
  const title = escape(panels.map((panel) => panel.title).join("; "));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img" aria-label="${title}">
<style>${STYLE}</style>
${parts.join("\n")}
</svg>
`;
}

/** @param {Panel} panel @param {number} top */
function drawPanel({ title, note, bars }, top) {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const first = top + PANEL_HEAD;
  const rows = bars.map(({ label, value, text, ours }, index) => {
    const y = first + index * ROW;
    const width = Math.max(1, value * scale).toFixed(1);
    const strong = ours ? ' class="mine"' : "";
    return `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end"${strong}>${escape(label)}</text><rect class="${ours ? "ours" : "bar"}" x="${LEFT}" y="${y + 2}" width="${width}" height="${ROW - 8}" rx="2"/><text x="${(LEFT + Number(width) + 8).toFixed(1)}" y="${y + 15}"${strong}>${escape(text)}</text>`;
  });
  return [
    `<text class="title" x="10" y="${top + 20}">${escape(title)}</text>`,
    `<text class="note" x="10" y="${top + 40}">${escape(note)}</text>`,
    ...rows,
    `<line class="axis" x1="${LEFT}" x2="${LEFT}" y1="${first - 2}" y2="${first + bars.length * ROW}"/>`,
  ].join("\n");
}
