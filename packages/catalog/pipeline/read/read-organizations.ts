import { join } from "node:path";
import type { OrganizationNames } from "../../src/names/index.ts";
import type { Result } from "../../src/evaluation.ts";
import type { SpeedRun } from "../../src/speed-run.ts";
import { DataError, readDataFile } from "../parse/data-file.ts";
import { organizationsInput } from "../parse/input.ts";
import type { ModelData } from "./read-models.ts";

/** Reads `organizations.yaml`: how makers and reporters write themselves. */
export const readOrganizations = (folder: string): readonly OrganizationNames[] =>
  Object.entries(readDataFile(join(folder, "organizations.yaml"), "organizations.yaml", organizationsInput).data).map(([id, names]) => ({
    id,
    ...names,
  }));

/** Makers of models and reporters of values that `organizations.yaml` does not name. */
export function organizationErrors(
  organizations: readonly OrganizationNames[],
  { models, checkpoints }: Pick<ModelData, "models" | "checkpoints">,
  reported: readonly (Result | SpeedRun)[],
): readonly DataError[] {
  const known = new Set(organizations.map(({ id }) => id));
  const makers = models.flatMap(({ id, organization }) => {
    const checkpoint = checkpoints.get(id);
    const problem = `is by ${organization}, which organizations.yaml does not have: add how it writes itself`;
    return known.has(organization) || !checkpoint ? [] : [checkpoint.file.error(checkpoint.path, problem)];
  });
  const reporters = [...new Set(reported.map(({ reporter }) => reporter))].filter((reporter) => !known.has(reporter));
  return [
    ...makers,
    ...reporters.map((reporter) => new DataError("organizations.yaml", null, reporter, "reports results or speeds, and has no entry here")),
  ];
}
