// Changes a secret: the named fields of a secret of the caller's organization, all or nothing.
import type { Handler, HandlerResult } from "../mock/handler.ts";
import type { StateRecord } from "../mock/state.ts";
import type { Secret } from "./secret.ts";
import { secretNotFound, secretOfPath, SECRETS, storedInjection, storedPath, storedText } from "./secret.ts";

type Draft = { -readonly [Field in keyof Secret]: Secret[Field] };

/** The fields that the contract knows; other members of a body are ignored. */
type Change = Partial<Pick<Draft, (typeof FIELDS)[number]>>;

const FIELDS = ["name", "value", "hostPattern", "pathPattern", "injectionConfig"] as const;

const CHANGED: HandlerResult = { status: 200, body: { success: true } };

/** `updateOrgSecret`. The body is valid by the contract; what is refused here is what no schema can say. */
export const updateSecret: Handler = (context) => {
  const secret = secretOfPath(context);
  if (!secret) return secretNotFound(context);
  const change = context.request.body as Change;
  if (secret.type !== "generic" && changesInjectionOnly(change)) {
    const message = `injectionConfig: a secret of type ${secret.type} has none, and nothing else is to be changed`;
    return { refuse: { status: 400, message, type: "invalid_request_error" } };
  }
  const updated = changed(secret, change);
  context.state.collection(SECRETS).set(secret.id, updated as unknown as StateRecord);
  return CHANGED;
};

function changesInjectionOnly(change: Change): boolean {
  const named = FIELDS.filter((field) => Object.hasOwn(change, field));
  return named.length === 1 && named[0] === "injectionConfig";
}

function changed(secret: Secret, change: Change): Secret {
  const { name, value, hostPattern, pathPattern, injectionConfig } = change;
  const draft: Draft = { ...secret };
  if (name !== undefined) draft.name = storedText(name);
  if (value !== undefined) draft.value = storedText(value);
  if (hostPattern !== undefined) draft.hostPattern = storedText(hostPattern);
  if (pathPattern !== undefined) draft.pathPattern = storedPath(pathPattern);
  // Only generic secrets are injected as they are told; the others know how, and ignore the field.
  if (injectionConfig !== undefined && secret.type === "generic")
    draft.injectionConfig = storedInjection(injectionConfig);
  return draft;
}
