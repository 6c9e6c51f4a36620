// The line that a terminal shows while cases run.
import { grouped } from "./grouped.ts";

/** How far a run is, in at most `width` columns and without a line feed; a total of 0 is shown as not yet known. */
export function progressLine(done: number, total: number, width: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const of = total > 0 ? `${grouped(done)}/${grouped(total)}` : grouped(done);
  const text = ` ${of} cases ${String(Math.floor(share * 100)).padStart(3)} %`;
  const bar = Math.min(30, width - text.length - 1);
  if (bar < 5) return text.trimStart().slice(0, Math.max(0, width));
  const filled = Math.floor(bar * share);
  return ` ${"█".repeat(filled)}${"░".repeat(bar - filled)}${text}`;
}
