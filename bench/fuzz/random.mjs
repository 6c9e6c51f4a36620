// Random numbers from a seed, and the random texts, bytes and JSON values that break things.

/** @typedef {ReturnType<typeof randomOf>} Random */

/** The same numbers for the same seed (mulberry32). @param {number} seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (/** @type {number} */ limit) => Math.floor(next() * limit);
  return {
    below,
    chance: (/** @type {number} */ share) => next() < share,
    /** @template T @param {readonly T[]} items @returns {T} */
    pick: (items) => /** @type {any} */ (items[below(items.length)]),
  };
}

export const ODD_TEXTS = [
  "",
  " ",
  "0",
  "-0",
  "1e400",
  "NaN",
  "null",
  "true",
  "undefined",
  "[]",
  "{}",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "%",
  "%zz",
  "%00",
  "%2F",
  "%2e%2e%2f",
  "%ff%fe",
  "%E2%82",
  "..",
  "../..",
  ";x=1;y=2",
  ".a.b",
  "a,b,,c",
  "a|b",
  "a%20b",
  "[x]=1",
  "x[",
  "x]=",
  "&&&",
  "=",
  "==",
  "'\"`$(id)",
  "<script>",
  "\\",
  "ä€😀",
  "\ud800",
  "\u0000",
  "\u202e",
  "a".repeat(300),
  "9".repeat(400),
  "/".repeat(50),
  "[".repeat(2000),
  "(a+)+$",
  "2026-13-45T99:99:99Z",
  "9007199254740993",
  "0x10",
  "1_000",
  "١٢",
  "application/json; charset=utf-7",
  "*/*;q=0",
  "a/b;q=9",
  ";;;,",
  "bytes=0-",
];

/** @type {readonly unknown[]} */
const ODD_VALUES = [
  null,
  true,
  false,
  0,
  -0,
  1,
  -1,
  0.1,
  1e308,
  2 ** 53 + 2,
  -(2 ** 31) - 1,
  "",
  "a",
  "ä€😀",
  "\ud800",
  "\u0000",
  "a".repeat(5000),
  [],
  {},
  [null],
  [[[[]]]],
  { __proto__: null, constructor: 1 },
  { "": "" },
  { a: { b: { c: {} } } },
  [1, "a", null, {}],
  "2026-01-01T00:00:00Z",
  "-",
  "/v1/*",
  "api.example.com",
];

/** @param {Random} random @returns {unknown} */
export const oddValue = (random) => random.pick(ODD_VALUES);

const RAW_JSON = [
  "",
  " ",
  "{",
  "}",
  "[",
  "nul",
  "NaN",
  "1e999",
  "-",
  '"',
  '"\\u12"',
  '"\\ud800"',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  '{"name":"a",}',
  "{'a':1}",
  "[1,]",
  "\ufeff{}",
  "{}{}",
  "//x\n{}",
  `${"[".repeat(20_000)}`,
  `${"[".repeat(3000)}${"]".repeat(3000)}`,
  `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
  `"${"a".repeat(100_000)}"`,
  `[${"1,".repeat(20_000)}1]`,
  `{"name":${"9".repeat(5000)}}`,
];

/** Bytes of a body that was `body`. @param {Random} random @param {Uint8Array} body @returns {Uint8Array} */
export function oddBody(random, body) {
  const bytes = Buffer.from(body);
  switch (random.below(8)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 1:
      if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    case 2: {
      const at = random.below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(ODD_TEXTS)), bytes.subarray(at)]);
    }
    case 3:
      return Buffer.from(random.pick(RAW_JSON));
    case 4:
      return Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256)));
    case 5:
      return Buffer.from(String(bytes), "utf16le");
    default:
      return changedJson(random, bytes);
  }
}

/** A JSON body with one value replaced, added or removed; odd text where it is no JSON. @param {Random} random @param {Buffer} bytes */
function changedJson(random, bytes) {
  try {
    const value = JSON.parse(String(bytes));
    return Buffer.from(JSON.stringify(changedTree(random, value)) ?? "");
  } catch {
    return Buffer.from(random.pick(RAW_JSON));
  }
}

/** A copy of a JSON value with one node changed. @param {Random} random @param {unknown} value @returns {unknown} */
export function changedTree(random, value) {
  if (typeof value !== "object" || value === null || random.chance(0.15)) return oddValue(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...value, oddValue(random)];
    const at = random.below(value.length);
    return value.map((item, index) => (index === at ? changedTree(random, item) : item));
  }
  const keys = Object.keys(value);
  if (keys.length === 0 || random.chance(0.15))
    return { ...value, [random.pick([...ODD_TEXTS, ...keys])]: oddValue(random) };
  const key = random.pick(keys);
  const { [key]: old, ...rest } = /** @type {Record<string, unknown>} */ (value);
  if (random.chance(0.15)) return rest;
  return { ...rest, [key]: changedTree(random, old) };
}
