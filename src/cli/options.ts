// The options of every command: one table that both the parser and --help read.
import { parseArgs } from "node:util";
import { KitError, messageOf } from "../errors.ts";

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in --help; absent for a switch. */
  readonly value?: string;
  readonly many?: boolean;
  readonly help: string;
  /** Accepted for scripts written for other tools; not listed in --help. */
  readonly hidden?: boolean;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** Positional arguments at the most. */
  readonly positionals: number;
}

export interface Parsed {
  readonly positionals: readonly string[];
  /** The last value of an option. */
  readonly text: (name: string) => string | undefined;
  readonly list: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean | undefined;
  /** A whole number, or a KitError that names the option. */
  readonly number: (name: string, bounds: { min: number; max: number }) => number | undefined;
}

/** The parsed arguments; KitError("usage") for what the command does not know. */
export function parseOptions(command: Command, args: readonly string[]): Parsed {
  const hint = `plumbline ${command.name} --help lists the options.`;
  const options = Object.fromEntries(
    command.options.map(({ name, short, value }) => [
      name,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: true,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: args.map((argument) => spelledOut(argument, command)),
      options,
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (error) {
    throw new KitError("usage", messageOf(error).split(/\.\s/)[0] ?? "", { hint });
  }
  if (parsed.positionals.length > command.positionals) {
    const extra = parsed.positionals[command.positionals] ?? "";
    throw new KitError("usage", `One argument too many: ${extra}`, { hint });
  }
  const all = (name: string): readonly unknown[] => {
    const value = parsed.values[name];
    return Array.isArray(value) ? value : [];
  };
  const list = (name: string): readonly string[] =>
    all(name).filter((value): value is string => typeof value === "string");
  return {
    positionals: parsed.positionals,
    list,
    text: (name) => list(name).at(-1),
    flag: (name) =>
      all(name)
        .filter((value): value is boolean => typeof value === "boolean")
        .at(-1),
    number: (name, { min, max }) => {
      const text = list(name).at(-1);
      if (text === undefined) return undefined;
      const number = Number(text);
      if (/^\d+$/.test(text) && number >= min && number <= max) return number;
      throw new KitError("usage", `--${name} must be a whole number from ${min} to ${max}, not ${text}`, {
        hint,
      });
    },
  };
}

/** `--cors=false` is `--no-cors`, `--cors=true` is `--cors`. */
function spelledOut(argument: string, command: Command): string {
  const [, name, value] = /^--([\w-]+)=(true|false)$/.exec(argument) ?? [];
  const isSwitch = command.options.some((option) => option.name === name && option.value === undefined);
  if (!isSwitch) return argument;
  return value === "true" ? `--${name}` : `--no-${name}`;
}

/** `NAME=VALUE` pairs as a record; KitError for one without a name. */
export function pairsOf(option: string, texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const mark = text.indexOf("=");
      // The text is not repeated: it may be a token that was given without its name.
      if (mark < 1)
        throw new KitError("usage", `--${option} takes NAME=VALUE; there is no NAME= in what it was given.`);
      return [text.slice(0, mark), text.slice(mark + 1)];
    }),
  );
}

/** The help page of a command. */
export function helpOf(command: Command): string {
  const rows = command.options
    .filter(({ hidden }) => hidden !== true)
    .map(({ name, short, value, many, help }) => {
      const left = `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}${many ? " …" : ""}`;
      return [left, help] as const;
    });
  const wide = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
  const lines = rows.map(([left, help]) =>
    left.length > wide ? `  ${left}\n  ${" ".repeat(wide)}  ${help}` : `  ${left.padEnd(wide)}  ${help}`,
  );
  return `plumbline ${command.usage}\n\n${command.summary}\n\nOptions\n${lines.join("\n")}`;
}
