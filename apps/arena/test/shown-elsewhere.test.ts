import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maskStoredAnswers, readNames } from "@/features/battle/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { createBattles, engineWithContexts } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

const EARLIER_VERSION = "00000000-0000-0000-0000-000000000000";
const said = "I am Zorblax, made on a rainy day.";

describe.each(databases)("a process whose files are others than those of a battle, on $name", ({ open }) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await open();
    // The process that ran the battles had these models; the process under test has none of them.
    await registerContestants(database.db, contestantsNamed("alpha", "zorblax"));
  });
  afterAll(() => database.close());
  const engine = engineWithContexts({ alpha: 4096, zorblax: 4096 });
  const battles = () => createBattles(database.db, { engine });
  const ids = ["alpha", "zorblax"];

  it("masks names of the table of contestants, and those that another process registers later", async () => {
    const { find } = await readNames(database.db);
    expect(find(said, true)).toHaveLength(1);
    expect(find("I am Quuxly.", true)).toEqual([]);
    await registerContestants(database.db, contestantsNamed("quuxly"));
    expect((await readNames(database.db)).find("I am Quuxly.", true)).toHaveLength(1);
  });

  it("shows what the other process showed, and the names only after the vote", async () => {
    const { view, vote, finished } = battles();
    const battleId = await finished({ rawText: said, shownText: said.replace("Zorblax", "▇▇▇") }, ids);
    expect(JSON.stringify(await view(battleId))).not.toMatch(/zorblax/i);
    expect(await vote(battleId)).toMatchObject({ fate: "counted" });
    expect((await view(battleId)).answers.a.text).toBe(said);
  });

  it("masks answers that were stored without their shown text", async () => {
    const { view, finished } = battles();
    const battleId = await finished({ rawText: said, shownText: "", leaseHolder: EARLIER_VERSION }, ids);
    await maskStoredAnswers(database.db, await readNames(database.db));
    expect((await view(battleId)).answers.a.text).toBe("I am ▇▇▇, made on a rainy day.");
  });

  it("does not count the vote of a voter who read the name of a model of the battle", async () => {
    const { vote, finished } = battles();
    expect(await vote(await finished({ rawText: said, shownText: said }, ids))).toMatchObject({ fate: "identity-leaked" });
    const other = "I am Quuxly, a model of another battle.";
    expect(await vote(await finished({ rawText: other, shownText: other }, ids))).toMatchObject({ fate: "counted" });
  });
});
