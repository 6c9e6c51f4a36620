// Holds the README to the truth: the file map is the files' first lines, and the examples are run.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadContract } from "./contract/compile.ts";
import { loadDocuments } from "./contract/document.ts";
import { serve, type Server } from "./mock/serve.ts";
import { reference } from "./onecli/reference.ts";
import { parseSeed } from "./onecli/seed.ts";

const run = promisify(execFile);
const top = join(import.meta.dirname, "..");
const file = join(top, "README.md");
const readme = readFileSync(file, "utf8");

function mapOf(folder: string): string {
  const rows = readdirSync(join(top, "src", folder), { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && entry.name.endsWith(".ts") && !/\.test(-data|-cases)?\.ts$/.test(entry.name),
    )
    .map(({ name }) => {
      const [first = "", second = ""] = readFileSync(join(top, "src", folder, name), "utf8").split("\n");
      return `- \`${name}\` ${(first.startsWith("#!") ? second : first).replace(/^\/\/ /, "")}`;
    });
  return `<details><summary><code>src/${folder === "" ? "" : `${folder}/`}</code> (${rows.length})</summary>\n\n${rows.toSorted().join("\n")}\n\n</details>`;
}

function wholeMap(): string {
  const folders = readdirSync(join(top, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(top, "src").length + 1))
    .toSorted();
  return ["", ...folders].map(mapOf).join("\n");
}

const MAP = /<!-- map -->\n[^]*<!-- \/map -->/;

test("the file map is made from the first lines of the files (UPDATE_DOCS=1 rewrites it)", () => {
  const wanted = `<!-- map -->\n${wholeMap()}\n<!-- /map -->`;
  if (process.env["UPDATE_DOCS"] === "1")
    writeFileSync(
      file,
      readme.replace(MAP, () => wanted),
    );
  else expect(readme.match(MAP)?.[0]).toBe(wanted);
});

describe("the examples", () => {
  let server: Server;
  beforeAll(async () => {
    const contract = await loadContract(join(top, "openapi.yaml"), {
      overlays: [join(top, "openapi.overlay.yaml")],
    });
    const seed = parseSeed((await loadDocuments(join(top, "fixtures/state/onecli.yaml"))).root, "seed");
    server = await serve(reference(contract, seed).answer, { port: 0 });
  });
  afterAll(() => server.close());

  const examples = [...readme.matchAll(/```(sh|js)\n([^]*?)```\n\n```(?:json|text)\n([^]*?)```/g)];
  test("there are some", () => expect(examples.length).toBeGreaterThanOrEqual(3));
  for (const [, language = "", code = "", output = ""] of examples) {
    test(`${code
      .split("\n")
      .at(language === "js" ? 3 : -2)
      ?.trim()} gives ${output.trim()}`, async () => {
      const local = code.replaceAll("http://localhost:4010", server.url);
      const { stdout } =
        language === "sh"
          ? await run("bash", ["-c", local])
          : await run(process.execPath, ["--input-type=module", "-e", local]);
      expect(stdout.trim()).toBe(output.trim());
    });
  }
});
