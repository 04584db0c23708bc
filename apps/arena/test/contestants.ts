import type { LocalModel as Contestant } from "@llmlist/inference";

/** Contestants that no engine ever loads. */
export const contestantsNamed = (...ids: readonly string[]): Contestant[] =>
  ids.map((id) => ({ id, name: id, kind: "instruct", path: `/${id}.gguf`, bytes: 1, sha256: id, promptFormat: { type: "template" } }));
