/**
 * Two candidates against a baseline by a judge that is a language model. Each prompt is judged in both orders, so the judge's taste for the first
 * place can be told apart, and votes on one prompt hang together.
 *
 *   node examples/judge.mjs
 */
import { columnsFromVotes, ELO_PER_LOG_ODDS, fitVotes, standardErrorOfDifference } from "@llmlist/elo";

let state = 7;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const skill = { baseline: 0, candidate: 0.5, "candidate-2": 0.3 };

// Invented verdicts; put your judge's in their place.
const votes = [];
const prompts = [];
for (let prompt = 0; prompt < 400; prompt++) {
  const other = prompt % 2 === 0 ? "candidate" : "candidate-2";
  const luck = 2 * (random() - 0.5);
  for (const [a, b, sign] of [
    [other, "baseline", 1],
    ["baseline", other, -1],
  ]) {
    const lead = skill[a] - skill[b] + sign * luck + 0.4;
    const outcome = random() < 0.15 ? "tie" : random() < 1 / (1 + Math.exp(-lead)) ? "a" : "b";
    votes.push({ a, b, outcome });
    prompts.push(prompt);
  }
}

const fit = fitVotes(columnsFromVotes(votes), { position: true, cluster: Int32Array.from(prompts) });
const baseline = fit.models.indexOf("baseline");
fit.models.forEach((model, k) => {
  if (k === baseline) return;
  const difference = ELO_PER_LOG_ODDS * (fit.centre[k] - fit.centre[baseline]);
  const half = 1.96 * ELO_PER_LOG_ODDS * standardErrorOfDifference(fit, k, baseline);
  const verdict = difference - half > 0 ? "better" : difference + half < 0 ? "worse" : "not told apart";
  const [low, high] = [Math.round(difference - half), Math.round(difference + half)];
  console.log(`${model} against baseline: ${Math.round(difference)} Elo (${low} to ${high}): ${verdict}`);
});
const [position] = fit.coefficients;
console.log(`first place: ${position.value.toFixed(2)} log-odds (se ${position.se.toFixed(2)})`);
