import type { Device, DeviceSettings } from "../local/device-settings.ts";
import { InferenceError } from "../engine/errors.ts";

/** What a model is computed on, as options of a command. */
export const deviceOptions = { device: { type: "string" }, "gpu-layers": { type: "string" }, "gpu-memory": { type: "string" } } as const;

export const deviceUsage = `  --device auto       cpu, cuda, metal or vulkan; one that cannot be used is refused
  --gpu-layers N      layers that the GPU holds, or max; left out, as many as fit
  --gpu-memory MIB    at most so much of the GPU's memory`;

const devices: readonly Device[] = ["auto", "cpu", "cuda", "metal", "vulkan"];

/** The settings that options of a command ask for. */
export function deviceSettings(values: { device?: string; "gpu-layers"?: string; "gpu-memory"?: string }): DeviceSettings {
  const device = devices.find((known) => known === values.device);
  if (values.device !== undefined && device === undefined)
    throw new InferenceError("bad-request", `--device is ${values.device}, but must be one of: ${devices.join(", ")}.`);
  const layers = values["gpu-layers"];
  const gpuLayers = layers === "max" ? layers : wholeNumber(layers, "gpu-layers", 0, 10_000);
  const mebibytes = wholeNumber(values["gpu-memory"], "gpu-memory", 1, 100_000_000);
  return {
    ...(device === undefined ? {} : { device }),
    ...(gpuLayers === undefined ? {} : { gpuLayers }),
    ...(mebibytes === undefined ? {} : { gpuMemoryBytes: mebibytes * 2 ** 20 }),
  };
}

/** A whole number of an option; undefined where it is left out. */
export function wholeNumber(text: string | undefined, name: string, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InferenceError("bad-request", `--${name} is ${text}, but must be a whole number from ${min} to ${max}.`);
}
