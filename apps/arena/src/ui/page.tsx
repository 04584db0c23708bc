import type { ComponentProps } from "react";

/** The one `h1` of a page. */
export function PageTitle({ children }: ComponentProps<"h1">) {
  return <h1 className="text-title text-balance">{children}</h1>;
}

/** What a page is about, below its title. */
export function Lead({ children }: ComponentProps<"p">) {
  return <p className="max-w-[62ch] text-pretty text-quiet">{children}</p>;
}

/** A page of text and tables. */
export function PageSection({ children }: ComponentProps<"section">) {
  return <section className="mx-auto grid max-w-248 grid-cols-[minmax(0,1fr)] justify-items-start gap-4">{children}</section>;
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
