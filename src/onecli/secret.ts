// A secret as the reference keeps it: how fields are stored, what may be shown, whose it is.
import type { HandlerContext, HandlerResult } from "../mock/handler.ts";

export type SecretType = "generic" | "anthropic" | "openai";

export interface Secret {
  readonly id: string;
  readonly organization: string;
  readonly scope: string;
  readonly name: string;
  readonly type: SecretType;
  readonly valueSource: string;
  readonly value: string;
  readonly hostPattern: string;
  readonly pathPattern: string | null;
  readonly injectionConfig: Readonly<Record<string, string>> | null;
  readonly createdAt: string;
}

/** The collection of the state that holds them, by id. */
export const SECRETS = "secrets";

const TYPE_LABELS: Readonly<Record<SecretType, string>> = {
  generic: "Generic secret",
  anthropic: "Anthropic API key",
  openai: "OpenAI API key",
};

/** The caller's secrets; all of them where nobody has to say who is calling. */
export function secretsOf({ state, principal }: HandlerContext): Secret[] {
  const all = [...state.collection(SECRETS).values()] as unknown as Secret[];
  return all.filter(
    (secret) => secret.scope === "organization" && isVisible(secret, principal?.organization),
  );
}

/** The secret that the path names, in the caller's organization; a foreign one is as unknown as one that never was. */
export function secretOfPath({ state, principal, request }: HandlerContext): Secret | undefined {
  const found = state.collection(SECRETS).get(String(request.path["secretId"])) as unknown as
    | Secret
    | undefined;
  return found?.scope === "organization" && isVisible(found, principal?.organization) ? found : undefined;
}

function isVisible(secret: Secret, organization: string | undefined): boolean {
  return organization === undefined || secret.organization === organization;
}

/** The refusal for a secret that is not there. */
export function secretNotFound({ request }: HandlerContext): HandlerResult {
  const id = String(request.path["secretId"]).slice(0, 100);
  return {
    refuse: {
      status: 404,
      message: `secretId: the organization has no secret ${id}`,
      type: "not_found_error",
    },
  };
}

/** What a list shows of a secret: everything but its value. */
export function visibleSecret(secret: Secret): Record<string, unknown> {
  const { id, name, type, valueSource, hostPattern, pathPattern, injectionConfig, scope, createdAt } = secret;
  return {
    id,
    name,
    type,
    valueSource,
    opRef: null,
    hostPattern,
    pathPattern,
    injectionConfig,
    metadata: null,
    scope,
    createdAt,
    typeLabel: TYPE_LABELS[type],
  };
}

/** Text as it is stored: without white space around it, unless there is nothing else. */
export function storedText(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" ? text : trimmed;
}

/** A path pattern as it is stored; an empty one is none. */
export function storedPath(pattern: string | null): string | null {
  return pattern === null || pattern.trim() === "" ? null : pattern.trim();
}

/** An injection as it is stored: trimmed, with `{value}` for a format that is absent or blank. */
export function storedInjection(
  config: Readonly<Record<string, string>> | null,
): Record<string, string> | null {
  if (config === null) return null;
  const stored = Object.fromEntries(
    Object.entries(config).map(([name, text]) => {
      // A blank may be part of an expression; a blank format is as good as none.
      if (name === "pathRegex") return [name, text];
      return [name, name.endsWith("Format") ? text.trim() : storedText(text)];
    }),
  );
  if ("headerName" in stored) stored["valueFormat"] ||= "{value}";
  if ("paramName" in stored) stored["paramFormat"] ||= "{value}";
  return stored;
}
