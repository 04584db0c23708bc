import { blocksOf, dayOrMonth, type Importer, type Statement } from "./statement.ts";

const REPOSITORY = "stanford-crfm/helm";
const COMMIT = "63754d05db6f874e41a395880fb573890a13e791";
const FOLDER = "src/helm/config";
const DEPLOYMENTS = `${FOLDER}/model_deployments.yaml`;
const PATH = `${FOLDER}/model_metadata.yaml`;

/** Models that HELM evaluates, with dates. It names repositories in its deployments, or its own name is that of the repository. */
export const helm: Importer = {
  by: "stanford-crfm",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "code",
  read: (copies) => {
    const text = (path: string) => copies.read({ repository: REPOSITORY, path, commit: COMMIT }) ?? "";
    const deployments = blocksOf(text(DEPLOYMENTS), /^ {2}- name: /mu);
    const repositories = new Map(
      deployments.flatMap((block) => {
        const name = /^ {4}model_name: (\S+)/mu.exec(block)?.[1];
        const repository = /pretrained_model_name_or_path: (\S+)/u.exec(block)?.[1];
        return name === undefined || repository === undefined || /load_in_\dbit/u.test(block) ? [] : [[name, repository] as const];
      }),
    );
    return [
      ...blocksOf(text(PATH), /^ {2}- name: /mu).flatMap((block) => statementsOf(block, repositories)),
      ...deployments.flatMap(contextsOf),
    ];
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

/** Longer contexts are what a service allows; what HELM runs itself, with the weights from Hugging Face, has the context of the model. */
const LONGEST_CONTEXT = 8192;

function contextsOf(block: string): Statement[] {
  const huggingFace = /pretrained_model_name_or_path: (\S+)/u.exec(block)?.[1];
  const context = Number(/^ {4}max_sequence_length: (\d+)/mu.exec(block)?.[1]);
  if (huggingFace === undefined || !(context > 0 && context <= LONGEST_CONTEXT && context % 1024 === 0)) return [];
  const quote = `max_sequence_length: ${context} … pretrained_model_name_or_path: ${huggingFace}`;
  return [{ huggingFace, field: "context.native", value: context, quote, path: DEPLOYMENTS }];
}
