// What a declared form body says about each of its fields, worked out once per media type.
import type { Encoding, MediaType } from "./model.ts";
import { isJson, parseMediaType } from "./media-type.ts";
import type { Layout } from "./parameter-styles.ts";
import { layoutOf } from "./parameter-styles.ts";
import { getOwn } from "./record.ts";
import type { Shape } from "./shape.ts";
import { ANY_SHAPE, shapeOf } from "./shape.ts";

export interface FieldPlan {
  readonly name: string;
  readonly shape: Shape;
  /** Set where `encoding` names style, explode or allowReserved; contentType is disregarded then (OpenAPI 3.1 §4.8.15.1). */
  readonly layout?: Layout;
  /** The value is a JSON document: declared so, or an object without any encoding. */
  readonly json: boolean;
  /** The first concrete media type that `encoding` declares. */
  readonly contentType?: string;
  /** As declared; undefined when the contract does not say. */
  readonly allowReserved?: boolean;
}

export interface FormPlan {
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** What undeclared fields look like. */
  readonly additional: Shape;
  readonly names: ReadonlySet<string>;
}

const plans = new WeakMap<MediaType, FormPlan>();

/** The plan of a declared form; made at first use and kept. */
export function formPlanOf(declared: MediaType, shape?: Shape): FormPlan {
  let plan = plans.get(declared);
  if (plan === undefined) plans.set(declared, (plan = makePlan(declared, shape ?? bodyShapeOf(declared))));
  return plan;
}

const shapes = new WeakMap<MediaType, Shape>();

/** The shape of a body; made at first use and kept. */
export function bodyShapeOf(declared: MediaType): Shape {
  let shape = shapes.get(declared);
  if (shape === undefined) {
    shape =
      declared.schema === undefined ? ANY_SHAPE : shapeOf(declared.schema.schema, declared.schema.resolve);
    shapes.set(declared, shape);
  }
  return shape;
}

function makePlan(declared: MediaType, shape: Shape): FormPlan {
  const names = new Set([...Object.keys(shape.properties ?? {}), ...Object.keys(declared.encoding)]);
  const fields = new Map<string, FieldPlan>();
  for (const name of names) {
    const own = getOwn(shape.properties, name) ?? shape.additional ?? ANY_SHAPE;
    fields.set(name, fieldPlan(name, own, getOwn(declared.encoding, name)));
  }
  return { fields, additional: shape.additional ?? ANY_SHAPE, names };
}

function fieldPlan(name: string, shape: Shape, encoding: Encoding | undefined): FieldPlan {
  const { style, explode, allowReserved, contentType } = encoding ?? {};
  const reserved = allowReserved === undefined ? {} : { allowReserved };
  if (style !== undefined || explode !== undefined || allowReserved !== undefined) {
    const layout = layoutOf(style ?? "form", explode ?? (style === undefined || style === "form"));
    return { name, shape, layout: onlyPairs(layout, shape), json: false, ...reserved };
  }
  const concrete = contentType
    ?.split(",")
    .map((type) => type.trim())
    .find((type) => !type.includes("*"));
  const parsed = concrete === undefined ? undefined : parseMediaType(concrete);
  const json = parsed !== undefined ? isJson(parsed) : contentType === undefined && isDocument(shape);
  return { name, shape, json, ...(concrete === undefined ? {} : { contentType: concrete }) };
}

/** A delimited style on a plain string or number means nothing; such a field is read as a form field. */
function onlyPairs(layout: Layout, shape: Shape): Layout {
  const plain = layout.kind !== "repeated" && !shape.kinds.has("array") && !shape.kinds.has("object");
  return plain ? layoutOf("form", true) : layout;
}

/** An object, or a list of objects: JSON where nothing else is declared. */
function isDocument(shape: Shape): boolean {
  const inner = shape.kinds.has("array") && shape.types.size > 0 ? (shape.items ?? shape) : shape;
  return inner.types.size > 0 && [...inner.types].every((type) => type === "object" || type === "null");
}
