/** Finds the end of a JSON object or list that comes in chunks. */
export class JsonEnd {
  #depth = 0;
  #isText = false;
  #isEscaped = false;

  /** The index after its last bracket in this chunk; null where it goes on. */
  find(chunk: string): number | null {
    for (let index = 0; index < chunk.length; index++) {
      const character = chunk.charAt(index);
      if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (character === "\\") this.#isEscaped = true;
        else if (character === '"') this.#isText = false;
      } else if (character === '"') this.#isText = true;
      else if (character === "{" || character === "[") this.#depth++;
      else if ((character === "}" || character === "]") && --this.#depth === 0) return index + 1;
    }
    return null;
  }
}

/** Where a JSON object or list that begins at `start` ends; null where it does not. */
export function endOfJson(text: string, start: number): number | null {
  const end = new JsonEnd().find(text.slice(start));
  return end === null ? null : start + end;
}
