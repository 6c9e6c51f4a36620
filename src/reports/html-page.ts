// The frame of every page: a head with a policy that lets nothing in, a header, a main part, a footer.
import { createHash } from "node:crypto";
import { STYLE } from "./html-style.ts";
import { el, type Markup, raw } from "./markup.ts";

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Should an escape ever fail, the browser still runs this script, this style sheet and nothing else. */
const policy = (script: string): string =>
  `default-src 'none'; img-src data:; style-src ${hash(STYLE)}; script-src ${script === "" ? "'none'" : hash(script)}; base-uri 'none'; form-action 'none'`;

export interface Page {
  readonly title: string;
  /** The text of the link that leads to the main part. */
  readonly skip: string;
  readonly header: Markup;
  readonly main: readonly Markup[];
  readonly footer: Markup;
  /** A constant of this project; a page can be read without it. */
  readonly script?: string;
}

/** HTML5 that is well-formed XML too and requests nothing. */
export function page({ title, skip, header, main, footer, script = "" }: Page): string {
  const head = el(
    "head",
    {},
    el("meta", { charset: "utf-8" }),
    el("meta", { "http-equiv": "Content-Security-Policy", content: policy(script) }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("link", { rel: "icon", href: "data:," }),
    el("title", {}, title),
    raw("style", STYLE),
  );
  const link = el("a", { class: "skip", href: "#main" }, skip);
  const scripts = script === "" ? [] : [raw("script", script)];
  const body = el("body", {}, link, header, el("main", { id: "main" }, ...main), footer, ...scripts);
  return `<!DOCTYPE html>\n${el("html", { lang: "en" }, head, body).markup}\n`;
}

/** Terms and what they are, one below the other. */
export function factsList(facts: readonly (readonly [term: string, text: string])[]): Markup {
  const rows = facts.map(([term, text]) => el("div", {}, el("dt", {}, term), el("dd", {}, text)));
  return el("dl", { class: "facts" }, ...rows);
}
