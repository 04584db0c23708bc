"use client";

import { Streamdown } from "streamdown";
import { markdownElements } from "./markdown-elements";

/** A model's answer as it grows. */
export default function Markdown({ text, growing }: { readonly text: string; readonly growing: boolean }) {
  return (
    <Streamdown
      className="wrap-anywhere"
      components={markdownElements}
      controls={false}
      isAnimating={growing}
      linkSafety={{ enabled: false }}
    >
      {text}
    </Streamdown>
  );
}
