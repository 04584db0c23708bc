import "server-only";
export * from "../contract";
export { addTurn } from "./add-turn";
export { answerRoom, answerRooms, cannotAnswer, type ContextUse, estimateTurnTokens, holdsAnswer, promptRoom } from "./context-room";
export { endOrphanedAnswers } from "./end-orphaned-answers";
export { createLiveTurns, type LiveTurns, type OwnSampling, type StartedTurn } from "./live-turns";
export { isRunning, readNewestTurn, readTurnAnswers, readTurns, type StoredTurn } from "./read-turns";
export { createStopAnywhere, type StopAnywhere } from "./stop-anywhere";
export type { Presentation } from "./write-answer";
