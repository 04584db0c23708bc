/**
 * One value in the process. Next loads a server module several times (routes, pages, instrumentation), so module-level state
 * would exist several times over.
 */
export function processWide<Value>(name: string, create: () => Value): Value {
  const key = Symbol.for(`llmlist.${name}`);
  const registry = globalThis as unknown as Record<symbol, Value | undefined>;
  return (registry[key] ??= create());
}
