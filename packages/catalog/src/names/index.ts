export { DeviceNames } from "./device-names.ts";
export { ModelNames, type OrganizationNames } from "./model-names.ts";
export { NameIndex } from "./name-index.ts";
export { spellingOf, tokensOf } from "./spelling.ts";
export { type NameKind, UnknownNameError } from "./unknown-name.ts";
