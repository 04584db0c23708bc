/** Who asks, and what tells that they have left. */
export interface Caller {
  /** Users wait in turn: their own name where they give one, else their key, else their address. */
  readonly user: string;
  readonly signal: AbortSignal;
}
