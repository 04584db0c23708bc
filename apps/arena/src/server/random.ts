import { randomBytes } from "node:crypto";

/** A number in [0, 1) with 53 random bits from a cryptographic source: whatever decides a battle must not be predictable. */
export function secureRandom(): number {
  return Number(randomBytes(8).readBigUInt64BE() >> 11n) / 2 ** 53;
}
