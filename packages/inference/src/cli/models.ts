import { parseArgs } from "node:util";
import { type ModelArtifact, starterArtifacts } from "@llmlist/catalog";
import type { Contestant } from "../models/contestant.ts";
import {
  addFile,
  digestOf,
  isPresent,
  listContestants,
  ModelFileError,
  modelsFolder,
  pullArtifact,
  removeContestant,
} from "../models/index.ts";
import { tryModel } from "../local/trial.ts";
import { createProgressBar } from "./progress-bar.ts";

/** The commands about model files. */
export const modelCommands: ReadonlySet<string> = new Set(["models", "list", "pull", "add", "verify", "rm"]);

const USAGE = `usage: inference <command>, or in the repository: npm run models -- <command>
  list                        every contestant, and the starter models that are not here yet
  pull <id> | starter         bring a starter model, or all of them
  add <file.gguf> [--name N]  make a contestant of a file of your own, after a trial
  verify                      check every file against its sha256
  rm <id>                     take a contestant off the list (a pulled file is deleted, your own stays)`;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

async function list(folder: string): Promise<void> {
  const here = await listContestants(folder);
  for (const { id, name, kind, isPocketModel, bytes, path } of here)
    console.log(
      `${id}\t${name}${kind === "base" ? " (base model)" : isPocketModel ? " (pocket model)" : ""}\t${megabytes(bytes)}\t${path}`,
    );
  for (const { id, name, bytes } of starterArtifacts) {
    if (!here.some((one) => one.id === id)) console.log(`${id}\t${name}\t${megabytes(bytes)}\tnot here; npm run models -- pull ${id}`);
  }
}

async function pull(artifact: ModelArtifact, folder: string): Promise<void> {
  if (await isPresent(artifact, folder)) return console.log(`${artifact.name} is here.`);
  console.log(
    `${artifact.name} by ${artifact.organization}, ${megabytes(artifact.bytes)}. Licence: ${artifact.license.name}, ${artifact.license.url}`,
  );
  const bar = createProgressBar(artifact.file);
  const onMirrorFailed = (sentence: string) => bar.say(`${sentence}; trying the next mirror.`);
  await pullArtifact(artifact, { folder, onProgress: bar.update, onMirrorFailed }).finally(bar.end);
  console.log(`${artifact.name} is here, its sha256 is right.`);
}

async function verify(folder: string): Promise<void> {
  const wrong: string[] = [];
  for (const { id, path, sha256 } of await listContestants(folder)) {
    const right = (await digestOf(path)) === sha256;
    console.log(`${id}\t${right ? "right" : `WRONG: ${path} has other bytes; remove it and pull or add it again`}`);
    if (!right) wrong.push(id);
  }
  if (wrong.length > 0) throw new ModelFileError("not-a-model", `Wrong bytes: ${wrong.join(", ")}.`);
}

/** Lists, brings, adds, checks and removes model files. */
export async function modelsCommand(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
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
  if (command === "rm") return console.log(`${(await removeContestant(need("an id"), folder)).name} is off the list.`);
  if (command === "add") {
    const tryOut = (contestant: Contestant) => tryModel(contestant, { folder });
    const options = { folder, tryOut, ...(values.name === undefined ? {} : { name: values.name }) };
    const { id, name, kind } = await addFile(need("a GGUF file"), options);
    return console.log(
      `${name} is contestant ${id}${kind === "base" ? ", as a base model: the file has no chat template" : ""}. Restart the arena to let it play.`,
    );
  }
  if (command === "pull") {
    const id = need("an id, or: starter");
    const chosen = starterArtifacts.filter((artifact) => id === "starter" || artifact.id === id);
    if (chosen.length === 0)
      throw new ModelFileError("not-found", `There is no ${id}; there are: ${starterArtifacts.map((one) => one.id).join(", ")}.`);
    for (const artifact of chosen) await pull(artifact, folder);
    return;
  }
  throw new ModelFileError("not-found", `There is no command ${command}.\n${USAGE}`);
}
