// OpenAPI Overlay 1.0: what a vendor says only in prose, laid over the published document.
import { JSONPathEnvironment, type JSONValue } from "json-p3";
import { KitError, messageOf } from "../errors.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { ContractFinding } from "./model.ts";
import {
  appendEntry,
  editAt,
  isObject,
  mergeUpdate,
  type Draft,
  type Origin,
  type ParsedSource,
} from "./provenance.ts";

interface Action {
  readonly index: number;
  readonly target: string;
  readonly description: string;
  readonly remove: boolean;
  readonly update: unknown;
}

/** A document is refused when it is nested deeper, so that no query runs into this bound. */
const paths = new JSONPathEnvironment({ maxRecursionDepth: 10_000 });

const OVERLAY_KEYS = new Set(["overlay", "info", "extends", "actions"]);
const INFO_KEYS = new Set(["title", "version", "description"]);
const ACTION_KEYS = new Set(["target", "description", "update", "remove"]);

/**
 * Applies one overlay to a draft, action after action. Throws `overlay-invalid` for a malformed overlay and
 * `overlay-no-match` for an action whose target matches nothing: it says something about a contract that is not this one.
 */
export function applyOverlay(draft: Draft, overlay: ParsedSource): void {
  for (const action of readActions(overlay)) {
    const locations = locationsOf(draft.value, action, overlay);
    if (locations.length === 0) {
      throw failure(overlay, ["actions", String(action.index), "target"], {
        code: "overlay-no-match",
        message: `action ${action.index + 1}: the target ${action.target} matches nothing`,
        hint: "Correct the target, or remove the action when the document no longer has that part.",
      });
    }
    if (action.remove) remove(draft, locations, action, overlay);
    else update(draft, locations, action, overlay);
  }
}

/** A note when the overlay says that it extends another document than `rootUri`. */
export function extendsFinding(
  overlay: ParsedSource,
  rootUri: string,
  id: string,
): ContractFinding | undefined {
  const extended = isObject(overlay.value) ? overlay.value["extends"] : undefined;
  if (typeof extended !== "string") return undefined;
  if (URL.canParse(extended, overlay.uri) && new URL(extended, overlay.uri).href === rootUri)
    return undefined;
  return {
    code: "overlay-extends",
    severity: "warning",
    pointer: joinPointer(`${id}#`, "extends"),
    message: `the overlay ${overlay.name} extends ${extended}, and was applied to another document`,
  };
}

function remove(draft: Draft, locations: readonly string[][], action: Action, overlay: ParsedSource): void {
  if (locations.some((location) => location.length === 0)) {
    throw failure(overlay, ["actions", String(action.index)], {
      message: `action ${action.index + 1}: the whole document cannot be removed`,
    });
  }
  // Last entries first, so that the indexes of the others stay true.
  for (const location of locations.toSorted(compareLocations).toReversed())
    editAt(draft, location, () => undefined);
}

function update(draft: Draft, locations: readonly string[][], action: Action, overlay: ParsedSource): void {
  const origin: Origin = {
    source: overlay,
    tokens: ["actions", String(action.index), "update"],
    action: action.description,
  };
  for (const location of locations) {
    if (location.length === 0 && !isObject(action.update)) {
      throw failure(overlay, origin.tokens, {
        message: `action ${action.index + 1}: the whole document can only be updated by a mapping`,
      });
    }
    editAt(draft, location, (node) =>
      Array.isArray(node.value) && !Array.isArray(action.update)
        ? appendEntry(draft, node, action.update, origin)
        : mergeUpdate(draft, node, action.update, origin),
    );
  }
}

function locationsOf(root: unknown, action: Action, overlay: ParsedSource): string[][] {
  try {
    const found = paths.query(action.target, root as JSONValue).locations();
    const unique = new Map(found.map((location) => [JSON.stringify(location), location.map(String)]));
    return [...unique.values()];
  } catch (error) {
    throw failure(overlay, ["actions", String(action.index), "target"], {
      message: `action ${action.index + 1}: the target ${action.target} is not a JSONPath: ${messageOf(error)}`,
      hint: "Targets are JSONPath as in RFC 9535, for example $.paths['/pets'].get.",
    });
  }
}

