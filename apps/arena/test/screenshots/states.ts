import type { Page } from "playwright-core";
import { fates } from "@/domain/fate";
import { outcomes } from "@/domain/outcome";
import {
  BATTLE_ID,
  endedBattle,
  firstTurn,
  PROMPT,
  queuedEvents,
  refusedBattle,
  runningBattle,
  secondTurn,
  secondTurnEvents,
  streamingEvents,
  voted,
} from "./battle-scripts";
import { emptyBoard, fullBoard, unvotedBoard, youngBoard } from "./boards";
import type { ScriptedApi } from "./scripted-api";

/** A page in one of its states: where it is, what the API answers there, and what to do until the state is shown. */
export interface PageState {
  readonly name: string;
  /** Address without the language. */
  readonly path: string;
  readonly api?: ScriptedApi;
  /** What the visitor does after the page was opened. */
  readonly act?: (page: Page) => Promise<void>;
  /** Selector of what the state shows last. */
  readonly ready: string;
}

const battlePath = `/battle/${BATTLE_ID}`;
/** Plain text is shown in a paragraph until the formatting has loaded. */
const answersShown = '[data-testid="answer-a"] > div';
const row = '[data-testid="leaderboard-row"]';

/** The page asks for the newest board when it is online again. */
const askForBoard = (page: Page) => page.evaluate(() => void window.dispatchEvent(new Event("online")));

const sendable = '[data-testid="send"][aria-disabled="false"]';
const untilFormatted = (page: Page) => page.locator(answersShown).first().waitFor();
const writeNextPrompt = (text: string) => async (page: Page) => {
  await untilFormatted(page);
  await page.getByTestId("prompt-input").fill(text);
};
const writePrompt = (text: string) => (page: Page) => page.getByTestId("prompt-input").fill(text);

const home: readonly PageState[] = [
  { name: "home", path: "/", ready: '[data-testid="prompt-input"]' },
  { name: "home-prompt", path: "/", act: writePrompt(PROMPT), ready: sendable },
  { name: "home-too-long", path: "/", act: writePrompt("long ".repeat(6001)), ready: '[aria-invalid="true"]' },
];

const battle: readonly PageState[] = [
  { name: "battle-loading", path: battlePath, api: { [`/battles/${BATTLE_ID}`]: { never: true } }, ready: "main output" },
  { name: "battle-queued", path: battlePath, api: runningBattle(queuedEvents), ready: '[data-testid="queue"]' },
  { name: "battle-streaming", path: battlePath, api: runningBattle(streamingEvents), ready: answersShown },
  {
    name: "battle-offline",
    path: battlePath,
    api: runningBattle(streamingEvents),
    act: async (page) => {
      await page.locator(answersShown).waitFor();
      await page.context().setOffline(true);
    },
    ready: '[data-testid="connection"]',
  },
  { name: "battle-ended", path: battlePath, api: endedBattle(), ready: answersShown },
  { name: "battle-cut", path: battlePath, api: endedBattle({ ends: { a: "length" } }), ready: answersShown },
  { name: "battle-stopped", path: battlePath, api: endedBattle({ ends: { a: "aborted", b: "aborted" } }), ready: answersShown },
  { name: "battle-failed", path: battlePath, api: endedBattle({ ends: { b: "error" } }), ready: '[data-testid="retry"]' },
  { name: "battle-empty-answer", path: battlePath, api: endedBattle({ answers: { b: "" } }), ready: answersShown },
  { name: "battle-not-found", path: battlePath, api: refusedBattle(404, "battle-not-found"), ready: '[data-testid="problem"]' },
  { name: "battle-server-error", path: battlePath, api: refusedBattle(500, "internal-error"), ready: '[data-testid="problem"]' },
  ...outcomes.map((outcome) => ({
    name: `reveal-${outcome}`,
    path: battlePath,
    api: endedBattle({ vote: voted(outcome, "counted") }),
    act: untilFormatted,
    ready: '[data-testid="reveal"]',
  })),
  ...fates.slice(1).map((fate) => ({
    name: `reveal-${fate}`,
    path: battlePath,
    api: endedBattle({ vote: voted("a", fate) }),
    act: untilFormatted,
    ready: '[data-testid="reveal"]',
  })),
];

