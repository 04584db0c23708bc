import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceError } from "@llmlist/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BattleDeps, blindPresentation, castVote, continueBattle, readNames, startBattle, viewBattle } from "@/features/battle/server";
import { createLiveTurns, type LiveTurns, type Presentation, type StartedTurn } from "@/features/conversation/server";
import { openModels, type OpenModels } from "@/runtime/open-models";
import type { OpenDatabase } from "@/server/db/database";
import { eventStream } from "@/server/http/event-stream";
import { readSettings } from "../settings.mjs";
import { databases } from "./databases";
import { startTestEndpoint, type TestEndpoint } from "./test-endpoint";

const LOCAL = "pocket-5m-2611-q8_0";
const PROMPT = "Compare Mistral 7B v0.1 and Llama 2 7B.";
const reply =
  "I am Far Beacon, made by Lighthouse Labs and served as secret-deployment. Both models have seven billion parameters. ".repeat(2);
const SERVER_ERROR = "CUDA out of memory on host-17";

/** Answers as they come: what a battle must not do. */
const bare: Presentation = {
  present: (written) =>
    written.map((events) => {
      let raw = "";
      return {
        events: (async function* () {
          for await (const event of events) {
            if (event.type === "text-delta") raw += event.text;
            if (event.type === "text-delta" || event.type === "generation-end") yield event;
          }
        })(),
        rawText: () => raw,
        rawOf: (shown) => shown,
        shownOf: (text) => text,
      };
    }),
};

interface Wire {
  readonly text: string;
  readonly events: readonly {
    readonly event: string;
    readonly data: { readonly slot?: string; readonly text?: string; readonly reason?: string };
  }[];
}

async function readWire(events: ReturnType<LiveTurns["start"]>): Promise<Wire> {
  const text = await eventStream(events).text();
  const parsed = [...text.matchAll(/event: (\S+)\ndata: (.*)\n/gu)].map(([, event = "", data = ""]) => ({
    event,
    data: JSON.parse(data) as Wire["events"][number]["data"],
  }));
  return { text, events: parsed };
}

/** By how many characters one answer was ahead of the other at most, while both were written. */
function largestLead({ events }: Wire): number {
  const shown = { a: 0, b: 0 };
  const last = { a: 0, b: 0 };
  events.forEach(({ event, data }, index) => {
    if (event === "slot-delta" && (data.slot === "a" || data.slot === "b")) last[data.slot] = index;
  });
  let lead = 0;
  for (const { event, data } of events.slice(0, Math.min(last.a, last.b))) {
    if (event === "slot-delta" && (data.slot === "a" || data.slot === "b")) shown[data.slot] += data.text?.length ?? 0;
    lead = Math.max(lead, Math.abs(shown.a - shown.b));
  }
  return lead;
}

const shownIn = ({ events }: Wire, slot: "a" | "b") => events.map(({ data }) => (data.slot === slot ? (data.text ?? "") : "")).join("");

/** The names and keys of a slot's events, without how many there are of each. */
const shapeOf = ({ events }: Wire, slot: "a" | "b") =>
  new Set(events.filter(({ data }) => data.slot === slot).map(({ event, data }) => `${event} ${Object.keys(data).toSorted().join(" ")}`));

