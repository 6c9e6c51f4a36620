// What `plumbline mock` says when it starts: where it listens, what it serves, what is wrong with the contract.
import type { Contract } from "../contract/model.ts";
import type { OnecliSeed } from "../onecli/seed.ts";

export interface BannerParts {
  readonly url: string;
  readonly base: string;
  readonly seed: OnecliSeed | undefined;
  readonly notes: readonly string[];
}

const MOST_OPERATIONS = 12;
const MOST_FINDINGS = 8;

/** The lines for a contract read from `file`. */
export function banner(
  file: string,
  contract: Contract,
  { url, base, seed, notes }: BannerParts,
): readonly string[] {
  const operations = contract.operations
    .slice(0, MOST_OPERATIONS)
    .map(({ method, path }) => `  ${method.padEnd(7)} ${base}${path}`);
  const hidden = contract.operations.length - operations.length;
  const findings = contract.findings.filter(({ severity }) => severity !== "note");
  const keys =
    seed?.principals.map(
      ({ name, key, role, organization }) =>
        `  ${name.padEnd(12)} ${key.padEnd(24)} ${role ?? ""} of ${organization ?? ""}`,
    ) ?? [];
  return [
    `${contract.title} ${contract.version} (${file})`,
    `listening at ${url}${base}`,
    "",
    `${contract.operations.length} operation${contract.operations.length === 1 ? "" : "s"}`,
    ...operations,
    ...(hidden > 0 ? [`  … and ${hidden} more (plumbline contract lists them)`] : []),
    ...(keys.length > 0 ? ["", "keys, sent as Authorization: Bearer KEY", ...keys] : []),
    ...(findings.length > 0 ? ["", `${findings.length} slips in the contract`] : []),
    ...findings
      .slice(0, MOST_FINDINGS)
      .map(({ severity, message, pointer }) => `  ${severity}  ${where(contract, pointer)}  ${message}`),
    ...(findings.length > MOST_FINDINGS
      ? [`  … and ${findings.length - MOST_FINDINGS} more (plumbline contract lists them)`]
      : []),
    ...(notes.length > 0 ? ["", ...notes] : []),
    "",
    `control: ${url}/_plumbline/health, /state, /journal, /contract, POST /reset      Ctrl-C stops`,
  ];
}

function where(contract: Contract, pointer: string): string {
  const position = contract.locate(pointer);
  return position ? `${position.file}:${position.line}:${position.column}` : pointer;
}
