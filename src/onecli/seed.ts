// Reads what the reference starts with: organizations, principals and secrets, checked before anything is served.
import { KitError } from "../errors.ts";
import type { Principal } from "../mock/handler.ts";
import type { Secret, SecretType } from "./secret.ts";

export interface OnecliSeed {
  readonly principals: readonly Principal[];
  readonly secrets: readonly Secret[];
}

const TYPES: readonly string[] = ["generic", "anthropic", "openai"] satisfies SecretType[];

/**
 * The seed from parsed YAML or JSON with `organizations`, `principals` and `secrets`.
 * Throws a KitError `profile-invalid` that names the entry and what is wrong with it.
 */
export function parseSeed(data: unknown, where: string): OnecliSeed {
  const fail = (message: string): never => {
    throw new KitError("profile-invalid", message, {
      where,
      hint: "fixtures/state/onecli.yaml is a seed that works",
    });
  };
  const root = recordOf(data) ?? fail("the seed is not an object with organizations, principals and secrets");
  const entries = (name: string): Entry[] => {
    const list = root[name];
    if (!Array.isArray(list)) return fail(`${name} is not a list`);
    return list.map((item, index) => entryOf(item, `${name}[${index}]`, fail));
  };
  const organizations = entries("organizations").map((entry) => entry.text("id"));
  const inOrganization = (entry: Entry): string => {
    const organization = entry.text("organization");
    return organizations.includes(organization)
      ? organization
      : entry.fail("organization", `names no organization of the seed (${organizations.join(", ")})`);
  };
  const principals = entries("principals").map((entry) => ({
    name: entry.text("name"),
    key: entry.text("key"),
    role: entry.text("role"),
    organization: inOrganization(entry),
  }));
  const secrets = entries("secrets").map((entry) => secretOf(entry, inOrganization(entry)));
  assertUnique(
    principals.map(({ key }) => key),
    () => fail("two principals have the same key"),
  );
  assertUnique(
    secrets.map(({ id }) => id),
    (id) => fail(`two secrets have the id ${id}`),
  );
  return { principals, secrets };
}

function secretOf(entry: Entry, organization: string): Secret {
  const type = entry.text("type");
  if (!TYPES.includes(type)) entry.fail("type", `is not one of ${TYPES.join(", ")}`);
  return {
    id: entry.text("id"),
    organization,
    scope: entry.text("scope"),
    name: entry.text("name"),
    type: type as SecretType,
    valueSource: entry.text("valueSource"),
    value: entry.text("value"),
    hostPattern: entry.text("hostPattern"),
    pathPattern: entry.textOrNull("pathPattern"),
    injectionConfig: entry.textsOrNull("injectionConfig"),
    createdAt: entry.text("createdAt"),
  };
}

/** One entry of a list, read field by field. */
interface Entry {
  readonly text: (field: string) => string;
  readonly textOrNull: (field: string) => string | null;
  readonly textsOrNull: (field: string) => Record<string, string> | null;
  readonly fail: (field: string, reason: string) => never;
}

function entryOf(item: unknown, place: string, failWith: (message: string) => never): Entry {
  const record = recordOf(item) ?? failWith(`${place} is not an object`);
  const fail = (field: string, reason: string): never => failWith(`${place}.${field} ${reason}`);
  const text = (field: string): string => {
    const value = record[field];
    return typeof value === "string" && value !== "" ? value : fail(field, "is missing or not a text");
  };
  const isNull = (field: string): boolean => record[field] === undefined || record[field] === null;
  return {
    text,
    fail,
    textOrNull: (field) => (isNull(field) ? null : text(field)),
    textsOrNull: (field) => {
      if (isNull(field)) return null;
      const inner = recordOf(record[field]) ?? fail(field, "is neither null nor an object");
      const entries = Object.entries(inner).map(([name, value]) =>
        typeof value === "string" ? ([name, value] as const) : fail(field, `has no text for ${name}`),
      );
      return Object.fromEntries(entries);
    },
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function assertUnique(values: readonly string[], fail: (repeated: string) => never): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) fail(repeated);
}
