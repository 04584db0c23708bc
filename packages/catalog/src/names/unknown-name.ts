/** What a name can denote. */
export type NameKind = "model" | "family" | "organization" | "benchmark" | "device" | "field";

/**
 * A name that the catalog does not know, or that denotes several records where one is needed. `nearest` holds the ids of the records whose
 * names are most like it, the most similar first.
 */
export class UnknownNameError extends Error {
  readonly kind: NameKind;
  /** As it was given. */
  readonly given: string;
  readonly nearest: readonly string[];

  constructor(kind: NameKind, given: string, nearest: readonly string[], problem: "unknown" | "ambiguous" = "unknown") {
    const list = nearest.length > 1 ? `${nearest.slice(0, -1).join(", ")} or ${nearest.at(-1)}` : nearest.join("");
    const start =
      problem === "unknown" ? `The catalog has no ${kind} ${JSON.stringify(given)}.` : `${JSON.stringify(given)} is not one ${kind}.`;
    super(nearest.length === 0 ? start : `${start} Did you mean ${list}?`);
    this.name = "UnknownNameError";
    this.kind = kind;
    this.given = given;
    this.nearest = nearest;
  }
}
