import { InferenceError } from "../errors.ts";

/** A whole number of an option; undefined where it is left out. */
export function wholeNumber(text: string | undefined, name: string, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InferenceError("bad-request", `--${name} is ${text}, but must be a whole number from ${min} to ${max}.`);
}
