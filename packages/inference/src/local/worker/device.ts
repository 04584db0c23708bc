import { getLlama, type Llama, type LlamaModel, type LlamaOptions, NoBinaryFoundError } from "node-llama-cpp";
import type { Device } from "../device-settings.ts";
import { InferenceError } from "../../engine/errors.ts";

/**
 * Opens llama.cpp for a device. `auto` takes the best that there is; a device that was asked for and cannot be used is an error, never the processor instead.
 *
 * @throws InferenceError `load-failed`.
 */
export async function openLlama(device: Device, options: LlamaOptions): Promise<Llama> {
  if (device === "cpu") return getLlama({ ...options, gpu: false });
  if (device === "auto") {
    const best = await getLlama({ ...options, gpu: "auto" });
    if (best.gpu === false || (await namesOf(best)).length > 0) return best;
    // A driver without a device counts as a GPU to the library.
    await best.dispose();
    return getLlama({ ...options, gpu: false });
  }
  const llama = await getLlama({ ...options, gpu: device }).catch((cause: unknown) => {
    const why = cause instanceof NoBinaryFoundError ? "there is no build of llama.cpp for it" : (cause as Error).message;
    throw unusable(device, why, cause);
  });
  if (llama.gpu !== device) throw unusable(device, `llama.cpp would run on ${llama.gpu || "the processor"}`);
  if ((await namesOf(llama)).length === 0) throw unusable(device, "its driver shows no device");
  return llama;
}

/** What a model runs on, as it really is: the device, and how much of the model lies there where that is not all of it. */
export async function describeDevice(llama: Llama, model: LlamaModel): Promise<string> {
  const names = await namesOf(llama);
  if (names.length === 0 || model.gpuLayers === 0) return "CPU";
  const layers = model.fileInsights.totalLayers;
  return model.gpuLayers >= layers ? names.join(", ") : `${names.join(", ")} (${model.gpuLayers} of ${layers} layers), CPU`;
}

// `getLlamaGpuTypes` also lists what has a driver and no device.
const namesOf = async (llama: Llama): Promise<string[]> => (llama.supportsGpuOffloading ? llama.getGpuDeviceNames() : []);

const unusable = (device: Device, why: string, cause?: unknown): InferenceError =>
  new InferenceError("load-failed", `The device ${device} cannot be used here (${why.replace(/\.+$/u, "")}); choose cpu or auto.`, {
    cause,
  });
