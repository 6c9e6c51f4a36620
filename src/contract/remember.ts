// Remembers what was worked out for a text: clients send the same targets, media types and credentials again and again.

const MOST_TEXTS = 500;
const LONGEST = 1_000;

/** The same function, asked once per text. What clients send must not fill the memory: long texts are not kept, nor are many. */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly made: T }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.made;
    const made = make(text);
    if (text.length > LONGEST) return made;
    if (known.size >= MOST_TEXTS) known.clear();
    known.set(text, { made });
    return made;
  };
}
