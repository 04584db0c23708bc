/** What a model is computed on. `auto` is the best that there is. */
export type Device = "auto" | "cpu" | "cuda" | "metal" | "vulkan";

/** Where a model lies, and what it may take there. */
export interface DeviceSettings {
  /** `auto` where it is left out. A device that was asked for and cannot be used is an error, never the processor instead. */
  readonly device?: Device;
  /** Layers that the GPU holds, the rest is left to the processor; left out, as many as fit. */
  readonly gpuLayers?: number | "max";
  /** At most so much memory of the GPU, and of the machine, in bytes. */
  readonly gpuMemoryBytes?: number;
  readonly memoryBytes?: number;
}

/** The settings of the device among others, without those that are left out. */
export const deviceOf = ({ device, gpuLayers, gpuMemoryBytes, memoryBytes }: DeviceSettings): DeviceSettings => ({
  ...(device === undefined ? {} : { device }),
  ...(gpuLayers === undefined ? {} : { gpuLayers }),
  ...(gpuMemoryBytes === undefined ? {} : { gpuMemoryBytes }),
  ...(memoryBytes === undefined ? {} : { memoryBytes }),
});
