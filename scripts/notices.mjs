// The licences of the packages that the command carries in itself: each asks to be handed on with the code.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of the packages that the modules come from. @param {readonly string[]} modules */
const packagesOf = (modules) =>
  [
    ...new Set(modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? [])),
  ].toSorted();

/** Name, version and licence text of every package behind the modules. @param {readonly string[]} modules paths of files */
export function noticesOf(modules) {
  const notices = packagesOf(modules).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e(?:\.\w+)?$/i.test(one));
    if (file === undefined) throw new Error(`${name} ${version} comes without the text of its licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return ["The command `plumbline` contains these packages.\n", ...notices].join(`\n${"-".repeat(80)}\n\n`);
}
