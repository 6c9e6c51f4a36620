// What the conformance tests run against, from the environment: the contract, the target, its principals and values.
import { findContract, type FoundContract } from "../src/cli/bundled.ts";
import { CHECK } from "../src/cli/check-command.ts";
import { parseOptions } from "../src/cli/options.ts";
import { readProfile } from "../src/cli/profile.ts";
import { ownTarget, remoteTarget, type OpenTarget } from "../src/cli/targets.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variable → the option of `plumbline check` that takes each of its comma-separated parts. */
const VARIABLES: readonly (readonly [variable: string, option: string])[] = [
  ["PLUMBLINE_CONTRACT", "contract"],
  ["PLUMBLINE_OVERLAYS", "overlay"],
  ["PLUMBLINE_TARGET", "target"],
  ["PLUMBLINE_PRINCIPALS", "principal"],
  ["PLUMBLINE_DENIED", "denied"],
  ["PLUMBLINE_PARAMS", "param"],
  ["PLUMBLINE_FOREIGN", "foreign"],
  ["PLUMBLINE_TIMEOUT", "timeout"],
];

/** `PLUMBLINE_DENIED=a=1,b=2` is `--denied=a=1 --denied=b=2`. */
const argumentsOf = (environment: Environment): readonly string[] =>
  VARIABLES.flatMap(([variable, option]) =>
    (environment[variable] ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => `--${option}=${part}`),
  );

export interface Settings {
  readonly found: FoundContract;
  readonly timeout: number;
  /** Connects to $BASE_URL, else to the one of the profile, else starts the reference on a free port. */
  readonly open: () => Promise<OpenTarget>;
}

/** Reads the environment as `plumbline check` reads its options; KitErrors for what cannot be read. */
export async function settingsFrom(environment: Environment): Promise<Settings> {
  const options = parseOptions(CHECK, argumentsOf(environment));
  const found = await findContract(options.text("contract"), options);
  const profile = await readProfile(options, environment);
  const timeout = options.number("timeout", { min: 1, max: 600_000 }) ?? 10_000;
  // What the caller set as BASE_URL: vitest.config.ts hands it on under this name.
  const given = environment["PLUMBLINE_BASE_URL"];
  const url = given === undefined || given === "" ? profile.baseUrl : given;
  const network = { timeout, concurrency: 16 };
  const open = async (): Promise<OpenTarget> =>
    url === undefined ? ownTarget(found, profile, network) : remoteTarget(url, profile, network);
  return { found, timeout, open };
}