const short = { a: "Then each entry moves to a new bucket.", b: "It is rehashed." };
const twoBefore = [firstTurn, secondTurn];
const turns: readonly PageState[] = [
  { name: "turns-composing", path: battlePath, api: endedBattle(), act: writeNextPrompt("And how does it grow?"), ready: sendable },
  {
    name: "turns-too-long",
    path: battlePath,
    api: endedBattle({ limits: { promptTokens: 200, turnsLeft: 2 } }),
    act: writeNextPrompt("a long question ".repeat(60)),
    ready: '[data-testid="room-left"]',
  },
  {
    name: "turns-streaming",
    path: battlePath,
    api: runningBattle(secondTurnEvents, [firstTurn]),
    ready: `[data-testid="turn-2"] ${answersShown}`,
  },
  {
    name: "turns-ended",
    path: battlePath,
    api: endedBattle({ before: twoBefore, answers: short }),
    ready: `[data-testid="turn-3"] ${answersShown}`,
  },
  {
    name: "turns-full",
    path: battlePath,
    api: endedBattle({ before: twoBefore, answers: short, limits: { turnsLeft: 0 } }),
    act: untilFormatted,
    ready: '[data-testid="conversation-full"]',
  },
  {
    name: "turns-full-context",
    path: battlePath,
    api: endedBattle({ before: twoBefore, answers: short, limits: { promptTokens: 0 } }),
    act: untilFormatted,
    ready: '[data-testid="conversation-full"]',
  },
  {
    name: "turns-stopped",
    path: battlePath,
    api: endedBattle({ before: [firstTurn], answers: short, ends: { a: "aborted", b: "aborted" } }),
    ready: `[data-testid="turn-2"] ${answersShown}`,
  },
  {
    name: "turns-revealed",
    path: battlePath,
    api: endedBattle({ before: twoBefore, answers: short, vote: voted("b", "counted") }),
    act: untilFormatted,
    ready: '[data-testid="reveal"]',
  },
];

const leaderboard: readonly PageState[] = [
  { name: "leaderboard-served", path: "/leaderboard", ready: "main h1" },
  {
    name: "leaderboard-empty",
    path: "/leaderboard",
    api: { "/leaderboard": { json: emptyBoard } },
    act: askForBoard,
    ready: 'main a[href$="/"], main a[href$="/zh"]',
  },
  {
    name: "leaderboard-unvoted",
    path: "/leaderboard",
    api: { "/leaderboard": { json: unvotedBoard } },
    act: askForBoard,
    ready: '[data-testid="board-empty"] p',
  },
  {
    name: "leaderboard-young",
    path: "/leaderboard",
    api: { "/leaderboard": { json: youngBoard } },
    act: askForBoard,
    ready: `${row}[data-model="model-0"]`,
  },
  {
    name: "leaderboard-full",
    path: "/leaderboard",
    api: { "/leaderboard": { json: fullBoard } },
    act: askForBoard,
    ready: `${row}[data-model="model-39"]`,
  },
];

const others: readonly PageState[] = [
  { name: "about", path: "/about", ready: "main h1" },
  { name: "method", path: "/method", ready: "main h1" },
  { name: "privacy", path: "/privacy", ready: "main h1" },
  { name: "models", path: "/models", ready: '[data-testid="contestant-row"]' },
  { name: "not-found", path: "/no-such-page", ready: "main h1" },
  { name: "battle-unknown", path: "/battle/0c7f2d4e-1b8a-4c3d-9e5f-6a7b8c9d0e1f", ready: "main h1" },
  {
    name: "error",
    path: "/leaderboard",
    api: { "/leaderboard": { json: youngBoard } },
    // The board reads its date with it while it renders.
    act: async (page) => {
      await page.evaluate(() => {
        Date.parse = () => {
          throw new Error("a planted error");
        };
      });
      await askForBoard(page);
    },
    ready: '[role="alert"] button',
  },
];

/** Every page and state. A new page adds its entries here. */
export const pageStates: readonly PageState[] = [...home, ...battle, ...turns, ...leaderboard, ...others];
