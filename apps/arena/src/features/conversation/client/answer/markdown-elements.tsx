import { useTranslations } from "next-intl";
import { Children, type ComponentProps, type ComponentType, isValidElement, lazy, type ReactNode, Suspense } from "react";
import { CodeBlock } from "./code-block";

/** The text of what React shows. */
const textIn = (node: ReactNode): string =>
  Children.toArray(node)
    .map((child) => {
      if (isValidElement<{ children?: ReactNode }>(child)) return textIn(child.props.children);
      return typeof child === "string" || typeof child === "number" ? String(child) : "";
    })
    .join("");

/** A link that a model wrote: it opens apart, and its host can be read before the click. */
function ForeignLink({ href, children }: ComponentProps<"a">) {
  const host = href !== undefined && URL.canParse(href) ? new URL(href).host : null;
  if (host === null) return <>{children}</>;
  const isTold = textIn(children)
    .replace(/^https?:\/\//u, "")
    .startsWith(host);
  return (
    <a className="text-accent" href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
      {!isTold && <small data-added> ({host})</small>}
    </a>
  );
}

/** Loading an image from an address in an answer would show the reader's IP to its host; so it is a link. */
function ImageLink({ src, alt }: ComponentProps<"img">) {
  const t = useTranslations("conversation");
  return (
    <ForeignLink href={typeof src === "string" ? src : undefined}>
      <span data-added>{t("imageLink")} </span>
      {alt}
    </ForeignLink>
  );
}

/** The box of a task list. */
function TaskBox({ checked = false }: ComponentProps<"input">) {
  const t = useTranslations("conversation");
  return (
    <input className="mr-1.5 accent-accent" type="checkbox" checked={checked} disabled aria-label={t(checked ? "taskDone" : "taskOpen")} />
  );
}

interface FormulaProps {
  readonly tex: string;
  readonly isDisplay: boolean;
  readonly source: string;
}
const Source = ({ source }: FormulaProps) => <code>{source}</code>;
const Formula = lazy((): Promise<{ default: ComponentType<FormulaProps> }> => import("./formula").catch(() => ({ default: Source })));

/** A formula; a wide one scrolls in its own box. */
function MaybeFormula({ children, ...rest }: ComponentProps<"span"> & { "data-tex"?: string; "data-display"?: string }) {
  const { "data-tex": tex, "data-display": display } = rest;
  if (tex === undefined) return <span>{children}</span>;
  const props = { tex, isDisplay: display === "true", source: textIn(children) };
  const box = props.isDisplay ? "my-3 block" : "inline-block align-bottom";
  return (
    <span
      className={`${box} max-w-full overflow-x-auto overflow-y-hidden`}
      dir="ltr"
      data-formula
      // A box that scrolls must be reachable by keyboard.
      tabIndex={props.isDisplay ? 0 : undefined} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex
    >
      <Suspense fallback={<Source {...props} />}>
        <Formula {...props} />
      </Suspense>
    </span>
  );
}

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
  span: MaybeFormula,
  code: ({ children }: ComponentProps<"code">) => (
    <code className="rounded-sm bg-ground px-1.5 py-0.5 font-mono text-[0.875em]" dir="ltr">
      {children}
    </code>
  ),
  p: ({ children }: ComponentProps<"p">) => (
    <p className="my-2.5 whitespace-pre-line first:mt-0 last:mb-0" dir="auto">
      {children}
    </p>
  ),
  strong: ({ children }: ComponentProps<"strong">) => <strong className="font-semibold">{children}</strong>,
  hr: () => <hr className="my-4 border-line" />,
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
  h1: ({ children }: ComponentProps<"h1">) => (
    <h1 dir="auto" className="mt-5 mb-2 text-xl/snug font-bold">
      {children}
    </h1>
  ),
  h2: ({ children }: ComponentProps<"h2">) => (
    <h2 dir="auto" className="mt-5 mb-2 text-lg/snug font-bold">
      {children}
    </h2>
  ),
  h3: ({ children }: ComponentProps<"h3">) => (
    <h3 dir="auto" className="mt-4 mb-2 text-[1.0625rem] font-bold">
      {children}
    </h3>
  ),
  h4: ({ children }: ComponentProps<"h4">) => (
    <h4 dir="auto" className="mt-4 mb-1 font-bold">
      {children}
    </h4>
  ),
  h5: ({ children }: ComponentProps<"h5">) => (
    <h5 dir="auto" className="mt-4 mb-1 font-semibold">
      {children}
    </h5>
  ),
  h6: ({ children }: ComponentProps<"h6">) => (
    <h6 dir="auto" className="mt-4 mb-1 font-semibold text-quiet">
      {children}
    </h6>
  ),
  ul: ({ children }: ComponentProps<"ul">) => (
    <ul dir="auto" className="list-disc ps-6 [&>li:has(>input,>p>input)]:list-none [&>li:has(>input,>p>input)]:-ms-5">
      {children}
    </ul>
  ),
  ol: ({ children, start }: ComponentProps<"ol">) => (
    <ol dir="auto" className="list-decimal ps-6" start={start}>
      {children}
    </ol>
  ),
  blockquote: ({ children }: ComponentProps<"blockquote">) => (
    <blockquote dir="auto" className="my-3 border-s-3 border-line ps-4 text-quiet">
      {children}
    </blockquote>
  ),
};
