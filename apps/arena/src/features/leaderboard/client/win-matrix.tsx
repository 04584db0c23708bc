"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { readJson, send } from "@/features/conversation";
import type { BoardModel } from "../contract";
import { type Pairs, pairsResponse } from "../contract";
import { battlesIn, type Meeting, meetingsOf, shareOf } from "./pair-table";
import { useFigures } from "./use-figures";

/** More would be no table that somebody reads; the filters choose others. */
const MOST_MODELS = 30;

const cell = "min-w-12 border border-ground px-1.5 py-1 text-center text-xs/tight";

/** Blue where the row wins, orange where it loses, more colour for a clearer share. */
function tintOf(share: number): string {
  const strength = Math.round(Math.abs(share - 0.5) * 90);
  return `color-mix(in oklab, var(${share >= 0.5 ? "--color-slot-a" : "--color-slot-b"}) ${strength}%, var(--color-card))`;
}

function MatrixCell({
  row,
  column,
  meeting,
}: {
  readonly row: BoardModel;
  readonly column: BoardModel;
  readonly meeting: Meeting | undefined;
}) {
  const t = useTranslations("leaderboard");
  const figures = useFigures();
  if (row.id === column.id) {
    return (
      <td className={`${cell} bg-line`}>
        <span className="sr-only">–</span>
      </td>
    );
  }
  if (!meeting) return <td className={`${cell} text-quiet`}>·</td>;
  return (
    <td
      className={cell}
      style={{ background: tintOf(shareOf(meeting)) }}
      title={t("metExactly", { a: row.name, b: column.name, wins: meeting.wins, losses: meeting.losses, ties: meeting.ties })}
    >
      <span className="block font-semibold">{figures.percent(shareOf(meeting))}</span>
      <span>{figures.count(battlesIn(meeting))}</span>
    </td>
  );
}

function Matrix({ models, pairs }: { readonly models: readonly BoardModel[]; readonly pairs: Pairs["pairs"] }) {
  const t = useTranslations("leaderboard");
  const meetingBetween = meetingsOf(pairs);
  const shown = models.slice(0, MOST_MODELS);
  return (
    <>
      <p className="text-sm text-quiet">
        {t("matrixLead")} {models.length > shown.length && t("matrixFirst", { count: shown.length })}
      </p>
      <section
        className="relative max-w-full overflow-x-auto"
        // A box that scrolls must be reachable by keyboard.
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex
        aria-label={t("matrixTitle")}
        data-testid="win-matrix"
      >
        <table className="border-separate border-spacing-0 tabular-nums">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{t("column.name")}</span>
              </th>
              {shown.map((model, index) => (
                <th key={model.id} scope="col" className={`${cell} align-bottom font-medium`} title={model.name}>
                  <span aria-hidden="true">{index + 1}</span>
                  <span className="sr-only">{model.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={row.id}>
                <th
                  scope="row"
                  className="sticky left-0 z-1 max-w-48 truncate bg-ground pr-3 text-left text-sm font-medium max-sm:max-w-28"
                >
                  <span className="text-quiet">{index + 1}</span> {row.name}
                </th>
                {shown.map((column) => (
                  <MatrixCell key={column.id} row={row} column={column} meeting={meetingBetween(row.id, column.id)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** How often each two models met and who won. Loaded when it is opened, and again for a newer snapshot. */
export function WinMatrix(props: { readonly models: readonly BoardModel[]; readonly snapshot: string; readonly pocket: string }) {
  const { models, snapshot, pocket } = props;
  const t = useTranslations("leaderboard");
  const [isOpen, setOpen] = useState(false);
  const [pairs, setPairs] = useState<Pairs | null>(null);
  const [isFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const abort = new AbortController();
    send(`/api/v1/leaderboard/pairs${pocket}`, { signal: abort.signal })
      .then((response) => readJson(response, pairsResponse))
      .then(
        (read) => {
          setPairs(read);
          setFailed(false);
        },
        () => abort.signal.aborted || setFailed(true),
      );
    return () => abort.abort();
  }, [isOpen, snapshot, pocket]);
  return (
    <details className="w-full print:hidden" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-11 cursor-pointer py-2 text-xl font-bold" data-testid="matrix-toggle">
        {t("matrixTitle")}
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {isFailed && <p role="alert">{t("notLoaded")}</p>}
        {pairs && <Matrix models={models} pairs={pairs.pairs} />}
        {!pairs && !isFailed && <p className="text-quiet">{t("loading")}</p>}
      </div>
    </details>
  );
}
