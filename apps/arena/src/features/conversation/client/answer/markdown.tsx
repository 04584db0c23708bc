"use client";

import { useDeferredValue, useMemo } from "react";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import remend from "remend";
import { faithfulMarkdown } from "./faithful-markdown";
import { findFormulas } from "./find-formulas";
import { markdownElements } from "./markdown-elements";

/** What is not closed yet is shown as if it were, so that an answer does not jump while it grows. */
const repair = (text: string) =>
  remend(text, { comparisonOperators: false, htmlTags: false, images: false, katex: false, linkMode: "text-only", singleTilde: false });

const identity = (address: string) => address;

/** Markdown as a model writes it. Only an answer that grows is repaired; one that has ended is shown as it is. */
export default function Markdown({ text, growing }: { readonly text: string; readonly growing: boolean }) {
  const shown = useDeferredValue(text);
  const { source, plugins } = useMemo(() => {
    const found = findFormulas(shown);
    return {
      source: growing ? repair(found.text) : found.text,
      plugins: [
        [remarkGfm, { singleTilde: false }],
        [faithfulMarkdown, { formulas: found.formulas }],
      ] as const,
    };
  }, [shown, growing]);
  return (
    <div className="wrap-anywhere [&>:first-child]:mt-0 [&>:last-child]:mb-0" data-markdown>
      <ReactMarkdown
        remarkPlugins={plugins.map(([plugin, options]) => [plugin, options])}
        components={markdownElements}
        urlTransform={identity}
      >
        {source}
      </ReactMarkdown>
    </div>
  );
}
