"use client";

import { useTranslations } from "next-intl";
import { type PromptRoom, roundEstimate } from "./prompt-room";

/** The operator's ceiling is shown when a prompt comes near it; the limit of the models always, since nobody expects it. */
const SHOW_COUNT_FROM = 0.8;
const SHOW_TURNS_FROM = 5;

/** What a prompt and its conversation may still have. */
export function RoomLeft(props: { readonly length: number; readonly room: PromptRoom; readonly turnsLeft: number | undefined }) {
  const { length, room, turnsLeft } = props;
  const t = useTranslations("conversation");
  const isNear = length >= SHOW_COUNT_FROM * (length + room.left);
  const count = room.isEstimate ? roundEstimate(room.left) : room.left;
  const key = room.left < 0 ? (room.isEstimate ? "aboutOver" : "charactersOver") : room.isEstimate ? "aboutLeft" : "charactersLeft";
  return (
    <>
      {(isNear || room.isEstimate) && (
        <span className={room.left < 0 ? "text-accent" : ""} data-testid="room-left">
          {t(key, { count: Math.abs(count) })}
        </span>
      )}
      {turnsLeft !== undefined && turnsLeft <= SHOW_TURNS_FROM && (
        <span data-testid="turns-left">{t("turnsLeft", { count: turnsLeft })}</span>
      )}
    </>
  );
}
