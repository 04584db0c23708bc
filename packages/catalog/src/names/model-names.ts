import type { Model } from "../model.ts";
import { readingsOf } from "./model-spellings.ts";
import { type Entry, NameIndex } from "./name-index.ts";
import { spellingOf, tokensOf } from "./spelling.ts";

/** A maker of models, and what else it is called. */
export interface OrganizationNames {
  readonly id: string;
  readonly name: string;
  readonly spellings: readonly string[];
}

const shortNameOf = (name: string): string => name.slice(name.indexOf("/") + 1);
const ownerOf = (name: string): string => name.slice(0, name.indexOf("/"));
const withoutDots = (name: string): string => spellingOf(name).replaceAll(".", "-");

/** Words that a maker ends the name of a tuned checkpoint with. */
const TUNED = ["instruct", "it", "chat", "inst"];

/** Finds models by everything that people and programs call them. */
export class ModelNames {
  readonly index: NameIndex<Model>;
  /** Of GGUF files, by the id of the model that they hold. */
  readonly #repositories = new Map<string, readonly string[]>();
  readonly #owners = new Map<string, Set<string>>();
  /** By spelling without dots, where that is no other model's. */
  readonly #withoutDots = new Map<string, Model | null>();
  readonly #makers: ReadonlyMap<string, readonly string[]>;

  constructor(models: readonly Model[], organizations: readonly OrganizationNames[], repositories: Readonly<Record<string, string>>) {
    for (const [repository, id] of Object.entries(repositories))
      this.#repositories.set(id, [...(this.#repositories.get(id) ?? []), repository]);
    this.#makers = new Map(organizations.map(({ id, name, spellings }) => [id, [id, name, ...spellings].map(spellingOf)]));
    const entries = models.map((model) => this.#entryOf(model));
    this.index = new NameIndex("model", entries);
    for (const { item, names } of entries) {
      for (const name of names) {
        const key = withoutDots(name);
        const other = this.#withoutDots.get(key);
        this.#withoutDots.set(key, other === undefined || other === item ? item : null);
      }
    }
  }

  #entryOf(model: Model): Entry<Model> {
    const { id, name, organization, aliases } = model;
    const others = [...Object.values(aliases).flat(), ...(this.#repositories.get(id) ?? [])];
    const makers = this.#makers.get(organization) ?? [organization];
    const owners = [id, ...(aliases.huggingFace ?? []), ...(aliases.openRouter ?? [])].map((one) => spellingOf(ownerOf(one)));
    this.#owners.set(id, new Set([...owners, ...makers]));
    const repositories = (aliases.huggingFace ?? []).map(shortNameOf);
    return { item: model, names: [id, name, shortNameOf(id), ...others, ...repositories], words: makers.flatMap(tokensOf) };
  }

  /** The model that a name denotes, or undefined. No part of a name is left out of account: a neighbour is not found in its place. */
  find(text: string): Model | undefined {
    const exact = this.index.find(text);
    if (exact) return exact;
    for (const { owner, name } of readingsOf(text)) {
      const found = this.#named(name);
      if (found && (owner === undefined || this.#owners.get(found.id)?.has(spellingOf(owner)))) return found;
    }
    return undefined;
  }

  #named(name: string): Model | undefined {
    return this.index.find(name) ?? this.#withoutDots.get(withoutDots(name)) ?? this.#withoutMaker(name) ?? this.#tunedOnly(name);
  }

  /** `Meta Llama 3 8B`: a name after the name of its maker. */
  #withoutMaker(name: string): Model | undefined {
    const spelling = spellingOf(name);
    for (const makers of this.#makers.values()) {
      const maker = makers.find((one) => spelling.startsWith(`${one}-`));
      const found = maker === undefined ? undefined : this.index.find(spelling.slice(maker.length + 1));
      if (found && maker !== undefined && this.#owners.get(found.id)?.has(maker)) return found;
    }
    return undefined;
  }

  /** `Kimi K2`: the name of no checkpoint, but of one that was tuned to answer when its maker's word for that is added. */
  #tunedOnly(name: string): Model | undefined {
    const found = new Set(TUNED.map((word) => this.index.find(`${name}-${word}`)).filter((model) => model !== undefined));
    return found.size === 1 ? [...found][0] : undefined;
  }
}
