import { blocksOf, dayOrMonth, type Importer, type Statement } from "./statement.ts";

const REPOSITORY = "stanford-crfm/helm";
const COMMIT = "63754d05db6f874e41a395880fb573890a13e791";
const FOLDER = "src/helm/config";
const PATH = `${FOLDER}/model_metadata.yaml`;

/** Models that HELM evaluates, with dates. It names repositories in its deployments, or its own name is that of the repository. */
export const helm: Importer = {
  by: "stanford-crfm",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "code",
  read: (copies) => {
    const text = (path: string) => copies.read({ repository: REPOSITORY, path, commit: COMMIT }) ?? "";
    const repositories = new Map(
      blocksOf(text(`${FOLDER}/model_deployments.yaml`), /^ {2}- name: /mu).flatMap((block) => {
        const name = /^ {4}model_name: (\S+)/mu.exec(block)?.[1];
        const repository = /pretrained_model_name_or_path: (\S+)/u.exec(block)?.[1];
        return name === undefined || repository === undefined || /load_in_\dbit/u.test(block) ? [] : [[name, repository] as const];
      }),
    );
    return blocksOf(text(PATH), /^ {2}- name: /mu).flatMap((block) => statementsOf(block, repositories));
  },
};

function statementsOf(block: string, repositories: ReadonlyMap<string, string>): Statement[] {
  const name = block.slice(0, block.indexOf("\n")).trim();
  const date = /^ {4}release_date: (\d{4}-\d\d(?:-\d\d)?)/mu.exec(block)?.[1];
  if (date === undefined || !/^ {4}access: open/mu.test(block)) return [];
  return [
    {
      huggingFace: repositories.get(name) ?? name,
      field: "released",
      value: dayOrMonth(date),
      quote: `name: ${name} display_name: … release_date: ${date}`,
      path: PATH,
    },
  ];
}
