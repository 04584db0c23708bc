import { modelRoutes, readEarlierStatus } from "@/features/models/server";
import { handle } from "@/runtime";

export const GET = handle(modelRoutes.earlierStatus, (_, context) => readEarlierStatus(context));
