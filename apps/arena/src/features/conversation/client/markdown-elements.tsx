import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";

/** A link that a model wrote: it opens apart, and its host can be read before the click. */
function ForeignLink({ href, children }: ComponentProps<"a">) {
  const host = href !== undefined && URL.canParse(href) ? new URL(href).host : null;
  if (host === null) return <>{children}</>;
  return (
    <a className="text-accent" href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children} <small>({host})</small>
    </a>
  );
}

/** Loading an image from an address in an answer would show the reader's IP to its host; so it is a link. */
function ImageLink({ src, alt }: ComponentProps<"img">) {
  const t = useTranslations("conversation");
  return <ForeignLink href={typeof src === "string" ? src : undefined}>{t("imageLink", { alt: alt ?? "" })}</ForeignLink>;
}

/** The box of a task list. */
function TaskBox({ checked = false }: ComponentProps<"input">) {
  const t = useTranslations("conversation");
  return (
    <input className="mr-1.5 accent-accent" type="checkbox" checked={checked} disabled aria-label={t(checked ? "taskDone" : "taskOpen")} />
  );
}

const box = "my-3 overflow-x-auto rounded-lg bg-ground px-4 py-3 font-mono text-sm/normal";

/** Code keeps its lines, and a long one scrolls in its own box. */
const CodeBlock = ({ children }: ComponentProps<"pre">) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
  <pre className={`${box} [&_code]:bg-transparent [&_code]:p-0 [&_code]:text-[1em]`} tabIndex={0}>
    {children}
  </pre>
);

/** Words in a cell stay whole; a wide table scrolls in its own box. */
const WideTable = ({ children }: ComponentProps<"table">) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
  <div className="my-3 overflow-x-auto" tabIndex={0}>
    <table className="border-collapse text-[0.9375rem] wrap-normal">{children}</table>
  </div>
);

const cell = "border border-line px-3 py-1.5 align-top";

/** The elements of an answer. Headings are small: the answer is a part of the page. */
export const markdownElements = {
  a: ForeignLink,
  img: ImageLink,
  input: TaskBox,
  pre: CodeBlock,
  code: ({ children }: ComponentProps<"code">) => <code>{children}</code>,
  inlineCode: ({ children }: ComponentProps<"code">) => (
    <code className="rounded-sm bg-ground px-1.5 py-0.5 font-mono text-[0.875em]">{children}</code>
  ),
  table: WideTable,
  th: ({ children, style }: ComponentProps<"th">) => (
    <th className={`${cell} text-left font-semibold`} style={style}>
      {children}
    </th>
  ),
  td: ({ children, style }: ComponentProps<"td">) => (
    <td className={cell} style={style}>
      {children}
    </td>
  ),
  h1: ({ children }: ComponentProps<"h1">) => <h1 className="mt-5 mb-2 text-xl/snug font-bold">{children}</h1>,
  h2: ({ children }: ComponentProps<"h2">) => <h2 className="mt-5 mb-2 text-lg/snug font-bold">{children}</h2>,
  h3: ({ children }: ComponentProps<"h3">) => <h3 className="mt-4 mb-2 text-[1.0625rem] font-bold">{children}</h3>,
  h4: ({ children }: ComponentProps<"h4">) => <h4 className="mt-4 mb-1 font-bold">{children}</h4>,
  h5: ({ children }: ComponentProps<"h5">) => <h5 className="mt-4 mb-1 font-semibold">{children}</h5>,
  h6: ({ children }: ComponentProps<"h6">) => <h6 className="mt-4 mb-1 font-semibold text-quiet">{children}</h6>,
  ul: ({ children }: ComponentProps<"ul">) => (
    <ul className="list-disc pl-6 [&>li:has(>input,>p>input)]:list-none [&>li:has(>input,>p>input)]:-ml-5">{children}</ul>
  ),
  ol: ({ children, start }: ComponentProps<"ol">) => (
    <ol className="list-decimal pl-6" start={start}>
      {children}
    </ol>
  ),
  blockquote: ({ children }: ComponentProps<"blockquote">) => (
    <blockquote className="my-3 border-l-3 border-line pl-4 text-quiet">{children}</blockquote>
  ),
};
