"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Reason, reasons } from "@/domain/reason";
import { problemCodeOf } from "@/features/conversation";
import { giveReasons } from "./after-vote-api";

/** Why the voter voted so: optional, at once saved, and never part of what the vote is worth. */
export function ReasonsForm({ battleId, ofBothBad }: { readonly battleId: string; readonly ofBothBad: boolean }) {
  const t = useTranslations("battle.reasons");
  const [chosen, setChosen] = useState<readonly Reason[]>([]);
  const [status, setStatus] = useState<"saved" | "closed" | "failed" | null>(null);
  const toggle = async (reason: Reason) => {
    const next = chosen.includes(reason) ? chosen.filter((one) => one !== reason) : [...chosen, reason];
    setChosen(next);
    try {
      await giveReasons(battleId, next);
      setStatus("saved");
    } catch (error) {
      setChosen(chosen);
      setStatus(problemCodeOf(error) === "reasons-closed" ? "closed" : "failed");
    }
  };
  return (
    <fieldset className="grid gap-2" data-testid="reasons">
      <legend className="mb-1 text-sm text-quiet">{t(ofBothBad ? "titleBad" : "title")}</legend>
      <div className="flex flex-wrap gap-2">
        {reasons.map((reason) => (
          <button
            key={reason}
            type="button"
            className="min-h-11 cursor-pointer rounded-full border border-line px-4 text-sm hover:border-quiet aria-pressed:border-accent aria-pressed:bg-accent-wash"
            aria-pressed={chosen.includes(reason)}
            data-testid={`reason-${reason}`}
            onClick={() => void toggle(reason)}
          >
            {t(ofBothBad ? `lacking.${reason}` : `given.${reason}`)}
          </button>
        ))}
      </div>
      <output className="text-sm text-quiet">{status !== null && t(status)}</output>
    </fieldset>
  );
}
