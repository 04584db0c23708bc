import { contextOf, parametersOf } from "../../src/find-models.ts";
import type { Model } from "../../src/model.ts";

const isComplete = (model: Model): boolean =>
  model.released !== undefined && parametersOf(model) !== undefined && contextOf(model) !== undefined && model.license !== undefined;

const columns: readonly (readonly [string, (model: Model, results: ReadonlySet<string>) => boolean])[] = [
  ["context", (model) => contextOf(model) !== undefined],
  ["licence", ({ license }) => license !== undefined],
  ["layers", ({ architecture }) => architecture?.layers !== undefined],
  ["languages", ({ languages }) => languages !== undefined],
  ["a result", ({ id }, results) => results.has(id)],
];

/** How many checkpoints of each year the catalog has, and the share of them that has each fact, as a Markdown table. */
export function fillByYear(models: readonly Model[], withResults: ReadonlySet<string>): string {
  const yearOf = ({ released }: Model): string => released?.slice(0, 4) ?? "unknown";
  const years = [...new Set(models.map(yearOf))].toSorted();
  const rows = years.map((year) => {
    const own = models.filter((model) => yearOf(model) === year);
    const share = (known: readonly Model[]): string => `${Math.round((100 * known.length) / own.length)} %`;
    const cells = columns.map(([, has]) => share(own.filter((model) => has(model, withResults))));
    return `| ${[year, own.length, own.filter(isComplete).length, ...cells].join(" | ")} |`;
  });
  const headings = ["released", "checkpoints", "with date, parameters, context and licence", ...columns.map(([name]) => name)];
  return [`| ${headings.join(" | ")} |`, `| ${headings.map(() => "---").join(" | ")} |`, ...rows].join("\n");
}

/** Checkpoints of which maker, date, parameters, context and licence are known. */
export const completeOf = (models: readonly Model[]): number => models.filter(isComplete).length;

/** The day or month of the newest release. */
export const newestOf = (models: readonly Model[]): string =>
  models
    .flatMap(({ released }) => released ?? [])
    .toSorted()
    .at(-1) ?? "";
