export { choiceGrammar, jsonSchemaGrammar, patternGrammar } from "./json-schema.ts";
export { SchemaError } from "./schema-error.ts";
export { literal } from "./rules.ts";
