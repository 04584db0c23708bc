import { blocksOf, nominalIn, type Importer, type Statement } from "./statement.ts";
import { licenseIn } from "./licenses.ts";

const REPOSITORY = "mudler/LocalAI";
const COMMIT = "82c191afadf5f005281e798ccfa0ffd0d5805030";
const PATH = "gallery/index.yaml";

/** The gallery of LocalAI, with the licence of each model. */
export const localAi: Importer = {
  by: "localai",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "board",
  read: (copies) => blocksOf(copies.read({ repository: REPOSITORY, path: PATH, commit: COMMIT }) ?? "", /^- /mu).flatMap(statementsOf),
};

const spelled = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");

/** An entry states the licence of the repository that it is named after, not of one that a tune of it links to. */
function statementsOf(block: string): Statement[] {
  const written = /^ {2}license: (.+)$/mu.exec(block)?.[1]?.trim();
  const license = licenseIn(written);
  const name = spelled(/^\s*name: "?([^"\n]+)"?/mu.exec(block)?.[1] ?? "");
  if (name === "") return [];
  const head = block.split(/^ {2}(?:license|files): /mu)[0] ?? "";
  return [...head.matchAll(/^ {4}- https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)\/?$/gmu)]
    .map(([, repository = ""]) => repository)
    .filter((repository) => name.startsWith(spelled(repository.slice(repository.indexOf("/") + 1))))
    .flatMap((huggingFace): Statement[] => {
      const nominal = nominalIn(huggingFace);
      const said = { huggingFace, path: PATH };
      const address = `https://huggingface.co/${huggingFace}`;
      return [
        ...(nominal === undefined ? [] : [{ ...said, field: "parameters.nominal" as const, value: nominal, quote: address }]),
        ...(license === undefined
          ? []
          : [{ ...said, field: "license" as const, value: license, quote: `${address} … license: ${written}` }]),
      ];
    });
}
