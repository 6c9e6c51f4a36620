// Every rule family of the judge, in the order in which cases are derived.
import { arrayBounds } from "./array-bounds.ts";
import { arrayItems } from "./array-items.ts";
import { combinators } from "./combinators.ts";
import { conditional } from "./conditional.ts";
import { constant } from "./const.ts";
import { discriminator } from "./discriminator.ts";
import { enumeration } from "./enum.ts";
import { format } from "./format.ts";
import { nullable } from "./nullable.ts";
import { numberBounds } from "./number-bounds.ts";
import { objectBounds } from "./object-bounds.ts";
import { pattern } from "./pattern.ts";
import { properties } from "./properties.ts";
import { propertyNames } from "./property-names.ts";
import { required } from "./required.ts";
import type { Rule } from "./rule.ts";
import { stringBounds } from "./string-bounds.ts";
import { text } from "./text.ts";
import { type } from "./type.ts";
import { uniqueItems } from "./unique-items.ts";

/** The families, basic keywords first. */
export const RULES: readonly Rule[] = [
  type,
  nullable,
  enumeration,
  constant,
  stringBounds,
  pattern,
  format,
  numberBounds,
  arrayBounds,
  uniqueItems,
  arrayItems,
  required,
  properties,
  propertyNames,
  objectBounds,
  combinators,
  conditional,
  discriminator,
  text,
];
