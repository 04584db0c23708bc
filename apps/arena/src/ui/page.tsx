import type { ComponentProps, ReactNode } from "react";

/** The one `h1` of a page. */
export function PageTitle({ children }: ComponentProps<"h1">) {
  return <h1 className="text-title text-balance">{children}</h1>;
}

/** What a page is about, below its title. */
export function Lead({ children }: ComponentProps<"p">) {
  return <p className="max-w-[62ch] text-pretty text-quiet">{children}</p>;
}

/** A page of text and tables. All pages begin at the same left edge; text keeps a line that one can read. */
export function PageSection({ children }: ComponentProps<"section">) {
  return <section className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-4">{children}</section>;
}

/** A part of a page of text. */
export function TextSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h2 className="mt-3 text-xl font-bold">{title}</h2>
      <p className="max-w-[68ch] text-pretty">{children}</p>
    </>
  );
}

/** A command to copy into a terminal; a long one scrolls in its own box. */
export function Command({ children }: { readonly children: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
    <pre className="max-w-full overflow-x-auto rounded-lg border border-line bg-card px-4 py-2.5" tabIndex={0}>
      <code className="font-mono text-sm">{children}</code>
    </pre>
  );
}
