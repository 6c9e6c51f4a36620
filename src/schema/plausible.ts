// Strings that look right for a property's name, where the schema says nothing more.

const PHONE = "+15550100";

/** The last word of the name decides; names of several words are looked up whole first. */
const BY_NAME: Readonly<Record<string, string>> = {
  email: "ann@example.com",
  mail: "ann@example.com",
  url: "https://example.com/",
  uri: "https://example.com/",
  href: "https://example.com/",
  link: "https://example.com/",
  website: "https://example.com/",
  host: "example.com",
  hostname: "example.com",
  domain: "example.com",
  ip: "192.0.2.1",
  id: "id-1",
  uuid: "3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d",
  key: "key-1",
  slug: "example",
  token: "token-1",
  date: "2024-03-15",
  day: "2024-03-15",
  birthday: "1990-03-15",
  at: "2024-03-15T09:30:00Z",
  timestamp: "2024-03-15T09:30:00Z",
  time: "09:30:00Z",
  phone: PHONE,
  telephone: PHONE,
  mobile: PHONE,
  name: "Example",
  "first name": "Ann",
  "given name": "Ann",
  "last name": "Example",
  "family name": "Example",
  surname: "Example",
  "full name": "Ann Example",
  username: "ann",
  "user name": "ann",
  login: "ann",
  company: "Example Inc",
  organization: "Example Inc",
  title: "An example",
  description: "An example",
  message: "An example",
  comment: "An example",
  city: "Berlin",
  country: "Germany",
  "country code": "DE",
  state: "Berlin",
  street: "1 Example Street",
  address: "1 Example Street",
  zip: "10115",
  postcode: "10115",
  "postal code": "10115",
  currency: "EUR",
  language: "en",
  locale: "en",
  timezone: "Europe/Berlin",
  color: "blue",
  version: "1.0.0",
  path: "/example",
  pattern: "example",
};

/** A string that suits a property called `name`; `string` when the name tells nothing. Never blank at an end. */
export function plausible(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  for (const key of [words.slice(-2).join(" "), words.at(-1) ?? ""]) {
    if (Object.hasOwn(BY_NAME, key)) return BY_NAME[key] ?? "string";
  }
  return "string";
}
