// Values that are clearly valid and clearly invalid for each string format, and samples made from them.

export interface FormatValues {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

/**
 * Clear-cut values only: every sane implementation accepts the valid ones and refuses the invalid ones. The first
 * valid value is the plainest. Formats that the validator does not check (idn-*, iri*, password, binary) are left out.
 */
export const FORMATS: Readonly<Record<string, FormatValues>> = {
  date: {
    valid: ["2024-03-15", "2000-02-29", "1999-12-31"],
    invalid: ["tomorrow", "2024-13-01", "2024-02-31", "15/03/2024", "2024-3-15"],
  },
  time: {
    valid: ["09:30:00Z", "23:59:59.5Z", "12:00:00+02:00"],
    invalid: ["noon", "25:00:00Z", "12:61:00Z", "12:00:00"],
  },
  "date-time": {
    valid: ["2024-03-15T09:30:00Z", "2000-02-29T23:59:59.123Z", "1999-12-31T12:00:00+02:00"],
    invalid: ["yesterday", "2024-03-15", "2024-13-01T09:30:00Z", "2024-03-15T25:00:00Z", "1710495000"],
  },
  "iso-time": {
    valid: ["09:30:00Z", "12:00:00", "12:00:00+02:00"],
    invalid: ["noon", "25:00:00Z", "12:61:00"],
  },
  "iso-date-time": {
    valid: ["2024-03-15T09:30:00Z", "2024-03-15T09:30:00", "1999-12-31T12:00:00+02:00"],
    invalid: ["yesterday", "2024-03-15", "2024-13-01T09:30:00Z", "2024-03-15T25:00:00"],
  },
  duration: {
    valid: ["P1D", "PT1H30M", "P1Y2M3DT4H5M6S", "P2W"],
    invalid: ["one day", "P", "1D", "PT", "P1S"],
  },
  uri: {
    valid: [
      "https://example.com/",
      "https://example.com/a/b?c=d#e",
      "mailto:ann@example.com",
      "urn:example:a",
    ],
    invalid: ["not a uri", "/relative", "://example.com", "https://example.com/a b"],
  },
  "uri-reference": {
    valid: ["/a/b", "https://example.com/", "a?b=c", "#part"],
    invalid: ["a b", "/a\\b", "https://example.com/a b", "/%zz"],
  },
  "uri-template": {
    valid: ["https://example.com/{id}", "/a/{b}/c", "/search{?q,page}"],
    invalid: ["/a/{b", "/a/b}", "/a b/{c}"],
  },
  url: {
    valid: ["https://example.com/", "http://example.com/a?b=c", "https://www.example.org:8080/a"],
    invalid: ["not a url", "example", "https://", "https://exa mple.com/"],
  },
  email: {
    valid: ["ann@example.com", "a.b@example.org", "a@b.co"],
    invalid: ["ann", "@example.com", "ann@", "ann example.com", "ann@@example.com"],
  },
  hostname: {
    valid: ["example.com", "www.example.org", "localhost", "a.co"],
    invalid: ["exa mple.com", "-example.com", "example..com", "exa_mple.com", "exam!ple.com"],
  },
  ipv4: {
    valid: ["192.0.2.1", "198.51.100.7", "203.0.113.255"],
    invalid: ["256.0.0.1", "192.0.2", "192.0.2.1.1", "localhost", "192.0.2.a"],
  },
  ipv6: {
    valid: ["2001:db8::1", "::1", "2001:db8:0:0:0:0:0:2"],
    invalid: ["2001:db8", "2001:db8::g", "1::2::3", "192.0.2.1", "12345::1"],
  },
  regex: {
    valid: ["^[a-z]+$", "a|b", "\\d{2}"],
    invalid: ["(", "[a", "a)", "*a"],
  },
  uuid: {
    valid: [
      "3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d",
      "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      "0b8f4c2a-91d3-4e5f-8a7b-6c5d4e3f2a1b",
    ],
    invalid: [
      "not-a-uuid",
      "3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6",
      "3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6g",
      "3f2b8c1e-5d47-4a6b-9c0d",
    ],
  },
  "json-pointer": {
    valid: ["/a/b", "/a~1b/0", "/a"],
    invalid: ["a/b", "/a~2", "/~"],
  },
  "json-pointer-uri-fragment": {
    valid: ["#/a/b", "#/a~1b/0", "#/a"],
    invalid: ["/a/b", "a", "#a", "#/a b"],
  },
  "relative-json-pointer": {
    valid: ["1/a", "0#", "2/a/b"],
    invalid: ["/a", "-1/a", "a", "01/a"],
  },
  byte: {
    valid: ["cGx1bWI=", "bGluZQ==", "YWJj"],
    invalid: ["a", "====", "cGx1bWI", "not base64!"],
  },
};

const two = (number: number): string => String(number).padStart(2, "0");
const day = (index: number): string =>
  `${2001 + (Math.trunc(index / 336) % 900)}-${two((Math.trunc(index / 28) % 12) + 1)}-${two((index % 28) + 1)}`;
const clock = (index: number): string =>
  `${two(Math.trunc(index / 3600) % 24)}:${two(Math.trunc(index / 60) % 60)}:${two(index % 60)}Z`;

/** A further value per format, for lists of distinct ones. */
const NUMBERED: Readonly<Record<string, (index: number) => string>> = {
  date: day,
  time: clock,
  "date-time": (index) => `${day(index)}T09:30:00Z`,
  "iso-time": clock,
  "iso-date-time": (index) => `${day(index)}T09:30:00Z`,
  duration: (index) => `P${index}D`,
  uri: (index) => `https://example.com/${index}`,
  "uri-reference": (index) => `/${index}`,
  "uri-template": (index) => `/${index}/{id}`,
  url: (index) => `https://example.com/${index}`,
  email: (index) => `ann${index}@example.com`,
  hostname: (index) => `host${index}.example.com`,
  ipv4: (index) => `198.51.${Math.trunc(index / 250) % 250}.${(index % 250) + 1}`,
  ipv6: (index) => `2001:db8::${(index % 0xffff).toString(16)}`,
  regex: (index) => `^a{${index}}$`,
  uuid: (index) => `3f2b8c1e-5d47-4a6b-9c0d-${index.toString(16).padStart(12, "0")}`,
  "json-pointer": (index) => `/${index}`,
  "json-pointer-uri-fragment": (index) => `#/${index}`,
  "relative-json-pointer": (index) => `${index}/a`,
  byte: (index) => String(index).padStart(8, "A"),
};

/**
 * The value number `index` of a format: first those of the table, then numbered ones without end. Undefined for a
 * format that is not in the table.
 */
export function sampleOfFormat(format: string, index: number): string | undefined {
  if (!Object.hasOwn(FORMATS, format)) return undefined;
  const place = Math.max(0, Math.trunc(index));
  return FORMATS[format]?.valid[place] ?? NUMBERED[format]?.(place);
}

const labels = (length: number): string => {
  const label = `${"a".repeat(62)}.`;
  const cut = label.repeat(Math.ceil(length / label.length)).slice(0, length - 1);
  return `${cut.replace(/\.$/, "a")}.`;
};
const digits = (length: number): string => "1".repeat(length);

/** How a value of a format becomes `more` characters longer (more > 0); formats of fixed length have no entry. */
const LONGER: Readonly<Record<string, (more: number) => string | undefined>> = {
  "date-time": (more) => (more > 1 ? `2024-03-15T09:30:00.${digits(more - 1)}Z` : undefined),
  "iso-date-time": (more) => (more > 1 ? `2024-03-15T09:30:00.${digits(more - 1)}Z` : undefined),
  time: (more) => (more > 1 ? `09:30:00.${digits(more - 1)}Z` : undefined),
  "iso-time": (more) => (more > 1 ? `09:30:00.${digits(more - 1)}Z` : undefined),
  duration: (more) => `P1${digits(more)}D`,
  uri: (more) => `https://example.com/${"a".repeat(more)}`,
  "uri-reference": (more) => `/a/b${"a".repeat(more)}`,
  "uri-template": (more) => `https://example.com/{id}${"a".repeat(more)}`,
  url: (more) => `https://example.com/${"a".repeat(more)}`,
  email: (more) => (more <= 50 ? `${"a".repeat(more)}ann@example.com` : `ann@${labels(more)}example.com`),
  hostname: (more) => (more === 1 ? "aexample.com" : `${labels(more)}example.com`),
  regex: (more) => `^[a-z]+${"a".repeat(more)}$`,
  "json-pointer": (more) => `/a/b${"a".repeat(more)}`,
  "json-pointer-uri-fragment": (more) => `#/a/b${"a".repeat(more)}`,
  "relative-json-pointer": (more) => `1/a${"a".repeat(more)}`,
  byte: (more) => (more % 4 === 0 ? `cGx1bWI=`.padStart(8 + more, "A") : undefined),
};

/** A valid value of a format with exactly `length` characters, longer than its first table value; else undefined. */
export function longFormat(format: string, length: number): string | undefined {
  const first = Object.hasOwn(FORMATS, format) ? FORMATS[format]?.valid[0] : undefined;
  if (first === undefined || length <= first.length) return undefined;
  const longer = LONGER[format]?.(length - first.length);
  return longer?.length === length ? longer : undefined;
}
