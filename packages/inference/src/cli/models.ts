import { parseArgs } from "node:util";
import { defaultModels } from "../models/default-models.ts";
import type { LocalModel } from "../models/local-model.ts";
import type { ModelArtifact } from "../models/model-artifact.ts";
import {
  addFile,
  sha256OfFile,
  isPresent,
  listLocalModels,
  ModelFileError,
  modelsFolder,
  pullArtifact,
  removeLocalModel,
} from "../models/index.ts";
import { tryModel } from "../local/try-model.ts";
import { createProgressBar } from "./progress-bar.ts";

/** The commands about model files. */
export const modelCommands: ReadonlySet<string> = new Set(["models", "list", "pull", "add", "verify", "rm"]);

const USAGE = `usage: llmlist-inference <command>, or in the repository: npm run models -- <command>
  list                        installed models, and default models that are not downloaded yet
  pull <id> | default         download one default model, or all of them
  add <file.gguf> [--name N]  register a GGUF file of your own, after a trial
  verify                      check every file against its sha256
  rm <id>                     remove a model (a downloaded file is deleted, your own stays)`;

/** `pull default`; `starter` is its earlier name. */
const all: ReadonlySet<string> = new Set(["default", "starter"]);

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

async function list(folder: string): Promise<void> {
  const here = await listLocalModels(folder);
  for (const { id, name, kind, bundled, bytes, path } of here)
    console.log(`${id}\t${name}${kind === "base" ? " (base model)" : bundled ? " (pocket model)" : ""}\t${megabytes(bytes)}\t${path}`);
  for (const { id, name, bytes } of defaultModels) {
    if (!here.some((one) => one.id === id))
      console.log(`${id}\t${name}\t${megabytes(bytes)}\tnot downloaded; npm run models -- pull ${id}`);
  }
}

async function pull(artifact: ModelArtifact, folder: string): Promise<void> {
  if (await isPresent(artifact, folder)) return console.log(`${artifact.name} is already downloaded.`);
  console.log(
    `${artifact.name} by ${artifact.organization}, ${megabytes(artifact.bytes)}. Licence: ${artifact.license.name}, ${artifact.license.url}`,
  );
  const bar = createProgressBar(artifact.file);
  const onMirrorFailed = (sentence: string) => bar.log(`${sentence}; trying the next mirror.`);
  await pullArtifact(artifact, { folder, onProgress: bar.update, onMirrorFailed }).finally(bar.end);
  console.log(`${artifact.name} is downloaded; its sha256 is correct.`);
}

async function verify(folder: string): Promise<void> {
  const wrong: string[] = [];
  for (const { id, path, sha256 } of await listLocalModels(folder)) {
    const right = (await sha256OfFile(path)) === sha256;
    console.log(`${id}\t${right ? "correct" : `WRONG: ${path} has other bytes; remove it and pull or add it again`}`);
    if (!right) wrong.push(id);
  }
  if (wrong.length > 0) throw new ModelFileError("not-a-model", `Wrong bytes: ${wrong.join(", ")}.`);
}

/** Lists, downloads, adds, verifies and removes model files. */
export async function modelsCommand(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { name: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [command, subject] = positionals;
  const folder = modelsFolder();
  const need = (what: string): string => {
    if (subject === undefined) throw new ModelFileError("not-found", `${command} needs ${what}.\n${USAGE}`);
    return subject;
  };
  if (values.help || command === undefined || command === "models") return console.log(USAGE);
  if (command === "list") return list(folder);
  if (command === "verify") return verify(folder);
  if (command === "rm") return console.log(`${(await removeLocalModel(need("an id"), folder)).name} is removed.`);
  if (command === "add") {
    const tryOut = (model: LocalModel) => tryModel(model, { folder });
    const options = { folder, tryOut, ...(values.name === undefined ? {} : { name: values.name }) };
    const { id, name, kind } = await addFile(need("a GGUF file"), options);
    return console.log(
      `${name} is model ${id}${kind === "base" ? ", as a base model: the file has no chat template" : ""}. Restart the arena to use it.`,
    );
  }
  if (command === "pull") {
    const id = need("an id, or: default");
    const chosen = defaultModels.filter((artifact) => all.has(id) || artifact.id === id);
    if (chosen.length === 0)
      throw new ModelFileError("not-found", `There is no ${id}; there are: ${defaultModels.map((one) => one.id).join(", ")}.`);
    for (const artifact of chosen) await pull(artifact, folder);
    return;
  }
  throw new ModelFileError("not-found", `There is no command ${command}.\n${USAGE}`);
}
