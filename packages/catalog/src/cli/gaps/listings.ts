import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CatalogCommandError } from "../command.ts";

/** A model with open weights that another list has, with all that the list calls it. */
export interface ListedModel {
  readonly name: string;
  readonly names: readonly string[];
  /** ISO 8601, where the list has a date. */
  readonly released?: string;
  /** Services that offer it, where the list counts them. */
  readonly servedBy?: number;
}

export const listings = ["models.dev", "xinference", "helm"] as const;
export type Listing = (typeof listings)[number];

/**
 * Reads the models of a list from a checkout of its repository.
 *
 * @param folder The root of a checkout of `anomalyco/models.dev`, `xorbitsai/inference` or `stanford-crfm/helm`.
 * @throws CatalogCommandError where the folder is none.
 */
export function readListing(listing: Listing, folder: string): readonly ListedModel[] {
  const file = (path: string): string => {
    if (!existsSync(join(folder, path)))
      throw new CatalogCommandError(`${folder} has no ${path}: give the root of a checkout of the repository of ${listing}.`);
    return readFileSync(join(folder, path), "utf8");
  };
  return { "models.dev": modelsDev, xinference, helm }[listing](folder, file);
}

type Read = (path: string) => string;

/** Links whose target the checkout lacks are left out. */
const tomlFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".toml") && existsSync(join(folder, path)));

/** A file for each model, and one for each service that offers it, which names the model as its base. */
function modelsDev(folder: string, file: Read): ListedModel[] {
  if (!existsSync(join(folder, "models"))) file("models");
  const served = new Map<string, Set<string>>();
  for (const path of tomlFiles(join(folder, "providers"))) {
    const base = /^base_model = "([^"]+)"/mu.exec(file(join("providers", path)))?.[1];
    const [provider = ""] = path.split(/[\\/]/u);
    if (base !== undefined) served.set(base, (served.get(base) ?? new Set()).add(provider));
  }
  return tomlFiles(join(folder, "models")).flatMap((path): ListedModel[] => {
    const text = file(join("models", path));
    if (!/^open_weights = true/mu.test(text)) return [];
    const id = path.replace(/\.toml$/u, "").replaceAll("\\", "/");
    const name = /^name = "([^"]+)"/mu.exec(text)?.[1] ?? id;
    const released = /^release_date = "([^"]+)"/mu.exec(text)?.[1];
    const weights = [...text.matchAll(/^url = "https:\/\/huggingface\.co\/([^"]+)"/gmu)].map(([, repository = ""]) => repository);
    return [
      { name: id, names: [...weights, id, name], servedBy: served.get(id)?.size ?? 0, ...(released === undefined ? {} : { released }) },
    ];
  });
}

interface XinferenceFamily {
  readonly updated_at?: number;
  readonly model_specs: readonly {
    readonly model_format: string;
    readonly model_src: { readonly huggingface?: { readonly model_id: string } };
  }[];
}

/** Every repository of original weights in one file. */
function xinference(_: string, file: Read): ListedModel[] {
  const families = JSON.parse(file("xinference/model/llm/llm_family.json")) as readonly XinferenceFamily[];
  const listed = families.flatMap(({ model_specs: specs, updated_at: updated }) =>
    specs.flatMap(({ model_format: format, model_src: { huggingface } }) =>
      format === "pytorch" && huggingface ? [{ name: huggingface.model_id, updated: updated ?? 0 }] : [],
    ),
  );
  const sorted = listed.toSorted((left, right) => right.updated - left.updated);
  return [...new Set(sorted.map(({ name }) => name))].map((name) => ({ name, names: [name] }));
}

function helm(_: string, file: Read): ListedModel[] {
  const blocks = file("src/helm/config/model_metadata.yaml")
    .split(/^ {2}- name: /mu)
    .slice(1);
  return blocks.flatMap((block): ListedModel[] => {
    if (!/^ {4}access: open/mu.test(block)) return [];
    const name = block.slice(0, block.indexOf("\n")).trim();
    const display = /^ {4}display_name: (.+)$/mu.exec(block)?.[1]?.trim();
    const released = /^ {4}release_date: (\d{4}-\d\d-\d\d)/mu.exec(block)?.[1];
    return [{ name, names: display === undefined ? [name] : [name, display], ...(released === undefined ? {} : { released }) }];
  });
}
