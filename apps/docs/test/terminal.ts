/** The environment of a reader's terminal: that of this process without the settings of the test run. */
export function terminal(further: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const environment = { ...process.env, NO_COLOR: "1", ...further };
  for (const name of Object.keys(environment)) {
    if (/^(?:NODE_ENV|NODE_OPTIONS|VITEST.*|npm_.*|FORCE_COLOR|LLMLIST_DOCS_URL)$/u.test(name)) Reflect.deleteProperty(environment, name);
  }
  return environment;
}
