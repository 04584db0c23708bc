import { EloError } from "../errors.ts";

/** A mistake in the input or the options, as other programs report it. */
const MISTAKE = 1;

/** A mistake in this program (EX_SOFTWARE of sysexits.h). */
const DEFECT = 70;

/** What a failed run says and how it ends: a sentence for whoever made a mistake, a trace where the program itself is wrong. */
export function describeFailure(error: unknown): { readonly status: number; readonly text: string } {
  if (EloError.isInstance(error)) return { status: MISTAKE, text: `llmlist-elo: ${error.message}` };
  const trace = error instanceof Error ? error.stack : String(error);
  return {
    status: DEFECT,
    text: `llmlist-elo: this is a defect of the program, not of your input. Please report it with these lines.\n${trace}`,
  };
}
