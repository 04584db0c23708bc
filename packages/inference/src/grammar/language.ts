import { type CodePoints, classesOf, codePoints, contains, everyCharacter } from "./code-points.ts";

/** A regular language, as an expression. Equal expressions of one `Languages` are the same object. */
export interface Language {
  readonly id: number;
  readonly kind: "none" | "set" | "sequence" | "any-of" | "all-of" | "not" | "repeat";
  readonly parts: readonly Language[];
  readonly points: CodePoints;
  /** Of `repeat`. */
  readonly least: number;
  readonly most: number;
  /** Whether the empty text is in it. */
  readonly hasEmpty: boolean;
}

type Draft = Pick<Language, "kind" | "hasEmpty"> & Partial<Language>;

/**
 * Makes regular languages and takes their derivatives (Brzozowski, "Derivatives of Regular Expressions", JACM 1964; the classes of characters
 * are those of Owens, Reppy, Turon, "Regular-expression derivatives re-examined", JFP 2009). Derivatives give intersection and complement,
 * which patterns with look-aheads, and several constraints on one string, need.
 */
export class Languages {
  readonly #known = new Map<string, Language>();
  readonly #derivatives = new Map<string, Language>();
  readonly none = this.#intern("none", { kind: "none", hasEmpty: false });
  readonly empty = this.#intern("empty", { kind: "sequence", hasEmpty: true });
  readonly anyCharacter = this.set(everyCharacter);
  readonly anything = this.repeat(this.anyCharacter, 0, Number.POSITIVE_INFINITY);

  #intern(key: string, { kind, hasEmpty, parts = [], points = [], least = 0, most = 0 }: Draft): Language {
    const known = this.#known.get(key);
    if (known) return known;
    const made = { id: this.#known.size, kind, parts, points, least, most, hasEmpty };
    this.#known.set(key, made);
    return made;
  }

  set(points: CodePoints): Language {
    if (points.length === 0) return this.none;
    return this.#intern(`set ${points.join(" ")}`, { kind: "set", points, hasEmpty: false });
  }

  text(text: string): Language {
    return this.sequence(...Array.from(text, (character) => this.set([[character.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0]])));
  }

  sequence(...all: readonly Language[]): Language {
    const parts = all.flatMap((part) => (part.kind === "sequence" ? part.parts : [part]));
    if (parts.includes(this.none)) return this.none;
    const [only] = parts;
    if (only === undefined) return this.empty;
    if (parts.length === 1) return only;
    return this.#intern(`sequence ${parts.map(({ id }) => id).join(" ")}`, {
      kind: "sequence",
      parts,
      hasEmpty: parts.every(({ hasEmpty }) => hasEmpty),
    });
  }

  anyOf(...all: readonly Language[]): Language {
    const flat = all.flatMap((part) => (part.kind === "any-of" ? part.parts : [part]));
    if (flat.includes(this.anything)) return this.anything;
    const sets = flat.filter(({ kind }) => kind === "set");
    const joined = sets.length > 1 ? [this.set(codePoints(sets.flatMap(({ points }) => points)))] : sets;
    const parts = this.#sorted([...flat.filter(({ kind }) => kind !== "none" && kind !== "set"), ...joined]);
    const [only] = parts;
    if (only === undefined) return this.none;
    if (parts.length === 1) return only;
    return this.#intern(`any-of ${parts.map(({ id }) => id).join(" ")}`, {
      kind: "any-of",
      parts,
      hasEmpty: parts.some(({ hasEmpty }) => hasEmpty),
    });
  }

  allOf(...all: readonly Language[]): Language {
    const parts = this.#sorted(
      all.flatMap((part) => (part.kind === "all-of" ? part.parts : [part])).filter((part) => part !== this.anything),
    );
    if (parts.includes(this.none)) return this.none;
    const [only] = parts;
    if (only === undefined) return this.anything;
    if (parts.length === 1) return only;
    return this.#intern(`all-of ${parts.map(({ id }) => id).join(" ")}`, {
      kind: "all-of",
      parts,
      hasEmpty: parts.every(({ hasEmpty }) => hasEmpty),
    });
  }

  not(part: Language): Language {
    if (part === this.none) return this.anything;
    if (part === this.anything) return this.none;
    if (part.kind === "not") return part.parts[0] ?? this.none;
    return this.#intern(`not ${part.id}`, { kind: "not", parts: [part], hasEmpty: !part.hasEmpty });
  }

  repeat(part: Language, least: number, most: number): Language {
    if (most === 0 || part === this.empty) return this.empty;
    if (part === this.none) return least === 0 ? this.empty : this.none;
    if (least === 1 && most === 1) return part;
    return this.#intern(`repeat ${part.id} ${least} ${most}`, {
      kind: "repeat",
      parts: [part],
      least,
      most,
      hasEmpty: least === 0 || part.hasEmpty,
    });
  }

  /** What may follow the character in texts of the language. */
  derivative(language: Language, point: number): Language {
    const [part = this.none, ...rest] = language.parts;
    if (language.kind === "none" || language === this.empty) return this.none;
    if (language.kind === "set") return contains(language.points, point) ? this.empty : this.none;
    const key = `${language.id} ${point}`;
    const known = this.#derivatives.get(key);
    if (known) return known;
    const each = () => language.parts.map((one) => this.derivative(one, point));
    let made: Language;
    if (language.kind === "any-of") made = this.anyOf(...each());
    else if (language.kind === "all-of") made = this.allOf(...each());
    else if (language.kind === "not") made = this.not(this.derivative(part, point));
    else if (language.kind === "repeat") {
      const next = this.repeat(part, Math.max(0, language.least - 1), language.most - 1);
      made = this.sequence(this.derivative(part, point), next);
    } else {
      const tail = this.sequence(...rest);
      const first = this.sequence(this.derivative(part, point), tail);
      made = part.hasEmpty ? this.anyOf(first, this.derivative(tail, point)) : first;
    }
    this.#derivatives.set(key, made);
    return made;
  }

  /** Classes of characters that have the same derivative. */
  classes(language: Language): ReturnType<typeof classesOf> {
    const sets = new Map<number, CodePoints>();
    const seen = new Set<Language>();
    const visit = (one: Language): void => {
      if (seen.has(one)) return;
      seen.add(one);
      if (one.kind === "set") sets.set(one.id, one.points);
      else if (one.kind === "sequence") {
        for (const part of one.parts) {
          visit(part);
          if (!part.hasEmpty) return;
        }
      } else one.parts.forEach(visit);
    };
    visit(language);
    return classesOf([...sets.values()]);
  }

  #sorted(parts: readonly Language[]): Language[] {
    return [...new Set(parts)].toSorted((left, right) => left.id - right.id);
  }
}
