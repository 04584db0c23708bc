/** What a model writes before its answer, and the answer. */
export interface ReasonedAnswer {
  /** Null where the model wrote none. */
  readonly reasoning: string | null;
  readonly answer: string;
}

const opening = /^\s*(?:<(think|thinking|thought|reasoning)>|◁think▷)\n?/iu;
const closing = /<\/(?:think|thinking|thought|reasoning)>|◁\/think▷/iu;

/**
 * Takes the reasoning block off an answer. Some chat templates write the opening tag themselves, so a closing tag alone ends one, too; one
 * without an end is still being written, or was cut.
 */
export function splitReasoning(text: string): ReasonedAnswer {
  const opened = opening.exec(text);
  const start = opened?.[0].length ?? 0;
  const closed = closing.exec(text.slice(start));
  if (opened === null && (closed === null || /`|~~~/u.test(text.slice(0, closed.index)))) return { reasoning: null, answer: text };
  if (closed === null) return { reasoning: text.slice(start), answer: "" };
  const end = start + closed.index;
  return { reasoning: text.slice(start, end), answer: text.slice(end + closed[0].length).replace(/^\s*\n/u, "") };
}
