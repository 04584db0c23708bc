import { EloError } from "./errors.ts";
import { quoted, shown } from "./votes/messages.ts";

/**
 * Refuses options that a function does not know, which are misspelt or meant for another one. JavaScript has no types that would.
 *
 * @throws EloError `bad-input` that names the option.
 */
export function checkKeys(of: string, options: object, known: readonly string[]): void {
  const other = Object.keys(options).find((key) => !known.includes(key));
  if (other !== undefined) throw new EloError("bad-input", `${of} has no option ${other}; it knows ${known.join(", ")}.`);
}

/** @throws EloError `bad-input` for a value that is none of the choices. */
export function checkChoice(name: string, value: unknown, choices: readonly unknown[]): void {
  if (!choices.includes(value))
    throw new EloError("bad-input", `${name} is ${describe(value)}, but must be one of: ${choices.join(", ")}.`);
}

/** @throws EloError `bad-input` for anything but a number between the two, both excluded. */
export function checkBetween(name: string, value: unknown, low: number, high: number): void {
  if (!(typeof value === "number" && value > low && value < high))
    throw new EloError("bad-input", `${name} is ${describe(value)}, but must be a number between ${low} and ${high}.`);
}

/** @throws EloError `bad-input` for anything but a finite number. */
export function checkFinite(name: string, value: unknown): void {
  if (!Number.isFinite(value)) throw new EloError("bad-input", `${name} is ${describe(value)}, but must be a finite number.`);
}

/** @throws EloError `bad-input` for anything but a whole number from `low` to `high`. */
export function checkWhole(name: string, value: unknown, low: number, high = Infinity): void {
  if (!(Number.isInteger(value) && (value as number) >= low && (value as number) <= high))
    throw new EloError(
      "bad-input",
      `${name} is ${describe(value)}, but must be a whole number from ${low}${high === Infinity ? " on" : ` to ${high}`}.`,
    );
}

const describe = (value: unknown): string => (typeof value === "string" ? quoted(value) : shown(String(value)));
