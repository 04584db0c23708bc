export * from "./contract";
export { BattleScreen } from "./client/battle-screen";
