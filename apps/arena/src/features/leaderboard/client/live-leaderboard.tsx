"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";
import type { Leaderboard } from "../contract";
import { IntervalBar, scaleOf } from "./interval-bar";
import { useClock } from "./use-clock";
import { useLeaderboard } from "./use-leaderboard";

const FEW_VOTES = 100;

/** The board as it stands, refreshed while it is seen. */
export function LiveLeaderboard(props: { readonly initial: Leaderboard; readonly now: number; readonly withPocketModels: boolean }) {
  const { initial, now, withPocketModels } = props;
  const t = useTranslations("leaderboard");
  const battle = useTranslations("battle");
  const reveal = useTranslations("reveal");
  const format = useFormatter();
  const { board, live } = useLeaderboard(initial, withPocketModels);
  const { snapshot, models, pocketModels } = board;
  const hasBoth = pocketModels === "left-out" || (pocketModels === "included" && models.some((model) => !model.isPocketModel));
  const seen = Math.max(useClock(now), Date.parse(snapshot.createdAt));
  const whole = (value: number) => format.number(Math.round(value), { useGrouping: false });
  if (models.length === 0) {
    return (
      <section className="notice">
        <h1>{t("emptyTitle")}</h1>
        <p>{t("emptyText")}</p>
        <Link className="button primary" href="/">
          {t("start")}
        </Link>
      </section>
    );
  }
  const scale = scaleOf(models);
  return (
    <section className="board">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <p className="board-facts">
        <strong>{t("votes", { count: snapshot.votes })}</strong>
        <span className="quiet">
          {t("updated", { when: format.relativeTime(new Date(snapshot.createdAt), new Date(seen)) })}
          {!live && ` · ${t("stale")}`}
        </span>
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("rank")}</th>
            <th scope="col">{t("model")}</th>
            <th scope="col" className="number">
              {t("rating")}
            </th>
            <th scope="col" className="interval-column" colSpan={2}>
              {t("interval")}
            </th>
            <th scope="col" className="number">
              {t("battles")}
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ id, name, organization, kind, isPocketModel, rating, low, high, rank, votes }) => (
            <tr key={id} data-testid="leaderboard-row" data-model={id}>
              <td className="rank">{rank[0] === rank[1] ? rank[0] : `${rank[0]}–${rank[1]}`}</td>
              <th scope="row">
                {name} {kind === "base" && <span className="tag">{reveal("base")}</span>}
                {isPocketModel && <span className="tag">{reveal("pocket")}</span>}
                {organization !== null && <small className="quiet">{organization}</small>}
              </th>
              <td className="number rating">{whole(rating)}</td>
              <td className="number span">{low === null || high === null ? t("unknown") : `${whole(low)}–${whole(high)}`}</td>
              <td className="plot">
                <IntervalBar rating={rating} low={low} high={high} scale={scale} />
              </td>
              <td className="number">
                <span className="only-phone quiet">{t("battles")} </span>
                {format.number(votes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {snapshot.votes < FEW_VOTES && <p className="quiet small">{t("few")}</p>}
      {hasBoth && (
        <p className="small">
          <Link href={pocketModels === "left-out" ? "/leaderboard?pocket=include" : "/leaderboard"} data-testid="pocket-toggle">
            {t(pocketModels === "left-out" ? "withPocket" : "withoutPocket")}
          </Link>
        </p>
      )}
      <Link className="button primary" href="/">
        {battle("new")}
      </Link>
    </section>
  );
}
