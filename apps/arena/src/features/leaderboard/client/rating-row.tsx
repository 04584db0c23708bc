"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ModelName } from "@/features/models";
import { Cell, RowHeader, TableRow } from "@/ui/table";
import type { Leaderboard } from "../contract";
import { IntervalBar } from "./interval-bar";

/** One model on the board: a row, or a card on a phone. */
export function RatingRow(props: { readonly model: Leaderboard["models"][number]; readonly scale: readonly [number, number] }) {
  const { model, scale } = props;
  const { id, rating, low, high, rank, votes } = model;
  const t = useTranslations("leaderboard");
  const format = useFormatter();
  const whole = (value: number) => format.number(Math.round(value), { useGrouping: false });
  return (
    <TableRow className="max-md:grid-cols-[4.5rem_1fr_auto]" data-testid="leaderboard-row" data-model={id}>
      <Cell className="w-20 text-xl font-bold whitespace-nowrap max-md:w-auto">
        {rank[0] === rank[1] ? rank[0] : `${rank[0]}–${rank[1]}`}
      </Cell>
      <RowHeader>
        <ModelName model={model} />
      </RowHeader>
      <Cell numeric className="text-xl font-bold">
        {whole(rating)}
      </Cell>
      <Cell className="whitespace-nowrap text-quiet max-md:col-start-2">
        {low === null || high === null ? t("noInterval") : `${whole(low)}–${whole(high)}`}
      </Cell>
      <Cell className="w-[26%] max-md:col-span-2 max-md:col-start-2 max-md:row-start-3 max-md:w-auto max-md:py-1.5">
        <IntervalBar rating={rating} low={low} high={high} scale={scale} />
      </Cell>
      <Cell numeric className="max-md:col-start-3 max-md:row-start-2">
        <span className="text-quiet md:hidden">{t("voteCount")} </span>
        {format.number(votes)}
      </Cell>
    </TableRow>
  );
}
