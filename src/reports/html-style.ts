// The style sheet of the page: light or dark as the reader's system is, one column on a narrow screen.

/** Every pair of text and ground has a contrast of at least 4.5 (WCAG 2.2, 1.4.3). */
const COLOURS = `
:root {
  color-scheme: light dark;
  --ground: #f6f6f4; --card: #ffffff; --inset: #f1f2f4; --line: #dcdfe4;
  --text: #1d2024; --muted: #59616b; --link: #1a5fa8;
  --held: #1a6b37; --broken: #b3261e; --open: #855200; --note: #1a5fa8;
  --broken-ground: #fbeae8; --open-ground: #fdf1dc; --note-ground: #e7f0fb; --held-ground: #e6f3ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131519; --card: #1a1d23; --inset: #23272f; --line: #333943;
    --text: #e5e7ea; --muted: #a3abb6; --link: #8dbcff;
    --held: #74d093; --broken: #ff8f86; --open: #f0bb5c; --note: #8dbcff;
    --broken-ground: #3a1f1d; --open-ground: #362a14; --note-ground: #1b2a3d; --held-ground: #182d20;
  }
}`;

const PAGE = `
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem clamp(0.75rem, 3vw, 2rem) 3rem; background: var(--ground);
  color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; overflow-wrap: anywhere; }
code, pre, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.85em; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1, h2, h3, h4, p, dl, dd, ul, blockquote { margin: 0; padding: 0; }
ul { list-style: none; }
.muted { color: var(--muted); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
section { margin-top: 2.5rem; }
h2 { font-size: 1.25rem; margin-bottom: 0.75rem; }
footer { margin-top: 3rem; color: var(--muted); font-size: 0.875rem; }`;

const HEADER = `
.top { background: var(--card); border: 1px solid var(--line); border-top: 5px solid var(--open); border-radius: 8px;
  padding: 1.25rem clamp(1rem, 3vw, 1.75rem); }
.top.held { border-top-color: var(--held); } .top.broken { border-top-color: var(--broken); }
.brand { color: var(--muted); font-size: 0.875rem; letter-spacing: 0.04em; }
h1 { font-size: clamp(1.25rem, 1rem + 1.5vw, 1.75rem); line-height: 1.3; margin-bottom: 1rem; text-wrap: balance; }
dl > div { display: grid; grid-template-columns: 6rem 1fr; gap: 0.75rem; }
dt { color: var(--muted); }
.counts { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1.25rem 0; }
.counts li { flex: 1 1 7rem; border-radius: 6px; padding: 0.6rem 0.9rem; background: var(--open-ground); color: var(--open); }
.counts li.held { background: var(--held-ground); color: var(--held); }
.counts li.broken { background: var(--broken-ground); color: var(--broken); }
.counts li.zero { background: var(--inset); color: var(--muted); }
.counts b { font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; margin-right: 0.25rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
nav a { padding: 0.2rem 0; } nav .count { color: var(--muted); font-variant-numeric: tabular-nums; }`;

