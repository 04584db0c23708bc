import type { Model } from "../../src/model.ts";
import type { DataError } from "../read/data-file.ts";
import type { FieldPath } from "../read/fields.ts";
import type { Checkpoint, ModelData } from "../read/read-models.ts";

/** What is implausible about one fact of a model, or null. */
interface Finding {
  readonly field: FieldPath;
  readonly problem: string;
}

/** Facts that cannot all be true together, though each is proved by its own excerpt. */
export function plausibilityErrors({ models, checkpoints }: ModelData): readonly DataError[] {
  return models.flatMap((model) => {
    const checkpoint = checkpoints.get(model.id);
    return checkpoint ? findings(model).map(({ field, problem }) => checkpoint.file.error(pathOf(checkpoint, field), problem)) : [];
  });
}

/** Where a fact stands: in the innermost layer that states it. */
function pathOf({ layers, path }: Checkpoint, field: FieldPath): readonly (string | number)[] {
  const layer = layers.findLast(({ facts }) => facts[field] !== undefined);
  return [...(layer?.path ?? path), "facts", field];
}

function findings(model: Model): Finding[] {
  return [activeAboveTotal(model)].filter((finding) => finding !== null);
}

function activeAboveTotal({ parameters = {} }: Model): Finding | null {
  const { active, total = parameters.nominal } = parameters;
  if (active === undefined || total === undefined || active <= total) return null;
  return { field: "parameters.active", problem: `${active} active parameters are more than all ${total}` };
}
