import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pocketModels } from "@llmlist/pocket-models";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addFile, listContestants, removeContestant } from "./added-files.ts";

const string = (text: string) => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text)]);
};
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

/** A GGUF header of version 3 with string entries and no tensors. */
function gguf(entries: Record<string, string>, count = BigInt(Object.keys(entries).length)): Buffer {
  const pairs = Object.entries(entries).map(([key, value]) => Buffer.concat([string(key), u32(8), string(value)]));
  return Buffer.concat([Buffer.from("GGUF"), u32(3), u64(0n), u64(count), ...pairs]);
}

describe("a GGUF file of the user's own", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlist-add-"));
    file = join(folder, "My Model.Q8_0.gguf");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const models = () => join(folder, "models");

  it("becomes a contestant with the name it gives itself, or the name it is given", async () => {
    writeFileSync(file, gguf({ "general.name": "My Model", "tokenizer.chat_template": "{{ messages }}" }));
    const added = await addFile(file, { folder: models(), name: "Other Name" });
    expect(added).toMatchObject({ name: "Other Name", kind: "instruct", path: file, promptFormat: { type: "template" } });
    expect(await listContestants(models())).toEqual([...pocketModels, added]);
  });

  it("without a chat template is a base model that is talked to as a transcript", async () => {
    writeFileSync(file, gguf({ "general.name": "My Model" }));
    expect(await addFile(file, { folder: models() })).toMatchObject({ kind: "base", promptFormat: { type: "transcript" } });
  });

  it("cannot take a name twice", async () => {
    writeFileSync(file, gguf({ "general.name": "My Model" }));
    await addFile(file, { folder: models() });
    await expect(addFile(file, { folder: models() })).rejects.toMatchObject({ code: "name-taken" });
  });

  it("stays where it lies when the contestant is removed", async () => {
    writeFileSync(file, gguf({ "general.name": "My Model" }));
    const { id } = await addFile(file, { folder: models() });
    await removeContestant(id, models());
    expect(existsSync(file)).toBe(true);
    expect(await listContestants(models())).toEqual(pocketModels);
    await expect(removeContestant(id, models())).rejects.toMatchObject({ code: "not-found" });
  });

  it.each([
    ["no GGUF at all", Buffer.from("not a model"), "it does not begin with GGUF"],
    ["an empty file", Buffer.alloc(0), "the header is cut off"],
    ["an old version", Buffer.concat([Buffer.from("GGUF"), u32(1)]), "it has version 1; 2 and 3 are known"],
    ["a cut header", gguf({ "general.name": "My Model" }).subarray(0, 40), "the header is cut off"],
    ["more entries than can be", gguf({}, 1n << 40n), "the header names an impossible"],
    [
      "a string longer than can be",
      Buffer.concat([gguf({}, 1n), string("general.name"), u32(8), u64(1n << 50n)]),
      "the header names an impossible length",
    ],
    ["an unknown type", Buffer.concat([gguf({}, 1n), string("general.name"), u32(99)]), "the header has a value of the unknown type 99"],
  ])("is refused with the reason: %s", async (_, bytes, reason) => {
    writeFileSync(file, bytes);
    await expect(addFile(file, { folder: models() })).rejects.toMatchObject({
      code: "not-a-model",
      message: expect.stringContaining(reason),
    });
    expect(existsSync(models()) ? readdirSync(models()) : []).toEqual([]);
  });

  it("that is not there is named", async () => {
    await expect(addFile(join(folder, "none.gguf"), { folder: models() })).rejects.toMatchObject({ code: "not-found" });
  });
});
