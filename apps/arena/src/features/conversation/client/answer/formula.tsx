"use client";

import katex from "katex";
import "katex/dist/katex.min.css";

/** Limits on what TeX may ask for; commands that load or link are off. */
const limits = { maxExpand: 500, maxSize: 20, trust: false, strict: false } as const;

/** TeX as MathML for screen readers and HTML for the eyes; what is no TeX stays as it was written. */
export default function Formula({
  tex,
  isDisplay,
  source,
}: {
  readonly tex: string;
  readonly isDisplay: boolean;
  readonly source: string;
}) {
  let html: string;
  try {
    html = katex.renderToString(tex, { ...limits, displayMode: isDisplay });
  } catch (error) {
    if (!(error instanceof katex.ParseError || error instanceof RangeError)) throw error;
    return <code>{source}</code>;
  }
  // oxlint-disable-next-line react/no-danger -- KaTeX escapes what it is given and writes no link or script without `trust`
  return <span dangerouslySetInnerHTML={{ __html: html }} />;
}
