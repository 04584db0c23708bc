// A leaderboard with 95 % intervals from counts of votes.
import { pairCountsFromRows, rateModels } from "@llmlist/elo";

const counts = pairCountsFromRows([
  { a: "ada", b: "bob", winsA: 60, winsB: 30, ties: 10 },
  { a: "bob", b: "eve", winsA: 55, winsB: 35, ties: 10 },
  { a: "ada", b: "eve", winsA: 70, winsB: 20, ties: 10 },
]);
for (const { model, rating, low, high, rank } of rateModels(counts).models)
  console.log(`${model}  ${rating.toFixed(0)}  (${low.toFixed(0)} to ${high.toFixed(0)})  rank ${rank.join(" to ")}`);

// prints:
// ada  1099  (1066 to 1132)  rank 1 to 1
// bob  988  (956 to 1019)  rank 2 to 2
// eve  913  (881 to 946)  rank 3 to 3
