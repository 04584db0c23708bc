/**
 * A sports league with home ground: the American League East of 1987, the example of Agresti, Categorical Data Analysis, 2002, section 10.6
 * (the data of the R package BradleyTerry2, which finds the same 0.302 with an error of 0.131).
 *
 *   node examples/league.mjs
 */
import { createReadStream } from "node:fs";
import { fitBradleyTerry, leaderboard, probabilityTop, readVotes } from "@llmlist/elo";

// Columns are home.team, away.team, home.wins, away.wins: pair counts, the home team shown first.
const { counts } = await readVotes(createReadStream(new URL("data/american-league-east-1987.csv", import.meta.url)));
const fit = fitBradleyTerry(counts, { position: true, covariance: "fisher" });
const best = probabilityTop(fit, { seed: 1 });

for (const { model, rating, rank, wins, losses } of leaderboard(fit, counts).models) {
  const share = best[fit.models.indexOf(model)];
  console.log(
    `${model.padEnd(10)} ${rating.toFixed(0)}  rank ${rank.join(" to ")}  ${wins}-${losses}  P(best) ${(100 * share).toFixed(0)} %`,
  );
}
const [home] = fit.coefficients;
console.log(`home ground: ${home.value.toFixed(3)} log-odds (se ${home.se.toFixed(3)})`);
