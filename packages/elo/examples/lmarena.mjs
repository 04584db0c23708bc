/**
 * A leaderboard from a release of LMArena's votes, with the length of answers taken out:
 *
 *   node examples/lmarena.mjs human-preference.jsonl
 *
 * Without a file it makes 20,000 votes in the same form among invented models, whose answers win also by their length.
 */
import { createReadStream } from "node:fs";
import { fitVotes, leaderboard, pairCountsFromColumns, rateModels, readVotes, relativeDifference } from "@llmlist/elo";

const TOKENS = ["conv_metadata.sum_assistant_a_tokens", "conv_metadata.sum_assistant_b_tokens"];

/** Of two models of equal skill, "verbose" writes twice as much. */
function* inventedVotes() {
  const models = [
    { name: "strong", skill: 0.5, tokens: 300 },
    { name: "terse", skill: 0, tokens: 200 },
    { name: "verbose", skill: 0, tokens: 400 },
    { name: "weak", skill: -0.5, tokens: 300 },
  ];
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let vote = 0; vote < 20_000; vote++) {
    const [a, b] = [models[Math.floor(4 * random())], models[Math.floor(4 * random())]];
    if (a === b) continue;
    const [tokensA, tokensB] = [a.tokens * (0.5 + random()), b.tokens * (0.5 + random())].map(Math.round);
    const lead = a.skill - b.skill + (1.5 * (tokensA - tokensB)) / (tokensA + tokensB);
    const winner = random() < 0.2 ? "tie" : random() < 1 / (1 + Math.exp(-lead)) ? "model_a" : "model_b";
    const conv_metadata = { sum_assistant_a_tokens: tokensA, sum_assistant_b_tokens: tokensB };
    yield `${JSON.stringify({ model_a: a.name, model_b: b.name, winner, conv_metadata })}\n`;
  }
}

const [file] = process.argv.slice(2);
const read = await readVotes(file ? createReadStream(file) : inventedVotes(), { numbers: TOKENS });
const counts = pairCountsFromColumns(read.columns);
const [tokensA, tokensB] = TOKENS.map((name) => read.numbers.get(name));
const fit = fitVotes(read.columns, { features: { length: relativeDifference(tokensA, tokensB) } });

for (const [title, { models, coefficients }] of [
  ["Plain", rateModels(counts)],
  ["Length taken out", leaderboard(fit, counts)],
]) {
  console.log(title);
  for (const { model, rating, low, high } of models)
    console.log(`  ${model.padEnd(10)} ${rating.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`);
  for (const { name, value, se } of coefficients) console.log(`  ${name}: ${value.toFixed(3)} (se ${se.toFixed(3)})`);
}
