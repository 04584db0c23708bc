"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { readJson, send } from "@/features/conversation";
import { type BoardModel, comparisonResponse, type ModelComparison } from "../contract";
import { useBoardAddress } from "./use-board-address";
import { useFigures } from "./use-figures";

const field = "min-h-11 max-w-full min-w-0 cursor-pointer rounded-lg border border-line bg-card px-3";

/** The answer to "is A better than B?" as sentences. */
function Verdict({ comparison, nameOf }: { readonly comparison: ModelComparison; readonly nameOf: (id: string) => string }) {
  const t = useTranslations("leaderboard");
  const format = useFormatter();
  const figures = useFigures();
  const { difference, probability, votesNeeded, met } = comparison;
  const [a, b] = [nameOf(comparison.a), nameOf(comparison.b)];
  const battles = met.winsA + met.winsB + met.ties + met.bothBad;
  const own = t("comparedMet", { count: battles, a, b, wins: met.winsA, losses: met.winsB, ties: met.ties + met.bothBad });
  if (difference === null || probability === null) {
    return (
      <p>
        {t("comparedUnknown", { a, b })} {own}
      </p>
    );
  }
  const points = (value: number) => format.number(Math.round(value), { signDisplay: "exceptZero" });
  const isDecided = difference.low > 0 || difference.high < 0;
  return (
    <div className="grid gap-1">
      <p className="text-xl font-bold" data-testid="verdict">
        {isDecided ? t("comparedClear", difference.value > 0 ? { a, b } : { a: b, b: a }) : t("comparedOpen", { a, b })}
      </p>
      <p>
        {t("comparedDifference", {
          probability: figures.percent(Math.min(0.999, Math.max(0.001, probability))),
          a,
          b,
          difference: points(difference.value),
          low: points(difference.low),
          high: points(difference.high),
        })}{" "}
        {own} {!isDecided && (votesNeeded === null ? t("comparedEqual") : t("comparedNeeded", { count: roundUp(votesNeeded) }))}
      </p>
    </div>
  );
}

/** Two digits are all that the estimate is worth. */
function roundUp(votes: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, votes))) - 1);
  return Math.ceil(votes / step) * step;
}

function useComparison(a: string | null, b: string | null, pocket: string, snapshot: string) {
  const [state, setState] = useState<{ comparison: ModelComparison | null; isFailed: boolean }>({ comparison: null, isFailed: false });
  useEffect(() => {
    if (a === null || b === null || a === b) return;
    const abort = new AbortController();
    const query = new URLSearchParams({ a, b, ...(pocket === "" ? {} : { pocket: "include" }) });
    send(`/api/v1/leaderboard/compare?${query}`, { signal: abort.signal })
      .then((response) => readJson(response, comparisonResponse))
      .then(
        (comparison) => setState({ comparison, isFailed: false }),
        () => abort.signal.aborted || setState({ comparison: null, isFailed: true }),
      );
    return () => abort.abort();
  }, [a, b, pocket, snapshot]);
  const isShown = state.comparison?.a === a && state.comparison?.b === b;
  return { comparison: isShown ? state.comparison : null, isFailed: state.isFailed };
}

/** "Is A better than B?" for two models of the board; the address keeps both. */
export function ModelComparisonForm(props: { readonly models: readonly BoardModel[]; readonly snapshot: string; readonly pocket: string }) {
  const { models, snapshot, pocket } = props;
  const t = useTranslations("leaderboard");
  const { parameters, change } = useBoardAddress();
  const known = (id: string | null) => (models.some((model) => model.id === id) ? id : null);
  const [a, b] = [known(parameters.get("a")), known(parameters.get("b"))];
  const { comparison, isFailed } = useComparison(a, b, pocket, snapshot);
  const nameOf = (id: string) => models.find((model) => model.id === id)?.name ?? id;
  return (
    <section className="grid w-full grid-cols-[minmax(0,1fr)] justify-items-start gap-3 print:hidden" aria-labelledby="compare-title">
      <h2 id="compare-title" className="text-xl font-bold">
        {t("compareTitle")}
      </h2>
      <div className="flex max-w-full flex-wrap items-center gap-2">
        {(["a", "b"] as const).map((side) => (
          <select
            key={side}
            className={field}
            aria-label={t(side === "a" ? "compareFirst" : "compareSecond")}
            data-testid={`compare-${side}`}
            value={(side === "a" ? a : b) ?? ""}
            onChange={({ target }) => change({ [side]: target.value === "" ? null : target.value })}
          >
            <option value="">{t(side === "a" ? "compareFirst" : "compareSecond")}</option>
            {models.map(({ id, name, quantization }) => (
              <option key={id} value={id}>
                {[name, quantization].filter(Boolean).join(" · ")}
              </option>
            ))}
          </select>
        ))}
      </div>
      <div aria-live="polite">
        {a !== null && a === b && <p>{t("compareSame")}</p>}
        {isFailed && <p>{t("notLoaded")}</p>}
        {comparison && <Verdict comparison={comparison} nameOf={nameOf} />}
      </div>
    </section>
  );
}
