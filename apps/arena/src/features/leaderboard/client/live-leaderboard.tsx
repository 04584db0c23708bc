"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";
import { ButtonLink } from "@/ui/button";
import { NoticePage } from "@/ui/notice";
import { Lead, PageSection, PageTitle } from "@/ui/page";
import { ColumnHeader, Table, TableBody, TableHead } from "@/ui/table";
import type { Leaderboard } from "../contract";
import { scaleOf } from "./interval-bar";
import { RatingRow } from "./rating-row";
import { useClock } from "./use-clock";
import { useLeaderboard } from "./use-leaderboard";

const FEW_VOTES = 100;

/** The newest board, refreshed while the page is visible. */
export function LiveLeaderboard(props: { readonly initial: Leaderboard; readonly now: number; readonly withPocketModels: boolean }) {
  const { initial, now, withPocketModels } = props;
  const t = useTranslations("leaderboard");
  const common = useTranslations("common");
  const format = useFormatter();
  const { board, live } = useLeaderboard(initial, withPocketModels);
  const { snapshot, models, pocketModels } = board;
  const hasBoth = pocketModels === "left-out" || (pocketModels === "included" && models.some((model) => !model.isPocketModel));
  const seen = Math.max(useClock(now), Date.parse(snapshot.createdAt));
  if (models.length === 0) return <EmptyBoard />;
  const scale = scaleOf(models);
  return (
    <PageSection>
      <PageTitle>{t("title")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      <p className="mt-2 flex flex-wrap gap-x-3.5">
        <strong>{t("votes", { count: snapshot.votes })}</strong>
        <span className="text-quiet">
          {t("updated", { when: format.relativeTime(new Date(snapshot.createdAt), new Date(seen)) })}
          {!live && ` · ${t("stale")}`}
        </span>
      </p>
      <Table>
        <TableHead>
          <ColumnHeader>{t("rank")}</ColumnHeader>
          <ColumnHeader>{t("model")}</ColumnHeader>
          <ColumnHeader numeric>{t("rating")}</ColumnHeader>
          <ColumnHeader colSpan={2} className="w-[42%]">
            {t("interval")}
          </ColumnHeader>
          <ColumnHeader numeric>{t("voteCount")}</ColumnHeader>
        </TableHead>
        <TableBody>
          {models.map((model) => (
            <RatingRow key={model.id} model={model} scale={scale} />
          ))}
        </TableBody>
      </Table>
      {snapshot.votes > 0 && snapshot.votes < FEW_VOTES && <p className="text-sm text-quiet">{t("fewVotes")}</p>}
      {hasBoth && <PocketToggle isIncluded={pocketModels === "included"} />}
      <ButtonLink variant="primary" href="/">
        {common("newBattle")}
      </ButtonLink>
    </PageSection>
  );
}

function EmptyBoard() {
  const t = useTranslations("leaderboard");
  const common = useTranslations("common");
  return (
    <NoticePage>
      <PageTitle>{t("emptyTitle")}</PageTitle>
      <p>{t("emptyText")}</p>
      <ButtonLink variant="primary" href="/">
        {common("startBattle")}
      </ButtonLink>
    </NoticePage>
  );
}

function PocketToggle({ isIncluded }: { readonly isIncluded: boolean }) {
  const t = useTranslations("leaderboard");
  return (
    <p className="text-sm">
      <Link href={isIncluded ? "/leaderboard" : "/leaderboard?pocket=include"} data-testid="pocket-toggle">
        {t(isIncluded ? "excludePocket" : "includePocket")}
      </Link>
    </p>
  );
}
