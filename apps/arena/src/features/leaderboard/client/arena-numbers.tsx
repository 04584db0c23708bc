import { useFormatter, useTranslations } from "next-intl";
import type { Outcome } from "@/domain/outcome";
import { Link } from "@/i18n/navigation";

/** What the arena is, in numbers. */
export function ArenaNumbersPanel(props: {
  readonly votes: number;
  readonly models: number;
  readonly latest: { readonly at: Date; readonly outcome: Outcome } | null;
  readonly now: Date;
}) {
  const { votes, models, latest, now } = props;
  const t = useTranslations("leaderboard.numbers");
  const format = useFormatter();
  const figures = [
    [format.number(models), t("models", { count: models })],
    [format.number(votes), t("votes", { count: votes })],
  ] as const;
  return (
    <section className="grid content-start gap-4" aria-label={t("title")} data-testid="arena-numbers">
      <dl className="flex gap-8">
        {figures.map(([figure, name]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-sm text-quiet">{name}</dt>
            <dd className="text-title">{figure}</dd>
          </div>
        ))}
      </dl>
      {latest && (
        <p className="text-sm">{t("latest", { when: format.relativeTime(latest.at, now), outcome: t(`outcome.${latest.outcome}`) })}</p>
      )}
      <p className="flex flex-wrap gap-x-4 text-sm">
        {/* The names of the models would end a blind battle, so no page is prefetched. */}
        <Link href="/leaderboard" prefetch={false}>
          {t("toBoard")}
        </Link>
        <Link href="/method" prefetch={false}>
          {t("toMethod")}
        </Link>
      </p>
    </section>
  );
}
