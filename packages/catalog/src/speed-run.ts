/** One measurement of how fast a model runs. Values that disagree stand side by side. */
export interface Speed {
  readonly model: string;
  /** As llama.cpp names files: `Q4_K_M`, `F16`. */
  readonly quantization: string;
  /** Identifier of the hardware. */
  readonly hardware: string;
  /** How many such devices share the work. */
  readonly count: number;
  readonly engine: string;
  /** Commit and number of the engine's build. */
  readonly build?: string;
  /** What the engine computes with: `CUDA`, `Metal`, `CPU`. */
  readonly backend?: string;
  /** Layers that the engine was told to keep on the device. */
  readonly gpuLayers?: number;
  /** Tokens per logical and per physical batch, where they are not the engine's own choice. */
  readonly batchSize?: number;
  readonly microBatchSize?: number;
  /** Bytes of the weights, as precise as the source (two digits of GiB). */
  readonly modelSize?: number;
  /**
   * What was measured: `pp512` reads a prompt of 512 tokens, `tg128` generates 128, `pp512+tg128` does both. `pp` and `tg` alone come from
   * sources that do not give the number.
   */
  readonly test: string;
  /** Tokens per second. Absent where memory ran out. */
  readonly tokensPerSecond?: number;
  /** Of the repetitions, in tokens per second. */
  readonly standardDeviation?: number;
  /** The model or its context did not fit. */
  readonly outOfMemory: boolean;
  /** ISO 8601, as precise as the source. */
  readonly measured?: string;
  /** Who measured. */
  readonly reporter: string;
  /** Identifier of the source. */
  readonly source: string;
}

/** Speeds of one run, in the form in which they are kept: test, tokens per second (null: out of memory), standard deviation. */
export interface SpeedRun extends Omit<Speed, "test" | "tokensPerSecond" | "standardDeviation" | "outOfMemory"> {
  readonly rows: readonly (readonly [test: string, tokensPerSecond: number | null, standardDeviation?: number])[];
}

/** The speeds of runs, each with all its fields. */
export const speedsOf = (runs: readonly SpeedRun[]): Speed[] =>
  runs.flatMap(({ rows, ...run }) =>
    rows.map(([test, tokensPerSecond, standardDeviation]) => ({
      ...run,
      test,
      ...(tokensPerSecond === null ? {} : { tokensPerSecond }),
      ...(standardDeviation === undefined ? {} : { standardDeviation }),
      outOfMemory: tokensPerSecond === null,
    })),
  );
