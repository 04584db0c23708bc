"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ComponentType, isValidElement, lazy, Suspense } from "react";
import { CopyButton } from "./copy-button";

type CodeProps = { readonly code: string; readonly language: string };
const Plain = ({ code }: CodeProps) => <>{code}</>;
const Highlight = lazy((): Promise<{ default: ComponentType<CodeProps> }> => import("./highlight").catch(() => ({ default: Plain })));

/** The code and what its fence says of it, from the element that Markdown makes of a block. */
function readBlock(children: ComponentProps<"pre">["children"]): { code: string; info: string } {
  if (!isValidElement<{ "data-info"?: string; children?: unknown }>(children))
    return { code: typeof children === "string" ? children : "", info: "" };
  const { "data-info": info = "", children: code } = children.props;
  const text = Array.isArray(code) ? code.join("") : typeof code === "string" ? code : "";
  return { code: text.replace(/\n$/u, ""), info };
}

/** Code keeps its lines, and a long one scrolls in its own box. */
export function CodeBlock({ children }: ComponentProps<"pre">) {
  const t = useTranslations("conversation.answer");
  const { code, info } = readBlock(children);
  const language = info.split(/[\s,{:]/u)[0]?.toLowerCase() ?? "";
  return (
    <figure className="my-3 min-w-0 overflow-hidden rounded-lg bg-ground" dir="ltr">
      <figcaption className="flex items-center justify-between gap-3 px-4 pt-1.5 text-sm text-quiet">
        <span className="min-w-0 wrap-anywhere" data-info>
          {info}
        </span>
        <CopyButton text={() => code} label={t("copyCode")} />
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <pre className="overflow-x-auto px-4 pt-1 pb-3 font-mono text-sm/normal wrap-normal" tabIndex={0}>
        <code>
          {language === "" ? (
            code
          ) : (
            <Suspense fallback={code}>
              <Highlight code={code} language={language} />
            </Suspense>
          )}
        </code>
      </pre>
    </figure>
  );
}