const FINDINGS = `
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 1rem; margin-bottom: 1rem; font-size: 0.9375rem; }
.filter input[type=search] { font: inherit; flex: 0 1 18rem; min-width: 10rem; padding: 0.35rem 0.6rem; color: var(--text); background: var(--card);
  border: 1px solid var(--muted); border-radius: 6px; }
.group, .operation { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 1rem; }
.group { padding: 1rem clamp(0.9rem, 3vw, 1.5rem) 0; }
.group h3 { font-size: 1.0625rem; }
.where { font-size: 0.9375rem; display: flex; flex-wrap: wrap; gap: 0 1rem; }
blockquote { margin: 0.6rem 0; padding-left: 0.8rem; border-left: 3px solid var(--line); font-style: italic; }
.finding { border-top: 1px solid var(--line); margin: 1rem calc(-1 * clamp(0.9rem, 3vw, 1.5rem)) 0; padding: 1rem clamp(0.9rem, 3vw, 1.5rem);
  box-shadow: inset 4px 0 var(--line); }
.finding.error { box-shadow: inset 4px 0 var(--broken); } .finding.warning { box-shadow: inset 4px 0 var(--open); }
.finding.note { box-shadow: inset 4px 0 var(--note); }
.finding:target { background: var(--note-ground); }
.finding + .finding { margin-top: 0; }
.finding:last-child { border-radius: 0 0 8px 8px; }
.tags { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.tags .id { margin-left: auto; }
.badge { font-size: 0.8125rem; line-height: 1.4; padding: 0.1rem 0.55rem; border-radius: 99px; background: var(--inset); color: var(--muted); }
.badge.error { background: var(--broken-ground); color: var(--broken); font-weight: 600; }
.badge.warning { background: var(--open-ground); color: var(--open); font-weight: 600; }
.badge.note { background: var(--note-ground); color: var(--note); font-weight: 600; }
h4 { font-size: 1.0625rem; margin: 0.4rem 0 0.6rem; }
pre { margin: 0.75rem 0 0; padding: 0.7rem 0.9rem; background: var(--inset); border-radius: 6px; white-space: pre-wrap; max-height: 24rem; overflow: auto; }
pre.curl { user-select: all; }
summary { cursor: pointer; }
.finding details { margin-top: 0.75rem; }`;

const CLAUSES = `
.operation { padding: 0 clamp(0.9rem, 3vw, 1.5rem); }
.many .operation { content-visibility: auto; contain-intrinsic-size: auto 3.2rem; }
.operation > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 0.75rem; padding: 0.75rem 0; }
.operation > summary::before { content: "▸"; color: var(--muted); } .operation[open] > summary::before { content: "▾"; }
.operation > summary::-webkit-details-marker { display: none; }
.operation h3 { font-size: 1rem; font-weight: 600; }
.numbers { margin-left: auto; display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
.sign.failed, .verdict.broken, .number.broken, .cases .broken { color: var(--broken); }
.sign.held, .verdict.held, .number.held, .cases .held { color: var(--held); }
.sign.noticed, .sign.open, .verdict.blocked, .verdict.untested, .number.blocked, .number.untested, .cases .blocked { color: var(--open); }
.cases .noted { color: var(--note); }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; margin-bottom: 1rem; }
th { text-align: left; font-weight: 500; color: var(--muted); }
th, td { padding: 0.45rem 1rem 0.45rem 0; vertical-align: top; border-top: 1px solid var(--line); }
th:nth-child(1) { width: 7.5rem; } th:nth-child(3) { width: 13rem; } th:nth-child(4) { width: 30%; }
.families { background: var(--card); border: 1px solid var(--line); border-radius: 8px; border-spacing: 0; border-collapse: separate; margin-top: 0.75rem; }
.families th, .families td { padding: 0.4rem 1rem; width: auto; } .families thead th { border-top: 0; } .families tbody th { color: var(--text); }
.families .number { font-variant-numeric: tabular-nums; }
.verdict { white-space: nowrap; font-weight: 600; }
.cases { margin-top: 0.3rem; } .cases li { padding: 0.15rem 0; }
.slips li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 1rem; margin-bottom: 0.5rem; }
.slip { display: flex; flex-wrap: wrap; gap: 0.2rem 0.75rem; align-items: baseline; } .slip .words { flex: 1 1 20rem; }`;

const NARROW = `
@media (max-width: 44rem) {
  dl > div { grid-template-columns: 5rem 1fr; gap: 0.5rem; }
  .numbers { margin-left: 0; flex-basis: 100%; }
  .operation thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .operation :is(table, tbody, tr, td) { display: block; width: auto; }
  .operation tr { border-top: 1px solid var(--line); padding: 0.5rem 0; } .operation td { border: 0; padding: 0.1rem 0; }
  .families th, .families td { padding: 0.4rem 0.5rem; }
  .operation :is(td:nth-child(3), td:nth-child(4)) { display: inline-block; margin-right: 0.75rem; vertical-align: baseline; }
}
@media print { .many .operation { content-visibility: visible; } pre { max-height: none; } }`;

export const STYLE = [COLOURS, PAGE, HEADER, FINDINGS, CLAUSES, NARROW].join("\n");
