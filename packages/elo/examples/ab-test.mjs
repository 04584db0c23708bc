/**
 * An A/B test with style control: is the new version better, or only longer?
 *
 *   node examples/ab-test.mjs
 */
import { columnsFromVotes, ELO_PER_LOG_ODDS, fitVotes, relativeDifference, standardErrorOfDifference } from "@llmlist/elo";

let state = 3;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;

// Invented: the new version is no better, but it writes more and uses lists, which voters like.
const votes = [];
const length = { a: [], b: [] };
const lists = { a: [], b: [] };
for (let vote = 0; vote < 3000; vote++) {
  const [a, b] = vote % 2 === 0 ? ["new", "old"] : ["old", "new"];
  const tokens = (version) => Math.round((version === "new" ? 330 : 250) * (0.4 + 1.2 * random()));
  const items = (version) => Math.floor((version === "new" ? 5 : 3) * random());
  const [tokensA, tokensB, listsA, listsB] = [tokens(a), tokens(b), items(a), items(b)];
  const lead =
    (1.1 * (tokensA - tokensB)) / (tokensA + tokensB) + (listsA + listsB > 0 ? (0.3 * (listsA - listsB)) / (listsA + listsB) : 0);
  votes.push({ a, b, outcome: random() < 1 / (1 + Math.exp(-lead)) ? "a" : "b" });
  length.a.push(tokensA);
  length.b.push(tokensB);
  lists.a.push(listsA);
  lists.b.push(listsB);
}

const columns = columnsFromVotes(votes);
const features = { length: relativeDifference(length.a, length.b), lists: relativeDifference(lists.a, lists.b) };
for (const { title, fit } of [
  { title: "as voted", fit: fitVotes(columns) },
  { title: "with style taken out", fit: fitVotes(columns, { features }) },
]) {
  const [i, j] = ["new", "old"].map((model) => fit.models.indexOf(model));
  const difference = fit.centre[i] - fit.centre[j];
  const se = standardErrorOfDifference(fit, i, j);
  const [low, high] = [difference - 1.96 * se, difference + 1.96 * se].map((value) => ELO_PER_LOG_ODDS * value);
  console.log(`new - old ${title}: ${(ELO_PER_LOG_ODDS * difference).toFixed(0)} Elo (${low.toFixed(0)} to ${high.toFixed(0)})`);
  for (const { name, value, se: error } of fit.coefficients) console.log(`  ${name}: ${value.toFixed(3)} (se ${error.toFixed(3)})`);
}
