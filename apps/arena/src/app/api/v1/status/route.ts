import { modelRoutes, readModelStatus } from "@/features/models/server";
import { handle } from "@/runtime";

export const GET = handle(modelRoutes.status, (_, context) => readModelStatus(context));
