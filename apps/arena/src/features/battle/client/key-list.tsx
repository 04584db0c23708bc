"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useRef } from "react";
import { Button } from "@/ui/button";
import { useSingleKeys } from "./use-single-keys";
import { voteOrder } from "./vote-order";

const row = "grid grid-cols-[5rem_1fr] gap-3 py-1.5";
const key = "font-mono text-sm";

/** How the list of keys is opened: by its button, or by the key that it lists. */
export function useKeyList() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useCallback(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return { dialog, open };
}

/** All keys of the battle, with the switch that turns single keys off. */
export function KeyList({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const t = useTranslations("battle");
  const common = useTranslations("common");
  const [isOn, setOn] = useSingleKeys();
  return (
    <dialog
      ref={dialog}
      className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-xl border border-line bg-card p-5 text-ink backdrop:bg-ground/80"
      aria-labelledby="keys-title"
      data-testid="key-list"
    >
      <h2 id="keys-title" className="mb-2 text-xl font-bold">
        {t("keys.title")}
      </h2>
      <dl className={`divide-y divide-line ${isOn ? "" : "text-quiet line-through"}`}>
        {voteOrder.map((outcome, index) => (
          <div key={outcome} className={row}>
            <dt className={key}>{index + 1}</dt>
            <dd>{t(`vote.${outcome}`)}</dd>
          </div>
        ))}
        {(["n", "slash", "question"] as const).map((name) => (
          <div key={name} className={row}>
            <dt className={key}>{{ n: "N", slash: "/", question: "?" }[name]}</dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <dl className="divide-y divide-line border-t border-line">
        {(["escape", "enter", "up"] as const).map((name) => (
          <div key={name} className={row}>
            <dt className={key}>{{ escape: "Esc", enter: "Enter", up: "↑" }[name]}</dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-3 flex min-h-11 cursor-pointer items-center gap-2.5">
        <input
          type="checkbox"
          className="size-5 accent-accent"
          checked={isOn}
          data-testid="single-keys"
          onChange={({ target }) => setOn(target.checked)}
        />
        {t("keys.switch")}
      </label>
      <Button className="mt-2" onClick={() => dialog.current?.close()}>
        {common("close")}
      </Button>
    </dialog>
  );
}
