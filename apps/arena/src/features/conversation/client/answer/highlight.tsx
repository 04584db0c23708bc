"use client";

import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { common, createLowlight } from "lowlight";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import "./highlight.css";

const lowlight = createLowlight(common);
/** Longer code would hold up the page. */
const MAX_CHARACTERS = 20_000;

/** Code with its syntax in colours, where its language is known. */
export default function Highlight({ code, language }: { readonly code: string; readonly language: string }) {
  if (code.length > MAX_CHARACTERS || !lowlight.registered(language)) return <>{code}</>;
  return toJsxRuntime(lowlight.highlight(language, code), { Fragment, jsx, jsxs });
}
