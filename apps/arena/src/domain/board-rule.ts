/**
 * Whether a contestant is on a board. A vote is counted on the boards that have both of its contestants: ratings and what a voter is told
 * both ask here.
 */
export const isOnBoard = (definition: { readonly bundled: boolean }, contestant: { readonly bundled: boolean }): boolean =>
  definition.bundled || !contestant.bundled;
