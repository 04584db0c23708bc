"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ModelName } from "@/features/models";
import type { BoardModel } from "../contract";
import { RatingInterval } from "./rating-axis";
import type { RatingScale } from "./rating-scale";
import { useFigures } from "./use-figures";

const cell =
  "border-b border-line px-3 py-2.5 group-data-[cut=true]:border-t-2 group-data-[cut=true]:border-t-quiet max-lg:block max-lg:border-0! max-lg:p-0";
const small = "text-sm text-quiet";

/** A figure of a row; on a card its name stands before it. */
function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <td className={`${cell} text-right max-lg:text-left max-lg:text-sm`}>
      <span className="text-quiet lg:hidden">{name} </span>
      {children}
    </td>
  );
}

/** What the model is: licence, size and quantization, where they are known. */
function Facts({ model }: { readonly model: BoardModel }) {
  const figures = useFigures();
  const { license, parameters, quantization } = model;
  return (
    <>
      <td className={`${cell} whitespace-nowrap max-lg:text-sm`}>
        {parameters === null && quantization === null && "–"}
        {parameters !== null && <span className="mr-2">{figures.parameters(parameters)}</span>}
        {quantization !== null && <span className={`${small} lg:block`}>{quantization}</span>}
      </td>
      <td className={`${cell} text-sm`}>{license === null ? "–" : <a href={license.url}>{license.name}</a>}</td>
    </>
  );
}

/** The rating with its interval, written out. */
function RatingCell({ rating, low, high, votes }: Pick<BoardModel, "rating" | "low" | "high" | "votes">) {
  const t = useTranslations("leaderboard");
  const figures = useFigures();
  return (
    <td className={`${cell} text-right whitespace-nowrap`}>
      <span className="sr-only lg:hidden">{t("column.rating")} </span>
      <span className="block text-lg/tight font-bold">{votes === 0 ? "–" : figures.rating(rating)}</span>
      <span className="text-xs text-quiet">
        {low === null || high === null ? t("noInterval") : `${figures.rating(low)}–${figures.rating(high)}`}
      </span>
    </td>
  );
}

/** One model on the board: a row, or a card where the window is narrow. */
export function RatingRow(props: {
  readonly model: BoardModel;
  readonly scale: RatingScale;
  /** Every model above is better beyond doubt. */
  readonly isCut: boolean;
}) {
  const { model, scale, isCut } = props;
  const { id, rating, low, high, rank, votes, preliminary, winRate, tokensPerSecond, styleRating } = model;
  const t = useTranslations("leaderboard");
  const figures = useFigures();
  return (
    <tr
      className="group max-lg:flex max-lg:flex-wrap max-lg:items-baseline max-lg:gap-x-3 max-lg:gap-y-1 max-lg:border-b max-lg:border-line max-lg:py-3 print:break-inside-avoid"
      data-testid="leaderboard-row"
      data-model={id}
      data-preliminary={preliminary}
      data-cut={isCut}
    >
      <td className={`${cell} text-lg font-bold whitespace-nowrap max-lg:w-13`}>
        {preliminary ? (
          <span className="font-normal text-quiet">
            <span aria-hidden="true">–</span>
            <span className="sr-only">{t("noRank")}</span>
          </span>
        ) : (
          figures.rank(rank)
        )}
      </td>
      <th scope="row" className={`${cell} text-left font-semibold max-lg:min-w-0 max-lg:flex-1`}>
        <ModelName model={model} />
      </th>
      <RatingCell rating={rating} low={low} high={high} votes={votes} />
      <td className={`${cell} w-[24%] max-lg:w-full`}>
        {votes > 0 && <RatingInterval rating={rating} low={low} high={high} scale={scale} faint={preliminary} />}
      </td>
      <Facts model={model} />
      <Figure name={t("column.votes")}>{figures.count(votes)}</Figure>
      <Figure name={t("column.winRate")}>{votes === 0 ? "–" : figures.percent(winRate)}</Figure>
      <Figure name={t("column.speed")}>{figures.speed(tokensPerSecond)}</Figure>
      <Figure name={t("column.style")}>{figures.rating(styleRating)}</Figure>
    </tr>
  );
}
