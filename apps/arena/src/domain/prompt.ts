import { z } from "zod";

/** A prompt as it can be stored: Postgres text cannot hold NUL, and a lone surrogate is no character. Its length is an operator's setting. */
export const prompt = z
  .string()
  .refine((text) => !text.includes("\u0000") && text.isWellFormed(), "The prompt holds a character that cannot be stored.")
  .refine((text) => text.trim().length > 0, "The prompt is empty.");
