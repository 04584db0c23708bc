import { type Artifact, artifacts } from "@llmlist/catalog/artifacts";
import { judgeFit, type Model, organizationName, parametersOf, requireModel } from "@llmlist/catalog";
import { defaultModels } from "./default-models.ts";
import type { ModelArtifact } from "./model-artifact.ts";

/** A model file that fits a machine. */
export interface Recommendation {
  readonly artifact: ModelArtifact;
  /** Bytes that it takes while it answers: weights, conversations and compute buffers, as the catalog computes them. */
  readonly neededBytes: number;
  /** Of all weights; null where the catalog does not know. */
  readonly parameters: number | null;
}

/** What the arena gives each model: four conversations of 4,096 tokens. */
const CONTEXT_TOKENS = 4 * 4096;

/**
 * The instruct models of the catalog whose file has a digest and fits into a memory, largest first: of each model the largest file that fits.
 *
 * @param memoryBytes What a model may take.
 * @example
 * ```ts
 * recommendModels(8e9)[0]?.artifact.name;
 * ```
 */
export function recommendModels(memoryBytes: number): Recommendation[] {
  const best = new Map<string, Recommendation>();
  for (const artifact of artifacts()) {
    const recommendation = judge(artifact, memoryBytes);
    const known = best.get(artifact.model);
    if (recommendation && (!known || known.artifact.bytes < artifact.bytes)) best.set(artifact.model, recommendation);
  }
  return [...best.values()].toSorted(
    (left, right) => (right.parameters ?? 0) - (left.parameters ?? 0) || right.artifact.bytes - left.artifact.bytes,
  );
}

function judge(artifact: Artifact, memoryBytes: number): Recommendation | null {
  const model = requireModel(artifact.model);
  const download = downloadOf(artifact, model);
  if (model.kind !== "instruct" || !download) return null;
  const fit = judgeFit(model, memoryBytes, { quantization: artifact.quantization, context: CONTEXT_TOKENS });
  if (fit.answer !== "yes") return null;
  return { artifact: download, neededBytes: fit.needed.total, parameters: parametersOf(model) ?? null };
}

/** Null where nothing pins the bytes, or no mirror has them. */
function downloadOf({ file, repository, revision, bytes, sha256, quantization }: Artifact, model: Model): ModelArtifact | null {
  const known = defaultModels.find((artifact) => artifact.sha256 === sha256);
  if (known) return known;
  if (sha256 === undefined || repository === undefined) return null;
  return {
    id: `${model.id.slice(model.id.indexOf("/") + 1)}-${quantization.toLowerCase()}`,
    name: `${model.name} ${quantization}`,
    organization: organizationName(model.organization),
    model: model.id,
    kind: "instruct",
    file,
    bytes,
    sha256,
    quantization,
    license: { name: model.license?.name ?? "licence not known", url: model.license?.url ?? `https://huggingface.co/${repository}` },
    promptFormat: { type: "template" },
    mirrors: [{ type: "hugging-face", repository, path: file, revision: revision ?? "main" }],
  };
}