function compareLocations(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let depth = 0; depth < length; depth += 1) {
    const [left = "", right = ""] = [a[depth], b[depth]];
    if (left === right) continue;
    const difference = Number(left) - Number(right);
    return Number.isNaN(difference) || difference === 0 ? (left < right ? -1 : 1) : difference;
  }
  return a.length - b.length;
}

function readActions(overlay: ParsedSource): Action[] {
  const root = overlay.value;
  if (!isObject(root))
    throw failure(overlay, [], { message: "an overlay is a mapping with overlay, info and actions" });
  const version = root["overlay"];
  if (typeof version !== "string" || !/^1\.\d+(\.\d+)?$/.test(version)) {
    const found =
      version === undefined
        ? "it has no overlay version"
        : `its overlay version is ${JSON.stringify(version)}`;
    throw failure(overlay, ["overlay"], {
      message: `${found}; versions 1.x are read`,
      hint: 'Write overlay: "1.0.0".',
    });
  }
  refuseUnknown(overlay, root, [], OVERLAY_KEYS);
  const info = root["info"];
  if (!isObject(info))
    throw failure(overlay, ["info"], { message: "info must be a mapping with title and version" });
  refuseUnknown(overlay, info, ["info"], INFO_KEYS);
  for (const key of ["title", "version"]) requireText(overlay, info[key], ["info", key]);
  if (root["extends"] !== undefined) requireText(overlay, root["extends"], ["extends"]);
  const actions = root["actions"];
  if (!Array.isArray(actions) || actions.length === 0) {
    throw failure(overlay, ["actions"], { message: "actions must be a list with at least one action" });
  }
  return actions.map((action: unknown, index) => readAction(overlay, action, index));
}

function readAction(overlay: ParsedSource, action: unknown, index: number): Action {
  const tokens = ["actions", String(index)];
  if (!isObject(action)) throw failure(overlay, tokens, { message: `action ${index + 1} is not a mapping` });
  refuseUnknown(overlay, action, tokens, ACTION_KEYS);
  const target = requireText(overlay, action["target"], [...tokens, "target"]);
  const remove = action["remove"] ?? false;
  if (typeof remove !== "boolean") {
    throw failure(overlay, [...tokens, "remove"], {
      message: `action ${index + 1}: remove must be true or false`,
    });
  }
  const description = action["description"] ?? "";
  if (typeof description !== "string") {
    throw failure(overlay, [...tokens, "description"], {
      message: `action ${index + 1}: description must be text`,
    });
  }
  if (!remove && !Object.hasOwn(action, "update")) {
    throw failure(overlay, tokens, { message: `action ${index + 1} has neither update nor remove: true` });
  }
  return { index, target, description: description.trim(), remove, update: action["update"] };
}

function requireText(overlay: ParsedSource, value: unknown, tokens: readonly string[]): string {
  if (typeof value === "string" && value !== "") return value;
  const what = value === undefined ? "is missing" : "must be text, and not empty";
  throw failure(overlay, tokens, { message: `${tokens.join("/")} ${what}` });
}

function refuseUnknown(
  overlay: ParsedSource,
  object: Record<string, unknown>,
  tokens: readonly string[],
  known: ReadonlySet<string>,
): void {
  for (const key of Object.keys(object)) {
    if (known.has(key) || key.startsWith("x-")) continue;
    throw failure(overlay, [...tokens, key], {
      message: `${[...tokens, key].join("/")} is not a key of an overlay`,
      hint: `Known here: ${[...known].join(", ")}.`,
    });
  }
}

function failure(
  overlay: ParsedSource,
  tokens: readonly string[],
  {
    code = "overlay-invalid",
    message,
    hint,
  }: { code?: "overlay-invalid" | "overlay-no-match"; message: string; hint?: string },
): KitError {
  let place = overlay.placeOf(tokens);
  for (let length = tokens.length - 1; place === undefined && length >= 0; length -= 1) {
    place = overlay.placeOf(tokens.slice(0, length));
  }
  const where = place === undefined ? overlay.name : `${place.file}:${place.line}:${place.column}`;
  return new KitError(code, `${where}: ${message}`, hint === undefined ? { where } : { where, hint });
}
