import type { RowSet } from "./rows.ts";
import type { SplitId } from "./set-files.ts";

/** A file of rows of a task of one's own. */
interface OwnSplit {
  readonly set: "own";
  /** Absolute path. */
  readonly config: string;
  readonly split: "test";
}

/** A split of a published data set, or a file. */
export type AnySplit = SplitId | OwnSplit;

/** Where rows come from, those of one's own tasks too. */
export interface RowSource {
  /** @throws EvalError `bad-data` that says what is missing or wrong. */
  load(split: AnySplit): Promise<RowSet>;
}
