import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type PromptFormat, starterArtifacts } from "@llmlist/catalog";
import { pocketModels } from "@llmlist/pocket-models";
import { z } from "zod";
import type { Contestant } from "./contestant.ts";
import { ModelFileError } from "./errors.ts";
import { contestantOf, isPresent } from "./pull-artifact.ts";
import { readModel } from "./read-model.ts";

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
});

/** A file without a chat template is taken for a base model and talked to as a transcript. */
const transcript: PromptFormat = {
  type: "transcript",
  introduction: "A conversation between a user and a helpful assistant. The assistant answers clearly and in full sentences.",
  example: { user: "What is the capital of France?", assistant: "The capital of France is Paris." },
  userLabel: "User:",
  assistantLabel: "Assistant:",
  stop: ["\nUser:", "\nAssistant:", "\nA conversation between"],
};

/** The sha256 of a file, in lower-case hexadecimal. `onRead` hears how many bytes have been read. */
export async function digestOf(path: string, onRead: (bytes: number) => void = () => {}): Promise<string> {
  const hash = createHash("sha256");
  const stream = createReadStream(path);
  for await (const chunk of stream) {
    hash.update(chunk as Uint8Array);
    onRead(stream.bytesRead);
  }
  return hash.digest("hex");
}

async function readManifests(folder: string): Promise<Contestant[]> {
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

/** Every contestant whose file is there: the pocket models, starter models that were pulled, then files that the user added. */
export async function listContestants(folder: string): Promise<Contestant[]> {
  const pulled: Contestant[] = [];
  for (const artifact of starterArtifacts) if (await isPresent(artifact, folder)) pulled.push(contestantOf(artifact, folder));
  const added: Contestant[] = [];
  for (const one of await readManifests(folder)) if (await stat(one.path).catch(() => null)) added.push(one);
  return [...pocketModels, ...pulled, ...added];
}

export interface AddOptions {
  readonly folder: string;
  readonly name?: string;
  /** Called before the file is remembered; what it throws keeps the file out. */
  readonly tryOut?: (contestant: Contestant) => Promise<unknown>;
}

/**
 * Makes a contestant of a GGUF file of the user's own. The file stays where it lies; a small manifest in `folder` remembers it.
 *
 * @throws ModelFileError `not-a-model`, `not-found` or `name-taken`.
 */
export async function addFile(path: string, { folder, name: chosen, tryOut }: AddOptions): Promise<Contestant> {
  const absolute = resolve(path);
  const header = await readModel(absolute);
  const name = chosen ?? header.name ?? basename(absolute).replace(/\.gguf$/i, "");
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z\d._]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (id === "") throw new ModelFileError("name-taken", `"${name}" gives no id; choose a --name with Latin letters or digits.`);
  const taken = [...pocketModels, ...starterArtifacts, ...(await readManifests(folder))].some((one) => one.id === id);
  if (taken) throw new ModelFileError("name-taken", `There is a contestant ${id} already; choose another with --name.`);
  const contestant: Contestant = {
    id,
    name,
    kind: header.chatTemplate !== null ? "instruct" : "base",
    path: absolute,
    bytes: (await stat(absolute)).size,
    sha256: await digestOf(absolute),
    promptFormat: header.chatTemplate !== null ? { type: "template" } : transcript,
  };
  await tryOut?.(contestant);
  await mkdir(folder, { recursive: true });
  const file = join(folder, id + SUFFIX);
  await writeFile(`${file}.part`, `${JSON.stringify(contestant, null, 2)}\n`);
  await rename(`${file}.part`, file);
  return contestant;
}

/**
 * Takes a contestant off the list. A pulled file is deleted; a file of the user's own stays where it lies.
 *
 * @throws ModelFileError `not-found`, or `comes-along` for a pocket model.
 */
export async function removeContestant(id: string, folder: string): Promise<Contestant> {
  const found = (await listContestants(folder)).find((one) => one.id === id);
  if (!found) throw new ModelFileError("not-found", `There is no contestant ${id} in ${folder}.`);
  if (found.isPocketModel)
    throw new ModelFileError(
      "comes-along",
      `${id} comes with llmlist and cannot be taken off; LLMLIST_POCKET=none keeps it out of the arena.`,
    );
  const isStarter = starterArtifacts.some((artifact) => artifact.id === id);
  await rm(isStarter ? found.path : join(folder, id + SUFFIX));
  return found;
}
