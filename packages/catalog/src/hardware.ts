import type { KnownHardwareId } from "./generated/ids.ts";

/** A known id, completed by editors; any other text is accepted, since a newer catalog knows more. */
export type HardwareId = KnownHardwareId | (string & {});

/** A device that runs models. A field without a source is absent. */
export interface Hardware {
  /** `vendor/name`. */
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** `gpu`: a card with memory of its own. `soc`: a chip whose processor and graphics share one memory. */
  readonly kind: "gpu" | "soc";
  /** Bytes as the vendor counts them: 24 GB of memory are 24 x 1024^3. */
  readonly memory?: number;
  /** Bytes that the driver gives to programs (NVIDIA), or lets the graphics part use (Metal), as measured. */
  readonly usableMemory?: number;
  /** Bytes per second between memory and processor. */
  readonly bandwidth?: number;
}
