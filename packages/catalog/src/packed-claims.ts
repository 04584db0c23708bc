import type { Claim } from "./source.ts";

/** Claims by record and field, the shown one first. */
export type Claims = Readonly<Record<string, Readonly<Record<string, readonly Claim[]>>>>;

/** Source, parts of the excerpt, value, and how sure it is where it is not exact; all but the value by number. */
type PackedClaim = readonly [source: number, quote: number | readonly number[], value: unknown, bound?: Claim["bound"]];

/** Claims as the package keeps them: what many of them say stands once. */
export interface PackedClaims {
  readonly sources: readonly string[];
  readonly fields: readonly string[];
  /** Excerpts, cut where words are left out: the name of a model stands in the excerpt of each of its facts. */
  readonly parts: readonly string[];
  readonly records: Readonly<Record<string, readonly (readonly [field: number, ...claims: PackedClaim[]])[]>>;
}

const GAP = " … ";

/** Numbers things in the order in which they come. */
class Numbering {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }

  get all(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

export function packClaims(claims: Claims): PackedClaims {
  const [sources, fields, parts] = [new Numbering(), new Numbering(), new Numbering()];
  const pack = ({ source, quote, value, bound }: Claim): PackedClaim => {
    const numbers = quote.split(GAP).map((part) => parts.of(part));
    const [only] = numbers;
    const excerpt = numbers.length === 1 && only !== undefined ? only : numbers;
    return bound === undefined ? [sources.of(source), excerpt, value] : [sources.of(source), excerpt, value, bound];
  };
  const records = Object.entries(claims).map(
    ([id, record]) => [id, Object.entries(record).map(([field, list]) => [fields.of(field), ...list.map(pack)] as const)] as const,
  );
  return { sources: sources.all, fields: fields.all, parts: parts.all, records: Object.fromEntries(records) };
}

export function unpackClaims({ sources, fields, parts, records }: PackedClaims): Claims {
  const unpack = ([source, quote, value, bound]: PackedClaim): Claim => ({
    value,
    source: sources[source] ?? "",
    quote: (typeof quote === "number" ? [quote] : quote).map((part) => parts[part] ?? "").join(GAP),
    ...(bound === undefined ? {} : { bound }),
  });
  return Object.fromEntries(
    Object.entries(records).map(([id, record]) => [
      id,
      Object.fromEntries(record.map(([field, ...list]) => [fields[field] ?? "", list.map(unpack)])),
    ]),
  );
}
