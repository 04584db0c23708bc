/** Checks of what callers pass. Each error names the argument, what it is, and what is allowed. */

const shown = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : String(value));

/** A name as text; anything else is a mistake of the caller. */
export function textOf(kind: string, name: unknown): string {
  if (typeof name !== "string" || name.trim() === "") throw new TypeError(`The name of a ${kind} is ${shown(name)}, but must be text.`);
  return name;
}

export function requirePositiveInteger(name: string, value: number): number {
  if (!(Number.isSafeInteger(value) && value > 0)) throw new RangeError(`${name} is ${shown(value)}, but must be a whole number above 0.`);
  return value;
}

export function requireWholeNumber(name: string, value: number): number {
  if (!(Number.isSafeInteger(value) && value >= 0))
    throw new RangeError(`${name} is ${shown(value)}, but must be a whole number of 0 or more.`);
  return value;
}

export function requireNotNegative(name: string, value: number): number {
  if (!(typeof value === "number" && value >= 0)) throw new RangeError(`${name} is ${shown(value)}, but must be a number of 0 or more.`);
  return value;
}

/** One of the allowed values, which differ in case where their names do: `Q4_K_M`. */
export function requireOneOf<Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const alike = choices.find((choice) => choice.toLowerCase() === String(value).toLowerCase());
  throw new RangeError(
    alike === undefined
      ? `${name} is ${shown(value)}, but must be one of: ${choices.join(", ")}.`
      : `${name} is ${shown(value)}, but must be ${shown(alike)}: upper and lower case differ.`,
  );
}

/** An ISO 8601 date of any precision: `2024`, `2024-07` or `2024-07-23`. */
export function requireDate(name: string, value: string): string {
  const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/u.exec(value) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day))
    throw new RangeError(`${name} is ${shown(value)}, but must be an ISO 8601 date such as 2024, 2024-07 or 2024-07-23.`);
  return value;
}

/** A BCP 47 tag in its canonical form. */
export function requireLanguage(value: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(value);
    if (canonical !== undefined) return canonical;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new RangeError(`language is ${shown(value)}, but must be a BCP 47 tag such as en or zh.`);
}

/** The language of a tag without its region: `zh` of `zh-CN`. */
export const baseOf = (language: string): string => language.split("-")[0] ?? language;
