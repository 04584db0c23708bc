import type { Artifact } from "./artifacts.ts";

/** Files that no public list describes: bytes and digests were read from the files themselves. */
export const measuredFiles: readonly Artifact[] = [
  {
    id: "smollm2-135m-instruct-q4_1",
    model: "hugging-face/smollm2-135m-instruct",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    quantization: "Q4_1",
  },
  {
    id: "gemma-3-270m-q4_k_m",
    model: "google/gemma-3-270m",
    file: "gemma-3-270m-q4_k_m.gguf",
    bytes: 253_113_024,
    sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    quantization: "Q4_K_M",
  },
];
