// A strict reader of XML 1.0 for the tests: it throws where an XML parser would, and yields the elements.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const TOKEN = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decode(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const number = /^#(\d+)$/.exec(name);
    const value = number === null ? ENTITIES[name] : String.fromCodePoint(Number(number[1]));
    if (value === undefined || !whole.endsWith(";")) throw new Error(`unknown entity ${whole}`);
    return value;
  });
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map((match) => [
    match[1] ?? "",
    decode(match[2] ?? ""),
  ]);
  const attributes: Record<string, string> = Object.fromEntries(pairs);
  if (Object.keys(attributes).length !== pairs.length) throw new Error(`an attribute twice: ${text}`);
  return attributes;
}

/** The root element of a document without comments, CDATA and processing instructions. */
export function parseMarkup(source: string): Element {
  const bad = FORBIDDEN.exec(source);
  if (bad !== null) throw new Error(`a character that XML forbids at ${bad.index}`);
  const text = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n|^<!DOCTYPE html>\n/, "");
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    const parent = open.at(-1);
    if (match === null || parent === undefined) throw new Error(`no markup: ${text.slice(at, at + 60)}`);
    const [, close, name = "", attributes = "", empty, characters] = match;
    if (characters !== undefined) {
      parent.text += decode(characters);
    } else if (close === "/") {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [], text: "" };
      parent.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const [root, ...others] = top.children;
  if (open.length !== 1 || root === undefined || others.length > 0 || top.text.trim() !== "") {
    throw new Error("not exactly one root element");
  }
  return root;
}

/** An element and all inside it, in document order. */
export const descendants = (element: Element): Element[] => [
  element,
  ...element.children.flatMap(descendants),
];
