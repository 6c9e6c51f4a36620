// Watches files by looking at them now and then: works for editors that replace a file, and on network drives.
import { unwatchFile, watchFile, type Stats } from "node:fs";

export interface Watcher {
  /** Watches these files from now on, and no others. */
  readonly watch: (paths: readonly string[]) => void;
  readonly close: () => void;
}

const LOOK_MS = 250;
/** Several files saved at once are one change. */
const SETTLE_MS = 150;

/** Calls `changed` a moment after any of the files changed, appeared or went away. */
export function fileWatcher(changed: () => void): Watcher {
  let watched: readonly string[] = [];
  let settling: NodeJS.Timeout | undefined;
  const look = (now: Stats, before: Stats): void => {
    if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
    clearTimeout(settling);
    settling = setTimeout(changed, SETTLE_MS);
  };
  const watch = (paths: readonly string[]): void => {
    for (const path of watched) if (!paths.includes(path)) unwatchFile(path, look);
    for (const path of paths)
      if (!watched.includes(path)) watchFile(path, { interval: LOOK_MS, persistent: false }, look);
    watched = paths;
  };
  return {
    watch,
    close: () => {
      watch([]);
      clearTimeout(settling);
    },
  };
}
