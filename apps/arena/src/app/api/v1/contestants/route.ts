import { modelRoutes, readContestants } from "@/features/models/server";
import { handle } from "@/runtime";

export const GET = handle(modelRoutes.contestants, (_, context) => ({ contestants: readContestants(context) }));
