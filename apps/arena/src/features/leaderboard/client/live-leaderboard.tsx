"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";
import { ButtonLink } from "@/ui/button";
import { NoticePage, StatusNotice } from "@/ui/notice";
import { Lead, PageSection, PageTitle } from "@/ui/page";
import type { Leaderboard } from "../contract";
import { BoardTable, nextOrder } from "./board-table";
import { BoardToolbar } from "./board-toolbar";
import { type BoardView, isFiltered, parametersOf, readView, type SortKey, viewOf } from "./board-view";
import { ModelComparisonForm } from "./model-comparison";
import { scaleOf } from "./rating-scale";
import { useBoardAddress } from "./use-board-address";
import { useClock } from "./use-clock";
import { useLeaderboard } from "./use-leaderboard";
import { WinMatrix } from "./win-matrix";

/** Votes, models and time of the board, and where to take it from. */
function BoardStatus(props: { readonly board: Leaderboard; readonly live: boolean; readonly now: number; readonly pocket: string }) {
  const { board, live, now, pocket } = props;
  const { snapshot, models } = board;
  const t = useTranslations("leaderboard");
  const format = useFormatter();
  const seen = Math.max(useClock(now), Date.parse(snapshot.createdAt));
  return (
    <div className="flex w-full flex-wrap items-baseline gap-x-4 gap-y-1">
      <strong>{t("votes", { count: snapshot.votes })}</strong>
      <span>{t("modelCount", { count: models.length })}</span>
      <span className="text-quiet">
        {t("updated", { when: format.relativeTime(new Date(snapshot.createdAt), new Date(seen)) })}
        {!live && ` · ${t("stale")}`}
      </span>
      <span className="flex flex-wrap gap-x-4 text-sm lg:ml-auto print:hidden">
        <Link href="/method">{t("method")}</Link>
        <a href={`/api/v1/leaderboard/csv${pocket}`} data-testid="board-csv">
          CSV
        </a>
        <a href={`/api/v1/leaderboard${pocket}`}>JSON</a>
        <a href={`/api/v1/leaderboard/pairs${pocket}`}>{t("pairsJson")}</a>
      </span>
    </div>
  );
}

function PocketToggle({ board }: { readonly board: Leaderboard }) {
  const t = useTranslations("leaderboard");
  const { pocketModels, models } = board;
  const hasBoth = pocketModels === "left-out" || (pocketModels === "included" && models.some((model) => !model.isPocketModel));
  if (!hasBoth) return null;
  return (
    <p className="text-sm print:hidden">
      <Link href={pocketModels === "left-out" ? "/leaderboard?pocket=include" : "/leaderboard"} data-testid="pocket-toggle">
        {t(pocketModels === "left-out" ? "includePocket" : "excludePocket")}
      </Link>
    </p>
  );
}

/** Ranked models, and the preliminary ones apart. */
function BoardTables({
  board,
  view,
  onView,
}: {
  readonly board: Leaderboard;
  readonly view: BoardView;
  readonly onView: (view: BoardView) => void;
}) {
  const t = useTranslations("leaderboard");
  const { models, preliminaryBelow } = board;
  const shown = viewOf(models, view);
  const [ranked, preliminary] = [shown.filter((model) => !model.preliminary), shown.filter((model) => model.preliminary)];
  const anyRanked = models.some((model) => !model.preliminary);
  // Few votes have intervals so wide that the others would be dots beside them.
  const scale = scaleOf(anyRanked ? models.filter((model) => !model.preliminary) : models);
  const onSort = (sort: SortKey) => onView({ ...view, sort, order: nextOrder(view, sort) });
  const table = { scale, view, onSort };
  return (
    <>
      {!anyRanked && (
        <StatusNotice data-testid="board-young">{t("young", { count: preliminaryBelow, votes: board.snapshot.votes })}</StatusNotice>
      )}
      {shown.length === 0 && <p data-testid="board-no-match">{t("noMatch")}</p>}
      {ranked.length > 0 && <BoardTable {...table} models={ranked} caption={t("title")} />}
      {preliminary.length > 0 && (
        <section className="grid w-full grid-cols-[minmax(0,1fr)] gap-1" aria-labelledby="preliminary-title" data-testid="preliminary">
          <h2 id="preliminary-title" className="mt-4 text-xl font-bold">
            {t("preliminaryTitle")}
          </h2>
          <p className="text-sm text-quiet">{t("preliminaryText", { count: preliminaryBelow })}</p>
          <BoardTable {...table} models={preliminary} caption={t("preliminaryTitle")} />
        </section>
      )}
    </>
  );
}

function EmptyBoard({ hasModels }: { readonly hasModels: boolean }) {
  const t = useTranslations("leaderboard");
  const common = useTranslations("common");
  return (
    <NoticePage data-testid="board-empty">
      <PageTitle>{t("emptyTitle")}</PageTitle>
      <p>{t(hasModels ? "unvotedText" : "emptyText")}</p>
      <ButtonLink variant="primary" href="/">
        {common("startBattle")}
      </ButtonLink>
      {hasModels && <Link href="/models">{t("toModels")}</Link>}
    </NoticePage>
  );
}

/** The board as it stands, refreshed while it is seen. What is shown of it stands in the address. */
export function LiveLeaderboard(props: { readonly initial: Leaderboard; readonly now: number; readonly withPocketModels: boolean }) {
  const { initial, now, withPocketModels } = props;
  const t = useTranslations("leaderboard");
  const common = useTranslations("common");
  const { board, live } = useLeaderboard(initial, withPocketModels);
  const { parameters, change } = useBoardAddress();
  const view = readView(parameters);
  const { snapshot, models, style } = board;
  const pocket = withPocketModels ? "?pocket=include" : "";
  if (models.length === 0 || snapshot.votes === 0) {
    return (
      <>
        <EmptyBoard hasModels={models.length > 0} />
        <PocketToggle board={board} />
      </>
    );
  }
  const onView = (next: BoardView) => change(parametersOf(next));
  const shown = isFiltered(view) ? viewOf(models, view) : models;
  return (
    <PageSection>
      <PageTitle>{t("title")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      <BoardStatus board={board} live={live} now={now} pocket={pocket} />
      <BoardToolbar models={models} view={view} onChange={onView} />
      <BoardTables board={board} view={view} onView={onView} />
      {style && (
        <p className="text-sm text-quiet">{t("styleNote", { votes: style.votes, points: Math.round(style.points.length ?? 0) })}</p>
      )}
      <PocketToggle board={board} />
      {models.length > 1 && <ModelComparisonForm models={models} snapshot={snapshot.id} pocket={pocket} />}
      {models.length > 1 && <WinMatrix models={shown.length > 1 ? shown : models} snapshot={snapshot.id} pocket={pocket} />}
      <ButtonLink className="print:hidden" variant="primary" href="/">
        {common("newBattle")}
      </ButtonLink>
    </PageSection>
  );
}
