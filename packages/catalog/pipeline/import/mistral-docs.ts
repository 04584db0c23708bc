import { licenseIn } from "./licenses.ts";
import { blocksOf, type Importer, nominalIn, type Statement } from "./statement.ts";
import type { FieldPath } from "../parse/fields.ts";

const REPOSITORY = "mistralai/platform-docs-public";
const COMMIT = "222f4ba9114f84ce9f2d718b9a12fbac1e527f4b";

/** Mistral's own documentation: a file for each version of a model, with the repositories of its weights. */
export const mistralDocs: Importer = {
  by: "mistral",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "card",
  read: (copies) =>
    copies
      .list(REPOSITORY, COMMIT, "src/schema/models/models")
      .flatMap((path) => statementsOf(path, copies.read({ repository: REPOSITORY, path, commit: COMMIT }) ?? "")),
};

function statementsOf(path: string, text: string): Statement[] {
  const field = (block: string, name: string): string | undefined => new RegExp(String.raw`^ *${name}: '([^'\n]+)'`, "mu").exec(block)?.[1];
  const weights = blocksOf(text.slice(text.indexOf("weights: [")).split(/^ {2}\],/mu)[0] ?? "", /^ *(?:\}, *)?\{$/mu);
  const paper = /arxiv\.org\/abs\/(\d{4}\.\d{4,5})/u.exec(field(text, "paperlink") ?? "")?.[1];
  const [date, post] = [field(text, "releaseDate"), field(text, "bloglink")];
  return weights.flatMap((block): Statement[] => {
    const huggingFace = /huggingface\.co\/([\w.-]+\/[\w.-]+)/u.exec(block)?.[1];
    if (huggingFace === undefined) return [];
    const weightsOf = `https://huggingface.co/${huggingFace}',`;
    const [written, context] = [field(block, "license"), field(block, "contextSize")];
    const [license, nominal] = [licenseIn(written), nominalIn(huggingFace)];
    const state = (fieldPath: FieldPath, value: number | string | undefined, quote: string): Statement[] =>
      value === undefined ? [] : [{ huggingFace, field: fieldPath, value, quote, path }];
    const tokens = /^(\d+)k$/u.exec(context ?? "")?.[1];
    return [
      ...state("released", date, `releaseDate: '${date}', … ${weightsOf}`),
      ...state("parameters.nominal", nominal, weightsOf),
      ...state("license", license, `license: '${written}', … ${weightsOf}`),
      ...state("context.native", tokens === undefined ? undefined : Number(tokens) * 1024, `${weightsOf} … contextSize: '${context}'`),
      ...state("links.announcement", post?.trim(), `${weightsOf} … bloglink: '${post}'`),
      ...state("links.paper", paper, `${weightsOf} … paperlink: 'https://arxiv.org/abs/${paper}'`),
    ];
  });
}
