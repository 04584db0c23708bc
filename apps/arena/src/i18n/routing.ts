import { defineRouting } from "next-intl/routing";

/** English at `/`, Chinese at `/zh`. */
export const routing = defineRouting({ locales: ["en", "zh"], defaultLocale: "en", localePrefix: "as-needed" });
