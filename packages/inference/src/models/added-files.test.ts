import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pocketModels } from "@llmlist/pocket-models";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tinyModel } from "../testing/tiny-model.ts";
import { writeGguf } from "../testing/write-gguf.ts";
import { addFile, listLocalModels, removeLocalModel } from "./added-files.ts";

describe("a GGUF file of the user's own", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlist-add-"));
    file = join(folder, "My Model.Q8_0.gguf");
    writeFileSync(file, writeGguf(tinyModel({ name: "My Model" })));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const models = () => join(folder, "models");

  it("becomes a model with the name it gives itself, or the name it is given", async () => {
    const added = await addFile(file, { folder: models(), name: "Other Name" });
    expect(added).toMatchObject({ name: "Other Name", kind: "instruct", path: file, promptFormat: { type: "template" } });
    expect(await addFile(file, { folder: models() })).toMatchObject({ id: "my-model", name: "My Model" });
    expect(await listLocalModels(models())).toHaveLength(pocketModels.length + 2);
  });

  it("without a chat template is a base model that is talked to as a transcript", async () => {
    writeFileSync(file, writeGguf(tinyModel({ chatTemplate: null })));
    expect(await addFile(file, { folder: models() })).toMatchObject({ kind: "base", promptFormat: { type: "transcript" } });
  });

  it("cannot take a name twice", async () => {
    await addFile(file, { folder: models() });
    await expect(addFile(file, { folder: models() })).rejects.toMatchObject({ code: "name-taken" });
  });

  it("stays where it lies when the model is removed", async () => {
    const { id } = await addFile(file, { folder: models() });
    await removeLocalModel(id, models());
    expect(existsSync(file)).toBe(true);
    expect(await listLocalModels(models())).toEqual(pocketModels);
    await expect(removeLocalModel(id, models())).rejects.toMatchObject({ code: "not-found" });
  });

  it("that was downloaded into the folder goes with the model", async () => {
    const { id } = await addFile(file, { folder: models(), isDownload: true });
    await removeLocalModel(id, models());
    expect(existsSync(file)).toBe(false);
  });

  it("that is broken is refused, and leaves nothing behind", async () => {
    writeFileSync(file, "not a model");
    await expect(addFile(file, { folder: models() })).rejects.toMatchObject({ code: "not-a-model" });
    expect(existsSync(models()) ? readdirSync(models()) : []).toEqual([]);
  });

  it("that is not there is named", async () => {
    await expect(addFile(join(folder, "none.gguf"), { folder: models() })).rejects.toMatchObject({ code: "not-found" });
  });
});
