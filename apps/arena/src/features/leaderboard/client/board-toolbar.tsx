"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { BoardModel } from "../contract";
import { type BoardView, choicesOf, isFiltered, readView, type SizeBand, sizeBands, type SortKey, sortKeys } from "./board-view";

const field = "min-h-11 max-w-full rounded-lg border border-line bg-card px-3";

function Choice(props: {
  readonly label: string;
  readonly all: string;
  readonly value: string | null;
  readonly choices: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string | null) => void;
  readonly testId: string;
}) {
  const { label, all, value, choices, onChoose, testId } = props;
  if (choices.length < 2 && value === null) return null;
  return (
    <select
      className={`${field} min-w-0 cursor-pointer`}
      aria-label={label}
      data-testid={testId}
      value={value ?? ""}
      onChange={(event) => onChoose(event.target.value === "" ? null : event.target.value)}
    >
      <option value="">{all}</option>
      {choices.map(([choice, text]) => (
        <option key={choice} value={choice}>
          {text}
        </option>
      ))}
    </select>
  );
}

const same = (values: readonly string[]) => values.map((value) => [value, value] as const);

interface ToolbarProps {
  readonly models: readonly BoardModel[];
  readonly view: BoardView;
  readonly onChange: (view: BoardView) => void;
}

function Filters({ models, view, onChange }: ToolbarProps) {
  const t = useTranslations("leaderboard");
  const change = (part: Partial<BoardView>) => onChange({ ...view, ...part });
  const bands = Object.keys(sizeBands) as SizeBand[];
  const choices = {
    organization: same(choicesOf(models, ({ organization }) => organization)),
    size: models.some(({ parameters }) => parameters !== null) ? bands.map((band) => [band, t(`band.${band}`)] as const) : [],
    license: same(choicesOf(models, ({ license }) => license?.name)),
    quantization: same(choicesOf(models, ({ quantization }) => quantization)),
  };
  const filter = (key: keyof typeof choices, label: string, all: string): ReactNode => (
    <Choice
      testId={`filter-${key}`}
      label={label}
      all={all}
      value={view[key]}
      choices={choices[key]}
      onChoose={(value) => change(key === "size" ? { size: bands.find((band) => band === value) ?? null } : { [key]: value })}
    />
  );
  return (
    <>
      {filter("organization", t("organization"), t("allOrganizations"))}
      {filter("size", t("column.size"), t("allSizes"))}
      {filter("license", t("license"), t("allLicenses"))}
      {filter("quantization", t("quantization"), t("allQuantizations"))}
    </>
  );
}

/** Search, filters and, where no column heads are seen, the order. */
export function BoardToolbar({ models, view, onChange }: ToolbarProps) {
  const t = useTranslations("leaderboard");
  const keys = Object.keys(sortKeys) as SortKey[];
  return (
    <search className="flex w-full flex-wrap items-center gap-2 max-sm:grid max-sm:grid-cols-2 print:hidden">
      <input
        className={`${field} w-64 placeholder:text-quiet max-sm:col-span-2 max-sm:w-full`}
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        data-testid="board-search"
        value={view.search}
        onChange={(event) => onChange({ ...view, search: event.target.value })}
      />
      <Filters models={models} view={view} onChange={onChange} />
      <select
        className={`${field} cursor-pointer lg:hidden`}
        aria-label={t("sortBy")}
        data-testid="sort"
        value={view.sort}
        onChange={({ target }) => {
          const { sort, order } = readView(new URLSearchParams({ sort: target.value }));
          onChange({ ...view, sort, order });
        }}
      >
        {keys.map((key) => (
          <option key={key} value={key}>
            {t("sortedBy", { column: t(`column.${key}`) })}
          </option>
        ))}
      </select>
      {isFiltered(view) && (
        <button
          type="button"
          className="min-h-11 cursor-pointer px-2 text-sm underline underline-offset-4"
          data-testid="clear-filters"
          onClick={() => onChange({ ...readView(new URLSearchParams()), sort: view.sort, order: view.order })}
        >
          {t("clearFilters")}
        </button>
      )}
    </search>
  );
}
