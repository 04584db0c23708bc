import { renderAwesomeList } from "../../src/awesome-list.ts";
import { benchmarks } from "../../src/benchmarks.ts";
import { findModels } from "../../src/find-models.ts";
import { resultConflicts, results } from "../../src/results.ts";
import { hardware, speeds } from "../../src/speeds.ts";
import { completeOf, fillByYear, newestOf } from "./fill-by-year.ts";
import { fillRate } from "./fill-rate.ts";

const BEGIN = "<!-- counts: made by `pnpm --filter @llmlist/catalog documents` -->";
const END = "<!-- end of counts -->";

/** The files that are made from the data, by name. */
export function documents(readme: string): Readonly<Record<string, string>> {
  const models = findModels();
  const vision = models.filter(({ input }) => input.includes("image")).length;
  const families = new Set(models.map(({ family }) => family)).size;
  const counts = [
    `${models.length} checkpoints in ${families} families, ${vision} of which read images; ${benchmarks.length} benchmarks; ${results().length} published results, among which`,
    `${resultConflicts().length} pairs of model and benchmark have sources that disagree; ${speeds().length} measured speeds; ${hardware.length} devices, of which`,
    `${hardware.filter(({ bandwidth }) => bandwidth !== undefined).length} with their bandwidth.`,
    `Of ${completeOf(models)} checkpoints maker, date, parameters, context and licence are known. The newest is of ${newestOf(models)}.`,
    "",
    fillByYear(models, new Set(results().map(({ model }) => model))),
    "",
    fillRate(models),
  ].join("\n");
  const [before = "", after = ""] = [readme.split(BEGIN)[0], readme.split(END)[1]];
  return {
    "README.md": `${before}${BEGIN}\n\n${counts}\n\n${END}${after}`,
    "AWESOME.md": renderAwesomeList({ language: "en" }),
    "AWESOME.zh.md": renderAwesomeList({ language: "zh" }),
  };
}
