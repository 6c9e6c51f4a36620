// Puts a message into a value that has no named place for it: into its first text that may be any text.

/** A copy with one text replaced such that `accepts` still holds; the value itself when no text may be replaced. */
export function withMessage(value: unknown, message: string, accepts: (value: unknown) => boolean): unknown {
  for (const changed of replaced(value, message)) if (accepts(changed)) return changed;
  return value;
}

/** Every copy of the value that has one of its texts replaced, outer ones first within a member. */
function* replaced(value: unknown, message: string): Generator<unknown> {
  if (typeof value === "string") yield message;
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const changed of replaced(item, message)) yield value.with(index, changed);
    }
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    for (const [index, [name, item]] of entries.entries()) {
      for (const changed of replaced(item, message))
        yield Object.fromEntries(entries.with(index, [name, changed]));
    }
  }
}
