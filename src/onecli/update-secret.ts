// Changes a secret: the named fields of a secret of the caller's organization, all or nothing.
import type { Handler } from "../mock/handler.ts";
import type { StateRecord } from "../mock/state.ts";
import type { Secret } from "./secret.ts";
import { secretNotFound, secretOfPath, SECRETS, storedInjection, storedPath, storedText } from "./secret.ts";

/** The fields that the contract knows; other members of a body are ignored. */
type Change = {
  -readonly [Field in "name" | "value" | "hostPattern" | "pathPattern" | "injectionConfig"]?: Secret[Field];
};

const FIELDS = ["name", "value", "hostPattern", "pathPattern", "injectionConfig"] as const;

/** `updateOrgSecret`. The body is valid by the contract; what is refused here is what no schema can say. */
export const updateSecret: Handler = (context) => {
  const secret = secretOfPath(context);
  if (!secret) return secretNotFound(context);
  const change = context.request.body as Change;
  const named = FIELDS.filter((field) => Object.hasOwn(change, field));
  if (secret.type !== "generic" && named.length === 1 && named[0] === "injectionConfig") {
    const message = `injectionConfig: a secret of type ${secret.type} has none, and nothing else is to be changed`;
    return { refuse: { status: 400, message, type: "invalid_request_error" } };
  }
  const updated = { ...secret, ...storedChange(change, secret) };
  context.state.collection(SECRETS).set(secret.id, updated as unknown as StateRecord);
  return { status: 200, body: { success: true } };
};

function storedChange(change: Change, secret: Secret): Change {
  const stored: Change = {};
  if (Object.hasOwn(change, "name") && change.name !== undefined) stored.name = storedText(change.name);
  if (Object.hasOwn(change, "value") && change.value !== undefined) stored.value = storedText(change.value);
  if (Object.hasOwn(change, "hostPattern") && change.hostPattern !== undefined)
    stored.hostPattern = storedText(change.hostPattern);
  if (Object.hasOwn(change, "pathPattern") && change.pathPattern !== undefined)
    stored.pathPattern = storedPath(change.pathPattern);
  const injection = Object.hasOwn(change, "injectionConfig") ? change.injectionConfig : undefined;
  // Only generic secrets are injected as they are told; the others know how, and ignore the field.
  if (injection !== undefined && secret.type === "generic")
    stored.injectionConfig = storedInjection(injection);
  return stored;
}
