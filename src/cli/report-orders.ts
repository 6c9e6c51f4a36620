// What `--report` asks for: which formats go where, and that they get there.
import { access, constants, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { KitError, messageOf } from "../errors.ts";
import { REPORTS, type ReportFormat } from "../reports/formats.ts";
import type { RunResult } from "../suite/result.ts";
import type { Option, Parsed } from "./options.ts";
import type { Terminal } from "./terminal.ts";

export const REPORT_OPTION: Option = {
  name: "report",
  value: "FORMAT[=FILE]",
  many: true,
  help: `console (default), ${Object.keys(REPORTS)
    .filter((name) => name !== "console")
    .join(", ")}`,
};

export interface ReportOrder {
  readonly format: ReportFormat;
  /** Undefined: the output of the command. */
  readonly file: string | undefined;
}

const isFormat = (text: string): text is ReportFormat => Object.hasOwn(REPORTS, text);

/** What to write where; the console report is shown unless another one takes the output. */
export function reportOrders(options: Parsed): readonly ReportOrder[] {
  const orders = options.list("report").map((text): ReportOrder => {
    const mark = text.indexOf("=");
    const format = mark < 0 ? text : text.slice(0, mark);
    if (!isFormat(format)) {
      throw new KitError("usage", `There is no report format ${format}.`, {
        hint: `The formats are ${Object.keys(REPORTS).join(", ")}.`,
      });
    }
    return { format, file: mark < 0 ? undefined : text.slice(mark + 1) };
  });
  return orders.some(({ file }) => file === undefined)
    ? orders
    : [...orders, { format: "console", file: undefined }];
}

/** Says before the run, not after it, that a report has nowhere to go. */
export async function assertWritable(orders: readonly ReportOrder[]): Promise<void> {
  for (const { format, file } of orders) {
    if (file === undefined) continue;
    try {
      if (file === "") throw new Error("no file is named behind the =");
      await access(dirname(file), constants.W_OK);
    } catch (error) {
      throw unwritable(format, error);
    }
  }
}

/** Writes one report; KitError("output-unwritable") when its file cannot be written. */
export async function deliver(
  run: RunResult,
  { format, file }: ReportOrder,
  terminal: Terminal,
): Promise<void> {
  const text = REPORTS[format](run, {
    colour: file === undefined && terminal.colour,
    width: terminal.width,
  });
  if (file === undefined) return terminal.out(text);
  try {
    await writeFile(file, `${text}\n`);
  } catch (error) {
    throw unwritable(format, error);
  }
}

const unwritable = (format: string, cause: unknown): KitError =>
  new KitError("output-unwritable", `The ${format} report cannot be written: ${messageOf(cause)}`, {
    hint: "Name a file in a folder that exists.",
    cause,
  });
