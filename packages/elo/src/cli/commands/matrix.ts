import { itemAt } from "../../math/access.ts";
import { averageWinRate, winMatrix } from "../../board/tables.ts";
import { defineCommand, fileOf } from "../command.ts";
import { countsOf, readInput } from "../input.ts";
import { plotMatrix } from "../output/plots.ts";

export const matrixCommand = defineCommand({
  name: "matrix",
  arguments: "[file | -]",
  details: [],
  options: {},
  async report(positionals, values) {
    const counts = countsOf(await readInput(fileOf(positionals), values));
    const { models, battles, wins, ties } = winMatrix(counts);
    const n = models.length;
    const rowsOf = (column: Float64Array) => models.map((_, row) => [...column.subarray(row * n, row * n + n)]);
    const shareOf = (cell: number) =>
      itemAt(battles, cell) === 0 ? null : (itemAt(wins, cell) + itemAt(ties, cell) / 2) / itemAt(battles, cell);
    // For people the best stand first, by their average score against the others that they met.
    const average = averageWinRate(counts).map((share) => (Number.isNaN(share) ? -1 : share));
    const order = [...models.keys()].toSorted((left, right) => itemAt(average, right) - itemAt(average, left));
    const ordered = order.map((model) => itemAt(models, model));
    const shares = order.map((row) => order.map((column) => shareOf(row * n + column)));
    return {
      data: { models, battles: rowsOf(battles), wins: rowsOf(wins), ties: rowsOf(ties) },
      records: models.flatMap((model, row) =>
        models.flatMap((against, column) => {
          const cell = row * n + column;
          return itemAt(battles, cell) === 0
            ? []
            : [{ model, against, battles: itemAt(battles, cell), wins: itemAt(wins, cell), ties: itemAt(ties, cell) }];
        }),
      ),
      tables: [
        {
          headings: ["score against", ...ordered],
          rows: order.map((row, k) => [
            itemAt(models, row),
            ...order.map((column, j) => {
              const share = shares[k]?.[j] ?? null;
              return share === null ? "" : `${(100 * share).toFixed(0)} % of ${itemAt(battles, row * n + column)}`;
            }),
          ]),
        },
      ],
      notes: [],
      plot: () => plotMatrix("Who beat whom", ordered, shares),
    };
  },
});
