// The base paths that a contract's servers give: `/v1` of `https://api.example.com/v1`.
import { isObject } from "../schema/keywords.ts";

/** Distinct base paths in declared order, without a trailing slash, variables at their default; `""` without servers. */
export function basePathsOf(root: Readonly<Record<string, unknown>>): readonly string[] {
  const servers = Array.isArray(root["servers"]) ? root["servers"].filter(isObject) : [];
  const paths = servers.flatMap((server) => {
    const url =
      typeof server["url"] === "string" ? withDefaults(server["url"], server["variables"]) : undefined;
    return url === undefined ? [] : [pathOf(url)];
  });
  return paths.length === 0 ? [""] : [...new Set(paths)];
}

function withDefaults(url: string, variables: unknown): string {
  return url.replace(/\{([^}]*)\}/g, (whole, name: string) => {
    const variable = isObject(variables) && Object.hasOwn(variables, name) ? variables[name] : undefined;
    const value = isObject(variable) ? variable["default"] : undefined;
    return typeof value === "string" || typeof value === "number" ? String(value) : whole;
  });
}

function pathOf(url: string): string {
  const path = url
    .replace(/^[a-z][\w+.-]*:/i, "")
    .replace(/^\/\/[^/?#]*/, "")
    .replace(/[?#].*$/s, "");
  // Relative to the root, as the document's own address is not known: `v1`, `./v1` and `../v1` are all `/v1`.
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.map((segment) => `/${segment}`).join("");
}
