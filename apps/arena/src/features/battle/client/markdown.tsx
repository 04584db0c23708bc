"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Streamdown } from "streamdown";

/** A link that a model wrote: it opens apart, and its host can be read before the click. */
function ForeignLink({ href, children }: ComponentProps<"a">) {
  const host = href !== undefined && URL.canParse(href) ? new URL(href).host : null;
  if (host === null) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children} <small>({host})</small>
    </a>
  );
}

/** Loading a picture that a model named would tell its host who reads; so it is a link. */
function PictureLink({ src, alt }: ComponentProps<"img">) {
  const t = useTranslations("battle");
  return <ForeignLink href={typeof src === "string" ? src : undefined}>{t("image", { alt: alt ?? "" })}</ForeignLink>;
}

const components = {
  a: ForeignLink,
  img: PictureLink,
  pre: ({ children }: ComponentProps<"pre">) => <pre>{children}</pre>,
  code: ({ children }: ComponentProps<"code">) => <code>{children}</code>,
  inlineCode: ({ children }: ComponentProps<"code">) => <code>{children}</code>,
  table: ({ children }: ComponentProps<"table">) => (
    <div className="scroll">
      <table>{children}</table>
    </div>
  ),
};

/** A model's answer as it grows. */
export default function Markdown({ text, growing }: { readonly text: string; readonly growing: boolean }) {
  return (
    <Streamdown className="markdown" components={components} controls={false} isAnimating={growing} linkSafety={{ enabled: false }}>
      {text}
    </Streamdown>
  );
}
