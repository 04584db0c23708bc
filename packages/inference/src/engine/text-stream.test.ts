import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTextStream } from "./text-stream.ts";

/** Bytes stand for tokens, so that characters are cut in every way. */
const detokenize = (tokens: readonly number[]) => new TextDecoder().decode(new Uint8Array(tokens));
const read = (text: string, stops: string[] = []) => {
  const stream = createTextStream<number>(detokenize, { stops, trimStart: true });
  const chunks: string[] = [];
  for (const byte of new TextEncoder().encode(text)) {
    const { text: chunk, stopped } = stream.push(byte);
    chunks.push(chunk);
    if (stopped) return chunks;
  }
  return [...chunks, stream.end()];
};

describe("the text of an answer", () => {
  it("never shows half a character, and loses none", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        fc.pre(text.isWellFormed() && !text.includes("\uFFFD") && !text.startsWith("\uFEFF"));
        const chunks = read(`x${text}`);
        expect(chunks.join("")).toBe(`x${text}`);
        expect(chunks.join("|")).not.toContain("\uFFFD");
      }),
    );
  });

  it("leaves out the half of a character that an answer was cut in", () => {
    const stream = createTextStream<number>(detokenize, { stops: [], trimStart: true });
    const shown = [...new TextEncoder().encode("天空")].slice(0, -1).map((byte) => stream.push(byte).text);
    expect([...shown, stream.end()].join("")).toBe("天");
  });

  it("ends before a stop string and shows nothing of it, however it is cut", () => {
    expect(read("Blue.\nUser: and why?", ["\nUser:"]).join("")).toBe("Blue.");
  });

  it("holds back only what could become a stop string", () => {
    expect(read("One\nUse two", ["\nUser:"]).join("")).toBe("One\nUse two");
  });

  it("begins with its first visible character", () => {
    expect(read("  \n The sky").join("")).toBe("The sky");
  });
});
