import { PRELIMINARY_BELOW_VOTES } from "@/domain/board-figures";
import type { Leaderboard } from "@/features/leaderboard";

const CREATED_AT = "2026-11-29T12:00:00.000Z";
const makers = ["Qwen", "Google", "Meta", "Mistral AI", "Hugging Face", "Microsoft", null] as const;

type Model = Leaderboard["models"][number];

const model = (index: number, rating: Pick<Model, "rating" | "low" | "high" | "rank" | "votes">): Model => ({
  id: `model-${index}`,
  name: index === 3 ? "A-Model-With-A-Very-Long-Name-Without-A-Space-7B-Instruct-2026" : `Model ${index + 1} ${2 ** (index % 6)}B Instruct`,
  organization: makers[index % makers.length] ?? null,
  kind: index % 5 === 4 ? "base" : "instruct",
  isPocketModel: false,
  preliminary: rating.votes < PRELIMINARY_BELOW_VOTES,
  winRate: 1 / (1 + 10 ** ((1000 - rating.rating) / 400)),
  styleRating: rating.votes < PRELIMINARY_BELOW_VOTES ? null : rating.rating - 12 + (index % 5) * 6,
  parameters: index % 7 === 6 ? null : 2 ** (index % 6) * 1e9,
  quantization: index % 7 === 6 ? null : (["Q4_K_M", "Q8_0", "F16"][index % 3] ?? null),
  license: index % 4 === 3 ? null : { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
  bytes: index % 7 === 6 ? null : 2 ** (index % 6) * 6.1e8,
  tokensPerSecond: rating.votes === 0 ? null : 12 + 7 * (index % 9),
  ...rating,
});

const board = (models: Model[], votes: number): Leaderboard => ({
  snapshot: { id: `${models.length}-${votes}`, votes, createdAt: CREATED_AT },
  pocketModels: "none",
  preliminaryBelow: PRELIMINARY_BELOW_VOTES,
  style: votes < 1000 ? null : { votes, points: { length: 43, headings: 4, lists: 5, bold: 3 } },
  models,
});

export const emptyBoard = board([], 0);

/** Four models without a vote: nothing is known of any. */
export const unvotedBoard = board(
  Array.from({ length: 4 }, (_, index) => model(index, { rating: 1000, low: null, high: null, rank: [1, 4], votes: 0 })),
  0,
);

/** Six votes among five models; one has none. */
export const youngBoard = board(
  [
    model(0, { rating: 1184, low: 905, high: 1463, rank: [1, 4], votes: 4 }),
    model(1, { rating: 1050, low: 801, high: 1299, rank: [1, 5], votes: 4 }),
    model(2, { rating: 1000, low: null, high: null, rank: [1, 5], votes: 0 }),
    model(3, { rating: 942, low: 690, high: 1194, rank: [1, 5], votes: 2 }),
    model(4, { rating: 824, low: 540, high: 1108, rank: [2, 5], votes: 2 }),
  ],
  6,
);

/** Forty models with many votes. */
export const fullBoard = board(
  Array.from({ length: 40 }, (_, index) => {
    const rating = 1280 - 14 * index;
    const half = 18 + (index % 4) * 6;
    return model(index, {
      rating,
      low: rating - half,
      high: rating + half,
      rank: [Math.max(1, index - 1), Math.min(40, index + 3)],
      votes: 12_000 - 251 * index,
    });
  }),
  142_310,
);
