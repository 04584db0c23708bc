import { type Contestant, contestantOfFile } from "@/features/models/server";

/** Contestants that no engine ever loads. */
export const contestantsNamed = (...ids: readonly string[]): Contestant[] =>
  ids.map((id) => {
    const facts = { id, name: id, kind: "instruct", path: `/${id}.gguf`, bytes: 1, sha256: id } as const;
    return contestantOfFile({ ...facts, promptFormat: { type: "template" } }, { isRequested: false });
  });
