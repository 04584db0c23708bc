/** A constraint that cannot be kept: which one, where it stands, and why. */
export class SchemaError extends Error {
  /** JSON pointer of the keyword, without its first slash; empty for the whole. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path === "" ? "the whole" : path}: ${reason}`);
    this.name = "SchemaError";
    this.path = path;
  }
}
