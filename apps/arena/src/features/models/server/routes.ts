import { z } from "zod";
import { defineRoute } from "@/server/http/route";
import { earlierStatus, modelStatus, publicContestant } from "../contract";

/** The public API of models. */
export const modelRoutes = {
  contestants: defineRoute({
    method: "GET",
    path: "/api/v1/contestants",
    summary: "Every model that can be drawn for a battle, with its state.",
    session: "none",
    response: z.object({ contestants: z.array(publicContestant) }),
    problems: [],
  }),
  status: defineRoute({
    method: "GET",
    path: "/api/v1/status",
    summary: "How many models are ready, loading and downloading.",
    session: "none",
    response: modelStatus,
    problems: [],
  }),
  earlierStatus: defineRoute({
    method: "GET",
    path: "/api/v1/arrivals",
    summary: "The status under its name and in its form of 0.1.",
    session: "none",
    response: earlierStatus,
    problems: [],
  }),
};
