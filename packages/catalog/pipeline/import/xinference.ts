import { type Importer, nominalIn, type Statement } from "./statement.ts";

const REPOSITORY = "xorbitsai/inference";
const COMMIT = "7ecec16b63383e18e4af790c4b522fb7d79f7e77";
const PATH = "xinference/model/llm/llm_family.json";

interface Family {
  readonly model_name: string;
  readonly context_length?: number;
  readonly model_lang?: readonly string[];
  readonly model_specs: readonly {
    readonly model_format: string;
    readonly model_size_in_billions?: number | string;
    readonly model_src: { readonly huggingface?: { readonly model_id: string } };
  }[];
}

/** Families that Xinference serves, with context, languages and repositories. */
export const xinference: Importer = {
  by: "xorbits",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "code",
  read: (copies) => {
    const text = copies.read({ repository: REPOSITORY, path: PATH, commit: COMMIT });
    return text === undefined ? [] : (JSON.parse(text) as readonly Family[]).flatMap(statementsOf);
  },
};

function statementsOf({ model_name: name, context_length: context, model_lang: languages = [], model_specs: specs }: Family): Statement[] {
  const sizes = new Map(
    specs.flatMap(({ model_format: format, model_size_in_billions: size, model_src: { huggingface } }) =>
      format === "pytorch" && huggingface ? [[huggingface.model_id, size] as const] : [],
    ),
  );
  return [...sizes].flatMap(([huggingFace, size]): Statement[] => {
    const nominal = nominalIn(huggingFace) ?? (typeof size === "number" ? size * 1e9 : undefined);
    const said = { huggingFace, path: PATH };
    return [
      ...(nominal === undefined
        ? []
        : [
            {
              ...said,
              field: "parameters.nominal" as const,
              value: nominal,
              quote: size === undefined ? `model_id: ${huggingFace},` : `model_size_in_billions: ${size}, … model_id: ${huggingFace},`,
            },
          ]),
      ...(context === undefined || context <= 0
        ? []
        : [
            {
              ...said,
              field: "context.native" as const,
              value: context,
              quote: `context_length: ${context}, model_name: ${name}, … model_id: ${huggingFace},`,
            },
          ]),
      // English alone, or with Chinese, is what Xinference writes of a model whose languages it does not list.
      ...(languages.length < 3
        ? []
        : [
            {
              ...said,
              field: "languages" as const,
              value: languages,
              quote: `model_name: ${name}, model_lang: [ ${languages.map((code) => JSON.stringify(code)).join(", ")} ] … model_id: ${huggingFace},`,
            },
          ]),
    ];
  });
}
