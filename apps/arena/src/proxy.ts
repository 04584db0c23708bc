import { NextRequest } from "next/server";
import createMiddleware from "next-intl/middleware";
import { routing } from "@/i18n/routing";

const chooseLocale = createMiddleware(routing);

// Hot reload evaluates code and adds styles; nothing else may.
const isDevelopment = process.env.NODE_ENV === "development";

function policy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** Pages get a language and a content security policy with a nonce of their own; a model's text runs no code. */
export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy(nonce));
  const response = chooseLocale(new NextRequest(request, { headers }));
  response.headers.set("content-security-policy", policy(nonce));
  response.headers.set("cross-origin-opener-policy", "same-origin");
  return response;
}

// Everything but the API, the built files, and files at the root such as icon.svg: a dot further down belongs to a page.
export const config = { matcher: ["/((?!api/|api$|_next/|healthz$|readyz$|[^/]+\\.(?:svg|ico|png|txt|xml|webmanifest)$).*)"] };
