import { licenseIn } from "./licenses.ts";
import { dayOrMonth, type Importer, type Statement } from "./statement.ts";

const REPOSITORY = "JonathanChavezTamales/llm-leaderboard";
const COMMIT = "24a9ccf7402306f0c3e237213538e4537d64ecc2";

interface Entry {
  readonly model_id: string;
  readonly release_date?: string | null;
  readonly license_id?: string | null;
  readonly source_weights_link?: string | null;
}

/** Models of LLM Stats, a file each, with date and licence. */
export const llmStats: Importer = {
  by: "llm-stats",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "board",
  read: (copies) =>
    copies
      .list(REPOSITORY, COMMIT, "data/organizations")
      .filter((path) => path.endsWith("/model.json"))
      .flatMap((path) => statementsOf(path, JSON.parse(copies.read({ repository: REPOSITORY, path, commit: COMMIT }) ?? "{}") as Entry)),
};

function statementsOf(
  path: string,
  { model_id: id, release_date: date, license_id: written, source_weights_link: link }: Entry,
): Statement[] {
  const huggingFace = /^https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)/u.exec(link ?? "")?.[1];
  if (huggingFace === undefined) return [];
  const license = licenseIn(written ?? undefined);
  const said = { huggingFace, path };
  return [
    ...(!date
      ? []
      : [{ ...said, field: "released" as const, value: dayOrMonth(date), quote: `model_id: ${id}, … release_date: ${date},` }]),
    ...(license === undefined
      ? []
      : [{ ...said, field: "license" as const, value: license, quote: `model_id: ${id}, … license_id: ${written},` }]),
  ];
}
