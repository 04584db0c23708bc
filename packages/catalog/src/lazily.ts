import { deepFreeze } from "./freeze.ts";

/** A frozen value that is parsed when it is first asked for: to import a catalog costs no more than to read its text. */
export function lazily<Value>(json: string): () => Value {
  let value: Value | undefined;
  return () => (value ??= deepFreeze(JSON.parse(json) as Value));
}
