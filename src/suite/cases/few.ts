// A few of a list: which ones depends on a text alone, so that they stay the same when other things change.

/** At most `count` entries, evenly spread over the list, from a start that the text decides; in the list's order. */
export function fewOf<T>(list: readonly T[], text: string, count: number): readonly T[] {
  if (list.length <= count) return list;
  let start = 0;
  for (let index = 0; index < text.length; index++) start = (start * 31 + text.charCodeAt(index)) >>> 0;
  const kept = new Set(
    Array.from(
      { length: count },
      (_, index) => (start + Math.floor((index * list.length) / count)) % list.length,
    ),
  );
  return list.filter((_, index) => kept.has(index));
}
