import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Document, isMap, parseDocument } from "yaml";
import { plain, standsIn } from "../parse/excerpt.ts";
import type { FieldPath } from "../parse/fields.ts";
import { validateClaim } from "../prove/check-claim.ts";
import type { SourceInput } from "../read/assemble-model.ts";
import type { Checkpoint, ModelContext } from "../read/read-models.ts";
import { importers } from "./importers.ts";
import type { Copies } from "./source-copies.ts";
import type { Importer, Statement } from "./statement.ts";

/** A YAML file that is written back if something was added. */
class EditedFile {
  readonly #path: string;
  readonly document: Document;

  constructor(path: string, text: string) {
    this.#path = path;
    this.document = parseDocument(text);
    // An empty file has no map to add to.
    if (!isMap(this.document.contents)) this.document.contents = this.document.createNode({}) as Document["contents"];
  }

  add(path: readonly (string | number)[], value: object): void {
    this.document.setIn(path, this.document.createNode(value, { flow: true }));
  }

  write(): void {
    writeFileSync(this.#path, this.document.toString({ lineWidth: 0 }));
  }
}

/** Adds to the data what structured sources state of checkpoints and the data do not. */
export class FactImport {
  readonly #folder: string;
  readonly #copies: Copies;
  readonly #context: ModelContext;
  readonly #files = new Map<string, EditedFile>();
  readonly #texts = new Map<string, string>();
  /** Fields that a layer of the data has by now. */
  readonly #known = new Map<string, Set<FieldPath>>();
  readonly #sourceIds: Map<string, string>;
  added = 0;

  /** @param folder The folder `data`. */
  constructor(folder: string, copies: Copies, context: ModelContext) {
    this.#folder = folder;
    this.#copies = copies;
    this.#context = context;
    this.#sourceIds = new Map([...context.sources].map(([id, source]) => [addressOf(source), id]));
  }

  /** Adds each fact that a checkpoint lacks from the first importer that states it in words that prove it, and writes the files. */
  run(checkpoints: readonly Checkpoint[]): void {
    for (const importer of importers) {
      const statements = byRepository(importer.read(this.#copies));
      for (const checkpoint of checkpoints) {
        const repositories = (checkpoint.own.aliases.huggingFace ?? []).map((alias) =>
          String(typeof alias === "string" ? alias : alias.value),
        );
        for (const statement of repositories.flatMap((repository) => statements.get(repository.toLowerCase()) ?? []))
          this.#add(checkpoint, importer, statement);
      }
    }
    for (const file of this.#files.values()) file.write();
  }

  #add(checkpoint: Checkpoint, importer: Importer, { field, value, quote, path }: Statement): void {
    const known = this.#layers(checkpoint);
    if (known.some((fields) => fields.has(field))) return;
    const address = { repository: importer.repository, commit: importer.commit, path };
    const claim = { value: typeof value === "object" ? [...value] : value, quote };
    const source = { ...address, by: importer.by, kind: importer.kind };
    const context = { ...this.#context, sources: new Map([["imported", source]]) };
    if (validateClaim(field, { ...claim, source: "imported" }, context) !== null || !standsIn(this.#text(address), quote)) return;
    this.#file(checkpoint.file.file).add([...checkpoint.path, "facts", field], { value: claim.value, source: this.#source(source), quote });
    known.at(-1)?.add(field);
    this.added += 1;
  }

  /** The fields of a checkpoint's layers, its own last. */
  #layers({ file, layers }: Checkpoint): readonly Set<FieldPath>[] {
    return layers.map(({ facts, path }) => {
      const key = `${file.file} ${path.join(".")}`;
      const fields = this.#known.get(key) ?? new Set(Object.keys(facts) as FieldPath[]);
      this.#known.set(key, fields);
      return fields;
    });
  }

  #text(address: Parameters<Copies["read"]>[0]): string {
    const key = addressOf(address);
    const text = this.#texts.get(key) ?? plain(this.#copies.read(address) ?? "");
    this.#texts.set(key, text);
    return text;
  }

  #file(name: string): EditedFile {
    const known = this.#files.get(name);
    if (known) return known;
    const path = join(this.#folder, name);
    const file = new EditedFile(path, readFileSync(path, { encoding: "utf8", flag: "a+" }));
    this.#files.set(name, file);
    return file;
  }

  /** The id of a source, which is added where it is new. */
  #source({ by, ...source }: SourceInput): string {
    const known = this.#sourceIds.get(addressOf(source));
    if (known !== undefined) return known;
    const name = basename(source.path).replace(/\.\w+$/u, "") || source.path;
    const id = `${by}-${name === "model" ? basename(join(source.path, "..")) : name}`.toLowerCase().replaceAll(/[^a-z0-9._-]/gu, "-");
    this.#file(`sources/${by}.yaml`).add([id], source);
    this.#sourceIds.set(addressOf(source), id);
    return id;
  }
}

function byRepository(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const found = new Map<string, Statement[]>();
  for (const statement of statements) {
    const repository = statement.huggingFace.toLowerCase();
    found.set(repository, [...(found.get(repository) ?? []), statement]);
  }
  return found;
}

const addressOf = ({ repository, path, commit }: Pick<SourceInput, "repository" | "path" | "commit">): string =>
  `${repository}@${commit}/${path}`;
