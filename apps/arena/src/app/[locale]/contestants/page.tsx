import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ModelStatusLine } from "@/features/models";
import { readModelStatus, readContestants } from "@/features/models/server";
import { runtime } from "@/runtime";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("contestants"))("title") };
}

export default async function ContestantsPage() {
  const [t, reveal, format, held] = await Promise.all([
    getTranslations("contestants"),
    getTranslations("reveal"),
    getFormatter(),
    runtime(),
  ]);
  return (
    <section className="board">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <ModelStatusLine initial={readModelStatus(held)} />
      <table className="contestants">
        <thead>
          <tr>
            <th scope="col">{t("model")}</th>
            <th scope="col">{t("license")}</th>
            <th scope="col" className="number">
              {t("size")}
            </th>
            <th scope="col">{t("state")}</th>
          </tr>
        </thead>
        <tbody>
          {readContestants(held).map(({ id, name, organization, kind, isPocketModel, license, bytes, state }) => (
            <tr key={id} data-testid="contestant-row" data-model={id}>
              <th scope="row">
                {name} {kind === "base" && <span className="tag">{reveal("base")}</span>}
                {isPocketModel && <span className="tag">{reveal("pocket")}</span>}
                {organization !== null && <small className="quiet">{organization}</small>}
              </th>
              <td>{license === null ? t("unknown") : <a href={license.url}>{license.name}</a>}</td>
              <td className="number">{format.number(bytes / 1e6, { maximumFractionDigits: 1, style: "unit", unit: "megabyte" })}</td>
              <td>{t(`state-${state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t("addTitle")}</h2>
      <p>{t("addStarter")}</p>
      <pre>
        <code>npm run models -- pull default</code>
      </pre>
      <p>{t("addFile")}</p>
      <pre>
        <code>npm run models -- add my-model.gguf</code>
      </pre>
      <p>{t("pocket")}</p>
    </section>
  );
}
