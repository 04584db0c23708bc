import { describe, expect, it } from "vitest";
import { splitMessages } from "./serve-session.mjs";

const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
const message = (type: string, text: string) => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(4 + text.length, 1);
  return Buffer.concat([head, Buffer.from(text)]);
};

describe("the bytes of a client", () => {
  const all = Buffer.concat([startup, message("P", "parse"), message("S", ""), message("Q", "x".repeat(300))]);

  it("are split into messages, however the network cut them", () => {
    const whole = [startup, message("P", "parse"), message("S", ""), message("Q", "x".repeat(300))];
    for (let cut = 0; cut <= all.length; cut++) {
      const first = splitMessages(all.subarray(0, cut), false);
      const second = splitMessages(Buffer.concat([first.rest, all.subarray(cut)]), first.messages.length > 0);
      expect([...first.messages, ...second.messages]).toEqual(whole);
      expect(second.rest).toHaveLength(0);
    }
  });

  it("wait in the buffer until the message is complete", () => {
    expect(splitMessages(Buffer.from([0, 0]), false)).toEqual({ messages: [], rest: Buffer.from([0, 0]) });
    const cut = message("Q", "select").subarray(0, 8);
    expect(splitMessages(cut, true)).toEqual({ messages: [], rest: cut });
  });
});
