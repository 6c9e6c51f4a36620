// Elements of HTML that are safe by construction: every string becomes text, only `Markup` is markup.
import { markupAttribute, markupText } from "./escape.ts";

/** Finished markup; made by `el` and `raw` alone. */
export interface Markup {
  readonly markup: string;
}

export type Child = string | Markup | readonly Child[];

const VOID: ReadonlySet<string> = new Set(["meta", "link", "input", "br"]);

function render(child: Child): string {
  if (typeof child === "string") return markupText(child);
  return "markup" in child ? child.markup : child.map(render).join("");
}

/** An element; an attribute that is `false` is left out, one that is `true` is written empty. */
export function el(
  name: string,
  attributes: Readonly<Record<string, string | boolean>>,
  ...children: readonly Child[]
): Markup {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== false)
    .map(([key, value]) => ` ${key}="${value === true ? "" : markupAttribute(String(value))}"`)
    .join("");
  if (VOID.has(name)) return { markup: `<${name}${list}/>` };
  return { markup: `<${name}${list}>${render(children)}</${name}>` };
}

/** An element with a constant of this project inside: a style sheet or a script. */
export const raw = (name: "style" | "script", text: string): Markup => ({
  markup: `<${name}>${text}</${name}>`,
});
