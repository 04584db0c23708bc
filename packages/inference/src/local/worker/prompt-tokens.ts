import type { LlamaModel, Token } from "node-llama-cpp";
import type { PromptText } from "./protect-text.ts";

/** A token that only a template may write. */
export interface SpecialToken {
  readonly token: Token;
  readonly text: string;
  /** It takes the white space beside it with it. */
  readonly strips: { readonly left: boolean; readonly right: boolean };
}

/** The control tokens of a vocabulary, the longest first, as llama.cpp looks for them. */
export function specialTokensOf(model: LlamaModel): readonly SpecialToken[] {
  const { tokens, token_type: kinds } = model.fileInfo.metadata.tokenizer.ggml;
  const NORMAL = 1;
  const BYTE = 6;
  const found: SpecialToken[] = [];
  for (const [index, kind] of (kinds ?? []).entries()) {
    const name = tokens[index] ?? "";
    // llama.cpp makes control tokens of a few that a file calls normal; all of those begin with one of these signs.
    if (kind === BYTE || (kind === NORMAL && !/^[<[_|]/u.test(name))) continue;
    const token = index as Token;
    const { control, unknown, lstrip, rstrip } = model.getTokenAttributes(token);
    if ((control || unknown) && name !== "") found.push({ token, text: name, strips: { left: lstrip, right: rstrip } });
  }
  return found.toSorted((left, right) => right.text.length - left.text.length);
}

/**
 * The tokens of a prompt, as llama.cpp makes them of the whole text, where what people wrote holds no special token. Else the text is taken
 * apart at the special tokens of the template, as llama.cpp does, and what lies between is plain.
 */
export function promptTokens(model: LlamaModel, { text, plain }: PromptText, specials: readonly SpecialToken[]): Token[] {
  if (plain.length === 0) return model.tokenize(text, true);
  const found: { readonly start: number; readonly end: number; readonly special: SpecialToken }[] = [];
  for (const special of specials)
    for (let start = text.indexOf(special.text); start >= 0; start = text.indexOf(special.text, start + 1)) {
      const end = start + special.text.length;
      const isTaken = found.some((other) => start < other.end && other.start < end) || plain.some((index) => index >= start && index < end);
      if (!isTaken) found.push({ start, end, special });
    }
  found.sort((left, right) => left.start - right.start);
  const tokens: Token[] = [];
  let from = 0;
  let stripsLeft = false;
  const add = (until: number, stripsRight: boolean) => {
    let between = text.slice(from, until);
    if (stripsLeft) between = between.replace(/^[ \t\n\v\f\r]+/u, "");
    if (stripsRight) between = between.replace(/[ \t\n\v\f\r]+$/u, "");
    tokens.push(...model.tokenize(between, false));
  };
  for (const { start, end, special } of found) {
    add(start, special.strips.left);
    tokens.push(special.token);
    from = end;
    stripsLeft = special.strips.right;
  }
  add(text.length, false);
  return tokens;
}
