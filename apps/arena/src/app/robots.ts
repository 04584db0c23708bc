import type { MetadataRoute } from "next";

/** Battles belong to the browser that started them, and programs read the API without a crawler. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: "*", allow: "/", disallow: ["/api/", "/battle/", "/zh/battle/"] } };
}
