import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pocketModels } from "@llmlist/pocket-models";
import { z } from "zod";
import { defaultModels } from "./default-models.ts";
import { ModelFileError } from "./errors.ts";
import { partsOf, sizeOf } from "./file-identity.ts";
import type { LocalModel } from "./local-model.ts";
import { promptFormatOf } from "./prompt-format.ts";
import { localModelOf, isPresent } from "./pull-artifact.ts";
import { readModel } from "./read-model.ts";

/** The name of manifests since the first release; under another name, models that were added earlier would be lost. */
const SUFFIX = ".contestant.json";

const promptFormat = z.union([
  z.strictObject({ type: z.literal("template") }),
  z.strictObject({
    type: z.literal("transcript"),
    introduction: z.string(),
    example: z.strictObject({ user: z.string(), assistant: z.string() }),
    userLabel: z.string(),
    assistantLabel: z.string(),
    stop: z.array(z.string()),
  }),
]);

const manifest = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["base", "instruct"]),
  path: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  promptFormat,
  /** Downloaded into the folder, so that removing the model removes the file. */
  isDownload: z.literal(true).optional(),
});

/** The sha256 of a model, in lower-case hexadecimal: of its file, or of all its parts one after the other. `onRead` is called with the number of bytes read so far. */
export async function sha256OfFile(path: string, onRead: (bytes: number) => void = () => {}): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const part of partsOf(path))
    for await (const chunk of createReadStream(part)) {
      hash.update(chunk as Uint8Array);
      onRead((bytes += (chunk as Uint8Array).length));
    }
  return hash.digest("hex");
}

/** A model with whether its file was downloaded into the folder. */
type AddedModel = LocalModel & { readonly isDownload?: true | undefined };

async function readManifests(folder: string): Promise<AddedModel[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith(SUFFIX))
      .toSorted()
      .map(async (name) => {
        try {
          return manifest.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
        } catch (cause) {
          throw new ModelFileError(
            "broken-manifest",
            `${join(folder, name)} is broken (${(cause as Error).message}); remove it and add the model again.`,
            { cause },
          );
        }
      }),
  );
}

/** Every model whose file exists: the bundled pocket models, default models that were downloaded, then files that the user added. */
export async function listLocalModels(folder: string): Promise<AddedModel[]> {
  const pulled: LocalModel[] = [];
  for (const artifact of defaultModels) if (await isPresent(artifact, folder)) pulled.push(localModelOf(artifact, folder));
  const added: AddedModel[] = [];
  for (const one of await readManifests(folder)) if (await stat(one.path).catch(() => null)) added.push(one);
  return [...pocketModels, ...pulled, ...added];
}

export interface AddOptions {
  readonly folder: string;
  readonly name?: string;
  /** The file was downloaded into `folder`: `removeLocalModel` deletes it. */
  readonly isDownload?: true;
  /** Called before the file is remembered; what it throws keeps the file out. */
  readonly tryOut?: (model: LocalModel) => Promise<unknown>;
}

/**
 * Registers a GGUF file as a local model. The file stays where it is; a manifest in `folder` remembers it.
 *
 * @throws ModelFileError `not-a-model`, `not-found` or `name-taken`.
 */
export async function addFile(path: string, { folder, name: chosen, isDownload, tryOut }: AddOptions): Promise<LocalModel> {
  const absolute = resolve(path);
  const header = await readModel(absolute);
  const name = chosen ?? header.name ?? basename(absolute).replace(/\.gguf$/i, "");
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z\d._]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (id === "") throw new ModelFileError("name-taken", `"${name}" gives no id; choose a --name with Latin letters or digits.`);
  const taken = [...pocketModels, ...defaultModels, ...(await readManifests(folder))].some((one) => one.id === id);
  if (taken) throw new ModelFileError("name-taken", `There is a model ${id} already; choose another with --name.`);
  const model: LocalModel = {
    id,
    name,
    kind: header.chatTemplate !== null ? "instruct" : "base",
    path: absolute,
    bytes: sizeOf(absolute),
    sha256: await sha256OfFile(absolute),
    promptFormat: promptFormatOf(header),
  };
  await tryOut?.(model);
  await mkdir(folder, { recursive: true });
  const file = join(folder, id + SUFFIX);
  await writeFile(`${file}.part`, `${JSON.stringify({ ...model, isDownload }, null, 2)}\n`);
  await rename(`${file}.part`, file);
  return model;
}

/**
 * Removes a model from the list. A downloaded file is deleted; a file that the user added stays where it is.
 *
 * @throws ModelFileError `not-found`, or `bundled` for a pocket model.
 */
export async function removeLocalModel(id: string, folder: string): Promise<LocalModel> {
  const found = (await listLocalModels(folder)).find((one) => one.id === id);
  if (!found) throw new ModelFileError("not-found", `There is no model ${id} in ${folder}.`);
  if (found.bundled)
    throw new ModelFileError(
      "bundled",
      `${id} is bundled with llmlist and cannot be removed; LLMLIST_POCKET=none keeps it out of the arena.`,
    );
  const isDefault = defaultModels.some((artifact) => artifact.id === id);
  if (!isDefault) await rm(join(folder, id + SUFFIX));
  if (isDefault || found.isDownload) for (const part of partsOf(found.path)) await rm(part);
  return found;
}
