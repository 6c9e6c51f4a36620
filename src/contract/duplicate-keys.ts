// Finds keys that one JSON object holds twice, which JSON.parse drops in silence (RFC 8259 §4).
import { scanJson } from "./json-scan.ts";

/** JSON text → pointers of the members given more than once, each named once; empty for malformed text. */
export function duplicateKeys(text: string): string[] {
  const seen: { readonly pointer: string; readonly keys: Set<string> }[] = [];
  const found = new Set<string>();
  const fault = scanJson(text, {
    openObject: (pointer) => void seen.push({ pointer, keys: new Set() }),
    key: (key, parent) => {
      while (seen.length > 1 && seen.at(-1)?.pointer !== parent) seen.pop();
      const keys = seen.at(-1)?.keys;
      if (keys?.has(key)) found.add(`${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      keys?.add(key);
    },
  });
  return fault === undefined ? [...found] : [];
}
