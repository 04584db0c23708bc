const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Text in the order in which it came, cut into what a reader sees as characters, each with the time at which it was complete. */
export class TextBuffer {
  #characters: string[] = [];
  #times: number[] = [];
  #taken = 0;
  /** The last character may still grow: by an accent, or by the other half of a flag. */
  #open = "";

  /** Characters that can be taken. */
  get length(): number {
    return this.#characters.length - this.#taken;
  }

  /** Characters that ever came. */
  get received(): number {
    return this.#characters.length + (this.#open === "" ? 0 : 1);
  }

  push(text: string, now: number): void {
    const chunks = Array.from(graphemes.segment(this.#open + text), ({ segment }) => segment);
    this.#open = chunks.pop() ?? "";
    this.#add(chunks, now);
  }

  /** Nothing more comes. */
  close(now: number): void {
    if (this.#open !== "") this.#add([this.#open], now);
    this.#open = "";
  }

  /** Of the characters that can be taken, those that came at this time or before. */
  olderThan(time: number): number {
    let end = this.#taken;
    while (end < this.#times.length && (this.#times[end] ?? time) <= time) end++;
    return end - this.#taken;
  }

  take(count: number): string {
    const text = this.#characters.slice(this.#taken, this.#taken + count).join("");
    this.#taken = Math.min(this.#characters.length, this.#taken + count);
    return text;
  }

  drop(): void {
    this.#taken = this.#characters.length;
  }

  #add(chunks: readonly string[], now: number): void {
    for (const chunk of chunks) {
      this.#characters.push(chunk);
      this.#times.push(now);
    }
  }
}
