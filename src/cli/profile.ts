// Who and what a target knows: principals and parameter values, from options and from a profile file.
import { KitError } from "../errors.ts";
import { loadDocuments } from "../contract/document.ts";
import { isObject } from "../schema/keywords.ts";
import { pairsOf, type Option, type Parsed } from "./options.ts";
import { readPrincipals } from "./profile-principals.ts";
import type { TargetPrincipal } from "../suite/target.ts";

export interface Profile {
  readonly baseUrl?: string;
  readonly allowed: readonly TargetPrincipal[];
  readonly denied: readonly TargetPrincipal[];
  /** Those of whom the profile says what they may call. */
  readonly principals?: readonly TargetPrincipal[];
  readonly known: Readonly<Record<string, string>>;
  readonly foreign: Readonly<Record<string, string>>;
}

export const PROFILE_OPTIONS: readonly Option[] = [
  {
    name: "target",
    value: "PROFILE.yaml",
    help: "a file with baseUrl, allowed, denied, principals, params and foreign; ${NAME} takes the environment's value",
  },
  { name: "principal", value: "NAME=TOKEN", many: true, help: "a principal that must be let in" },
  {
    name: "denied",
    value: "NAME=TOKEN",
    many: true,
    help: "a principal that must be refused where a role is needed",
  },
  { name: "param", value: "NAME=VALUE", many: true, help: "a parameter value that exists: an id, a version" },
  {
    name: "foreign",
    value: "NAME=VALUE",
    many: true,
    help: "an id that exists and belongs to another tenant",
  },
];

type Environment = Readonly<Record<string, string | undefined>>;

/** The profile file, if one is named, with the options put over it. KitError("profile-invalid") says what is wrong. */
export async function readProfile(options: Parsed, environment: Environment): Promise<Profile> {
  const file = options.text("target");
  const base = file === undefined ? EMPTY : await readFile(file, environment);
  const principals = (option: string): readonly TargetPrincipal[] =>
    Object.entries(pairsOf(option, options.list(option))).map(([name, text]) => {
      const token = filled(text, environment, `--${option} ${name}`);
      const wrong = faultOf(token);
      if (wrong !== undefined)
        throw new KitError("usage", `--${option} ${name}: the token ${wrong}.`, {
          hint: "Is the variable it comes from set?",
        });
      return { name, token };
    });
  const allowed = principals("principal");
  const denied = principals("denied");
  return {
    ...base,
    allowed: allowed.length > 0 ? allowed : base.allowed,
    denied: denied.length > 0 ? denied : base.denied,
    known: { ...base.known, ...pairsOf("param", options.list("param")) },
    foreign: { ...base.foreign, ...pairsOf("foreign", options.list("foreign")) },
  };
}

/** What makes a token one that cannot be sent; the token itself is never shown. */
function faultOf(token: string): string | undefined {
  if (token.trim() === "") return "is empty";
  return /\p{Cc}/u.test(token) ? "holds a line break or another control character" : undefined;
}

const EMPTY: Profile = { allowed: [], denied: [], known: {}, foreign: {} };
const KEYS: readonly string[] = ["baseUrl", "allowed", "denied", "principals", "params", "foreign"];

async function readFile(file: string, environment: Environment): Promise<Profile> {
  const documents = await loadDocuments(file).catch((error: unknown) => {
    if (!(error instanceof KitError)) throw error;
    // Only the first line: what follows shows the text around the mistake, and here that may be a credential.
    throw new KitError("profile-invalid", error.message.split("\n")[0] ?? "", {
      where: error.where ?? file,
      hint: "Name a YAML or JSON file with --target.",
      cause: error,
    });
  });
  const { root } = documents;
  const fail = (pointer: string, message: string): never => {
    const position = documents.locate(pointer);
    const where = position ? `${position.file}:${position.line}:${position.column}` : documents.name;
    throw new KitError("profile-invalid", message, { where, hint: `A profile has ${KEYS.join(", ")}.` });
  };
  if (!isObject(root)) return fail("#", "The profile is not an object.");
  const unknown = Object.keys(root).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) fail(`#/${unknown}`, `The profile has the unknown key ${unknown}.`);
  const table = (key: string): Readonly<Record<string, string>> => {
    const value = root[key] ?? {};
    if (!isObject(value)) return fail(`#/${key}`, `${key} must be an object of NAME: VALUE.`);
    return Object.fromEntries(
      Object.entries(value).map(([name, text]) => {
        if (typeof text !== "string" && typeof text !== "number")
          return fail(`#/${key}/${name}`, `${key}.${name} must be a text.`);
        return [name, filled(String(text), environment, `${key}.${name}`)];
      }),
    );
  };
  const people = (key: string): readonly TargetPrincipal[] =>
    Object.entries(table(key)).map(([name, token]) => {
      const wrong = faultOf(token);
      if (wrong !== undefined) fail(`#/${key}/${name}`, `${key}.${name}: the token ${wrong}.`);
      return { name, token };
    });
  const token = (name: string, text: string): string => {
    const value = filled(text, environment, `principals.${name}`);
    const wrong = faultOf(value);
    return wrong === undefined
      ? value
      : fail(`#/principals/${name}`, `principals.${name}: the token ${wrong}.`);
  };
  const principals = readPrincipals(root["principals"], { token, fail });
  const { baseUrl } = root;
  if (baseUrl !== undefined && typeof baseUrl !== "string") fail("#/baseUrl", "baseUrl must be a text.");
  return {
    ...(typeof baseUrl === "string" ? { baseUrl: filled(baseUrl, environment, "baseUrl") } : {}),
    allowed: [...people("allowed"), ...principals.filter(({ may }) => may === "all")],
    denied: [...people("denied"), ...principals.filter(({ may }) => may === "none")],
    ...(principals.length > 0 ? { principals } : {}),
    known: table("params"),
    foreign: table("foreign"),
  };
}

/** `${NAME}` becomes the environment's value; one that is not set is an error, never an empty credential. */
function filled(text: string, environment: Environment, place: string): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = environment[name];
    if (value !== undefined && value !== "") return value;
    throw new KitError(
      "profile-invalid",
      `${place} asks for the environment variable ${name}, which is not set.`,
      { hint: `export ${name}=…` },
    );
  });
}
