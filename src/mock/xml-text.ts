// A value as XML for a media type that asks for it: members are elements, lists repeat them.

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** The value as one element named `xml`; the `xml` object of a schema is not heeded. */
export function xmlText(value: unknown): string {
  return Array.isArray(value) ? element("xml", { item: value }) : element("xml", value);
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join("");
  const tag = tagOf(name);
  if (value === null || value === undefined) return `<${tag}/>`;
  if (typeof value !== "object") return `<${tag}>${escapeText(String(value))}</${tag}>`;
  const members = Object.entries(value).map(([member, inner]) => element(member, inner));
  return `<${tag}>${members.join("")}</${tag}>`;
}

/** A member's name as an XML name (XML 1.0 §2.3), other characters as underscores. */
function tagOf(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}_.-]/gu, "_");
  return /^[\p{L}_]/u.test(safe) ? safe : `_${safe}`;
}

/** Text with markup escaped; characters that XML 1.0 §2.2 knows no way to write are U+FFFD. */
function escapeText(text: string): string {
  return [...text.toWellFormed().replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "")]
    .map((character) => (character < " " && !"\t\n\r".includes(character) ? "\uFFFD" : character))
    .join("");
}
