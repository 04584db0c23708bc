/* oxlint-disable no-console -- a program for the terminal */
// node --import tsx bench/seed-board.ts FOLDER [models] [votes]; in apps/arena.
// Writes the database of an arena whose board has so many models and votes. Then: LLMLIST_ENGINE=scripted LLMLIST_DATA=FOLDER npm start
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { writeStyleSnapshots } from "../src/features/leaderboard/server/style/write-style-snapshot";
import { writeSnapshot } from "../src/features/leaderboard/server/write-snapshot";
import * as schema from "../src/server/db/schema";

const [folder, models = 40, votes = 10_000] = [process.argv[2], ...process.argv.slice(3).map(Number)];
if (folder === undefined || !Number.isInteger(models) || models < 2 || !Number.isInteger(votes) || votes < 0) {
  console.error("node --import tsx bench/seed-board.ts FOLDER [models, at least 2] [votes]");
  process.exit(1);
}
const data = join(resolve(folder), "pglite");
if (existsSync(data)) {
  console.error(`${data} exists; name an empty folder.`);
  process.exit(1);
}

const makers = ["Qwen", "Google", "Meta", "Mistral AI", "Hugging Face", "Microsoft", "DeepSeek", null];
const families = ["Qwen3", "Gemma 3", "Llama 3.2", "Ministral", "SmolLM2", "Phi-4 mini", "DeepSeek R1 Distill", "Falcon 3"];
const sizes = [0.27, 0.6, 1, 1.7, 3, 4, 8, 14];
const quantizations = ["Q4_K_M", "Q8_0", "F16", "Q4_1"];
const licenses = [
  { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
  { name: "Gemma Terms of Use", url: "https://ai.google.dev/gemma/terms" },
  { name: "MIT", url: "https://opensource.org/license/mit" },
  null,
];
/** Only the newest battles say how fast models write. */
const ANSWERED_VOTES = Math.min(votes, 3_000);

mkdirSync(folder, { recursive: true });
const pglite = await PGlite.create(data);
const db = drizzle(pglite, { schema, casing: "snake_case" });
await migrate(db, { migrationsFolder: "drizzle" });
await db.insert(schema.contestant).values(
  Array.from({ length: models }, (_, index) => {
    const size = sizes[index % sizes.length] ?? 1;
    const quantization = quantizations[(index >> 3) % quantizations.length] ?? null;
    const edition = Math.floor(index / 32);
    return {
      id: `seeded-${index}`,
      name: `${families[index % families.length]} ${size}B${index % 5 === 4 ? "" : " Instruct"}${edition === 0 ? "" : ` 2026-${edition}`}`,
      organization: makers[index % makers.length] ?? null,
      kind: index % 5 === 4 ? ("base" as const) : ("instruct" as const),
      identity: `sha256:${index}`,
      parameters: Math.round(size * 1e9),
      quantization,
      license: licenses[index % licenses.length] ?? null,
      bytes: Math.round(size * (quantization === "F16" ? 2e9 : quantization === "Q8_0" ? 1.06e9 : 0.62e9)),
    };
  }),
);

/** Votes are honest: skills have a spread of 0.86 log-odds, a quarter are ties, and longer answers win a little more often. */
await db.execute(sql`select setseed(0.29)`);
const id = (kind: number) => sql.raw(`('00000000-0000-4000-800${kind}-' || lpad(to_hex(n), 12, '0'))::uuid`);
await pglite.exec(`
  set session_replication_role = replica;
  insert into session (id) values ('00000000-0000-4000-8000-000000000000');
  create temporary table skill as
    select n as model, 0.86 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) as value from generate_series(0, ${models - 1}) n;
  create temporary table drawn as
    select n, a, (a + 1 + floor(random() * ${models - 1})::int) % ${models} as b,
      (200 + 1800 * random())::int as length_a, (200 + 1800 * random())::int as length_b, random() as draw, random() as tie
    from (select n, floor(random() * ${models})::int as a from generate_series(1, ${votes}) n) as first;
  create temporary table judged as
    select drawn.*, case
      when tie < 0.2 then 'tie' when tie < 0.26 then 'both-bad'
      when draw < 1 / (1 + exp(two.value - one.value - 0.6 * (length_a - length_b)::float / (length_a + length_b))) then 'a' else 'b' end as outcome
    from drawn join skill one on one.model = a join skill two on two.model = b;
`);
const statements = [
  sql`insert into conversation (id, session_id, mode) select ${id(1)}, '00000000-0000-4000-8000-000000000000', 'battle' from judged`,
  sql`insert into participant (conversation_id, slot, contestant_id) select ${id(1)}, 'a', 'seeded-' || a from judged`,
  sql`insert into participant (conversation_id, slot, contestant_id) select ${id(1)}, 'b', 'seeded-' || b from judged`,
  sql`insert into turn (id, conversation_id, number, prompt) select ${id(2)}, ${id(1)}, 1, 'What is ' || n || '?' from judged`,
  sql`insert into vote (conversation_id, outcome, turn_id, created_at)
    select ${id(1)}, outcome, ${id(2)}, now() - make_interval(secs => ${votes} - n) from judged`,
  sql`insert into vote_review (conversation_id, decision, rule, version) select ${id(1)}, 'counted', 'seed', 1 from judged`,
  sql`insert into vote_style select ${id(1)}, length_a, length_b, length_a / 500, length_b / 700, length_a / 300, length_b / 300,
    length_a / 400, length_b / 350 from judged`,
  sql`insert into answer (turn_id, slot, status, raw_text, shown_text, seed, prompt_tokens, output_tokens, first_token_ms, total_ms, lease_holder, lease_until)
    select ${id(2)}, slot, 'stop', 'An answer.', 'An answer.', 1, 20, 200, 100, 100 + 200 * (10 + 3 * (case slot when 'a' then a else b end % 8)), ${id(1)}, now()
    from judged cross join (values ('a'), ('b')) as slots (slot) where n > ${votes - ANSWERED_VOTES}`,
];
for (const statement of statements) await db.execute(statement);
await pglite.exec("analyze");
const started = performance.now();
await writeSnapshot(db);
const rated = performance.now();
await writeStyleSnapshots(db);
console.log(
  `${models} models, ${votes} votes: ratings in ${Math.round(rated - started)} ms, style control in ${Math.round(performance.now() - rated)} ms.`,
);
await pglite.close();
