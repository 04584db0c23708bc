import { CatalogCommandError, type Call } from "./command.ts";

/** An option with a whole number above 0. */
export function wholeNumber(call: Call, option: string): number | undefined {
  const text = call.text(option);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value > 0))
    throw new CatalogCommandError(`--${option} is ${text}, but must be a whole number above 0.`);
  return value;
}

/** An option with a whole number of 0 or more. */
export function count(call: Call, option: string): number | undefined {
  return call.text(option) === "0" ? 0 : wholeNumber(call, option);
}

/** An option with one of a few values; upper and lower case are the same where they differ in no two of them. */
export function oneOf<Choice extends string>(call: Call, option: string, choices: readonly Choice[]): Choice | undefined {
  const text = call.text(option);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw new CatalogCommandError(`--${option} is ${text}, but must be one of: ${choices.join(", ")}.`);
  return found;
}

/** `8GB` is 8e9 bytes, `8GiB` 8 x 1024^3. */
export function bytes(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([MGT])(i?)B$/iu.exec(text.trim());
  if (!match) throw new CatalogCommandError(`--${option} is ${text}, but must be a size such as 8GB or 24GiB.`);
  const [, amount = "", unit = "", binary] = match;
  return Number(amount) * (binary ? 1024 : 1000) ** { M: 2, G: 3, T: 4 }[unit.toUpperCase() as "M" | "G" | "T"];
}

/** `8B` is 8e9 parameters, `270M` 270e6, `1T` 1e12, and a number alone is itself. */
export function parameters(call: Call, option: string): number | undefined {
  const text = call.text(option);
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*([MBT]?)$/iu.exec(text.trim());
  if (!match) throw new CatalogCommandError(`--${option} is ${text}, but must be a number of parameters such as 8B or 270M.`);
  return Number(match[1]) * { "": 1, M: 1e6, B: 1e9, T: 1e12 }[(match[2] ?? "").toUpperCase() as "" | "M" | "B" | "T"];
}

/** Only what was given: `{ model: undefined }` becomes `{}`. */
export const given = <Query extends object>(query: Query): { [Key in keyof Query]?: NonNullable<Query[Key]> } =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Query]?: NonNullable<Query[Key]>;
  };
