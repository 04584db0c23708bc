import { artifacts } from "../../artifacts.ts";
import { findModels } from "../../find-models.ts";
import { availableMemory, judgeFit } from "../../memory/fits.ts";
import { quantizations } from "../../memory/bits-per-weight.ts";
import { fileTypes } from "../../memory/gguf-types.ts";
import { requireHardware } from "../../speeds.ts";
import { bytes, given, oneOf, wholeNumber } from "../arguments.ts";
import { CatalogCommandError, type Call, type Command } from "../command.ts";
import { gigabytes, table } from "../format.ts";

/** What weights can be stored in: a GGUF file, or one format for all of them. */
const formats = [...new Set([...fileTypes, ...quantizations])];

export const memoryOptions = {
  memory: { value: "<size>", summary: "a memory such as 8GB or 24GiB" },
  hardware: { value: "<device>", summary: "or what a device gives" },
  quantization: { value: "<format>", summary: "of the weights", default: "Q4_K_M" },
  context: { value: "<tokens>", summary: "of one conversation", default: "4096" },
} as const;

/** What must hold the model: a size, or what one device gives. */
export function memoryOf(call: Call): number {
  const [memory, hardware] = [call.text("memory"), call.text("hardware")];
  if (memory !== undefined && hardware === undefined) return bytes(memory, "memory");
  if (memory !== undefined || hardware === undefined)
    throw new CatalogCommandError("Give either --memory, such as --memory 8GB, or --hardware.");
  const found = requireHardware(hardware);
  const ids = found.map(({ id }) => id).join(" or ");
  const [available, ...others] = new Set(found.map(availableMemory));
  if (available === undefined) throw new CatalogCommandError(`No source gives the memory of ${ids}; give --memory.`);
  if (others.length > 0) throw new CatalogCommandError(`${hardware} is ${ids}, which differ in memory: name one.`);
  return available;
}

export const fits: Command = {
  name: "fits",
  summary: "Lists the models that llama.cpp can run in a memory, the largest first, and how many could not be judged.",
  options: { ...memoryOptions, limit: { value: "<number>", summary: "the first so many" } },
  examples: ["fits --memory 8GB", 'fits --hardware "RTX 4090" --quantization Q8_0 --context 32768'],
  run(call) {
    const memory = memoryOf(call);
    const quantization = oneOf(call, "quantization", formats) ?? "Q4_K_M";
    const context = wholeNumber(call, "context") ?? 4096;
    const judged = findModels().map((model) => ({ model: model.id, ...judgeFit(model, memory, { quantization, context }) }));
    const all = judged.flatMap((fit) => (fit.answer === "yes" ? [{ model: fit.model, ...fit.needed }] : []));
    const found = all.toSorted((left, right) => right.total - left.total).slice(0, wholeNumber(call, "limit"));
    const unknown = judged.flatMap((fit) => (fit.answer === "unknown" ? [{ model: fit.model, reason: fit.reason }] : []));
    return call.print({ fits: found, unknown }, () =>
      [
        table(
          ["model", "weights GB", "cache GB", "runtime GB", "vision GB", "total GB"],
          found.map((row) => [row.model, ...[row.weights, row.kvCache, row.runtime, row.vision, row.total].map(gigabytes)]),
        ),
        "",
        `${all.length} of ${judged.length} models fit; ${unknown.length} could not be judged, since no source gives a dimension that it takes (--json says which).`,
      ].join("\n"),
    );
  },
};

export const files: Command = {
  name: "files",
  summary: "Lists GGUF files with bytes and digest.",
  options: {
    model: { value: "<model>", summary: "of one model" },
    quantization: { value: "<file type>", summary: "of one type, such as Q4_K_M" },
  },
  examples: ["files --model llama3.1:8b --quantization Q4_K_M"],
  run(call) {
    const found = artifacts(given({ model: call.text("model"), quantization: oneOf(call, "quantization", fileTypes) }));
    return call.print(found, () =>
      table(
        ["model", "quantization", "bytes", "file", "digest"],
        found.map((file) => [
          file.model,
          file.quantization,
          `${file.bytes}`,
          file.id,
          file.sha256 === undefined ? `md5 ${file.md5 ?? ""}` : `sha256 ${file.sha256}`,
        ]),
      ),
    );
  },
};
