// Stores a new secret in the caller's organization.
import type { Handler } from "../mock/handler.ts";
import type { State, StateRecord } from "../mock/state.ts";
import type { Secret } from "./secret.ts";
import { SECRETS, storedInjection, storedPath, storedText, visibleSecret } from "./secret.ts";

type NewSecret = Pick<Secret, "name" | "type" | "value" | "hostPattern"> &
  Partial<Pick<Secret, "pathPattern" | "injectionConfig">>;

/** `createOrgSecret`. The body is valid by the contract. */
export const createSecret: Handler = (context) => {
  const body = context.request.body as NewSecret;
  const secrets = context.state.collection(SECRETS);
  const secret: Secret = {
    id: freeId(context.state),
    organization: context.principal?.organization ?? "",
    scope: "organization",
    name: storedText(body.name),
    type: body.type,
    valueSource: "inline",
    value: storedText(body.value),
    hostPattern: storedText(body.hostPattern),
    pathPattern: storedPath(body.pathPattern ?? null),
    injectionConfig: body.type === "generic" ? storedInjection(body.injectionConfig ?? null) : null,
    createdAt: new Date().toISOString(),
  };
  secrets.set(secret.id, secret as unknown as StateRecord);
  const {
    injectionConfig: _injection,
    metadata: _metadata,
    scope: _scope,
    typeLabel: _label,
    ...shown
  } = visibleSecret(secret);
  return { status: 201, body: { ...shown, preview: previewOf(secret.value) } };
};

interface Counter {
  readonly resets: number;
  next: number;
}

const counters = new WeakMap<State, Counter>();

/** Counted, so that two runs give the same ids; never given twice, so that the id of a deleted secret names nothing. */
function freeId(state: State): string {
  const secrets = state.collection(SECRETS);
  let counter = counters.get(state);
  if (counter?.resets !== state.resets())
    counters.set(state, (counter = { resets: state.resets(), next: secrets.size + 1 }));
  while (secrets.has(`sec_${counter.next}`)) counter.next++;
  return `sec_${counter.next++}`;
}

/** A few characters by which somebody knows a long value again; nothing of a short one. */
function previewOf(value: string): string {
  const characters = [...value];
  return characters.length < 20 ? "••••" : `${characters.slice(0, 4).join("")}••••`;
}
