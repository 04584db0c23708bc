import { findModels, type Model } from "@llmlist/catalog";

/** The models of one family that take the same input. */
export interface FamilyOfModels {
  readonly id: string;
  readonly name: string;
  readonly description: Model["description"];
  readonly models: readonly Model[];
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** A family as its models spell it: `deepseek-r1` is `DeepSeek-R1`, since a name begins so. The id where none does. */
function spellingOf(family: string, models: readonly Model[]): string {
  const wanted = plain(family);
  for (const { name } of models) {
    const end = Array.from(name).findIndex((_, index) => plain(name.slice(0, index + 1)) === wanted);
    if (end >= 0) return name.slice(0, end + 1);
  }
  return family;
}

/**
 * The families of the catalog, by name. A family with models of both kinds is on both pages, each time with the models of that kind.
 *
 * @param input `text`: models that read text alone; `image`: models that also take images.
 */
export function familiesOf(input: "text" | "image"): readonly FamilyOfModels[] {
  const families = new Map<string, Model[]>();
  for (const model of findModels()) {
    if (model.input.includes("image") !== (input === "image")) continue;
    families.set(model.family, [...(families.get(model.family) ?? []), model]);
  }
  return [...families]
    .flatMap(([id, models]) => {
      const [first] = models;
      return first === undefined ? [] : [{ id, name: spellingOf(id, models), description: first.description, models }];
    })
    .toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
}
