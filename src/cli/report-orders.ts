// What `--report` asks for: which formats go where, and that they get there.
import { access, constants, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { KitError, messageOf } from "../errors.ts";
import type { Report } from "../reports/formats.ts";
import type { Option } from "./options.ts";
import type { Terminal } from "./terminal.ts";

export type Reports<Data> = Readonly<Record<string, Report<Data>>>;

/** The option of a command that has these reports. */
export const reportOption = (reports: Reports<never>): Option => ({
  name: "report",
  value: "FORMAT[=FILE]",
  many: true,
  help: `console (default), ${Object.keys(reports)
    .filter((name) => name !== "console")
    .join(", ")}`,
});

export interface ReportOrder<Data> {
  readonly format: string;
  readonly report: Report<Data>;
  /** Undefined: the output of the command. */
  readonly file: string | undefined;
}

/** What to write where, from the values of the option; the console report is shown unless another one takes the output. */
export function reportOrders<Data>(
  texts: readonly string[],
  reports: Reports<Data>,
): readonly ReportOrder<Data>[] {
  const orderOf = (text: string): ReportOrder<Data> => {
    const mark = text.indexOf("=");
    const format = mark < 0 ? text : text.slice(0, mark);
    const report = Object.hasOwn(reports, format) ? reports[format] : undefined;
    if (!report) {
      throw new KitError("usage", `There is no report format ${format}.`, {
        hint: `The formats are ${Object.keys(reports).join(", ")}.`,
      });
    }
    return { format, report, file: mark < 0 ? undefined : text.slice(mark + 1) };
  };
  const orders = texts.map(orderOf);
  return orders.some(({ file }) => file === undefined) ? orders : [...orders, orderOf("console")];
}

/** Says before the run, not after it, that a report has nowhere to go. */
export async function assertWritable(orders: readonly ReportOrder<never>[]): Promise<void> {
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
export async function deliver<Data>(
  data: Data,
  { format, report, file }: ReportOrder<Data>,
  terminal: Terminal,
): Promise<void> {
  const text = report(data, {
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