describe.each(databases)("a battle between a local model and an endpoint on $name", ({ open }) => {
  let database: OpenDatabase;
  let endpoint: TestEndpoint;
  let folder: string;
  let config: string;
  let configured: string;
  let models: OpenModels;
  let deps: BattleDeps;
  let live: LiveTurns;
  const sessionId = randomUUID();
  beforeAll(async () => {
    database = await open();
    folder = mkdtempSync(join(tmpdir(), "llmlist-mixed-"));
    const tokens = reply.match(/\s*\S{1,5}/gu) ?? [];
    endpoint = await startTestEndpoint({
      "secret-deployment": { answers: () => ({ tokens, firstTokenMs: 400, betweenTokensMs: 8 }) },
      "broken-deployment": { answers: () => ({ tokens: tokens.slice(0, 20), ends: new InferenceError("worker-crashed", SERVER_ERROR) }) },
    });
    const contestants = [
      { id: "far", name: "Far Beacon", organization: "Lighthouse Labs", endpoint: endpoint.of("secret-deployment") },
      { id: "broken", name: "Broken Beacon", organization: "Lighthouse Labs", endpoint: endpoint.of("broken-deployment") },
    ];
    config = join(folder, "arena.config.json");
    configured = JSON.stringify({ bundledModels: "always", contestants });
    writeFileSync(config, configured);
    const settings = readSettings({ LLMLIST_CONFIG: config, LLMLIST_DATA: folder, LLMLIST_DEFAULT_MODELS: "none" }, folder);
    const environment = { NODE_ENV: "test" as const, LLMLIST_MODELS: join(folder, "models") };
    models = await openModels(database.db, settings, { onChanged: () => {}, environment, log: () => {} });
    await models.engine.whenReady();
    const leaseHolder = randomUUID();
    const { engine } = models;
    deps = { db: database.db, engine, settings: settings.battle, leaseHolder, random: Math.random };
    live = createLiveTurns({ db: database.db, engine, leaseHolder });
  });
  afterAll(async () => {
    await live.close();
    await models.close();
    await endpoint.stop();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const start = (other: string): Promise<StartedTurn> => {
    const candidates = [LOCAL, other].map((id) => ({ id, weight: 1 }));
    return startBattle(deps, { battleId: randomUUID(), sessionId, prompt: PROMPT, candidates });
  };
  const run = async (turn: StartedTurn, presentation?: Presentation) =>
    readWire(live.start(turn, presentation ?? blindPresentation(await readNames(database.db))));
  const telling = () => [
    /beacon/i,
    /lighthouse/i,
    /deployment/i,
    /pocket/i,
    /127\.0\.0\.1/,
    new RegExp(endpoint.port),
    /host-17|CUDA/,
    /endpoint|worker/,
  ];
  const leaks = (text: string) => telling().filter((pattern) => pattern.test(text));
  /** The text of single events, and of all events joined. */
  const leaksOf = (wire: Wire) => leaks([wire.text, shownIn(wire, "a"), shownIn(wire, "b")].join("\n"));

  it("runs three turns with nothing on the wire that distinguishes the two, and takes a vote", async () => {
    const first = await start("far");
    const battleId = first.conversationId;
    const wires = [await run(first)];
    for (const prompt of ["Which is older?", "And which is better?"])
      wires.push(await run(await continueBattle(deps, { battleId, sessionId, prompt })));
    for (const wire of wires) {
      expect(leaksOf(wire)).toEqual([]);
      expect(shapeOf(wire, "a")).toEqual(shapeOf(wire, "b"));
      expect(wire.events.at(-1)?.event).toBe("battle-end");
      expect(largestLead(wire)).toBeLessThanOrEqual(8);
    }
    expect(leaks(JSON.stringify(await viewBattle(deps, { battleId, sessionId })))).toEqual([]);
    const { reveal } = await castVote(database.db, { battleId, sessionId, outcome: "a", budget: null });
    expect([reveal?.a.id, reveal?.b.id].toSorted()).toEqual(["far", LOCAL].toSorted());
  });

  it("shows no text of an endpoint's error", async () => {
    const turn = await start("broken");
    const wire = await run(turn);
    const view = await viewBattle(deps, { battleId: turn.conversationId, sessionId });
    expect(leaksOf(wire)).toEqual([]);
    expect(leaks(JSON.stringify(view))).toEqual([]);
    expect(wire.events.flatMap(({ event, data }) => (event === "slot-end" ? [data.reason] : []))).toContain("error");
  });

  it("refuses a further turn with an error that names no model once a model was removed", async () => {
    const first = await start("far");
    await run(first);
    writeFileSync(config, JSON.stringify({ bundledModels: "always" }));
    await models.refresh();
    const further = continueBattle(deps, { battleId: first.conversationId, sessionId, prompt: "And now?" });
    await expect(further).rejects.toMatchObject({ code: "not-ready", message: expect.not.stringMatching(/beacon|far|endpoint/i) });
    writeFileSync(config, configured);
    await models.refresh();
    await models.engine.whenReady();
  });

  it("would be distinguishable without mask and pacing", async () => {
    const wire = await run(await start("far"), bare);
    expect(leaksOf(wire).map(String)).toEqual(expect.arrayContaining(["/beacon/i", "/lighthouse/i", "/deployment/i"]));
    expect(largestLead(wire)).toBeGreaterThan(8);
  });
});
