"use client";

import { useEffect, useState } from "react";
import { type Leaderboard, leaderboardResponse } from "../contract";

const POLL_MS = 5_000;

/** The newest board. It asks while the page is seen; an unchanged board costs an empty answer. `live` is false after a failed question. */
export function useLeaderboard(initial: Leaderboard, withPocketModels: boolean): { board: Leaderboard; live: boolean } {
  const [board, setBoard] = useState(initial);
  const [live, setLive] = useState(true);
  useEffect(() => {
    let etag: string | null = null;
    const address = `/api/v1/leaderboard${withPocketModels ? "?pocket=include" : ""}`;
    const ask = async () => {
      if (document.visibilityState === "hidden") return;
      try {
        const response = await fetch(address, { headers: etag === null ? {} : { "if-none-match": etag }, cache: "no-store" });
        if (response.status !== 304) {
          setBoard(leaderboardResponse.parse(await response.json()));
          etag = response.headers.get("etag");
        }
        setLive(true);
      } catch {
        // No response, or an invalid one: the page keeps the last board and shows that it is not live.
        setLive(false);
      }
    };
    const timer = setInterval(() => void ask(), POLL_MS);
    const onReturn = () => void ask();
    document.addEventListener("visibilitychange", onReturn);
    window.addEventListener("online", onReturn);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onReturn);
      window.removeEventListener("online", onReturn);
    };
  }, [withPocketModels]);
  return { board, live };
}
