import { platforms } from "@llmlist/catalog/benchmarks";
import type { Language } from "@/i18n/languages";
import { SectionHeading } from "./section-heading";
import { words } from "./words";

/** The catalog writes commands between backticks. */
function WithCommands({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));
}

/** Every leaderboard and harness of the catalog. */
export function PlatformList({ language }: { readonly language: Language }) {
  const { platform, period: writePeriod } = words[language];
  return platforms.map(({ id, name, url, status, period, method, howToRun }) => (
    <section key={id}>
      <SectionHeading id={id}>{name}</SectionHeading>
      <p>
        <a href={url}>{new URL(url).host}</a> · {platform[status]}
        {period && ` · ${writePeriod(period.from, period.to)}`}
      </p>
      <dl>
        <dt>{platform.method}</dt>
        <dd>
          <WithCommands text={method[language]} />
        </dd>
        <dt>{platform.howToRun}</dt>
        <dd>
          <WithCommands text={howToRun[language]} />
        </dd>
      </dl>
    </section>
  ));
}
