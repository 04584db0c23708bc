import type { EndReason } from "@/domain/end-reason";
import type { Fate } from "@/domain/fate";
import type { Outcome } from "@/domain/outcome";
import type { ModelIdentity } from "@/domain/ranking";
import type { Slot } from "@/domain/slot";
import type { BattleView } from "@/features/battle";
import type { TurnEvent } from "@/features/conversation";
import type { ScriptedApi } from "./scripted-api";

export const BATTLE_ID = "6f1c2a54-7d0e-4a53-9d6c-2f4b8f1f6a10";

export const PROMPT = "Explain what a hash table is, show one in TypeScript, and compare it with a balanced tree.";

/** One of each kind of markup, and content that is wider than a pane. */
const RICH_ANSWER = `## Hash tables

A **hash table** stores pairs of *key* and *value*. Its \`get\` takes constant time on average.

\`\`\`ts
const table = new Map<string, number>([["a-rather-long-key-that-makes-this-line-wider-than-the-pane", 1], ["another", 2]]);
console.log(table.get("another"));
\`\`\`

| Operation | Hash table | Balanced tree | Sorted array | Linked list |
| :-- | --: | --: | --: | --: |
| Lookup | O(1) average | O(log n) | O(log n) | O(n) |
| Insertion | O(1) average | O(log n) | O(n) | O(1) |
| Range query | not supported | supported | supported | not supported |

1. Choose a hash function.
2. Handle collisions:
   - chaining
   - open addressing
- [x] constant time on average
- [ ] ordered iteration

> A table that is three quarters full is doubled.

See [the article](https://en.wikipedia.org/wiki/Hash_table), and https://example.org/${"a-very-long-path/".repeat(8)}.

#### In short
Use a tree when the order of keys matters; else a table.`;

const PLAIN_ANSWER = "A hash table computes an index from the key and stores the value there. 哈希表用键计算下标，再把值存到那个位置。";

const texts: Readonly<Record<Slot, string>> = { a: RICH_ANSWER, b: PLAIN_ANSWER };

const delta = (slot: Slot, text: string, turn = 1): TurnEvent => ({ event: "slot-delta", data: { turn, slot, text } });

type Turn = BattleView["turns"][number];

interface Ended {
  readonly ends?: Partial<Record<Slot, EndReason>>;
  readonly answers?: Partial<Record<Slot, string>>;
  readonly vote?: BattleView["vote"];
  /** Turns before this one. */
  readonly before?: readonly Turn[];
  readonly limits?: Partial<BattleView["limits"]>;
}

function viewOf(turns: readonly Turn[], { vote = null, limits = {} }: Pick<Ended, "vote" | "limits"> = {}): BattleView {
  const newest = turns.at(-1);
  if (!newest) throw new Error("A battle has a turn.");
  const room = { turnsLeft: 50 - turns.length, promptCharacters: 30_000, promptTokens: 3000, ...limits };
  return { battleId: BATTLE_ID, ...newest, turns: [...turns], limits: room, vote };
}

/** A battle whose answers have all ended. */
export function endedBattle({ ends = {}, answers = {}, before = [], ...rest }: Ended = {}): ScriptedApi {
  const slot = (name: Slot) => ({ text: answers[name] ?? texts[name], end: ends[name] ?? ("stop" as const) });
  const newest: Turn = { prompt: before.length === 0 ? PROMPT : LAST_PROMPT, answers: { a: slot("a"), b: slot("b") } };
  return { [`/battles/${BATTLE_ID}`]: { json: viewOf([...before, newest], rest) } };
}

/** A battle that runs: its stream sends these events and stays open. */
export function runningBattle(events: readonly TurnEvent[], before: readonly Turn[] = []): ScriptedApi {
  const empty = { text: "", end: null };
  const newest: Turn = { prompt: before.length === 0 ? PROMPT : LAST_PROMPT, answers: { a: empty, b: empty } };
  return { [`/battles/${BATTLE_ID}`]: { json: viewOf([...before, newest]) }, [`/battles/${BATTLE_ID}/stream`]: { events } };
}

const LAST_PROMPT = "What happens when the table grows? 表变大时会发生什么？";

const ended = (text: string) => ({ text, end: "stop" as const });

/** Two turns that have ended: one with long answers, one with short ones. */
export const firstTurn: Turn = { prompt: PROMPT, answers: { a: ended(RICH_ANSWER), b: ended(PLAIN_ANSWER) } };
export const secondTurn: Turn = {
  prompt: "Which of the two does a database index use, and why?",
  answers: {
    a: ended("Most use a **B-tree**, a balanced tree with wide nodes: it keeps keys in order, so it also answers range queries."),
    b: ended("Both exist. PostgreSQL has `btree` and `hash` indexes; `btree` is the default."),
  },
};

export const secondTurnEvents: readonly TurnEvent[] = [
  delta("a", "The table allocates more buckets and moves each entry to its new index; ", 2),
  delta("b", "It is rehashed: the entries are", 2),
];

export const queuedEvents: readonly TurnEvent[] = [{ event: "queue-position", data: { turn: 1, position: 3 } }];

export const streamingEvents: readonly TurnEvent[] = [delta("a", RICH_ANSWER.slice(0, 400)), delta("b", PLAIN_ANSWER.slice(0, 60))];

/** A battle that cannot be read. */
export function refusedBattle(status: number, code: string): ScriptedApi {
  return { [`/battles/${BATTLE_ID}`]: { status, json: { error: { code, message: code, requestId: "scripted" } } } };
}

const revealed: Readonly<Record<Slot, ModelIdentity>> = {
  a: { id: "qwen2.5-0.5b-instruct", name: "Qwen2.5 0.5B Instruct", organization: "Qwen", kind: "instruct", isPocketModel: false },
  b: { id: "gemma-3-270m", name: "Gemma 3 270M", organization: "Google", kind: "base", isPocketModel: false },
};

/** What a battle shows after its vote. */
export const voted = (outcome: Outcome, fate: Fate): NonNullable<BattleView["vote"]> => ({
  outcome,
  fate,
  boards: fate === "counted" ? ["overall", "with-bundled"] : [],
  reveal: revealed,
});
