"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { BoardModel } from "../contract";
import { type BoardView, isFiltered, type SortKey, sortKeys } from "./board-view";
import { RatingAxis } from "./rating-axis";
import { RatingRow } from "./rating-row";
import type { RatingScale } from "./rating-scale";

const head =
  "sticky top-0 z-1 bg-ground px-3 whitespace-nowrap pt-2 pb-1.5 align-bottom text-sm font-medium text-quiet shadow-[inset_0_-2px_0_var(--color-ink)] print:static";

function Header({ children, numeric = false }: { readonly children: ReactNode; readonly numeric?: boolean }) {
  return (
    <th scope="col" className={`${head} ${numeric ? "text-right" : "text-left"}`}>
      {children}
    </th>
  );
}

interface Sorting {
  readonly view: BoardView;
  readonly onSort: (sort: SortKey) => void;
}

function SortHeader({ sort, view, onSort, numeric = true }: Sorting & { readonly sort: SortKey; readonly numeric?: boolean }) {
  const t = useTranslations("leaderboard");
  const isSorted = view.sort === sort;
  const mark = view.order === "asc" ? "↑" : "↓";
  return (
    <th
      scope="col"
      className={`${head} ${numeric ? "text-right" : "text-left"}`}
      aria-sort={isSorted ? (view.order === "asc" ? "ascending" : "descending") : undefined}
    >
      <button
        type="button"
        className={`cursor-pointer hover:text-ink ${isSorted ? "font-bold text-ink" : ""}`}
        data-testid={`sort-${sort}`}
        onClick={() => onSort(sort)}
      >
        {t(`column.${sort}`)}
        <span aria-hidden="true">{isSorted ? ` ${mark}` : ""}</span>
      </button>
    </th>
  );
}

/** The order that a click on a column asks for: its own first, then the other. */
export const nextOrder = (view: BoardView, sort: SortKey): BoardView["order"] =>
  view.sort !== sort ? sortKeys[sort] : view.order === "asc" ? "desc" : "asc";

/** Models with their ratings; sorted by any column. */
export function BoardTable(
  props: Sorting & { readonly models: readonly BoardModel[]; readonly scale: RatingScale; readonly caption: string },
) {
  const { models, scale, view, onSort, caption } = props;
  const t = useTranslations("leaderboard");
  const sorting = { view, onSort };
  const isRanked = view.sort === "rating" && view.order === "desc" && !isFiltered(view);
  return (
    <table className="w-full border-separate border-spacing-0 tabular-nums max-lg:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-lg:hidden">
        <tr>
          <Header>{t("rank")}</Header>
          <SortHeader sort="name" numeric={false} {...sorting} />
          <SortHeader sort="rating" {...sorting} />
          <Header>
            <span className="block text-center">{t("interval")}</span>
            <RatingAxis scale={scale} />
          </Header>
          <SortHeader sort="size" numeric={false} {...sorting} />
          <Header>{t("license")}</Header>
          <SortHeader sort="votes" {...sorting} />
          <SortHeader sort="winRate" {...sorting} />
          <SortHeader sort="speed" {...sorting} />
          <SortHeader sort="style" {...sorting} />
        </tr>
      </thead>
      <tbody className="max-lg:block">
        {models.map((model, index) => (
          <RatingRow
            key={model.id}
            model={model}
            scale={scale}
            isCut={isRanked && !model.preliminary && index > 0 && model.rank[0] === index + 1}
          />
        ))}
      </tbody>
    </table>
  );
}
