import { fileTypes } from "../../memory/gguf-types.ts";
import { hardware as devices, speeds as allSpeeds } from "../../speeds.ts";
import { given, oneOf, wholeNumber } from "../arguments.ts";
import type { Command } from "../command.ts";
import { table } from "../format.ts";

export const speeds: Command = {
  name: "speeds",
  summary: "Lists measured speeds in tokens per second.",
  options: {
    hardware: { value: "<device>", summary: "of one device, or of all versions of it" },
    count: { value: "<number>", summary: "of so many such devices" },
    model: { value: "<model>", summary: "of one model" },
    quantization: { value: "<file type>", summary: "of one type, such as Q4_K_M" },
    test: { value: "<test>", summary: "pp512 reads a prompt of 512 tokens, tg128 generates 128" },
    limit: { value: "<number>", summary: "the first so many" },
  },
  examples: ['speeds --hardware "RTX 4090" --model "Llama 3 8B" --test tg1024'],
  run(call) {
    const query = {
      hardware: call.text("hardware"),
      count: wholeNumber(call, "count"),
      model: call.text("model"),
      quantization: oneOf(call, "quantization", fileTypes),
      test: call.text("test"),
    };
    const found = allSpeeds(given(query)).slice(0, wholeNumber(call, "limit"));
    return call.print(found, () =>
      table(
        ["hardware", "count", "model", "quantization", "test", "tokens/s", "±", "build", "source"],
        found.map((row) => [
          row.hardware,
          `${row.count}`,
          row.model,
          row.quantization,
          row.test,
          row.outOfMemory ? "out of memory" : `${row.tokensPerSecond}`,
          `${row.standardDeviation ?? ""}`,
          row.build ?? "",
          row.source,
        ]),
      ),
    );
  },
};

export const hardware: Command = {
  name: "hardware",
  summary: "Lists devices, their memory and bandwidth.",
  options: {},
  examples: ["hardware --json"],
  run: (call) =>
    call.print(devices, () =>
      table(
        ["id", "name", "memory GiB", "usable GiB", "bandwidth GB/s"],
        devices.map(({ id, name, memory, usableMemory, bandwidth }) => [
          id,
          name,
          memory === undefined ? "" : `${memory / 1024 ** 3}`,
          usableMemory === undefined ? "" : (usableMemory / 1024 ** 3).toFixed(2),
          bandwidth === undefined ? "" : `${bandwidth / 1e9}`,
        ]),
      ),
    ),
};
