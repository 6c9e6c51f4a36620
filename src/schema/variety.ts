// Strings that look real and differ from draw to draw, by a property's name and by format.
import { int, pick } from "./random.ts";

type Draw = (random: () => number) => string;

const FIRST =
  "Ada Ben Chloe Diego Emma Farid Grace Hiro Ines Jonas Keiko Liam Mia Noor Olga Priya Quinn Rosa Sven Tara";
const LAST =
  "Adler Brown Chen Diaz Evans Fischer Garcia Hansen Ito Jones Khan Lopez Meyer Novak Okafor Patel Rossi Silva";
const CITIES =
  "Berlin Lisbon Oslo Kyoto Nairobi Lima Austin Quebec Hobart Delhi Cairo Porto Leeds Turin Ghent Malmo";
const COUNTRIES =
  "Germany Portugal Norway Japan Kenya Peru Canada Australia India Egypt Italy Belgium Sweden Brazil";
const CODES = "DE PT NO JP KE PE CA AU IN EG IT BE SE BR";
const STREETS = "Oak Maple Mill River Church Station Garden Harbour Hill Park";
const COMPANIES =
  "Acorn Beacon Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Kestrel Lumen Meridian North";
const KINDS = "Works Labs Group Foods Systems Studio Partners Logistics";
const COLOURS = "red green blue amber teal violet orange grey";
const CURRENCIES = "EUR USD GBP JPY CHF SEK CAD AUD";
const LANGUAGES = "en de fr es pt ja it sv";
const ZONES = "Europe/Berlin America/New_York Asia/Tokyo Africa/Nairobi Australia/Hobart";
const WORDS =
  "amber anchor basket bridge candle canyon cedar cloud copper coral desert echo field forest garden harbor island " +
  "jasmine kettle lantern maple meadow mirror morning mountain ocean orchard paper pebble pepper prairie quartz rain " +
  "river saddle silver spring stone summer thunder timber valley velvet violet walnut willow window winter";

const from = (list: string): Draw => {
  const entries = list.split(" ");
  return (random) => pick(random, entries) ?? "";
};
const [first, last, city, word] = [from(FIRST), from(LAST), from(CITIES), from(WORDS)];
const [street, company, kind] = [from(STREETS), from(COMPANIES), from(KINDS)];
const digits = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => int(random, 0, 9)).join("");
const hex = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => int(random, 0, 15).toString(16)).join("");
const two = (value: number): string => String(value).padStart(2, "0");
const date: Draw = (random) =>
  `20${int(random, 20, 29)}-${two(int(random, 1, 12))}-${two(int(random, 1, 28))}`;
const time: Draw = (random) =>
  `${two(int(random, 0, 23))}:${two(int(random, 0, 59))}:${two(int(random, 0, 59))}Z`;
const moment: Draw = (random) => `${date(random)}T${time(random)}`;
const email: Draw = (random) => `${first(random)}.${last(random)}@example.com`.toLowerCase();
const url: Draw = (random) => `https://example.com/${word(random)}/${int(random, 1, 999)}`;
const uuid: Draw = (random) =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${pick(random, ["8", "9", "a", "b"])}${hex(random, 3)}-${hex(random, 12)}`;
const sentence: Draw = (random) => {
  const text = Array.from({ length: int(random, 4, 9) }, () => word(random)).join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
const title: Draw = (random) => `${capital(word(random))} ${word(random)}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const phone: Draw = (random) => `+1555${digits(random, 7)}`;
const address: Draw = (random) => `${int(random, 1, 250)} ${street(random)} Street`;
const firm: Draw = (random) => `${company(random)} ${kind(random)}`;
const ipv4: Draw = (random) => `192.0.2.${int(random, 1, 254)}`;
const fullName: Draw = (random) => `${first(random)} ${last(random)}`;

/** Last words of names, or last two; several words of one meaning share an entry. */
const BY_NAME: ReadonlyMap<string, Draw> = new Map(
  (
    [
      ["email mail", email],
      ["url uri href link website", url],
      ["host hostname domain", (random) => `${word(random)}.example.com`],
      ["ip", ipv4],
      ["id key token", (random) => `${word(random)}-${digits(random, 4)}`],
      ["uuid guid", uuid],
      ["slug", (random) => `${word(random)}-${word(random)}`],
      ["date day birthday", date],
      ["at timestamp", moment],
      ["time", time],
      ["phone telephone mobile", phone],
      ["name", title],
      ["first_name given_name", first],
      ["last_name family_name surname", last],
      ["full_name author owner customer", fullName],
      ["username user_name login", (random) => `${first(random).toLowerCase()}${digits(random, 2)}`],
      ["company organization employer", firm],
      ["title subject label", title],
      ["description message comment text body summary note notes", sentence],
      ["city state town region", city],
      ["country", from(COUNTRIES)],
      ["country_code", from(CODES)],
      ["street address", address],
      ["zip postcode postal_code", (random) => digits(random, 5)],
      ["currency", from(CURRENCIES)],
      ["language locale", from(LANGUAGES)],
      ["timezone", from(ZONES)],
      ["color colour", from(COLOURS)],
      ["version", (random) => `${int(random, 0, 9)}.${int(random, 0, 20)}.${int(random, 0, 20)}`],
      ["path", (random) => `/${word(random)}/${word(random)}`],
    ] satisfies readonly (readonly [string, Draw])[]
  ).flatMap(([names, draw]) => names.split(" ").map((name) => [name, draw] as const)),
);

const BY_FORMAT: Readonly<Record<string, Draw>> = {
  email,
  "idn-email": email,
  uri: url,
  iri: url,
  "uri-reference": url,
  uuid,
  date,
  time,
  "date-time": moment,
  ipv4,
  hostname: (random) => `${word(random)}.example.com`,
  byte: (random) => btoa(`${word(random)} ${word(random)}`),
  duration: (random) => `PT${int(random, 1, 59)}M`,
};

/** A string that suits a property called `name`, another one with each draw. */
export function drawn(name: string, random: () => number): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const draw = BY_NAME.get(words.slice(-2).join("_")) ?? BY_NAME.get(words.at(-1) ?? "");
  return draw ? draw(random) : `${word(random)} ${word(random)}`;
}

/** A value of a format, another one with each draw; undefined for a format that is not varied. */
export function drawnFormat(format: string, random: () => number): string | undefined {
  return Object.hasOwn(BY_FORMAT, format) ? BY_FORMAT[format]?.(random) : undefined;
}
