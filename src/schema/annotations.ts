// The annotations that a translated schema carries beside the keywords of JSON Schema.

/** Annotation on a property that this direction should not carry: readOnly in a request, writeOnly in a response. */
export const OMIT = "x-plumbline-omit";

/** Annotation where the contract does not settle whether null is allowed: null is accepted and never probed. */
export const UNCLEAR_NULL = "x-plumbline-unclear-null";

/** Extension, and annotation: keyword → why its violations are only advice. */
export const ADVISORY = "x-plumbline-advisory";

/** Extension: the value is a secret and must never stand in an answer; so are `writeOnly` and `format: password`. */
export const SECRET = "x-plumbline-secret";

/** Annotation on what the translation adds to bind a variant to its names: its clause is the discriminator itself. */
export const BINDING = "x-plumbline-binding";
