// Whether a number is a multiple of another, as people write the two: in decimals, without binary rounding.

/** `19.99` is a multiple of `0.01`. Both are read as their shortest decimal text; the divisor is above 0. */
export function isMultiple(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  if (!Number.isFinite(value) || !Number.isFinite(divisor)) return false;
  const one = decimalOf(value);
  const other = decimalOf(divisor);
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return scaled(one) % scaled(other) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const known = new Map<number, Decimal>();

/** Divisors come again and again, values mostly do not; a small table serves both. */
function decimalOf(value: number): Decimal {
  const found = known.get(value);
  if (found) return found;
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const decimal = { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
  if (known.size >= 1000) known.clear();
  known.set(value, decimal);
  return decimal;
}
