// What a run could not undo at its target: told at its end, and kept in a file where one is asked for.
import { writeFile } from "node:fs/promises";
import { KitError, messageOf } from "../errors.ts";
import type { Leftover } from "../suite/ledger.ts";
import type { Terminal } from "./terminal.ts";

const MOST_TOLD = 20;

/** Says what is left; with a file, writes it there too. KitError("output-unwritable"). */
export async function tellLeftovers(
  leftovers: readonly Leftover[],
  file: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (leftovers.length === 0) return;
  terminal.err(`plumbline: ${leftovers.length} left at the target that could not be undone:`);
  for (const { path, id, reason } of leftovers.slice(0, MOST_TOLD))
    terminal.err(`  ${path}  ${id}: ${reason}`);
  if (leftovers.length > MOST_TOLD) terminal.err(`  … and ${leftovers.length - MOST_TOLD} more`);
  if (file === undefined) return void terminal.err("  --ledger FILE keeps the whole list");
  try {
    await writeFile(file, `${JSON.stringify(leftovers, null, 2)}\n`);
  } catch (error) {
    throw new KitError("output-unwritable", `The ledger cannot be written: ${messageOf(error)}`, {
      hint: "Name a file in a folder that exists.",
    });
  }
}
