// Watching: a change is told once, also when the file is replaced or comes back; other files are not.
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileWatcher } from "./watch.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plumbline-watch-"));
});
afterEach(() => rm(folder, { recursive: true }));

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !holds(); turn++) await pause(50);
}

test("changes of the watched files are told, those of others are not", async () => {
  const [one, other] = [join(folder, "one.yaml"), join(folder, "other.yaml")];
  await writeFile(one, "a");
  await writeFile(other, "a");
  let changes = 0;
  const watcher = fileWatcher(() => void changes++);
  watcher.watch([one]);
  await pause(400);
  await writeFile(other, "changed");
  await pause(600);
  expect(changes).toBe(0);
  await writeFile(one, "changed");
  await until(() => changes === 1);
  expect(changes).toBe(1);
  const fresh = join(folder, "fresh.yaml");
  await writeFile(fresh, "replaced");
  await rename(fresh, one);
  await until(() => changes === 2);
  expect(changes).toBe(2);
  watcher.watch([other]);
  await writeFile(one, "nobody looks any more");
  await pause(600);
  expect(changes).toBe(2);
  watcher.close();
});
